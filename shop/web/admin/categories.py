"""The categories that products stand in."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from sqlalchemy import func, select
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from shop.extensions import db
from shop.models import Category, Product
from shop.web.admin.fields import NumberField, slug_check, trimmed
from shop.web.admin.resource import Column, Removal, Written, anywhere
from shop.web.admin.row_form import RowForm
from shop.web.forms import at_most

MOST_POSITION = 10_000
product_count = select(func.count(Product.id)).where(
    Product.category_id == Category.id).correlate(Category).scalar_subquery()


class CategoryForm(RowForm):
    groups: ClassVar = (("", ("name", "singular", "description", "position", "slug")),)
    name = StringField("Name", [DataRequired("Give the category a name."), at_most(80)], filters=[trimmed],
                       description="As it stands over the shelf, in the plural.")
    singular = StringField("One of them", [at_most(80)], filters=[trimmed],
                           description="The singular, as in “I'm looking for a …”.")
    description = TextAreaField("Description", [at_most(2000)], filters=[trimmed])
    position = NumberField("Position", least=0, most=MOST_POSITION, empty=0, description=(
        "Categories stand in this order, the smallest first."))
    slug = StringField("Page address", [slug_check, at_most(80)], filters=[trimmed],
                       description="Left empty, it is made from the name.")

    def validate_name(self, field: Field) -> None:
        if self.others_with(Category.name, [field.data]):
            raise ValidationError(f"There is a category “{field.data}” already; choose another name.")


def count(category: Category) -> int:
    query = select(func.count(Product.id)).where(Product.category_id == category.id)
    return db.session.scalar(query) or 0


def removal(category: Category) -> Removal:
    number = count(category)
    obstacle = None
    if number:
        them = "product stands" if number == 1 else "products stand"
        obstacle = (f"{number} {them} in “{category.name}”, archived ones included. "
                    "Move them to another category first.")
    return Removal(partial(categories.delete, category), obstacle)


categories: Written[Category] = Written(
    name="categories", singular="category", plural="categories", model=Category, form=CategoryForm,
    columns=(
        Column("Name", lambda category: category.name, func.lower(Category.name)),
        Column("One of them", lambda category: category.singular, func.lower(Category.singular)),
        Column("Products", str, product_count, number=True, figure=True),
        Column("Position", lambda category: str(category.position), Category.position, number=True),
    ),
    sheet=(Column("Page address", lambda category: category.slug),
           Column("Description", lambda category: category.description)),
    search=anywhere(Category.name, Category.singular, Category.description), removal=removal,
)
