"""The fact gate: a model's words reach the shopper only where the rows and sections of this turn bear them out.

Words are let through clause by clause. A price that is wrong beside one product is put right from its row; any
other clause that states what was not given is cut, and with it the rest of its sentence. No model is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from shop.assistant.catalogue import Item
from shop.assistant.fact_gate.clauses import Before, Looked, look
from shop.assistant.fact_gate.evidence import Facts, facts, odd
from shop.assistant.fact_gate.promises import unfounded_promise
from shop.assistant.fact_gate.stated_facts import names_hold, number_holds, sizes_hold, stock_holds
from shop.assistant.fact_gate.stated_prices import (
    BOUND_BEFORE,
    FORMER_PRICE,
    Money,
    is_difference,
    loose_mark,
    opening_price,
    price_holds,
    priced_items,
    reads_as_price,
)
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.quantities import Quantity, quantities
from shop.assistant.language.text import fold

__all__ = ["Facts", "Gate", "facts"]

LONGEST, MARGIN = 600, 8
# A mark ends a clause only where white space follows it: not in "4.5", "well-known" or "10:00".
END = re.compile(r"[.!?…]+[\"”’'»)\]]*(?=\s)|[,;:](?=\s)|\s[–—-](?=\s)|\n")
ABBREVIATION = ENGLISH.pattern("model_text.abbreviation")
# With what closes behind the mark: "… it floats.”)".
SENTENCE_END = re.compile(r"[.!?…]+[\"”’'»)\]]*\s*$|\n\s*$")
CLAUSE_MARK = re.compile(r"(?:[,;:]|\s[–—-])\s*$")
# What leads off the page: an address, "[…](", a tag ("<b", but not "< 5"), "shop.example".
LINK = re.compile(r"https?:|www\.|\w@\w|\]\(|</?[a-zA-Z!]|\b[a-z0-9-]+\.(?:com|net|org|shop|io|example)\b")


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
    _before: Before = field(default_factory=Before)

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
        for match in END.finditer(self._held, max(start, self._seen), limit + MARGIN):
            end = match.end()
            if end <= limit and not ABBREVIATION.search(self._held, max(start, end - MARGIN), end):
                return end
        # A mark counts once a space follows it, so the last few characters are looked at again.
        self._seen = max(start, min(len(self._held), limit) - MARGIN)
        return limit if len(self._held) > limit + MARGIN else None

    def finish(self, *, whole: bool = True) -> str:
        """What is left at the end. With `whole` false the text broke off, and its last open clause is dropped."""
        last, self._held, self._seen = self._held, "", 0
        if not whole:
            return self._stop() if self._begun else ""
        return (self._judge(last) if last else "") + self._mark

    def _judge(self, clause: str) -> str:
        ends = bool(SENTENCE_END.search(clause))
        sentence = self._sentence + clause
        first, self._sentence = not self._sentence.strip(), "" if ends else sentence[-LONGEST:]
        if self._skipping:
            self._skipping = not ends
            return ""
        looked = look(clause, self.facts, self._before, first=first, sentence=sentence)
        wrong = problem(looked, self.facts, self.money)
        if isinstance(wrong, WrongPrice) and (right := put_right(looked, wrong, self.facts, self.money)):
            self.cuts.append(f"price put right: {clause.strip()}")
            clause, wrong = right, ""
        if wrong:
            self.cuts.append(f"{wrong}: {clause.strip()}")
            self._skipping = not ends
            return self._stop() if self._begun else ""
        self._before = looked.after
        self.kept += 1
        said, self._mark = self._mark + clause, ""
        self._begun = not ends
        if not ends and (mark := CLAUSE_MARK.search(said)):
            said, self._mark = said[:mark.start()], mark[0]
        return said

    def _stop(self) -> str:
        self._begun, self._mark = False, ""
        return "."


@dataclass(frozen=True)
class WrongPrice:
    """A price that is not the row's. `item` is the product it should be the price of, None where that is not clear."""

    quantity: Quantity
    item: Item | None

    def __str__(self) -> str:
        return "price"


def problem(looked: Looked, given: Facts, money: Money) -> WrongPrice | str:
    """What is wrong with a clause: a price, "number", "name", "size", "stock", "claim", "link" or "hidden"; "" when
    all it states was given."""
    if any(odd(letter) and letter not in given.letters for letter in looked.text):
        return "hidden"
    # Each address as a whole, without the mark that ends the sentence: "shop.example/a" of "shop.example/a."
    if LINK.search(looked.text) and not all(
        fold(each) in given.folded for each in re.findall(r"\S*[@./\]<]\S*\w", looked.text)
    ):
        return "link"
    found = quantities(looked.plain)
    for each in found:
        if each.unit in ("money", "cents") or reads_as_price(each, looked, given):
            if not price_holds(each, looked, given, money):
                owners = priced_items(each, looked)
                return WrongPrice(each, owners[0] if len(owners) == 1 else None)
        elif not number_holds(each, looked, given):
            return "number"
    if loose_mark(looked.plain, found) or opening_price(looked, given):
        return WrongPrice(Quantity(None, "money", 0, 0), None)
    if not names_hold(looked, given):
        return "name"
    if not sizes_hold(looked, given):
        return "size"
    if not stock_holds(looked, given):
        return "stock"
    rows = [each for item, row in zip(given.items, given.rows, strict=True)
            if not looked.about or item in looked.about for each in row]
    return "claim" if unfounded_promise(looked.text, looked.sentence, (*given.sentences, *rows)) else ""


def put_right(looked: Looked, wrong: WrongPrice, given: Facts, money: Money) -> str:
    """The clause with its one price replaced by the row's, where it is clear whose price it is; else ""."""
    item, each, text = wrong.item, wrong.quantity, looked.text
    before = text[:each.start]
    others = [one for one in quantities(looked.plain) if one.unit in ("money", "cents") and one != each]
    if (item is None or others or BOUND_BEFORE.search(before) or FORMER_PRICE.search(before)
            or is_difference(each, text)):
        return ""
    right = f"{before}{money(item.price)}{text[each.end:]}"
    again = look(right, given, Before(looked.about, True, looked.after.nouns), first=looked.first, sentence=right)
    return "" if problem(again, given, money) else right
