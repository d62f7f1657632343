"""A real Chromium on the shop on a real local port."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from shop.web import sockets
from tests.conftest import lent, needs
from tests.support.slow_model import SlowModel, model_at, speaking
from tests.support.sockets import serving
from tests.support.waiting import until

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=30_000)
    path = shutil.which("chromium")
    needs(path, "Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A shopper's browser window on the shop; `wrong` is what no page may do."""

    address: str
    context: BrowserContext
    wrong: list[str]

    def page(self, path: str = "/") -> Page:
        page = self.context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{self.address}{path}")
        return page


Visiting = Callable[..., Visit]


@pytest.fixture
def model(request: pytest.FixtureRequest) -> SlowModel:
    return SlowModel(**getattr(request, "param", {"hold_after": 20}))


@pytest.fixture(scope="module")
def quiet_shop(prepare: Callable[..., Flask]) -> Iterator[str]:
    """The address of a shop without a model."""
    for app in lent(prepare("sqlite", "demo")):
        with serving(app) as host:
            yield f"http://{host}"


@pytest.fixture
def talking_shop(prepare: Callable[..., Flask], model: SlowModel) -> Iterator[str]:
    """The address of a shop whose model is `model`."""
    with speaking(model) as base_url:
        for app in lent(prepare("sqlite", "demo", MODEL=model_at(base_url))):
            with serving(app) as host:
                yield f"http://{host}"


@pytest.fixture
def visiting(chromium: Browser) -> Iterator[Visiting]:
    visits: list[Visit] = []

    def visit(address: str, **more: Any) -> Visit:
        context = chromium.new_context(**{"viewport": WIDE, **more})
        found = Visit(address, context, [])
        context.on("console", lambda message: heard(found, message))
        context.on("weberror", lambda error: found.wrong.append(str(error.error)))
        context.on("request", lambda request: asked(found, request))
        visits.append(found)
        return found

    yield visit
    for each in visits:
        each.context.close()
    until(lambda: sockets.slots.open == 0)
    assert [each.wrong for each in visits if each.wrong] == []


def heard(visit: Visit, message: ConsoleMessage) -> None:
    """A connection that is lost is what some tests are about."""
    lost = ("WebSocket connection", "Failed to load resource", "htmx:ws:error")
    if message.type in ("error", "warning") and not any(each in message.text for each in lost):
        visit.wrong.append(message.text)


def asked(visit: Visit, request: Request) -> None:
    if not request.url.startswith((visit.address, "data:")):
        visit.wrong.append(f"asked {request.url}")
