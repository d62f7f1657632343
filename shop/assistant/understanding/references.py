"""How a message points at what was shown: "the second", "these", "1, 2 and 3", "the blue one", "what goes with it"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shop.assistant.language.browsing import REFERENCE
from shop.assistant.language.numbers import ORDINALS

MOST_COMPARED = 4
COUNTS = {"two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
NUMBERED = re.compile(
    r"\b(?:compare|comparing|comparison\s+of|between|difference\s+of|of|numbers?)\s+"
    r"((?:#?[1-6]\s*(?:,|and|&|with|to|vs\.?|versus|or)?\s*){2,4})(?![\d€$£.])")
RANGE = re.compile(r"\b(?:the\s+)?(first|last|top)\s+(two|three|four|[2-4])\b")
OF_SHOWN = re.compile(
    r"\b(?:how\s+many|which(?:\s+ones?)?|what|any|all|none|some|either|one|each)\s+of\s+(?:these|those|them|the\s+(?:two|three|four|five|six))\b"
    r"|\b(?:do|does|are|is|have|has)\s+(?:any|all|either|some)(?:\s+of\s+(?:these|those|them))?\b(?=\s+(?:of|come|comes|in|made|have|has|under|below|"
    r"available|for|a|\w+\W*$))|\bwhich\s+ones\b|^\W*(?:and\s+|so\s+)?how\s+many\s+(?:are|come|have|cost)\b"
    r"|^\W*(?:and\s+|so\s+)?which\s+(?:are|come|have|cost)\b|\bare\s+(?:they|these|those)\s+all\b")
PLAINLY = re.compile(r"\bof\s+(?:these|those|them)\b|\bwhich\s+ones\b|\bare\s+(?:these|those|they)\b")
CHOOSING = re.compile(r"\bwhich\b|\bwhat\s+is\s+the\b|\bis\s+the\s+\w+\s+(?:one\s+)?\w+er\b")
THE_ONE = re.compile(r"\b(?:the|that|this)\s+((?:[a-z0-9'-]+\s+){1,3})one\b(?!s)")
WHICH_ONE = re.compile(r"\bwhich\s+one\b")
THAT_KIND = re.compile(r"\b(?:that|this)\s+$")
THESE = re.compile(r"\b(?:these|those|them|both|all)\b")
THE_TWO = re.compile(r"\b(?:the|these|those|of|both|all)\s+(two|three|four|2|3|4)\b")
WITH_IT = re.compile(
    r"\b(?:goes|go|going|matche?s?|matching|pairs?|pairing|combines?|works?|looks?\s+(?:good|best|well|nice)|wear|worn|combine|use)\s+"
    r"(?:(?:well|best|good|nicely|together|up)\s+)?with\s+(?P<what>.+)$"
    r"|\bwhat\s+(?:would|could|does|do|else)?\s*(?:match(?:es)?|suits?|completes?)\s+(?P<match>it|this|that|the\b.+)$")
SIMILAR = re.compile(
    r"\b(?:similar|comparable|alike)\b|\b(?:something|anything|others?|more|ones?|products?|things?|styles?)\s+"
    r"(?:much\s+|just\s+|a\s+bit\s+)?like\s+"
    r"(?:it|this|that|these|those|the\s+(?:first|second|third|fourth|fifth|sixth|last))\b")
DEFINITE = re.compile(
    r"\b(?:have|sell|stock|got|is|are|does|do|about|want|need|see|show\s+me)\s+(?:you\s+)?the\b|^\W*the\b")
ASKED_WITH = re.compile(r"\b(?:what|which|anything|something|things?|show|find|suggest|recommend)\b")
OUTFIT = re.compile(
    r"\b(?:outfits?|(?:whole|complete|full|entire)\s+(?:looks?|sets?|kits?)|head\s+to\s+toe|starter\s+kits?"
    r"|everything\s+(?:i|we)(?:'d|\s+would|\s+will)?\s+need)\b")
TOGETHER = re.compile(r"\b(?:together|altogether|in\s+total|all\s+in|combined|(?:for|of)\s+(?:the\s+)?(?:whole\s+)?lot"
                      r"|for\s+(?:both|all\s+(?:of\s+them|two|three|four)))\b")


def places(text: str, shown: Sequence[int]) -> tuple[int, ...]:
    """The places of the last list (0-based) that a folded text names, in its order, each once."""
    found: list[int] = []
    for match in REFERENCE.finditer(text):
        number = int(match["number"]) if match["number"] else ORDINALS[match["ordinal"]]
        found.append(number - 1 if number > 0 else len(shown) - 1)
    if numbered := NUMBERED.search(text):
        found += [int(digit) - 1 for digit in re.findall(r"\d", numbered[1])]
    if several := RANGE.search(text):
        count = COUNTS[several[2]]
        found += range(len(shown) - count, len(shown)) if several[1] == "last" else range(count)
    if not found and len(shown) == 2 and re.search(r"\bboth\b", text):
        found += [0, 1]
    return tuple(dict.fromkeys(place for place in found if 0 <= place < len(shown)))


def compared(text: str, shown: Sequence[int]) -> tuple[int, ...]:
    """The places that a comparison is of: those named, or else the first of the list, as many as were said."""
    if len(named := places(text, shown)) > 1:
        return named[:MOST_COMPARED]
    match = THE_TWO.search(text)
    count = COUNTS[match[1]] if match else 2 if re.search(r"\bboth\b", text) else MOST_COMPARED
    return tuple(range(min(count, len(shown))))


def of_shown(text: str) -> bool:
    """Whether a folded text asks about the products of the last list."""
    return bool(OF_SHOWN.search(text))


def companion_of(text: str) -> str:
    """What a folded text asks companions for: "the denim jacket" of "what goes with the denim jacket?", else ""."""
    match = WITH_IT.search(text)
    if match is None or not ASKED_WITH.search(text[:match.start() + 5]):
        return ""
    return (match["what"] or match["match"] or "").strip(" ?!.")
