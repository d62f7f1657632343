"""Passwords: which ones will do, and how they are kept."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from itertools import pairwise
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shop.people.common_passwords import STEMS, WHOLE

SHORTEST, LONGEST = 12, 256
RULE = f"At least {SHORTEST} characters, and nothing that is easily guessed: three or four unrelated words are good."
HASHER = PasswordHasher()
# A hash takes 64 MiB and a core for its time; two at once leave the shop room to sell.
AT_ONCE = BoundedSemaphore(2)
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm")
LOOKALIKES = str.maketrans("013457@$!", "oleastasi")


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


def longest_run(text: str) -> int:
    """Length of the longest piece of one character or along the alphabet, the digits or the keyboard."""
    steps = {pair for run in RUNS for way in (run, run[::-1]) for pair in pairwise(way)}
    longest = length = 1
    for pair in pairwise(text):
        length = length + 1 if pair in steps or pair[0] == pair[1] else 1
        longest = max(longest, length)
    return longest


def made_of_common_words(text: str) -> bool:
    """Whether nothing is left of it without common words, digits and signs."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", text)
    readings = (text, core.translate(LOOKALIKES))
    return any(not re.sub(r"[\W\d_]+", "", without_common(each)) for each in readings)


def without_common(text: str) -> str:
    for stem in sorted(STEMS, key=len, reverse=True):
        text = text.replace(stem, " ")
    return text


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
    if len(set(folded)) < 5:
        return "The password repeats too few characters; mix in others."
    if longest_run(folded) > len(folded) / 2:
        return "The password is mostly a row of neighbouring or repeated characters; mix in others."
    half = folded[:len(folded) // 2]
    if folded == half * 2 or re.fullmatch(r"(.{1,6})\1+", folded):
        return "The password repeats one piece; put something else beside it."
    if folded in WHOLE or made_of_common_words(folded):
        return "The password is one of the first to be guessed; three or four unrelated words are better."
    return None
