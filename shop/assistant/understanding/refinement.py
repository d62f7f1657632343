"""From the parts of a message to criteria, joined to what was asked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shop.assistant.criteria import BY_KEY, CRITERIA, LISTS, VALUED, Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language import preferences
from shop.assistant.language.audiences import CHILDREN
from shop.assistant.language.numbers import NUMBERS
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.price_bounds import PriceAsked
from shop.assistant.language.stop_words import STOP
from shop.assistant.understanding.carry_over import EITHER_SHELF, FOR_ME, Beginning, begun, is_of_whole_shop
from shop.assistant.understanding.references import TOGETHER
from shop.assistant.understanding.terms import Familiarity, Read, Stance, Term, Word

FRESH, ADDING = ENGLISH.pattern("refining.fresh"), ENGLISH.pattern("refining.adding")
UNDO, AGAIN = ENGLISH.pattern("refining.undo"), ENGLISH.pattern("refining.again")
PRONOUNS = frozenset(ENGLISH.words("refining.pronoun"))
OTHER = ENGLISH.pattern("refining.other")
PATTERN_NOUNS = frozenset(ENGLISH.words("refining.pattern_nouns"))
BETWEEN_COUNT_AND_THING = frozenset(ENGLISH.words("refining.between_count_and_thing"))
BEFORE_NO_COUNT = frozenset(ENGLISH.words("refining.before_no_count"))


@dataclass(frozen=True)
class Part:
    """One clause that belongs to the request: what was read in it, its prices, and its folded text."""

    text: str
    read: Read
    asked: PriceAsked


@dataclass
class Statement:
    """What a message says of criteria, before it meets the earlier ones. `pronoun` says that whom it is for is only
    called "her" or "him"."""

    fresh: Criteria = field(default_factory=Criteria)
    dropped: list[tuple[str, str]] = field(default_factory=list)
    allowed: list[tuple[str, str]] = field(default_factory=list)
    hints: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    pronoun: bool = False


def statement(parts: Sequence[Part], whole: str) -> Statement:
    """Gathers the criteria of all parts."""
    found = Statement()
    asked: dict[str, list[str]] = {}
    excluded: dict[str, list[str]] = {}
    hints: list[str] = []
    unexplained: list[str] = []
    missing: list[str] = []
    for part in parts:
        for term in part.read.terms:
            for meaning in term.meanings:
                if term.stance is Stance.DROPPED:
                    found.dropped.append((meaning.key, meaning.value))
                elif term.stance is Stance.ALLOWED:
                    found.allowed.append((meaning.key, meaning.value))
                elif term.stance is Stance.LESS or (meaning.key == "category" and is_narrowed(term, part.read)):
                    continue
                elif BY_KEY[meaning.key].excludable or not term.negated:
                    (excluded if term.negated else asked).setdefault(meaning.key, []).append(meaning.value)
        hints += part.read.nuances
        missing += part.read.missing
        patterned = "pattern" in asked or "pattern" in excluded
        for left in part.read.leftovers:
            if patterned and left.word.stem in PATTERN_NOUNS:
                continue
            if left.kind is Familiarity.UNKNOWN:
                unexplained.append(left.word.text)
            elif left.negated:
                continue
            elif left.kind is Familiarity.KNOWN:
                asked.setdefault("words", []).append(left.word.stem)
            else:
                hints.append(left.word.stem)
        if barred := barred_phrases(part.read):
            excluded.setdefault("words", []).extend(barred)
    least = next((part.asked.least for part in parts if part.asked.least is not None), None)
    most = next((part.asked.most for part in parts if part.asked.most is not None), None)
    fresh = Criteria(
        price_min=least, price_max=most,
        price_word=None if least is not None or most is not None else price_word(whole),
        rating_min=rating_of(whole), quantity=next((count for part in parts if (count := quantity_of(part))), None),
        sort=sort_of(whole), exclude={key: tuple(dict.fromkeys(values)) for key, values in excluded.items()},
    ).changed(**{key: tuple(dict.fromkeys(values)) for key, values in asked.items()})
    found.fresh = shared_out(without_contradiction(fresh), whole)
    found.pronoun = all(PRONOUNS.issuperset(word.text for word in part.read.words[term.first:term.last + 1])
                        for part in parts for term in part.read.terms if term.has("audience"))
    found.hints, found.unexplained = tuple(dict.fromkeys(hints)), tuple(dict.fromkeys(unexplained))
    found.missing = tuple(dict.fromkeys(missing))
    found.kinds = tuple(dict.fromkeys(kind for part in parts for kind in part.read.nuances))
    return found


def barred_phrases(read: Read) -> tuple[str, ...]:
    """The phrases of words that are ruled out, which products must have whole to be meant: "roman numeral"."""
    runs: list[list[Word]] = []
    for left in sorted((each for each in read.leftovers if each.negated), key=lambda each: each.word.start):
        if left.kind is Familiarity.UNKNOWN:
            continue
        if runs and left.word.start - runs[-1][-1].end == 1:
            runs[-1].append(left.word)
        else:
            runs.append([left.word])
    compounds = {word.end: word for word in read.words}
    return tuple(dict.fromkeys(" ".join(word.stem for word in (*before(run[0], compounds), *run)) for run in runs))


def before(word: Word, words: Mapping[int, Word]) -> tuple[Word, ...]:
    """The small word that a hyphen joins to this one: "in" of "in-ear"."""
    return (found,) if (found := words.get(word.start - 1)) and found.stem in STOP and found.hyphenated else ()


def is_narrowed(term: Term, read: Read) -> bool:
    """Whether a shelf is only named to say which of its things are ruled out: "not chelsea boots", "no red jeans"."""
    if not term.negated or not term.first:
        return False
    word = read.words[term.first - 1]
    joined = read.words[term.first].start - word.end == 1
    return joined and (any(each.negated and each.last == term.first - 1 for each in read.terms)
                       or any(each.negated and each.word.start == word.start for each in read.leftovers))


def shared_out(criteria: Criteria, whole: str) -> Criteria:
    """"Two kites under 100 together" are of 50 at most each."""
    several = criteria.quantity and len(criteria.category) < 2
    if not several or criteria.price_max is None or not TOGETHER.search(whole):
        return criteria
    return criteria.changed(price_max=criteria.price_max // (criteria.quantity or 1))


def without_contradiction(criteria: Criteria) -> Criteria:
    """What was ruled out was not asked for, even when it was named twice."""
    changes = {key: tuple(value for value in criteria.values(key) if value not in values)
               for key, values in criteria.exclude.items() if criteria.values(key)}
    return criteria.changed(**changes)


def join_criteria(said: Statement, whole: str, dialogue: Dialogue) -> tuple[Criteria, bool]:
    """The criteria after this message, and whether it refined the earlier ones."""
    before, fresh = dialogue.criteria, said.fresh
    if AGAIN.search(whole) and fresh.category and set(fresh.category) != set(before.category):
        for each in reversed(dialogue.earlier):
            if set(each.category) == set(fresh.category):
                return each, True
    if said.pronoun and before.audience in CHILDREN:
        said = replace(said, fresh=(fresh := fresh.changed(audience=before.audience)))
    if (beginning := beginning_of(fresh, whole, before)) is not None:
        return begun(fresh, beginning, whole, dialogue), False
    criteria = merge(before, said, whole)
    return (criteria.changed(audience=None) if FOR_ME.search(whole) and not fresh.audience else criteria), True


def beginning_of(fresh: Criteria, whole: str, before: Criteria) -> Beginning | None:
    """What makes of a message a new request; None where it narrows or changes the one before it.

    A new category makes a new request, but the first one after a request that had none, or some of several named
    before, narrows it.
    """
    if is_of_whole_shop(fresh, whole):
        return Beginning.WHOLE_SHOP
    if not before:
        return Beginning.SHELF
    if fresh.category:
        narrows = not before.category or set(fresh.category) <= set(before.category)
        return None if narrows or EITHER_SHELF.search(whole) else Beginning.SHELF
    if preferences.CHEAPER.search(whole) or preferences.DEARER.search(whole) or preferences.NO_PREFERENCE.search(whole):
        return None
    return Beginning.WISH if fresh.occasion and FRESH.search(whole) and before.category else None


def merge(before: Criteria, said: Statement, whole: str) -> Criteria:
    """The earlier wish with what was said now: a key named again takes the new values, exclusions add up.

    "Or X", "X too" add to the values; "X is fine" ends its exclusion, or adds it; "forget X" takes it away.
    """
    fresh = said.fresh
    adds = bool(ADDING.search(whole))
    changes: dict[str, Any] = dict(fresh.asked())
    exclude = {key: list(values) for key, values in before.exclude.items()}
    for key in (key for name in OTHER.findall(whole) for key in keys_called(name)):
        if key in VALUED and not fresh.values(key):
            exclude.setdefault(key, []).extend(before.values(key))
            changes[key] = ()
    for key, values in fresh.exclude.items():
        exclude.setdefault(key, []).extend(values)
        changes.setdefault(key, tuple(value for value in before.values(key) if value not in values))
    for key in VALUED:
        values = fresh.values(key)
        if key in exclude:
            exclude[key] = [value for value in exclude[key] if value not in values]
        if values and key in LISTS and (adds or key == "words"):
            changes[key] = tuple(dict.fromkeys((*before.values(key), *values)))
    for key, value in said.allowed:
        if value in exclude.get(key, ()):
            exclude[key].remove(value)
        elif key in LISTS:
            changes[key] = tuple(dict.fromkeys((*changes.get(key, before.values(key)), value)))
        else:
            changes[key] = value
    changes |= bounds(before, fresh)
    if preferences.CHEAPER.search(whole) and fresh.price_max is None:
        changes |= {"price_word": "low", "sort": None}
    if preferences.DEARER.search(whole) and fresh.price_min is None:
        changes |= {"price_word": "high", "sort": None}
    changes["exclude"] = {key: tuple(dict.fromkeys(values)) for key, values in exclude.items() if values}
    criteria = before.changed(**changes)
    for key, value in said.dropped:
        criteria = criteria.without(key, value)
    for match in preferences.NO_PREFERENCE.finditer(whole):
        for key in keys_called(next(group for group in match.groups() if group)):
            criteria = without_key(criteria, key)
    return criteria


def keys_called(name: str) -> tuple[str, ...]:
    """The criteria that people call so: "brands", "budget"."""
    return tuple(each.key for each in CRITERIA if name.removesuffix("s") in each.wording.names)


def without_key(criteria: Criteria, key: str) -> Criteria:
    """"Any colour": neither asked for nor ruled out any more."""
    left = {name: values for name, values in criteria.exclude.items() if name != key}
    return criteria.without(key).changed(exclude=left)


def bounds(before: Criteria, fresh: Criteria) -> dict[str, Any]:
    """A bound named again replaces that bound; one that would leave nothing takes the other away; an amount takes
    the place of a price word."""
    changes: dict[str, Any] = {}
    if fresh.price_min is not None and fresh.price_max is None and fresh.price_min > (before.price_max or 0):
        changes["price_max"] = None
    if fresh.price_max is not None and fresh.price_min is None and fresh.price_max < (before.price_min or 0):
        changes["price_min"] = None
    if fresh.price_min is not None or fresh.price_max is not None:
        changes["price_word"] = None
    return changes


def price_word(text: str) -> str | None:
    if any(pattern.search(text) for pattern in preferences.SORTS.values()):
        return None
    found = [(match.end(), -match.start(), word) for word, pattern in preferences.PRICE_WORDS.items()
             for match in pattern.finditer(text)]
    return max(found)[2] if found else None


def sort_of(text: str) -> str | None:
    return next((sort for sort, pattern in preferences.SORTS.items() if pattern.search(text)), None)


def rating_of(text: str) -> float | None:
    """The least rating asked for: "at least 4 stars", "rated above 4.2"; 4 where it is only "well rated"."""
    if match := preferences.RATED.search(text):
        number = next((group for group in match.groups() if group), None)
        return 4.0 if number is None else float(NUMBERS.get(number, number.replace(",", ".")))
    return None


def quantity_of(part: Part) -> int | None:
    """A count of pieces right before what they are: "two pairs of jeans", "three white T-shirts"."""
    words = part.read.words
    for term in part.read.terms:
        if not term.has("category") or term.negated:
            continue
        at = term.first - 1
        inside = {place for each in part.read.terms for place in range(each.first, each.last + 1)}
        while at >= 0 and (at in inside or words[at].text in BETWEEN_COUNT_AND_THING):
            at -= 1
        if at < 0 or (at and words[at - 1].text in BEFORE_NO_COUNT):
            continue
        word = words[at].text
        number = NUMBERS.get(word) or (int(word) if word.isdigit() and len(word) < 3 else None)
        if number and number > 1:
            return number
    return None
