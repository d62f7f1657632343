"""Whether a part of a message asks for products: by what it names of the shelves, and by how it asks.

What the shelves call their own stands everywhere ("flip a coin" and a coin purse), so a name alone is not a wish. A
category or brand needs little more; a colour or an occasion needs to be asked for as a shopper would; a mere word of
product texts needs both, and must then find a product with all of them (`Ask.TENTATIVE`).
"""

from __future__ import annotations

import re
from enum import Enum

from shop.assistant.criteria import keys
from shop.assistant.language.numbers import NUMBERS
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.understanding.refinement import PATTERN_NOUNS
from shop.assistant.understanding.terms import Familiarity, Read

OPEN, NOT_OPEN = ENGLISH.pattern("wishes.open"), ENGLISH.pattern("wishes.not_open")
CLOSED, WEAK = ENGLISH.pattern("wishes.closed"), ENGLISH.pattern("wishes.weak")
POSSESSIVE, WHEREABOUTS = ENGLISH.pattern("wishes.possessive"), ENGLISH.pattern("wishes.whereabouts")
SIZES, GOODS = ENGLISH.pattern("wishes.sizes"), ENGLISH.pattern("wishes.goods")
JOINTS, PURPOSE = frozenset(ENGLISH.words("wishes.joints")), frozenset(ENGLISH.words("wishes.purpose"))
# As against what a product is for.
LOOKS = keys(lambda each: each.looks)


class Ask(Enum):
    NO = 0
    TENTATIVE = 1
    YES = 2
    BY_THE_WAY = 3  # in a story, as the words around the shelf say


def is_open_wish(text: str) -> bool:
    """"Something for …" asks for goods, whatever comes then. `text` is folded."""
    return bool(OPEN.search(NOT_OPEN.sub(" ", text)))


def asks(text: str, read: Read, priced: bool, ordered: bool) -> Ask:
    """`text` is folded. `priced` says that it names an amount or a price word, `ordered` that it asks for the
    cheapest, the newest or the like."""
    named = sum(term.has("category") for term in read.terms)
    if (not read.terms and WHEREABOUTS.match(text)) or SIZES.match(text):
        return Ask.NO
    patterned = any(term.has("pattern") for term in read.terms)
    wanted = [left for left in read.leftovers if not left.negated]
    unknown = sum(left.kind is Familiarity.UNKNOWN and not (patterned and left.word.stem in PATTERN_NOUNS)
                  and left.word.text not in read.missing for left in wanted)
    opened = is_open_wish(text)
    strong, weak = opened or bool(CLOSED.search(text)), bool(WEAK.search(text))
    bare = is_bare(read)
    if named:
        if strong or bare or ((priced or ordered) and unknown <= named):
            return Ask.YES
        if weak:
            return Ask.YES if unknown <= 2 * named and not all_before_nouns(text, read) else Ask.NO
        return Ask.YES if len(read.terms) > len(wanted) and unknown <= 1 else Ask.NO
    if read.terms:
        # With an open wish one strange word may be the place or the event; else it is likely the thing itself.
        if bare or (opened and unknown <= max(1, len(read.terms))):
            return Ask.YES
        looks = any(term.has(key) for term in read.terms for key in LOOKS)
        if strong and not unknown and (looks or wished_for(text, read)):
            return Ask.YES if len(read.leftovers) <= len(read.terms) else Ask.TENTATIVE
        return Ask.YES if weak and (looks or priced or ordered) and not read.leftovers and not POSSESSIVE.search(text) \
            else Ask.NO
    if ordered:
        return Ask.YES if strong or bare or not read.leftovers else Ask.NO
    if priced:
        return Ask.YES if (strong and not unknown) or bare else Ask.NO
    if strong or bare:
        return Ask.TENTATIVE if read.leftovers else Ask.NO
    return Ask.NO


def wished_for(text: str, read: Read) -> bool:
    """Whether an occasion, a season or the like is what a shopper asks for goods for: "what do you suggest for a
    wedding", "do you have winter things"; a "travel destination" is not."""
    first, last = read.words[read.terms[0].first], read.words[read.terms[-1].last]
    before, after = text[:first.start], text[last.end:]
    asked = max((match.end() for match in CLOSED.finditer(before)), default=-1)
    return (asked >= 0 and all(word in JOINTS for word in re.findall(r"[\w']+", before[asked:]))
            and not read.leftovers and (not PURPOSE.isdisjoint(before[asked:].split()) or bool(GOODS.match(after))))


def all_before_nouns(text: str, read: Read) -> bool:
    """Whether every category is but the first part of another thing's name: "jumper cables", "coat hangers"."""
    things = {left.word.start: left.word for left in read.leftovers}
    for term in read.terms:
        last = read.words[term.last]
        after = things.get(last.end + 1)
        if term.has("category") and not (after and after.stem != after.text and last.stem == last.text
                                         and text[last.end] in " -"):
            return False
    return True


def is_framed(text: str) -> bool:
    """Whether a folded text asks for something at all, as a shopper or as anybody would."""
    return any(pattern.search(text) for pattern in (OPEN, CLOSED, WEAK))


def is_bare(read: Read) -> bool:
    """Whether the text is nothing but the wish itself: terms, words of the products, and what joins them."""
    inside = {place for term in read.terms for place in range(term.first, term.last + 1)}
    words = {left.word.start for left in read.leftovers
             if left.kind is Familiarity.KNOWN or (left.kind is Familiarity.MENTIONED and left.negated)
             or left.word.text in read.missing}
    wish = [each for each in enumerate(read.words) if not read.is_governed(each[1])]
    return len(wish) <= 14 and all(
        place in inside or word.start in words or word.text in JOINTS or word.text.isdigit()
        or word.text in NUMBERS for place, word in wish)

