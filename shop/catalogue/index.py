"""Keeps the search index and the revision numbers in step with the rows, inside the same transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, event, insert, select, update
from sqlalchemy.orm import Session, selectinload

from shop.assistant.words import fold, stems
from shop.models import Category, Facet, KnowledgeSection, Product, ProductText, Revision, ShopProfile, Synonym, Variant

CATALOGUE, KNOWLEDGE = "catalogue", "knowledge"
REVISION_OF: dict[type, str] = {
    Category: CATALOGUE, Product: CATALOGUE, Variant: CATALOGUE, Synonym: CATALOGUE,
    KnowledgeSection: KNOWLEDGE, ShopProfile: KNOWLEDGE,
}


def facets_of(product: Product) -> list[tuple[str, str]]:
    """The (criterion, folded value) pairs that a product answers to."""
    lists = {
        "category": [product.category.slug], "brand": [product.brand], "audience": [product.audience],
        "sleeve": [product.sleeve], "colour": product.colours, "size": product.sizes,
        "occasion": product.occasions, "style": product.styles, "season": product.seasons,
        "material": product.materials, "pattern": product.patterns,
    }
    return sorted({(key, fold(value)) for key, values in lists.items() for value in values or () if value})


def text_of(product: Product) -> dict[str, str]:
    """Stems by field; the attributes' names count too ("hood: yes" is found by "hood")."""
    attributes = [f"{name} {value}" for name, value in (product.attributes or {}).items()
                  if fold(str(value)) not in ("no", "none", "false", "")]
    labels = [*product.colours, *product.sizes, product.audience, product.sleeve, *product.occasions,
              *product.styles, *product.seasons, *product.materials, *product.patterns, *attributes]
    fields = {
        "name": product.name, "category": f"{product.category.name} {product.category.singular}",
        "brand": product.brand, "labels": " ".join(labels), "description": product.description,
    }
    return {field: " ".join(stems(text)) for field, text in fields.items()}


def refresh(session: Session, product_ids: Iterable[int]) -> None:
    """Writes the index of these products anew, in bulk: an import brings thousands of them."""
    ids = list(product_ids)
    for start in range(0, len(ids), 500):
        some = ids[start:start + 500]
        session.execute(delete(Facet).where(Facet.product_id.in_(some)))
        session.execute(delete(ProductText).where(ProductText.product_id.in_(some)))
        rows = session.scalars(select(Product).where(Product.id.in_(some)).options(
            selectinload(Product.variants), selectinload(Product.category)).execution_options(populate_existing=True))
        facets: list[dict[str, Any]] = []
        texts: list[dict[str, Any]] = []
        for product in rows:
            pairs = facets_of(product)
            facets += ({"key": key, "value": value, "product_id": product.id} for key, value in pairs)
            texts.append({
                "product_id": product.id, "facets": [f"{key}:{value}" for key, value in pairs], **text_of(product)})
        if facets:
            session.execute(insert(Facet), facets)
        if texts:
            session.execute(insert(ProductText), texts)


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
