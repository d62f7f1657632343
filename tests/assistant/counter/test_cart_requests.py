"""Whatever is on the shelves can be put into the cart by its name, colour and size: exactly that, and only that."""

from __future__ import annotations

from shop.assistant.criteria import Criteria
from shop.assistant.turn import Surroundings
from tests.assistant.counter.counters import at_the_counter, in_cart
from tests.support.conversation import conversation, turn


def test_every_variant_in_stock_is_added_by_its_name_colour_and_size(either: Surroundings) -> None:
    wrong = []
    rows = either.catalogue.candidates(Criteria(), limit=1000).rows
    for item in either.catalogue.items([row.id for row in rows]):
        for variant in [each for each in item.variants if each.stock > 1][::3]:
            around, trial = at_the_counter(either)
            colour = f" in {variant.colour}" if variant.colour else ""
            size = f", size {variant.size}" if variant.size else ""
            text = f"add two of the {item.name}{colour}{size} to my cart"
            said = turn(text, around).said
            if in_cart(trial) != {variant.sku: 2}:
                wrong.append((text, said, in_cart(trial)))
    assert not wrong, f"{len(wrong)} wrong, such as {wrong[:5]}"


def test_every_place_of_a_list_is_the_product_there(either: Surroundings) -> None:
    words = ("first", "second", "third", "fourth")
    shelves = {item.category_name for item in either.catalogue.items(
        [row.id for row in either.catalogue.candidates(Criteria(), limit=1000).rows])}
    for shelf in shelves:
        shown = [offer.product_id for offer in turn(shelf, either).offered.offers]
        for place, word in list(enumerate(words))[:len(shown)]:
            around, trial = at_the_counter(either)
            conversation(around, shelf, f"I'll take the {word} one")
            asked = {line.product_id for line in trial.cart().lines}
            assert asked <= {shown[place]}, (shelf, word)


def test_an_answer_names_only_what_the_cart_then_holds(either: Surroundings) -> None:
    rows = either.catalogue.candidates(Criteria(), limit=1000, in_stock=False).rows
    for item in either.catalogue.items([row.id for row in rows if not row.stock]):
        around, trial = at_the_counter(either)
        said = turn(f"add the {item.name} to my cart", around).said
        assert in_cart(trial) == {} and "is in your cart" not in said and "sold out" in said.lower(), said
