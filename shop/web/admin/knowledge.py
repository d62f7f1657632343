"""What the shop says about itself."""

from __future__ import annotations

import re
from functools import partial
from typing import ClassVar

from sqlalchemy import func, select
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from shop.assistant.language.topics import TOPICS
from shop.extensions import db
from shop.models import KnowledgeSection
from shop.selling.terms import PLACEHOLDERS
from shop.web.admin.categories import MOST_POSITION
from shop.web.admin.fields import NumberField, SuggestingField, slug_check, trimmed
from shop.web.admin.resource import Column, Removal, Written, anywhere
from shop.web.admin.row_form import RowForm
from shop.web.forms import at_most

FACTS = ("Plain sentences with the facts in them; the assistant quotes them. What stands under “Delivery and returns” "
         "is filled in for {delivery}, {free_from}, {delivery_days} and {return_days}.")
IN_BRACES = re.compile(r"\{([^{}\n]*)\}")


def topics() -> list[str]:
    own = db.session.scalars(select(KnowledgeSection.topic).distinct())
    return list(dict.fromkeys([*TOPICS, *sorted(own)]))


def braced(name: str) -> str:
    return f"{{{name}}}"


class KnowledgeForm(RowForm):
    groups: ClassVar = (("", ("title", "topic", "body", "keywords", "position", "slug")),)
    named_by = "title"
    title = StringField("Title", [DataRequired("Give the section a title."), at_most(200)], filters=[trimmed],
                        description="The question it answers, in a few words.")
    topic = SuggestingField("Topic", [DataRequired("Name the topic it belongs to."), at_most(40)],
                            suggestions=topics, description="One of the usual ones, or one of your own.")
    body = TextAreaField("Text", [DataRequired("Write what the shop says."), at_most(5000)], filters=[trimmed],
                         description=FACTS, render_kw={"rows": 8})
    keywords = StringField("Other words for it", [at_most(1000)], filters=[trimmed], description=(
        "Words a shopper would use that the text does not, separated by commas."))
    position = NumberField("Position", least=0, most=MOST_POSITION, empty=0, description=(
        "Sections of a topic stand in this order, the smallest first."))
    slug = StringField("Name in addresses", [slug_check, at_most(80)], filters=[trimmed],
                       description="Left empty, it is made from the title.")

    def validate_title(self, field: Field) -> None:
        for name in IN_BRACES.findall(field.data):
            if name not in PLACEHOLDERS:
                known = ", ".join(map(braced, PLACEHOLDERS))
                raise ValidationError(f"{braced(name)} stands for nothing here; there are {known}.")

    validate_body = validate_title

    def validate_topic(self, field: Field) -> None:
        field.data = field.data.lower()


knowledge: Written[KnowledgeSection] = Written(
    name="knowledge", singular="section", plural="sections", model=KnowledgeSection, form=KnowledgeForm,
    intro="What the assistant may say about delivery, returns, sizes and the like. It has no other source.",
    columns=(
        Column("Title", lambda section: section.title, func.lower(KnowledgeSection.title)),
        Column("Topic", lambda section: section.topic, KnowledgeSection.topic),
        Column("Changed", lambda section: f"{section.updated_at:%d %b %Y}", KnowledgeSection.updated_at),
    ),
    sheet=(Column("Text", lambda section: section.body), Column("Other words", lambda section: section.keywords)),
    search=anywhere(
        KnowledgeSection.title, KnowledgeSection.topic, KnowledgeSection.body, KnowledgeSection.keywords),
    removal=lambda section: Removal(partial(knowledge.delete, section)),
)
