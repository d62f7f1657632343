"""A name is a name: products that a message calls by theirs, found before a word of it is read as anything else.

A name is taken out of the text and a pronoun put in its place, so that "what sizes does the Heron Kettle come in?" is
read as "what sizes does it come in?", whatever its words would mean: a bird, a thing for the stove, a colour, a season.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shop.assistant.catalogue import Candidate, Catalogue
from shop.assistant.criteria import Criteria
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import WORD, fold, stem
from shop.assistant.vocabulary import Vocabulary

# What a name's words may be looked up by: the rarest of the message.
MOST_WORDS, MOST_ROWS = 8, 60
DEFINITE = frozenset(ENGLISH.words("names.before_a_name"))
ARTICLE = re.compile(rf"\b(?:{'|'.join(sorted(DEFINITE))})\s+$", re.IGNORECASE)
PRONOUN = "it"


@dataclass(frozen=True)
class Token:
    """A word of a text that says something, as its stem; `start` and `end` are where it stands in the text as it was
    written. `before` is the word right before it, as it was said, `is_capital` says that it begins with one."""

    word: str
    stem: str
    start: int
    end: int
    before: str
    is_capital: bool = False


@dataclass(frozen=True)
class Name:
    """A product's name in a text, from `start` to `end`. `whole` says that all of it is there."""

    product: int
    start: int
    end: int
    whole: bool


def names_in(text: str, catalogue: Catalogue, vocabulary: Vocabulary) -> tuple[Name, ...]:
    """The products that a text calls by name, in its order, whether or not they can be bought.

    A whole name counts wherever it stands, if it is more than the name of a kind ("White Shirt"); that, and a part of
    a name, only where one certain thing is meant ("the white shirt"), and a part only if no other product has it.
    """
    tokens = tokens_of(text)
    rows = rows_for(tokens, catalogue, vocabulary)
    taken: list[Name] = []
    for name in sorted((*whole_names(tokens, rows, vocabulary), *parts_of_names(tokens, rows, vocabulary)),
                       key=lambda each: (not each.whole, each.start - each.end)):
        if not any(name.start < other.end and other.start < name.end for other in taken):
            taken.append(name)
    return tuple(sorted(taken, key=lambda each: each.start))


def with_pronouns(text: str, names: Sequence[Name]) -> str:
    """The text with a pronoun for each name, and for the article before it."""
    for name in sorted(names, key=lambda each: -each.start):
        text = f"{ARTICLE.sub('', text[:name.start])}{PRONOUN}{text[name.end:]}"
    return text


def tokens_of(text: str) -> tuple[Token, ...]:
    """Folding may change how many letters there are ("ß", "™"), so each letter is folded with its place."""
    folded, places = "", []
    for place, letter in enumerate(text):
        some = fold(letter)
        folded += some
        places += [place] * len(some)
    found, before = [], ""
    for match in WORD.finditer(folded):
        if (said := stem(match[0])) not in STOP:
            start = places[match.start()]
            found.append(Token(match[0], said, start, places[match.end() - 1] + 1, before, text[start].isupper()))
        before = match[0]
    return tuple(found)


def rows_for(tokens: Sequence[Token], catalogue: Catalogue, vocabulary: Vocabulary) -> tuple[Candidate, ...]:
    """The products whose names share most with a text."""
    said = dict.fromkeys(token.stem for token in tokens if token.stem in vocabulary.known)
    telling = [word for word in said if not is_value(word, vocabulary)]
    if not telling and not any(token.before in DEFINITE for token in tokens):
        return ()
    rarest = sorted(said, key=lambda word: vocabulary.having.get(word, 0))[:MOST_WORDS]
    return tuple(catalogue.candidates(
        Criteria(words=tuple(rarest)), limit=MOST_ROWS, in_stock=False, fill=True).rows) if rarest else ()


def name_of(row: Candidate) -> tuple[str, ...]:
    """The stems of a row's name that say something, in their order."""
    every = f"{row.fields.get('name', '')} {row.fields.get('more', '')}".split()
    return tuple(word for word in every if word not in STOP)


def whole_names(tokens: Sequence[Token], rows: Sequence[Candidate], vocabulary: Vocabulary) -> Iterator[Name]:
    said = [token.stem for token in tokens]
    for row in rows:
        name = name_of(row)
        for at in range(len(said) - len(name) + 1) if name else ():
            if tuple(said[at:at + len(name)]) == name and (
                    (len(name) > 1 and any(not is_value(word, vocabulary) for word in name))
                    or is_definite(tokens[at])):
                yield Name(row.id, tokens[at].start, tokens[at + len(name) - 1].end, True)


def parts_of_names(tokens: Sequence[Token], rows: Sequence[Candidate], vocabulary: Vocabulary) -> Iterator[Name]:
    """"The Heron" of "Heron Kettle": words side by side after an article, that only one product has all of; the name
    of its kind may follow. One that is everybody's word is none: "the cat" is not the Lucky Cat."""
    for at, token in enumerate(tokens):
        if not is_definite(token) or token.stem not in vocabulary.known:
            continue
        last = at
        while last + 1 < len(tokens) and tokens[last + 1].before == tokens[last].word and (
                tokens[last + 1].stem in vocabulary.known):
            last += 1
        for end in range(last + 1, at, -1):
            words = tokens[at:end]
            if (row := holder_of(words, rows, vocabulary)) is not None:
                yield Name(row.id, token.start, words[-1].end, False)
                break


def holder_of(words: Sequence[Token], rows: Sequence[Candidate], vocabulary: Vocabulary) -> Candidate | None:
    """The one product whose name, with that of its kind, has all of these words, and most of them itself."""
    own = [each for each in words if not is_value(each.stem, vocabulary)]
    if len(own) < 2 and not any(is_proper(each, vocabulary) for each in own):
        return None
    part = {each.stem for each in words}
    holders = [(len(part & set(name_of(row))), row) for row in rows
               if part <= {*name_of(row), *row.fields.get("category", "").split()}
               and any(each.stem in name_of(row) for each in own)]
    most = max((count for count, _ in holders), default=0)
    best = [row for count, row in holders if count == most]
    return best[0] if len(best) == 1 else None


def is_proper(token: Token, vocabulary: Vocabulary) -> bool:
    """Whether a word may be a name's own: written with a capital, or no word of everybody's. "The 16th" is none."""
    return token.word.isalpha() and len(token.word) > 3 and not is_value(token.stem, vocabulary) and (
        token.is_capital or token.word not in vocabulary.everyday)


def is_definite(token: Token) -> bool:
    """Whether a certain thing is meant: "the heron kettle", not "a heron kettle"."""
    return token.before in DEFINITE


def is_value(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word names a kind, a colour or a size, as against a product."""
    return any(meaning.key in ("category", "colour", "size", "audience") for meaning in vocabulary.of(word))
