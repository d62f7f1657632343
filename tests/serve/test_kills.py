"""The server is killed again and again while people order: every order is whole or absent, and nothing is lost."""

from __future__ import annotations

import random
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from http.cookiejar import CookieJar
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from shop.extensions import db
from shop.models import Order
from tests.conftest import Prepare, lent
from tests.selling.conftest import Stall, set_up
from tests.support.forked import Forked
from tests.support.provider import open_provider
from tests.support.waiting import until

pytestmark = pytest.mark.gunicorn
KILLS, BUYERS = 100, 3
FIELDS = {"email": "kim@example.com", "name": "Kim", "street": "Mill Lane 1", "postcode": "AB1", "city": "Kilmarrow",
          "country": "IE"}


class Buyer:
    """Somebody with a browser: buys a lamp, and sends the same form again until an order is shown."""

    def __init__(self, host: str, stop: threading.Event, payment: str = "invoice") -> None:
        self.host, self.stop, self.payment = host, stop, payment
        self.forms: list[dict[str, str]] = []
        self.orders: dict[str, str] = {}
        self.address = ""
        self.pages = 0

    def shop(self, variant_id: int) -> None:
        while not self.stop.is_set():
            self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
            page = self.until_it_answers("/products/lamp")
            token = self.field(page, "csrf_token") if page else ""
            self.until_it_answers("/cart/add", {"variant_id": str(variant_id), "quantity": "1", "csrf_token": token})
            if "key" not in (page := self.until_it_answers("/checkout")):
                continue
            form = {**FIELDS, "payment": self.payment,
                    **{name: self.field(page, name) for name in ("csrf_token", "key", "seen_total")}}
            self.forms.append(form)
            if self.until_it_answers("/checkout", form):
                self.orders[form["key"]] = self.address

    def until_it_answers(self, path: str, form: dict[str, str] | None = None) -> str:
        """The page, however often it takes to get it; "" when the shop closes."""
        while not self.stop.is_set():
            # A new one for each try: urllib counts on it the redirects of all of them, and gives up after a few.
            request = urllib.request.Request(
                f"http://{self.host}{path}", urlencode(form).encode() if form else None,
                {"Referer": f"http://{self.host}/"})
            try:
                with self.browser.open(request, timeout=30) as answer:
                    self.address = str(answer.url)
                    page = str(answer.read().decode())
                    self.pages += 1
                    return page
            except urllib.error.HTTPError:
                raise
            except (OSError, HTTPException):
                time.sleep(0.005)
        return ""

    def field(self, page: str, name: str) -> str:
        return str(BeautifulSoup(page, "html.parser").select_one(f"main [name={name}]")["value"])  # type: ignore[index]


@pytest.fixture
def stall(prepare: Prepare) -> Iterator[Stall]:
    for app in lent(prepare("sqlite")):
        yield from set_up(app, stock=100_000)


def answers(host: str) -> bool:
    try:
        urllib.request.urlopen(f"http://{host}/healthz", timeout=30).close()
    except OSError:
        return False
    return True


def test_a_hundred_kills_during_checkouts_lose_and_invent_nothing(stall: Stall) -> None:
    chance = random.Random(7)
    server, stop = Forked(stall.database), threading.Event()
    host = f"127.0.0.1:{server.port}"
    buyers = [Buyer(host, stop) for _ in range(BUYERS)]
    threads = [threading.Thread(target=each.shop, args=(stall.red,)) for each in buyers]
    for thread in threads:
        thread.start()
    for _ in range(KILLS):
        child = server.start()
        # After so many pages, not after a time: a slow machine must get as far. At whatever moment of the next ones.
        pages = sum(each.pages for each in buyers) + chance.randrange(12)
        until(lambda pages=pages: sum(each.pages for each in buyers) >= pages, 60, every=0.005)
        time.sleep(chance.random() * 0.02)
        server.kill(child)
    child = server.start()
    until(lambda: answers(host), 60)
    ordered = sum(len(each.orders) for each in buyers)
    until(lambda: sum(len(each.orders) for each in buyers) >= ordered + BUYERS, 60)
    stop.set()
    for thread in threads:
        thread.join(60)
    server.kill(child)
    server.end()

    assert stall.adds_up()
    orders = {order.idempotency_key: order for order in stall.orders()}
    sent = {form["key"]: form for each in buyers for form in each.forms}
    assert set(orders) <= set(sent)
    for each in buyers:
        for key, address in each.orders.items():
            # Who was shown an order has it, however often it was sent.
            assert address.endswith(f"/orders/{orders[key].public_id}")
    assert sum(len(each.orders) for each in buyers) > KILLS / 2
    for key, order in orders.items():
        # A second lamp where the answer to the first addition was lost; either way it is what the form showed.
        (line,) = order.lines
        assert line.variant_id == stall.red and order.total == order.shipping + 2000 * line.quantity
        assert order.total == int(sent[key or ""]["seen_total"])
        assert [step.status for step in order.steps] == ["placed"]
    assert db.session.scalar(select(Order.id).where(Order.idempotency_key.is_(None))) is None


def test_a_server_that_dies_while_it_asks_a_provider_leaves_an_order_to_pay(stall: Stall) -> None:
    stop = threading.Event()
    with open_provider() as provider:
        provider.first = "paid"
        provider.hang()
        server = Forked(stall.database, provider.address)
        host = f"127.0.0.1:{server.port}"
        child = server.start()
        until(lambda: answers(host), 60)
        kim = Buyer(host, stop, "card")
        thread = threading.Thread(target=kim.shop, args=(stall.red,))
        thread.start()
        assert provider.asked.wait(60)
        server.kill(child)
        (order,) = stall.orders()
        assert order.status == "awaiting_payment" and order.payment_reference == ""
        provider.resume()
        child = server.start()
        until(lambda: kim.orders, 60)
        stop.set()
        thread.join(60)
        server.kill(child)
        server.end()

    (key, *_), (first, *_) = kim.orders, stall.orders()
    assert first.idempotency_key == key and first.public_id == order.public_id
    assert [step.status for step in first.steps] == ["awaiting_payment", "placed"]
    assert len(provider.payments) == len(stall.orders()) and stall.adds_up()
