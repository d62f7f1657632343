"""What a clause tells the counter to do, by its verb, and who says it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from shop.assistant.language.phrasebook import ENGLISH

ADDING, PUTTING = ENGLISH.pattern("cart.add_verb"), ENGLISH.pattern("cart.put_verb")
TAKING, OWN_TAKING = ENGLISH.pattern("cart.take_verb"), ENGLISH.pattern("cart.own_verb")
OWN_WANT, FOR_ONESELF = ENGLISH.pattern("cart.own_want"), ENGLISH.pattern("cart.for_oneself")
REMOVING, OUT_VERB, OUT = (ENGLISH.pattern(f"cart.{name}") for name in ("remove_verb", "out_verb", "out"))
CHANGING = ENGLISH.pattern("cart.change_verb")
DESTINATION, INSIDE = ENGLISH.pattern("cart.destination"), ENGLISH.pattern("cart.inside")


class Voice(Enum):
    """Whom a wish is put to: the shop, in so many words or politely, or oneself."""

    PLAIN = auto()
    POLITE = auto()
    OWN = auto()


class Verb(Enum):
    ADD = auto()
    TAKE = auto()
    REMOVE = auto()
    CHANGE = auto()


@dataclass(frozen=True)
class Command:
    """A verb and what stands behind it."""

    verb: Verb
    rest: str


def command_of(body: str, voice: Voice = Voice.PLAIN) -> Command | None:
    """What a clause's body tells to do, None if it begins with no such verb.

    The first that fits counts: "drop one in my basket" is no removal, and "take it out" no taking.
    """
    goes_in = DESTINATION.search(body) is not None
    if (match := PUTTING.match(body)) and (goes_in or INSIDE.search(body[match.end():]) or match["down"]):
        return Command(Verb.ADD, body[match.end():])
    if not goes_in and (match := REMOVING.match(body)):
        return Command(Verb.REMOVE, body[match.end():])
    if not goes_in and (match := OUT_VERB.match(body)) and OUT.search(body, match.end()):
        return Command(Verb.REMOVE, body[match.end():])
    if match := ADDING.match(body):
        return Command(Verb.ADD, body[match.end():])
    if match := CHANGING.match(body):
        return Command(Verb.CHANGE, body[match.end():])
    end = take_verb(body, voice)
    return Command(Verb.TAKE, body[end:]) if end else None


def take_verb(body: str, voice: Voice) -> int:
    """Where a verb of taking for oneself ends, 0 for none. "Would you buy …" asks for an opinion, unless it is "buy
    me"."""
    if voice is not Voice.POLITE:
        match = OWN_WANT.match(body) or TAKING.match(body) or (OWN_TAKING.match(body) if voice is Voice.OWN else None)
        return match.end() if match else 0
    match = TAKING.match(body)
    return match.end() if match and FOR_ONESELF.search(match[0]) else 0
