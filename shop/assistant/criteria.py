"""What a shopper may ask of a product: the table of criteria, and what is wanted as a value.

A criterion is a row of CRITERIA, a field of `Criteria` and, where products state it, a column of theirs. All that the
shop knows of it comes from its row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Self

from shop.assistant.language.text import fold

# What a product is made of or has in it, by the families of `language.contents`; it can be ruled out alone.
CONTENTS = "contents"
# Phrases that may not stand in a product's name; only the search is asked so.
NAMED = "named"
SORTS = ("price_asc", "price_desc", "rating", "newest")
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Kind(Enum):
    """What of a product a criterion is held against."""

    SHELF = auto()  # the slug of its category
    VARIANT = auto()  # a word of a variant, the same variant for all of these
    LABEL = auto()  # a word of its own
    LABELS = auto()  # several words of its own
    AUDIENCE = auto()  # a word of its own, but what is for everyone suits all adults
    TEXT = auto()  # the words of its texts
    NUMBER = auto()  # its price, rating or stock
    ORDER = auto()  # nothing: it only orders the list


@dataclass(frozen=True)
class Wording:
    """A criterion in English; {} in a template is a value, or several joined.

    `names` are what people call it. `heading` stands above its values, `unasked` is a filter's choice of none of them.
    `noun` may follow a value ("slim fit"); where everybody uses the value's own word, it must, or a thing's name.
    `phrase` is its part of a noun phrase, in the order of `phrase_place` and before the noun where that is below 0.
    `verb` is said of one product and of several, `reason` is why a product fits, "" where that is nothing to boast of.
    A `proper` value keeps its capital.
    """

    names: tuple[str, ...] = ()
    heading: str = ""
    unasked: str = "Any"
    noun: str = ""
    chip: str = "{}"
    reason: str = ""
    phrase: str = ""
    phrase_place: int = 0
    verb: tuple[str, str] = ("", "")
    proper: bool = False

    def bare(self, label: str) -> str:
        """A value without the noun that may follow it: "slim" of "slim fit"."""
        follows = self.noun and label.lower().endswith(f" {self.noun}")
        return label[:-len(self.noun) - 1] if follows else label

    def whole(self, label: str) -> str:
        """A value as it is said away from its heading: "slim fit" of "slim"."""
        return f"{self.bare(label)} {self.noun}".rstrip()


@dataclass(frozen=True)
class Criterion:
    """`key` names it in `Criteria`, facets, synonyms and catalogue files; `many` values can be asked for at once, as
    alternatives. Of two that use the same word, the one that `claims` earlier has it; where nothing fits, what
    `gives_way` earlier is given up first, 0 never; `place` is its order on pages.

    `looks`: what a product looks and feels like and who made it. `quality`: what a word in a longer name says of the
    thing ("denim jacket"). `wish`: the more of the values asked for a product has, the better. `guessed`: a model may
    fill it in. `filters`: a filter of the storefront. `compared`: every comparison shows it. `stated`: told like an
    attribute. `excludable`: its values can be ruled out.
    """

    key: str
    kind: Kind
    many: bool = True
    claims: int = 0
    gives_way: int = 0
    place: int = 0
    looks: bool = False
    quality: bool = False
    wish: bool = False
    guessed: bool = False
    filters: bool = False
    compared: bool = False
    stated: bool = False
    excludable: bool = True
    wording: Wording = Wording()

    @property
    def column(self) -> str:
        """The column of products that holds it."""
        return f"{self.key}s" if self.kind is Kind.LABELS else self.key

    def folded(self, label: str) -> str:
        """A value as it is compared: "Slim" and "slim fit" are the same."""
        return fold(self.wording.bare(label))

    def from_column(self, held: Any) -> tuple[str, ...]:
        """The words that the column holds."""
        return tuple(held or ()) if self.kind is Kind.LABELS else (held,) if held else ()

    def to_column(self, words: Sequence[str]) -> list[str] | str:
        """What the column holds of words, of which a label has one at most."""
        return list(words) if self.kind is Kind.LABELS else "".join(words)


CRITERIA = (
    Criterion(
        "category", Kind.SHELF, claims=1, place=1, guessed=True, filters=True,
        wording=Wording(("category", "categorie"), "Category", verb=("is one of our {}", "are {}"))),
    Criterion(
        "colour", Kind.VARIANT, claims=2, gives_way=12, place=6, looks=True, quality=True, wish=True, filters=True,
        wording=Wording(("colour", "color"), "Colour", phrase="{}", phrase_place=-3,
                        verb=("comes in {}", "come in {}"))),
    Criterion(
        "size", Kind.VARIANT, claims=3, gives_way=11, place=5, looks=True, filters=True,
        wording=Wording(("size",), "Size", phrase="in {}", phrase_place=6, proper=True,
                        verb=("is in stock in {}", "are in stock in {}"))),
    Criterion(
        "occasion", Kind.LABELS, claims=9, gives_way=8, place=9, quality=True, wish=True, guessed=True, compared=True,
        wording=Wording(("occasion",), "Good for", phrase="for {}", phrase_place=3,
                        verb=("is meant for {}", "are meant for {}"))),
    Criterion(
        "style", Kind.LABELS, claims=10, gives_way=4, place=10, quality=True, wish=True, guessed=True,
        wording=Wording(("style",), "Style", reason="{}", phrase="{}", phrase_place=-5, verb=("is {}", "are {}"))),
    Criterion(
        "season", Kind.LABELS, claims=8, gives_way=7, place=8, quality=True, wish=True, guessed=True, compared=True,
        wording=Wording(("season",), "Season", phrase="for {}", phrase_place=4,
                        verb=("is meant for {}", "are meant for {}"))),
    Criterion(
        "material", Kind.LABELS, claims=4, gives_way=9, place=7, looks=True, quality=True, wish=True, guessed=True,
        compared=True,
        wording=Wording(("material", "fabric"), "Material", reason="{}", phrase="{}", phrase_place=-2,
                        verb=("is made with {}", "are made with {}"))),
    Criterion(
        "brand", Kind.LABEL, claims=11, gives_way=10, place=2, looks=True,
        wording=Wording(("brand", "maker"), "Brand", phrase="{}", phrase_place=-1, proper=True,
                        verb=("is by {}", "are by {}"))),
    Criterion(
        "pattern", Kind.LABELS, claims=5, gives_way=5, place=11, looks=True, quality=True, wish=True,
        wording=Wording(("pattern",), "Pattern", reason="{}", phrase="{}", phrase_place=-4,
                        verb=("has a {} pattern", "have a {} pattern"))),
    Criterion(
        "sleeve", Kind.LABEL, claims=6, gives_way=6, place=4, looks=True, quality=True,
        wording=Wording(("sleeve",), "Sleeve", phrase="with {} sleeves", phrase_place=1,
                        verb=("has {} sleeves", "have {} sleeves"))),
    Criterion(
        "words", Kind.TEXT, claims=99, gives_way=1,
        wording=Wording(phrase="with “{}”", phrase_place=2, verb=("is described as “{}”", "are described as “{}”"))),
    Criterion(
        "audience", Kind.AUDIENCE, many=False, claims=7, gives_way=15, place=3, filters=True, excludable=False,
        wording=Wording((), "For", unasked="Anyone", chip="for {}", phrase="for {}", phrase_place=5,
                        verb=("is for {}", "are for {}"))),
    Criterion(
        "fit", Kind.LABEL, many=False, claims=12, gives_way=6, place=4, looks=True, quality=True, filters=True,
        stated=True,
        wording=Wording(("fit", "cut"), "Fit", noun="fit", reason="{}", phrase="{}", phrase_place=-5,
                        verb=("has a {}", "have a {}"))),
    Criterion("price_min", Kind.NUMBER, many=False, gives_way=14, wording=Wording(("price", "budget", "limit"))),
    Criterion("price_max", Kind.NUMBER, many=False, gives_way=13, wording=Wording(("price", "budget", "limit"))),
    Criterion("price_word", Kind.ORDER, many=False, wording=Wording(("price", "budget", "limit"))),
    Criterion("rating_min", Kind.NUMBER, many=False, gives_way=3, wording=Wording(("rating", "star", "review"))),
    Criterion("quantity", Kind.NUMBER, many=False, gives_way=2),
    Criterion("sort", Kind.ORDER, many=False),
)
BY_KEY: Mapping[str, Criterion] = {each.key: each for each in CRITERIA}


def rows(of: Callable[[Criterion], object], by: Callable[[Criterion], int] | None = None) -> tuple[Criterion, ...]:
    """The rows of which something holds, in an order; what stands level keeps the table's."""
    some = [each for each in CRITERIA if of(each)]
    return tuple(sorted(some, key=by) if by else some)


def keys(of: Callable[[Criterion], object], by: Callable[[Criterion], int] | None = None) -> tuple[str, ...]:
    return tuple(each.key for each in rows(of, by))


LISTS = keys(lambda each: each.many)
SINGLES = keys(lambda each: not each.many)
# Asked for by values, of which the shop has its own but for words.
VALUED = keys(lambda each: each.kind not in (Kind.NUMBER, Kind.ORDER))
LABELLED = tuple(key for key in VALUED if BY_KEY[key].kind is not Kind.TEXT)
# Held in a column of the product itself.
OWN = rows(lambda each: each.kind in (Kind.LABEL, Kind.LABELS, Kind.AUDIENCE))
VARIED = keys(lambda each: each.kind is Kind.VARIANT)


@dataclass(frozen=True)
class Criteria:
    """Absent means not asked. Values are the shop's own, folded (`words.fold`); a category is its slug.

    Values of one list are alternatives, different keys must all hold, `words` must all be found. Prices are in
    minor units. `exclude` has, by key, the values that are ruled out, and under CONTENTS
    families. `price_word` is "low" or "high", `sort` one of
    SORTS.
    """

    category: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    occasion: tuple[str, ...] = ()
    style: tuple[str, ...] = ()
    season: tuple[str, ...] = ()
    material: tuple[str, ...] = ()
    brand: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    sleeve: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    audience: str | None = None
    fit: str | None = None
    price_min: int | None = None
    price_max: int | None = None
    price_word: str | None = None
    rating_min: float | None = None
    quantity: int | None = None
    sort: str | None = None
    exclude: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)

    def asked(self) -> dict[str, Any]:
        """Only the keys that were asked for, in the order of the fields."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name))}

    def __bool__(self) -> bool:
        return bool(self.asked())

    def values(self, key: str) -> tuple[str, ...]:
        """The values asked for of a key of VALUED; at most one of a single one."""
        value = getattr(self, key)
        return value if isinstance(value, tuple) else (value,) if value else ()

    def changed(self, **changes: Any) -> Self:
        """The same wish with other values; several of a single key, as a tuple, are its first, none are None."""
        own: dict[str, Any] = {key: one_of(value) if isinstance(value, tuple) and key in SINGLES else value
                               for key, value in changes.items()}
        return replace(self, **own)

    def without(self, key: str, value: str | None = None) -> Self:
        """The same wish without one value of a key, or without the whole key. "exclude" takes "key:value"."""
        if key == "exclude":
            kind, _, word = (value or "").partition(":")
            left = {name: tuple(each for each in values if name != kind or each != word)
                    for name, values in self.exclude.items()}
            return self.changed(exclude={name: values for name, values in left.items() if values})
        keep = self.values(key) if key in VALUED and value is not None else ()
        return self.changed(**{key: tuple(each for each in keep if each != value)})

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, prices still in minor units; `from_json` reads it back."""
        return {key: {k: list(v) for k, v in value.items()} if key == "exclude"
                else list(value) if isinstance(value, tuple) else value for key, value in self.asked().items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        values: dict[str, Any] = {key: tuple(data[key]) for key in LISTS if data.get(key)}
        values |= {key: data[key] for key in SINGLES if data.get(key) is not None}
        if data.get("exclude"):
            values["exclude"] = {key: tuple(each) for key, each in data["exclude"].items()}
        return cls(**values)


def one_of(values: Sequence[str]) -> str | None:
    return values[0] if values else None
