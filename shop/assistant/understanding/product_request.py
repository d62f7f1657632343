"""Whether a part of a message asks for products: by what it names of the shelves, and by how it asks.

What the shelves call their own stands everywhere ("flip a coin" and a coin purse), so a name alone is not a wish. A
category or brand needs little more; a colour or an occasion needs to be asked for as a shopper would; a mere word of
product texts needs both, and must then find a product with all of them (`Ask.TENTATIVE`).
"""

from __future__ import annotations

import re
from enum import Enum

from shop.assistant.language import english
from shop.assistant.understanding.refinement import PATTERN_NOUNS
from shop.assistant.understanding.terms import Familiarity, Read

# As a shopper asks for what has no name yet: the wish itself is the object.
OPEN = re.compile(
    r"\b(?:something|anything|sth|outfits?|gifts?|presents?|clothes|clothing|garments?|apparel|gear|wardrobe"
    r"|(?:what|which)\s+(?:\w+\s+){0,3}(?:should|can|could|do|would|shall)\s+i\s+wear|to\s+wear|wearing"
    r"|(?:want|like)\s+to\s+look|dress(?:ed)?\s+(?:for|up))\b")
NOT_OPEN = re.compile(
    r"\b(?:tell|tells|telling|hear|say|know|learn|read|play|sing|explain|ask|teach|there'?s|there\s+is|is|was|do|did)\s+"
    r"(?:me\s+|us\s+|my\s+|you\s+)?(?:something|anything)\b|\b(?:something|anything)\s+"
    r"(?:happening|wrong|about|else\s+about|is|was|has)\b")
# As a shopper asks in a shop for what has one.
CLOSED = re.compile(
    r"\b(?:show\s+(?:me|us)|(?:looking|look|searching|search|shopping|shop|hunting|browsing)\s+for"
    r"|looking\s+to\s+(?:buy|get|purchase)|(?:want|like|love|need|hoping|where\s+can\s+i|can\s+i|could\s+i)(?:\s+to)?"
    r"\s+(?:buy|purchase)|do\s+(?:you|u)(?:\s+(?:guys|folks|all))?\s+(?:have|sell|carry|stock|offer)|have\s+(?:you|u)\s+got"
    r"|(?:you|u)\s+got|got\s+any|recommend\w*|suggest\w*|find\s+(?:me|us)|in\s+stock|pairs?\s+of"
    r"|what\s+(?:\w+\s+){0,3}do\s+(?:you|u)\s+(?:have|sell|carry|stock|offer)|let\s+me\s+see|how\s+much\s+(?:is|are|does|do)\s+(?:the|your|this|that|these|those|a|an)\b"
    r"|price\s+of\s+(?:the|your|a)|tell\s+me\s+about\s+(?:the|your)|(?:can|could|may)\s+i\s+see)\b")
# As people ask for anything.
WEAK = re.compile(
    r"\b(?:i\s+(?:really\s+|also\s+|just\s+)?(?:need|want)(?!\s+(?:to|you|u|help|some\s+help)\b)|i\s+(?:want|need)\s+to\s+(?:get|find|wear)|i'?d\s+(?:like|love)(?!\s+to\b)"
    r"|(?:can|could)\s+i\s+(?:get|have)|is\s+there|are\s+there|any|find|after\s+(?:a|an|some)|which|options|ideas?|show"
    r"|give\s+(?:me|us)|get\s+(?:me|us)|need|wish\s+for)\b")
OWNED = re.compile(r"\b(?:your|my)\b")
# Words that join the parts of a bare wish: "black, for men, in M please".
JOINTS = frozenset("""
    without no not non except excluding nothing anything isn't aren't dont don't want
    a an the in for with of and or size sizes please pls some any colour color colours colors but to under over
    below above up between from max maximum around about only just ones one style styles like made brand new my
    me hi hello hey thanks wear clothes clothing gear stuff things items something anything pair pairs sth sum u
""".split())
# What is only somewhere: "in French, …", "at the station".
PLACED = re.compile(r"\W*(?:in|at|on|from|by|of|to)\b")
# What sizes there are and how they fall, as against goods in a size.
SIZES = re.compile(r"\W*(?:(?!all\b|any\b|plus\b|more\b|other\b)[\w']+\s+)?sizes(?:\s+for\b.*|\W*)$")
GOODS = re.compile(r"\s*(?:wear|clothes|clothing|gear|stuff|things|items|pieces|products|goods|outfits?|looks?)\b")
# What a product looks and feels like and who made it, as against what it is for.
LOOKS = ("brand", "colour", "size", "material", "pattern", "sleeve")


class Ask(Enum):
    NO = 0
    TENTATIVE = 1
    YES = 2


def asks(text: str, read: Read, priced: bool, ordered: bool) -> Ask:
    """`text` is folded. `priced` says that it names an amount or a price word, `ordered` that it asks for the
    cheapest, the newest or the like."""
    named = sum(term.has("category") for term in read.terms)
    if (not read.terms and PLACED.match(text)) or SIZES.match(text):
        return Ask.NO
    patterned = any(term.has("pattern") for term in read.terms)
    unknown = sum(left.kind is Familiarity.UNKNOWN and not (patterned and left.word.stem in PATTERN_NOUNS)
                  and left.word.text not in read.missing for left in read.leftovers)
    opened = bool(OPEN.search(NOT_OPEN.sub(" ", text)))
    strong, weak = opened or bool(CLOSED.search(text)), bool(WEAK.search(text))
    bare = is_bare(read)
    if named:
        if strong or bare or ((priced or ordered) and unknown <= named):
            return Ask.YES
        if weak:
            return Ask.YES if unknown <= 2 * named and not all_before_nouns(text, read) else Ask.NO
        return Ask.YES if len(read.terms) > len(read.leftovers) and unknown <= 1 else Ask.NO
    if read.terms:
        # With an open wish one strange word may be the place or the event; else it is likely the thing itself.
        if bare or (opened and unknown <= max(1, len(read.terms))):
            return Ask.YES
        looks = any(term.has(key) for term in read.terms for key in LOOKS)
        if strong and not unknown and (looks or wished_for(text, read)):
            return Ask.YES if len(read.leftovers) <= len(read.terms) else Ask.TENTATIVE
        return Ask.YES if weak and (looks or priced or ordered) and not read.leftovers and not OWNED.search(text) \
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
            and not read.leftovers and ("for" in before[asked:].split() or bool(GOODS.match(after))))


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
    return len(read.words) <= 14 and all(
        place in inside or word.start in words or word.text in JOINTS or word.text.isdigit()
        or word.text in english.NUMBERS for place, word in enumerate(read.words))

