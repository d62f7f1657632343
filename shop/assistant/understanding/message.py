"""From a shopper's message to what is wanted, by rules alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from shop.assistant.criteria import LISTS, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.intents import Intent
from shop.assistant.knowledge import KnowledgeBase
from shop.assistant.language import browsing, preferences, price_bounds, small_talk, topics
from shop.assistant.language.degrees import Dimension, dimensions
from shop.assistant.language.numbers import numerals
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.spelling import Speller, corrected
from shop.assistant.language.stop_words import PLAIN_WORDS, STOP
from shop.assistant.language.text import FOR_EXAMPLE, SHORTENED, fold, stem
from shop.assistant.understanding import carry_over, frames, product_request, references, refinement, terms
from shop.assistant.understanding.acts import (
    Act,
    Alike,
    Compare,
    Count,
    Detail,
    GoesWith,
    Outfit,
    Search,
    Superlative,
)
from shop.assistant.understanding.follow_up import ABOUT_THINGS, follow_up_request
from shop.assistant.understanding.sizes_asked import SizesAsked, measures_before, resolved, sizes_asked
from shop.assistant.understanding.terms import Familiarity, Read, Stance
from shop.assistant.understanding.wanted import Clause, Wanted, has_criteria, statement_of
from shop.assistant.vocabulary import Vocabulary

__all__ = ["Wanted", "clean_text", "interpret", "parts", "request_without", "understand", "values_known"]

CLAUSE_ENDS, OBJECT = ENGLISH.pattern("clauses.ends"), ENGLISH.pattern("clauses.object")
ADDITION, VERB = ENGLISH.pattern("clauses.addition"), ENGLISH.pattern("clauses.verb")
TERMS_OF_SALE = ENGLISH.pattern("clauses.terms_of_sale")
PAYING = ENGLISH.pattern("price_bounds.paying")
# "39-42", which some shops sell as one size.
SIZE_RANGE = re.compile(r"\b\d{1,3}\s*[-–]\s*\d{1,3}\b")


def understand(
    text: str,
    vocabulary: Vocabulary,
    knowledge: KnowledgeBase,
    dialogue: Dialogue = Dialogue(),
    *,
    on_page: bool = False,
    digits: int = 2,
) -> Wanted:
    """Reads one message that calls no product by name. `on_page` says that a product's page is open, so that "this
    one" has a meaning; `digits` are the decimals of the shop's currency."""
    return interpret(clean_text(text, vocabulary, knowledge), vocabulary, knowledge, dialogue, on_page=on_page,
                     digits=digits)


def clean_text(text: str, vocabulary: Vocabulary, knowledge: KnowledgeBase) -> str:
    """The message spelt rightly, and without full stops that end nothing."""
    return without_abbreviations(with_right_spelling(text, vocabulary, knowledge))


def interpret(text: str, vocabulary: Vocabulary, knowledge: KnowledgeBase, dialogue: Dialogue, *, on_page: bool,
              digits: int, named: int = 0) -> Wanted:
    """The same of a message that is clean, and says "it" for each of the `named` products that it calls by name."""
    clauses = with_antecedents([read_clause(part, vocabulary, knowledge, dialogue, digits) for part in parts(text)])
    whole = fold(text)
    degrees = dimensions(whole, lambda word: is_quality(word, vocabulary))
    body = any(clause.sized.body for clause in clauses)
    special = follow_up_request(whole, dialogue, clauses, on_page or named > 0, degrees)
    if named and (about := named_request(special, whole, clauses, degrees, named, knowledge)):
        return replace(about, body=body)
    if special:
        return replace(special, body=body)
    buying = [clause for clause in clauses if Intent.PRODUCTS in clause.intents]
    asking = [clause for clause in clauses if {Intent.POLICY, Intent.ORDER} & set(clause.intents)]
    intents = tuple(dict.fromkeys(intent for clause in clauses for intent in clause.intents))
    if len(intents) > 1:
        intents = tuple(intent for intent in intents if intent is not Intent.OTHER)
    if {Intent.PRODUCTS, Intent.POLICY, Intent.ORDER} & set(intents):
        intents = tuple(intent for intent in intents if intent not in (Intent.BOT, Intent.CAPABILITIES))
    wanted = Wanted(
        intents=intents or (Intent.OTHER,),
        questions=tuple(clause.original for clause in asking),
        topics=tuple(dict.fromkeys(topic for clause in asking for topic in clause.topics)), body=body,
    )
    if not buying:
        return wanted
    # What the other parts say of products belongs to the request too: "It is for a wedding. Show me dresses."
    rest = [clause for clause in clauses if clause not in asking or clause in buying]
    if any(term.has("category") for clause in buying for term in clause.read.terms):
        rest = [clause if clause in buying else without_shelves(clause) for clause in rest]
    wanted = with_criteria(wanted, rest, whole, dialogue, vocabulary)
    return replace(wanted, act=act_by_criteria(wanted, whole, dialogue, degrees),
                   tentative=all(clause.tentative for clause in buying) and not wanted.refined,
                   frame=next((clause.frame for clause in buying if clause.frame), ()))


def named_request(special: Wanted | None, whole: str, clauses: Sequence[Clause], degrees: tuple[Dimension, ...],
                  named: int, knowledge: KnowledgeBase) -> Wanted | None:
    """What is asked of products that the message calls by name, None where it is about the terms of sale."""
    comparing = small_talk.COMPARE.search(whole) or (degrees and references.THAN.search(whole))
    if special and not (named > 1 and references.SUM.search(whole)) and not comparing and (
            isinstance(special.act, Alike | GoesWith | Compare) or (isinstance(special.act, Detail) and named == 1)):
        return special
    if any(clause.topics and not set(clause.topics) <= ABOUT_THINGS and knowledge.get_relevant_context(
            clause.original, clause.topics, limit=1) for clause in clauses):
        return None
    pointed = statement_of(clauses, whole).fresh
    if named > 1 or comparing:
        return Wanted((Intent.COMPARE,), Compare((), pointed, degrees), pointed)
    return Wanted((Intent.PRODUCTS,), Detail(pointed=pointed), questions=(whole,))


def act_by_criteria(wanted: Wanted, whole: str, dialogue: Dialogue, degrees: tuple[Dimension, ...]) -> Act:
    """What a request by criteria asks for: their number, a set of things, the most of something, or a list."""
    if browsing.COUNT.search(whole):
        return Count()
    several = len(wanted.criteria.category) > 1
    if references.OUTFIT.search(whole) or (several and references.TOGETHER.search(whole)) or (
            dialogue.together and wanted.refined and (several or not wanted.criteria.category)):
        return Outfit()
    extreme = next((each for each in degrees if each.superlative), None)
    return Superlative(extreme) if extreme and not wanted.criteria.sort else Search()


def is_quality(word: str, vocabulary: Vocabulary) -> bool:
    """Whether the shop uses a word, but not as the name of a category."""
    known = stem(word) in vocabulary.known or stem(word) in vocabulary.mentioned or bool(vocabulary.of(word))
    return known and stem(word) not in STOP and not any(each.key == "category" for each in vocabulary.of(word))


def without_abbreviations(text: str) -> str:
    """The message without the full stops of "Mr." and "approx. 40", which would end a sentence for nothing."""
    text = FOR_EXAMPLE.sub("", text)
    return SHORTENED.sub(lambda match: match["word"] or match["before_number"], text)


def with_right_spelling(text: str, vocabulary: Vocabulary, knowledge: KnowledgeBase) -> str:
    """The message with its misspelt words put right, the shop's own words before those of general talk."""
    return corrected(text, (vocabulary.speller, talk_speller(knowledge)), vocabulary.everyday)


@lru_cache(maxsize=8)
def talk_speller(knowledge: KnowledgeBase) -> Speller:
    """Knows the words of the knowledge and of general talk."""
    talk = topics.words() | small_talk.words()
    return Speller({**dict.fromkeys(knowledge.words, 1), **dict.fromkeys(talk, 1),
                    **dict.fromkeys(PLAIN_WORDS, 2)})


def parts(text: str) -> list[str]:
    found = [part.strip(" ,") for part in CLAUSE_ENDS.split(text)]
    return [part for part in found if part] or [text]


def read_clause(text: str, vocabulary: Vocabulary, knowledge: KnowledgeBase, dialogue: Dialogue,
                digits: int) -> Clause:
    folded = numerals(fold(text))
    sized = sizes_asked(folded, vocabulary)
    asked = price_bounds.prices(not_prices(sized.rest, vocabulary), digits=digits, later=bool(dialogue.criteria))
    paying = PAYING.search(asked.rest)
    asked = replace(asked, rest=PAYING.sub(" , ", asked.rest))
    read = terms.read(without_verb(asked.rest), vocabulary, original=text, sized=bool(dialogue.criteria.size))
    about = asked.rest if paying else folded
    clause = Clause(folded, text, read, asked, topics.topics_of(not_ratings(about)), (), sized=sized,
                    marked=frames.marked(asked.rest, read))
    ask = wants_products(clause, dialogue)
    clause = replace(clause, intents=intents_of(clause, ask is not product_request.Ask.NO, knowledge, dialogue),
                     tentative=ask is product_request.Ask.TENTATIVE)
    if ask is product_request.Ask.BY_THE_WAY:
        clause = replace(clause, read=told_in_passing(clause), frame=frames.strongest(clause.marked))
    return clause


def without_shelves(clause: Clause) -> Clause:
    """A part that asks for nothing, beside one that names what it asks for."""
    terms = tuple(term for term in clause.read.terms if not term.has("category") or term.negated)
    return replace(clause, read=replace(clause.read, terms=terms))


def with_antecedents(clauses: list[Clause]) -> list[Clause]:
    """The clauses, where one wishes for "a new one" of what was named before it without being asked for: "The mirror
    fell off the wall. We need a new one." Then that is asked for, and the rest of its clause is but a story."""
    named: int | None = None
    for place, clause in enumerate(clauses):
        if Intent.PRODUCTS in clause.intents:
            return clauses
        named = place if frames.SHELF in clause.marked else named
        if named is not None and frames.wish(frames.with_antecedent(clause.marked)) >= frames.LIKELY:
            asked = clauses[named]
            kept = tuple(intent for intent in asked.intents if intent is not Intent.OTHER)
            return [*clauses[:named], replace(asked, read=told_in_passing(asked), intents=(*kept, Intent.PRODUCTS)),
                    *clauses[named + 1:]]
    return clauses


def told_in_passing(clause: Clause) -> Read:
    """What was read in a clause that asks for a shelf by the way, in a story: words apart from the names of things
    order the list at most, and a shelf that is but told of ("nothing but leggings for years") is not asked for."""
    read, inside = clause.read, {place for term in clause.read.terms for place in (term.first - 1, term.last + 1)}
    beside = {read.words[place].start for place in inside if 0 <= place < len(read.words)}
    shelves = [term for term in read.terms if term.has("category") and term.stance is not Stance.RULED_OUT]
    likely = dict(zip((term.first for term in shelves), frames.wishes(clause.marked), strict=True))
    unwanted = [first for first, wish in likely.items() if wish < frames.LEAST <= max(likely.values())]
    left = [each if each.word.start in beside or each.is_kind else replace(each, kind=Familiarity.MENTIONED)
            for each in read.leftovers if each.kind is not Familiarity.UNKNOWN or each.word.start in beside]
    return replace(read, terms=tuple(term for term in read.terms if term.first not in unwanted), leftovers=tuple(left))


def without_verb(text: str) -> str:
    """The text with the verb of "do you wrap …?" or "add …" blanked out: it is no thing, whatever the shop calls by
    it."""
    return VERB.sub(lambda match: match[0].removesuffix(verb := match["questioned"] or match["ordered"])
                    + " " * len(verb), text)


def not_ratings(text: str) -> str:
    """The text without "best rated" and "at least 4 stars", which are no question about reviews."""
    for pattern in (preferences.RATED, preferences.NO_PREFERENCE, *preferences.SORTS.values()):
        text = pattern.sub(" ", text)
    return text


def not_prices(text: str, vocabulary: Vocabulary) -> str:
    """The text with ratings taken out of the way, and a range that the shop sells as a size ("39-42", "32-34")
    written so that it is no price."""
    text = preferences.RATED.sub(lambda match: " , " if re.search(r"\d", match[0]) else match[0], text)
    return SIZE_RANGE.sub(
        lambda match: match[0] if not vocabulary.of(match[0]) else re.sub(r"\s*[-–]\s*", "_", match[0]), text)


def intents_of(clause: Clause, wants: bool, knowledge: KnowledgeBase, dialogue: Dialogue) -> tuple[Intent, ...]:
    text = clause.text
    talk = tuple(Intent(name) for name, pattern in small_talk.SMALL_TALK if pattern.search(text))
    found: list[Intent] = [intent for intent in talk if intent is Intent.PERSON]
    if small_talk.ORDER.search(text):
        return (*found, Intent.ORDER)
    if small_talk.CART.search(text):
        return (*found, Intent.CART)
    if small_talk.COMPARE.search(text) and (dialogue.shown or has_criteria(clause) or (
            clause.read.leftovers and all(left.kind is Familiarity.KNOWN for left in clause.read.leftovers))):
        found.append(Intent.COMPARE)
    chatting = bool(set(talk) - {Intent.PERSON, Intent.GREETING}) and not set(clause.topics) - {"contact"}
    asks = not chatting and not tells_size(clause) and asks_policy(clause, knowledge, wants)
    if asks and wants and frames.is_wish(clause.marked) and not knowledge.get_relevant_context(
            clause.original, clause.topics, limit=1):
        asks = False  # Nothing is written of it, but the shelf is there.
    if asks and not (wants and names_object(clause)):
        wants = wants and set(clause.topics) == {"styling"} and bool(clause.read.terms)
    if wants:
        found.append(Intent.PRODUCTS)
    if asks and not (wants and set(clause.topics) <= {"styling", "sizing", "care"}):
        found.append(Intent.POLICY)
    if not found:
        found = list(talk[:2]) or [intent for intent in (frames.talk_of(clause.marked),) if intent]
    elif talk and talk[0] is Intent.GREETING:
        found.insert(0, Intent.GREETING)
    return tuple(dict.fromkeys(found)) or (Intent.OTHER,)


def tells_size(clause: Clause) -> bool:
    """"My size is M" is no question about sizes."""
    return bool(preferences.OWN_SIZE.search(clause.text)) and any(term.has("size") for term in clause.read.terms)


def wants_products(clause: Clause, dialogue: Dialogue) -> product_request.Ask:
    text = clause.text
    sorted_by = refinement.sort_of(text) is not None
    if (browsing.RANGE.search(text) and not has_criteria(clause)) or (browsing.MORE.search(text) and dialogue.shown):
        return product_request.Ask.YES
    if browsing.COUNT.search(text):
        return (product_request.Ask.YES if any(term.has("category") for term in clause.read.terms)
                else product_request.Ask.NO)
    if dialogue.criteria and follows_up(clause, dialogue):
        return product_request.Ask.YES
    if any(each.superlative for each in dimensions(text)) and not clause.topics and (
            dialogue.criteria or browsing.IN_SHOP.search(text)
            or any(term.has("category") for term in clause.read.terms)):
        unknown = sum(left.kind is Familiarity.UNKNOWN for left in clause.read.leftovers)
        return product_request.Ask.YES if unknown <= (not dialogue.criteria) else product_request.Ask.NO
    if references.OUTFIT.search(text) and not clause.topics and (
            clause.read.terms or any(left.kind is Familiarity.KNOWN for left in clause.read.leftovers)):
        return product_request.Ask.YES
    priced = (clause.asked.least is not None or clause.asked.most is not None
              or refinement.price_word(text) is not None or refinement.rating_of(text) is not None
              or bool(clause.sized.sizes or clause.sized.measures))
    asked = product_request.asks(clause.asked.rest, clause.read, priced, sorted_by)
    if asked is not product_request.Ask.YES and frames.is_wish(clause.marked):
        return product_request.Ask.BY_THE_WAY
    return product_request.Ask.TENTATIVE if asked is product_request.Ask.NO and asks_for_unknown(clause) else asked


def follows_up(clause: Clause, dialogue: Dialogue) -> bool:
    """Whether a part speaks of the request before it: "cheaper", "any size", "go back", or a short "in blue"."""
    text = clause.text
    if any(pattern.search(text) for pattern in (
            preferences.CHEAPER, preferences.DEARER, preferences.NO_PREFERENCE, refinement.OTHER, carry_over.FOR_ME)):
        return True
    if refinement.sort_of(text) is not None or refinement.rating_of(text) is not None:
        return True
    unknown = sum(left.kind is Familiarity.UNKNOWN for left in clause.read.leftovers)
    named = any(left.kind is Familiarity.KNOWN for left in clause.read.leftovers) and ADDITION.match(text)
    return bool((has_criteria(clause) or named) and not clause.topics and len(clause.read.words) <= 9 and unknown <= 2)


def asks_for_unknown(clause: Clause) -> bool:
    """"Do you sell aprons?" is a request too, for something the shop may not have."""
    match = OBJECT.search(clause.asked.rest)
    most = 8 if product_request.CLOSED.search(clause.text) else 4
    return match is not None and len(clause.read.words) <= most and any(
        left.word.start >= match.end() and not left.negated for left in clause.read.leftovers)


def names_object(clause: Clause) -> bool:
    """Whether a verb of shopping has one of the shop's categories as its object: "show me a coat …"."""
    for match in OBJECT.finditer(clause.asked.rest):
        for term in clause.read.terms:
            first = clause.read.words[term.first]
            between = clause.asked.rest[match.end():first.start]
            if term.has("category") and 0 <= first.start - match.end() < 40 and not topics.topics_of(between):
                after = clause.asked.rest[clause.read.words[term.last].end:]
                return not TERMS_OF_SALE.match(after)
    return False


def asks_policy(clause: Clause, knowledge: KnowledgeBase, wants: bool) -> bool:
    if clause.topics:
        return True
    found = knowledge.ranked(clause.original)
    if not found or found[0].score < 3.0 or len(clause.read.words) < 2:
        return False
    if wants:
        # "My secateurs are blunt" names a thing we sell, but what it says of it only the knowledge explains.
        strange = [left.word.stem for left in clause.read.leftovers
                   if left.kind is Familiarity.UNKNOWN and left.word.text not in clause.read.missing]
        return (not product_request.is_framed(clause.text) and found[0].share >= 0.7
                and any(knowledge.knows(word) for word in strange))
    return found[0].share >= 0.5


def with_criteria(wanted: Wanted, clauses: Sequence[Clause], whole: str, dialogue: Dialogue,
                  vocabulary: Vocabulary) -> Wanted:
    """The request's criteria, joined to the earlier ones where this is a refinement."""
    said = statement_of(clauses, whole)
    criteria, refined = refinement.join_criteria(said, whole, dialogue)
    sized = [clause.sized for clause in clauses]
    fitted = resolved(criteria, said.fresh.size, sized, vocabulary)
    hints = (*(dialogue.hints if refined else ()), *said.hints)
    return replace(
        wanted, criteria=fitted.criteria, refined=refined, unexplained=said.unexplained, missing=said.missing,
        hints=tuple(dict.fromkeys(hints)), kinds=said.kinds,
        shared=said.fresh.price_max is not None and bool(references.TOGETHER.search(whole)),
        own_sizes=own_sizes_of(fitted.criteria, said.fresh.size, sized) if preferences.OWN_SIZE.search(whole) else (),
        size_notes=fitted.notes, measures=fitted.measures or (measures_before(dialogue) if refined else ()))


def own_sizes_of(criteria: Criteria, fresh: tuple[str, ...], sized: Sequence[SizesAsked]) -> tuple[str, ...]:
    """Those of this message, in the shop's words."""
    return criteria.size if fresh or any(each.sizes for each in sized) else ()


def request_without(dialogue: Dialogue, key: str, value: str) -> Wanted:
    """The last request without one criterion, as a chip's cross asks for it."""
    return Wanted((Intent.PRODUCTS,), Search(), dialogue.criteria.without(key, value), dialogue.hints, refined=True)


def values_known(values: Mapping[str, Sequence[str]], vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Of criteria that a model proposes, those that the shop knows."""
    return {key: kept for key, some in values.items() if key in LISTS and key != "words"
            if (kept := tuple(dict.fromkeys(value for each in some if vocabulary.has(key, value := fold(each)))))}
