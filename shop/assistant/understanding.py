"""From a shopper's message to what is wanted, by rules alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from shop.assistant import english, prices, terms
from shop.assistant.criteria import LISTS, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.knowledge import KnowledgeBase
from shop.assistant.terms import Read
from shop.assistant.topics import topics_of
from shop.assistant.vocabulary import Vocabulary
from shop.assistant.words import fold

CLAUSE_ENDS = re.compile(
    r"[?!;\n]+|\.(?!\d)|,?\s+(?:and|but|also|plus)\s+(?=(?:how|what|when|where|who|do|does|is|are|can|could|will|i'd|i|tell|please)\b)"
    r"|,\s*(?=(?:how|what|when|where|do|does|is|are|can|could|will)\b)")
EVIDENCE = {"category": 2.0, "brand": 2.0, "colour": 1.0, "size": 0.75, "material": 1.0, "pattern": 1.0, "sleeve": 1.0,
            "occasion": 0.75, "style": 0.75, "season": 0.75, "audience": 0.75, "words": 0.75}
OBJECT = re.compile(r"\b(?:show\s+me|show|looking\s+for|look\s+for|search(?:ing)?\s+for|find(?:\s+me)?|recommend|suggest"
                    r"|i\s+(?:really\s+)?need"
                    r"|i\s+(?:really\s+)?want|i'?d\s+like|do\s+you\s+(?:have|sell|carry|stock)|have\s+you\s+got)\s+(?!to\b|you\b|help\b)")
FRESH = re.compile(r"\b(?:something|anything|outfits?|gifts?|presents?|i\s+(?:also\s+)?need|i\s+(?:also\s+)?want|i'?m\s+looking"
                   r"|looking\s+for|what\s+(?:should|can|do)\s+i\s+wear)\b")
KEY_WORDS = {"colour": "colour", "color": "colour", "colours": "colour", "colors": "colour", "categories": "category"}
PRODUCTS, POLICY = "products", "policy"
TALK = ("person", "bot", "capabilities", "thanks", "goodbye", "greeting")


@dataclass(frozen=True)
class Wanted:
    """What a message asks for.

    `intents` in the order they are served. `criteria` hold for a product request, earlier turns included;
    `hints` are stems that order the list without cutting it. `unexplained` are words that matter and that nothing
    in the shop explains, `missing` those of them that say what kind of thing is asked for ("vegan shoes").
    `questions` are the parts of the message to look up in the knowledge, `topics` theirs.
    `asks` narrows a product request: "count", "range", "more", "detail" or "". `references` are places in the last
    list (0-based); empty with "detail", the product last spoken of or the page's is meant.
    """

    intents: tuple[str, ...]
    criteria: Criteria = Criteria()
    hints: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    asks: str = ""
    references: tuple[int, ...] = ()
    refined: bool = False

    def wants(self, intent: str) -> bool:
        return intent in self.intents


@dataclass(frozen=True)
class Clause:
    text: str
    original: str
    read: Read
    asked: prices.PriceAsked
    topics: tuple[str, ...]
    intents: tuple[str, ...]


def understand(
    text: str,
    vocabulary: Vocabulary,
    knowledge: KnowledgeBase,
    dialogue: Dialogue = Dialogue(),
    *,
    on_page: bool = False,
    digits: int = 2,
) -> Wanted:
    """Reads one message. `on_page` says that a product's page is open, so that "this one" has a meaning;
    `digits` are the decimals of the shop's currency."""
    clauses = [read_clause(part, vocabulary, knowledge, dialogue, digits) for part in parts(text)]
    whole = fold(text)
    if special := followed(whole, dialogue, clauses, on_page):
        return special
    shopping = [clause for clause in clauses if PRODUCTS in clause.intents]
    asking = [clause for clause in clauses if POLICY in clause.intents or "order" in clause.intents]
    intents = tuple(dict.fromkeys(intent for clause in clauses for intent in clause.intents)) or ("other",)
    if len(intents) > 1:
        intents = tuple(intent for intent in intents if intent != "other") or ("other",)
    if PRODUCTS in intents or POLICY in intents or "order" in intents:
        intents = tuple(intent for intent in intents if intent not in ("bot", "capabilities"))
    wanted = Wanted(
        intents=intents,
        questions=tuple(clause.original for clause in asking),
        topics=tuple(dict.fromkeys(topic for clause in asking for topic in clause.topics)),
    )
    if not shopping:
        return wanted
    # What the other parts say of products belongs to the request too: "It is for a wedding. Show me dresses."
    rest = [clause for clause in clauses if clause not in asking or clause in shopping]
    return with_criteria(wanted, rest, whole, vocabulary, dialogue)


def parts(text: str) -> list[str]:
    found = [part.strip(" ,") for part in CLAUSE_ENDS.split(text)]
    return [part for part in found if part] or [text]


def read_clause(text: str, vocabulary: Vocabulary, knowledge: KnowledgeBase, dialogue: Dialogue,
                digits: int) -> Clause:
    folded = fold(text)
    asked = prices.prices(folded, digits=digits)
    read = terms.read(asked.rest, vocabulary, original=text)
    clause = Clause(folded, text, read, asked, topics_of(folded), ())
    return replace(clause, intents=intents_of(clause, knowledge, dialogue))


def intents_of(clause: Clause, knowledge: KnowledgeBase, dialogue: Dialogue) -> tuple[str, ...]:
    text = clause.text
    talk = tuple(name for name, pattern in english.SMALL_TALK if pattern.search(text))
    found = [name for name in talk if name == "person"]
    if english.ORDER.search(text):
        return (*found, "order")
    if english.CART.search(text):
        found.append("cart")
        return tuple(found)
    if english.COMPARE.search(text) and (dialogue.shown or has_criteria(clause)):
        found.append("compare")
    wants = wants_products(clause, dialogue)
    chatting = bool(set(talk) - {"person", "greeting"}) and not set(clause.topics) - {"contact"}
    asks = not chatting and asks_policy(clause, knowledge, wants)
    if asks and not (wants and names_object(clause)):
        wants = wants and set(clause.topics) == {"styling"} and evidence(clause) > 0
    if wants:
        found.append(PRODUCTS)
    if asks and not (wants and set(clause.topics) <= {"styling", "sizing", "care"}):
        found.append(POLICY)
    if not found:
        found = list(talk[:1])
    elif talk and talk[0] == "greeting":
        found.insert(0, "greeting")
    return tuple(dict.fromkeys(found)) or ("other",)


def has_criteria(clause: Clause) -> bool:
    return bool(clause.read.terms) or clause.asked.least is not None or clause.asked.most is not None


def evidence(clause: Clause) -> float:
    """How much of the clause speaks of products the shop could have."""
    total = sum(max(EVIDENCE.get(meaning.key, 0.0) for meaning in term.meanings) for term in clause.read.terms)
    if clause.asked.least is not None or clause.asked.most is not None:
        total += 0.75
    total += sum(0.3 if word.kind == "known" else 0.1 for word in clause.read.leftovers if word.kind != "unknown")
    return total - 0.4 * sum(word.kind == "unknown" for word in clause.read.leftovers)


def wants_products(clause: Clause, dialogue: Dialogue) -> bool:
    text, score = clause.text, evidence(clause)
    sorted_by = any(pattern.search(text) for pattern, _ in english.SORTS)
    if english.RANGE.search(text) or (english.MORE.search(text) and dialogue.shown):
        return True
    if english.COUNT.search(text) and any(term.has("category") for term in clause.read.terms):
        return True
    refines = english.CHEAPER.search(text) or english.DEARER.search(text) or english.ANY.search(text)
    if (dialogue.criteria and refines) or (sorted_by and evidence(clause) >= 0):
        return True
    if english.ASKING.search(text):
        score += 1.0
    if sorted_by or any(pattern.search(text) for pattern, _ in english.PRICE_WORDS):
        score += 0.75
    if dialogue.criteria and has_criteria(clause):
        score += 1.0
    if not clause.read.terms and not sorted_by and not (dialogue.criteria and score > 0.9):
        known = [word for word in clause.read.leftovers if word.kind != "unknown"]
        unknown = [word for word in clause.read.leftovers if word.kind == "unknown"]
        named = sum(word.kind == "known" for word in known)
        if clause.asked.most is not None or clause.asked.least is not None:
            return bool(FRESH.search(text) or OBJECT.search(text)) or not clause.read.leftovers
        return (named > len(unknown) and len(clause.read.words) <= 4 + 2 * named) or asks_for_unknown(clause)
    explained = bool(clause.read.terms) and not any(word.kind == "unknown" for word in clause.read.leftovers)
    enough = 1.25 if FRESH.search(text) else 1.5
    few = len(clause.read.words)
    return score >= enough or (explained and ((few <= 2 and score >= 0.75) or (few <= 4 and score >= 1.0)))


def asks_for_unknown(clause: Clause) -> bool:
    """"Do you sell aprons?" is a request too, for something the shop may not have."""
    match = OBJECT.search(clause.asked.rest)
    return match is not None and len(clause.read.words) <= 8 and any(
        left.word.start >= match.end() and not left.negated for left in clause.read.leftovers)


def names_object(clause: Clause) -> bool:
    """Whether a verb of shopping has one of the shop's categories as its object: "show me a coat …"."""
    for match in OBJECT.finditer(clause.asked.rest):
        for term in clause.read.terms:
            first = clause.read.words[term.first]
            between = clause.asked.rest[match.end():first.start]
            if term.has("category") and 0 <= first.start - match.end() < 40 and not topics_of(between):
                after = clause.asked.rest[clause.read.words[term.last].end:]
                return not re.match(r"\s*(?:delivery|shipping|returns?|refunds?|care|size|sizing)\b", after)
    return False


def asks_policy(clause: Clause, knowledge: KnowledgeBase, wants: bool) -> bool:
    if clause.topics:
        return True
    found = knowledge.ranked(clause.original)
    if not found or found[0].score < 3.0 or len(clause.read.words) < 2:
        return False
    if wants:
        # "My secateurs are blunt" names a thing we sell, but what it says of it only the knowledge explains.
        strange = [left.word.stem for left in clause.read.leftovers if left.kind == "unknown"]
        return (not english.ASKING.search(clause.text) and found[0].share >= 0.7
                and any(knowledge.knows(word) for word in strange))
    return found[0].share >= 0.5


def followed(whole: str, dialogue: Dialogue, clauses: Sequence[Clause], on_page: bool) -> Wanted | None:
    """Messages that only make sense after another: more, start over, the second one."""
    products = (PRODUCTS,)
    if dialogue.shown and english.MORE.search(whole):
        return Wanted(products, dialogue.criteria, dialogue.hints, asks="more", refined=True)
    if english.RESTART.search(whole) and not any(term.has("category") for clause in clauses
                                                 for term in clause.read.terms):
        return Wanted(products, asks="range")
    if english.RANGE.search(whole):
        return Wanted(products, asks="range")
    if any("order" in clause.intents or "cart" in clause.intents for clause in clauses):
        return None
    places = []
    for match in english.REFERENCE.finditer(whole):
        number = int(match[2]) if match[2] else english.ORDINALS[match[1]]
        place = number - 1 if number > 0 else len(dialogue.shown) - 1
        if 0 <= place < len(dialogue.shown):
            places.append(place)
    if places:
        return Wanted(("compare",) if len(set(places)) > 1 else products, asks="detail",
                      references=tuple(dict.fromkeys(places)), questions=(whole,))
    pointing = english.POINTING.search(whole) and not any(
        term.has("category") for clause in clauses for term in clause.read.terms)
    topics = {topic for clause in clauses for topic in clause.topics}
    if pointing and not topics - {"care", "sizing", "styling"} and len(whole.split()) <= 12:
        asking = re.search(r"^(?:is|are|does|do|has|have|can|what|how|which|would|will|tell|and)\b", whole)
        if asking and (on_page or dialogue.focus) and not english.ANY.search(whole) and not any(
                pattern.search(whole) for _, pattern in english.SMALL_TALK):
            return Wanted(products, asks="detail", questions=(whole,))
    return None


def with_criteria(wanted: Wanted, clauses: Sequence[Clause], whole: str, vocabulary: Vocabulary,
                  dialogue: Dialogue) -> Wanted:
    """Gathers the criteria of all clauses and joins them to the earlier ones where this is a refinement."""
    asked: dict[str, list[str]] = {}
    excluded: dict[str, list[str]] = {}
    hints: list[str] = []
    unexplained: list[str] = []
    missing: list[str] = []
    audience: str | None = None
    for clause in clauses:
        for term in clause.read.terms:
            for meaning in term.meanings:
                if meaning.key == "audience":
                    audience = audience or (None if term.negated else meaning.value)
                else:
                    (excluded if term.negated else asked).setdefault(meaning.key, []).append(meaning.value)
        hints += clause.read.nuances
        missing += clause.read.missing
        for left in clause.read.leftovers:
            if left.kind == "unknown":
                unexplained.append(left.word.text)
            elif left.negated:
                excluded.setdefault("words", []).append(left.word.stem)
            elif left.kind == "known":
                asked.setdefault("words", []).append(left.word.stem)
            else:
                hints.append(left.word.stem)
    least = next((clause.asked.least for clause in clauses if clause.asked.least is not None), None)
    most = next((clause.asked.most for clause in clauses if clause.asked.most is not None), None)
    fresh = Criteria(
        **{key: tuple(dict.fromkeys(values)) for key, values in asked.items()},
        audience=audience, price_min=least, price_max=most, price_word=price_word(whole),
        rating_min=rating_of(whole), quantity=quantity_of(whole), sort=sort_of(whole),
        exclude={key: tuple(dict.fromkeys(values)) for key, values in excluded.items()},
    )
    fresh = without_contradiction(fresh)
    if english.COUNT.search(whole):
        wanted = replace(wanted, asks="count")
    refines = refining(fresh, whole, dialogue)
    criteria = merged(dialogue.criteria, fresh, whole, vocabulary) if refines else carried(dialogue.criteria, fresh)
    return replace(wanted, criteria=criteria, refined=refines, unexplained=tuple(dict.fromkeys(unexplained)),
                   missing=tuple(dict.fromkeys(missing)),
                   hints=tuple(dict.fromkeys((*(dialogue.hints if refines else ()), *hints))))


def without_contradiction(criteria: Criteria) -> Criteria:
    """What was ruled out was not asked for, even when it was named twice."""
    changes = {key: tuple(value for value in criteria.values(key) if value not in values)
               for key, values in criteria.exclude.items() if criteria.values(key)}
    return criteria.changed(**changes)


def refining(fresh: Criteria, whole: str, dialogue: Dialogue) -> bool:
    """Whether a message narrows or changes the request before it, rather than making a new one."""
    before = dialogue.criteria
    if not before:
        return False
    if english.CHEAPER.search(whole) or english.DEARER.search(whole) or english.ANY.search(whole):
        return not fresh.category or set(fresh.category) == set(before.category)
    if fresh.category:
        return set(fresh.category) <= set(before.category)
    needs = fresh.occasion or fresh.style or fresh.season or fresh.words
    return not (needs and FRESH.search(whole))


def merged(before: Criteria, fresh: Criteria, whole: str, vocabulary: Vocabulary) -> Criteria:
    """The earlier wish with what was said now: a key named again takes the new values, exclusions add up."""
    changes: dict[str, Any] = dict(fresh.asked())
    if fresh.words:
        changes["words"] = tuple(dict.fromkeys((*before.words, *fresh.words)))
    exclude: dict[str, tuple[str, ...]] = dict(before.exclude)
    for key, values in fresh.exclude.items():
        exclude[key] = tuple(dict.fromkeys((*exclude.get(key, ()), *values)))
        changes.setdefault(key, tuple(value for value in before.values(key) if value not in values))
    for key in LISTS:
        if fresh.values(key) and key in exclude:
            exclude[key] = tuple(value for value in exclude[key] if value not in fresh.values(key))
    if fresh.price_min is not None and fresh.price_max is None and fresh.price_min > (before.price_max or 0):
        changes["price_max"] = None
    if fresh.price_max is not None and fresh.price_min is None and fresh.price_max < (before.price_min or 0):
        changes["price_min"] = None
    if english.CHEAPER.search(whole) and fresh.price_max is None:
        changes |= {"price_word": "low", "sort": None}
    if english.DEARER.search(whole) and fresh.price_min is None:
        changes |= {"price_word": "high", "sort": None}
    changes["exclude"] = {key: values for key, values in exclude.items() if values}
    merged_criteria = before.changed(**changes)
    for match in english.ANY.finditer(whole):
        word = next(group for group in match.groups() if group).rstrip("s").replace("color", "colour")
        key = {"categorie": "category", "price": "price_max"}.get(word, word)
        merged_criteria = merged_criteria.without(key)
        if key == "price_max":
            merged_criteria = merged_criteria.without("price_min").without("price_word")
    return merged_criteria


def carried(before: Criteria, fresh: Criteria) -> Criteria:
    """A new request keeps whom it is for, unless it says otherwise."""
    return fresh if fresh.audience or not before.audience else fresh.changed(audience=before.audience)


def price_word(text: str) -> str | None:
    return next((word for pattern, word in english.PRICE_WORDS if pattern.search(text)), None) \
        if not any(pattern.search(text) for pattern, _ in english.SORTS) else None


def sort_of(text: str) -> str | None:
    return next((sort for pattern, sort in english.SORTS if pattern.search(text)), None)


def rating_of(text: str) -> float | None:
    match = re.search(r"\b(?:at\s+least|above|over|min(?:imum)?|more\s+than|rated)?\s*([1-5](?:[.,]\d)?)\s*\+?\s*"
                      r"(?:or\s+more\s+|plus\s+)?stars?\b"
                      r"|\brated\s+(?:at\s+least\s+|above\s+|over\s+)?([1-5](?:[.,]\d)?)\b", text)
    return float((match[1] or match[2]).replace(",", ".")) if match else None


def quantity_of(text: str) -> int | None:
    match = re.search(r"\b(two|three|four|five|six|[2-9]|1\d|20)\s+"
                      r"(?:pairs?\s+of|of\s+(?:these|those|them)|identical|matching)\b", text)
    if not match:
        return None
    return english.NUMBERS[match[1]] if match[1] in english.NUMBERS else int(match[1])


def taken_away(dialogue: Dialogue, key: str, value: str) -> Wanted:
    """The last request without one criterion, as a chip's cross asks for it."""
    return Wanted((PRODUCTS,), dialogue.criteria.without(key, value), dialogue.hints, refined=True)


def suited(values: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Of criteria that a model proposes, those that the shop knows."""
    return {key: kept for key, some in values.items() if key in LISTS and key != "words"
            if (kept := tuple(dict.fromkeys(value for each in some if vocabulary.has(key, value := fold(each)))))}
