from __future__ import annotations

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from shop.extensions import db
from shop.models import Product, Variant
from tests.catalogue.test_pictures import HOSTILE
from tests.support.catalogue_page import stock_up
from tests.support.dealings import one
from tests.support.forms import errors, fill, form_of, parsed
from tests.support.people import owner

PAGE = "/admin/products/1"


@pytest.fixture
def keeper(app: Flask) -> FlaskClient:
    stock_up(app)
    return owner(app)


def picture(colour: str = "olive", fmt: str = "PNG") -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.new("RGB", (50, 40), colour).save(out, fmt)
    out.seek(0)
    return out, f"../../evil.{fmt.lower()}.html"


def files(app: Flask) -> set[str]:
    folder = Path(app.instance_path) / "pictures"
    return {f"pictures/{each.name}" for each in folder.iterdir()} if folder.exists() else set()


def image(app: Flask) -> str:
    return str(one(app, Product, 1, "image"))


@pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_and_shown(app: Flask, keeper: FlaskClient, fmt: str) -> None:
    before = files(app)
    assert fill(keeper, PAGE, {"upload": picture(fmt=fmt)}).status_code == 303
    assert files(app) - before == {image(app)}
    answer = app.test_client().get(f"/{image(app)}")
    assert Image.open(io.BytesIO(answer.data)).format == "WEBP"
    headers = answer.headers
    assert (answer.mimetype, headers["X-Content-Type-Options"]) == ("image/webp", "nosniff")
    assert {"public", "immutable", "max-age=31536000"} <= set(headers["Cache-Control"].split(", "))
    for browser in (app.test_client(), keeper):
        assert not {"Set-Cookie", "Vary"} & set(browser.get(f"/{image(app)}").headers.keys())
    shown = parsed(keeper.get(PAGE)).select_one(".brought__picture")
    assert shown["src"] == f"/{image(app)}"
    assert f'src="/{image(app)}"' in app.test_client().get("/products/tool-1").text


def test_a_variant_has_a_picture_of_its_own(app: Flask, keeper: FlaskClient) -> None:
    assert fill(keeper, PAGE, {"variants-0-upload": picture()}).status_code == 303
    assert one(app, Variant, 1, "image") in files(app)
    assert image(app) == ""


def test_a_picture_that_was_replaced_goes_unless_another_row_shows_it(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, PAGE, {"upload": picture("red")})
    first = image(app)
    with app.app_context():
        db.session.get_one(Product, 2).image = first
        db.session.commit()
    fill(keeper, PAGE, {"upload": picture("blue")})
    second = image(app)
    assert {first, second} <= files(app)
    fill(keeper, "/admin/products/2", {"image": ""})
    assert first not in files(app)
    fill(keeper, PAGE, {"image": "https://example.com/x.png"})
    assert second not in files(app)


def test_a_picture_goes_with_its_product_and_its_variant(app: Flask, keeper: FlaskClient) -> None:
    fill(keeper, PAGE, {"upload": picture("red"), "variants-0-upload": picture("blue")})
    own = {image(app), str(one(app, Variant, 1, "image"))}
    assert own <= files(app)
    fill(keeper, f"{PAGE}/delete")
    assert not own & files(app)


@pytest.mark.parametrize("field", ["upload", "variants-0-upload"])
@pytest.mark.parametrize("name", ["html", "svg", "zip", "GIF", "png said to be 60000 × 60000", "40% of a JPEG",
                                  "too many pixels", "too many bytes"])
def test_a_file_that_is_no_picture_is_named_at_its_field(
        app: Flask, keeper: FlaskClient, field: str, name: str) -> None:
    before = files(app)
    answer = fill(keeper, PAGE, {field: (io.BytesIO(HOSTILE[name]), "x.png"), "name": "Kept"})
    assert answer.status_code == 422
    page = parsed(answer)
    assert list(errors(page)) == [field]
    assert form_of(page).select_one("[name=name]")["value"] == "Kept"
    assert files(app) == before
    assert one(app, Product, 1, "name", "image") == ("Tool 1", "")


@pytest.mark.parametrize("values", [{"price": "abc"}, {"variants-0-stock": "0", "variants-0-seen": "5"}])
def test_a_picture_of_what_was_not_saved_is_not_kept(
        app: Flask, keeper: FlaskClient, values: dict[str, str]) -> None:
    """Neither when the form is wrong nor when the stock no longer fits as it is written."""
    before = files(app)
    answer = fill(keeper, PAGE, {"upload": picture(), **values})
    assert answer.status_code == 422
    page = parsed(answer)
    assert "once more" in errors(page)["upload"]
    assert form_of(page).select_one("[name=image]")["value"] == ""
    assert (files(app), image(app)) == (before, "")


def test_an_owner_may_send_several_pictures_and_a_stranger_may_not(app: Flask, keeper: FlaskClient) -> None:
    noise = io.BytesIO()
    Image.effect_noise((1300, 1300), 90).save(noise, "PNG")
    large = noise.getvalue()
    assert 1_000_000 < len(large) < 2_000_000
    answer = fill(keeper, PAGE, {"upload": (io.BytesIO(large), "a.png"),
                                 "variants-0-upload": (io.BytesIO(large * 1), "b.png")})
    assert answer.status_code == 303
    body = {"upload": (io.BytesIO(large * 2), "a.png")}
    assert app.test_client().post(PAGE, data=body).status_code == 413


def test_many_variants_fit_into_one_form(app: Flask, keeper: FlaskClient) -> None:
    with app.app_context():
        db.session.get_one(Product, 1).variants += [
            Variant(sku=f"SIZE-{number}", size=str(number), position=number) for number in range(1, 120)]
        db.session.commit()
    assert fill(keeper, PAGE, {"upload": picture(), "variants-119-stock": "7"}).status_code == 303
    with app.app_context():
        assert db.session.query(Variant).filter_by(sku="SIZE-119").one().stock == 7


@pytest.mark.parametrize("name", [
    "x.webp", "../shop.db", "..%2fsecret_key", "%2e%2e/secret_key", "a" * 32, "A" * 32 + ".webp", "a" * 32 + ".webp",
    "a" * 32 + ".webp.part", "a" * 32 + ".webp%00.png", "",
])
def test_nothing_else_is_served(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/pictures/{name}").status_code == 404
