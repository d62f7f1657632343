"""Form fields in the words of a shop: prices, lists of words, attributes, addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from babel.numbers import get_currency_precision
from flask import current_app
from markupsafe import Markup
from wtforms import Field, StringField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import TextArea, TextInput

from shop.web.page import decimal

DEAREST = 1_000_000_000
LONGEST_WORD, MOST_WORDS = 60, 30
LONGEST_VALUE, MOST_ATTRIBUTES = 200, 50


def trimmed(text: str | None) -> str:
    """Without the spaces around it, and without NUL, which PostgreSQL cannot keep."""
    return (text or "").replace("\0", "").strip()


def needed(message: str) -> Callable[[Any, Field], None]:
    """A value must be there, as it was or as it was typed; zero is one, and what could not be read has an error of
    its own. wtforms' `DataRequired` takes zero for nothing, its `InputRequired` what was not sent for empty."""

    def check(form: Any, field: Field) -> None:
        if field.data is None and not field.process_errors:
            raise StopValidation(message)

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


class NumberInput(TextInput):
    """A text control that brings up the digits on a phone; one of type "number" loses what is not one."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode

    def __call__(self, field: Field, **kwargs: Any) -> Markup:
        return super().__call__(field, inputmode=self.mode, **kwargs)


class TypedField(Field):
    """A value that is typed as text. What was typed stays in the field when it cannot be read."""

    widget = TextInput()

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else self.written(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = None
            self.data = self.read(trimmed(valuelist[0]))

    def read(self, text: str) -> Any:
        """The value of what was typed. Raises ValueError with a sentence that says what would be right."""
        raise NotImplementedError

    def written(self, value: Any) -> str:
        return "" if value is None else str(value)


class PriceField(TypedField):
    """A decimal in the shop's currency; the data is in minor units."""

    widget = NumberInput("decimal")

    def read(self, text: str) -> int | None:
        if not text:
            return None
        digits = get_currency_precision(current_app.config["CURRENCY"])
        example = f"59.9{'0' * (digits - 1)}" if digits else "59"
        whole, _, rest = text.replace(",", ".").partition(".")
        if not re.fullmatch(rf"[0-9]{{1,9}}([.,][0-9]{{1,{digits}}})?" if digits else "[0-9]{1,9}", text):
            raise ValueError(f"“{text}” is not a price. Write a number such as {example}.")
        minor: int = int(whole) * 10**digits + int(rest.ljust(digits, "0") or 0)
        if minor > DEAREST:
            raise ValueError(f"The price may be at most {decimal(DEAREST)}.")
        return minor

    def written(self, value: Any) -> str:
        return "" if value is None else decimal(value)


class NumberField(TypedField):
    """A whole number from `least` to `most`; `empty` is the data of an empty field."""

    widget = NumberInput("numeric")

    def __init__(self, *args: Any, least: int, most: int, empty: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most, self.empty = least, most, empty

    def read(self, text: str) -> int | None:
        if not text:
            return self.empty
        if not re.fullmatch("[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise ValueError(f"“{text}” will not do. Write a whole number from {self.least} to {self.most}.")
        return int(text)


class RatingField(TypedField):
    """0 to 5 with one or two decimals, or nothing."""

    widget = NumberInput("decimal")

    def read(self, text: str) -> float | None:
        if not text:
            return None
        if not re.fullmatch(r"[0-9]([.,][0-9]{1,2})?", text) or float(text.replace(",", ".")) > 5:
            raise ValueError(f"“{text}” is not a rating. Write a number from 0 to 5 such as 4.5.")
        return float(text.replace(",", "."))


class WordsField(TypedField):
    """Words separated by commas; the data is a list in lower case, each word once."""

    def read(self, text: str) -> list[str]:
        found = [" ".join(word.split()).lower() for word in text.split(",")]
        found = list(dict.fromkeys(word for word in found if word))
        if long := [word for word in found if len(word) > LONGEST_WORD]:
            raise ValueError(f"“{long[0][:30]}…” is too long; separate the words with commas.")
        if len(found) > MOST_WORDS:
            raise ValueError(f"{len(found)} are too many; name at most {MOST_WORDS}.")
        return found

    def written(self, value: Any) -> str:
        return ", ".join(value or ())


class AttributesField(Field):
    """One "name: value" a line; the data is {name: value}."""

    widget: Any = TextArea()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        given: Mapping[str, Any] = self.data or {}
        return "\n".join(f"{name}: {value}" for name, value in given.items())

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = {}
        found: dict[str, str] = {}
        for number, line in enumerate(trimmed(valuelist[0]).splitlines(), 1):
            name, colon, value = (part.strip() for part in line.partition(":"))
            if not line.strip():
                continue
            if not (name and colon and value):
                raise ValueError(f"Line {number}, “{line.strip()[:40]}”, should read “name: value”.")
            if name.casefold() in (other.casefold() for other in found):
                raise ValueError(f"Line {number} names “{name[:40]}” again; keep one of them.")
            if len(name) > LONGEST_WORD or len(value) > LONGEST_VALUE:
                raise ValueError(f"Line {number} is too long: at most {LONGEST_WORD} characters for the name "
                                 f"and {LONGEST_VALUE} for the value.")
            found[name] = value
        if len(found) > MOST_ATTRIBUTES:
            raise ValueError(f"{len(found)} lines are too many; at most {MOST_ATTRIBUTES}.")
        self.data = found


class SuggestingField(StringField):
    """Free text with a list of what stands there elsewhere; `suggestions` is asked when the page is drawn."""

    def __init__(self, *args: Any, suggestions: Callable[[], Iterable[str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"filters": [trimmed], **kwargs})
        self.suggestions = suggestions

    @property
    def list_id(self) -> str:
        return f"{self.id}-list"


def picture_check(form: Any, field: Field) -> None:
    is_path = not field.data.startswith(("/", "\\")) and ":" not in field.data and ".." not in field.data
    if not is_path and not field.data.startswith("https://"):
        raise ValidationError("Write an address beginning with https://, or a path below static.")


def slug_check(form: Any, field: Field) -> None:
    if field.data and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", field.data):
        raise ValidationError("Use small letters, digits and single hyphens, such as linen-shirt; "
                              "or leave it empty.")


def slug_of(text: str, longest: int, taken: Callable[[Sequence[str]], set[str]]) -> str:
    """An address part made of a text, with a number at its end where it is taken.

    `taken` says which of some candidates stand in the shop already.
    """
    letters = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("'", "").replace("’", ""))
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    stem = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[: longest - 6].strip("-") or "item"
    candidates = [stem, *(f"{stem}-{number}" for number in range(2, 1000))]
    found = taken(candidates)
    return next(candidate for candidate in candidates if candidate not in found)
