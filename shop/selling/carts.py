"""Carts: what somebody is about to buy, at today's prices and stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shop.assistant.counter.protocol import titled
from shop.extensions import Reads, session_of, writing
from shop.models import Cart, CartLine, Product, Variant
from shop.models.carts import MOST_OF_ONE
from shop.models.types import now
from shop.selling.terms import terms

MOST_LINES = 50
NOT_SO_MANY = f"The quantity must be from 1 to {MOST_OF_ONE}."


class CartRefused(Exception):
    """What was wanted cannot be put into the cart; the text tells the shopper why, and what can be."""


@dataclass(frozen=True)
class Owner:
    """Whose cart: a signed-in shopper's, else a guest's. Exactly one of the two is set."""

    user_id: int | None = None
    guest_id: str | None = None


@dataclass(frozen=True)
class Line:
    """A variant in a cart. `unit_price` is today's, in minor units; `stock` is what is left for everybody."""

    variant_id: int
    sku: str
    product_id: int
    slug: str
    name: str
    colour: str
    size: str
    image: str
    unit_price: int
    quantity: int
    stock: int
    for_sale: bool

    @property
    def total(self) -> int:
        return self.unit_price * self.quantity

    @property
    def kind(self) -> str:
        """"Navy, M", or "" for what comes in one kind only."""
        return ", ".join(each for each in (self.colour, self.size) if each)

    @property
    def title(self) -> str:
        return titled(self.name, self.colour, self.size)

    @property
    def problem(self) -> str:
        """Why this line cannot be bought as it stands, "" if it can."""
        if not self.for_sale:
            return f"{self.title} is no longer sold."
        if not self.stock:
            return f"{self.title} is sold out."
        if self.quantity > self.stock:
            return f"Only {self.stock} of {self.title} {'is' if self.stock == 1 else 'are'} left."
        return ""


@dataclass(frozen=True)
class Contents:
    """A whole cart; amounts in minor units. `count` is pieces, not lines."""

    lines: tuple[Line, ...] = ()
    goods: int = 0
    shipping: int = 0

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(line.problem for line in self.lines if line.problem)


def lines_of(session: Reads, cart_id: int) -> tuple[Line, ...]:
    wanted = session.execute(select(CartLine.variant_id, CartLine.quantity).where(
        CartLine.cart_id == cart_id).order_by(CartLine.added_at, CartLine.variant_id))
    return lines_for(session, {row.variant_id: row.quantity for row in wanted})


def lines_for(session: Reads, wanted: Mapping[int, int]) -> tuple[Line, ...]:
    """The lines of these variants in these quantities, in this order, as they stand now."""
    picture = func.coalesce(func.nullif(Variant.image, ""), Product.image)
    rows = session.execute(
        select(Variant, Product.id, Product.slug, Product.name, picture, Product.price, Product.archived_at)
        .join(Product).where(Variant.id.in_(wanted))).all()
    found = {variant.id: Line(variant.id, variant.sku, product_id, slug, name, variant.colour, variant.size, image,
                              price, wanted[variant.id], variant.stock, archived is None)
             for variant, product_id, slug, name, image, price, archived in rows}
    return tuple(found[each] for each in wanted if each in found)


def quote(session: Reads, wanted: Mapping[int, int]) -> Contents:
    """What these variants in these quantities would come to."""
    return sum_up(session, lines_for(session, wanted))


def cart_of(session: Reads, owner: Owner, *, lock: bool = False) -> Cart | None:
    """The owner's cart, if there is one. With `lock`, nobody else changes it before this transaction ends."""
    if owner.user_id is None and not owner.guest_id:
        return None
    whose = Cart.user_id == owner.user_id if owner.user_id is not None else Cart.guest_id == owner.guest_id
    query = select(Cart).where(whose)
    return session.scalar(query.with_for_update() if lock else query)


def contents(session: Reads, owner: Owner) -> Contents:
    cart = cart_of(session, owner)
    return Contents() if cart is None else sum_up(session, lines_of(session, cart.id))


def sum_up(session: Reads, lines: Sequence[Line]) -> Contents:
    """Shipping is for what can be bought; an empty cart costs nothing."""
    goods = sum(line.total for line in lines if line.for_sale)
    return Contents(tuple(lines), goods, terms(session).shipping_for(goods) if goods else 0)


def count(session: Reads, owner: Owner) -> int:
    """How many pieces are in the cart, for the badge."""
    whose = Cart.user_id == owner.user_id if owner.user_id is not None else Cart.guest_id == (owner.guest_id or "")
    return session.scalar(select(func.coalesce(func.sum(CartLine.quantity), 0)).join(Cart).where(whose)) or 0


def add(session: Reads, owner: Owner, variant_id: int, quantity: int = 1) -> Contents:
    """Puts `quantity` more of a variant into the cart. Raises CartRefused where there are not so many."""
    if not 1 <= quantity <= MOST_OF_ONE:
        raise CartRefused(NOT_SO_MANY)
    have_a_cart(session, owner)
    with writing(session_of(session)) as now_writing:
        # Locked before the line is read: two additions at once would both add to the quantity of before.
        cart = cart_of(now_writing, owner, lock=True)
        if cart is None:
            raise CartRefused("Your cart has just been ordered or emptied elsewhere. Try again.")
        line = now_writing.get(CartLine, (cart.id, variant_id))
        had = line.quantity if line else 0
        allow(now_writing, variant_id, had + quantity, had=had, lines=len(cart.lines))
        put(now_writing, cart, variant_id, had + quantity)
        return sum_up(now_writing, lines_of(now_writing, cart.id))


def change(session: Reads, owner: Owner, variant_id: int, quantity: int) -> Contents:
    """Sets how many of a variant that is in the cart are wanted; 0 takes it out. Raises CartRefused."""
    if not 0 <= quantity <= MOST_OF_ONE:
        raise CartRefused(f"The quantity must be from 0 to {MOST_OF_ONE}.")
    with writing(session_of(session)) as now_writing:
        # Locked before the line is read: an order may be emptying this cart at the moment.
        cart = cart_of(now_writing, owner, lock=True)
        line = now_writing.get(CartLine, (cart.id, variant_id)) if cart else None
        if cart is None or line is None:
            raise CartRefused("That is not in your cart any more.")
        if quantity > line.quantity:
            allow(now_writing, variant_id, quantity, had=line.quantity, lines=len(cart.lines))
        put(now_writing, cart, variant_id, quantity)
        return sum_up(now_writing, lines_of(now_writing, cart.id))


def remove(session: Reads, owner: Owner, variant_id: int) -> Contents:
    """Takes a variant out of the cart; one that is not in it is no error."""
    with writing(session_of(session)) as now_writing:
        # Locked before anything is deleted: an order of this cart is then made of all of it, or of what is left.
        cart = cart_of(now_writing, owner, lock=True)
        if cart is None:
            return Contents()
        put(now_writing, cart, variant_id, 0)
        return sum_up(now_writing, lines_of(now_writing, cart.id))


def merge(session: Reads, user_id: int, guest_id: str | None) -> None:
    """A guest's cart becomes part of the user's: quantities add up, at most what is in stock."""
    if cart_of(session, Owner(guest_id=guest_id)) is None:
        return
    have_a_cart(session, Owner(user_id=user_id))
    with writing(session_of(session)) as now_writing:
        # The guest's cart first, always: two tabs that sign in at once wait here, and the second finds nothing left.
        theirs = cart_of(now_writing, Owner(guest_id=guest_id), lock=True)
        ours = cart_of(now_writing, Owner(user_id=user_id), lock=True)
        if theirs is None or ours is None:
            return
        pour(now_writing, ours, {line.variant_id: line.quantity for line in lines_of(now_writing, theirs.id)})
        now_writing.delete(theirs)


def refill(session: Reads, owner: Owner, quantities: Mapping[int, int]) -> None:
    """Puts what an order held back into a cart, as far as it is still there."""
    have_a_cart(session, owner)
    with writing(session_of(session)) as now_writing:
        # Locked before its lines are read, as in `add`.
        if (cart := cart_of(now_writing, owner, lock=True)) is not None:
            pour(now_writing, cart, quantities)


def pour(session: Session, cart: Cart, quantities: Mapping[int, int]) -> None:
    """Adds so many of each variant, at most what is in stock; what is no longer sold or too much for a cart stays
    out."""
    had = {line.variant_id: line.quantity for line in lines_of(session, cart.id)}
    for line in lines_for(session, quantities):
        most = max(had.get(line.variant_id, 0), min(line.stock, MOST_OF_ONE))
        quantity = min(had.get(line.variant_id, 0) + line.quantity, most)
        if line.for_sale and quantity and (line.variant_id in had or len(had) < MOST_LINES):
            put(session, cart, line.variant_id, quantity)
            had[line.variant_id] = quantity


def have_a_cart(session: Reads, owner: Owner) -> None:
    """Makes the owner's cart unless there is one; of two who make it at once, one is too late."""
    if cart_of(session, owner) is not None:
        return
    try:
        # A transaction of its own: a violated key would take the caller's down with it.
        with writing(session_of(session)) as now_writing:
            now_writing.add(Cart(user_id=owner.user_id, guest_id=owner.guest_id if owner.user_id is None else None))
    except IntegrityError:
        return


def put(session: Session, cart: Cart, variant_id: int, quantity: int) -> None:
    line = session.get(CartLine, (cart.id, variant_id))
    if quantity and line is None:
        session.add(CartLine(cart_id=cart.id, variant_id=variant_id, quantity=quantity))
    elif quantity and line is not None:
        line.quantity = quantity
    else:
        session.execute(delete(CartLine).where(CartLine.cart_id == cart.id, CartLine.variant_id == variant_id))
    cart.updated_at = now()
    session.flush()


def allow(session: Reads, variant_id: int, wanted: int, *, had: int, lines: int) -> None:
    """Raises CartRefused unless so many can be in a cart that has `had` of them among `lines` lines."""
    row = session.execute(
        select(Product.name, Variant.colour, Variant.size, Variant.stock, Product.archived_at)
        .join(Product).where(Variant.id == variant_id)).one_or_none()
    if row is None or row.archived_at is not None:
        raise CartRefused(f"{row.name} is no longer sold." if row else "That is no longer sold.")
    title = titled(row.name, row.colour, row.size)
    if not row.stock:
        raise CartRefused(f"{title} is sold out.")
    if wanted > row.stock:
        already = f", and {had} {'is' if had == 1 else 'are'} in your cart already" if had else ""
        raise CartRefused(f"Only {row.stock} of {title} {'is' if row.stock == 1 else 'are'} left{already}.")
    if wanted > MOST_OF_ONE:
        raise CartRefused(f"At most {MOST_OF_ONE} of one thing can be ordered at once.")
    if not had and lines >= MOST_LINES:
        raise CartRefused(f"A cart holds at most {MOST_LINES} different things.")
