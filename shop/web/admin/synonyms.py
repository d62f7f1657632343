"""The shoppers' words for what the shop calls otherwise."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from sqlalchemy import func, select
from wtforms import Field, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, ValidationError

from shop.assistant.criteria import LABELLED
from shop.extensions import db
from shop.models import Synonym
from shop.web.admin.fields import trimmed
from shop.web.admin.resource import Column, Removal, Written, anywhere
from shop.web.admin.row_form import RowForm
from shop.web.forms import at_most

KEYS = ("", *LABELLED)


def lowered(text: str | None) -> str:
    return " ".join(trimmed(text).lower().split())


class SynonymForm(RowForm):
    groups: ClassVar = (("", ("word", "means", "key")),)
    word = StringField("The shopper says", [DataRequired("Write the shopper's word."), at_most(80)],
                       filters=[lowered])
    means = StringField("The shop calls it", [DataRequired("Write the shop's word for it."), at_most(80)],
                        filters=[lowered],
                        description="A category, a colour, a material … as it stands in the shop.")
    key = SelectField("As a", choices=[
        SelectChoice(key, key.capitalize() or "Any of them") for key in KEYS])

    def validate_means(self, field: Field) -> None:
        same = select(Synonym.id).where(
            Synonym.word == self.word.data, Synonym.means == field.data, Synonym.key == self.key.data,
            Synonym.id != (self.row.id or 0))
        if db.session.scalar(same):
            raise ValidationError(f"“{self.word.data}” means “{field.data}” already.")
        if self.word.data == field.data:
            raise ValidationError("Both words are the same; write what the shop calls it.")


synonyms: Written[Synonym] = Written(
    name="synonyms", singular="synonym", plural="synonyms", model=Synonym, form=SynonymForm,
    intro="Words that shoppers use and the shop does not. A word may stand here several times.",
    columns=(
        Column("The shopper says", lambda synonym: synonym.word, Synonym.word),
        Column("The shop calls it", lambda synonym: synonym.means, Synonym.means),
        Column("As a", lambda synonym: synonym.key.capitalize() or "Any", func.lower(Synonym.key)),
    ),
    search=anywhere(Synonym.word, Synonym.means, Synonym.key),
    removal=lambda synonym: Removal(partial(synonyms.delete, synonym)),
)
