"""What a shopper sees when something goes wrong."""

from __future__ import annotations

import logging

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import TooManyRequests


@pytest.fixture
def faulty(app: Flask) -> FlaskClient:
    """An app with pages that go wrong."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def broken() -> str:
        raise RuntimeError("the till is on fire")

    def hasty() -> str:
        raise TooManyRequests(retry_after=30)

    app.add_url_rule("/broken", view_func=broken)
    app.add_url_rule("/hasty", view_func=hasty)
    return app.test_client()


def test_a_fault_shows_a_number_that_stands_in_the_log(
        faulty: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        response = faulty.get("/broken")
    assert response.status_code == 500
    assert "on fire" not in response.text
    reference = BeautifulSoup(response.text, "html5lib").select_one("code")
    assert reference is not None
    assert any(reference.get_text() in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/broken", 500), ("/hasty", 429)])
def test_htmx_gets_a_few_words_about_an_error(faulty: FlaskClient, path: str, status: int) -> None:
    response = faulty.get(path, headers={"HX-Request": "true"})
    assert response.status_code == status
    part = BeautifulSoup(response.text, "html.parser")
    assert part.select_one("[role=alert]")
    assert part.select("html, header, footer") == []


def test_an_error_keeps_its_headers(faulty: FlaskClient) -> None:
    assert faulty.get("/hasty").headers["Retry-After"] == "30"
    refused = faulty.delete("/help")
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]
    assert BeautifulSoup(refused.text, "html5lib").select_one("h1")
