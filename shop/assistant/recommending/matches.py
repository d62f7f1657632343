"""Whether one product meets criteria, by its own rows: for asking about a few products that are at hand."""

from __future__ import annotations

from collections.abc import Sequence

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.criteria import OWN, Criteria, Kind
from shop.assistant.language.audiences import CHILDREN, EVERYONE
from shop.assistant.language.text import fold, stems
from shop.assistant.vocabulary import Vocabulary

DENIED = ("no", "none", "not", "without")


def fits(item: Item, criteria: Criteria, vocabulary: Vocabulary) -> bool:
    """As the shelves would decide; a colour and a size must meet in a variant that can be bought."""
    if criteria.category and item.category not in criteria.category:
        return False
    highest = item.price if criteria.price_max is None else criteria.price_max
    if not (criteria.price_min or 0) <= item.price <= highest:
        return False
    if criteria.rating_min and (item.rating or 0.0) < criteria.rating_min:
        return False
    if criteria.audience and not suits(item, criteria.audience):
        return False
    own = labels(item)
    if any(criteria.values(key) and not own[key] & set(criteria.values(key)) for key in own):
        return False
    if (criteria.colour or criteria.size or criteria.exclude.get("colour") or criteria.exclude.get("size")) and not any(
            variant.stock >= (criteria.quantity or 1) for variant in variants(item, criteria)):
        return False
    if not all(tells(item, word, vocabulary) for phrase in criteria.words for word in phrase.split()):
        return False
    return not any(ruled_out(item, key, values, vocabulary) for key, values in criteria.exclude.items())


def labels(item: Item) -> dict[str, set[str]]:
    """The item's values of the list criteria that do not vary within it, folded."""
    return {each.key: set(map(fold, item.values(each.key))) for each in OWN if each.kind is not Kind.AUDIENCE}


def suits(item: Item, audience: str) -> bool:
    own = fold(item.audience)
    return own == audience or (audience not in CHILDREN and (not own or own in EVERYONE))


def variants(item: Item, criteria: Criteria) -> list[ItemVariant]:
    """The item's variants in the colours and sizes asked for, in stock or not."""
    without_colour, without_size = criteria.exclude.get("colour", ()), criteria.exclude.get("size", ())
    return [each for each in item.variants
            if (not criteria.colour or fold(each.colour) in criteria.colour)
            and (not criteria.size or fold(each.size) in criteria.size)
            and fold(each.colour) not in without_colour and fold(each.size) not in without_size]


def tells(item: Item, word: str, vocabulary: Vocabulary) -> bool:
    """Whether the item's rows speak of a stem, or of what it stands for, other than to deny it."""
    meant = [word, *(each.value for each in vocabulary.of(word) if each.key == "words")]
    said = f" {' '.join(stems(spoken_of(item)))} "
    return any(f" {each} " in said for each in meant)


def spoken_of(item: Item) -> str:
    told = [f"{name} {value}" for name, value in item.facts.items() if fold(value) not in DENIED]
    denied = {stem for name, value in item.facts.items() if fold(value) in DENIED for stem in stems(name)}
    text = [item.name, item.description, item.category_name, item.category_singular, item.brand, *item.materials,
            *item.occasions, *item.styles, *item.seasons, *item.patterns]
    return " ".join((*told, *(part for part in text if not denied & set(stems(part)))))


def ruled_out(item: Item, key: str, values: Sequence[str], vocabulary: Vocabulary) -> bool:
    if key in ("colour", "size"):
        return False  # decided variant by variant
    if key == "category":
        return item.category in values
    if key == "words":
        return any(all(tells(item, word, vocabulary) for word in phrase.split()) for phrase in values)
    return bool(labels(item).get(key, set()) & set(values))
