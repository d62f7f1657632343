"""Keeps the search index and the revision numbers in step with the rows, inside the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2s
from typing import Any

from sqlalchemy import delete, event, insert, select, update
from sqlalchemy.orm import Session, selectinload

from shop.assistant.catalogue import Item
from shop.assistant.recommending.item_text import cut, facets_of, meaning_of, text_of
from shop.catalogue.items import item_of
from shop.models import (
    Category,
    Facet,
    KnowledgeSection,
    Place,
    Product,
    ProductText,
    Revision,
    SaleTerms,
    ShopProfile,
    Synonym,
    Variant,
)
from shop.models.product_text import FIELDS, SOLD_OUT

CATALOGUE, KNOWLEDGE, INDEX = "catalogue", "knowledge", "index"
# How the index is written: one more than it was, whenever `entry_of` or `facets_of` say more or otherwise of the same
# rows, and `flask db upgrade` writes it anew.
WRITING = 2
REVISION_OF: dict[type, str] = {
    Category: CATALOGUE, Product: CATALOGUE, Variant: CATALOGUE, Synonym: CATALOGUE,
    KnowledgeSection: KNOWLEDGE, SaleTerms: KNOWLEDGE, ShopProfile: KNOWLEDGE,
}


def entry_of(item: Item) -> dict[str, str]:
    """The columns of `ProductText` but for its state."""
    text, facets = text_of(item), [f"{key}:{value}" for key, value in facets_of(item)]
    return {**text, "facets": "\n".join(facets), "terms": " ".join(terms_of(text, facets)),
            "reading": fingerprint(meaning_of(item))}


def fingerprint(text: str) -> str:
    """Sixteen letters that differ where the texts do."""
    return blake2s(text.encode(), digest_size=8).hexdigest()


def terms_of(text: Mapping[str, str], facets: Iterable[str]) -> list[str]:
    """The tokens of the full text: every stem; "_n_" and "_h_" before those of name, category or brand and of the
    head; "_m_" before those that stand in the name but name or label nothing else, "_d_" before those that only the
    description has; and one mark a facet."""
    words = {field: set(text[field].split()) for field in FIELDS}
    names = words["name"] | words["more"]
    labels = words["labels"] | words["category"] | words["brand"]
    strong = words["name"] | words["category"] | words["brand"]
    marked = (("", names | labels | words["description"]), ("_n_", strong), ("_h_", words["head"]),
              ("_m_", names - labels), ("_d_", words["description"] - names - labels))
    tokens = [f"{mark}{cut(word)}" for mark, some in marked for word in sorted(some)]
    audience = [] if any(facet.startswith("audience:") for facet in facets) else ["audience:"]
    return tokens + [mark_of(facet) for facet in (*facets, *audience)]


def mark_of(facet: str) -> str:
    """A facet as one token, whatever letters stand in it."""
    return f"_f_{fingerprint(facet)}"


def refresh(session: Session, product_ids: Iterable[int]) -> None:
    """Writes the index of these products anew, in bulk: an import brings thousands of them.

    The place is changed first and keeps its count of what is in stock: whoever sells at the same time waits for it.
    """
    ids = list(product_ids)
    for start in range(0, len(ids), 500):
        some = ids[start:start + 500]
        rows = session.scalars(select(Product).where(Product.id.in_(some), Product.archived_at.is_(None)).options(
            selectinload(Product.variants), selectinload(Product.category)).execution_options(
            populate_existing=True)).all()
        stock = places(session, some, rows)
        session.execute(delete(Facet).where(Facet.product_id.in_(some)))
        session.execute(delete(ProductText).where(ProductText.product_id.in_(some)))
        facets: list[dict[str, Any]] = []
        texts: list[dict[str, Any]] = []
        for item in (item_of(row, row.category, row.variants) for row in rows):
            facets += ({"key": key, "value": value, "product_id": item.id} for key, value in facets_of(item))
            texts.append({"product_id": item.id, "state": "" if stock[item.id] else SOLD_OUT, **entry_of(item)})
        if facets:
            session.execute(insert(Facet), facets)
        if texts:
            session.execute(insert(ProductText), texts)


def keep_written(session: Session) -> None:
    """Writes the index of every product anew where an earlier version has written it. Commits."""
    if session.scalar(select(Revision.number).where(Revision.name == INDEX)) == WRITING:
        return
    if products := session.scalars(select(Product.id).order_by(Product.id)).all():
        refresh(session, products)
        bump(session, CATALOGUE)
    session.merge(Revision(name=INDEX, number=WRITING))
    session.commit()


def places(session: Session, ids: Sequence[int], rows: Sequence[Product]) -> dict[int, int]:
    """Gives the products their places, and tells how many variants of each are in stock."""
    for_sale = {product.id for product in rows}
    session.execute(delete(Place).where(Place.product_id.in_(set(ids) - for_sale)))
    there = set(session.scalars(select(Place.product_id).where(Place.product_id.in_(for_sale)).with_for_update()))
    values = [{"product_id": product.id, "category_id": product.category_id, "price": product.price,
               "rating": product.rating, "rating_count": product.rating_count} for product in rows]
    if known := [each for each in values if each["product_id"] in there]:
        session.execute(update(Place), known)
    if new := [{**each, "in_stock": sum(variant.stock > 0 for variant in product.variants)}
               for product, each in zip(rows, values, strict=True) if product.id not in there]:
        session.execute(insert(Place), new)
    return {row.product_id: row.in_stock for row in session.execute(
        select(Place.product_id, Place.in_stock).where(Place.product_id.in_(for_sale)))}


def bump(session: Session, name: str) -> None:
    changed = session.execute(update(Revision).where(Revision.name == name).values(number=Revision.number + 1))
    if not changed.rowcount:  # type: ignore[attr-defined]
        session.add(Revision(name=name, number=1))


@event.listens_for(Session, "after_flush")
def note_changes(session: Session, context: object) -> None:
    """Remembers what this transaction touched; the work waits for the commit, when it is known whole."""
    products: set[int] = session.info.setdefault("products_to_index", set())
    revisions: set[str] = session.info.setdefault("revisions", set())
    for row in (*session.new, *session.dirty, *session.deleted):
        if (name := REVISION_OF.get(type(row))) is None or (row in session.dirty and not session.is_modified(row)):
            continue
        revisions.add(name)
        if isinstance(row, Product) and row not in session.deleted:
            products.add(row.id)
        elif isinstance(row, Variant):
            products.add(row.product_id)
        elif isinstance(row, Category):
            products.update(session.scalars(select(Product.id).where(Product.category_id == row.id)))


@event.listens_for(Session, "before_commit")
def follow_changes(session: Session) -> None:
    session.flush()
    products: set[int] = session.info.pop("products_to_index", set())
    revisions: set[str] = session.info.pop("revisions", set())
    if products:
        refresh(session, sorted(products))
    for name in sorted(revisions):
        bump(session, name)
    if revisions:
        session.flush()
        session.info.pop("products_to_index", None)
        session.info.pop("revisions", None)


@event.listens_for(Session, "after_rollback")
def forget_changes(session: Session) -> None:
    session.info.pop("products_to_index", None)
    session.info.pop("revisions", None)
