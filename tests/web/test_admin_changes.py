from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.extensions import db
from shop.models import Change, Product, Variant
from shop.web.admin import log
from tests.support.dealings import SHOPPER, TALK, trade
from tests.support.forms import fill, parsed
from tests.support.people import add_user, kept_password, owner


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    trade(app)
    return owner(app)


def told(app: Flask) -> list[tuple[str, str, str, dict[str, list[str]]]]:
    with app.app_context():
        rows = db.session.query(Change).order_by(Change.id)
        return [(each.kind, each.title, each.action, each.values) for each in rows]


@pytest.mark.parametrize(("page", "values", "kind", "title", "changed"), [
    ("products/1", {"price": "12", "category_id": "2"}, "product", "Tool 1",
     {"price": ["10.50", "12.00"], "category": ["Tools", "Pots"]}),
    ("products/1", {"occasions": "digging, frost", "rating": "4.5", "attributes": "weight: 1 kg"}, "product", "Tool 1",
     {"occasions": ["digging", "digging, frost"], "rating": ["", "4.5"], "attributes": ["", "weight: 1 kg"]}),
    ("products/1", {"variants-0-sku": "T", "variants-0-colour": "red"}, "product", "Tool 1",
     {"T sku": ["TOOL-1", "T"], "T colour": ["green", "red"]}),
    ("categories/2", {"name": "Jars"}, "category", "Jars", {"name": ["Pots", "Jars"]}),
    ("synonyms/1", {"means": "fork"}, "synonym", "shovel → fork", {"means": ["spade", "fork"]}),
    ("knowledge/1", {"body": "You have {return_days} days."}, "section", "Sending things back",
     {"body": ["You have 30 days.", "You have {return_days} days."]}),
])
def test_a_change_is_told_with_before_and_after(
        app: Flask, keeper: FlaskClient, page: str, values: dict[str, str], kind: str, title: str,
        changed: dict[str, list[str]]) -> None:
    assert fill(keeper, f"/admin/{page}", values).status_code == 303
    assert told(app) == [(kind, title, "changed", changed)]
    with app.app_context():
        assert db.session.query(Change).one().user.email == "owner@example.com"


def test_saving_what_stands_there_is_no_change(app: Flask, keeper: FlaskClient) -> None:
    for page in ("products/1", "categories/1", "synonyms/1", "knowledge/1"):
        assert fill(keeper, f"/admin/{page}").status_code == 303
    assert told(app) == []


def test_what_is_refused_is_no_change(app: Flask, keeper: FlaskClient) -> None:
    assert fill(keeper, "/admin/products/1", {"price": "abc", "name": "X"}).status_code == 422
    assert fill(keeper, "/admin/products/1", {"name": "X", "variants-0-stock": "0", "variants-0-seen": "5"}
                ).status_code == 422
    fill(keeper, "/admin/categories/1/delete")
    assert told(app) == []


def test_what_was_undone_is_not_told_with_what_follows(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        session = db.session()
        log.keep(session, 2)
        session.get_one(Product, 1).name = "Undone"
        session.flush()
        session.rollback()
        session.get_one(Product, 2).name = "Done"
        session.commit()
    assert [title for _, title, _, _ in told(app)] == ["Done"]


def test_variants_that_swap_are_told_once_each(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        db.session.add(Variant(product_id=1, sku="B", colour="blue", size="M", position=1))
        db.session.commit()
    fill(keeper, "/admin/products/1", {"variants-0-sku": "B", "variants-1-sku": "TOOL-1"})
    assert told(app) == [("product", "Tool 1", "changed", {"B sku": ["TOOL-1", "B"], "TOOL-1 sku": ["B", "TOOL-1"]})]


def test_making_archiving_and_deleting_are_told(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, "/admin/categories/new", name="Seeds")
    fill(keeper, "/admin/categories/3/delete")
    fill(keeper, "/admin/products/1/delete")
    fill(keeper, "/admin/products/2/delete")
    fill(keeper, "/admin/products/2", archived=None)
    fill(keeper, f"/admin/conversations/{TALK}/delete")
    assert [(kind, title, action) for kind, title, action, _ in told(app)][:5] == [
        ("category", "Seeds", "created"), ("category", "Seeds", "deleted"), ("product", "Tool 1", "deleted"),
        ("product", "Tool 2", "archived"), ("product", "Tool 2", "restored")]
    kind, _, action, values = told(app)[5]
    assert (kind, action, values) == ("conversation", "deleted", {})
    assert told(app)[0][3]["name"] == ["", "Seeds"]
    assert told(app)[2][3]["price"] == ["10.50", ""]


def test_settings_and_terms_are_told(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, "/admin/settings", name="Oakfield")
    fill(keeper, "/admin/terms", delivery="4.90", free_from="50")
    assert told(app)[0][:3] == ("settings", "Settings", "created")
    fill(keeper, "/admin/terms", delivery="5.90")
    assert told(app)[-1] == ("terms", "Delivery and returns", "changed", {"delivery": ["4.90", "5.90"]})


def test_long_texts_are_cut_and_secrets_are_not_there(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, "/admin/products/1", description="x" * 5000)
    fill(keeper, "/admin/customers/1", press="step=make-owner")
    assert len(told(app)[0][3]["description"][1]) == 200
    assert told(app)[1] == ("customer", "Customer 1", "made an owner", {"is admin": ["no", "yes"]})
    for secret in (SHOPPER, kept_password()):
        assert secret not in str(told(app))


def test_what_a_shopper_or_a_command_changes_is_not_told(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        db.session.get_one(Product, 1).name = "Changed by an import"
        db.session.commit()
    assert told(app) == []


def test_the_log_can_be_read_searched_and_followed(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, "/admin/products/1", {"price": "12"})
    fill(keeper, "/admin/synonyms/1", {"means": "<b>fork</b>"})
    page = parsed(keeper.get("/admin/changes"))
    assert [row.get_text(strip=True) for row in page.select("tbody th")] == ["shovel → <b>fork</b>", "Tool 1"]
    for query, found in (("q=tool", 1), ("q=owner@example.com", 2), ("q=nobody", 0), ("view=words", 1),
                         ("view=orders", 0)):
        assert len(parsed(keeper.get(f"/admin/changes?{query}")).select("tbody tr")) == found
    change = parsed(keeper.get(str(page.select("tbody th a")[1]["href"])))
    assert [cell.get_text(strip=True) for cell in change.select("tbody tr > *")] == ["price", "10.50", "12.00"]
    assert change.select_one('main a[href="/admin/products/1"]')


def test_a_row_shows_its_own_history(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, "/admin/products/1", {"price": "12"})
    assert "10.50" in parsed(keeper.get("/admin/products/1")).select_one(".history").get_text()
    assert parsed(keeper.get("/admin/products/2")).select_one(".history") is None


def test_the_log_outlives_who_wrote_it(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, "/admin/products/1", {"price": "12"})
    add_user(app, "second@example.com", is_admin=True)
    with app.app_context():
        db.session.query(Change).update({"user_id": None})
        db.session.commit()
    assert "Somebody who has left" in parsed(keeper.get("/admin/changes")).main.get_text()
