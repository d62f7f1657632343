from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.extensions import db
from shop.models import (
    Category,
    KnowledgeSection,
    Order,
    OrderLine,
    Product,
    ProductText,
    Revision,
    Synonym,
    Variant,
)
from tests.support.catalogue_page import stock_up
from tests.support.forms import complaints, errors, fill, form_of, notices, parsed, standing_in
from tests.support.people import owner

NEW = "/admin/products/new"
GOOD = {
    "name": "Border fork", "category_id": "1", "price": "24.50", "variants-0-sku": "FORK-1",
    "variants-0-stock": "3",
}


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    stock_up(app)
    return owner(app)


def product(app: Flask, name: str) -> dict[str, Any]:
    """The columns of a product, and its variants as (SKU, colour, size, stock)."""
    with app.app_context():
        row = db.session.scalars(select(Product).where(Product.name == name)).one()
        return {
            **{column.key: getattr(row, column.key) for column in Product.__table__.columns},
            "variants": [(each.sku, each.colour, each.size, each.stock) for each in row.variants],
        }


def test_a_product_is_made_of_what_was_typed(app: Flask, keeper: FlaskClient) -> None:
    answer = fill(keeper, NEW, {
        **GOOD, "price": "24,5", "description": " Two\r\nlines ", "brand": "Oakfield",
        "audience": "gardeners", "occasions": "Digging,  heavy  SOIL, digging,,", "materials": "Ash",
        "rating": "4,5", "rating_count": "12",
        "attributes": "weight: 320 g\r\n\r\nMade in: Kent: England", "variants-0-colour": "Green",
    })
    assert (answer.status_code, answer.location) == (303, "/admin/products")
    assert notices(parsed(keeper.get(answer.location))) == ["“Border fork” was saved."]
    made = product(app, "Border fork")
    assert made | {
        "slug": "border-fork", "price": 2450, "category_id": 1, "brand": "Oakfield", "audience": "gardeners",
        "occasions": ["digging", "heavy soil"], "materials": ["ash"], "styles": [], "rating": 4.5,
        "rating_count": 12, "attributes": {"weight": "320 g", "Made in": "Kent: England"},
        "archived_at": None, "variants": [("FORK-1", "Green", "", 3)],
    } == made


def test_saving_a_product_as_it_stands_changes_nothing(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, NEW, {**GOOD, "attributes": "a: b\nc: d", "rating": "4.25", "seasons": "spring, autumn"})
    before = product(app, "Border fork")
    with app.app_context():
        revisions = dict(db.session.execute(select(Revision.name, Revision.number)).all())
    assert fill(keeper, f"/admin/products/{before['id']}").status_code == 303
    assert product(app, "Border fork") == before
    with app.app_context():
        assert dict(db.session.execute(select(Revision.name, Revision.number)).all()) == revisions


def test_saving_a_section_as_it_stands_leaves_its_date(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        before = db.session.get_one(KnowledgeSection, 1).updated_at
    assert fill(keeper, "/admin/knowledge/1").status_code == 303
    with app.app_context():
        assert db.session.get_one(KnowledgeSection, 1).updated_at == before


def test_a_change_reaches_the_search_index(app: Flask, keeper: FlaskClient) -> None:
    assert fill(keeper, "/admin/products/1", name="Kingfisher spade").status_code == 303
    with app.app_context():
        assert "kingfisher" in db.session.get_one(ProductText, 1).name


@pytest.mark.parametrize(("field", "typed", "said"), [
    ("name", "", "Give the product a name"), ("name", "x" * 201, "at most 200"),
    ("name", " ", "Give the product a name"),
    ("category_id", "", "Choose the category"),
    ("price", "", "Write the price"), ("price", "abc", "such as 59.90"), ("price", "-1", "such as 59.90"),
    ("price", "1,234", "such as 59.90"), ("price", "1.234.5", "such as 59.90"),
    ("price", "€5", "such as 59.90"),
    ("price", "5.001", "such as 59.90"), ("price", "1e3", "such as 59.90"), ("price", "٣", "such as 59.90"),
    ("price", "10000000.01", "at most 10000000.00"),
    ("slug", "Two Words", "small letters"), ("slug", "-x", "small letters"),
    ("slug", "a--b", "small letters"),
    ("slug", "tool-1", "is taken"), ("slug", "x" * 121, "at most 120"),
    ("image", "javascript:alert(1)", "https://"), ("image", "http://plain.example/x.png", "https://"),
    ("image", "/etc/passwd", "https://"), ("image", "img/../../x", "https://"),
    ("image", "//evil.example/x", "https://"),
    ("occasions", "x" * 61, "separate the words"), ("styles", ",".join(map(str, range(31))), "at most 30"),
    ("attributes", "weight 320", "Line 1"), ("attributes", "a: 1\n: 2", "Line 2"),
    ("attributes", "a: 1\nA: 2", "again"),
    ("attributes", "a: " + "x" * 201, "too long"),
    ("rating", "5.1", "0 to 5"), ("rating", "-1", "0 to 5"), ("rating", "nan", "0 to 5"),
    ("rating", "six", "0 to 5"),
    ("rating_count", "1.5", "whole number"), ("rating_count", "-1", "whole number"),
    ("description", "x" * 5001, "at most 5000"), ("brand", "x" * 81, "at most 80"),
    ("variants-0-sku", "", "Give the variant a SKU"),
    ("variants-0-sku", "TOOL-1", "belongs to another product"),
    ("variants-0-sku", "x" * 81, "at most 80"),
    ("variants-0-stock", "-1", "0 to 1000000"), ("variants-0-stock", "1000001", "0 to 1000000"),
    ("variants-0-stock", "many", "0 to 1000000"), ("variants-0-image", "data:x", "https://"),
])
def test_a_product_that_cannot_be_is_refused_at_its_field(
        app: Flask, keeper: FlaskClient, field: str, typed: str, said: str) -> None:
    answer = fill(keeper, NEW, {**GOOD, "description": "Kept.", field: typed})
    found = complaints(answer)
    assert list(found) == [field]
    assert said in found[field]
    still = standing_in(form_of(parsed(answer)))
    expected = {**GOOD, "description": "Kept.", field: typed}
    if typed.strip():
        assert {name: still[name] for name in expected} == expected
    with app.app_context():
        assert len(db.session.scalars(select(Product)).all()) == 2


@pytest.mark.parametrize(("field", "typed"), [
    ("price", "0"), ("price", "10000000"), ("price", "0.5"), ("slug", "a-1"),
    ("image", "https://cdn.example/x.png"),
    ("image", "img/products/x.svg"), ("variants-0-stock", "1000000"), ("variants-0-stock", ""),
    ("rating", "5"),
    ("rating", "0"), ("name", "ß & <b>"), ("name", "日本"), ("attributes", "\n\n"),
])
def test_a_value_at_the_edge_is_taken(keeper: FlaskClient, field: str, typed: str) -> None:
    assert fill(keeper, NEW, {**GOOD, field: typed}).status_code == 303


def test_an_empty_slug_is_made_of_the_name_and_gets_a_number(app: Flask, keeper: FlaskClient) -> None:
    slugs = []
    for number, name in enumerate(("Käthe's  Fork – 2", "Kathe's fork 2", "日本")):
        fill(keeper, NEW, {**GOOD, "name": name, "variants-0-sku": f"F-{number}"})
        slugs.append(product(app, name)["slug"])
    assert slugs == ["kathes-fork-2", "kathes-fork-2-2", "item"]


def test_a_field_that_is_not_in_the_form_is_not_written(app: Flask, keeper: FlaskClient) -> None:
    before = product(app, "Tool 1")
    answer = fill(keeper, "/admin/products/1", also={
        "id": "77", "created_at": "2000-01-01", "archived_at": "2000-01-01", "stock": "9", "colours": "x",
        "variants-0-product_id": "2", "variants-0-position": "9", "category": "2", "is_admin": "1",
    })
    assert answer.status_code == 303
    assert product(app, "Tool 1") == before


def test_add_a_variant_keeps_what_was_typed(app: Flask, keeper: FlaskClient) -> None:
    answer = fill(keeper, NEW, {**GOOD, "price": "abc"}, press="add=variants")
    assert answer.status_code == 200
    page = parsed(answer)
    assert errors(page) == {}
    typed = standing_in(form_of(page))
    assert (typed["name"], typed["price"], typed["variants-0-sku"]) == ("Border fork", "abc", "FORK-1")
    answer = fill(keeper, page, {"price": "5", "variants-1-sku": "FORK-2", "variants-1-size": "L"})
    assert answer.status_code == 303
    assert product(app, "Border fork")["variants"] == [("FORK-1", "", "", 3), ("FORK-2", "", "L", 0)]


def test_enter_in_a_field_saves_rather_than_adds(keeper: FlaskClient) -> None:
    first = form_of(parsed(keeper.get(NEW))).select_one("button")
    assert first.get("name") is None


@pytest.fixture
def two_variants(app: Flask, keeper: FlaskClient) -> FlaskClient:
    with app.app_context():
        row = db.session.get_one(Product, 1)
        row.variants.append(Variant(sku="B", colour="blue", size="M", stock=5, position=1))
        db.session.commit()
    return keeper


@pytest.mark.parametrize(("values", "left"), [
    ({"variants-0-remove": "y"}, [("B", "blue", "M", 5)]),
    ({"variants-0-sku": "B", "variants-1-sku": "TOOL-1"}, [("B", "green", "", 0),
    ("TOOL-1", "blue", "M", 5)]),
    ({"variants-0-colour": "blue", "variants-0-size": "M",
      "variants-1-colour": "green", "variants-1-size": ""},
     [("TOOL-1", "blue", "M", 0), ("B", "green", "", 5)]),
    ({"variants-0-remove": "y", "variants-0-stock": "bad", "variants-1-sku": "TOOL-1"},
     [("TOOL-1", "blue", "M", 5)]),
    ({"variants-1-stock": "7"}, [("TOOL-1", "green", "", 0), ("B", "blue", "M", 7)]),
])
def test_variants_are_changed_swapped_and_removed(
        app: Flask, two_variants: FlaskClient, values: dict[str, str], left: list[object]) -> None:
    assert fill(two_variants, "/admin/products/1", values).status_code == 303
    assert product(app, "Tool 1")["variants"] == left


def test_a_new_variant_may_take_the_sku_of_a_removed_one(app: Flask, keeper: FlaskClient) -> None:
    page = parsed(fill(keeper, "/admin/products/1", {"variants-0-remove": "y"}, press="add=variants"))
    assert fill(keeper, page, {"variants-1-sku": "TOOL-1", "variants-1-stock": "8"}).status_code == 303
    assert product(app, "Tool 1")["variants"] == [("TOOL-1", "", "", 8)]


@pytest.mark.parametrize(("values", "found"), [
    ({"variants-1-sku": "TOOL-1"}, {"variants-0-sku", "variants-1-sku"}),
    ({"variants-1-colour": "GREEN", "variants-1-size": ""}, {"variants-0-size", "variants-1-size"}),
    ({"variants-0-remove": "y", "variants-1-remove": "y"}, {"variants-0-sku"}),
    ({"variants-1-sku": "TOOL-2"}, {"variants-1-sku"}),
])
def test_variants_that_clash_are_refused(
        app: Flask, two_variants: FlaskClient, values: dict[str, str], found: set[str]) -> None:
    before = product(app, "Tool 1")
    assert set(complaints(fill(two_variants, "/admin/products/1", values))) == found
    assert product(app, "Tool 1") == before


def test_a_variant_of_another_product_cannot_be_reached(app: Flask, keeper: FlaskClient) -> None:
    for change in ({"variants-0-sku": "NEW", "variants-0-colour": "red"}, {"variants-0-remove": "y"}):
        fill(keeper, "/admin/products/1", {"variants-0-id": "2", **change})
    assert product(app, "Tool 2")["variants"] == [("TOOL-2", "green", "", 1)]


def test_a_product_without_orders_is_deleted_after_a_question(app: Flask, keeper: FlaskClient) -> None:
    page = parsed(keeper.get("/admin/products/1/delete"))
    assert "cannot be undone" in page.main.get_text()
    assert product(app, "Tool 1")
    answer = fill(keeper, "/admin/products/1/delete")
    assert answer.status_code == 303
    assert notices(parsed(keeper.get(answer.location))) == ["“Tool 1” was deleted."]
    with app.app_context():
        assert db.session.get(Product, 1) is None
        assert db.session.scalars(select(Variant.sku)).all() == ["TOOL-2"]
        assert db.session.get(ProductText, 1) is None


def test_a_product_in_an_order_is_archived_instead(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        line = OrderLine(variant_id=1, sku="TOOL-1", name="Tool 1", quantity=1, unit_price=1050)
        db.session.add(Order(number="1", email="a@example.com", total=1050, lines=[line]))
        db.session.commit()
    assert "archived" in parsed(keeper.get("/admin/products/1/delete")).main.get_text()
    answer = fill(keeper, "/admin/products/1/delete")
    assert "archived" in notices(parsed(keeper.get(answer.location)))[0]
    archived = product(app, "Tool 1")
    assert archived["archived_at"] is not None
    assert archived["variants"] == [("TOOL-1", "green", "", 0)]
    assert fill(keeper, "/admin/products/1", archived=None).status_code == 303
    assert product(app, "Tool 1")["archived_at"] is None


def test_a_category_with_products_cannot_be_deleted(app: Flask, keeper: FlaskClient) -> None:
    page = parsed(keeper.get("/admin/categories/1/delete"))
    assert "2 products stand" in page.select_one(".notice").get_text()
    assert form_of(page).select("button") == []
    answer = fill(keeper, "/admin/categories/1/delete")
    assert "2 products stand" in notices(parsed(keeper.get(answer.location)))[0]
    assert fill(keeper, "/admin/categories/2/delete").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Category.name)).all() == ["Tools"]


@pytest.mark.parametrize(("resource", "values", "field", "said"), [
    ("categories", {"name": "Tools"}, "name", "already"), ("categories", {"name": ""}, "name", "name"),
    ("categories", {"name": "X", "slug": "pots"}, "slug", "is taken"),
    ("categories", {"name": "X", "position": "first"}, "position", "0 to 10000"),
    ("synonyms", {"word": "", "means": "spade"}, "word", "Write"),
    ("synonyms", {"word": "dibber", "means": ""}, "means", "Write"),
    ("synonyms", {"word": " SHOVEL ", "means": "Spade", "key": "category"}, "means", "already"),
    ("synonyms", {"word": "spade", "means": "Spade"}, "means", "the same"),
    ("knowledge", {"title": "", "topic": "care", "body": "x"}, "title", "title"),
    ("knowledge", {"title": "X", "topic": "", "body": "x"}, "topic", "topic"),
    ("knowledge", {"title": "X", "topic": "care", "body": " "}, "body", "Write"),
    ("knowledge", {"title": "X", "topic": "care", "body": "x", "slug": "returns"}, "slug", "is taken"),
    ("knowledge", {"title": "X", "topic": "care", "body": "It costs {postage}."}, "body",
     "{postage} stands for nothing"),
    ("knowledge", {"title": "{}", "topic": "care", "body": "x"}, "title", "{delivery}, {free_from}"),
])
def test_each_kind_of_row_is_checked_at_its_fields(
        keeper: FlaskClient, resource: str, values: dict[str, str], field: str, said: str) -> None:
    found = complaints(fill(keeper, f"/admin/{resource}/new", values))
    assert list(found) == [field]
    assert said in found[field]


@pytest.mark.parametrize(("resource", "model", "values", "kept"), [
    ("categories", Category, {"name": "Watering cans", "singular": "watering can", "position": "3"},
     {"name": "Watering cans", "singular": "watering can", "position": 3, "slug": "watering-cans"}),
    ("synonyms", Synonym, {"word": "Dibber ", "means": "Planting  TOOL", "key": ""},
     {"word": "dibber", "means": "planting tool", "key": ""}),
    ("knowledge", KnowledgeSection,
     {"title": "Care of ash", "topic": "CARE", "body": "Oil it.", "keywords": "wood"},
     {"title": "Care of ash", "topic": "care", "body": "Oil it.", "keywords": "wood", "slug": "care-of-ash"}),
])
def test_each_kind_of_row_is_made_changed_and_deleted(
        app: Flask, keeper: FlaskClient, resource: str, model: Any, values: dict[str, str],
        kept: dict[str, object]) -> None:
    assert fill(keeper, f"/admin/{resource}/new", values).status_code == 303
    with app.app_context():
        row = db.session.scalars(select(model).order_by(model.id.desc())).first()
        number = row.id
        assert {name: getattr(row, name) for name in kept} == kept
        total = len(db.session.scalars(select(model)).all())
    assert fill(keeper, f"/admin/{resource}/{number}").status_code == 303
    assert fill(keeper, f"/admin/{resource}/{number}/delete").status_code == 303
    with app.app_context():
        assert db.session.get(model, number) is None
        assert len(db.session.scalars(select(model)).all()) == total - 1


def test_every_control_has_a_label_and_ids_are_unique(keeper: FlaskClient) -> None:
    for address in (NEW, "/admin/products/1", "/admin/settings", "/admin/knowledge/1", "/admin/synonyms/new"):
        page = parsed(keeper.get(address))
        ids = [str(element["id"]) for element in page.select("[id]")]
        assert len(ids) == len(set(ids)), address
        for control in form_of(page).select("input:not([type=hidden]), textarea, select"):
            assert page.select_one(f'label[for="{control["id"]}"]'), control
