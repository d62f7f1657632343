"""A message as clauses, each with its mood: told to be done, asked, denied, made to depend on something, or said."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from shop.assistant.counter.verbs import DESTINATION, Verb, Voice, command_of
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import fold

SENTENCE = re.compile(r"[^?!;\n.]*(?:\.(?=\d)[^?!;\n.]*)*[?!;\n.]*")
COURTESY, OPENER = ENGLISH.pattern("moods.courtesy"), ENGLISH.pattern("moods.opener")
POLITE, OWN_WISH = ENGLISH.pattern("moods.polite"), ENGLISH.pattern("moods.own_wish")
QUESTION, CONDITION = ENGLISH.pattern("moods.question"), ENGLISH.pattern("moods.condition")
NEGATION, DOUBLE_NEGATION = ENGLISH.pattern("moods.negation"), ENGLISH.pattern("moods.double_negation")
PROHIBITION, STATED = ENGLISH.pattern("moods.prohibition"), ENGLISH.pattern("moods.verb")
DEFERRAL, ACCEPTANCE = ENGLISH.pattern("moods.deferral"), ENGLISH.pattern("cart.acceptance")
ASKED_FOR, PLEASE = ENGLISH.pattern("moods.asked_for"), ENGLISH.pattern("moods.please")
OBJECTION = ENGLISH.pattern("moods.objection")
CONTRAST, JOINT = ENGLISH.pattern("moods.contrast"), ENGLISH.pattern("moods.joint")
IsValue = Callable[[str], bool]


class Mood(Enum):
    """How a clause is said. A fragment has no verb but one that tells to do something."""

    FRAGMENT = auto()
    STATEMENT = auto()
    QUESTION = auto()
    CONDITION = auto()
    NEGATED = auto()
    FORBIDDEN = auto()

    @property
    def hostile(self) -> bool:
        """Whether nothing may be done for it."""
        return self in (Mood.QUESTION, Mood.CONDITION, Mood.NEGATED, Mood.FORBIDDEN)


@dataclass(frozen=True)
class Clause:
    """`original` is as it was written; `text` is folded, without courtesies; `body` is that without what leads up to
    its verb. `sentence` numbers the sentences of the message; `contrast` says that something else was set aside."""

    original: str
    text: str
    body: str
    mood: Mood
    voice: Voice
    sentence: int
    contrast: bool = False


def clauses(text: str, is_value: IsValue = lambda word: False) -> tuple[Clause, ...]:
    """The clauses of a message. `is_value` says whether a word is an option or a number, so that "not grey" behind
    another colour denies nothing but that."""
    found: list[Clause] = []
    for number, sentence in enumerate(match[0] for match in SENTENCE.finditer(text) if match[0].strip(" .?!;\n")):
        pieces = [piece for piece in pieces_of(sentence) if piece.strip(" .,-–—")]
        read: list[Clause] = []
        for at, piece in enumerate(pieces):
            # The mark of "could you add it, in green?" belongs to what is politely asked for.
            asked = "?" in sentence and at == len(pieces) - 1 and not any(
                each.voice is Voice.POLITE for each in read) and not PLEASE.search(fold(piece))
            read.append(clause_of(piece, number, asked, is_value))
        found += spread(read)
    return tuple(found)


def pieces_of(sentence: str) -> list[str]:
    folded = fold(sentence)
    # Folding may change the length of what is no ASCII; then the folded text has to do for the original.
    source = sentence if len(folded) == len(sentence) else folded
    joints = list(JOINT.finditer(folded))
    # A word such as "but" stays with what it leads to.
    starts = [0, *(match.end() if match["mark"] else match.start() for match in joints)]
    stops = [*(match.start() for match in joints), len(source)]
    return [source[start:stop] for start, stop in zip(starts, stops, strict=True)]


def clause_of(original: str, sentence: int, asked: bool, is_value: IsValue) -> Clause:
    text = DOUBLE_NEGATION.sub(" ", fold(original).strip(" .,?!;-–—\n"))
    text = " ".join(COURTESY.sub(" ", text).split()).strip(" ,.!?")
    contrasted = without_contrast(text, is_value)
    plain = without_opener(contrasted)
    if PLEASE.search(fold(original)):
        plain = ASKED_FOR.sub("i'll ", plain)
    body, voice = without_frame(plain)
    return Clause(original, contrasted, body, mood_of(plain, body, voice, asked), voice, sentence, contrasted != text)


def without_contrast(text: str, is_value: IsValue) -> str:
    """The text without what it sets itself against: "five, not four", "the oak rather than the ash"."""
    for match in CONTRAST.finditer(text):
        if (match.start() or match["value"]) and (match["kind"] or is_value(match["value"])):
            return text[:match.start()] + text[match.end():]
    return text


def without_opener(text: str) -> str:
    while match := OPENER.match(text):
        text = text[match.end():].lstrip(" ,.!-")
    return text


def without_frame(text: str) -> tuple[str, Voice]:
    """The text without "could you", "I'd like to" and the like, and whose voice they are."""
    voice = Voice.PLAIN
    while match := POLITE.match(text) or OWN_WISH.match(text):
        voice = Voice.OWN if OWN_WISH.match(text) and not POLITE.match(text) else Voice.POLITE
        text = without_opener(text[match.end():].strip())
    return text, voice


def mood_of(plain: str, body: str, voice: Voice, asked: bool) -> Mood:
    if PROHIBITION.search(plain):
        return Mood.FORBIDDEN
    if CONDITION.search(plain):
        return Mood.CONDITION
    if NEGATION.search(body) or DEFERRAL.search(plain):
        return Mood.NEGATED
    if QUESTION.search(body if voice is Voice.POLITE else plain) or (asked and voice is not Voice.POLITE):
        return Mood.QUESTION
    return Mood.STATEMENT if STATED.search(plain) and not ACCEPTANCE.search(plain) else Mood.FRAGMENT


def spread(read: Sequence[Clause]) -> list[Clause]:
    """A condition holds for its sentence; a fragment belongs to the clause that it follows, or to the question that it
    comes before."""
    moods = [clause.mood for clause in read]
    if Mood.CONDITION in moods:
        return [replace(clause, mood=clause.mood if clause.mood.hostile else Mood.CONDITION) for clause in read]
    for at in range(1, len(moods)):
        # "I'd love it, but it is dear" takes back what it says; "put it in, but in red" does not.
        if OBJECTION.search(read[at].original) and moods[at] is Mood.STATEMENT and is_longing(read[at - 1]):
            moods[at - 1] = Mood.NEGATED
        if moods[at] is Mood.FRAGMENT and moods[at - 1] is not Mood.FRAGMENT and not is_wish(read[at]) and (
                not is_wish(read[at - 1]) or moods[at - 1].hostile):
            moods[at] = moods[at - 1]
    for at in range(len(moods) - 2, -1, -1):
        if moods[at] is Mood.FRAGMENT and moods[at + 1] is Mood.QUESTION and not is_wish(read[at]):
            moods[at] = Mood.QUESTION
    return [replace(clause, mood=mood) for clause, mood in zip(read, moods, strict=True)]


def is_longing(clause: Clause) -> bool:
    """Whether somebody says what they would like, rather than to do it."""
    command = command_of(clause.body, clause.voice)
    return command is not None and command.verb is Verb.TAKE


def is_wish(clause: Clause) -> bool:
    """Whether a clause tells something to be done by itself, or names the cart."""
    return command_of(clause.body, clause.voice) is not None or DESTINATION.search(clause.text) is not None
