"""Passwords: which ones will do, and how they are kept."""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

SHORTEST, LONGEST = 12, 256
RULE = f"At least {SHORTEST} characters, and nothing that is easily guessed: three or four unrelated words are good."
HASHER = PasswordHasher()
# A hash takes 64 MiB and a core for its time; two at once leave the shop room to sell.
AT_ONCE = BoundedSemaphore(2)
# As many guesses as zxcvbn's highest mark stands for: safe where the hash is slow, even from whoever steals the file.
ENOUGH = Decimal(10) ** 10
SIGNS = re.compile(r"[^\w\s]+|_")
# Sayings that everybody knows, which zxcvbn takes for unrelated words.
PHRASES = (
    "tobeornottobe", "maytheforcebewithyou", "lordoftherings", "catchmeifyoucan", "youwillneverguess",
    "thequickbrownfox", "youwillneverwalkalone", "youllneverwalkalone", "correcthorsebatterystaple", "consectetuer",
)
GUESSED = "The password is one of the first to be guessed; three or four unrelated words are better."
ROW = "The password is mostly a row of neighbouring characters; mix in others."
REASONS = {"repeat": "The password repeats one piece; put something else beside it.", "sequence": ROW, "spatial": ROW}


def plain(password: str) -> str:
    """One spelling for what reads the same: composed or decomposed accents, full-width letters."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    with AT_ONCE:
        return HASHER.hash(plain(password))


@cache
def decoy() -> str:
    """A hash of nobody's password, so that an unknown address costs as much time as a known one."""
    return hashed(secrets.token_hex(16))


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the kept one; takes as long, and says no, where `kept` is None."""
    other = decoy()
    try:
        with AT_ONCE:
            return HASHER.verify(kept or other, plain(password)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether it was hashed with other parameters than a new one would be."""
    return HASHER.check_needs_rehash(kept)


def weakness(password: str, email: str) -> str | None:
    """Why this password will not do for this account, as a sentence; None when it will."""
    folded = plain(password).casefold()
    name = email.casefold().partition("@")[0]
    if len(folded) < SHORTEST:
        return f"The password needs at least {SHORTEST} characters; this one has {len(folded)}."
    if len(folded) > LONGEST:
        return f"The password may have at most {LONGEST} characters; this one has {len(folded)}."
    if len(name) >= 4 and name in folded:
        return f"The password contains “{name}”, which stands in the e-mail address; leave it out."
    # What stands between words is guessed with them: "welcome-the-one" as "welcometheone".
    guesses = [guess(reading, name) for reading in {folded, SIGNS.sub("", folded)} if reading]
    easiest = min(guesses, key=lambda each: each.count, default=None)
    return REASONS.get(easiest.pattern, GUESSED) if easiest and easiest.count < ENOUGH else None


@dataclass(frozen=True)
class Guess:
    """How many tries a password is worth, and what the longest part of it is made of, in zxcvbn's words."""

    count: Decimal
    pattern: str


def guess(password: str, name: str) -> Guess:
    # zxcvbn refuses more than its limit, and needs no more to know a strong one.
    estimate = zxcvbn(password[:72], user_inputs=[name, *PHRASES])
    longest = max(estimate["sequence"], key=lambda part: len(part["token"]))
    return Guess(Decimal(estimate["guesses"]), longest["pattern"])
