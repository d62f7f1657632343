"""The form of a product, with a row for each of its variants."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError

from shop.extensions import db
from shop.models import Category, Product, Variant
from shop.models.types import now
from shop.web.admin.fields import (
    AttributesField,
    NumberField,
    PriceField,
    RatingField,
    SuggestingField,
    WordsField,
    at_most,
    needed,
    picture_check,
    slug_check,
    trimmed,
)
from shop.web.admin.row_form import RowForm

MOST_VARIANTS, MOST_STOCK = 1_000, 1_000_000


def standing_in(column: InstrumentedAttribute[str]) -> Callable[[], Iterable[str]]:
    """The values of a column so far, for suggestions."""
    query = select(column).distinct().where(column != "").order_by(column).limit(100)
    return lambda: db.session.scalars(query).all()


def row_number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() and len(str(value)) < 10 else None


class VariantForm(Form):
    """One row; `id` is the variant's, empty for a new one."""

    id = HiddenField()
    sku = StringField("SKU", [at_most(80)], filters=[trimmed])
    colour = SuggestingField("Colour", [at_most(60)], suggestions=standing_in(Variant.colour))
    size = SuggestingField("Size", [at_most(40)], suggestions=standing_in(Variant.size))
    stock = NumberField("Stock", least=0, most=MOST_STOCK, empty=0)
    image = StringField("Picture", [picture_check, at_most(500)], filters=[trimmed])
    remove = BooleanField("Remove")

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(self.remove.data) or super().validate(extra_validators)

    @property
    def name(self) -> tuple[str, str, str]:
        """SKU, colour and size."""
        return self.sku.data or "", self.colour.data or "", self.size.data or ""

    @property
    def is_wanted(self) -> bool:
        return not self.remove.data and bool(any(self.name) or self.id.data or self.stock.data)


class ProductForm(RowForm):
    groups: ClassVar = (
        ("What it is", ("name", "category_id", "description", "price", "brand", "image", "slug")),
        ("How shoppers look for it", ("audience", "occasions", "styles", "seasons", "materials", "patterns",
                                      "sleeve", "attributes")),
        ("Reviews and sale", ("rating", "rating_count", "archived")),
    )
    name = StringField("Name", [needed("Give the product a name."), at_most(200)], filters=[trimmed])
    category_id = SelectField("Category", coerce=row_number, validate_choice=False)
    description = TextAreaField("Description", [at_most(5000)], filters=[trimmed])
    price = PriceField("Price", [needed("Write the price.")])
    brand = SuggestingField("Brand", [at_most(80)], suggestions=standing_in(Product.brand))
    image = StringField("Picture", [picture_check, at_most(500)], filters=[trimmed], description=(
        "An address beginning with https://, or a path below static such as img/products/lamp.svg."))
    slug = StringField("Page address", [slug_check, at_most(120)], filters=[trimmed], description=(
        "The end of the product's address. Left empty, it is made from the name."))
    audience = SuggestingField("For whom", [at_most(40)], suggestions=standing_in(Product.audience))
    occasions = WordsField("Occasions", description="Words separated by commas.")
    styles = WordsField("Styles", description="Words separated by commas.")
    seasons = WordsField("Seasons", description="Words separated by commas.")
    materials = WordsField("Materials", description="Words separated by commas.")
    patterns = WordsField("Patterns", description="Words separated by commas.")
    sleeve = SuggestingField("Sleeve", [at_most(40)], suggestions=standing_in(Product.sleeve))
    attributes = AttributesField("Anything else", description=(
        "One “name: value” a line, such as “weight: 320 g”."))
    rating = RatingField("Rating", description="From 0 to 5; empty without reviews.")
    rating_count = NumberField("Number of ratings", least=0, most=10_000_000, empty=0)
    archived = BooleanField("Archived", description="Not for sale; kept for the orders it stands in.")
    variants = FieldList(
        FormField(VariantForm), "Variants", min_entries=1, max_entries=MOST_VARIANTS,
        description=("One row for every colour and size that can be bought; leave both empty where "
                     "there is only one. Its own picture is optional."),
        render_kw={"data-one": "variant"})

    def __init__(self, row: Product) -> None:
        super().__init__(row)
        categories = db.session.execute(select(Category.id, Category.name).order_by(Category.name)).all()
        self.category_id.choices = [
            SelectChoice("", "Choose…"), *(SelectChoice(str(each.id), each.name) for each in categories)]
        if not self.sent:
            self.archived.data = row.archived_at is not None

    def validate_category_id(self, field: Field) -> None:
        if db.session.get(Category, field.data or 0) is None:
            raise ValidationError("Choose the category it stands in.")

    def wanted(self) -> list[VariantForm]:
        return [entry.form for entry in self.variants if entry.form.is_wanted]

    def validate_variants(self, field: Field) -> None:
        """Each complaint goes to the control that it is about."""
        wanted = self.wanted()
        skus = Counter(form.name[0] for form in wanted)
        kinds = Counter(kind_of(form) for form in wanted)
        elsewhere = set(db.session.scalars(select(Variant.sku).where(
            Variant.sku.in_(list(skus)), Variant.product_id != (self.row.id or 0))))
        if not wanted:
            complain(self.variants[0].form.sku, "A product needs at least one variant. Give it a SKU.")
        for form in wanted:
            sku = form.name[0]
            if not sku:
                complain(form.sku, "Give the variant a SKU.")
            elif skus[sku] > 1:
                complain(form.sku, f"“{sku}” stands here twice; every variant has a SKU of its own.")
            elif sku in elsewhere:
                complain(form.sku, f"“{sku}” belongs to another product.")
            if kinds[kind_of(form)] > 1:
                complain(form.size, "Another variant has the same colour and size.")
        if any(entry.errors for entry in self.variants):
            raise ValidationError("Some variants need another look.")

    def populate_obj(self, obj: Any) -> None:
        archived, variants = self._fields.pop("archived"), self._fields.pop("variants")
        super().populate_obj(obj)
        self._fields |= {"archived": archived, "variants": variants}
        obj.archived_at = (obj.archived_at or now()) if archived.data else None
        self.write_variants(obj)

    def write_variants(self, product: Product) -> None:
        """Only the product's own variants are touched, whatever ids were sent.

        Two steps, because SKUs and sizes are unique: first what goes is gone and what changes steps aside, so
        that two variants can swap theirs and a new one can take that of a removed one.
        """
        own = {str(variant.id): variant for variant in product.variants}
        for entry in self.variants:
            if entry.form.remove.data and (variant := own.pop(entry.form.id.data or "", None)):
                product.variants.remove(variant)
        kept = [(own.pop(form.id.data or "", None), form) for form in self.wanted()]
        for variant, form in kept:
            if variant and (variant.sku, variant.colour, variant.size) != form.name:
                variant.sku = variant.size = f"~{variant.id}"
        db.session.flush()
        for position, (variant, form) in enumerate(kept):
            if variant is None:
                variant = Variant()
                product.variants.append(variant)
            variant.sku, variant.colour, variant.size = form.name
            variant.stock, variant.image, variant.position = form.stock.data, form.image.data or "", position


def kind_of(form: VariantForm) -> tuple[str, str]:
    return form.name[1].casefold(), form.name[2].casefold()


def complain(field: Field, text: str) -> None:
    field.errors = [*field.errors, text]
