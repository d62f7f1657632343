"""What comes nearest in meaning where no word of the shop's is met: a value that it has, or a section.

A guess, and told as one. It is made only where the words lead nowhere, so that it never stands against a criterion or
a name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shop.assistant.answering import sentences
from shop.assistant.criteria import Criteria
from shop.assistant.intents import Intent
from shop.assistant.knowledge import Section
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold, stem, words
from shop.assistant.recommending.shortlist import recommend
from shop.assistant.understanding.acts import Search
from shop.assistant.understanding.product_request import is_open_wish
from shop.assistant.working import Answer, Task

# Cosines from which on a text is about the same matter. "Something for a waiter job" asks for goods whatever it is for;
# "flip a coin" may ask for none, and comes near to flip flops.
OPEN_WISH, VALUE, SECTION = 0.5, 0.66, 0.62


def nearest_answer(task: Task, strange: Sequence[str]) -> Answer | None:
    """Products of the shop's value that comes nearest to words which nothing here explains; None where none is near."""
    phrase = " ".join(strange)
    best = next(iter(task.around.similarities.of_values(phrase)), None) if phrase else None
    if best is None or best.similarity < (OPEN_WISH if is_open_wish(fold(task.text)) else VALUE):
        return None
    criteria = Criteria().changed(**{best.meaning.key: (best.meaning.value,)})
    short = recommend(criteria, task.catalogue, task.vocabulary, task.around.money, near=task.near)
    if not short.items or short.given_up:
        return None
    # The words were given up: so a model is told what the list is, and the receipt says so.
    short = replace(short, given_up=("words",))
    wanted = replace(task.wanted, intents=(Intent.PRODUCTS,), act=Search(), criteria=criteria, tentative=False)
    return Answer(short, sentences.nearest_value(strange, short, task.vocabulary, task.around.money), wanted)


def telling_words(text: str) -> list[str]:
    return [word for word in words(text) if stem(word) not in STOP]


def nearest_section(task: Task) -> tuple[Section, ...]:
    """The section that says most nearly what was asked, where one comes near."""
    best = next(iter(task.around.similarities.of_sections(task.spelt or task.text)), None)
    return (best.section,) if best is not None and best.similarity >= SECTION else ()
