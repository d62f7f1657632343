"""The shop's own words as a value: which phrase means which criterion, built from rows and synonyms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from shop.assistant.criteria import BY_KEY, LABELLED
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.spelling import Speller
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import base_forms, compact, stem, stems, words
from shop.assistant.language.things import thing_names

TELLING = 30
# A word that English at large uses oftener, in a billion, is a shop's value only beside its noun or a thing.
COMMON = 10_000
# Oftener still: such a word is a name of nothing that the shop does not call so itself.
EVERYBODYS = 200_000
JOINTS = ENGLISH.pattern("names.shelf_joints")
# What has a name of its own in the shop is meant by it, and no neighbour of it.
OWN = frozenset(("category", "colour"))
SETS = frozenset(ENGLISH.words("names.sets"))
SIZE_WORDS = ENGLISH.values("sizes.letters")


@dataclass(frozen=True, order=True)
class Meaning:
    """A criterion's key and a value of it, folded; key "words" means: look for it in the products' text."""

    key: str
    value: str


@dataclass(frozen=True)
class CategoryName:
    slug: str
    name: str
    singular: str


@dataclass(frozen=True)
class SynonymRow:
    word: str
    means: str
    key: str = ""


@dataclass(frozen=True)
class PriceSpread:
    """The lowest and the highest price of what is for sale, in minor units; 0 in an empty shop."""

    lowest: int = 0
    highest: int = 0


@dataclass(frozen=True)
class Vocabulary:
    """`meanings` maps a compact phrase (`words.compact`) to what it means, alternatives side by side.

    `labels` maps a meaning to the words the owner wrote. `known` is every stem that names or labels a product,
    `named` those of them that stand in names alone, `mentioned` every stem that only descriptions have, `heads` those
    that say what a product is.
    `spoken` are the words of all phrases as people write them, `everyday` English words that are no misspelling of
    anything, whether the shop uses them or not. `having` says how many of the `products` have a stem, `english` how
    often the language at large has a word, in a billion. `shelf_sizes` are the sizes that products of a category (its
    slug) have for an audience, folded, in the order of the rows; "" is an audience that is not said.
    """

    meanings: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    labels: Mapping[Meaning, str] = field(default_factory=dict)
    singulars: Mapping[str, str] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    prices: PriceSpread = PriceSpread()
    longest: int = 1
    spoken: frozenset[str] = frozenset()
    everyday: frozenset[str] = frozenset()
    having: Mapping[str, int] = field(default_factory=dict)
    products: int = 0
    english: Mapping[str, int] = field(default_factory=dict)
    shelf_sizes: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def speller(self) -> Speller:
        """Knows every word that the shop uses, and on how many products; where only descriptions have it, a tenth."""
        counts = {**dict.fromkeys(self.meanings, 1),
                  **{word: self.having.get(word, 0) // 10 for word in self.mentioned},
                  **{word: self.having.get(word, 1) for word in self.known}}
        for word in self.spoken:
            counts[word] = max(2, self._uses(word))
        labels = {word for word in self.spoken if stem(word) not in STOP}
        return Speller(counts, labels=labels, products=self.products, english=self.english)

    def _uses(self, word: str) -> int:
        """How many products have a word, or what it stands for."""
        meant = (part for meaning in self.of(word) for part in stems(self.label(meaning.key, meaning.value))[-1:])
        return max(self.having.get(stem(word), 0), *(self.having.get(each, 0) for each in meant), 0)

    def of(self, phrase: str) -> tuple[Meaning, ...]:
        return self.meanings.get(compact(phrase), ())

    def is_telling(self, word: str) -> bool:
        """Whether a word says more here than anywhere: an everyday one is TELLING times oftener on the products."""
        often = max(self.english.get(word, 0), self.english.get(stem(word), 0)) / 1e9
        return word not in self.everyday or self.having.get(stem(word), 0) >= TELLING * often * self.products

    def is_common(self, meaning: Meaning, phrase: str) -> bool:
        """Whether a phrase is but a value without the noun that may follow it, and everybody's word: "regular"."""
        wording, label = BY_KEY[meaning.key].wording, self.label(meaning.key, meaning.value)
        return bool(wording.noun) and compact(phrase) == compact(wording.bare(label)) and all(
            self.english.get(word, 0) >= COMMON for word in words(phrase))

    def label(self, key: str, value: str) -> str:
        """A value as the owner wrote it; for a category its plural name."""
        return self.labels.get(Meaning(key, value), value)

    def in_full(self, key: str, value: str) -> str:
        """A value as it is said away from its heading: "slim fit" where the owner wrote "slim"."""
        return BY_KEY[key].wording.whole(self.label(key, value))

    def values(self, key: str) -> tuple[str, ...]:
        """The shop's values of one criterion, folded, in the order of the rows."""
        return tuple(meaning.value for meaning in self.labels if meaning.key == key)

    def has(self, key: str, value: str) -> bool:
        return Meaning(key, value) in self.labels


def build(
    categories: Iterable[CategoryName],
    values: Iterable[tuple[str, str]],
    synonyms: Iterable[SynonymRow],
    *,
    known: frozenset[str] = frozenset(),
    named: frozenset[str] = frozenset(),
    mentioned: frozenset[str] = frozenset(),
    heads: frozenset[str] = frozenset(),
    prices: PriceSpread = PriceSpread(),
    everyday: frozenset[str] = frozenset(),
    having: Mapping[str, int] | None = None,
    products: int = 0,
    english: Mapping[str, int] | None = None,
    shelf_sizes: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> Vocabulary:
    """`values` are (key, value as written) pairs from the rows.

    A phrase that the rows use for two criteria keeps the one that claims it. A synonym's row adds to what the word
    means by itself, except where it is itself a category or colour of the shop; several rows of one word all hold. A
    synonym for something the shop does not have is left out, so that it can be told as not carried.
    """
    labels: dict[Meaning, str] = {}
    found: defaultdict[str, list[Meaning]] = defaultdict(list)
    singulars: dict[str, str] = {}
    for category in categories:
        meaning = Meaning("category", category.slug)
        labels[meaning] = category.name
        singulars[category.slug] = category.singular or category.name
        for phrase in {category.name, category.singular, category.slug.replace("-", " ")} - {""}:
            found[compact(phrase)].append(meaning)
            *first, last = words(phrase) or [""]
            if first and stem(last) in SETS:
                found[compact(" ".join(first))].append(meaning)  # "luggage" where there are luggage sets
    for key, value in values:
        if key not in LABELLED:
            continue
        meaning, wording = Meaning(key, BY_KEY[key].folded(value)), BY_KEY[key].wording
        if meaning not in labels:
            labels[meaning] = value
            for phrase in dict.fromkeys(map(compact, (wording.bare(value), wording.whole(value)))):
                found[phrase].append(meaning)
    found.update(parts_of_names(labels, found))
    for phrase, these in list(found.items()):
        for form in base_forms(phrase) if phrase.endswith("ing") else ():
            if form not in found:
                found[form] = these
        if phrase.endswith("is") and phrase[:-1] in known and phrase[:-1] not in found:
            found[phrase[:-1]] = these  # "bikini" where there are bikinis; such a plural has no stem of its own
    for word, size in SIZE_WORDS.items():
        if (meaning := Meaning("size", size)) in labels and compact(word) not in found:
            found[compact(word)].append(meaning)
    meanings = {phrase: first_of(these) for phrase, these in found.items() if phrase}
    longest = max((len(words(BY_KEY[each.key].wording.whole(label))) for each, label in labels.items()), default=1)
    spoken = {word for label in labels.values() for word in words(label)} | {
        word for each in singulars.values() for word in words(each)}
    added: defaultdict[str, list[Meaning]] = defaultdict(list)
    for row in synonyms:
        spoken.update(words(row.word))
        own = {each.key for each in meanings.get(compact(row.word), ())} & OWN
        targets = [each for each in found.get(compact(row.means), ())
                   if row.key in ("", each.key) and each.key not in own]
        if not targets and row.key in ("", "words") and all(stem(word) in known for word in words(row.means)):
            targets = [Meaning("words", " ".join(stem(word) for word in words(row.means)))]
        added[compact(row.word)].extend(first_of(targets) if not row.key else targets)
        if any(each.key == "category" for each in targets):
            added[compact(row.word)].extend(qualities(words(row.word), found))
        longest = max(longest, len(words(row.word)))
    for phrase, these in added.items():
        if these and phrase:
            meanings[phrase] = tuple(dict.fromkeys((*meanings.get(phrase, ()), *these)))
    for name, targets_at_large in names_at_large(meanings, known, heads, english or {}).items():
        meanings[compact(name)] = targets_at_large
        spoken.update(words(name))
        longest = max(longest, len(words(name)))
    return Vocabulary(meanings, labels, singulars, known, named, mentioned - known, heads, prices, longest,
                      frozenset(spoken), everyday, having or {}, products, english or {}, shelf_sizes or {})


def names_at_large(meanings: Mapping[str, tuple[Meaning, ...]], known: frozenset[str], heads: frozenset[str],
                   english: Mapping[str, int]) -> dict[str, tuple[Meaning, ...]]:
    """What people may call the things of this shop that it calls otherwise, by the language's table of names. A name
    that means something here already keeps it; a narrower name stands for the wider one ("futon" among sofas). What
    everybody says at every turn is no name: "can" stands for no headphones."""
    things = thing_names()
    found: dict[str, tuple[Meaning, ...]] = {}

    def own(name: str) -> tuple[Meaning, ...]:
        stemmed = stems(name)
        shelves = tuple(each for each in meanings.get(compact(name), ()) if each.key == "category")
        called = all(word in known for word in stemmed) and stemmed[-1] in heads
        return shelves or ((Meaning("words", " ".join(stemmed)),) if called else ())

    for names in things.sets:
        targets = tuple(dict.fromkeys(each for name in names for each in own(name)))
        # Shelves before mere words of names: the owner has put there what is meant.
        targets = tuple(each for each in targets if each.key == "category") or targets
        for name in names if targets else ():
            if compact(name) not in meanings and not own(name) and is_name(name, english):
                found[name] = tuple(dict.fromkeys((*found.get(name, ()), *targets)))
    for wider, narrower in things.kinds:
        if (targets := own(wider) or found.get(wider, ())) and (
                compact(narrower) not in meanings and is_name(narrower, english)
                # "Skinny jeans" where there is a word for skinny: the shop says more of it than the table.
                and not all(stem(word) in meanings for word in words(narrower))):
            found.setdefault(narrower, targets)
    return found


def is_name(name: str, english: Mapping[str, int]) -> bool:
    return " " in name or (stem(name) not in STOP and english.get(name, 0) < EVERYBODYS)


def parts_of_names(labels: Mapping[Meaning, str],
                   found: Mapping[str, Sequence[Meaning]]) -> dict[str, list[Meaning]]:
    """What the parts of a shelf's name mean that mean nothing else: "perfume" of "Perfume and body mist"."""
    parts: defaultdict[str, list[Meaning]] = defaultdict(list)
    for meaning, label in labels.items():
        several = JOINTS.split(label) if meaning.key == "category" else ()
        for part in several if len(several) > 1 else ():
            if (phrase := compact(part)) and phrase not in found:
                parts[phrase].append(meaning)
    return parts


def qualities(phrase: Sequence[str], found: Mapping[str, Sequence[Meaning]]) -> list[Meaning]:
    """What the words of a longer name say of the thing in this shop: a "denim jacket" is of denim."""
    return [each for word in phrase if len(phrase) > 1 for each in found.get(stem(word), ())
            if BY_KEY[each.key].quality]


def first_of(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """Those of the criterion that claims the word before the others that use it."""
    several = sorted(set(meanings), key=lambda meaning: (BY_KEY[meaning.key].claims, meaning.value))
    return tuple(each for each in several if each.key == several[0].key)
