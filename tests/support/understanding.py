"""Many questions made from a shop's own words: whatever it sells, they ask for it in ordinary English."""

from __future__ import annotations

import random

from shop.assistant.vocabulary import Vocabulary

PATTERNS = [
    "{category}",
    "show me {category}",
    "{colour} {category}",
    "do you have {category} in {size}?",
    "{category} under {price}",
    "{category} in {colour} or {colour2}, not {material}",
    "something for {occasion}",
    "{material} {category}",
    "{category} for {audience} between {price} and {price2}",
    "cheapest {category}",
    "the best rated {category}",
    "how many {category} do you have?",
    "{style} {category} for {season}",
    "{colour} {category} in {size} under {price}",
    "I need something {style} for {occasion}, not {colour}",
    "{category} but nothing {colour}",
    "anything from {brand}?",
    "a gift under {price}",
    "{brand} {category}",
    "what do you have in {colour}?",
    "newest {category}",
    "do you sell gargoyles?",
    "{colour} gargoyles under {price}",
    "{category} rated at least 4 stars",
    "{category} with a zip",
    "how long does delivery take?",
    "can I return {category}?",
    "what does delivery cost, and do you have {category} in {colour}?",
    "hello, {category} please",
    "most expensive {category}",
    "{category} or {category2} for {season}",
    "{pattern} {category}",
    "{size} {category} {colour}",
]
KEYS = ("category", "colour", "size", "material", "occasion", "audience", "style", "season", "brand", "pattern")


def questions(vocabulary: Vocabulary, count: int, seed: int = 7) -> list[str]:
    """`count` questions, the same for the same seed."""
    chance = random.Random(seed)

    def word(key: str) -> str:
        values = vocabulary.values(key)
        return vocabulary.label(key, chance.choice(values)).lower() if values else "plain"

    prices = vocabulary.prices
    found = []
    for number in range(count):
        filled = {key: word(key) for key in KEYS} | {"colour2": word("colour"), "category2": word("category")}
        low, high = sorted(chance.randint(prices.lowest // 200, prices.highest // 80) for _ in range(2))
        found.append(PATTERNS[number % len(PATTERNS)].format(**filled, price=low, price2=high))
    return found
