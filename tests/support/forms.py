"""Pages as their reader uses them: parsed, and their forms filled in and sent with what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BOUNDARY = "boundary-of-the-tests"


def parsed(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.get_data(as_text=True), "html5lib")


def form_of(page: BeautifulSoup) -> Tag:
    form = page.select_one("main form[method=post]")
    assert form is not None, f"no form in {page.title}"
    return form


def standing_in(form: Tag) -> dict[str, str]:
    """What a browser would send of this form, buttons apart."""
    values: dict[str, str] = {}
    for control in form.select("input[name], textarea[name], select[name]"):
        name = str(control["name"])
        if control.get("type") == "file":
            continue
        if control.name == "textarea":
            values[name] = control.get_text().removeprefix("\n")
        elif control.name == "select":
            chosen = control.select_one("option[selected]") or control.select_one("option")
            values[name] = str(chosen["value"]) if chosen else ""
        elif control.get("type") != "checkbox" or control.has_attr("checked"):
            values[name] = str(control.get("value", "on" if control.get("type") == "checkbox" else ""))
    return values


def fill(client: FlaskClient, page: str | BeautifulSoup, values: Mapping[str, Any] | None = None, *,
         press: str | None = None, also: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
    """Sends the page's form with these values; None leaves a control out, as an unticked box is.

    `page` is an address or a page that was read before. Only controls of the form can be filled in; `also` is
    what a forger adds. `press` is "name=value" of the button.
    """
    address = page if isinstance(page, str) else ""
    form = form_of(parsed(client.get(page)) if isinstance(page, str) else page)
    sent = standing_in(form)
    for name, value in {**(values or {}), **more}.items():
        assert form.select_one(f'[name="{name}"]') is not None, f"no control {name}"
        sent[name] = value
    if press:
        name, _, value = press.partition("=")
        assert form.select_one(f'button[name="{name}"][value="{value}"]'), f"no button {press}"
        sent[name] = value
    body = {name: value for name, value in {**sent, **(also or {})}.items() if value is not None}
    action = str(form.get("action") or address)
    if any(isinstance(value, tuple) for value in body.values()):
        return client.post(action, data=multipart(body), content_type=f"multipart/form-data; boundary={BOUNDARY}")
    return client.post(action, data=body)


def multipart(values: Mapping[str, Any]) -> bytes:
    """A form with files, (stream, file name), as browsers write it.

    Werkzeug's own client leaves out the line break after an empty value: its server reads such a part wrongly where
    the edge of a buffer of 64 KiB falls into the boundary that follows.
    """
    parts = []
    for name, value in values.items():
        file = f'; filename="{value[1]}"\r\nContent-Type: application/octet-stream' if isinstance(value, tuple) else ""
        content = value[0].read() if isinstance(value, tuple) else str(value).encode()
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def errors(page: BeautifulSoup) -> dict[str, str]:
    """{control's name: its error}, as its aria-describedby leads there; the summary must link to each."""
    found = {}
    for control in page.select("[aria-invalid=true]"):
        texts = [page.find(id=each) for each in str(control["aria-describedby"]).split()]
        error = next(text for text in texts if text and "field-error" in text["class"])
        assert page.select_one(f'#problems a[href="#{control["id"]}"]'), f"{control['id']} not in the summary"
        found[str(control["name"])] = error.get_text(strip=True)
    return found


def complaints(answer: TestResponse) -> dict[str, str]:
    assert answer.status_code == 422
    page = parsed(answer)
    assert str(page.title.string).strip().startswith("Error: ")
    return errors(page)


def notices(page: BeautifulSoup) -> list[str]:
    return [notice.get_text(" ", strip=True) for notice in page.select("main .notice")]
