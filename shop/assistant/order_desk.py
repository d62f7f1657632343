"""Answers on the shopper's own orders; an order that the counter does not give is one that is not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from shop.assistant.cart_desk import UNCHANGED, Served
from shop.assistant.counter import Counter, CounterRefused, Placed
from shop.assistant.dialogue import Dialogue
from shop.assistant.english import STOP
from shop.assistant.order_asks import OrderAsk, plain
from shop.assistant.words import stems

Money = Callable[[int], str]
MOST_LISTED = 5
STRANGER = ("I can only speak of orders with the person they belong to. Sign in, or look the order up with its number "
            "and the e-mail address it was placed with.")
NEWS = {
    "packed": "It has been packed since {day} and is to be shipped next.",
    "shipped": "It has been on its way since {day}.",
    "delivered": "It was delivered on {day}.",
    "cancelled": "It was cancelled on {day}.",
    "return_requested": "A return was asked for on {day}.", "returned": "It was returned on {day}.",
    "awaiting_payment": "It waits for its payment.", "expired": "It was not paid in time and expired on {day}.",
    "refund_due": "It is not on its way; what was paid for it is to be given back.",
    "": "It is {status} since {day}.",
}
NONE_YET = "There are no orders in your account yet."


def asked(ask: OrderAsk, counter: Counter, dialogue: Dialogue, money: Money) -> tuple[Served, str]:
    """The answer, and the number of the order it is about ("" for none)."""
    if not counter.known:
        return Served(STRANGER, links=("sign_in", "find_order")), ""
    if ask.kind in ("yes", "no"):
        return done(dialogue, counter) if ask.kind == "yes" else Served(UNCHANGED), dialogue.order
    orders = counter.orders()
    if not orders:
        return Served(NONE_YET), ""
    if ask.kind == "list" and not ask.number:
        return Served(listed(orders, money), links=("orders",)), orders[0].number
    number = ask.number or dialogue.order
    order = meant(number, orders) if number else holding(ask.text, orders) or orders[0]
    if order is None:
        return Served(f"There is no order {ask.number.upper()} among yours.", links=("orders", "find_order")), ""
    link = f"order:{order.public_id}"
    if ask.kind == "contents":
        return Served(contents(order, money), links=(link,)), order.number
    if ask.kind == "money":
        return Served(f"Order {order.number} came to {money(order.total)}, "
                      f"{shipping(order, money)}.", links=(link,)), order.number
    if ask.kind in ("cancel", "return"):
        return changing(ask, order, link), order.number
    return Served(where(order), links=(link,)), order.number


def meant(number: str, orders: Sequence[Placed]) -> Placed | None:
    return next((order for order in orders if plain(order.number) == plain(number)), None)


def holding(text: str, orders: Sequence[Placed]) -> Placed | None:
    """The newest order with something in it that a text names."""
    said = set(stems(text)) - STOP
    return next((order for order in orders if any(said & set(stems(line.name)) for line in order.lines)), None)


def where(order: Placed) -> str:
    """Its status and since when, as the shop's history has it."""
    placed = f"Order {order.number} was placed on {day(order.placed_at)}"
    if order.status == "placed":
        return f"{placed} and has not been packed yet."
    return f"{placed}. {NEWS.get(order.status, NEWS['']).format(status=order.status_name, day=day(order.since))}"


def contents(order: Placed, money: Money) -> str:
    lines = [f"{line.quantity} × {line.title}, {money(line.unit_price * line.quantity)}" for line in order.lines]
    return (f"In order {order.number} of {day(order.placed_at)}: {'; '.join(lines)}. "
            f"In all {money(order.total)}, {shipping(order, money)}.")


def shipping(order: Placed, money: Money) -> str:
    return f"delivery of {money(order.shipping)} included" if order.shipping else "delivery was free"


def changing(ask: OrderAsk, order: Placed, link: str) -> Served:
    """Whether it can be cancelled or returned; it is done only after an explicit yes to this order by name."""
    why = order.no_cancel if ask.kind == "cancel" else order.no_return
    if why:
        return Served(why, links=(link,))
    if not ask.act:
        verb = "cancelled" if ask.kind == "cancel" else "returned"
        wish = f"{ask.kind.capitalize()} order {order.number}"
        return Served(f"Yes, order {order.number} can still be {verb}.", suggestions=(wish,), links=(link,))
    question = ("Shall I cancel order {}? Its goods go back on the shelf." if ask.kind == "cancel"
                else "Shall I ask for a return of order {}?")
    return Served(question.format(order.number), suggestions=(yes(ask.kind, order.number), "No, leave it as it is"),
                  links=(link,), pending={"do": ask.kind, "order": order.number})


def yes(kind: str, number: str) -> str:
    return f"Yes, cancel order {number}" if kind == "cancel" else f"Yes, return order {number}"


def done(dialogue: Dialogue, counter: Counter) -> Served:
    """Does what the shopper has just said yes to."""
    number = dialogue.pending["order"]
    try:
        order = counter.cancel(number) if dialogue.pending["do"] == "cancel" else counter.ask_return(number)
    except CounterRefused as refused:
        return Served(str(refused))
    what = "is cancelled" if dialogue.pending["do"] == "cancel" else "is down for return"
    return Served(f"Order {order.number} {what}.", links=(f"order:{order.public_id}",))


def listed(orders: Sequence[Placed], money: Money) -> str:
    first = "; ".join(f"{order.number} of {day(order.placed_at)}, {money(order.total)}, {order.status_name}"
                      for order in orders[:MOST_LISTED])
    more = f" And {len(orders) - MOST_LISTED} older ones." if len(orders) > MOST_LISTED else ""
    return f"{'Your order' if len(orders) == 1 else f'Your {len(orders)} orders'}: {first}.{more}"


def day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
