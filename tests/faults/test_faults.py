"""What the assistant gets of each failure: the words so far, one kind of trouble, and no needless calls."""

from __future__ import annotations

import itertools
import random
import time
from dataclasses import dataclass

import pytest

from tests.support.fault_server import (
    CUT,
    DONE,
    RESET,
    STALL,
    Answer,
    FaultServer,
    Wait,
    chunk,
    error,
    event,
    page,
    words,
)
from tests.support.faulty_turns import CALM, DEADLINE, QUICK, hear, model_at, question

HALF = words("Two ", "hoodies", finish=None, usage=False, done=False)
WHOLE = words("Two ", "hoodies")
SPLIT = "Größe 42, 70 €, 🧥".encode()


def cut_anywhere(data: bytes, seed: int) -> list[bytes]:
    dice = random.Random(seed)
    cuts = sorted({0, len(data), *(dice.randrange(len(data)) for _ in range(12))})
    return [data[start:end] for start, end in itertools.pairwise(cuts)]


@dataclass(frozen=True)
class Case:
    """`kind` is "" where all went well; `calls` is how often the server was asked."""

    id: str
    answers: tuple[Answer, ...]
    kind: str = ""
    text: str = "Two hoodies"
    calls: int = 1


def well(id: str, *steps: object, text: str = "Two hoodies", **more: object) -> Case:
    return Case(id, (Answer(list(steps), **more),), text=text)  # type: ignore[arg-type]


def ill(id: str, kind: str, *steps: object, text: str = "Two hoodies") -> Case:
    return Case(id, (Answer(list(steps)),), kind, text)  # type: ignore[arg-type]


LIMITED = error(429, "rate_limit_exceeded")
CASES = [
    well("nothing wrong", *WHOLE),
    Case("F1 key refused", (error(401, "invalid_api_key"),), "auth", ""),
    Case("F1 not allowed", (error(403, "unsupported_country"),), "auth", ""),
    Case("F2 limited once", (LIMITED, Answer(WHOLE)), calls=2),
    Case("F2 limited twice", (LIMITED,), "busy", "", 2),
    Case("F3 come back in a minute", (error(429, "rate_limit_exceeded", Retry_After="60"),), "busy", ""),
    Case("F3 come back on a date",
         (error(429, "rate_limit_exceeded", Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"),), "busy", ""),
    Case("F3 come back soon",
         (error(429, "rate_limit_exceeded", Retry_After="0.05"), Answer(WHOLE)), calls=2),
    Case("F3 come back later than we wait",
         (error(429, "rate_limit_exceeded", Retry_After="0.2"), Answer(WHOLE)), "busy", ""),
    Case("F4 no money left", (error(429, "insufficient_quota"),), "quota", ""),
    Case("F5 500 once", (error(500, "server_error"), Answer(WHOLE)), calls=2),
    Case("F5 500 twice", (error(500, "server_error"),), "down", "", 2),
    Case("F5 502 with a page", (page(502),), "down", "", 2),
    Case("F6 prompt too long", (error(400, "context_length_exceeded"),), "too_long", ""),
    Case("no such model", (error(404, "model_not_found"),), "down", ""),
    Case("redirect", (Answer((), 302, {"Location": "/elsewhere"}, whole=True),), "down", ""),
    Case("F7 dropped once before the answer", (Answer([CUT], head=False), Answer(WHOLE)), calls=2),
    Case("F7 reset before the answer", (Answer([RESET], head=False),), "down", "", 2),
    Case("F8 hangs before the head", (Answer([STALL], head=False),), "timeout", ""),
    ill("F8 hangs before the first word", "timeout", STALL, text=""),
    Case("F9 reset after some words", (Answer([*HALF, Wait(0.05), RESET]),), "broken"),
    ill("F9 cut in the middle of the body", "broken", *HALF, CUT),
    ill("F10 ends without a reason", "broken", *HALF),
    ill("F10 ends with [DONE] and no reason", "broken", *HALF, DONE),
    well("F10 ends with a reason and no [DONE]", *words("Two ", "hoodies", done=False)),
    ill("F11 stalls after some words", "timeout", *HALF, STALL),
    ill("F13 an event that is not JSON", "broken", *HALF, event('{"choices": [')),
    ill("F13 an event of bytes that are no text", "broken", *HALF, b'data: {"a": "\xff\xfe"}\n\n'),
    ill("F13 an event nested without end", "broken", *HALF, event("[" * 100_000)),
    well("F14 no choices", event({"choices": []}), *WHOLE),
    well("F14 choices missing", event({"id": "x"}), *WHOLE),
    well("F14 choices null", event({"choices": None}), *WHOLE),
    well("F14 choice is no object", event({"choices": ["x"]}), *WHOLE),
    well("F14 delta null", event({"choices": [{"index": 0, "delta": None, "finish_reason": None}]}), *WHOLE),
    well("F14 content null", event(chunk()), *WHOLE),
    well("F14 content is no text", event(chunk(["x"])), event(chunk(7)), *WHOLE),
    well("F14 a list for a chunk", event([1, 2]), *WHOLE),
    well("F14 usage of another shape", *words("Two ", "hoodies", usage=False, done=False),
         event({"choices": [], "usage": {"prompt_tokens": -1, "completion_tokens": "many"}}), DONE),
    ill("F15 an error inside the stream", "broken", *HALF, event({"error": {"message": "overloaded"}})),
    ill("F15 no money left, said inside the stream", "quota", *HALF,
        event({"error": {"message": "no", "code": "insufficient_quota"}})),
    ill("F16 content filter", "refused", *words("Two ", "hoodies", finish="content_filter")),
    Case("F16 content filter before the answer", (error(400, "content_filter"),), "refused", ""),
    well("F17 length", *words("Two ", "hoodies", finish="length")),
    ill("F18 a refusal", "refused", event({"choices": [{"delta": {"refusal": "No."}}]}), *words(), text=""),
    well("F18 no words", *words(), text=""),
    well("F18 an empty word", *words(""), text=""),
    ill("F18 nothing at all", "broken", text=""),
    Case("F20 a page instead of a reply", (page(200),), "broken", ""),
    Case("F20 a page that never ends", (Answer([b"<html>", STALL], headers={"Content-Type": "text/html"}),),
         "broken", ""),
    Case("F20 a page that calls itself a stream", (Answer([b"<html>hello</html>"]),), "broken", ""),
    well("CRLF", *(step.replace(b"\n", b"\r\n") for step in WHOLE)),
    well("CR alone", *(step.replace(b"\n", b"\r") for step in WHOLE)),
    well("comments", b": ping\n\n", WHOLE[0], b":\n", *WHOLE[1:]),
    well("other fields", *(b"event: message\nid: 7\nretry: 10\n" + step for step in WHOLE)),
    well("no space after the colon", *(step.replace(b"data: ", b"data:") for step in WHOLE)),
    well("data on two lines", *(step.replace(b', "', b',\ndata: "') for step in WHOLE)),
    well("all in one piece", b"".join(WHOLE)),
    well("byte by byte", *(bytes([byte]) for byte in b"".join(WHOLE))),
    well("no empty line at the end", b"".join(WHOLE[:-2]).rstrip(b"\n")),
    ill("an event without end", "broken", *HALF, b"data: " + b"x" * 1_100_000, STALL),
    *[well(f"F21 cut at random, seed {seed}", *cut_anywhere(b"".join(words(SPLIT.decode() * 3)), seed),
           text=SPLIT.decode() * 3) for seed in range(20)],
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_fault_leaves_the_words_so_far_and_one_kind_of_trouble(case: Case) -> None:
    with FaultServer(*case.answers) as server:
        slow = case.kind == "timeout"
        started = time.monotonic()
        text, trouble = hear(model_at(server.base_url, patience=QUICK if slow else CALM))
        took = time.monotonic() - started
    assert (trouble.kind if trouble else "", text, len(server.asked)) == (case.kind, case.text, case.calls)
    assert took < DEADLINE / 2


def test_a_refused_connection_is_trouble_at_once() -> None:
    with FaultServer() as server:
        gone = server.base_url
    started = time.monotonic()
    text, trouble = hear(model_at(gone))
    assert (text, trouble and trouble.kind) == ("", "down")
    assert time.monotonic() - started < DEADLINE / 2


def test_an_unknown_host_is_trouble() -> None:
    _, trouble = hear(model_at("http://shop.invalid/v1"), seconds=2)
    assert trouble is not None and trouble.kind in ("down", "timeout")


def test_a_trickle_of_words_ends_at_the_deadline() -> None:
    def trickle() -> itertools.chain[bytes | Wait]:
        return itertools.chain.from_iterable((event(chunk("x ")), Wait(0.05)) for _ in itertools.count())

    with FaultServer(Answer(trickle())) as server:
        started = time.monotonic()
        text, trouble = hear(model_at(server.base_url), seconds=3)
        took = time.monotonic() - started
        assert trouble is not None and trouble.kind == "timeout"
        assert len(text) > 10
        assert 2.9 < took < DEADLINE / 2
        assert server.gone.wait(30)


def test_a_pause_ends_at_the_deadline() -> None:
    with FaultServer(Answer([*HALF, STALL])) as server:
        started = time.monotonic()
        text, trouble = hear(model_at(server.base_url), seconds=3)
        assert (text, trouble and trouble.kind) == ("Two hoodies", "timeout")
        assert time.monotonic() - started < DEADLINE / 2


def test_a_trickle_of_comments_is_no_word() -> None:
    comments = itertools.chain.from_iterable((b": wait\n\n", Wait(0.02)) for _ in itertools.count())
    with FaultServer(Answer(comments)) as server:
        text, trouble = hear(model_at(server.base_url, patience=QUICK))
        assert (text, trouble and trouble.kind) == ("", "timeout")
        assert server.gone.wait(30)


def test_a_reply_far_over_the_limit_is_cut_and_the_server_left() -> None:
    endless = itertools.chain.from_iterable((event(chunk("word " * 1000)),) for _ in itertools.count())
    with FaultServer(Answer(endless)) as server:
        model = model_at(server.base_url)
        reply = model.stream(**question())
        assert len("".join(reply)) == 4000
        assert reply.finish == "length"
        assert server.gone.wait(30)


def test_a_megabyte_in_one_event_is_cut_too() -> None:
    with FaultServer(Answer(words("x" * 900_000))) as server:
        text, trouble = hear(model_at(server.base_url))
    assert (len(text), trouble) == (4000, None)
