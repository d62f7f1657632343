"""Questions that this shop's assistant can answer, made from what stands on the shelves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.assistant.catalogue import Item
from shop.assistant.knowledge import KnowledgeBase
from shop.web.browsing import mid_sentence
from shop.web.page import money


@dataclass(frozen=True)
class Example:
    """`shows` says in two or three words what kind of question it is."""

    shows: str
    message: str


def examples(knowledge: KnowledgeBase, liked: Sequence[Item]) -> list[Example]:
    """At most four, none about something the shop does not have."""
    found = []
    if item := next((each for each in liked if each.styles and each.seasons), None):
        found.append(Example("A mood", f"Something {item.styles[0].lower()} for {item.seasons[0].lower()}"))
    elif item := next((each for each in liked if each.materials), None):
        found.append(Example("A material", f"What do you have in {item.materials[0].lower()}?"))
    if liked:
        first = liked[0]
        shelf = mid_sentence(first.category_name)
        found.append(Example("A budget", f"Show me {shelf} under {money(rounded_up(first.price))}"))
    others = (item for item in liked[1:] if item.colours and item.category != liked[0].category)
    if other := next(others, None):
        shelf = mid_sentence(other.category_name)
        found.append(Example("A colour", f"Do you have {shelf} in {other.colours[0].lower()}?"))
    for topic in ("returns", "shipping"):
        if section := next((each for each in knowledge.sections if each.topic == topic), None):
            title = section.title.strip()
            question = title if title.endswith("?") else f"Tell me about: {title}"
            found.append(Example("The small print", question))
            break
    return found[:4]


def about(item: Item, knowledge: KnowledgeBase) -> list[str]:
    """Questions on a product's own page, each one that its rows can answer."""
    sizes = item.sizes_in_stock() or item.sizes
    found = [f"Does it come in {sizes[len(sizes) // 2]}?"] if sizes else []
    if item.in_stock:
        found.append("What goes with it?")
    elif not sizes:
        found.append("Is it in stock?")
    if item.materials:
        found.append("What is it made of?")
    if section := next((each for each in knowledge.sections if each.topic == "returns"), None):
        title = section.title.strip()
        found.append(title if title.endswith("?") else "Can I send it back?")
    return found


def rounded_up(minor: int) -> int:
    """The next amount that people name: a multiple of ten units that is above this one."""
    return (minor // 1000 + 1) * 1000
