"""The parts of the edge to the model that need no server."""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import sys
from collections.abc import Sequence

import pytest

from shop.assistant.model import ModelTrouble, Usage, object_in
from shop.config import ModelSettings
from shop.language_model import Reservation, connect
from shop.language_model.breaker import Breaker
from shop.language_model.prices import FREE, PRICES, UNKNOWN, is_own, most_tokens, price_of
from shop.language_model.server_events import Completion, EventReader
from shop.language_model.troubles import in_short, kind_of


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class NoMoney:
    def reserve(self, estimate: int, conversation: str | None) -> Reservation | None:
        return None

    def settle(self, reservation: Reservation, actual: int) -> None:
        raise AssertionError("nothing was reserved")


def settings(key: str = "sk-canary", base_url: str | None = None, cap_day: int = 1) -> ModelSettings:
    return ModelSettings(key, base_url, "gpt-4o-mini", 20.0, cap_day, 1)


@pytest.mark.parametrize(("named", "there"), [
    (settings(), True),
    (settings(key="", base_url="http://127.0.0.1:8080/v1"), True),
    (settings(key=""), False),
    (settings(cap_day=0), False),
])
def test_a_model_is_there_when_the_owner_has_named_one(named: ModelSettings, there: bool) -> None:
    assert (connect(named, NoMoney()) is not None) == there


def test_the_sdk_is_loaded_on_the_first_call_only() -> None:
    program = (
        "import sys; from shop.config import ModelSettings; from shop.language_model import connect; "
        "connect(ModelSettings('key', None, 'm', 20.0, 1, 1), None); print('openai' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_events_are_the_same_however_the_bytes_are_cut() -> None:
    dice = random.Random(7)
    stream = "data: größe\r\n\r\n: note\ndata:a\r\ndata: b\r\n\nevent: x\rdata: 🧥\r\r\n\ndata:\n\n".encode()
    expected = ["größe".encode(), b"a\nb", "🧥".encode(), b""]
    for _ in range(1000):
        cuts = sorted({0, len(stream), *(dice.randrange(len(stream)) for _ in range(dice.randrange(20)))})
        reader = EventReader()
        pieces = [stream[start:end] for start, end in itertools.pairwise(cuts)]
        assert [event for piece in pieces for event in reader.feed(piece)] + reader.end() == expected


@pytest.mark.parametrize(("contents", "text"), [
    (["a", "b"], "ab"),
    (["gr\u00f6\u00dfe"], "größe"),
    (["\ud83e\udde5"], "🧥"),
    (["x\ud83e", "\udde5y"], "x🧥y"),
    (["\ud83e", "y"], "\ufffdy"),
    (["\udde5y"], "\ufffdy"),
    (["a\0b", "ö\0"], "abö"),
])
def test_words_are_whole_characters_that_can_be_stored(contents: list[str], text: str) -> None:
    completion = Completion()
    events = [json.dumps({"choices": [{"delta": {"content": content}}]}).encode() for content in contents]
    assert "".join(completion.take(event) for event in events) == text


class TestBreaker:
    def test_it_opens_after_five_failures_in_thirty_seconds(self) -> None:
        clock = Clock()
        breaker = Breaker(clock)
        for _ in range(4):
            breaker.failed()
            clock.now += 7
        assert breaker.state == "closed"
        breaker.failed()
        assert (breaker.state, breaker.admits()) == ("open", False)

    def test_failures_far_apart_do_not_open_it(self) -> None:
        clock = Clock()
        breaker = Breaker(clock)
        for _ in range(20):
            breaker.failed()
            clock.now += 8
        assert breaker.state == "closed"

    def test_a_good_call_in_between_forgets_the_failures(self) -> None:
        breaker = Breaker(Clock())
        for _ in range(3):
            for _ in range(4):
                breaker.failed()
            breaker.passed()
        assert breaker.state == "closed"

    @pytest.mark.parametrize(("hopeless", "rest"), [(False, 20), (True, 60)])
    def test_it_rests_then_lets_one_call_try(self, hopeless: bool, rest: float) -> None:
        clock = Clock()
        breaker = Breaker(clock)
        for _ in range(1 if hopeless else 5):
            breaker.failed(hopeless=hopeless)
        clock.now += rest - 0.1
        assert breaker.state == "open"
        clock.now += 0.1
        assert [breaker.state, breaker.admits(), breaker.admits()] == ["half-open", True, False]
        breaker.unclear()
        assert [breaker.admits(), breaker.admits()] == [True, False]
        breaker.failed()
        assert breaker.state == "open"
        clock.now += 20
        assert breaker.admits()
        breaker.passed()
        assert [breaker.state, breaker.admits(), breaker.admits()] == ["closed", True, True]


@pytest.mark.parametrize(("model", "base_url", "price"), [
    ("gpt-4o-mini", None, PRICES["gpt-4o-mini"]),
    ("gpt-4o-mini-2024-07-18", "https://api.openai.com/v1", PRICES["gpt-4o-mini"]),
    ("gpt-99", None, UNKNOWN),
    ("somebody/large", "https://models.example.com/v1", UNKNOWN),
    ("gpt-4o-mini", "http://127.0.0.1:8080/v1", FREE),
    ("smollm2", "http://[::1]:8080/v1", FREE),
    ("smollm2", "http://192.168.1.7/v1", FREE),
    ("smollm2", "http://ollama:11434/v1", FREE),
    ("smollm2", "http://box.local/v1", FREE),
])
def test_the_price_follows_the_model_and_its_place(model: str, base_url: str | None, price: object) -> None:
    assert price_of(model, base_url) == price


def test_a_name_that_only_looks_private_is_not_ones_own() -> None:
    assert not is_own("http://127.0.0.1.example.com/v1")
    assert not is_own("https://8.8.8.8/v1")


@pytest.mark.parametrize(("tokens", "cost"), [((0, 0), 0), ((1, 0), 1), ((1000, 400), 390), ((20, 0), 3)])
def test_costs_are_whole_millionths_rounded_up(tokens: tuple[int, int], cost: int) -> None:
    assert PRICES["gpt-4o-mini"].of(*tokens) == cost


def test_the_reservation_covers_a_token_a_byte() -> None:
    assert most_tokens([{"content": "🧥" * 10}, {"role": "user"}]) >= 40


def test_usages_add_up() -> None:
    assert Usage(1, 2, 3) + Usage(10, 20, 30) == Usage(11, 22, 33)


@pytest.mark.parametrize(("text", "found"), [
    ('{"a": 1}', {"a": 1}),
    ('```json\n{"a": 1}\n```', {"a": 1}),
    ('Here you are: {"a": {"b": "}"}} Enjoy', {"a": {"b": "}"}}),
    ('{"a": "\\u0000"}', {"a": "\x00"}),
    ("", None),
    ("[]", None),
    ("[1, 2]", None),
    ('"text"', None),
    ("null", None),
    ("{", None),
    ("}{", None),
    ("{'a': 1}", None),
    ('{"a": NaN}', None),
    ('{"a": -Infinity}', None),
    ('{"a": ' + "9" * 5000 + "}", None),
    ('{"a":' * 100_000, None),
    ('{"a":' * 100_000 + "1" + "}" * 100_000, None),
    ("[" * 100_000, None),
], ids=itertools.count())
def test_an_object_is_found_or_there_is_none(text: str, found: object) -> None:
    assert object_in(text) == found


def test_hostile_replies_never_raise() -> None:
    dice = random.Random(11)
    alphabet: Sequence[str] = [*'{}[]":,\\ue0123456789.-+ \n', "null", "true", "\ud800", "\x00", "🧥", '"a":']
    for _ in range(5000):
        text = "".join(dice.choice(alphabet) for _ in range(dice.randrange(60)))
        assert object_in(text) is None or isinstance(object_in(text), dict)


@pytest.mark.parametrize(("status", "said", "kind"), [
    (401, "", "auth"), (403, "", "auth"), (402, "", "quota"), (429, "", "busy"),
    (429, "insufficient_quota", "quota"), (400, "context_length_exceeded", "too_long"),
    (400, "the request exceeds the available context size", "too_long"), (413, "context window", "too_long"),
    (400, "content_policy_violation", "refused"), (400, "", "down"), (404, "", "down"), (408, "", "down"),
    (500, "", "down"), (503, "Loading model", "down"), (302, "", "down"),
])
def test_every_status_has_its_kind(status: int, said: str, kind: str) -> None:
    assert kind_of(status, said) == kind


@pytest.mark.parametrize("said", [
    "key canary-1 is wrong", {"message": "canary-1"}, "Bearer canary-1", "sk-proj-abc***xyz", ["canary-1"],
])
def test_details_are_one_short_line_without_a_key(said: object) -> None:
    short = in_short(said, "canary-1")
    assert "canary" not in short and "sk-" not in short
    assert "\n" not in in_short("a\r\nb\x1b[31m", "") and "\x1b" not in in_short("\x1b", "")
    assert len(in_short("x" * 10_000, "")) <= 500


def test_trouble_reads_as_its_kind() -> None:
    assert str(ModelTrouble("down", "no route", status=502)) == "down: no route"
    assert str(ModelTrouble("stopped")) == "stopped"
