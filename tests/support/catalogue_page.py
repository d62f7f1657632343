"""A small shop to look after: no clothes, so that nothing can lean on them."""

from __future__ import annotations

from flask import Flask

from shop.extensions import db
from shop.models import Category, KnowledgeSection, Product, Synonym, Variant


def stock_up(app: Flask, products: int = 2) -> None:
    """Category 1 with `products` products of one variant each, an empty category 2, a synonym, a section."""
    with app.app_context():
        tools = Category(slug="tools", name="Tools", singular="tool", position=1)
        pots = Category(slug="pots", name="Pots", singular="pot", position=2)
        db.session.add_all([tools, pots])
        db.session.flush()
        for number in range(1, products + 1):
            variant = Variant(sku=f"TOOL-{number}", colour="green", size="", stock=number - 1)
            db.session.add(Product(
                slug=f"tool-{number}", name=f"Tool {number}", price=1000 + 50 * number, category_id=tools.id,
                brand="Oakfield", description="Made of ash.", occasions=["digging"], variants=[variant]))
            db.session.flush()
        db.session.add(Synonym(word="shovel", means="spade", key="category"))
        db.session.add(KnowledgeSection(
            slug="returns", topic="returns", title="Sending things back", body="You have 30 days."))
        db.session.commit()
