"""Out to a payment provider on another site and back, in a real browser under the shop's own policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Prepare, lent
from tests.e2e.test_buying import fill_in
from tests.support.provider import Card, Provider, methods_with, open_provider
from tests.support.sockets import serving

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[Provider]:
    with open_provider() as provider:
        # By another name than the shop's, so that browsers take it for another site.
        provider.address = provider.address.replace("127.0.0.1", "localhost")
        yield provider


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def page(request: pytest.FixtureRequest, prepare: Prepare, chromium: Browser, provider: Provider) -> Iterator[Page]:
    """At the checkout of a shop that takes cards, all filled in."""
    for app in lent(prepare("sqlite", "demo", PAYMENT_METHODS=methods_with(Card(provider.address)))):
        with serving(app) as host:
            context = chromium.new_context(java_script_enabled=request.param)
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.goto(f"http://{host}/products/cloud-hoodie")
            page.locator("main form[action$='/cart/add']").get_by_role("radio", disabled=False).first.check(force=True)
            page.get_by_role("button", name="Add to cart").first.click()
            expect(page.locator("#cart-badge")).to_contain_text("1")
            page.goto(f"http://{host}/checkout")
            fill_in(page)
            page.get_by_label("By card").check()
            yield page
            context.close()


def send(page: Page) -> None:
    page.locator("main form").get_by_role("button", name=re.compile("Order")).last.click()


def test_a_shopper_pays_on_the_providers_page_and_comes_back(page: Page, provider: Provider) -> None:
    send(page)
    page.wait_for_url(f"{provider.address}/pay/*")
    page.get_by_role("button", name="Pay now").click()
    page.wait_for_url("**/orders/*")
    expect(page.locator("main")).to_contain_text("Your order is in.")


def test_a_shopper_who_turns_back_pays_later_from_the_orders_page(page: Page, provider: Provider) -> None:
    send(page)
    page.wait_for_url(f"{provider.address}/pay/*")
    (payment,) = provider.payments.values()
    page.goto(payment["back"])
    found = Axe().run(page) if page.evaluate("() => document.documentElement.classList.contains('js')") else None
    assert found is None or found.violations_count == 0, found and found.generate_report()
    page.get_by_role("button", name="Pay €").click()
    page.wait_for_url(f"{provider.address}/pay/*")
    page.get_by_role("button", name="Pay now").click()
    expect(page.locator("main")).to_contain_text("Your order is in.")


def test_a_declined_payment_leads_back_to_a_checkout_that_is_filled_in(page: Page, provider: Provider) -> None:
    send(page)
    page.wait_for_url(f"{provider.address}/pay/*")
    page.get_by_role("button", name="Do not pay").click()
    page.wait_for_url("**/checkout?again=*")
    expect(page.locator("main")).to_contain_text("The payment was declined. You did not pay.")
    page.get_by_label("By invoice").check()
    send(page)
    expect(page.locator("main")).to_contain_text("Your order is in.")
