"""What a message is about, in the words that commands and receipts give it."""

from __future__ import annotations

from enum import StrEnum


class Intent(StrEnum):
    PRODUCTS = "products"
    COMPARE = "compare"
    POLICY = "policy"
    ORDER = "order"
    CART = "cart"
    PERSON = "person"
    GREETING = "greeting"
    GOODBYE = "goodbye"
    THANKS = "thanks"
    BOT = "bot"
    CAPABILITIES = "capabilities"
    OTHER = "other"
