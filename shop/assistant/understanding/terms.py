"""Which of the shop's own words stand in a text, where, and whether they were meant or ruled out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.preferences import (
    ALLOWING,
    DROPPING,
    LESS,
    NEGATION,
    NEGATION_ENDS,
    REASON_AFTER,
    RULED_OUT_BEFORE,
    RULED_OUT_BY_PRONOUN,
    SAID_ALREADY,
)
from shop.assistant.language.stop_words import CARRIERS, STOP
from shop.assistant.language.text import WORD, base_forms, stem, stems
from shop.assistant.vocabulary import Meaning, Vocabulary

MOST_BETWEEN = 2
SIZE_BEFORE = ENGLISH.pattern("sizes.before_a_word")
NUMBER_BEFORE, LETTER_BEFORE = ENGLISH.pattern("sizes.before_a_number"), ENGLISH.pattern("sizes.before_a_letter")
SIZE_AFTER = ENGLISH.pattern("sizes.after")
# A fragment between commas, as in "dress, red, small" or "trousers, 34".
FRAGMENT_BEFORE, FRAGMENT_END = re.compile(r"(?:^|[,;])\s*$"), ENGLISH.pattern("sizes.end_of_a_fragment")
# Where the part or the sentence begins that a word behind rules out.
PART_ENDS, SENTENCE_ENDS = re.compile(r"[.;!?,]\s|\b(?:but|and|though)\b"), re.compile(r"[.;!?]\s|\bbut\b")
SUBJECT = ENGLISH.pattern("negation.subject")
# Values of which there is no more or less.
OF_ITS_OWN = frozenset(("style", "pattern", "brand", "material", "category", "colour"))
# "XL" is a size wherever it stands, unlike "S".
SIZE_LETTERS = re.compile(r"x+[sl]")
BEFORE_A_VERB = frozenset(ENGLISH.words("verbs.before_a_verb"))
# Whom the shopper talks to is not whom it is for.
SPOKEN_TO = ENGLISH.pattern("clauses.spoken_to")


@dataclass(frozen=True)
class Word:
    text: str
    stem: str
    start: int
    end: int
    hyphenated: bool = False  # a hyphen joins it to the next


class Stance(Enum):
    """How the shopper stands to what a phrase means."""

    WANTED = auto()
    RULED_OUT = auto()  # "not black"
    DROPPED = auto()  # "forget the red": no longer asked for, and not ruled out either
    LESS = auto()  # "not too warm": less of it, which forbids nothing
    ALLOWED = auto()  # "leather is fine"


class Familiarity(Enum):
    """Where the shop uses a word."""

    KNOWN = auto()  # in names or labels
    MENTIONED = auto()  # in descriptions only
    UNKNOWN = auto()  # nowhere


@dataclass(frozen=True)
class Term:
    """A phrase of the shop's vocabulary in a text. `first` and `last` are its words' positions, both inclusive."""

    meanings: tuple[Meaning, ...]
    first: int
    last: int
    stance: Stance = Stance.WANTED

    @property
    def negated(self) -> bool:
        return self.stance is Stance.RULED_OUT

    def has(self, key: str) -> bool:
        return any(meaning.key == key for meaning in self.meanings)


@dataclass(frozen=True)
class Leftover:
    """A word that matters and is no term. `is_kind` says that some product is called so: "trackball" in a shop of
    electronics that has no shelf of them."""

    word: Word
    kind: Familiarity
    negated: bool
    is_kind: bool = False


@dataclass(frozen=True)
class Read:
    """`nuances` are stems of the shopper's own words for a thing that products' texts use too: "beanie" among hats.
    `missing` are unknown words that say what kind of thing is asked for: "vegan" in "vegan shoes". `governed` are the
    places of the text, from and to, that only say what is not wanted."""

    words: tuple[Word, ...]
    terms: tuple[Term, ...]
    leftovers: tuple[Leftover, ...]
    nuances: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    governed: tuple[tuple[int, int], ...] = ()

    def is_governed(self, word: Word) -> bool:
        return any(start <= word.start < end for start, end in self.governed)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a folded text with where they stand."""
    return tuple(Word(match[0], stem(match[0]), *match.span(), hyphenated=text[match.end():match.end() + 1] == "-")
                 for match in WORD.finditer(text))


def spans_after(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """From after each match, such as "not" or "without", to the end of what it governs."""
    spans = []
    for match in pattern.finditer(text):
        end = NEGATION_ENDS.search(text, match.end())
        spans.append((match.end(), end.start() if end else len(text)))
    return spans


def ruled_out_spans(text: str) -> list[tuple[int, int]]:
    """What is said not to be wanted, before or behind the words that say so: "not in brass", "brass is out"."""
    spans = spans_after(NEGATION, text)
    for pattern, ends in ((RULED_OUT_BEFORE, PART_ENDS), (RULED_OUT_BY_PRONOUN, SENTENCE_ENDS)):
        for match in pattern.finditer(text):
            start = max((end.end() for end in ends.finditer(text, 0, match.start())), default=0)
            spans.append((start, match.end()))
    return spans


def governed_spans(text: str, ruled_out: Sequence[tuple[int, int]],
                   vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """The same with the words that rule it out, whose wish it is, and why: "I can't stand brass, it tarnishes"."""
    governors = {match.end(): match.start() for match in NEGATION.finditer(text)}
    for start, end in ruled_out:
        first = governors.get(start, start)
        subject = SUBJECT.search(text[:first])
        reason = REASON_AFTER.match(text[end:])
        if reason and not any(vocabulary.of(word.text) for word in words_of(reason[0])):
            end += reason.end()
        yield subject.start() if subject else first, end


def read(text: str, vocabulary: Vocabulary, *, original: str = "", sized: bool = False) -> Read:
    """Reads a folded text. A size's bare number counts with `sized`, when sizes were spoken of before.

    The longest phrase wins; of adjoining category names ("shirt dress") the last is meant.

    `original` is the text before folding: a lone capital M is a size, a lone small m is not.
    """
    for match in (*CARRIERS.finditer(text), *SPOKEN_TO.finditer(text)):
        text = text[:match.start()] + " " * len(match[0]) + text[match.end():]
    ruled_out = ruled_out_spans(text)
    governed = tuple(governed_spans(text, ruled_out, vocabulary))
    spans = {Stance.LESS: [(match.end(), after.end()) for match in LESS.finditer(text)
                          if (after := WORD.search(text, match.end()))], Stance.RULED_OUT: ruled_out,
             Stance.DROPPED: spans_after(DROPPING, text)}
    tokens = words_of(text)
    said = [match.span() for pattern in SAID_ALREADY for match in pattern.finditer(text)]

    def stance(first: Word, last: Word) -> Stance:
        for each, places in spans.items():
            if any(start <= first.start < end for start, end in places):
                return each
        return Stance.ALLOWED if ALLOWING.match(text[last.end:]) else Stance.WANTED

    terms: list[Term] = []
    left: list[Leftover] = []
    at = 0
    while at < len(tokens):
        term = term_at(text, tokens, at, vocabulary, original, sized)
        if term is not None and is_verb(text, tokens, at, term):
            at = term[0] + 1
            continue
        if term is not None:
            last, meanings = term
            held = stance(tokens[at], tokens[last])
            barred = barred_words(tokens[at:last + 1], meanings, vocabulary) if held is Stance.RULED_OUT else ()
            left += [Leftover(word, Familiarity.KNOWN, True) for word in barred]
            if not barred:
                terms.append(Term(meanings, at, last, graded(held, meanings)))
            at = last + 1
            continue
        word = tokens[at]
        at += 1
        if word.stem in STOP or len(word.stem) < 2 or word.text.isdigit():
            continue
        if any(start <= word.start < end for start, end in said):
            continue
        if word.text.endswith("ing") and word.text in vocabulary.everyday and word.stem not in vocabulary.known:
            continue  # "drinking", "sitting": what one does with a thing, not what it is
        negated = stance(word, word) in (Stance.RULED_OUT, Stance.LESS)
        known = familiarity(word, vocabulary)
        within = any(start <= word.start < end for start, end in governed)
        if within and (known is Familiarity.UNKNOWN or (known is Familiarity.MENTIONED and not negated)):
            continue  # a reason, or what nothing in the shop has anyhow
        left.append(Leftover(word, known, negated,
                             word.stem in vocabulary.heads and vocabulary.is_telling(word.text)))
    if not terms and len(tokens) > 1 and sum(each.kind is Familiarity.KNOWN for each in left) == 1:
        # "The meaning of life" is no request because something is called Life.
        left = [replace(each, kind=Familiarity.UNKNOWN)
                if each.kind is Familiarity.KNOWN and not vocabulary.is_telling(each.word.text) else each
                for each in left]
    return Read(tokens, heads(text, tokens, terms), tuple(left), nuances(tokens, terms, vocabulary),
                tuple(kind_words(text, tokens, terms, left)), governed)


def graded(stance: Stance, meanings: Sequence[Meaning]) -> Stance:
    """"Not too sporty" rules out what is a word of its own; "not too warm" only what is measured by it."""
    if stance is Stance.LESS and any(meaning.key in OF_ITS_OWN for meaning in meanings):
        return Stance.RULED_OUT
    return stance


def barred_words(words: Sequence[Word], meanings: Sequence[Meaning], vocabulary: Vocabulary) -> tuple[Word, ...]:
    """Words that are no name of a shelf, but of some of the things on it: "a hat, but not a beanie"."""
    shelves = [meaning.value for meaning in meanings if meaning.key == "category"]
    own = {form for slug in shelves for name in (vocabulary.label("category", slug), vocabulary.singulars.get(slug, ""))
           for form in stems(name)}
    return tuple(words) if shelves and all(
        word.stem not in own and word.stem in vocabulary.known for word in words) else ()


def is_verb(text: str, tokens: tuple[Word, ...], at: int, term: tuple[int, tuple[Meaning, ...]]) -> bool:
    """Whether what a shelf is called is what somebody does: "I saw", "to book", in a shop of tools and books."""
    last, meanings = term
    word, before = tokens[at], tokens[at - 1] if at else None
    return (before is not None and last == at and before.text in BEFORE_A_VERB and word.text == word.stem
            and text[before.end:word.start] == " " and any(each.key == "category" for each in meanings))


def familiarity(word: Word, vocabulary: Vocabulary) -> Familiarity:
    if word.stem in vocabulary.known:
        return Familiarity.KNOWN
    return Familiarity.MENTIONED if word.stem in vocabulary.mentioned else Familiarity.UNKNOWN


def nuances(tokens: tuple[Word, ...], terms: Sequence[Term], vocabulary: Vocabulary) -> tuple[str, ...]:
    found = [form for term in terms if term.has("category") and term.stance is Stance.WANTED
             for word in tokens[term.first:term.last + 1]
             for form in (word.stem, *base_forms(word.stem)) if form in vocabulary.known]
    return tuple(dict.fromkeys(found))


def kind_words(text: str, tokens: tuple[Word, ...], terms: Sequence[Term], left: Sequence[Leftover]) -> Iterator[str]:
    """Unknown words right before the name of a category, with nothing but a space or hyphen between."""
    unknown = {each.word.end: each.word for each in left if each.kind is Familiarity.UNKNOWN and not each.negated}
    for term in terms:
        start = tokens[term.first].start
        if term.has("category") and start and text[start - 1] in " -" and (word := unknown.get(start - 1)):
            yield word.text


def term_at(text: str, tokens: tuple[Word, ...], at: int, vocabulary: Vocabulary,
            original: str, sized: bool) -> tuple[int, tuple[Meaning, ...]] | None:
    """The longest phrase of the vocabulary that starts at this word: (its last word, what it means)."""
    for last, meanings in phrases_at(text, tokens, at, vocabulary):
        phrase = text[tokens[at].start:tokens[last].end]
        meanings = tuple(
            each for each in meanings
            if (each.key != "size" or is_size(text, tokens, at, last, original, sized)
                or is_size_of_a_thing(each, text, tokens, at, last, vocabulary))
            and (not vocabulary.is_common(each, phrase) or is_of_a_thing(text, tokens, at, last, vocabulary)))
        if meanings:
            return last, meanings
    for form in base_forms(tokens[at].stem):
        # "Dressing" is no dress: what a thing is called does not come by an ending, what it is for may.
        meanings = tuple(each for each in vocabulary.meanings.get(form, ())
                         if each.key not in ("category", "size") and not vocabulary.is_common(each, form))
        if meanings:
            return at, meanings
    return None


def phrases_at(text: str, tokens: tuple[Word, ...], at: int,
               vocabulary: Vocabulary) -> Iterator[tuple[int, tuple[Meaning, ...]]]:
    """The phrases of the vocabulary that start at this word, the longest first."""
    for last in range(min(at + vocabulary.longest + 1, len(tokens)) - 1, at - 1, -1):
        joined = all(not text[one.end:two.start].strip(" -/'") for one, two in
                     zip(tokens[at:last], tokens[at + 1:last + 1], strict=True))
        if joined and (meanings := vocabulary.meanings.get("".join(word.stem for word in tokens[at:last + 1]))):
            yield last, meanings


def is_of_a_thing(text: str, tokens: tuple[Word, ...], first: int, last: int, vocabulary: Vocabulary) -> bool:
    """Whether a common word is said of a thing of the shop: "regular jeans", "straight black jeans", or by itself
    between commas; not so in "the regular price" and "a wide range of trousers"."""
    if is_fragment(text, tokens[first].start, tokens[last].end):
        return True
    return bool(shelves_after(text, tokens, last, vocabulary))


def shelves_after(text: str, tokens: tuple[Word, ...], last: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The shelves of the thing that a phrase is said of: of "straight black jeans"."""
    for _ in range(MOST_BETWEEN + 1):
        following = next(phrases_at(text, tokens, last + 1, vocabulary), None)
        if following is None or text[tokens[last].end:tokens[last + 1].start].strip(" -,"):
            return ()
        last, meanings = following
        if shelves := tuple(each.value for each in meanings if each.key == "category"):
            return shelves
    return ()


def shelves_before(text: str, tokens: tuple[Word, ...], first: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The shelves of a thing that stands right before a phrase: of "rain jacket, small"."""
    if not first or text[tokens[first - 1].end:tokens[first].start].strip(" ,-"):
        return ()
    named = ("".join(word.stem for word in tokens[start:first]) for start in range(max(0, first - 3), first))
    return next((shelves for name in named if (shelves := tuple(
        each.value for each in vocabulary.meanings.get(name, ()) if each.key == "category"))), ())


def is_size_of_a_thing(size: Meaning, text: str, tokens: tuple[Word, ...], first: int, last: int,
                       vocabulary: Vocabulary) -> bool:
    """Whether a size in a word stands beside a thing that comes in it: "small black jackets", not "a small rug"."""
    word = tokens[last].text
    shelves = shelves_after(text, tokens, last, vocabulary) or shelves_before(text, tokens, first, vocabulary)
    return len(word) > 2 and word.isalpha() and any(
        size.value in sizes for (slug, _), sizes in vocabulary.shelf_sizes.items() if slug in shelves)


def is_fragment(text: str, start: int, end: int) -> bool:
    """Whether a phrase stands between commas, as in "dress, red, small" or "trousers, 34"."""
    return bool(FRAGMENT_BEFORE.search(text[:start]) and FRAGMENT_END.match(text[end:]))


def is_size(text: str, tokens: tuple[Word, ...], first: int, last: int, original: str, sized: bool) -> bool:
    """Whether a size's letters or number are meant as one: "size M", "in 38", "XL", a lone capital, or nothing
    else said. Numbers and everyday words need more than an article before them."""
    start, end = tokens[first].start, tokens[last].end
    before, phrase = text[:start], text[start:end]
    if sized or len(tokens) == last - first + 1 or SIZE_AFTER.match(text[end:]):
        return True
    if is_fragment(text, start, end):
        return True
    if phrase.isalpha() and len(phrase) > 1 and SIZE_LETTERS.fullmatch(phrase):
        return True
    if phrase[0].isdigit() and phrase.endswith(("xl", "xs")):
        return True
    if len(phrase) == 1 and phrase.isalpha():
        # A letter by itself, unlike those of "I'M" and "U.S.".
        capital = re.search(rf"(?<![\w'’.]){phrase.upper()}(?![\w'’])", original)
        return bool(capital) or bool(LETTER_BEFORE.search(before))
    if phrase[0].isdigit():
        return bool(NUMBER_BEFORE.search(before))
    return bool(SIZE_BEFORE.search(before))


def heads(text: str, tokens: tuple[Word, ...], terms: list[Term]) -> tuple[Term, ...]:
    """Category names that stand side by side name one thing, and the last of them says what it is."""
    kept: list[Term] = []
    for term in terms:
        before = kept[-1] if kept else None
        if (before is not None and term.has("category") and before.has("category") and before.last + 1 == term.first
                and not text[tokens[before.last].end:tokens[term.first].start].strip(" -")):
            others = tuple(each for each in before.meanings if each.key != "category")
            kept.pop()
            if others:
                kept.append(Term(others, before.first, before.last, before.stance))
        kept.append(term)
    return tuple(kept)

