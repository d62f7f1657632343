"""Puts a shop read from a folder into the database: adds what is absent, leaves what is there alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, time
from pathlib import Path

from sqlalchemy import select

from shop.assistant.criteria import OWN
from shop.data.demo_orders import planned_orders
from shop.data.reading import CategoryEntry, Person, ProductEntry, ShopFolder, read_shop
from shop.extensions import Reads
from shop.models import (
    Category,
    KnowledgeSection,
    Order,
    OrderLine,
    OrderStep,
    Product,
    SaleTerms,
    ShopProfile,
    Synonym,
    User,
    Variant,
)
from shop.models.types import now

NO_PASSWORD = "!"


@dataclass(frozen=True)
class SeedReport:
    """How many of each were added; all 0 when everything was there."""

    profile: int = 0
    categories: int = 0
    products: int = 0
    variants: int = 0
    sections: int = 0
    synonyms: int = 0
    customers: int = 0
    orders: int = 0
    terms: int = 0

    @property
    def added(self) -> int:
        return sum(asdict(self).values())

    def __str__(self) -> str:
        counts = ((getattr(self, each.name), each.name) for each in fields(self))
        return ", ".join(f"{count} {name}" for count, name in counts if count) or "nothing to add"


def unheard(line: str) -> None:
    """For callers that want no progress."""


def seed(
    session: Reads,
    folder: Path,
    *,
    demo: bool = False,
    progress: Callable[[str], None] = unheard,
    clock: Callable[[], datetime] = now,
) -> SeedReport:
    """All in one transaction, committed at the end. Raises ReadingError before anything is written.

    What stands in the database under the same slug (a product, category or section), the same e-mail or order
    number is the owner's and stays as it is. `demo` adds customers who cannot sign in, and orders of the
    weeks before `clock`.
    """
    shop = read_shop(folder)
    try:
        report = _write(session, shop, demo, progress, clock())
        session.commit()
    except BaseException:
        session.rollback()
        raise
    return report


def _write(
    session: Reads, shop: ShopFolder, demo: bool, progress: Callable[[str], None], today: datetime
) -> SeedReport:
    profile, terms = _add_profile(session, shop), _add_terms(session, shop)
    shelves, new_categories = _add_categories(session, shop.categories)
    progress(f"{new_categories} categories added")
    products, variants = _add_products(session, shop.products, shelves)
    progress(f"{products} products added in {variants} variants")
    sections = _add_sections(session, shop)
    synonyms = _add_synonyms(session, shop)
    progress(f"{sections} knowledge sections and {synonyms} synonyms added")
    customers = orders = 0
    if demo:
        session.flush()
        customers = _add_customers(session, shop.customers)
        orders = _add_orders(session, shop, today)
        progress(f"{customers} customers and {orders} orders added")
    return SeedReport(profile, new_categories, products, variants, sections, synonyms, customers, orders, terms)


def _add_profile(session: Reads, shop: ShopFolder) -> int:
    if session.scalar(select(ShopProfile.id)) is not None:
        return 0
    said = shop.profile
    session.add(
        ShopProfile(
            id=1,
            name=said.name,
            strapline=said.strapline,
            greeting=said.greeting,
            email=said.email,
            phone=said.phone,
            hours=said.hours,
        )
    )
    return 1


def _add_terms(session: Reads, shop: ShopFolder) -> int:
    if shop.terms is None or session.scalar(select(SaleTerms.id)) is not None:
        return 0
    session.add(SaleTerms(id=1, **asdict(shop.terms)))
    return 1


def _add_categories(session: Reads, entries: Sequence[CategoryEntry]) -> tuple[dict[str, Category], int]:
    """The category for every slug of the folder; one the owner gave another slug is known by its name."""
    rows = session.scalars(select(Category)).all()
    by_slug, by_name = {row.slug: row for row in rows}, {row.name: row for row in rows}
    added = 0
    for entry in entries:
        if entry.slug in by_slug:
            continue
        if entry.name in by_name:
            by_slug[entry.slug] = by_name[entry.name]
            continue
        row = Category(
            slug=entry.slug,
            name=entry.name,
            singular=entry.singular,
            description=entry.description,
            position=entry.position,
        )
        session.add(row)
        by_slug[entry.slug] = row
        added += 1
    return by_slug, added


def _add_products(
    session: Reads, entries: Sequence[ProductEntry], shelves: dict[str, Category]
) -> tuple[int, int]:
    there = set(session.scalars(select(Product.slug)))
    new = [entry for entry in entries if entry.slug not in there]
    for entry in new:
        session.add(_product(entry, shelves[entry.category]))
    return len(new), sum(len(entry.variants) for entry in new)


def _product(entry: ProductEntry, category: Category) -> Product:
    row = Product(
        slug=entry.slug,
        name=entry.name,
        description=entry.description,
        price=entry.price,
        category=category,
        image=entry.image(),
        **{each.column: each.to_column(entry.labels[each.key]) for each in OWN},
        attributes=dict(entry.attributes),
        rating=entry.rating,
        rating_count=entry.rating_count,
    )
    if entry.added:
        row.created_at = datetime.combine(entry.added, time(12), UTC)
    row.variants = [
        Variant(
            sku=each.sku,
            colour=each.colour,
            size=each.size,
            stock=each.stock,
            position=position,
            image=entry.image(each.colour) if each.colour else "",
        )
        for position, each in enumerate(entry.variants)
    ]
    return row


def _add_sections(session: Reads, shop: ShopFolder) -> int:
    there = set(session.scalars(select(KnowledgeSection.slug)))
    new = [(position, each) for position, each in enumerate(shop.sections) if each.slug not in there]
    session.add_all(
        KnowledgeSection(
            slug=each.slug,
            topic=each.topic,
            title=each.title,
            body=each.body,
            keywords=", ".join(each.keywords),
            position=position,
        )
        for position, each in new
    )
    return len(new)


def _add_synonyms(session: Reads, shop: ShopFolder) -> int:
    there = {tuple(row) for row in session.execute(select(Synonym.word, Synonym.means, Synonym.key))}
    new = [each for each in dict.fromkeys(shop.synonyms) if (each.word, each.means, each.key) not in there]
    session.add_all(Synonym(word=each.word, means=each.means, key=each.key) for each in new)
    return len(new)


def _add_customers(session: Reads, people: Sequence[Person]) -> int:
    there = set(session.scalars(select(User.email)))
    new = [person for person in people if person.email not in there]
    session.add_all(User(name=person.name, email=person.email, password_hash=NO_PASSWORD) for person in new)
    session.flush()
    return len(new)


def _add_orders(session: Reads, shop: ShopFolder, today: datetime) -> int:
    there = set(session.scalars(select(Order.number)))
    people = {row.email: row for row in session.scalars(select(User))}
    sold = {row.sku: row for row in session.scalars(select(Variant))}
    added = 0
    for plan in planned_orders(shop, today):
        if plan.number in there:
            continue
        order = Order(
            number=plan.number,
            user=people[plan.person.email],
            email=plan.person.email,
            name=plan.person.name,
            street=plan.person.street,
            postcode=plan.person.postcode,
            city=plan.person.city,
            country=plan.person.country,
            payment=plan.payment,
            status=plan.status,
            shipping=plan.shipping,
            total=plan.total,
            placed_at=plan.placed_at,
        )
        order.lines = [
            OrderLine(
                variant_id=sold[line.sku].id if line.sku in sold else None,
                sku=line.sku,
                name=line.name,
                colour=line.colour,
                size=line.size,
                quantity=line.quantity,
                unit_price=line.unit_price,
            )
            for line in plan.lines
        ]
        order.steps = [OrderStep(status=step.status, by=step.by, note=step.note, at=step.at) for step in plan.steps]
        session.add(order)
        added += 1
    return added
