"""The rows of a product's form, one a variant, and how they are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from wtforms import BooleanField, Field, Form, HiddenField, StringField

from shop.extensions import db
from shop.models import OrderLine, Product, Variant
from shop.web.admin.fields import NumberField, SuggestingField, picture_check, trimmed
from shop.web.admin.on_hand import MOST_STOCK, NotThatMany, shift, sold_meanwhile
from shop.web.admin.picture_field import PictureField
from shop.web.admin.row_form import Unsaved
from shop.web.forms import at_most


def standing_in(column: InstrumentedAttribute[str]) -> Callable[[], Iterable[str]]:
    """The values of a column so far, for suggestions."""
    query = select(column).distinct().where(column != "").order_by(column).limit(100)
    return lambda: db.session.scalars(query).all()


def row_number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else None


class VariantForm(Form):
    """One row; `id` is the variant's, empty for a new one. `seen` is the stock when the page was made."""

    id = HiddenField()
    seen = HiddenField()
    sku = StringField("SKU", [at_most(80)], filters=[trimmed])
    colour = SuggestingField("Colour", [at_most(60)], suggestions=standing_in(Variant.colour))
    size = SuggestingField("Size", [at_most(40)], suggestions=standing_in(Variant.size))
    stock = NumberField("Stock", least=0, most=MOST_STOCK, empty=0)
    upload = PictureField("New picture")
    image = StringField("Picture address", [picture_check, at_most(500)], filters=[trimmed])
    remove = BooleanField("Remove")

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(self.remove.data) or super().validate(extra_validators)

    @property
    def name(self) -> tuple[str, str, str]:
        """SKU, colour and size."""
        return self.sku.data or "", self.colour.data or "", self.size.data or ""

    @property
    def kind(self) -> tuple[str, str]:
        return self.name[1].casefold(), self.name[2].casefold()

    @property
    def is_wanted(self) -> bool:
        return not self.remove.data and bool(any(self.name) or self.id.data or self.stock.data or self.upload.data)


def complain(field: Field, text: str) -> None:
    field.errors = [*field.errors, text]


def check(forms: Sequence[VariantForm], first: VariantForm, product: Product) -> None:
    """Each complaint goes to the control that it is about."""
    skus = Counter(form.name[0] for form in forms)
    kinds = Counter(form.kind for form in forms)
    elsewhere = set(db.session.scalars(select(Variant.sku).where(
        Variant.sku.in_(list(skus)), Variant.product_id != (product.id or 0))))
    if not forms:
        complain(first.sku, "A product needs at least one variant. Give it a SKU.")
    for form in forms:
        sku = form.name[0]
        if not sku:
            complain(form.sku, "Give the variant a SKU.")
        elif skus[sku] > 1:
            complain(form.sku, f"“{sku}” stands here twice; every variant has a SKU of its own.")
        elif sku in elsewhere:
            complain(form.sku, f"“{sku}” belongs to another product.")
        if kinds[form.kind] > 1:
            complain(form.size, "Another variant has the same colour and size.")


def take_away(product: Product, forms: Sequence[VariantForm]) -> None:
    """Removes what was ticked, except what stands in an order."""
    own = {str(variant.id): variant for variant in product.variants}
    going = [(variant, form) for form in forms
             if form.remove.data and (variant := own.get(form.id.data or "")) is not None]
    ordered = set(db.session.scalars(select(OrderLine.variant_id).where(
        OrderLine.variant_id.in_([variant.id for variant, _ in going]))))
    for variant, form in going:
        if variant.id in ordered:
            complain(form.remove, f"“{variant.sku}” stands in an order, so it stays. Set its stock to 0 and "
                                  "nobody can buy it.")
        else:
            product.variants.remove(variant)
    if ordered:
        raise Unsaved


def write(product: Product, forms: Sequence[VariantForm]) -> list[str]:
    """Writes the rows to the product's own variants, whatever ids were sent; gives what the owner should know.

    Two steps, because SKUs and sizes are unique: first what goes is gone and what changes steps aside, so
    that two variants can swap theirs and a new one can take that of a removed one.
    """
    own = {str(variant.id): variant for variant in product.variants}
    kept = [(own.pop(form.id.data or "", None), form) for form in forms if form.is_wanted]
    for variant, form in kept:
        if variant and (variant.sku, variant.colour, variant.size) != form.name:
            variant.sku = variant.size = f"~{variant.id}"
    db.session.flush()
    for position, (variant, form) in enumerate(kept):
        if variant is None:
            variant = Variant(stock=form.stock.data or 0)
            product.variants.append(variant)
        variant.sku, variant.colour, variant.size = form.name
        variant.image, variant.position = form.image.data or "", position
    db.session.flush()
    standing = [(variant, form) for variant, form in kept if variant]
    return [said for variant, form in sorted(standing, key=lambda each: each[0].id)
            if (said := restock(product, variant, form))]


def restock(product: Product, variant: Variant, form: VariantForm) -> str:
    """Brings the stock to what was typed, less what was sold since the page was made; says so if anything was."""
    before, typed = variant.stock, form.stock.data or 0
    seen = row_number(form.seen.data)
    seen = before if seen is None else seen
    if typed == seen:
        return ""
    try:
        stock = shift(db.session(), product, variant, typed - seen)
    except NotThatMany as too_many:
        form.seen.data = str(too_many.left)
        complain(form.stock, f"{sold_meanwhile(seen, too_many.left).capitalize()}, so there "
                             f"{'is' if too_many.left == 1 else 'are'} {too_many.left}. Write how many there are now.")
        raise Unsaved from too_many
    if stock == typed:
        return ""
    return f"{sold_meanwhile(seen, stock - typed + seen)} of {variant.sku}: its stock is {stock} now."
