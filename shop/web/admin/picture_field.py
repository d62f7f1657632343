"""The field that takes a picture, and the files behind the rows' pictures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import current_app
from flask_wtf.file import FileField
from sqlalchemy import select, union_all
from wtforms.validators import ValidationError

from shop.catalogue import pictures
from shop.extensions import db
from shop.models import Product, Variant

TAKEN = "A PNG, JPEG or WebP file of at most 2 MB; it is made smaller where it is larger than 1600 pixels."
AGAIN = "Choose the picture once more: browsers do not keep it when a form comes back."


def instance() -> Path:
    return Path(current_app.instance_path)


class PictureField(FileField):
    """`drawing` is the picture as it will be kept, None where none was chosen."""

    drawing: bytes | None = None

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(label, **{
            "description": TAKEN, "render_kw": {"accept": "image/png,image/jpeg,image/webp"}, **kwargs})

    def pre_validate(self, form: Any) -> None:
        if self.data:
            try:
                self.drawing = pictures.redrawn(self.data.stream)
            except pictures.PictureRefused as refusal:
                raise ValidationError(str(refusal)) from refusal

    def keep(self) -> str | None:
        """Keeps what was chosen; gives what stands in the row."""
        return pictures.keep(instance(), self.drawing) if self.drawing else None


def pictures_of(product: Product) -> set[str]:
    return {each for each in (product.image, *(variant.image for variant in product.variants)) if each}


def sweep(images: Iterable[str]) -> None:
    """Removes the files of those pictures that stand in no row any more."""
    ours = [image for image in images if pictures.is_ours(image)]
    if not ours:
        return
    used = set(db.session.scalars(union_all(
        select(Product.image).where(Product.image.in_(ours)), select(Variant.image).where(Variant.image.in_(ours)))))
    for image in ours:
        if image not in used:
            pictures.discard(instance(), image)
