"""The form of a product, with a row for each of its variants."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import select
from wtforms import BooleanField, Field, FieldList, FormField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, ValidationError

from shop.assistant.criteria import OWN, Criterion, Kind
from shop.extensions import db
from shop.models import Category, Product
from shop.models.types import now
from shop.web.admin import variant_form
from shop.web.admin.fields import (
    AttributesField,
    NumberField,
    PriceField,
    RatingField,
    SuggestingField,
    WordsField,
    needed,
    picture_check,
    slug_check,
    trimmed,
)
from shop.web.admin.picture_field import AGAIN, PictureField, pictures_of, sweep
from shop.web.admin.row_form import RowForm
from shop.web.admin.variant_form import VariantForm, row_number, standing_in
from shop.web.forms import at_most

MOST_VARIANTS = 1_000
# The fields for these are made from the table.
LOOKED_FOR = [each for each in OWN if each.key not in ("brand", "audience")]


class ProductForm(RowForm):
    groups: ClassVar = (
        ("What it is", ("name", "category_id", "description", "price", "brand", "slug")),
        ("Picture", ("upload", "image")),
        ("How shoppers look for it", ("audience", *(each.column for each in LOOKED_FOR), "attributes")),
        ("Reviews and sale", ("rating", "rating_count", "archived")),
    )
    own = ("upload", "archived", "variants")
    name = StringField("Name", [DataRequired("Give the product a name."), at_most(200)], filters=[trimmed])
    category_id = SelectField("Category", coerce=row_number, validate_choice=False)
    description = TextAreaField("Description", [at_most(5000)], filters=[trimmed])
    price = PriceField("Price", [needed("Write the price.")])
    brand = SuggestingField("Brand", [at_most(80)], suggestions=standing_in(Product.brand))
    upload = PictureField("New picture")
    image = StringField("Picture address", [picture_check, at_most(500)], filters=[trimmed], description=(
        "Filled in by a new picture. Or an address beginning with https://, or a path below static."))
    slug = StringField("Page address", [slug_check, at_most(120)], filters=[trimmed], description=(
        "The end of the product's address. Left empty, it is made from the name."))
    audience = SuggestingField("For whom", [at_most(40)], suggestions=standing_in(Product.audience))
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
        self.left: set[str] = set()
        self.kept: list[tuple[StringField, str, str]] = []
        if not self.sent:
            self.archived.data = row.archived_at is not None
            for form, variant in zip(self.rows(), row.variants, strict=False):
                form.seen.data = str(variant.stock)

    def validate_category_id(self, field: Field) -> None:
        if db.session.get(Category, field.data or 0) is None:
            raise ValidationError("Choose the category it stands in.")

    def rows(self) -> list[VariantForm]:
        return [entry.form for entry in self.variants]

    def validate_variants(self, field: Field) -> None:
        variant_form.check([form for form in self.rows() if form.is_wanted], self.rows()[0], self.row)
        if any(entry.errors for entry in self.variants):
            raise ValidationError("Some variants need another look.")

    def uploads(self) -> list[tuple[PictureField, StringField]]:
        """Each field that takes a picture, and the one that holds its address."""
        return [(self.upload, self.image), *((form.upload, form.image) for form in self.rows() if form.is_wanted)]

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) or self.ask_again()

    def ask_again(self) -> bool:
        """Pictures do not come back with a form that is sent back."""
        for upload, _ in self.uploads():
            if upload.data and not upload.errors:
                variant_form.complain(upload, AGAIN)
        return False

    def populate_obj(self, obj: Any) -> None:
        self.left = pictures_of(obj)
        for upload, image in self.uploads():
            if address := upload.keep():
                self.kept.append((image, image.data or "", address))
                image.data = address
        super().populate_obj(obj)
        obj.archived_at = (obj.archived_at or now()) if self.archived.data else None
        variant_form.take_away(obj, self.rows())
        self.remarks += variant_form.write(obj, self.rows())

    def settled(self, done: bool) -> None:
        """Pictures that were replaced go; those of a product that was not saved go again."""
        sweep(self.left if done else [address for _, _, address in self.kept])
        if not done:
            for image, before, _ in self.kept:
                image.data = before
            self.ask_again()


def field_of(criterion: Criterion) -> Field:
    title, column = criterion.column.capitalize(), getattr(Product, criterion.column)
    if criterion.kind is Kind.LABELS:
        return WordsField(title, description="Words separated by commas.")
    return SuggestingField(title, [at_most(column.type.length)], suggestions=standing_in(column))


for each in LOOKED_FOR:
    setattr(ProductForm, each.column, field_of(each))
