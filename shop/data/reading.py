"""Reads a folder of TOML files that describe a shop into values; nothing here touches a database.

Five files: profile, categories, products, knowledge, synonyms. Two are optional: terms.toml has the terms of
sale, customers.toml serves demos. Every mistake is a `ReadingError` that names the file, the entry and the field.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from babel.numbers import get_currency_precision

from shop.assistant.criteria import OWN, Kind
from shop.data.entry import Entry, ReadingError


@dataclass(frozen=True)
class Profile:
    name: str
    strapline: str
    currency: str
    greeting: str
    email: str
    phone: str
    hours: str


@dataclass(frozen=True)
class CategoryEntry:
    slug: str
    name: str
    singular: str
    description: str
    position: int


@dataclass(frozen=True)
class VariantEntry:
    sku: str
    colour: str
    size: str
    stock: int


@dataclass(frozen=True)
class Picture:
    """What `tools.drawing.garments.draw` is asked for, but for the colour."""

    kind: str
    pattern: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class ProductEntry:
    """`price` is in minor units; `category` is a slug; `labels` are the words of every criterion of OWN, by its key;
    `attributes` keeps the order of the file."""

    slug: str
    name: str
    category: str
    description: str
    price: int
    labels: Mapping[str, tuple[str, ...]]
    attributes: tuple[tuple[str, str], ...]
    rating: float | None
    rating_count: int
    added: date | None
    picture: Picture | None
    variants: tuple[VariantEntry, ...]

    @property
    def colours(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.colour for each in self.variants if each.colour))

    @property
    def stock(self) -> int:
        return sum(each.stock for each in self.variants)

    def image(self, colour: str = "") -> str:
        """The path below static/ of the picture in a colour, by default the first; "" without a picture."""
        if self.picture is None:
            return ""
        other = colour and colour != self.colours[0]
        return f"img/products/{self.slug}{'-' + colour.replace(' ', '-') if other else ''}.svg"


@dataclass(frozen=True)
class SectionEntry:
    slug: str
    topic: str
    title: str
    body: str
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class SynonymEntry:
    word: str
    means: str
    key: str


@dataclass(frozen=True)
class TermsEntry:
    """Amounts are in minor units; `free_from` is None where delivery is never free for its value."""

    delivery: int
    free_from: int | None
    days_least: int
    days_most: int
    return_days: int

    def shipping_for(self, goods: int) -> int:
        return 0 if self.free_from is not None and goods >= self.free_from else self.delivery


@dataclass(frozen=True)
class Person:
    """A customer of a demo; `country` is an ISO code."""

    name: str
    email: str
    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True)
class ShopFolder:
    profile: Profile
    categories: tuple[CategoryEntry, ...]
    products: tuple[ProductEntry, ...]
    sections: tuple[SectionEntry, ...]
    synonyms: tuple[SynonymEntry, ...]
    terms: TermsEntry | None
    customers: tuple[Person, ...]


class Named(Protocol):
    @property
    def slug(self) -> str: ...


def read_shop(folder: Path) -> ShopFolder:
    """Raises ReadingError, also for a file that is absent or is not TOML."""
    profile = read_profile(Entry("profile.toml", "profile", _load(folder / "profile.toml")))
    digits = get_currency_precision(profile.currency)
    categories = tuple(read_category(each) for each in _entries(folder, "categories.toml", "category"))
    products = tuple(read_product(each, digits) for each in _entries(folder, "products.toml", "product"))
    sections = tuple(read_section(each) for each in _entries(folder, "knowledge.toml", "section"))
    synonyms = read_synonyms(folder)
    _once("categories.toml", categories)
    _once("products.toml", products)
    _once("knowledge.toml", sections)
    _check_products(products, {each.slug for each in categories})
    terms = None
    if (folder / "terms.toml").exists():
        terms = read_terms(Entry("terms.toml", "terms", _load(folder / "terms.toml")), digits)
    customers: tuple[Person, ...] = ()
    if (folder / "customers.toml").exists():
        customers = read_customers(Entry("customers.toml", "customers", _load(folder / "customers.toml")))
    return ShopFolder(profile, categories, products, sections, synonyms, terms, customers)


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ReadingError(path.name, "", "", f"there is no such file in {path.parent.name}/") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ReadingError(path.name, "", "", f"not readable as TOML: {error}") from None


def read_synonyms(folder: Path) -> tuple[SynonymEntry, ...]:
    """The synonyms of a folder alone."""
    return tuple(read_synonym(each) for each in _entries(folder, "synonyms.toml", "synonym"))


def _entries(folder: Path, file: str, table: str) -> list[Entry]:
    content = Entry(file, "", _load(folder / file))
    rows = content.tables(table)
    content.done()
    named = (
        (row.get("slug") or row.get("word") or f"number {number}", row)
        for number, row in enumerate(rows, 1)
    )
    return [Entry(file, str(name), row) for name, row in named]


def _once(file: str, entries: Iterable[Named]) -> None:
    seen: set[str] = set()
    for each in entries:
        if each.slug in seen:
            raise ReadingError(file, each.slug, "slug", "stands there twice")
        seen.add(each.slug)


def _check_products(products: Sequence[ProductEntry], categories: set[str]) -> None:
    skus: dict[str, str] = {}
    for product in products:
        if product.category not in categories:
            raise ReadingError(
                "products.toml", product.slug, "category", f"no category {product.category!r}"
            )
        for variant in product.variants:
            if (other := skus.setdefault(variant.sku, product.slug)) != product.slug:
                raise ReadingError("products.toml", product.slug, "slug", f"gives the SKUs of {other!r}")


def read_profile(entry: Entry) -> Profile:
    profile = Profile(
        name=entry.text("name"),
        strapline=entry.text("strapline", ""),
        currency=entry.text("currency"),
        greeting=entry.text("greeting"),
        email=entry.text("email", ""),
        phone=entry.text("phone", ""),
        hours=entry.text("hours", ""),
    )
    if not re.fullmatch(r"[A-Z]{3}", profile.currency):
        raise entry.wrong("currency", "must be an ISO code such as EUR")
    entry.done()
    return profile


def read_category(entry: Entry) -> CategoryEntry:
    category = CategoryEntry(
        slug=entry.slug("slug"),
        name=entry.text("name"),
        singular=entry.text("singular", ""),
        description=entry.text("description", ""),
        position=entry.whole("position", 0),
    )
    entry.done()
    return category


def read_section(entry: Entry) -> SectionEntry:
    section = SectionEntry(
        slug=entry.slug("slug"),
        topic=entry.text("topic"),
        title=entry.text("title"),
        body=entry.text("body"),
        keywords=entry.texts("keywords"),
    )
    if any("," in keyword for keyword in section.keywords):
        raise entry.wrong("keywords", "a keyword may not hold a comma: they are kept separated by commas")
    entry.done()
    return section


def read_synonym(entry: Entry) -> SynonymEntry:
    synonym = SynonymEntry(word=entry.text("word"), means=entry.text("means"), key=entry.text("key", ""))
    entry.done()
    return synonym


def read_terms(entry: Entry, digits: int) -> TermsEntry:
    terms = TermsEntry(
        delivery=entry.money("delivery", digits),
        free_from=entry.money("free_from", digits) if entry.text("free_from", "") else None,
        days_least=entry.whole("days_least", 2),
        days_most=entry.whole("days_most", 4),
        return_days=entry.whole("return_days", 30),
    )
    if terms.days_least > terms.days_most:
        raise entry.wrong("days_most", "must not be less than days_least")
    entry.done()
    return terms


def read_customers(entry: Entry) -> tuple[Person, ...]:
    rows = [Entry(entry.file, str(number), row) for number, row in enumerate(entry.tables("customer"), 1)]
    entry.done()
    return tuple(read_person(row) for row in rows)


def read_person(entry: Entry) -> Person:
    person = Person(
        name=entry.text("name"),
        email=entry.text("email"),
        street=entry.text("street"),
        postcode=entry.text("postcode"),
        city=entry.text("city"),
        country=entry.text("country"),
    )
    entry.done()
    return person


def read_product(entry: Entry, digits: int) -> ProductEntry:
    """`digits` is how many decimals the currency has."""
    labels = {each.key: each.from_column(
        entry.texts(each.column) if each.kind is Kind.LABELS else entry.text(each.column, "")) for each in OWN}
    picture = None
    if kind := entry.text("picture", ""):
        picture = Picture(kind, next(iter(labels["pattern"]), "plain"), entry.texts("picture_details"))
    slug = entry.slug("slug")
    product = ProductEntry(
        slug=slug,
        name=entry.text("name"),
        category=entry.text("category"),
        description=entry.text("description"),
        price=entry.money("price", digits),
        labels=labels,
        attributes=entry.pairs("attributes"),
        rating=entry.rating("rating"),
        rating_count=entry.whole("rating_count", 0),
        added=entry.day("added"),
        picture=picture,
        variants=_variants(entry, slug),
    )
    entry.done()
    return product


def _variants(entry: Entry, slug: str) -> tuple[VariantEntry, ...]:
    """One a colour and size; `stock` is colour -> numbers in the order of `sizes`, colour "" for none."""
    sizes = entry.texts("sizes") or ("",)
    rows: list[VariantEntry] = []
    for colour, numbers in entry.table("stock").items():
        if not isinstance(numbers, list) or not all(type(each) is int and each >= 0 for each in numbers):
            raise entry.wrong("stock", f"{colour or 'the list'} must be a list of whole numbers from 0")
        if len(numbers) != len(sizes):
            raise entry.wrong(
                "stock", f"{colour or 'the list'} has {len(numbers)} numbers for {len(sizes)} sizes"
            )
        rows += (
            VariantEntry(sku(slug, colour, size), colour, size, number)
            for size, number in zip(sizes, numbers, strict=True)
        )
    if not rows:
        raise entry.wrong("stock", "names no variant")
    if len({each.sku for each in rows}) != len(rows):
        raise entry.wrong("stock", "two of its variants would have the same SKU")
    return tuple(rows)


def sku(slug: str, colour: str, size: str) -> str:
    """From the variant's own words alone, so that other products never change it: "HARB-HOOD-SAGE-M"."""
    heads = [word[:4] for word in (*slug.split("-"), *re.findall(r"\w+", colour))]
    return "-".join(filter(None, (*heads, re.sub(r"\W", "", size)))).upper()
