"""The first page: what stands on the shelves and who came by."""

from __future__ import annotations

from typing import Any

from flask import current_app, render_template
from sqlalchemy import func, select

from shop.config import ModelSettings
from shop.extensions import db
from shop.models import Category, Conversation, KnowledgeSection, Product, Synonym
from shop.models.types import now
from shop.web.admin.products import for_sale, low_stock, sold_out


def count(model: Any, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0


def dashboard() -> str:
    midnight = now().replace(hour=0, minute=0, second=0, microsecond=0)
    model: ModelSettings = current_app.config["MODEL"]
    return render_template(
        "admin/dashboard.html", model=model,
        for_sale=count(Product, for_sale), sold_out=count(Product, sold_out), low=count(Product, low_stock),
        categories=count(Category), sections=count(KnowledgeSection), synonyms=count(Synonym),
        conversations=count(Conversation, Conversation.created_at >= midnight))
