"""What a model costs, in US dollars a million tokens: as many millionths of a dollar a token."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Price:
    """In and out; multiplied with tokens they give millionths of a US dollar."""

    tokens_in: float
    tokens_out: float

    def of(self, tokens_in: int, tokens_out: int) -> int:
        return math.ceil(round(tokens_in * self.tokens_in + tokens_out * self.tokens_out, 6))


FREE = Price(0, 0)
# Standard prices as OpenAI's price list had them in spring 2026 (developers.openai.com/api/docs/pricing).
# Cached prompt tokens cost less; counting them in full errs on the side of the cap.
PRICES = {
    "gpt-4o-mini": Price(0.15, 0.60),
    "gpt-4o": Price(2.50, 10.00),
    "gpt-4.1": Price(2.00, 8.00),
    "gpt-4.1-mini": Price(0.40, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.40),
    "gpt-5": Price(1.25, 10.00),
    "gpt-5-mini": Price(0.25, 2.00),
    "gpt-5-nano": Price(0.05, 0.40),
    "o3": Price(2.00, 8.00),
    "o3-mini": Price(1.10, 4.40),
    "o4-mini": Price(1.10, 4.40),
    "text-embedding-3-small": Price(0.02, 0),
    "text-embedding-3-large": Price(0.13, 0),
}
UNKNOWN = PRICES["gpt-4o"]


def price_of(model: str, base_url: str | None) -> Price:
    """A server of one's own is free whatever its model is called; an unknown model costs like a large one."""
    if base_url and is_own(base_url):
        return FREE
    return PRICES.get(re.sub(r"-\d{4}-\d{2}-\d{2}$", "", model), UNKNOWN)


def is_own(base_url: str) -> bool:
    """Whether the address is this machine's or a private network's."""
    try:
        host = (urlsplit(base_url).hostname or "").rstrip(".")
    except ValueError:  # no address at all: the call will say so
        return False
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".internal", ".lan"))
    return address.is_private or address.is_loopback


def likely_tokens(characters: int) -> int:
    """About four characters a token, in English."""
    return math.ceil(characters / 4)


def most_tokens(messages: Sequence[Mapping[str, str]]) -> int:
    """More than these messages can be in any tokenizer over bytes: a token is at least one byte."""
    return sum(16 + len(message.get("content", "").encode()) for message in messages)
