"""What a shopper wants of a product, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Self

LISTS = ("category", "colour", "size", "occasion", "style", "season", "material", "brand", "pattern", "sleeve",
         "words")
SINGLES = ("audience", "price_min", "price_max", "price_word", "rating_min", "quantity", "sort")
SORTS = ("price_asc", "price_desc", "rating", "newest")
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True)
class Criteria:
    """Absent means not asked. Values are the shop's own, folded (`words.fold`); a category is its slug.

    Values of one list are alternatives, different keys must all hold, `words` must all be found. Prices are in
    minor units. `exclude` has the list keys too. `price_word` is "low" or "high", `sort` one of SORTS.
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
        """The values of a list key."""
        value: tuple[str, ...] = getattr(self, key)
        return value

    def changed(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def without(self, key: str, value: str | None = None) -> Self:
        """The same wish without one value of a key, or without the whole key. "exclude" takes "key:value"."""
        if key == "exclude":
            kind, _, word = (value or "").partition(":")
            left = {name: tuple(each for each in values if name != kind or each != word)
                    for name, values in self.exclude.items()}
            return self.changed(exclude={name: values for name, values in left.items() if values})
        if key in LISTS:
            keep = () if value is None else tuple(each for each in self.values(key) if each != value)
            return self.changed(**{key: keep})
        return self.changed(**{key: None})

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
