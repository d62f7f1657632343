"""The blueprint of the ordering pages, and what their templates and the page's header ask."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_date
from flask import Blueprint, render_template, url_for

from shop.extensions import db
from shop.money import LOCALE
from shop.selling import carts
from shop.selling.orders import STATUS_NAMES
from shop.web.buyer import known_buyer
from shop.web.ordering.countries import country_name

blueprint = Blueprint("ordering", __name__)
blueprint.add_app_template_filter(country_name)


@blueprint.app_template_global()
def cart_count() -> int:
    """How many pieces are in this browser's cart."""
    return carts.count(db.session, known_buyer())


@blueprint.app_template_global()
def add_to_cart_url() -> str:
    return url_for("ordering.add")


@blueprint.app_template_filter()
def long_day(moment: datetime) -> str:
    """"22 November 2026", by UTC."""
    return format_date(moment, "d MMMM yyyy", locale=LOCALE)


@blueprint.app_template_filter()
def status_words(status: str) -> str:
    return STATUS_NAMES.get(status, status)


@blueprint.errorhandler(404)
def nothing_here(error: Exception) -> tuple[str, int]:
    """One answer for an order that is not there and one that is somebody else's: it names no address."""
    return render_template("ordering/missing.html"), 404
