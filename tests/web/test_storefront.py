"""The shelves, a product and help, read as a shopper's browser would get them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from shop.assistant.catalogue import Item
from shop.assistant.criteria import Criteria
from shop.extensions import db, writing
from shop.models import Category, KnowledgeSection, Product, SaleTerms, Variant
from shop.services import services
from shop.web.browsing import capital, page_numbers, size_order


def read(client: FlaskClient, path: str, **headers: str) -> BeautifulSoup:
    response = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert response.status_code == 200, path
    return BeautifulSoup(response.text, "html5lib")


def slugs(page: BeautifulSoup) -> list[str]:
    return [str(card["data-slug"]) for card in page.select("#results .product-card")]


def all_slugs(client: FlaskClient, path: str) -> list[str]:
    """Those of every page, following "Next"."""
    found, seen = [], 0
    while path:
        page = read(client, path)
        found += slugs(page)
        following = page.select_one("#results a[rel=next]")
        path, seen = (str(following["href"]) if following else ""), seen + 1
        assert seen < 50
    return found


def stock_of(app: Flask) -> dict[str, Item]:
    with app.app_context():
        catalogue = services().catalogue
        rows = catalogue.candidates(Criteria(), limit=5000, in_stock=False).rows
        return {item.slug: item for item in catalogue.items([row.id for row in rows])}


def total(page: BeautifulSoup) -> int:
    words = page.select_one(".results__count").get_text()  # type: ignore[union-attr]
    said = re.match(r"\s*(No|One|\d+) product", words)
    assert said
    return {"No": 0, "One": 1}.get(said[1]) if said[1] in ("No", "One") else int(said[1])  # type: ignore[return-value]


@pytest.fixture
def demo(shop_app: Flask) -> FlaskClient:
    return shop_app.test_client()


def variants(item: Item, colours: str = "", sizes: str = "") -> bool:
    return any((not colours or each.colour in colours.split()) and (not sizes or each.size in sizes.split())
               for each in item.variants)


FILTERS: dict[str, Callable[[Item], bool]] = {
    "": lambda item: True,
    "category=hoodies": lambda item: item.category == "hoodies",
    "category=hoodies&category=jeans": lambda item: item.category in ("hoodies", "jeans"),
    "colour=black": lambda item: variants(item, "black"),
    "colour=Black&colour=navy": lambda item: variants(item, "black navy"),
    "colour=black&size=M": lambda item: variants(item, "black", "M"),
    "fit=slim": lambda item: item.values("fit") == ("slim",),
    "fit=Straight&category=jeans": lambda item: item.category == "jeans" and item.values("fit") == ("straight",),
    "audience=kids": lambda item: item.audience == "kids",
    "price_max=40": lambda item: item.price <= 4000,
    "price_min=100&price_max=150": lambda item: 10000 <= item.price <= 15000,
    "price_min=39,50&price_max=45.00": lambda item: 3950 <= item.price <= 4500,
    "price_min=150&price_max=100": lambda item: 10000 <= item.price <= 15000,
    "category=hoodies&colour=black&price_max=90": lambda item: (
        item.category == "hoodies" and variants(item, "black") and item.price <= 9000),
    "q=&category=&colour=&size=&audience=&price_min=&price_max=&sort=&page=": lambda item: True,
}


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_shows_all_that_fit_and_nothing_else(shop_app: Flask, demo: FlaskClient, query: str) -> None:
    expected = sorted(slug for slug, item in stock_of(shop_app).items() if FILTERS[query](item))
    assert expected
    assert sorted(all_slugs(demo, f"/products?{query}")) == expected
    assert total(read(demo, f"/products?{query}")) == len(expected)


SORTS: dict[str, Callable[[Item], float]] = {
    "price_asc": lambda item: item.price,
    "price_desc": lambda item: -item.price,
    "rating": lambda item: -(item.rating or 0),
    "newest": lambda item: -item.id,
}


@pytest.mark.parametrize("sort", SORTS)
def test_sorting_puts_what_cannot_be_bought_last(shop_app: Flask, demo: FlaskClient, sort: str) -> None:
    stock = stock_of(shop_app)
    items = [stock[slug] for slug in all_slugs(demo, f"/products?sort={sort}")]
    keys = [(not item.in_stock, SORTS[sort](item)) for item in items]
    assert keys == sorted(keys)
    assert not items[-1].in_stock


def test_a_product_that_is_gone_in_the_size_asked_for_comes_last_and_says_so(app: Flask) -> None:
    with app.app_context(), writing(db.session):
        shelf = Category(slug="boots", name="Boots", singular="boot")
        for name, stock in (("Gone", 0), ("There", 4)):
            sizes = [Variant(sku=f"{name}-{size}", size=size, stock=left)
                     for size, left in (("40", stock), ("41", 9))]
            db.session.add(Product(slug=name.lower(), name=name, price=100, category=shelf, variants=sizes,
                                   rating=1.0 if stock else 5.0, rating_count=90))
    client = app.test_client()
    assert slugs(read(client, "/products")) == ["gone", "there"]
    page = read(client, "/products?size=40")
    assert slugs(page) == ["there", "gone"]
    reasons = [card.select_one(".product-card__reason") for card in page.select(".product-card")]
    assert [reason and reason.get_text() for reason in reasons] == [None, "Not in stock in 40"]


@pytest.mark.parametrize("query", ["", "category=hoodies", "colour=navy&price_max=80", "size=M&q=cotton"])
@pytest.mark.parametrize("key", ["category", "colour", "size", "audience"])
def test_the_number_beside_a_filter_is_what_it_shows(demo: FlaskClient, query: str, key: str) -> None:
    page = read(demo, f"/products?{query}")
    others = "&".join(part for part in query.split("&") if not part.startswith(f"{key}="))
    choices = page.select(f"#choices input[name={key}]:not([value=''])")
    for choice in choices[:4]:
        label = page.select_one(f"label[for='{choice['id']}'] .choice__count")
        assert label is not None
        count = int(re.findall(r"\d+", label.get_text())[0])
        assert count == total(read(demo, f"/products?{others}&{key}={choice['value']}")), choice["value"]


def test_a_colour_counts_only_in_the_size_asked_for(app: Flask) -> None:
    with app.app_context(), writing(db.session):
        shelf = Category(slug="boots", name="Boots", singular="boot")
        made = (("black", "40"), ("red", "41"))
        db.session.add(Product(slug="walker", name="Walker", price=100, category=shelf, variants=[
            Variant(sku=colour, colour=colour, size=size, stock=5) for colour, size in made]))
    page = read(app.test_client(), "/products?size=41&colour=red")
    assert [each["value"] for each in page.select("#choices-colour input")] == ["red"]
    assert [each["value"] for each in page.select("#choices-size input")] == ["41"]


def test_a_search_finds_by_words_and_narrows_by_filters(demo: FlaskClient) -> None:
    found = all_slugs(demo, "/products?q=Hoodie")
    assert "harbour-hoodie" in found
    assert set(all_slugs(demo, "/products?q=hoodies")) == set(found)
    narrowed = all_slugs(demo, "/products?q=hoodie&price_max=60")
    assert set(narrowed) < set(found)
    assert narrowed


def test_a_search_with_a_word_too_many_says_so(demo: FlaskClient) -> None:
    page = read(demo, "/products?q=hoodie+zzyzx")
    assert "harbour-hoodie" in all_slugs(demo, "/products?q=hoodie+zzyzx")
    assert any("Leaving aside “zzyzx”" in notice.get_text() for notice in page.select("#results .notice"))


COMPLAINTS = {
    "price_min=abc": "“abc” is not a price",
    "price_max=-5": "“-5” is not a price",
    "price_max=99999999999999999999": "is not a price",
    "price_max=1.234": "“1.234” is not a price",
    "price_min=90&price_max=20": "from €20 to €90",
    "page=0": "“0” is not a page number",
    "page=-1": "“-1” is not a page number",
    "page=two": "“two” is not a page number",
    "page=9999": "this is the last",
    "page=99999999999999999999": "is not a page number",
    "sort=luck": "no sorting called “luck”",
    "q=%3F%21": "no word in that search",
}


@pytest.mark.parametrize("query", COMPLAINTS)
def test_what_cannot_be_read_is_said_and_left_out(demo: FlaskClient, query: str) -> None:
    page = read(demo, f"/products?{query}")
    assert any(COMPLAINTS[query] in notice.get_text() for notice in page.select("#results .notice"))
    assert slugs(page)


@pytest.mark.parametrize("query", [
    "q=%00", "q=%22%27%3B--", "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "q=AND+OR+NOT+NEAR(", "q=*",
    "q=name%3Ax", "category=%00&colour=%00&audience=%00", "category=%3Cscript%3E", "colour=%FF%FE",
    "q=" + "word+" * 500, "&".join(["colour=black"] * 200), "price_min=%D9%A3", "audience=men&audience=women",
])
def test_odd_addresses_are_answered_in_peace(demo: FlaskClient, query: str) -> None:
    page = read(demo, f"/products?{query}")
    assert page.select_one("#results")
    assert page.select("script:not([src])") == []


def test_every_product_is_on_one_page_only(shop_app: Flask, demo: FlaskClient) -> None:
    found = all_slugs(demo, "/products")
    assert len(found) == len(set(found)) == len(stock_of(shop_app))
    last = read(demo, "/products?page=9999")
    current = last.select_one(".pager [aria-current=page]")
    assert current is not None
    assert slugs(last) == found[(int(re.findall(r"\d+", current.get_text())[0]) - 1) * 24:]


@pytest.mark.parametrize(("page", "pages", "numbers"), [
    (1, 1, [1]), (1, 3, [1, 2, 3]), (1, 9, [1, 2, None, 9]), (4, 9, [1, 2, 3, 4, 5, None, 9]),
    (5, 9, [1, None, 4, 5, 6, None, 9]), (9, 9, [1, None, 8, 9]),
])
def test_the_pager_leaves_out_what_is_far(page: int, pages: int, numbers: list[int | None]) -> None:
    assert page_numbers(page, pages) == numbers


def test_sizes_go_from_small_to_large() -> None:
    sizes = ["42", "one size", "xxl", "m", "38-40", "xs", "2xl", "l", "s", "8"]
    assert ",".join(sorted(sizes, key=size_order)) == "xs,s,m,l,2xl,xxl,8,38-40,42,one size"


def test_a_chip_takes_away_its_own_filter_only(demo: FlaskClient) -> None:
    query = "q=drawstring&category=hoodies&colour=black&colour=navy&size=m&audience=men&price_min=20&price_max=90"
    page = read(demo, f"/products?{query}&sort=price_asc")
    asked = parse_qs(query)
    chips = [chip for chip in page.select(".chip") if "Remove" in chip.get_text()]
    assert len(chips) == 8
    for chip in chips:
        left = parse_qs(urlsplit(str(chip["href"])).query)
        assert left.pop("sort") == ["price_asc"]
        gone = {(key, value) for key, values in asked.items() for value in values} - {
            (key, value) for key, values in left.items() for value in values}
        assert len(gone) == 1, chip.get_text()


def test_nothing_found_says_what_to_let_go_of_and_keeps_its_promise(demo: FlaskClient) -> None:
    page = read(demo, "/products?category=hoodies&colour=black&price_max=5")
    assert total(page) == 0
    ways = page.select(".empty .chip")
    assert ways
    for way in ways:
        promised = int(re.findall(r"(\d+) product", way.get_text())[0])
        assert total(read(demo, str(way["href"]))) == promised > 0


def test_htmx_gets_the_results_alone_and_a_tidy_address(demo: FlaskClient) -> None:
    response = demo.get("/products?category=hoodies&colour=&price_min=&sort=", headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert "site-header" not in response.text
    part = BeautifulSoup(response.text, "html.parser")
    ids = [tag["id"] for tag in part.find_all(id=True, recursive=False)]
    assert ids == ["results", "results-head", "choices"]
    assert {str(tag["hx-swap-oob"]) for tag in part.select("#results-head, #choices")} == {"outerMorph"}
    assert response.headers["HX-Push-Url"] == "/products?category=hoodies"


def test_an_address_that_already_stands_is_not_pushed_again(demo: FlaskClient) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/products?category=hoodies"}
    assert demo.get("/products?category=hoodies&sort=", headers=headers).headers["HX-Push-Url"] == "false"


def test_going_back_gets_the_whole_page(demo: FlaskClient) -> None:
    page = read(demo, "/products", HX_Request="true", HX_History_Restore_Request="true")
    assert page.select_one("header.site-header")


def test_the_form_repeats_what_was_asked(demo: FlaskClient) -> None:
    page = read(demo, "/products?q=drawstring&category=hoodies&colour=navy&audience=men&price_max=90&sort=rating")
    checked = {(str(each["name"]), str(each["value"])) for each in page.select("#filters [checked]")}
    assert checked == {("category", "hoodies"), ("colour", "navy"), ("audience", "men"), ("fit", "")}
    assert page.select_one("#filters input[name=q][value=drawstring]")
    assert page.select_one("#filters input[name=price_max][value='90']")
    assert page.select_one("#filters option[value=rating][selected]")


def test_a_card_states_what_the_row_states(either_shop: Flask) -> None:
    stock = stock_of(either_shop)
    for card in read(either_shop.test_client(), "/products").select("#results .product-card"):
        item = stock[str(card["data-slug"])]
        assert (card["data-product-id"], card["data-name"]) == (str(item.id), item.name)
        assert card["data-price"] == f"{item.price / 100:.2f}"
        assert card.select_one("img")["alt"] == item.name  # type: ignore[index]
        assert card.select_one("a")["href"] == f"/products/{item.slug}"  # type: ignore[index]
        assert ("Sold out" in card.get_text()) == (not item.in_stock)
        assert (f"Only {item.stock} left" in card.get_text()) == (0 < item.stock <= 3)
        shown = [swatch.get_text(strip=True) for swatch in card.select(".swatch")]
        assert shown == list(item.colours[:6])


WORDS_OF_STOCK = {0: "sold out", 1: "1 left", 2: "2 left", 3: "3 left"}


def test_a_product_page_shows_the_stock_of_every_variant(either_shop: Flask) -> None:
    """All variants of a colour at once, as one looks through the colours."""
    client = either_shop.test_client()
    for item in list(stock_of(either_shop).values())[:20]:
        by_colour = bool(item.colours and item.sizes)
        for colour in item.colours if by_colour else ("",):
            page = read(client, f"/products/{item.slug}?colour={colour}")
            said = [label.get_text(" ", strip=True) for label in page.select("#buying fieldset label")]
            variants = [each for each in item.variants if not by_colour or each.colour == colour]
            if len(item.variants) == 1 and not (variants[0].colour or variants[0].size):
                assert said == []
                continue
            words = [(each.size or capital(each.colour)) if by_colour or item.sizes
                     else capital(each.colour) for each in variants]
            assert said == [f"{word} {WORDS_OF_STOCK.get(each.stock, '')}".strip()
                            for word, each in zip(words, variants, strict=True)]
        assert item.description in page.get_text()


def test_a_question_on_a_product_page_is_a_form_of_the_chat(either_shop: Flask) -> None:
    client = either_shop.test_client()
    item = next(item for item in stock_of(either_shop).values() if item.in_stock and item.materials)
    forms = read(client, f"/products/{item.slug}").select("form[method=post][action='/chat'][data-ask]")
    assert len(forms) >= 3
    sent = {str(field["name"]): str(field["value"]) for field in forms[0].select("input[name]")}
    assert sent["page"] == f"/products/{item.slug}"
    answer = client.post("/chat", data=sent)
    assert answer.status_code == 303
    shown = read(client, answer.location)
    article = shown.select_one(answer.location.partition("chat")[2])
    assert article is not None
    assert item.name in article.get_text()
    assert sent["message"] in shown.select_one("article[data-role=shopper]").get_text()  # type: ignore[union-attr]


def test_the_questions_name_only_what_the_product_has(either_shop: Flask) -> None:
    client = either_shop.test_client()
    for item in list(stock_of(either_shop).values())[:30]:
        asked = [str(each["value"]) for each in read(client, f"/products/{item.slug}").select("[name=message]")]
        sizes = [each.removeprefix("Does it come in ").removesuffix("?") for each in asked if "come in" in each]
        assert sizes == [] if not item.sizes else set(sizes) <= set(item.sizes)
        assert ("What is it made of?" in asked) == bool(item.materials)
        assert ("What goes with it?" in asked) == item.in_stock


def test_delivery_and_returns_on_a_product_page_are_the_knowledge_with_todays_terms(shop_app: Flask) -> None:
    client = shop_app.test_client()
    words = read(client, "/products/harbour-hoodie").select_one(".promises")
    assert words is not None
    assert "€4.90" in words.get_text() and "€75 or more" in words.get_text() and "30 days" in words.get_text()
    with shop_app.app_context(), writing(db.session):
        sale = db.session.get(SaleTerms, 1)
        assert sale is not None
        sale.delivery, sale.return_days = 610, 45
    words = read(client, "/products/harbour-hoodie").select_one(".promises")
    assert words is not None
    assert "€6.10" in words.get_text() and "45 days" in words.get_text()


def test_search_engines_get_one_address_for_one_thing(demo: FlaskClient) -> None:
    canonical = {
        "/products/harbour-hoodie?colour=navy&size=m": "/products/harbour-hoodie",
        "/products/harbour-hoodie": "/products/harbour-hoodie",
        "/products": "/products", "/products?category=jeans": "/products?category=jeans",
        "/products?category=jeans&sort=price_asc&colour=black": "/products?category=jeans",
        "/products?page=2": "/products?page=2", "/products?category=jeans&category=socks": "/products",
    }
    assert {path: read(demo, path).select_one("link[rel=canonical]")["href"]  # type: ignore[index]
            for path in canonical} == canonical
    searched = read(demo, "/products?q=cotton")
    assert searched.select_one("meta[name=robots][content*=noindex]")
    assert read(demo, "/products?colour=black").select("meta[name=robots]") == []


def test_a_product_page_shows_the_picture_of_the_colour_asked_for(shop_app: Flask, demo: FlaskClient) -> None:
    item = next(item for item in stock_of(shop_app).values()
                if len({variant.image for variant in item.variants if variant.image}) > 1)
    variant = item.variants[-1]
    page = read(demo, f"/products/{item.slug}?colour={variant.colour.upper()}")
    picture = page.select_one(".product__picture")
    assert picture is not None
    assert str(picture["src"]).endswith(variant.image)
    assert variant.colour in str(picture["alt"])
    assert read(demo, f"/products/{item.slug}?colour=nonsense").select_one(".product__picture")


def test_a_product_that_is_gone_is_not_found(app: Flask) -> None:
    client = app.test_client()
    with app.app_context(), writing(db.session):
        shelf = Category(slug="rakes", name="Rakes", singular="rake")
        db.session.add(Product(slug="old-rake", name="Old rake", price=900, category=shelf,
                               archived_at=db.func.current_timestamp()))
    assert client.get("/products/old-rake").status_code == 404
    assert client.get("/products/never-was").status_code == 404
    assert slugs(read(client, "/products")) == []


def test_words_from_rows_stay_words(app: Flask) -> None:
    nasty = "<script>alert(1)</script><b onclick=x>"
    with app.app_context(), writing(db.session):
        shelf = Category(slug="nasty", name=nasty, singular=nasty, description=nasty)
        db.session.add(Product(
            slug="nasty", name=nasty, description=nasty, price=900, category=shelf, brand=nasty,
            audience=nasty, materials=[nasty], attributes={nasty: nasty},
            variants=[Variant(sku="1", colour=nasty, size=nasty, stock=1)]))
        db.session.add(KnowledgeSection(slug="nasty", topic="shipping", title=nasty, body=nasty))
    client = app.test_client()
    for path in ("/", "/products", "/products?category=nasty", "/products/nasty", "/help"):
        page = read(client, path)
        assert nasty in page.get_text()
        assert page.select("script:not([src]), [onclick]") == []


def test_an_empty_shop_has_pages_too(client: FlaskClient) -> None:
    for path in ("/", "/products", "/products?q=anything&colour=blue", "/help"):
        assert read(client, path).select_one("h1")


def test_help_has_every_section_and_the_footer_finds_its_topic(either_shop: Flask) -> None:
    page = read(either_shop.test_client(), "/help")
    ids = {str(tag["id"]) for tag in page.select("[id]")}
    with either_shop.app_context():
        sections = services().library.knowledge().sections
    assert sections
    for section in sections:
        assert section.slug in ids
        assert section.title in page.get_text()
    links = [str(link["href"]) for link in page.select(".site-footer a[href^='/help#']")]
    assert links
    assert {link.partition("#")[2] for link in links} <= ids


def test_help_has_the_usual_topics_in_their_order_and_an_owner_s_own_after_them(app: Flask) -> None:
    with app.app_context(), writing(db.session):
        db.session.add_all(KnowledgeSection(slug=topic, topic=topic, title=topic, body="So it is.")
                           for topic in ("bees", "contact", "sizing", "shipping"))
    headings = [tag.get_text() for tag in read(app.test_client(), "/help").select(".help__topic h2")]
    assert headings == ["Delivery", "Sizes", "Contact", "Bees"]


def test_home_asks_only_what_the_shop_can_answer(either_shop: Flask) -> None:
    page = read(either_shop.test_client(), "/")
    questions = page.select(".question")
    assert len(questions) == 4
    for each in questions:
        message, = parse_qs(urlsplit(str(each["href"])).query)["message"]
        assert message in each.get_text()


@pytest.mark.parametrize(("typed", "same_as"), [
    ("black jeans under 100", "category=jeans&colour=black&price_max=100"),
    ("jens in black", "category=jeans&colour=black"),
    ("a winter coat", "category=coats&season=winter"),
    ("hoodies, not black", "category=hoodies&without=colour:black"),
    ("at least 4.5 stars, dresses", "category=dresses&rating_min=4.5"),
])
def test_the_search_box_reads_as_the_chat_does(demo: FlaskClient, typed: str, same_as: str) -> None:
    page = read(demo, f"/products?q={typed}")
    assert set(all_slugs(demo, f"/products?q={typed}")) == set(all_slugs(demo, f"/products?{same_as}")) != set()
    assert len(page.select(".results__bar .chip:not(.chip--plain)")) == len(same_as.split("&"))


def test_each_thing_that_was_understood_can_be_taken_away(demo: FlaskClient) -> None:
    page = read(demo, "/products?q=black jeans under 100")
    addresses = {parse_qs(urlsplit(str(chip["href"])).query).get("colour", [""])[0]: str(chip["href"])
                 for chip in page.select(".results__bar .chip:not(.chip--plain)")}
    assert set(addresses) == {"", "black"}
    without_black = addresses[""]
    assert set(all_slugs(demo, without_black)) == set(all_slugs(demo, "/products?category=jeans&price_max=100"))


def test_a_filter_goes_before_what_was_typed_of_the_same(demo: FlaskClient) -> None:
    assert set(all_slugs(demo, "/products?q=black hoodie&colour=navy")) == set(
        all_slugs(demo, "/products?category=hoodies&colour=navy")) != set()


def test_the_form_of_filters_keeps_what_no_filter_shows(demo: FlaskClient) -> None:
    form = read(demo, "/products?q=winter coats, not black").select_one("#filters")
    assert form is not None
    kept = {(str(each["name"]), str(each["value"])) for each in form.select("input[type=hidden]")}
    assert kept == {("season", "winter"), ("without", "colour:black")}


def test_a_search_that_nothing_meets_shows_the_nearest_and_says_so(demo: FlaskClient) -> None:
    page = read(demo, "/products?q=red dresses in M under 20")
    assert slugs(page) and "Leaving aside the price limit" in page.select_one("#results .notice").get_text()  # type: ignore[union-attr]


def test_a_product_s_name_leads_its_results(shop_app: Flask, demo: FlaskClient) -> None:
    wrong = {item.name: found for item in stock_of(shop_app).values()
             if (found := slugs(read(demo, f"/products?q={item.name}"))[:1]) != [item.slug]}
    assert wrong == {}


def test_everything_is_everything(demo: FlaskClient) -> None:
    assert total(read(demo, "/products?q=show me everything")) == total(read(demo, "/products"))
