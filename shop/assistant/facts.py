"""The fact gate: a model's words reach the shopper only where the rows and sections of this turn bear them out.

Words are let through clause by clause. A price that is wrong beside one product is put right from its row; any
other clause that states what was not given is cut, and with it the rest of its sentence. No model is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.english import STOP
from shop.assistant.promises import DENIALS, Sentence, sentences, unfounded
from shop.assistant.quantities import CURRENCY_OF, MARK, Quantity, minor, quantities
from shop.assistant.words import fold, stem, stems, words

Money = Callable[[int], str]
LONGEST = 600
END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s)|[,;:](?=\s)|\s[–—-](?=\s)|\n")
ABBREVIATION = re.compile(r"(?<!\w)(?:e\.g|i\.e|z\.\s?B|u\.a|d\.h|p\.ex|m\.in|np|approx|ca|incl|excl|etc|vs|bzw|No|Nr|St|Mr|Mrs|Ms|Dr)\.$", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…]+[\"”’'»)\]]*\s*$|\n\s*$")
CLAUSE_MARK = re.compile(r"(?:[,;:]|\s[–—-])\s*$")
WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
CAPITAL = re.compile(r"[^\W\d_]+")
BOUND = re.compile(r"(?:under|below|within|beneath|up\s+to|less\s+than|cheaper\s+than|over|above|more\s+than|at\s+least|at\s+most|exceeds?|than|beyond|from|between"
                   r"|budget(?:\s+(?:of|is))?|limit(?:\s+(?:of|is))?|maximum(?:\s+of)?|your|the|unter|bis|sous|moins\s+de|do|poniżej)\s*$|\band\s*$", re.IGNORECASE)
ABOVE = re.compile(r"(?:over|above|more\s+than|at\s+least|from|exceeds?|beyond)\s*$", re.IGNORECASE)
PRICED = re.compile(r"\b(?:costs?|costing|cost\s+you|priced?\s+(?:is|at|of)|prices?\s*(?:is\b|of\b|:|=)?|pays?|paying|worth|kostet|coûte|kosztuje)\s*(?:only|just|about|around|roughly|a\s+mere|you)?\s*$", re.IGNORECASE)
ONLY = re.compile(r"\b(?:only|just|mere|for|at|from|to|now|was|under|below|nur|für|pour|za|tylko)\s*$", re.IGNORECASE)
ALONE = re.compile(r"\s*(?:[.,;:!?)\]…—–-]|$|(?:each|apiece|per|and|or|only|instead|in\s+total|all\s+in|off|to)\b)", re.IGNORECASE)
DIFFERENCE = re.compile(r"\s*(?:more|less|cheaper|dearer|extra|difference|apart|lower|higher|saving|in\s+savings)\b", re.IGNORECASE)
SAVES = re.compile(r"\b(?:sav\w+|by|differ\w*(?:\s+\w+)?)\s*(?:you\s+)?$", re.IGNORECASE)
FOLLOWS = re.compile(r"\s*(?:for|buys|gets\s+you|on)\b", re.IGNORECASE)
THINGS = re.compile(r"\s+(?:[a-z-]+\s+)?(products?|options?|items?|pieces?|matches|results?|choices|styles?|colours?|colors?|sizes?)\b", re.IGNORECASE)
SIZE = re.compile(r"(?<![\w'’.&-])(?<!\d\s)(?:[2-6]?X{1,4}[SL]|[SML])(?![\w'’&])|(?i:\b(?:size|grösse|größe|taille|rozmiar\w*)s?\s+)(\d{1,3}(?:[.,]5)?)\b")
STOCK = re.compile(r"\b(?P<gone>sold[\s-]out|out\s+of\s+stock|unavailable|ausverkauft|épuisée?)\b|\b(?:in\s+stock|available|auf\s+lager|en\s+stock)\b", re.IGNORECASE)
LINK = re.compile(r"https?:|www\.|\w@\w|\]\(|</?[a-zA-Z!]|\b[a-z0-9-]+\.(?:com|net|org|shop|io|example)\b")
POINTS_BACK = re.compile(r"\s*(?:it|it['’]s|its|this|that|both|at|only|just|priced|costs?)\b", re.IGNORECASE)
GERMAN = frozenset("der die das und ist für fur mit ein eine einen nicht sie ich zu im auf den dem aus wir es oder haben kostet passt auch wenn als unser unsere sind bei sehr".split())
OFFERING = re.compile(r"\b(?:have|sell|carry|stock|offer|got|recommend|suggest|try)\b", re.IGNORECASE)
OPENERS = STOP | frozenset(stems("""
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december christmas easter english french german t xs xl eu uk der die das ein eine unser unsere für
    mit wenn sie wir ich ja nein le la les un une notre nos pour avec cette ce ces vous nous il elle oui non nasza nasz
    nasze ta ten to dla tak nie jeśli w z na i oraz el los las una para con sí est sont czy es
"""))


@dataclass(frozen=True)
class Facts:
    """What a text may state. Amounts of money are in minor units.

    `amounts` stand in the sections, `bounds` in the shopper's wish, `measures` (number with unit) and `numbers` in
    any text or row, `counts` are those of the list. `words` are stems of texts and rows, `asked` the message's alone.
    """

    items: tuple[Item, ...]
    names: tuple[tuple[str, ...], ...]
    amounts: frozenset[int]
    bounds: frozenset[int]
    measures: frozenset[tuple[Decimal, str]]
    numbers: frozenset[Decimal]
    spoken: frozenset[Decimal]
    counts: frozenset[Decimal]
    words: frozenset[str]
    asked: frozenset[str]
    phrases: str
    letters: frozenset[str]
    currencies: frozenset[str]
    sentences: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]
    digits: int


def row_text(item: Item) -> str:
    parts = [item.name, item.description, item.brand, item.category_name, item.category_singular, item.audience, item.sleeve,
             *item.colours, *item.sizes, *item.occasions, *item.styles, *item.seasons, *item.materials, *item.patterns,
             *(f"{name}: {value}" for name, value in item.attributes.items())]
    return ". ".join(part for part in parts if part)


def facts(items: Sequence[Item], texts: Iterable[str], counts: Iterable[int], *, asked: str = "",
          prices: Iterable[int] = (), digits: int = 2) -> Facts:
    """The facts of one turn: the products on its list, its knowledge sections (`texts`), the counts it may state,
    and the shopper's own message with the price bounds in it (`prices`). Of the message only names and bare numbers
    count, and a bound only as a bound: a shopper cannot make a price or a discount true by saying it."""
    given, rows = list(texts), [row_text(item) for item in items]
    bounds = frozenset(prices)
    told, shown = [each for text in given for each in quantities(text)], [each for row in rows for each in quantities(row)]
    amounts = {minor(each.value, each.unit, digits) for each in told if each.unit in ("money", "cents")}
    everything = " . ".join((*given, *rows))
    ratings = {Decimal(f"{item.rating:.1f}").normalize() for item in items if item.rating is not None}
    spoken = {each.value for each in told if each.value is not None}
    numbers = spoken | ratings | {each.value for each in (*shown, *quantities(asked)) if each.value is not None} | {
        Decimal(item.rating_count) for item in items}
    return Facts(
        items=tuple(items), names=tuple(tuple(stems(item.name)) for item in items),
        amounts=frozenset(each for each in amounts if each is not None) - bounds, bounds=bounds,
        measures=frozenset((each.value, each.unit) for each in (*told, *shown) if each.value is not None and each.unit not in ("", "money", "cents"))
        | {(rating, "star") for rating in ratings},
        numbers=frozenset(numbers), spoken=frozenset(spoken), counts=frozenset(Decimal(count) for count in counts),
        words=frozenset(stems(everything)), asked=frozenset(stems(asked)), phrases=f" {' '.join(stems(everything))} ",
        letters=frozenset(letter for letter in everything if odd(letter)),
        currencies=frozenset(each.currency for each in told if each.currency),
        sentences=tuple(sentences(given)), rows=tuple(tuple(sentences([row])) for row in rows), digits=digits)


def odd(letter: str) -> bool:
    """Letters that read as numbers without being digits, and those that are not seen at all."""
    return (letter.isnumeric() and not letter.isdecimal()) or (not letter.isprintable() and not letter.isspace())


@dataclass(frozen=True)
class Mention:
    """A product named in a clause, and where."""

    item: Item
    start: int
    end: int


@dataclass
class Gate:
    """Takes a model's text piece by piece and gives back what may be said. `cuts` keeps what was taken out.

    The mark that ends a clause is held until the next one is known to be good, so that a sentence whose rest is
    cut ends with a full stop and not with a comma. However the text comes in pieces, the result is the same.
    """

    facts: Facts
    money: Money
    cuts: list[str] = field(default_factory=list)
    kept: int = 0
    _held: str = ""
    _seen: int = 0
    _mark: str = ""
    _begun: bool = False
    _skipping: bool = False
    _sentence: str = ""
    _subject: tuple[Item, ...] = ()
    _nouns: bool = False

    def feed(self, piece: str) -> str:
        """The words that are now complete and true; "" while a clause is still open."""
        self._held += piece
        said, at = [], 0
        while (end := self._clause_end(at)) is not None:
            said.append(self._judge(self._held[at:end]))
            at = self._seen = end
        self._held, self._seen = self._held[at:], self._seen - at
        return "".join(said)

    def _clause_end(self, start: int) -> int | None:
        """Where the clause that begins at `start` ends; what no mark ends is a clause of LONGEST characters."""
        limit = start + LONGEST
        for match in END.finditer(self._held, max(start, self._seen), limit + 8):
            if match.end() <= limit and not ABBREVIATION.search(self._held, max(start, match.end() - 8), match.end()):
                return match.end()
        # A mark counts once it is followed by a space: the last few characters are looked at again.
        self._seen = max(start, min(len(self._held), limit) - 8)
        return limit if len(self._held) > limit + 8 else None

    def finish(self, *, whole: bool = True) -> str:
        """What is left at the end. With `whole` false the text broke off, and its last open clause is dropped."""
        last, self._held, self._seen = self._held, "", 0
        said = self._judge(last) if last.strip() and whole else ""
        return said + (self._stop() if self._begun else "")

    def _judge(self, clause: str) -> str:
        ends = bool(SENTENCE_END.search(clause))
        first, self._sentence = not self._sentence.strip(), "" if ends else self._sentence + clause
        if self._skipping:
            self._skipping = not ends
            return ""
        clause, wrong = self._checked(clause, first, self._sentence or clause)
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
