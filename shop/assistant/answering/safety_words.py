"""What is said of what a shopper must not have: that it was kept out, and what nobody has written down."""

from __future__ import annotations

from collections.abc import Sequence

from shop.assistant.avoidance import Avoidance
from shop.assistant.catalogue import Item
from shop.assistant.language import contents
from shop.assistant.recommending.keeping_out import offends
from shop.assistant.recommending.shortlist import listed
from shop.assistant.vocabulary import Vocabulary

NAMED = 3


def kept_out(avoided: Avoidance, items: Sequence[Item]) -> str:
    """Once for a list: that it is without what was named, and of which of it nobody can tell."""
    said = f"Without {listed(avoided.names, 'or')}, as you asked."
    return " ".join(part for part in (said, untold(avoided, items)) if part)


def untold(avoided: Avoidance, items: Sequence[Item]) -> str:
    eaten = contents.are_eaten(avoided.families) and any(not item.writing.materials for item in items)
    worn = [item for item in items if not contents.is_told(item.writing)] \
        if any(family in contents.MATERIALS for family in avoided.families) else []
    if worn:
        return f"What {named(worn)} {are(worn)} made of is not written down; please check before you buy."
    if eaten:
        return "A description is no list of ingredients, so please check the label."
    return "What is not written of a product I cannot know; please check." if avoided.words else ""


def named(items: Sequence[Item]) -> str:
    """The first of these by name, and how many others there are."""
    names = [f"the {item.name}" for item in items]
    if len(names) <= NAMED:
        return listed(names)
    return f"{', '.join(names[:NAMED - 1])} and {len(names) - NAMED + 1} others"


def are(items: Sequence[Item]) -> str:
    return "is" if len(items) == 1 else "are"


def noted(added: Avoidance, ended: Avoidance) -> str:
    """That it was heard, where no list shows it."""
    said = []
    if added:
        said.append(f"I will leave out everything with {listed(added.names, 'or')} for as long as we talk.")
    if ended:
        said.append(f"I no longer leave out {listed(ended.names, 'or')}.")
    return " ".join(said)


def asked_of_one(item: Item, asked: Avoidance) -> str:
    """Whether a product is without what a question names, as far as its rows tell; "" where it names nothing."""
    if not asked:
        return ""
    if has := [contents.label(each) for each in asked.families if each in item.contents]:
        return f"No: by what is written of it, the {item.name} has {listed(has)} in it."
    return (f"Nothing that is written of the {item.name} names {listed(asked.names, 'or')}, but that is no full list: "
            "please check.")


def offending(items: Sequence[Item], avoided: Avoidance, vocabulary: Vocabulary) -> str:
    """That products asked for by name have what must not be; "" where none has."""
    said = []
    for item in items:
        if has := offends(item, avoided, vocabulary):
            what = listed([contents.label(each) for each in has])
            said.append(f"By what is written of it, the {item.name} has {what} in it, which you asked me to keep out.")
    return " ".join(said)
