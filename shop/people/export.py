"""Everything the shop knows of a person, as plain JSON for that person to keep."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from shop.extensions import Reads
from shop.models import Conversation, Message, Order, User
from shop.money import decimal
from shop.selling import carts, orders
from shop.selling.carts import Owner


def own_data(session: Reads, user: User, currency: str) -> dict[str, Any]:
    """Times are UTC in ISO 8601; amounts decimals in `currency`."""
    conversations = session.scalars(
        select(Conversation).where(Conversation.user_id == user.id).options(selectinload(Conversation.messages))
        .order_by(Conversation.created_at))
    return {
        "currency": currency,
        "account": {"email": user.email, "name": user.name, "created_at": user.created_at.isoformat(),
                    "looks_after_the_shop": user.is_admin},
        "cart": [{"sku": line.sku, "name": line.name, "colour": line.colour, "size": line.size,
                  "quantity": line.quantity} for line in carts.contents(session, Owner(user_id=user.id)).lines],
        "orders": [order_data(order, currency) for order in orders.of_user(session, user.id)],
        "conversations": [conversation_data(each) for each in conversations],
    }


def order_data(order: Order, currency: str) -> dict[str, Any]:
    return {
        "number": order.number, "placed_at": order.placed_at.isoformat(), "status": order.status,
        "payment": order.payment, "email": order.email, "name": order.name, "street": order.street,
        "postcode": order.postcode, "city": order.city, "country": order.country,
        "lines": [{"sku": line.sku, "name": line.name, "colour": line.colour, "size": line.size,
                   "quantity": line.quantity, "unit_price": decimal(line.unit_price, currency)}
                  for line in order.lines],
        "shipping": decimal(order.shipping, currency), "total": decimal(order.total, currency),
        "steps": [{"at": step.at.isoformat(), "status": step.status, "by": step.by, "note": step.note}
                  for step in order.steps],
    }


def conversation_data(conversation: Conversation) -> dict[str, Any]:
    """`remembered` is what the assistant goes on from, as it keeps it."""
    return {
        "begun_at": conversation.created_at.isoformat(), "last_used_at": conversation.updated_at.isoformat(),
        "remembered": conversation.dialogue, "messages": [message_data(each) for each in conversation.messages],
    }


def message_data(message: Message) -> dict[str, Any]:
    offers = (message.offered or {}).get("offers", ())
    return {"at": message.created_at.isoformat(), "from": message.role, "text": message.text,
            "products": [offer["name"] for offer in offers]}
