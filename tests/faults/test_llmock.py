"""The same edge against another hand's idea of an OpenAI server and its faults."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from llmock.pytest_plugin import LLMock

from shop.language_model import Patience
from tests.support.faulty_turns import hear, model_at

TEXT = "Two hoodies are warm enough for a windy evening: the brushed one and the zipped one."
SHORT = Patience(first=0.6, between=0.4)
LONG = Patience(first=20, between=20, retry_after=0.2)
Fault = Callable[[LLMock], object]
FAULTS: dict[str, tuple[Fault, str, int]] = {
    "none": (lambda mock: mock, "", 1),
    "limited, come back soon": (lambda mock: mock.rate_limit(times=1, retry_after=0.1), "", 2),
    "limited, come back later": (lambda mock: mock.rate_limit(times=1, retry_after=60), "busy", 1),
    "out": (lambda mock: mock.outage(status=500), "down", 2),
    "context": (lambda mock: mock.context_overflow(), "too_long", 1),
    "disconnect": (lambda mock: mock.disconnect(after_chunks=3), "broken", 1),
    "truncate": (lambda mock: mock.truncate(after_chunks=3), "broken", 1),
    "corrupt": (lambda mock: mock.corrupt(after_chunks=3), "broken", 1),
    "stall": (lambda mock: mock.stall(after_chunks=3, seconds=5), "timeout", 1),
    "slow first word": (lambda mock: mock.slow_first_token(5), "timeout", 1),
}


@pytest.mark.parametrize("name", FAULTS)
def test_llmocks_faults_are_the_same_kinds_of_trouble(name: str, llmock: LLMock) -> None:
    fault, kind, calls = FAULTS[name]
    fault(llmock)
    llmock.reply(TEXT, times=None)
    text, trouble = hear(model_at(llmock.base_url(), patience=SHORT if kind == "timeout" else LONG), 20)
    assert trouble.kind == kind if trouble else not kind
    assert text == TEXT if trouble is None else TEXT.startswith(text)
    assert len(llmock.requests) == calls
