"""Imports as the shell runs them, and the shelves after them as plain values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from click.testing import Result
from flask import Flask
from sqlalchemy import select

from shop.extensions import db
from shop.models import Product, Revision

FILES = Path(__file__).parents[1] / "fixtures" / "import"


def bring_in(app: Flask, file: Path, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["shop", "import", str(file), *words])


def written(folder: Path, text: str, name: str = "catalogue.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8", newline="")
    return file


def shelves(app: Flask) -> dict[str, dict[str, Any]]:
    """Products by their address, each with its category's name and its variants by SKU."""
    with app.app_context():
        return {row.slug: {
            "name": row.name, "price": row.price, "category": row.category.name, "brand": row.brand,
            "description": row.description, "audience": row.audience, "image": row.image,
            "materials": row.materials, "seasons": row.seasons, "attributes": row.attributes,
            "rating": row.rating,
            "variants": {each.sku: (each.colour, each.size, each.stock, each.image) for each in row.variants},
        } for row in db.session.scalars(select(Product).order_by(Product.id))}


def revision(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(Revision.number).where(Revision.name == "catalogue")) or 0
