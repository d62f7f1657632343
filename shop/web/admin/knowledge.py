"""What the shop says about itself."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from sqlalchemy import func, select
from wtforms import Field, StringField, TextAreaField

from shop.extensions import db
from shop.models import KnowledgeSection
from shop.web.admin.categories import MOST_POSITION
from shop.web.admin.fields import NumberField, SuggestingField, at_most, needed, slug_check, trimmed
from shop.web.admin.resource import Column, Removal, Resource, anywhere
from shop.web.admin.row_form import RowForm

TOPICS = ("store", "contact", "shipping", "returns", "orders", "payment", "account", "newsletter", "sizing",
          "care", "styling")


def topics() -> list[str]:
    own = db.session.scalars(select(KnowledgeSection.topic).distinct())
    return list(dict.fromkeys([*TOPICS, *sorted(own)]))


class KnowledgeForm(RowForm):
    groups: ClassVar = (("", ("title", "topic", "body", "keywords", "position", "slug")),)
    named_by = "title"
    title = StringField("Title", [needed("Give the section a title."), at_most(200)], filters=[trimmed],
                        description="The question it answers, in a few words.")
    topic = SuggestingField("Topic", [needed("Name the topic it belongs to."), at_most(40)],
                            suggestions=topics, description="One of the usual ones, or one of your own.")
    body = TextAreaField("Text", [needed("Write what the shop says."), at_most(5000)], filters=[trimmed],
                         description="Plain sentences with the facts in them. The assistant quotes them.",
                         render_kw={"rows": 8})
    keywords = StringField("Other words for it", [at_most(1000)], filters=[trimmed], description=(
        "Words a shopper would use that the text does not, separated by commas."))
    position = NumberField("Position", least=0, most=MOST_POSITION, empty=0, description=(
        "Sections of a topic stand in this order, the smallest first."))
    slug = StringField("Name in addresses", [slug_check, at_most(80)], filters=[trimmed],
                       description="Left empty, it is made from the title.")

    def validate_topic(self, field: Field) -> None:
        field.data = field.data.lower()


knowledge: Resource[KnowledgeSection] = Resource(
    name="knowledge", singular="section", plural="sections", model=KnowledgeSection, form=KnowledgeForm,
    intro="What the assistant may say about delivery, returns, sizes and the like. It has no other source.",
    columns=(
        Column("Title", lambda section: section.title, func.lower(KnowledgeSection.title)),
        Column("Topic", lambda section: section.topic, KnowledgeSection.topic),
        Column("Changed", lambda section: f"{section.updated_at:%d %b %Y}", KnowledgeSection.updated_at),
    ),
    search=anywhere(
        KnowledgeSection.title, KnowledgeSection.topic, KnowledgeSection.body, KnowledgeSection.keywords),
    removal=lambda section: Removal(partial(knowledge.delete, section)),
)
