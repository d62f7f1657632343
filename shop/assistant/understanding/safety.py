"""What a message says that the shopper must not have, for the sake of skin, health or conscience.

It is read first and taken out of the text, so that "I'm allergic to wool. A coat, please" asks for a coat. What is said
of a product at hand ("is it vegan?") states nothing of the shopper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shop.assistant.avoidance import Avoidance, ruling_out
from shop.assistant.criteria import CONTENTS, Criteria
from shop.assistant.language import contents
from shop.assistant.language.contents import families_in
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.preferences import NEGATION, NEGATION_ENDS
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold, stem
from shop.assistant.understanding.terms import Word, words_of
from shop.assistant.vocabulary import Vocabulary

GOVERNING, GOVERNED = ENGLISH.pattern("safety.governing"), ENGLISH.pattern("safety.governed")
FREE, CAUSE, ASKING, GOOD = (ENGLISH.pattern(f"safety.{name}") for name in ("free", "cause", "asking", "good"))
NOT_SO, BACK, BRINGING_BACK = (ENGLISH.pattern(f"safety.{name}") for name in ("not_so", "back", "bringing_back"))
GENERAL = ENGLISH.pattern("safety.general")
BETWEEN = frozenset(ENGLISH.words("safety.between"))
JOINTS = re.compile(r"\s*(?:,|/|&|\bor\b|\band\b|\bnor\b|,\s*(?:and|or|even))\s*")
CLAUSES = re.compile(r"[^.!?;\n]+[.!?;\n]*")
PARTS = re.compile(r"[^,]+")
MOST_WORDS = 3
DIET = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, contents.DIETS), key=len, reverse=True)).replace(
    r"\ ", "[ -]") + r")\b")


@dataclass(frozen=True)
class Safety:
    """`added` and `ended` are what must not be from now on, and what may be again. `rest` is the message without the
    statement, as it was written; `stated` says that there was one."""

    added: Avoidance
    ended: Avoidance
    rest: str

    @property
    def stated(self) -> bool:
        return bool(self.added or self.ended)


@dataclass(frozen=True)
class Thing:
    """What is named between two places of a folded text."""

    start: int
    end: int
    families: tuple[str, ...]
    words: tuple[str, ...]


def read_safety(text: str, before: Avoidance) -> Safety:
    """`before` is what is avoided already, of which some may be taken back."""
    folded = fold(text)
    if len(folded) != len(text):
        text = folded
    added, ended, cut = Avoidance(), Avoidance(), []
    caused = bool(CAUSE.search(folded)) and not ASKING.search(folded)
    for match in CLAUSES.finditer(folded):
        clause, at = match[0], match.start()
        for start, end, avoided in (*taken_back(clause, before), *stated(clause, caused=caused)):
            if avoided is None:
                continue
            kind, what = avoided
            added, ended = (added.plus(what), ended) if kind else (added, ended.plus(what))
            cut.append((at + start, at + end))
    return Safety(added.minus(ended), ended, without(text, cut) if cut else text)


Stated = tuple[int, int, "tuple[bool, Avoidance] | None"]


def stated(clause: str, *, caused: bool) -> Iterator[Stated]:
    """Each statement of a clause with where it stands: True and what must not be, False and what may be after all."""
    if ASKING.search(clause):
        return
    for start, end, things in statements(clause):
        if what := avoidance_of(things):
            yield start, end, (not NOT_SO.search(clause[:start]), what)
    for start, end, what in diets(clause):
        yield start, end, (not NOT_SO.search(clause[:start]), what)
    if caused:
        causes = [match.span() for match in CAUSE.finditer(clause)]
        for match in NEGATION.finditer(clause):
            if any(start <= match.start() < end for start, end in causes):
                continue  # the "no" of "under no circumstances" rules out no circumstances
            stop = NEGATION_ENDS.search(clause, match.end())
            things = things_after(clause, match.end(), stop.start() if stop else len(clause))
            if (what := avoidance_of(things)) and not is_diet_or_cause(things, clause):
                yield match.start(), things[-1].end, (True, what)
        yield from blamed(clause)


def blamed(clause: str) -> Iterator[Stated]:
    """What is named beside a cause, and is not said to do good: "wool is a no go with my eczema". In doubt it must not
    be: a list too short does no harm."""
    for part in PARTS.finditer(clause):
        causes = [match.span() for match in CAUSE.finditer(part[0])]
        if not causes or GOOD.search(part[0]):
            continue
        for word in words_of(part[0]):
            # A shopper's skin is no leather.
            of_cause = any(start <= word.start < end for start, end in causes)
            if not of_cause and (families := families_in(word.text)):
                yield (part.start() + word.start, part.start() + word.end,
                       (True, Avoidance(families=tuple(sorted(families)))))


def statements(clause: str) -> Iterator[tuple[int, int, Sequence[Thing]]]:
    reach = 0
    for match in GOVERNING.finditer(clause):
        if things := things_after(clause, match.end(), len(clause)):
            yield match.start(), (reach := things[-1].end), things
    for match in GOVERNED.finditer(clause):
        if match.start() >= reach and (things := things_before(clause, match.start())):
            yield things[0].start, match.end(), things
    for match in FREE.finditer(clause):
        # Only of what can be in a thing: "hands-free" and "tax-free" are no matter of safety.
        name = next(group for group in match.groups() if group)
        if families := families_in(name):
            yield match.start(), match.end(), (Thing(match.start(), match.end(), tuple(sorted(families)), ()),)


def diets(clause: str) -> Iterator[tuple[int, int, Avoidance]]:
    for match in DIET.finditer(clause):
        end = match.end()
        imitated = re.match(r"[ -](\w+)", clause[end:])
        if imitated and families_in(imitated[1]) & set(contents.MATERIALS):
            end += imitated.end()  # "vegan leather" asks for no leather
        yield match.start(), end, Avoidance(contents.diet(match[0].replace("-", " ")))


def asked_about(text: str) -> Avoidance:
    """What a question asks a product to be without: "is it vegan?", "are these nut-free?"."""
    folded = fold(text)
    found = Avoidance()
    for _, _, what in diets(folded):
        found = found.plus(what)
    for match in FREE.finditer(folded):
        name = next(group for group in match.groups() if group)
        found = found.plus(Avoidance(tuple(sorted(families_in(name)))))
    return found


def is_diet_or_cause(things: Sequence[Thing], clause: str) -> bool:
    """Whether what is ruled out is not a thing but the cause itself: "no allergies"."""
    return all(CAUSE.search(clause[each.start:each.end]) for each in things)


def things_after(clause: str, at: int, stop: int) -> Sequence[Thing]:
    """The things listed from a place on: "wool, nickel and latex". After the first, only what can be in a thing belongs
    to the list: not "a coat" of "wool and a coat"."""
    found: list[Thing] = []
    while at < stop:
        words = [word for word in words_of(clause[:stop]) if word.start >= at]
        while words and words[0].text in BETWEEN:
            words = words[1:]
        run = phrase(clause, words)
        if not run:
            break
        thing = thing_of(clause, run)
        if thing is None or (found and not thing.families):
            break
        found.append(thing)
        general = GENERAL.match(clause, thing.end)
        joint = JOINTS.match(clause, general.end() if general else thing.end)
        if joint is None or not joint[0].strip():
            break
        at = joint.end()
    return found


def phrase(clause: str, words: Sequence[Word]) -> Sequence[Word]:
    """The first words that stand side by side with nothing but a blank or hyphen between them, up to a plain one."""
    run: list[Word] = []
    for word in words[:MOST_WORDS]:
        if word.stem in STOP and not families_in(word.text):
            break
        if run and clause[run[-1].end:word.start].strip(" -"):
            break
        run.append(word)
    return run


def thing_of(clause: str, run: Sequence[Word]) -> Thing | None:
    """The families that a phrase names, as far as its last word of one reaches; or else its first word."""
    for last in range(len(run), 0, -1):
        text = clause[run[0].start:run[last - 1].end]
        families = families_in(text)
        if families and families > families_in(clause[run[0].start:run[last - 2].end] if last > 1 else ""):
            return Thing(run[0].start, run[last - 1].end, tuple(sorted(families)), ())
    first = run[0]
    return Thing(first.start, first.end, (), (first.stem,)) if len(first.text) > 2 else None


def things_before(clause: str, end: int) -> Sequence[Thing]:
    """The things listed right before a place: "wool and nickel"."""
    found: list[Thing] = []
    words = list(words_of(clause[:end]))
    while words:
        last = words[-1]
        near = clause[last.end:end]
        if found and not (JOINTS.fullmatch(near) and near.strip()):
            break
        if near.strip(" -") and not found:
            break
        families = families_in(last.text)
        if not families and (found or last.stem in STOP or len(last.text) < 3):
            break
        found.insert(0, Thing(last.start, last.end, tuple(sorted(families)), () if families else (last.stem,)))
        end, words = last.start, words[:-1]
    return found


def taken_back(clause: str, before: Avoidance) -> Iterator[Stated]:
    """What is avoided and may be again: "wool is fine", "forget about the wool"."""
    for word in words_of(clause) if before else ():
        families = tuple(each for each in before.families if own_name(each, word.text))
        words = tuple(each for each in before.words if each == word.stem)
        if not (families or words):
            continue
        after = BACK.match(clause[word.end:])
        ahead = next((match for match in BRINGING_BACK.finditer(clause)
                      if match.end() <= word.start and not clause[match.end():word.start].strip()), None)
        if after or ahead:
            yield (ahead.start() if ahead else word.start, word.end + (after.end() if after else 0),
                   (False, Avoidance(families, words)))


def own_name(family: str, word: str) -> bool:
    """Whether a word is the family's own: that merino is fine gives no leave for all wool."""
    return stem(word) == stem(contents.label(family))


def avoidance_of(things: Sequence[Thing]) -> Avoidance:
    families = dict.fromkeys(family for thing in things for family in thing.families)
    return Avoidance(tuple(families), tuple(dict.fromkeys(word for thing in things for word in thing.words)))


def without(text: str, cut: Sequence[tuple[int, int]]) -> str:
    """The text without these places, each of which ends what is said before it."""
    kept, at = [], 0
    for start, end in sorted(cut):
        if start >= at:
            kept.append(text[at:start])
        at = max(at, end)
    return ", ".join((*kept, text[at:]))


def held(criteria: Criteria, avoided: Avoidance, vocabulary: Vocabulary) -> Criteria:
    """A wish with what must not be among its exclusions: by the shop's own materials, or else by the family."""
    exclude: dict[str, list[str]] = {}
    for family in avoided.families:
        own = [each.value for each in vocabulary.of(contents.label(family)) if each.key == "material"]
        exclude.setdefault("material" if own else CONTENTS, []).extend(own or (family,))
    if avoided.words:
        exclude["words"] = list(avoided.words)
    return ruling_out(criteria, exclude)


def released(criteria: Criteria, ended: Avoidance) -> Criteria:
    """A wish without the exclusions that were for the sake of what may be again."""
    exclude = {key: tuple(value for value in values if not ended.covers(key, value))
               for key, values in criteria.exclude.items()}
    return criteria.changed(exclude={key: values for key, values in exclude.items() if values})


def unasked(criteria: Criteria, added: Avoidance) -> Criteria:
    """A wish that no longer asks for what must not be."""
    return criteria.changed(
        material=tuple(each for each in criteria.material if not added.covers("material", each)),
        words=tuple(each for each in criteria.words if each not in added.words and families_in(each).isdisjoint(
            added.families)))
