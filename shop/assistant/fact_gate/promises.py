"""What a text promises or claims beyond numbers and names, and whether anything that was given bears it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from shop.assistant.language.quantities import quantities
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import stems

ROOT = 6
FREE = r"(?<![-\w])(?<!feel\s)free\b(?!\s+(?:time|to\b|from|size|hand|range|arm|you|of\s+(?!charge)))"
PROMISE = re.compile(
    rf"\b(?:{FREE}|gratis\w*|kostenlos\w*|kostenfrei\w*|gratuit\w*|darmow\w*|bezpłatn\w*|complimentary|on\s+the\s+house|no\s+(?:extra\s+)?charge|at\s+no\s+cost"
    r"|discount\w*|rabatt\w*|rabat\w*|remise|promo\w*|vouchers?|coupons?|clearance|on\s+sale|in\s+the\s+sale|sale\s+price|half[\s-](?:the\s+)?price|half\s+off|(?:\w+\s+)?mark(?:ed\s+)?down"
    r"|reduced\s+(?:from|to|by)|special\s+(?:price|offer|deal)|price\s+match\w*|\w+\s+for\s+(?:the\s+price\s+of\s+)?one\b(?=\W*$)|[2-9]\s+for\s+[1-9]\b|buy\s+one|bogo"
    r"|money[\s-]back|guarante\w+|warrant\w+|lifetime|legally|binding|refund\w*|reimburs\w*|next[\s-](?:working[\s-])?day|same[\s-]day|overnight"
    r"|best[\s-]?sell\w+|limited[\s-](?:edition|time)|last\s+(?:one|ones|few|chance)|(?:only|just)\s+a\s+few|few\s+left|sell\w*\s+(?:out\s+)?(?:fast|quick\w*)|almost\s+gone"
    r"|today\s+only|until\s+tomorrow|certified|award\w*|hand[\s-]?made|organic\w*|recycled|vegan|sustainabl\w+|eco[\s-]?friendly|climate[\s-]neutral|fair[\s-]?trade"
    r"|water[\s-]?(?:proof|resistant)\w*|windproof|rainproof|hypo-?allergenic|made\s+in\b|genuine|authentic|unbreakable|indestructible)",
    re.IGNORECASE,
)
NEVER = re.compile(
    r"\b(?:I|we)(?:['’]ve|['’]ll|\s+have|\s+will|\s+can|\s+could|\s+just|\s+did)*\s+(?:just\s+|now\s+|already\s+|also\s+|gladly\s+)*"
    r"(?:added|ordered|placed|reserved?|refunded|cancell?ed|applied|booked|charged|e-?mailed|knock(?:ed)?|throw\s+in|agree\w*|accept\w*|promise|lower(?:ed)?|hold|set\s+aside)\b"
    r"|\b(?:it(?:['’]s|\s+is)\s+a\s+deal|deal\s*[!.]|(?:I|we)\s+can\s+(?:offer|give|do|let|sell)\s+(?:it|you|that|them)\b)",
    re.IGNORECASE,
)
UNSURE = re.compile(r"\b(?:whether|if|ob|si|czy)\b", re.IGNORECASE)
DENIALS = re.compile(
    r"\b(?:not|no|none|nothing|never|nor|neither|without|unfortunately|unable|cannot|nicht|kein\w*|leider|pas|aucun\w*|nie|bez|brak)\b|n['’]t\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """A sentence that was given: the roots of its words, and the amounts of money that qualify it."""

    roots: frozenset[str]
    amounts: frozenset[Decimal]


def roots(text: str) -> frozenset[str]:
    """The words' first letters: "guaranteed" and "guarantee" meet."""
    return frozenset(stem[:ROOT] for stem in stems(text))


def sentences(texts: Iterable[str]) -> Iterator[Sentence]:
    for text in texts:
        for part in re.split(r"(?<=[.!?;])\s+|\n", text):
            yield Sentence(roots(part), amounts(part))


def amounts(text: str) -> frozenset[Decimal]:
    return frozenset(each.value for each in quantities(text) if each.unit == "money" and each.value is not None)


def denied(text: str, at: int) -> bool:
    """Whether what stands at this place is said not to be so: "it is not waterproof"."""
    before = re.split(r"[,;:]|\bbut\b", text[max(0, at - 40):at])[-1]
    near = " ".join(before.split()[-4:])
    return bool(DENIALS.search(near) or UNSURE.search(near)) and not re.search(r"\b(?:doubt|only|just)\b", before)


def unfounded(clause: str, said: str, given: Iterable[Sentence]) -> str:
    """The first promise in the clause that no given sentence makes, or makes on a condition left out here; else "".
    `said` is the whole sentence so far, the clause included."""
    if (act := NEVER.search(clause)) and not DENIALS.search(clause[:act.end()]):
        return act[0]
    evidence: tuple[Sentence, ...] | None = None
    for match in PROMISE.finditer(clause):
        if denied(clause, match.start()):
            continue
        evidence = tuple(given) if evidence is None else evidence
        words = roots(match[0]) - FILLING or roots(match[0])
        making = [each for each in evidence if words <= each.roots]
        if words & FREELY:
            making = free_of(making, match[0], clause, said)
        if not making:
            return match[0]
    return ""


def free_of(making: Iterable[Sentence], promise: str, clause: str, said: str) -> list[Sentence]:
    """Those sentences that say the same thing is free, and whose condition, an amount, is told with it."""
    about = roots(said) - roots(promise) - COMMON
    told = amounts(said)
    return [each for each in making if about & each.roots and (not each.amounts or each.amounts & told)]


COMMON = frozenset(stem[:ROOT] for stem in STOP)
FILLING = COMMON - {"free"} | {"charge"}
FREELY = frozenset({"free", "gratis"})
