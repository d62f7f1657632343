"""One stylesheet a page: which sheets it is joined from, where it is, how long it may be kept."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from shop import config
from shop.web import stylesheets
from shop.web.stylesheets import BUNDLES, FOLDER, Stylesheets
from tests.conftest import Prepare, lent
from tests.support.buying import bought, lay_out
from tests.support.people import signed_in

SHEETS = sorted(FOLDER.rglob("*.css"))
LONGEST = 160
SHOP_PAGES = ("/", "/products", "/products/lamp", "/compare", "/help", "/cart", "/orders/find", "/account/sign-in",
              "/chat", "/nowhere", "/broken")


@pytest.fixture(scope="module")
def app(prepare: Prepare) -> Iterator[Flask]:
    for app in lent(prepare("sqlite", "empty", PROPAGATE_EXCEPTIONS=False, TESTING=False)):
        app.add_url_rule("/broken", "broken", lambda: 1 // 0)
        yield app


def stylesheet_of(client: FlaskClient, path: str) -> str:
    """The address of the page's only stylesheet, which is there."""
    page = BeautifulSoup(client.get(path).text, "html5lib")
    link, = page.select("link[rel~=stylesheet]")
    answer = client.get(str(link["href"]))
    assert (answer.status_code, answer.mimetype) == (200, "text/css")
    return str(link["href"])


def written(folder: Path, **sheets: str) -> None:
    """Each a second newer than before, whatever the clock of the file system can tell apart."""
    for name, text in sheets.items():
        file = folder / f"{name}.css"
        before = file.stat().st_mtime_ns if file.exists() else 0
        file.write_text(text)
        os.utime(file, ns=(before + 10**9, before + 10**9))


def digest(folder: Path, *sheets: str) -> str:
    return Stylesheets({"all": sheets}, folder).bundle("all").digest


def test_every_page_has_one_stylesheet(app: Flask) -> None:
    lamp = lay_out(app)["LAMP-RED-S"]
    client, owner = app.test_client(), signed_in(app, "owner@example.com", is_admin=True)
    assert len({stylesheet_of(client, path) for path in SHOP_PAGES}) == 1
    assert len({stylesheet_of(owner, path) for path in ("/admin/", "/admin/products", "/admin/products/new")}) == 1
    order = bought(client, lamp)
    kinds = [stylesheet_of(client, "/"), stylesheet_of(owner, "/admin/"), stylesheet_of(client, f"{order}/invoice")]
    assert [re.sub(r"-\w+\.css$", "", each) for each in kinds] == ["/css/shop", "/css/admin", "/css/invoice"]


def test_a_bundle_is_its_sheets_in_the_order_of_the_cascade(app: Flask) -> None:
    for name, sheets in BUNDLES.items():
        with app.test_request_context():
            address = stylesheets.stylesheet(name)
        assert app.test_client().get(address).text == "\n".join((FOLDER / f"{each}.css").read_text() for each in sheets)


def test_the_owners_pages_and_the_chat_stand_on_the_same_ground() -> None:
    assert BUNDLES["admin"][:len(BUNDLES["shop"])] == BUNDLES["shop"]
    assert [each for each in BUNDLES["shop"] if each in BUNDLES["chat"]] == [*BUNDLES["chat"]]


def test_the_address_changes_with_the_content_and_with_nothing_else(tmp_path: Path) -> None:
    written(tmp_path, a="a { color: red }", b="b { color: blue }")
    first = digest(tmp_path, "a", "b")
    assert digest(tmp_path, "b", "a") != first
    written(tmp_path, a="a { color: red }")
    assert digest(tmp_path, "a", "b") == first
    written(tmp_path, a="a { color: green }")
    assert digest(tmp_path, "a", "b") != first


def test_a_browser_keeps_it_for_good_at_the_address_of_its_content(app: Flask) -> None:
    shopper = signed_in(app, "keeps@example.com")
    answer = shopper.get(stylesheet_of(shopper, "/"))
    assert answer.headers["Cache-Control"].split(", ") == ["public", "immutable", "max-age=31536000"]
    assert not {"Set-Cookie", "Vary"} & set(answer.headers.keys())
    again = shopper.get(stylesheet_of(shopper, "/"), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_nobody_keeps_todays_sheets_under_an_address_of_yesterday(app: Flask) -> None:
    client = app.test_client()
    yesterdays = client.get("/css/shop-0123456789abcdef.css")
    assert yesterdays.status_code == 200
    assert yesterdays.headers["Cache-Control"] == "no-cache"
    assert yesterdays.data == client.get(stylesheet_of(client, "/")).data


def test_no_other_bundle_is_there(app: Flask) -> None:
    assert app.test_client().get("/css/nothing-0123456789abcdef.css").status_code == 404


def test_a_sheet_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    written(tmp_path, a="")
    with pytest.raises(FileNotFoundError, match=r"nowhere\.css"):
        stylesheets.init_app(Flask("elsewhere"), {"shop": ("a", "nowhere")}, tmp_path)


@pytest.mark.parametrize(("debug", "seen"), [(True, "green"), (False, "red")])
def test_a_changed_sheet_is_seen_without_a_restart_while_debugging_only(
    tmp_path: Path, debug: bool, seen: str,
) -> None:
    written(tmp_path, a="a { color: red }", b="")
    app = Flask("elsewhere")
    app.debug = debug
    stylesheets.init_app(app, {"shop": ("b", "a")}, tmp_path)
    app.register_blueprint(stylesheets.blueprint)

    def address() -> str:
        with app.test_request_context():
            return render_template_string("{{ stylesheet('shop') }}")

    before = address()
    assert "red" in app.test_client().get(before).text
    written(tmp_path, a="a { color: green }")
    assert (address() != before) == debug
    assert seen in app.test_client().get(address()).text


def test_every_sheet_stands_in_a_bundle_once() -> None:
    names = {str(sheet.relative_to(FOLDER).with_suffix("")) for sheet in SHEETS}
    assert names == {each for bundle in BUNDLES.values() for each in bundle}
    assert [name for name, bundle in BUNDLES.items() if len(set(bundle)) < len(bundle)] == []


def test_templates_name_bundles_that_there_are() -> None:
    templates = [each.read_text() for each in (config.ROOT / "templates").rglob("*.html")]
    named = [name for text in templates for name in re.findall(r"stylesheet\((.*?)\)", text)]
    assert sorted(named) == sorted(f'"{name}"' for name in BUNDLES)
    assert not any("css/" in text for text in templates)


def test_no_sheet_is_longer_than_one_can_overlook() -> None:
    assert [sheet.name for sheet in SHEETS if len(sheet.read_text().splitlines()) > LONGEST] == []


def test_sheets_name_no_other_file() -> None:
    """It would be looked for beside the bundle, and an @import below the first rule is passed over."""
    assert [sheet.name for sheet in SHEETS if re.search(r"url\(|@import|@charset", sheet.read_text())] == []


def test_braces_end_in_the_sheet_that_opens_them() -> None:
    """Or what is open at the end of one sheet swallows the next."""
    for sheet in SHEETS:
        text = re.sub(r'"[^"]*"', "", sheet.read_text())
        assert text.count("{") == text.count("}") and text.count("/*") == text.count("*/"), sheet.name
