"""Whether one product meets criteria, by its own rows: the same judgement as the search's, on what is at hand."""

from __future__ import annotations

from shop.assistant.catalogue import Item, ItemVariant
from shop.assistant.criteria import BY_KEY, CONTENTS, LABELLED, VARIED, Criteria, Kind
from shop.assistant.language.audiences import suiting
from shop.assistant.language.text import fold
from shop.assistant.recommending.item_text import meant_by, said_by, tokens_of, words_of
from shop.assistant.vocabulary import Vocabulary


def fits(item: Item, criteria: Criteria, vocabulary: Vocabulary) -> bool:
    """For a product that was shown: what it is holds whether or not it can be bought, a colour, a size or a number
    of pieces only where it can."""
    of_variants = any(criteria.values(key) or criteria.exclude.get(key) for key in VARIED)
    return meets(item, criteria, vocabulary, in_stock=of_variants or (criteria.quantity or 1) > 1)


def meets(item: Item, criteria: Criteria, vocabulary: Vocabulary, *, in_stock: bool) -> bool:
    """As `catalogue.searching` decides it of all products; with `in_stock`, in a variant that can be bought."""
    return (within(item, criteria) and has_variant(item, criteria, in_stock=in_stock)
            and all(has(item, key, criteria.values(key)) for key in LABELLED if criteria.values(key))
            and not any(has(item, key, values) for key, values in criteria.exclude.items() if is_own(key))
            and item.contents.isdisjoint(criteria.exclude.get(CONTENTS, ()))
            and speaks_as(item, criteria, vocabulary))


def within(item: Item, criteria: Criteria) -> bool:
    """Whether price and rating lie within the bounds; what nobody has rated has no rating."""
    return ((criteria.price_min is None or item.price >= criteria.price_min)
            and (criteria.price_max is None or item.price <= criteria.price_max)
            and (criteria.rating_min is None or (item.rating is not None and item.rating >= criteria.rating_min)))


def has_variant(item: Item, criteria: Criteria, *, in_stock: bool) -> bool:
    """Whether one and the same variant has the colour and the size, is of none that is ruled out, and is there."""
    if in_stock:
        return any(each.stock >= (criteria.quantity or 1) for each in variants(item, criteria))
    return bool(variants(item, criteria)) or not any(
        criteria.values(key) or criteria.exclude.get(key) for key in VARIED)


def variants(item: Item, criteria: Criteria) -> list[ItemVariant]:
    """The item's variants in the colours and sizes asked for, in stock or not."""
    return [each for each in item.variants if all(
        (not criteria.values(key) or fold(each.value(key)) in criteria.values(key))
        and fold(each.value(key)) not in criteria.exclude.get(key, ()) for key in VARIED)]


def has(item: Item, key: str, values: tuple[str, ...]) -> bool:
    """Whether a product has one of these values of a criterion that does not vary within it."""
    if key in VARIED:
        return True  # decided variant by variant
    own = set(map(BY_KEY[key].folded, item.values(key)))
    if BY_KEY[key].kind is Kind.AUDIENCE:
        return not (own or {""}).isdisjoint(each for value in values for each in suiting(value))
    return not own.isdisjoint(values)


def is_own(key: str) -> bool:
    return key in LABELLED and key not in VARIED and BY_KEY[key].excludable


def speaks_as(item: Item, criteria: Criteria, vocabulary: Vocabulary) -> bool:
    """Whether the product's texts have every word asked for, and no phrase that is ruled out."""
    if not criteria.words and not criteria.exclude.get("words"):
        return True
    said = said_by(item)
    return all(has_word(said, word, vocabulary) for word in words_of(criteria)) and not any(
        all(has_word(said, word, vocabulary) for word in tokens_of(phrase))
        for phrase in criteria.exclude.get("words", ()))


def tells(item: Item, word: str, vocabulary: Vocabulary) -> bool:
    """Whether the item's rows speak of a stem, or of what it stands for, other than to deny it."""
    return has_word(said_by(item), word, vocabulary)


def has_word(said: frozenset[str], word: str, vocabulary: Vocabulary) -> bool:
    return any(said.issuperset(tokens_of(phrase)) for phrase in meant_by(word, vocabulary))
