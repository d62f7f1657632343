"""Answers on the shopper's own orders; an order that the counter does not give is one that is not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from shop.assistant.counter.cart_answers import NO_CHANGE, CounterAnswer
from shop.assistant.counter.order_requests import (
    CancelOrder,
    Contents,
    OfOneOrder,
    OrderAsk,
    OrderList,
    OrderTotal,
    ReturnOrder,
    Whereabouts,
    plain,
)
from shop.assistant.counter.protocol import Counter, CounterRefused, Placed
from shop.assistant.counter.replies import ConfirmStep, Decline
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import stems
from shop.assistant.open_questions import WhetherToCancel, WhetherToReturn

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
NO_ORDERS = "There are no orders in your account yet."


@dataclass(frozen=True)
class Step:
    """What a shopper may have done with an order, in words. `refusal` says why it cannot be done now, "" if it can."""

    verb: str
    participle: str
    request: str
    refusal: Callable[[Placed], str]
    question: type[WhetherToCancel] | type[WhetherToReturn]


CANCELLING = Step("cancel", "cancelled", "Shall I cancel order {}? Its goods go back on the shelf.",
                  lambda order: order.no_cancel, WhetherToCancel)
RETURNING = Step("return", "returned", "Shall I ask for a return of order {}?",
                 lambda order: order.no_return, WhetherToReturn)


def order_answer(ask: OrderAsk, counter: Counter, dialogue: Dialogue, money: Money) -> tuple[CounterAnswer, str]:
    """The answer, and the number of the order it is about ("" for none)."""
    if not counter.known:
        return CounterAnswer(STRANGER, links=("sign_in", "find_order")), ""
    match ask:
        case Decline():
            return CounterAnswer(NO_CHANGE), dialogue.order
        case ConfirmStep():
            return take_step(ask.question, counter), dialogue.order
        case OrderList() | Whereabouts() | Contents() | OrderTotal() | CancelOrder() | ReturnOrder():
            orders = counter.orders()
            if not orders:
                return CounterAnswer(NO_ORDERS), ""
            if isinstance(ask, OrderList):
                return CounterAnswer(list_words(orders, money), links=("orders",)), orders[0].number
            order = order_meant(ask, orders, dialogue)
            if order is None:
                return CounterAnswer(f"There is no order {ask.number.upper()} among yours.",
                                     links=("orders", "find_order")), ""
            return answer_on(ask, order, money), order.number
        case _:
            assert_never(ask)


def answer_on(ask: OfOneOrder, order: Placed, money: Money) -> CounterAnswer:
    links = (f"order:{order.public_id}",)
    match ask:
        case Contents():
            return CounterAnswer(contents_words(order, money), links=links)
        case OrderTotal():
            return CounterAnswer(f"Order {order.number} came to {money(order.total)}, {shipping_words(order, money)}.",
                                 links=links)
        case CancelOrder():
            return step_answer(ask, order, links, CANCELLING)
        case ReturnOrder():
            return step_answer(ask, order, links, RETURNING)
        case Whereabouts():
            return CounterAnswer(whereabouts_words(order), links=links)
        case _:
            assert_never(ask)


def order_meant(ask: OfOneOrder, orders: Sequence[Placed], dialogue: Dialogue) -> Placed | None:
    """The order of the number that was said or last spoken of, or the one that holds what was named, or the newest."""
    if number := ask.number or dialogue.order:
        return next((order for order in orders if plain(order.number) == plain(number)), None)
    text = ask.text if isinstance(ask, CancelOrder | ReturnOrder) else ""
    return order_holding(text, orders) or orders[0]


def order_holding(text: str, orders: Sequence[Placed]) -> Placed | None:
    """The newest order with something in it that a text names."""
    said = set(stems(text)) - STOP
    return next((order for order in orders if any(said & set(stems(line.name)) for line in order.lines)), None)


def whereabouts_words(order: Placed) -> str:
    """Its status and since when, as the shop's history has it."""
    placed = f"Order {order.number} was placed on {day(order.placed_at)}"
    if order.status == "placed":
        return f"{placed} and has not been packed yet."
    return f"{placed}. {NEWS.get(order.status, NEWS['']).format(status=order.status_name, day=day(order.since))}"


def contents_words(order: Placed, money: Money) -> str:
    lines = [f"{line.quantity} × {line.title}, {money(line.unit_price * line.quantity)}" for line in order.lines]
    return (f"In order {order.number} of {day(order.placed_at)}: {'; '.join(lines)}. "
            f"In all {money(order.total)}, {shipping_words(order, money)}.")


def shipping_words(order: Placed, money: Money) -> str:
    return f"delivery of {money(order.shipping)} included" if order.shipping else "delivery was free"


def step_answer(ask: CancelOrder | ReturnOrder, order: Placed, links: tuple[str, ...], step: Step) -> CounterAnswer:
    """Whether it can be cancelled or returned; it is done only after an explicit yes to this order by name."""
    if why := step.refusal(order):
        return CounterAnswer(why, links=links)
    if not ask.decided:
        return CounterAnswer(f"Yes, order {order.number} can still be {step.participle}.", links=links,
                             suggestions=(f"{step.verb.capitalize()} order {order.number}",))
    return CounterAnswer(step.request.format(order.number), links=links, pending=step.question(order.number),
                         suggestions=(f"Yes, {step.verb} order {order.number}", "No, leave it as it is"))


def take_step(question: WhetherToCancel | WhetherToReturn, counter: Counter) -> CounterAnswer:
    """Does what the shopper has just said yes to."""
    try:
        match question:
            case WhetherToCancel():
                order, what = counter.cancel(question.order), "is cancelled"
            case WhetherToReturn():
                order, what = counter.ask_return(question.order), "is down for return"
            case _:
                assert_never(question)
    except CounterRefused as refused:
        return CounterAnswer(str(refused))
    return CounterAnswer(f"Order {order.number} {what}.", links=(f"order:{order.public_id}",))


def list_words(orders: Sequence[Placed], money: Money) -> str:
    first = "; ".join(f"{order.number} of {day(order.placed_at)}, {money(order.total)}, {order.status_name}"
                      for order in orders[:MOST_LISTED])
    more = f" And {len(orders) - MOST_LISTED} older ones." if len(orders) > MOST_LISTED else ""
    return f"{'Your order' if len(orders) == 1 else f'Your {len(orders)} orders'}: {first}.{more}"


def day(at: datetime) -> str:
    return f"{at.day} {at:%B %Y}"
