"""What a shopper must not have, for as long as the conversation lasts: apart from the criteria, which come and go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from shop.assistant.criteria import CONTENTS, Criteria
from shop.assistant.language import contents
from shop.assistant.language.text import fold

WORDS = "words"


@dataclass(frozen=True)
class Avoidance:
    """`families` are those of `language.contents`; `words` are stems of what belongs to none of them."""

    families: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.families or self.words)

    def plus(self, other: Self) -> Self:
        return type(self)(united(self.families, other.families), united(self.words, other.words))

    def minus(self, other: Self) -> Self:
        return type(self)(tuple(each for each in self.families if each not in other.families),
                          tuple(each for each in self.words if each not in other.words))

    def without(self, key: str, value: str) -> Self:
        """The same without what a chip's cross takes away, as `Criteria.without` has it of "exclude"."""
        kind, _, word = value.partition(":")
        if key != "exclude" or kind not in (CONTENTS, WORDS):
            return self
        return self.minus(type(self)((word, *contents.diet(word)), (word,)))

    def covers(self, key: str, value: str) -> bool:
        """Whether an exclusion is one of these."""
        return (key == WORDS and value in self.words) or (key == CONTENTS and value in self.families) or (
            key == "material" and any(contents.names(each, fold(value)) for each in self.families))

    @property
    def names(self) -> tuple[str, ...]:
        """What is avoided in few words: everything that vegans avoid is "animal products"."""
        animal = set(contents.diet(contents.VEGAN))
        if not animal <= set(self.families):
            return (*map(contents.label, self.families), *self.words)
        rest = (contents.label(each) for each in self.families if each not in animal)
        return (contents.ANIMAL, *rest, *self.words)

    def exclusions(self) -> Mapping[str, tuple[str, ...]]:
        """As `Criteria.exclude` has them."""
        return {key: some for key, some in ((CONTENTS, self.families), (WORDS, self.words)) if some}

    def to_json(self) -> dict[str, Any]:
        return {"families": list(self.families), "words": list(self.words)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(tuple(each for each in data.get("families", ()) if each in contents.FAMILIES),
                   tuple(data.get("words", ())))


NOTHING_AVOIDED = Avoidance()


def united(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*some, *others)))


def ruling_out(criteria: Criteria, exclusions: Mapping[str, Iterable[str]]) -> Criteria:
    """The same wish with these ruled out as well."""
    exclude = {key: united(criteria.exclude.get(key, ()), exclusions.get(key, ()))
               for key in dict.fromkeys((*criteria.exclude, *exclusions))}
    return criteria.changed(exclude={key: values for key, values in exclude.items() if values})
