"""What went wrong with a call, as one of the kinds that the assistant knows; the key stays out of it."""

from __future__ import annotations

import json
import re
from typing import Any

from shop.assistant.model import ModelTrouble
from shop.language_model.server_events import Nonsense, ServerError

LONGEST_DETAIL = 500


def trouble_of(error: Exception, api_key: str, *, answered: bool) -> ModelTrouble:
    """`answered`: the server had begun its reply, so that what fails now has broken off."""
    import openai

    if isinstance(error, ModelTrouble):
        return error
    if isinstance(error, ServerError):
        said = in_short(error.error, api_key)
        return ModelTrouble("quota" if "insufficient_quota" in said else "broken", said)
    if isinstance(error, openai.APIStatusError):
        said = in_short(error.body or error.message, api_key)
        return ModelTrouble(kind_of(error.status_code, said), said, status=error.status_code)
    if answered:
        why = str(error) if isinstance(error, Nonsense) else "the stream broke off"
        return ModelTrouble("broken", f"{why} ({type(error).__name__})")
    if isinstance(error, openai.APITimeoutError):
        return ModelTrouble("timeout", "the server does not answer")
    cause = error.__cause__ or error
    return ModelTrouble("down", in_short(f"{type(cause).__name__}: {cause}", api_key))


def kind_of(status: int, said: str) -> str:
    """The kind of an HTTP error; `said` is the error's body as text."""
    said = said.casefold()
    if "insufficient_quota" in said or status == 402:
        return "quota"
    if status in (401, 403):
        return "auth"
    if status == 429:
        return "busy"
    if status in (400, 413, 422):
        if re.search(r"context_length|context length|context size|context window|exceed_context", said):
            return "too_long"
        if re.search(r"content_filter|content_policy|content management policy", said):
            return "refused"
    return "down"


def may_pass(trouble: ModelTrouble) -> bool:
    """Whether asking once more right away could help."""
    if trouble.status is not None:
        return trouble.kind == "busy" or trouble.status >= 500
    return trouble.kind == "down"


def pause_before_retry(error: Exception | None) -> float | None:
    """Seconds the server asks to wait; None where it leaves that to us."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        if name in headers:
            try:
                return max(float(headers[name]) * unit, 0.0)
            except ValueError:  # a date: never within the second that we would wait
                return float("inf")
    return None


def in_short(said: object, api_key: str) -> str:
    """A server's words on one line for the owner, without the key or anything that looks like one."""
    text = said if isinstance(said, str) else json.dumps(said, default=str, ensure_ascii=False)
    if api_key:
        text = text.replace(api_key, "[key]")
    text = re.sub(r"\b(sk|pk)-[\w*.-]{4,}", "[key]", text)
    text = re.sub(r"(?i)\bbearer\s+\S+", "[key]", text)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_DETAIL]
