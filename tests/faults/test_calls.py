"""What a call promises beside its words: it can be ended, it is paid for, and it tells nobody the key."""

from __future__ import annotations

import gc
import json
import logging
import ssl
import threading
import time
import traceback
from dataclasses import replace
from typing import Any

import openai
import pytest

from shop.assistant.model import ModelTrouble, Usage
from shop.config import ModelSettings
from shop.language_model import Patience, connect
from shop.language_model.lines import Line
from tests.support.fault_server import CUT, DONE, STALL, Answer, FaultServer, Wait, chunk, error, event, words
from tests.support.faulty_turns import (
    CALM,
    DEADLINE,
    KEY,
    QUICK,
    Purse,
    all_read,
    hear,
    model_at,
    paid_model_at,
    question,
)

HALF = words("Two ", "hoodies", finish=None, usage=False, done=False)
WHOLE = words("Two ", "hoodies")
SHAPE = {"type": "object", "properties": {"colour": {"type": "string"}}, "required": ["colour"],
         "additionalProperties": False}


@pytest.mark.parametrize("answer", [
    Answer([*HALF, STALL]), Answer([STALL]), Answer([STALL], head=False),
], ids=["between words", "before the first word", "before the head"])
@pytest.mark.parametrize("used_before", [False, True])
def test_closing_from_another_thread_ends_the_call_at_both_ends(answer: Answer, used_before: bool) -> None:
    with FaultServer(Answer(WHOLE), answer) as server:
        model = model_at(server.base_url)
        if used_before:
            hear(model)
        else:
            server.answers.pop(0)
        reply = model.stream(**question(heartbeat=0.02))
        closing: list[float] = []

        def close() -> None:
            closing.append(time.monotonic())
            reply.close()

        closer = threading.Thread(target=close)
        with pytest.raises(ModelTrouble, match="stopped"):
            for beats, _ in enumerate(reply):
                # Not before the server was asked: on a busy machine five beats may pass first, and nobody would leave.
                if beats >= 5 and len(server.asked) == 1 + used_before and closer.ident is None:
                    closer.start()
        assert time.monotonic() - closing[0] < DEADLINE / 2
        assert server.gone.wait(30)
        assert model.breaker.state == "closed"
        server.answers[:] = [Answer(WHOLE)]
        assert hear(model) == ("Two hoodies", None)


def test_a_line_cut_before_it_is_connected_asks_nothing() -> None:
    with FaultServer(Answer(WHOLE)) as server:
        line = Line(KEY, server.base_url, ssl.create_default_context())
        line.cut()
        with pytest.raises(openai.APIConnectionError):
            line.client.models.list()


def test_a_reply_that_is_dropped_ends_upstream() -> None:
    with FaultServer(Answer([*HALF, STALL])) as server:
        model = model_at(server.base_url)
        for piece in model.stream(**question()):
            assert piece == "Two "
            break
        gc.collect()
        assert server.gone.wait(30)


def test_closing_between_two_words_settles_the_bill_at_once() -> None:
    purse = Purse()
    with FaultServer(Answer([HALF[0], STALL])) as server:
        reply = paid_model_at(server.base_url, purse).stream(**question())
        for _ in reply:
            break
        reply.close()
        assert reply.usage == Usage(10, 1, 3)
        assert [actual for _, actual in purse.settled] == [3]
        with pytest.raises(ModelTrouble, match="stopped"):
            next(iter(reply))
        assert server.gone.wait(30)


def test_closing_after_the_end_is_harmless() -> None:
    purse = Purse()
    with FaultServer(Answer([*WHOLE, Wait(0.1)])) as server:
        model = paid_model_at(server.base_url, purse)
        for _ in range(3):
            reply = model.stream(**question())
            assert "".join(reply) == "Two hoodies"
            reply.close()
            all_read()
            assert list(reply) == []
        assert (len(purse.settled), server.connections) == (3, 1)


def test_closing_at_any_moment_ends_in_words_or_in_stopped() -> None:
    purse = Purse()
    with FaultServer(Answer([*words(*"abcdefgh", done=False), DONE])) as server:
        model = paid_model_at(server.base_url, purse)
        for delay in range(60):
            reply = model.stream(**question())
            closing = threading.Timer(delay / 20_000, reply.close)
            closing.start()
            try:
                assert "".join(reply) == "abcdefgh"
            except ModelTrouble as trouble:
                assert trouble.kind == "stopped"
            closing.join()
        assert hear(model)[0] == "abcdefgh"
    assert purse.left == 10**9 - sum(actual for _, actual in purse.settled)


def test_a_reply_closed_before_it_is_read_asks_nothing() -> None:
    with FaultServer(Answer(WHOLE)) as server:
        reply = model_at(server.base_url).stream(**question())
        reply.close()
        with pytest.raises(ModelTrouble, match="stopped"):
            list(reply)
        assert server.asked == []


def test_a_call_without_time_left_asks_nothing() -> None:
    with FaultServer(Answer(WHOLE)) as server:
        _, trouble = hear(model_at(server.base_url), seconds=-1)
        assert trouble is not None and trouble.kind == "timeout"
        assert server.asked == []


def test_words_come_while_the_model_pauses_and_the_heart_beats() -> None:
    with FaultServer(Answer([HALF[0], Wait(0.4), *WHOLE[1:]])) as server:
        heard = list(model_at(server.base_url).stream(**question(heartbeat=0.05)))
    words_at = [number for number, piece in enumerate(heard) if piece]
    assert [heard[number] for number in words_at] == ["Two ", "hoodies"]
    # Twenty a second, for as long as this machine makes of 0.4 seconds; without a pause it would be thousands.
    assert 2 <= words_at[1] - words_at[0] - 1 <= 200


def test_the_time_the_caller_takes_is_not_the_models() -> None:
    with FaultServer(Answer([*HALF, *words()])) as server:
        reply = model_at(server.base_url, patience=Patience(first=20, between=1)).stream(**question())
        for _ in reply:
            time.sleep(1.1)  # longer than the model may pause
    assert reply.ms_first is not None and 0 < reply.ms_total < 2000


def test_the_connection_serves_again() -> None:
    with FaultServer(Answer(WHOLE)) as server:
        model = model_at(server.base_url)
        for _ in range(5):
            assert hear(model) == ("Two hoodies", None)
            all_read()
    assert server.connections == 1


def test_a_connection_the_server_has_closed_is_made_again() -> None:
    with FaultServer(Answer([*WHOLE, CUT])) as server:
        model = model_at(server.base_url)
        for _ in range(3):
            assert hear(model) == ("Two hoodies", None)
            all_read()
    assert len(server.asked) == server.connections == 3


def test_more_callers_than_lines_wait_a_little_and_hear_that_it_is_busy() -> None:
    with FaultServer(Answer([*HALF, STALL])) as server:
        model = model_at(server.base_url, patience=replace(CALM, line=0.2))
        open_replies = [iter(model.stream(**question())) for _ in range(16)]
        for reply in open_replies:
            assert next(reply) == "Two "
        started = time.monotonic()
        _, trouble = hear(model)
        assert trouble is not None and trouble.kind == "busy"
        assert 0.1 < time.monotonic() - started < DEADLINE / 2
        assert len(server.asked) == 16
        open_replies.clear()
        gc.collect()
        server.answers[:] = [Answer(WHOLE)]
        assert hear(model) == ("Two hoodies", None)


class Clock:
    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.mark.parametrize(("answer", "failures", "rest", "patience"), [
    (error(401, "invalid_api_key"), 1, 60, CALM),
    (error(429, "insufficient_quota"), 1, 60, CALM),
    (error(404, "model_not_found"), 5, 20, CALM),
    (Answer(HALF), 5, 20, CALM),
    (Answer([*HALF, STALL]), 5, 20, QUICK),
], ids=["key", "quota", "model", "broken", "too slow"])
def test_the_breaker_spares_a_failing_server_and_tries_it_again(
    answer: Answer, failures: int, rest: float, patience: Patience,
) -> None:
    clock = Clock()
    with FaultServer(answer) as server:
        model = model_at(server.base_url, clock=clock, patience=patience)

        def ask() -> str:
            try:
                return "".join(model.stream(**{**question(), "deadline": clock() + DEADLINE}))
            except ModelTrouble as trouble:
                return trouble.kind

        for _ in range(failures):
            assert model.breaker.state == "closed"
            assert ask() != "breaker"
        assert [ask(), ask(), model.breaker.state] == ["breaker", "breaker", "open"]
        assert len(server.asked) == failures
        clock.ahead += rest + 1
        assert model.breaker.state == "half-open"
        assert ask() != "breaker"
        assert [ask(), len(server.asked)] == ["breaker", failures + 1]
        clock.ahead += rest + 1
        server.answers[:] = [Answer(WHOLE)]
        assert [ask(), model.breaker.state] == ["Two hoodies", "closed"]


def test_a_call_that_the_shopper_stops_early_says_nothing_of_the_server() -> None:
    with FaultServer(Answer(HALF)) as server:
        model = model_at(server.base_url)
        for _ in range(4):
            hear(model)
        server.answers[:] = [Answer([STALL])]
        reply = model.stream(**question(heartbeat=0.02))
        assert next(iter(reply)) == ""
        reply.close()
        server.answers[:] = [Answer(HALF)]
        assert model.breaker.state == "closed"
        hear(model)
        assert model.breaker.state == "open"


@pytest.mark.parametrize("answer", [
    error(400, "context_length_exceeded"), error(400, "content_filter"),
    Answer(words("no", finish="content_filter")),
])
def test_a_server_that_declines_is_not_a_failing_one(answer: Answer) -> None:
    with FaultServer(answer) as server:
        model = model_at(server.base_url)
        for _ in range(8):
            hear(model)
        assert len(server.asked) == 8


@pytest.mark.parametrize(("steps", "usage", "patience"), [
    (WHOLE, Usage(12, 5, 5), CALM),
    (words("Two ", "hoodies", usage=False), Usage(10, 3, 4), CALM),
    ([*words("Two ", "hoodies", usage=False, done=False), STALL], Usage(10, 3, 4), CALM),
    ([*HALF, STALL], Usage(10, 3, 4), QUICK),
    ([STALL], Usage(10, 0, 2), QUICK),
], ids=["counted by the server", "not counted", "the count never comes", "broken off", "no word"])
def test_the_bill_is_the_servers_count_or_an_estimate(
    steps: list[Any], usage: Usage, patience: Patience,
) -> None:
    purse = Purse()
    with FaultServer(Answer(steps)) as server:
        started = time.monotonic()
        reply = paid_model_at(server.base_url, purse, patience).stream(**question())
        try:
            list(reply)
        except ModelTrouble as trouble:
            assert trouble.usage == usage
    assert time.monotonic() - started < DEADLINE / 2
    assert reply.usage == usage
    [(reserved, actual)] = purse.settled
    assert actual == usage.cost < reserved


def test_a_call_that_hangs_costs_what_was_sent() -> None:
    with FaultServer(Answer([STALL], head=False)) as server:
        _, trouble = hear(paid_model_at(server.base_url, Purse(), QUICK))
    assert trouble is not None and trouble.usage == Usage(10, 0, 2)


def test_a_refused_call_costs_nothing() -> None:
    purse = Purse(10_000)
    with FaultServer(error(401, "invalid_api_key")) as server:
        hear(paid_model_at(server.base_url, purse))
    assert purse.left == 10_000


def test_without_money_nothing_is_asked() -> None:
    with FaultServer(Answer(WHOLE)) as server:
        model = paid_model_at(server.base_url, Purse(1))
        _, trouble = hear(model)
        assert trouble is not None and trouble.kind == "budget"
        assert (server.asked, model.breaker.state) == ([], "closed")


def test_books_that_cannot_be_opened_spend_nothing() -> None:
    class Closed(Purse):
        def reserve(self, estimate: int, conversation: str | None) -> Any:
            raise OSError("disk")

    with FaultServer(Answer(WHOLE)) as server:
        _, trouble = hear(paid_model_at(server.base_url, Closed()))
        assert trouble is not None and trouble.kind == "budget"
        assert server.asked == []


@pytest.mark.parametrize(("refusals", "shaped", "gone", "there"), [
    (["Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."], False,
     "max_tokens", "max_completion_tokens"),
    (["Unknown parameter: stream_options"], False, "stream_options", "max_tokens"),
    (["extra fields are not permitted"], False, "stream_options", "max_tokens"),
    (["response_format json_schema is not supported"], True, None, '"json_object"'),
    (["no json_schema", "no response_format"], True, "response_format", "stream_options"),
])
def test_what_a_server_refuses_is_left_out_from_then_on(
    refusals: list[str], shaped: bool, gone: str | None, there: str,
) -> None:
    answers = [error(400, "invalid_request_error", message) for message in refusals]
    with FaultServer(*answers, Answer(words('{"colour": "red"}'))) as server:
        model = model_at(server.base_url)
        for _ in range(2):
            hear(model, schema=SHAPE if shaped else None)
        assert len(server.asked) == len(refusals) + 2
        for asked in server.asked[-2:]:
            assert gone is None or gone not in asked.body
            assert there in json.dumps(asked.body)


def test_a_server_that_refuses_everything_is_not_asked_for_ever() -> None:
    refusal = "max_completion_tokens, max_tokens, stream_options, response_format"
    with FaultServer(error(400, "invalid_request_error", refusal)) as server:
        _, trouble = hear(model_at(server.base_url), schema=SHAPE)
        assert trouble is not None and trouble.kind == "down"
        assert len(server.asked) <= 6


def test_a_reply_in_json_is_asked_for_strictly() -> None:
    with FaultServer(Answer(words('{"col', 'our": "red"}'))) as server:
        found, usage = model_at(server.base_url).extract(schema=SHAPE, **question())
        assert found == {"colour": "red"}
        assert (usage.tokens_in, usage.tokens_out) == (12, 5)
        assert server.asked[0].body["response_format"] == {
            "type": "json_schema", "json_schema": {"name": "wanted", "strict": True, "schema": SHAPE}}


@pytest.mark.parametrize("text", ["", "no", "[]", "null", '{"a": NaN}', '{"a": 1', '{"a":' * 500, "[" * 3000])
def test_a_reply_that_is_no_object_is_none(text: str) -> None:
    with FaultServer(Answer(words(text))) as server:
        found, _ = model_at(server.base_url).extract(schema=SHAPE, **question())
    assert found is None


def test_the_key_goes_to_the_server_and_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    faults = [
        error(401, "invalid_api_key", f"Incorrect API key provided: {KEY}. Bearer {KEY}"),
        error(500, "server_error", f"Authorization: Bearer {KEY}"),
        Answer([*HALF, event({"error": {"message": f"key {KEY}"}})]),
        Answer([*HALF, event(f"{KEY} is not JSON")]),
        Answer([f"data {KEY}".encode()], 200, {"Content-Type": "text/plain"}),
        Answer([CUT], head=False),
        Answer(WHOLE),
    ]
    shown = []
    for fault in faults:
        with FaultServer(fault) as server:
            model = model_at(server.base_url)
            _, trouble = hear(model)
            if trouble:
                shown += [repr(trouble), str(trouble), trouble.detail, *traceback.format_exception(trouble)]
                assert trouble.__cause__ is None and trouble.__context__ is None
            shown += [repr(model), repr(vars(model)), repr(model.stream(**question()))]
            assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in caplog.text + "".join(shown)
    assert len(caplog.records) > 10


def test_a_server_in_the_house_is_asked_without_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with FaultServer() as nobody:
        monkeypatch.setenv("HTTP_PROXY", nobody.base_url)
        monkeypatch.setenv("ALL_PROXY", nobody.base_url)
    with FaultServer(Answer(WHOLE)) as server:
        assert hear(model_at(server.base_url)) == ("Two hoodies", None)


@pytest.mark.parametrize("address", ["nowhere", "http://[::1", "http://127.0.0.1:99999/v1", "ftp://127.0.0.1/"])
def test_an_address_that_is_none_is_trouble_too(address: str) -> None:
    settings = ModelSettings(KEY, address, "gpt-4o-mini", 20.0, 1, 1)
    model = connect(settings, Purse(), patience=QUICK)
    assert model is not None
    _, trouble = hear(model)
    assert trouble is not None and trouble.kind in ("down", "budget")


def test_a_reply_just_as_long_as_it_may_be_is_whole() -> None:
    with FaultServer(Answer(words("x" * 4000))) as server:
        assert hear(model_at(server.base_url)) == ("x" * 4000, None)


def test_words_that_came_in_time_are_kept_from_a_slow_caller() -> None:
    clock = Clock()
    with FaultServer(Answer(WHOLE)) as server:
        reply = iter(model_at(server.base_url, clock=clock).stream(**question()))
        first = next(reply)
        all_read()
        clock.ahead = 2 * DEADLINE
        assert first + "".join(reply) == "Two hoodies"


def test_the_request_says_no_more_than_it_must() -> None:
    with FaultServer(Answer(WHOLE)) as server:
        hear(model_at(server.base_url))
        [asked] = server.asked
    assert asked.headers["accept-encoding"] == "identity"
    assert asked.body == {
        "model": "gpt-4o-mini", "stream": True, "max_tokens": 400, "stream_options": {"include_usage": True},
        "messages": [{"role": "user", "content": "something warm, please"}]}


def test_two_hundred_calls_at_once_leave_no_thread_and_no_line_behind() -> None:
    with FaultServer(Answer([event(chunk("x")), Wait(0.01), event(chunk(finish="stop")), DONE])) as server:
        model = model_at(server.base_url, patience=Patience(line=20, first=20))
        before = threading.active_count()
        heard: list[tuple[str, ModelTrouble | None]] = []
        threads = [threading.Thread(target=lambda: heard.append(hear(model, seconds=30))) for _ in range(200)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert heard == [("x", None)] * 200
        assert server.connections <= 16
        all_read()
        assert threading.active_count() <= before + server.connections
