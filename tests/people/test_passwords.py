from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from shop.people import passwords
from shop.people.common_passwords import STEMS, WHOLE

EMAIL = "annabell@example.com"


@pytest.mark.parametrize("password", [
    "velvet otter ladder", "seven brown kettles", "tQ7#mule-vase!", "Grüße aus Lübeck", "ключ под ковриком",
    "xxxamber tide 9",
])
def test_a_password_that_nobody_would_guess_will_do(password: str) -> None:
    assert passwords.weakness(password, EMAIL) is None


@pytest.mark.parametrize(("password", "reason"), [
    ("short words", "at least 12"), ("", "at least 12"), ("a1" * 200, "at most 256"),
    ("annabell likes tea", "annabell"), ("ANNABELL likes tea", "annabell"),
    ("aaaaaaaaaaaaaaaa", "few characters"), ("abababababab", "few characters"),
    ("abcdefghijkl", "neighbouring"), ("987654321098", "neighbouring"), ("qwertyuiop12", "neighbouring"),
    ("kettle7kettle7", "repeats one piece"), ("lamp5lamp5lamp5", "repeats one piece"),
    ("Password1234!", "first to be guessed"), ("P@ssw0rd2026!!", "first to be guessed"),
    ("welcome-the-one-2026", "first to be guessed"), ("Summer2026!!!", "first to be guessed"),
    ("MyAdminAccount", "first to be guessed"), ("CorrectHorseBatteryStaple", "first to be guessed"),
    ("ｐａｓｓｗｏｒｄ２０２６", "first to be guessed"),
])
def test_a_weak_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    assert reason in (passwords.weakness(password, EMAIL) or "")


def test_every_common_password_is_refused() -> None:
    assert [word for word in WHOLE if passwords.weakness(word, EMAIL) is None] == []
    assert min(map(len, WHOLE)) >= passwords.SHORTEST
    assert len(WHOLE) >= 200
    assert all(stem == stem.casefold() for stem in STEMS)


def test_only_the_same_password_matches() -> None:
    kept = passwords.hashed("velvet otter ladder")
    assert passwords.matches(kept, "velvet otter ladder")
    assert not passwords.matches(kept, "velvet otter laddeR")
    assert not passwords.matches(None, "velvet otter ladder")
    assert not passwords.matches("not a hash", "velvet otter ladder")


def test_one_password_in_two_spellings_of_unicode_is_one() -> None:
    assert passwords.matches(passwords.hashed("Gru\u0308\u00dfe aus Wien"), "Gr\u00fc\u00dfe aus Wien")


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=1024).hash("velvet otter ladder"))
    assert not passwords.is_outdated(passwords.hashed("velvet otter ladder"))


def test_an_unknown_account_costs_a_hash_too() -> None:
    assert not passwords.is_outdated(passwords.decoy())
