"""The chat as a shopper meets it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Locator, Page, Route, WebSocketRoute, expect

from shop.web import sockets
from tests.conftest import lent
from tests.e2e.conftest import PHONE, Visit, Visiting
from tests.support.chatting import COFFEE, say
from tests.support.slow_model import SlowModel, model_at, speaking
from tests.support.sockets import serving
from tests.support.waiting import until

pytestmark = pytest.mark.browser


def opened(page: Page) -> Page:
    page.get_by_role("button", name="Ask us").click()
    online(page)
    return page


def online(page: Page) -> None:
    expect(page.locator("#chat-status")).to_have_text("online")


def ask(page: Page, text: str) -> None:
    page.get_by_label("Your message").fill(text)
    page.get_by_role("button", name="Send").click()


def answer(page: Page, state: str) -> Locator:
    found = page.locator("article.message[data-reply-to]").last
    expect(found).to_have_attribute("data-state", state)
    return found


def words(page: Page) -> Locator:
    return page.locator("article.message[data-reply-to] .message-text").last


def in_view(page: Page, selector: str) -> bool:
    return bool(page.evaluate("""(selector) => {
        const each = [...document.querySelectorAll(selector)].pop().getBoundingClientRect();
        const log = document.querySelector("#chat-log").getBoundingClientRect();
        return each.top >= log.top - 1 && each.top < log.bottom;
    }""", selector))


def test_words_stream_in_and_cards_follow(talking_shop: str, visiting: Visiting, model: SlowModel) -> None:
    page = opened(visiting(talking_shop).page())
    ask(page, COFFEE)
    answer(page, "streaming")
    expect(words(page)).to_contain_text("A warm layer")
    expect(page.locator("#chat-log .product-card")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
    expect(page.get_by_label("Your message")).to_have_value("")
    expect(page.get_by_label("Your message")).to_be_focused()
    model.go_on.set()
    done = answer(page, "done")
    assert words(page).inner_text().strip() == model.text
    assert done.locator(".product-card").count() >= 3
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(page.locator("#chat-announce")).to_contain_text(model.text[-30:])
    expect(page.locator("[data-kind=greeting]")).to_have_count(1)


@pytest.mark.parametrize("model", [{"hold_after": 0}], indirect=True)
def test_until_the_first_word_it_says_what_it_is_busy_with(
    talking_shop: str, visiting: Visiting, model: SlowModel,
) -> None:
    page = opened(visiting(talking_shop).page())
    ask(page, COFFEE)
    expect(answer(page, "streaming").locator(".message-stage")).to_contain_text("Looking through")
    model.go_on.set()
    expect(answer(page, "done").locator(".message-stage")).to_have_count(0)


def test_stop_keeps_the_words_and_shows_the_cards(talking_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(talking_shop).page())
    ask(page, COFFEE)
    expect(words(page)).to_contain_text("A warm layer")
    page.get_by_role("button", name="Stop").click()
    stopped = answer(page, "stopped")
    expect(words(page)).to_contain_text("A warm layer")
    assert stopped.locator(".product-card").count() >= 3
    expect(page.get_by_role("button", name="Send")).to_be_visible()


def test_an_answer_goes_on_over_a_reload(talking_shop: str, visiting: Visiting, model: SlowModel) -> None:
    page = opened(visiting(talking_shop).page())
    ask(page, COFFEE)
    expect(words(page)).to_contain_text("A warm layer")
    page.reload()
    online(page)
    expect(words(page)).to_contain_text("A warm layer")
    model.go_on.set()
    answer(page, "done")
    assert words(page).inner_text().strip() == model.text
    assert model.asked <= 2


def test_a_second_tab_sees_the_answer_and_can_stop_it(talking_shop: str, visiting: Visiting) -> None:
    visit = visiting(talking_shop)
    first, second = opened(visit.page()), visit.page("/chat")
    online(second)
    ask(first, COFFEE)
    expect(words(second)).to_contain_text("A warm layer")
    second.get_by_role("button", name="Stop").click()
    answer(first, "stopped")
    answer(second, "stopped")
    for page in (first, second):
        expect(page.locator("article.message")).to_have_count(3)


def test_without_javascript_there_is_a_page_with_a_form(quiet_shop: str, visiting: Visiting) -> None:
    page = visiting(quiet_shop, java_script_enabled=False).page()
    page.get_by_role("link", name="Ask us").click()
    ask(page, "black hoodies")
    done = answer(page, "done")
    assert done.locator(".product-card").count() >= 1
    assert page.url.endswith(str(done.get_attribute("id")))
    done.locator(".criteria-chip").first.click()
    expect(page.locator("article.message")).to_have_count(5)
    expect(page.locator("#chat-status")).to_be_hidden()


def test_on_a_phone_the_chat_fills_the_screen_and_nothing_sticks_out(quiet_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(quiet_shop, viewport=PHONE, has_touch=True, is_mobile=True).page())
    box = page.locator("#chat-panel").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    ask(page, "Show me jackets")
    done = answer(page, "done")
    assert done.locator(".product-card").count() >= 2
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert page.evaluate("() => document.querySelector('#chat-log').scrollWidth") <= 390
    for control in page.locator("#chat-panel button:visible").all():
        size = control.bounding_box()
        assert size is not None and size["height"] >= 44, control.inner_text()
    done.locator(".product-card a").first.click()
    page.wait_for_url("**/products/*")
    expect(page.locator("#chat-panel")).to_have_count(0)


def test_the_placeholder_fits_one_line_on_a_phone(quiet_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(quiet_shop, viewport=PHONE).page())
    fits = page.evaluate("""() => {
        const box = document.querySelector("#chat-message");
        const pen = document.createElement("canvas").getContext("2d");
        const style = getComputedStyle(box);
        pen.font = style.font;
        return box.clientWidth - parseFloat(style.paddingLeft) * 2 - pen.measureText(box.placeholder).width;
    }""")
    assert fits >= 0


def test_enter_sends_and_shift_enter_makes_a_line(quiet_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(quiet_shop).page())
    box = page.get_by_label("Your message")
    box.press("Enter")
    expect(page.locator("article.message")).to_have_count(1)
    box.press_sequentially("hoodies")
    box.press("Shift+Enter")
    box.press_sequentially("in black")
    box.press("Enter")
    answer(page, "done")
    assert page.locator("article[data-role=shopper] .message-text").inner_text() == "hoodies\nin black"


@pytest.mark.parametrize("way", ["Escape", "button"])
def test_closing_gives_the_focus_back_and_leaves_no_socket(quiet_shop: str, visiting: Visiting, way: str) -> None:
    page = opened(visiting(quiet_shop).page())
    expect(page.get_by_label("Your message")).to_be_focused()
    until(lambda: sockets.slots.open == 1)
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Close the chat").click()
    expect(page.locator("#chat-panel")).to_have_count(0)
    button = page.get_by_role("button", name="Ask us")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    until(lambda: sockets.slots.open == 0)
    opened(page)


def test_an_open_chat_is_open_on_the_next_page_without_taking_the_focus(quiet_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(quiet_shop).page())
    ask(page, "hoodies")
    answer(page, "done")
    page.goto(f"{quiet_shop}/products")
    online(page)
    expect(page.locator("#chat-log .product-card").first).to_be_visible()
    assert page.evaluate("() => document.activeElement.id") != "chat-message"


def test_a_quick_button_asks_its_own_words(talking_shop: str, visiting: Visiting, model: SlowModel) -> None:
    page = opened(visiting(talking_shop).page())
    chip = page.locator("[data-kind=greeting] .suggestion-chip").first
    text = chip.inner_text()
    chip.click()
    assert answer(page, "done").locator(".product-card").count() >= 1
    assert page.locator("article[data-role=shopper] .message-text").inner_text() == text
    assert model.asked == 0


def test_a_chip_taken_away_is_answered_anew(quiet_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(quiet_shop).page())
    ask(page, "black hoodies under 90")
    done = answer(page, "done")
    done.locator(".criteria-chip[data-criterion=colour]").click()
    expect(page.locator("article.message")).to_have_count(5)
    chips = answer(page, "done").locator(".criteria-chip")
    assert {each.get_attribute("data-criterion") for each in chips.all()} == {"category", "price_max"}


def test_the_question_and_the_first_words_stay_in_view_when_cards_come(quiet_shop: str, visiting: Visiting) -> None:
    page = opened(visiting(quiet_shop).page())
    for text in ("hoodies", "jackets", "shirts for the office"):
        before = page.locator("article.message").count()
        ask(page, text)
        expect(page.locator("article.message")).to_have_count(before + 2)
        answer(page, "done")
        assert in_view(page, "article[data-role=shopper]")
        assert in_view(page, "article[data-reply-to] .message-text")
    pill = page.get_by_role("button", name="Latest")
    expect(pill).to_be_visible()
    pill.click()
    expect(pill).to_be_hidden()


def test_who_reads_further_up_is_left_there(talking_shop: str, visiting: Visiting, model: SlowModel) -> None:
    page = opened(visiting(talking_shop).page())
    for text in ("hoodies", "jackets"):
        before = page.locator("article.message").count()
        ask(page, f"Show {text}")
        expect(page.locator("article.message")).to_have_count(before + 2)
        answer(page, "done")
    ask(page, COFFEE)
    expect(words(page)).to_contain_text("A warm layer")
    page.locator("#chat-log").evaluate("(log) => { log.scrollTop = 5; }")
    model.go_on.set()
    answer(page, "done")
    assert page.locator("#chat-log").evaluate("(log) => log.scrollTop") == 5
    expect(page.get_by_role("button", name="Latest")).to_be_visible()


def test_a_lost_connection_is_said_and_comes_back_with_what_was_missed(
    prepare: Callable[..., Flask], visiting: Visiting,
) -> None:
    for app in lent(prepare("sqlite", "demo")):
        with serving(app) as host:
            visit = visiting(f"http://{host}")
            page = opened(visit.page())
            ask(page, "hoodies")
            answer(page, "done")
        heard = announcements(page)
        hang_up()
        expect(page.locator("#chat-status")).to_have_text("reconnecting")
        said_elsewhere(app, visit, "Do you sell socks?")
        ask(page, "thank you")
        expect(page.get_by_label("Your message")).to_have_value("thank you")
        with serving(app, int(host.split(":")[1])):
            online(page)
            expect(page.locator("article.message")).to_have_count(7)
            answer(page, "done")
            assert heard()[:2] == ["Connection lost. Trying again.", "Connected again."]
            assert page.locator("article[data-role=shopper] .message-text").all_inner_texts() == [
                "hoodies", "Do you sell socks?", "thank you"]
            expect(page.locator("[data-kind=greeting]")).to_have_count(1)
            expect(page.get_by_label("Your message")).to_have_value("")
            visit.context.close()


def announcements(page: Page) -> Callable[[], list[str]]:
    """What a screen reader is told from now on."""
    page.evaluate("""() => {
        const status = document.querySelector("#chat-announce");
        window.heard = [];
        new MutationObserver(() => window.heard.push(status.textContent)).observe(status, { childList: true });
    }""")
    return lambda: list(page.evaluate("() => window.heard"))


def test_a_message_that_was_lost_on_its_way_comes_back_into_the_box(quiet_shop: str, visiting: Visiting) -> None:
    page = visiting(quiet_shop).page()
    lost: list[str | bytes] = []

    def line(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            if lost:
                server.send(frame)
            else:
                lost.append(frame)
                route.close(code=1012)

        route.on_message(pass_on)

    page.route_web_socket("**/chat/ws", line)
    page.reload()
    opened(page)
    ask(page, "warm socks")
    expect(page.get_by_label("Your message")).to_have_value("warm socks")
    expect(page.locator("article.message")).to_have_count(1)
    page.get_by_label("Your message").press("Enter")
    answer(page, "done")
    expect(page.locator("article.message")).to_have_count(3)


def hang_up() -> None:
    """What a server that ends says to every page."""
    for line in list(sockets.live):
        line.close(1012, "restart")  # type: ignore[arg-type]


def said_elsewhere(app: Flask, visit: Visit, text: str) -> None:
    """The same shopper in a tab that this one hears nothing of."""
    client = app.test_client()
    for cookie in visit.context.cookies():
        client.set_cookie(cookie["name"], cookie["value"])
    assert say(client, text).status_code == 303


def test_where_no_socket_is_to_be_had_messages_go_by_page(
    prepare: Callable[..., Flask], visiting: Visiting,
) -> None:
    for app in lent(prepare("sqlite", "demo", SOCKETS_MAX=0)):
        with serving(app) as host:
            page = visiting(f"http://{host}").page("/chat")
            expect(page.locator(".notice[data-code=offline]")).to_contain_text("by page")
            ask(page, "hoodies")
            page.wait_for_url("**/chat#message-*")
            answer(page, "done")


def test_what_a_hostile_model_says_is_text(prepare: Callable[..., Flask], visiting: Visiting) -> None:
    hostile = [
        "<script>document.title='owned'</script> ", "<img src=//evil.example/a onerror=document.title='owned'> ",
        "<div hx-get=/chat/panel hx-trigger=load hx-target=body>x</div> ",
        "<div hx-swap-oob='outerHTML:#chat-form'>gone</div> ", "![x](https://evil.example/b.png) ",
        "<meta http-equiv=refresh content='0;url=//evil.example'> ", "<scr", "ipt>document.title='owned'</scr", "ipt>.",
    ]
    with speaking(SlowModel(hostile, every=0.02)) as base_url:
        for app in lent(prepare("sqlite", "demo", MODEL=model_at(base_url))):
            with serving(app) as host:
                page = opened(visiting(f"http://{host}").page())
                ask(page, COFFEE)
                expect(page.locator("article[data-reply-to]:not([data-state=streaming])")).to_have_count(1)
                assert page.locator(".message-text *").count() == 0
                assert words(page).inner_text()
                assert page.title() != "owned"
                expect(page.locator("#chat-form")).to_have_count(1)


@pytest.mark.parametrize("late", ["hx-ws.min.js", "chat.js"])
def test_a_script_that_comes_late_does_not_keep_the_chat_from_connecting(
    quiet_shop: str, visiting: Visiting, late: str,
) -> None:
    page = visiting(quiet_shop).context.new_page()
    held: list[Route] = []
    page.route(f"**/{late}", lambda route: held.append(route))
    page.goto(f"{quiet_shop}/chat", wait_until="commit")
    until(lambda: page.evaluate("() => 'htmx' in window && document.querySelector('#chat-form') !== null"))
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(page.locator("#chat-status")).not_to_have_text("online")
    [script] = held
    script.continue_()
    expect(page.locator("#chat-status")).to_have_text("online")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(quiet_shop: str, visiting: Visiting, scheme: str) -> None:
    visit = visiting(quiet_shop, color_scheme=scheme, reduced_motion="reduce")
    page = opened(visit.page())
    ask(page, "black hoodies under 70 and how long does delivery take?")
    answer(page, "done")
    other = visit.page("/chat")
    online(other)
    for each in (page, other):
        found = Axe().run(each, context={"include": [["#chat-panel"]]})
        assert found.violations_count == 0, found.generate_report()
