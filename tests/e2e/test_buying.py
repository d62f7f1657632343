"""Somebody buys something: from the chat alone, and on the pages without JavaScript."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE, Visiting
from tests.e2e.test_chat import answer, ask, opened, words

pytestmark = pytest.mark.browser
ADDRESS = {"E-mail address": "kim@example.com", "Name": "Kim Brook", "Street and house number": "Mill Lane 1",
           "Postcode": "AB1 2CD", "Town or city": "Kilmarrow"}


def fill_in(page: Page) -> None:
    for label, value in ADDRESS.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Country").select_option("IE")


def number_on(page: Page) -> str:
    found = re.search(r"\d{4}-\d{4}", page.locator("main").inner_text())
    assert found is not None
    return found[0]


def test_a_shopper_buys_from_the_chat_alone(quiet_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(quiet_shop).page())
    ask(page, "black hoodies")
    card = answer(page, "done").locator(".product-card").first
    card.get_by_role("combobox").select_option("L")
    card.get_by_role("button", name="to cart").click()
    expect(card.locator(".card-buy__said")).to_contain_text("added")
    expect(page.locator("#cart-badge")).to_contain_text("1")
    ask(page, "what's in my cart?")
    answer(page, "done")
    expect(words(page)).to_contain_text("1 × ")
    ask(page, "and add the second one in L")
    answer(page, "done")
    expect(page.locator("#cart-badge")).to_contain_text("2")
    ask(page, "take it out again")
    answer(page, "done")
    expect(page.locator("#cart-badge")).to_contain_text("1")
    ask(page, "checkout")
    answer(page, "done").get_by_role("link", name="Checkout").click()
    page.wait_for_url("**/checkout")
    fill_in(page)
    page.locator("main form").get_by_role("button", name=re.compile("Order|Buy", re.IGNORECASE)).last.click()
    page.wait_for_url("**/orders/*")
    number = number_on(page)
    expect(page.locator("#cart-badge")).not_to_contain_text("1")
    if not page.locator("#chat-panel").count():
        opened(page)
    expect(page.locator("#chat-status")).to_have_text("online")
    ask(page, "where is my order?")
    answer(page, "done")
    expect(words(page)).to_contain_text(number)
    ask(page, "what is in it?")
    answer(page, "done")
    expect(words(page)).to_contain_text("1 × Harbour Hoodie (black, L)")


def test_a_cart_that_is_open_shows_what_the_chat_does_to_it(quiet_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(quiet_shop).page("/cart"))
    ask(page, "add the Cloud Hoodie in grey, size M to my cart")
    answer(page, "done")
    expect(page.locator("#cart .cart-line")).to_have_count(1)
    ask(page, "make it 3")
    answer(page, "done")
    expect(page.locator("#cart .cart-line input[name=quantity]")).to_have_value("3")


def test_the_pages_sell_without_javascript(quiet_shop: str, visiting: Visiting) -> None:
    page = visiting(quiet_shop, java_script_enabled=False).page("/products/cloud-hoodie")
    form = page.locator("main form[action$='/cart/add']")
    form.get_by_role("radio", disabled=False).first.check(force=True)
    form.get_by_role("button", name="Add to cart").click()
    page.wait_for_url("**/cart")
    expect(page.locator(".cart-line")).to_have_count(1)
    page.get_by_role("link", name="Checkout").click()
    fill_in(page)
    page.locator("main form").get_by_role("button", name=re.compile("Order|Buy", re.IGNORECASE)).last.click()
    page.wait_for_url("**/orders/*")
    number = number_on(page)
    page.get_by_role("link", name="Ask us").click()
    ask(page, f"where is order {number}?")
    answer(page, "done")
    expect(words(page)).to_contain_text(f"Order {number} was placed")


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE])
def test_axe_finds_nothing_on_the_way_to_an_order(
    quiet_shop: str, visiting: Visiting, viewport: dict[str, int],
) -> None:
    page = visiting(quiet_shop, viewport=viewport, reduced_motion="reduce").page("/products/cloud-hoodie")

    def look() -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= viewport["width"]

    look()
    page.locator("main form[action$='/cart/add']").get_by_role("radio", disabled=False).first.check(force=True)
    page.get_by_role("button", name="Add to cart").first.click()
    expect(page.locator("#cart-badge")).to_contain_text("1")
    page.goto(f"{quiet_shop}/cart")
    look()
    page.goto(f"{quiet_shop}/checkout")
    look()
    fill_in(page)
    page.locator("main form").get_by_role("button", name=re.compile("Order|Buy", re.IGNORECASE)).last.click()
    page.wait_for_url("**/orders/*")
    look()
    for path in ("/orders/find", "/compare?ids=1,2,3", "/account/register", "/account/sign-in"):
        page.goto(f"{quiet_shop}{path}")
        look()
