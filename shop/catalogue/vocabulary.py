"""Reads the vocabulary from the rows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, text

from shop.assistant.criteria import BY_KEY, OWN, VARIED, Kind
from shop.assistant.language.text import fold
from shop.assistant.vocabulary import CategoryName, PriceSpread, SynonymRow, Vocabulary, build
from shop.catalogue.everyday import english, everyday_words
from shop.extensions import Reads
from shop.models import Category, Facet, Place, Product, ProductText, Synonym, Variant
from shop.models.product_text import FIELDS

FOR_SALE = Product.archived_at.is_(None)
KEYS = (*VARIED, *(each.key for each in OWN))


@dataclass(frozen=True)
class WordsInUse:
    """How many of the `products` for sale have each token of the full text (`shop.catalogue.index.terms_of`), and
    the mean length of each field's text in letters."""

    products: int
    counts: Mapping[str, int]
    lengths: Mapping[str, float]

    def rarity(self, *words: str) -> float:
        """How telling it is that a product has one of these words."""
        having = min(sum(self.counts.get(word, 0) for word in words), self.products)
        return math.log(1 + (self.products - having + 0.5) / (having + 0.5))


def in_use(session: Reads) -> WordsInUse:
    sqlite = session.get_bind().dialect.name == "sqlite"
    words = session.execute(text(
        "SELECT term AS word, doc AS holders FROM product_fts_words WHERE term NOT GLOB '_[fhn]_*'" if sqlite else
        "SELECT word, ndoc AS holders FROM ts_stat('SELECT document FROM product_text') WHERE word !~ '^_[fhn]_'"))
    counts: dict[str, int] = {row.word: row.holders for row in words}
    products, *lengths = session.execute(select(
        func.count(), *(func.avg(func.length(getattr(ProductText, name))) for name in FIELDS))).one()
    return WordsInUse(products, counts, {
        name: float(length or 1) for name, length in zip(FIELDS, lengths, strict=True)})


def heads(session: Reads) -> frozenset[str]:
    """The stems that say what products are: "bag" of "Laptop bag"."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    words = session.execute(text(
        "SELECT term AS word FROM product_fts_words WHERE term GLOB '_h_*'" if sqlite else
        "SELECT word FROM ts_stat('SELECT document FROM product_text') WHERE word ~ '^_h_'"))
    return frozenset(row.word.removeprefix("_h_") for row in words)


def read(session: Reads, in_use: WordsInUse) -> Vocabulary:
    """A word is `named` that only names have, and `mentioned` that only descriptions have, in the whole shop."""
    categories = [
        CategoryName(*row) for row in session.execute(
            select(Category.slug, Category.name, Category.singular)
            .where(Category.products.any(FOR_SALE)).order_by(Category.position, Category.name))]
    synonyms = [SynonymRow(*row) for row in session.execute(
        select(Synonym.word, Synonym.means, Synonym.key).order_by(Synonym.id))]
    counts = in_use.counts
    known, named, mentioned = set(), set(), set()
    for word, having in counts.items():
        if word.startswith("_"):
            continue
        told, called = counts.get(f"_d_{word}", 0), counts.get(f"_m_{word}", 0)
        if having == told:
            mentioned.add(word)
            continue
        known.add(word)
        if having == told + called:
            named.add(word)
    return build(categories, values(session), synonyms, known=frozenset(known), named=frozenset(named),
                 mentioned=frozenset(mentioned), heads=heads(session), prices=prices(session),
                 everyday=everyday_words(), having=counts, products=in_use.products, english=english(),
                 shelf_sizes=shelf_sizes(session))


def values(session: Reads) -> list[tuple[str, str]]:
    """Every (criterion, value) of what is for sale, as the owner wrote it on the first product that has it."""
    first = [(*row,) for row in session.execute(
        select(Facet.key, Facet.value, func.min(Facet.product_id)).where(Facet.key.in_(KEYS))
        .group_by(Facet.key, Facet.value))]
    written = labels(session, sorted({number for _, _, number in first}))
    found = []
    for key, value, number in first:
        at, label = next(((at, label) for at, label in written[number, key] if BY_KEY[key].folded(label) == value),
                         (0, value))
        order = (at, 0) if key in VARIED else (number, at) if BY_KEY[key].kind is Kind.LABELS else (0, 0)
        found.append((KEYS.index(key), order, label, key))
    return [(key, label) for _, _, label, key in sorted(found)]


def shelf_sizes(session: Reads) -> dict[tuple[str, str], tuple[str, ...]]:
    """The sizes on each shelf for each audience, in the order in which their variants stand."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for slug, audience, size in session.execute(
            select(Category.slug, Product.audience, Variant.size_key).join(Product, Product.category_id == Category.id)
            .join(Variant, Variant.product_id == Product.id).where(FOR_SALE, Variant.size_key != "")
            .group_by(Category.slug, Product.audience, Variant.size_key)
            .order_by(Category.slug, func.min(Variant.position), Variant.size_key)):
        found[slug, fold(audience or "")].append(size)
    return {shelf: tuple(sizes) for shelf, sizes in found.items()}


def labels(session: Reads, ids: Sequence[int]) -> dict[tuple[int, str], list[tuple[int, str]]]:
    """What the owner wrote on these products, with its place there, by product and criterion."""
    written: defaultdict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    columns = [getattr(Product, each.column) for each in OWN]
    for start in range(0, len(ids), 500):
        some = ids[start:start + 500]
        for number, *told in session.execute(select(Product.id, *columns).where(Product.id.in_(some))):
            for each, entry in zip(OWN, told, strict=True):
                written[number, each.key] = list(enumerate(each.from_column(entry)))
        for variant in session.execute(
                select(Variant.product_id, Variant.position, Variant.colour, Variant.size)
                .where(Variant.product_id.in_(some)).order_by(Variant.position, Variant.id)):
            for key in VARIED:
                written[variant.product_id, key].append((variant.position, getattr(variant, key)))
    return written


def prices(session: Reads) -> PriceSpread:
    lowest, highest = session.execute(select(func.min(Place.price), func.max(Place.price))).one()
    return PriceSpread(lowest or 0, highest or 0)
