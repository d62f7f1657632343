"""The fact gate: a model's words reach the shopper only where the rows and sections of this turn bear them out.

Words are let through clause by clause. A price that is wrong beside exactly one product is put right from its row;
any other clause that states what was not given is cut, and with it the rest of its sentence. No model is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from shop.assistant.catalogue import Item
from shop.assistant.words import fold, stems

Money = Callable[[int], str]
CLAUSE = re.compile(r".*?(?:[.!?…]+[\"”')]*(?=\s)|[,;:](?=\s)|\s[–—-](?=\s)|\n)", re.DOTALL)
SENTENCE_END = re.compile(r"[.!?…]+[\"”')]*\s*$|\n\s*$")
CLAUSE_MARK = re.compile(r"(?:[,;:]|\s[–—-])\s*$")
SIGN = r"[€$£¥₹]|\b(?:EUR|USD|GBP|CHF|PLN|SEK|JPY)\b"
PRICE = re.compile(
    rf"(?:{SIGN})\s*(\d[\d.,' ]*\d|\d)|(\d[\d.,']*\d|\d)\s*(?:(?:{SIGN})|euros?\b|dollars?\b|pounds?\b|bucks\b|cents?\b)", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SPELLED = {word: str(value) for value, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split())} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90",
                                            "hundred": "100"}
MEASURED = re.compile(rf"\b({'|'.join(SPELLED)})[\s-]+(?:(?:working|business|calendar)\s+)?"
                      r"(?:days?|weeks?|months?|years?|hours?|percent|per\s+cent|euros?|dollars?|pounds?|stars?|left|in\s+stock)\b", re.IGNORECASE)
CLAIM = re.compile(r"\b(?:free\s+(?:of\s+charge|shipping|delivery|returns?|gift|exchange\w*)|discount\w*|% off|half[\s-]price|on\s+sale|sale\s+price|promo\w*|"
                   r"voucher|coupon|money[\s-]back|guarantee\w*|warrant\w+|lifetime|legally|refund\w*|next[\s-]day|same[\s-]day|bestsell\w+)\b", re.IGNORECASE)
NAME = re.compile(r"[A-Z][\w'’-]*(?:\s+(?:of|the|and|&|de)?\s*[A-Z0-9][\w'’-]*)*")
OPENERS = frozenset(stems("""
    a an the our my your this that these those it its it's they we you i he she if for in on at with and but or so as to of from both
    each all some any one two three here there what which when while yes no not nothing sure of course also
    however either neither try consider perhaps maybe since because although though under over between its then
    happy hello hi thanks thank please look looking given most many more less best next last now only just
    let tell ask feel go take choose pick start add is are was were do does did can could would should will may
    might made comes another other such among instead after before during until unless by up down how why who
    great good nice perfect ideal warm light soft simple classic casual smart
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august
    september october november december
"""))


@dataclass(frozen=True)
class Facts:
    """What a text may state: prices in minor units, numbers as written, names and words as stems."""

    prices: frozenset[int]
    numbers: frozenset[str]
    names: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    claims: str
    items: tuple[Item, ...] = ()
    digits: int = 2


def facts(items: Sequence[Item], texts: Iterable[str], counts: Iterable[int], *, asked: str = "",
          prices: Iterable[int] = (), digits: int = 2) -> Facts:
    """The facts of one turn: the products on its list, its knowledge sections (`texts`), the counts it may state,
    and the shopper's own message with the price bounds in it. Only names and numbers of the message count, not what
    it claims: a shopper cannot make a discount true by saying it."""
    given = list(texts)
    rows = [" ".join([item.name, item.description, item.brand, item.category_name, item.category_singular, item.audience,
                      item.sleeve, *item.colours, *item.sizes, *item.occasions, *item.styles, *item.seasons,
                      *item.materials, *item.patterns, *(f"{name} {value}" for name, value in item.attributes.items())])
            for item in items]
    told = " ".join([*given, *rows])
    amounts = {item.price for item in items} | set(prices)
    for match in PRICE.finditer(told):
        if (value := minor(match[1] or match[2], digits)) is not None:
            amounts.add(value)
    for one in items:
        for other in items:
            if one.price > other.price:
                amounts.add(one.price - other.price)
    numbers = set(NUMBER.findall(told)) | {str(count) for count in counts} | set(NUMBER.findall(asked))
    numbers |= {SPELLED[word] for word in fold(told).split() if word in SPELLED}
    for item in items:
        if item.rating is not None:
            numbers |= {f"{item.rating:g}", f"{item.rating:.1f}", str(item.rating_count)}
        numbers |= {str(variant.stock) for variant in item.variants} | {str(item.stock)}
    words = frozenset(stems(told)) | frozenset(stems(asked))
    return Facts(frozenset(amounts), frozenset(numbers), tuple(tuple(stems(item.name)) for item in items), words,
                 fold(" ".join(given + rows)), tuple(items), digits)


def minor(text: str | None, digits: int) -> int | None:
    """"1.234,50", "49.5" or "49" in minor units; None for what is no amount."""
    if not text:
        return None
    plain = re.sub(r"[\s']", "", text)
    match = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}))?", plain)
    if not match:
        return None
    whole, cents = re.sub(r"[.,]", "", match[1]), (match[2] or "")
    return int(whole) * 10**digits + (int(cents.ljust(digits, "0")[:digits]) if digits and cents else 0)


@dataclass
class Gate:
    """Takes a model's text piece by piece and gives back what may be said. `cuts` keeps what was taken out.

    The mark that ends a clause is held until the next one is known to be good, so that a sentence whose rest is
    cut ends with a full stop and not with a comma.
    """

    facts: Facts
    money: Money
    cuts: list[str] = field(default_factory=list)
    kept: int = 0
    _held: str = ""
    _mark: str = ""
    _begun: bool = False
    _skipping: bool = False

    def feed(self, piece: str) -> str:
        """The words that are now complete and true; "" while a clause is still open."""
        self._held += piece
        said = ""
        while match := CLAUSE.match(self._held):
            self._held = self._held[match.end():]
            said += self._judge(match[0])
        return said

    def finish(self, *, whole: bool = True) -> str:
        """What is left at the end. With `whole` false the text broke off, and its last open clause is dropped."""
        last, self._held = self._held, ""
        said = self._judge(last) if last.strip() and whole else ""
        return said + (self._stop() if self._begun else "")

    def _judge(self, clause: str) -> str:
        ends = bool(SENTENCE_END.search(clause))
        if self._skipping:
            self._skipping = not ends
            return ""
        wrong = problem(clause, self.facts)
        if wrong == "price" and (right := with_price(clause, self.facts, self.money)):
            self.cuts.append(f"price put right: {clause.strip()}")
            clause, wrong = right, ""
        if wrong:
            self.cuts.append(f"{wrong}: {clause.strip()}")
            self._skipping = not ends
            return self._stop() if self._begun else ""
        self.kept += 1
        said, self._mark = self._mark + clause, ""
        self._begun = not ends
        if not ends and (mark := CLAUSE_MARK.search(said)):
            said, self._mark = said[:mark.start()], mark[0]
        return said

    def _stop(self) -> str:
        self._begun, self._mark = False, ""
        return "."


def problem(clause: str, given: Facts) -> str:
    """What is wrong with a clause: "price", "number", "name", "claim", or "" when all it states was given."""
    for match in PRICE.finditer(clause):
        value = minor(match[1] or match[2], given.digits)
        if value is None or value not in given.prices:
            return "price"
    rest = PRICE.sub(" ", clause)
    if any(number not in given.numbers for number in NUMBER.findall(rest)):
        return "number"
    if any(SPELLED[match[1].lower()] not in given.numbers for match in MEASURED.finditer(rest)):
        return "number"
    if any(fold(match[0]) not in given.claims for match in CLAIM.finditer(clause)):
        return "claim"
    if re.search(r"https?:|www\.|\w@\w|\]\(|<[a-zA-Z/!]", clause) and not any(
            fold(word) in given.claims for word in re.findall(r"\S*[@.:]\S+", clause)):
        return "link"
    for match in NAME.finditer(clause):
        stemmed = stems(match[0])
        if match.start() == len(clause) - len(clause.lstrip()) or re.search(r"[.!?\"“(]\s*$", clause[:match.start()]):
            while stemmed and stemmed[0] in OPENERS:
                stemmed = stemmed[1:]
            if len(stemmed) == 1:
                continue
        if any(word not in given.words and word not in OPENERS for word in stemmed):
            return "name"
        if len(stemmed) > 1 and not known_name(stemmed, given):
            return "name"
    return ""


def known_name(name: Sequence[str], given: Facts) -> bool:
    """A capitalised phrase stands as such in what was given: part of a product's name or of a section."""
    phrase = " ".join(name)
    if any(phrase in " ".join(each) for each in given.names):
        return True
    return phrase in " ".join(stems(given.claims))


def with_price(clause: str, given: Facts, money: Money) -> str:
    """The clause with its one price put right, where it names exactly one of the products; else ""."""
    folded = " ".join(stems(clause))
    named = [item for item, name in zip(given.items, given.names, strict=True) if " ".join(name) in folded]
    matches = list(PRICE.finditer(clause))
    if len(named) != 1 or len(matches) != 1:
        return ""
    match = matches[0]
    right = f"{clause[:match.start()]}{money(named[0].price)}{clause[match.end():]}"
    return "" if problem(right, given) else right
