"""The first page: what is to do, what today brought, and what stands on the shelves."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from sqlalchemy import func, select

from shop.config import ModelSettings
from shop.extensions import db
from shop.models import Category, Conversation, KnowledgeSection, Order, Product, SpendDay, Synonym
from shop.models.orders import PACKED, PLACED, REFUND_DUE, RETURN_REQUESTED, UNSOLD
from shop.models.types import now
from shop.web.admin.orders import TONES, buyer_name, status
from shop.web.admin.products import for_sale, low_stock, sold_out

RECENT = 6


def count(model: Any, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def dashboard() -> str:
    today = now()
    midnight = today.replace(hour=0, minute=0, second=0, microsecond=0)
    model: ModelSettings = current_app.config["MODEL"]
    kept = Order.status.not_in(UNSOLD) & (Order.placed_at >= midnight)
    return render_template(
        "admin/dashboard.html", model=model,
        to_pack=count(Order, Order.status == PLACED), to_ship=count(Order, Order.status == PACKED),
        to_decide=count(Order, Order.status == RETURN_REQUESTED), to_refund=count(Order, Order.status == REFUND_DUE),
        sold_out=count(Product, sold_out), low=count(Product, low_stock),
        orders=count(Order, Order.placed_at >= midnight),
        sold=db.session.scalar(select(func.sum(Order.total)).where(kept)) or 0,
        conversations=count(Conversation, Conversation.created_at >= midnight),
        spent=db.session.scalar(select(SpendDay.spent).where(SpendDay.day == f"{today:%Y-%m-%d}")) or 0,
        for_sale=count(Product, for_sale), categories=count(Category), sections=count(KnowledgeSection),
        synonyms=count(Synonym),
        recent=db.session.scalars(select(Order).order_by(Order.placed_at.desc(), Order.id.desc()).limit(RECENT)).all(),
        status=status, buyer_name=buyer_name, tones=TONES)
