"""A question on a product's page, in a real browser: the chat opens with it asked; without JavaScript by page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visiting

pytestmark = pytest.mark.browser
QUESTION = "What is it made of?"


@pytest.mark.parametrize("open_before", [False, True])
def test_a_question_chip_opens_the_chat_with_the_answer(
        quiet_shop: str, visiting: Visiting, open_before: bool) -> None:
    page = visiting(quiet_shop).page("/products/harbour-hoodie")
    if open_before:
        page.get_by_role("button", name="Ask us").click()
        expect(page.locator("#chat-status")).to_have_text("online")
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator("article[data-role=shopper] .message-text")).to_have_text(QUESTION)
    expect(page.locator("article[data-reply-to] .message-text")).to_contain_text("organic cotton")
    expect(page.locator("#chat-message")).to_have_value("")
    assert page.url.endswith("/products/harbour-hoodie")


def test_without_javascript_the_answer_stands_on_the_chats_page(quiet_shop: str, visiting: Visiting) -> None:
    page = visiting(quiet_shop, java_script_enabled=False).page("/products/harbour-hoodie")
    page.get_by_role("button", name=QUESTION).click()
    assert "/chat#message-" in page.url
    expect(page.locator("article[data-reply-to] .message-text")).to_contain_text("organic cotton")


def test_a_colour_changes_in_place_and_stays_in_the_address(quiet_shop: str, visiting: Visiting) -> None:
    page = visiting(quiet_shop).page("/products/harbour-hoodie")
    page.get_by_role("link", name="Navy", exact=True).click()
    expect(page.locator("#colour-title")).to_have_text("Colour: navy")
    expect(page.locator(".product__picture")).to_have_attribute("alt", "Harbour Hoodie, navy")
    expect(page).to_have_url(f"{quiet_shop}/products/harbour-hoodie?colour=navy")
    page.locator("#buying input[type=radio]:enabled").first.check()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator("#added")).to_contain_text("Harbour Hoodie (navy,")
    expect(page.locator("#cart-badge")).to_contain_text("1")


def test_a_form_that_is_out_of_date_says_so_where_it_stands(quiet_shop: str, visiting: Visiting) -> None:
    visit = visiting(quiet_shop)
    page = visit.page("/products/harbour-hoodie")
    page.locator("#buying input[type=radio]:enabled").first.check()
    page.get_by_role("button", name="Add to cart").click()
    expect(page.locator("#added")).to_contain_text("added")
    page.goto(f"{quiet_shop}/cart")
    page.evaluate("for (const each of document.querySelectorAll('#cart [name=csrf_token]')) each.value = 'old'")
    page.get_by_label("Quantity").fill("2")
    page.get_by_label("Quantity").press("Tab")
    expect(page.locator("#cart-trouble")).to_contain_text("open too long")
    expect(page.locator(".cart-line")).to_have_count(1)
