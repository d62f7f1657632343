"""The words around a shelf say whether it is asked for, whatever the shop calls it."""

from __future__ import annotations

import pytest

from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.events import Ended, Offered
from shop.assistant.intents import Intent
from shop.assistant.turn import Question, Surroundings, answer
from shop.assistant.understanding.frames import marked, talk_of, wish, words_of
from shop.assistant.understanding.terms import read

# Our own, none of them among the sentences that the models were trained on.
WISHES = [
    "do you happen to stock {}", "{}?", "{}, the cheaper the better", "I could do with some {} for the weekend",
    "time I treated myself to {}", "what have you got by way of {}",
    "point me towards the {} please", "we are after {} for our daughter's birthday",
]
OTHERWISE = [
    "please remind me to iron my {} tomorrow", "what is the Spanish word for {}",
    "did you know that {} were invented in Japan",
]


def shelves(around: Surroundings) -> list[str]:
    vocabulary = around.catalogue.vocabulary()
    return [vocabulary.label("category", slug).lower() for slug in vocabulary.values("category")]


def cards(text: str, around: Surroundings) -> int:
    events = list(answer(Question(text), Dialogue(), around))
    return len(next(each for each in events if isinstance(each, Offered)).offers)


def test_shelves_are_shown_that_are_wished_for(either: Surroundings) -> None:
    pairs = [(wording, shelf) for wording in WISHES for shelf in shelves(either)
             if either.catalogue.matched(Criteria(category=(shelf.replace(" ", "-"),)))]
    missed = [wording.format(shelf) for wording, shelf in pairs if not cards(wording.format(shelf), either)]
    assert len(pairs) > 50 and len(missed) <= 0.03 * len(pairs), missed


def test_shelves_are_not_shown_that_are_but_spoken_of(either: Surroundings) -> None:
    # A word that is a verb or an adjective too may slip through.
    pairs = [(wording, shelf) for wording in OTHERWISE for shelf in shelves(either)]
    shown = [wording.format(shelf) for wording, shelf in pairs if cards(wording.format(shelf), either)]
    assert len(shown) <= 0.05 * len(pairs), shown


def test_a_new_one_of_what_was_named_is_a_wish(either: Surroundings) -> None:
    shelf = shelves(either)[0]
    assert cards(f"The dog has chewed my {shelf} to bits. I need new ones", either)
    assert not cards(f"The dog has chewed my {shelf} to bits.", either)


def test_the_shop_s_words_are_put_out_of_sight(demo: Surroundings) -> None:
    text = "two blue jumpers but no coats"
    assert marked(text, read(text, demo.catalogue.vocabulary())).split() == [
        "two", "<value>", "<shelf>", "but", "no", "<value>"]
    assert words_of("2 <shelf> for 30?") == ["<number>", "<shelf>", "for", "<number>", "?"]


def test_without_a_shelf_there_is_no_wish_for_one() -> None:
    assert wish("good morning") == 0.0


@pytest.mark.parametrize(("text", "intent"), [
    ("heya, good to see you", Intent.GREETING), ("right, bye then, take care", Intent.GOODBYE),
    ("cheers, that was a great help", Intent.THANKS), ("are you a machine or a living person", Intent.BOT),
    ("has my order been shipped out yet", Intent.ORDER), ("what's the capital of peru", None),
])
def test_plain_talk_is_told_by_its_words(text: str, intent: Intent | None) -> None:
    assert talk_of(text) is intent


def test_the_receipt_says_what_spoke_for_a_wish_that_only_the_frame_told_of(demo: Surroundings) -> None:
    ended = list(answer(Question("jeans that survive a cattle farm, is that a thing you do?"), Dialogue(), demo))[-1]
    assert isinstance(ended, Ended) and ended.receipt.frame and ended.receipt.intents == (Intent.PRODUCTS,)
    plain = list(answer(Question("show me jeans"), Dialogue(), demo))[-1]
    assert isinstance(plain, Ended) and plain.receipt.frame == ()
