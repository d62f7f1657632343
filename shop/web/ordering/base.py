"""The blueprint of the ordering pages, what their templates and the page's header ask, and the ways to pay."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime

from babel.dates import format_date
from flask import Blueprint, current_app, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from sqlalchemy.exc import SQLAlchemyError

from shop.extensions import db
from shop.models.types import now
from shop.money import LOCALE
from shop.selling import carts, payments
from shop.selling.orders import STATUS_NAMES
from shop.selling.payment_methods import METHODS
from shop.selling.payment_methods.protocol import PaymentMethod
from shop.web.buyer import known_buyer
from shop.web.ordering.countries import country_name

log = logging.getLogger(__name__)
blueprint = Blueprint("ordering", __name__)
blueprint.add_app_template_filter(country_name)


@blueprint.record_once
def know_the_ways_to_pay(state: BlueprintSetupState) -> None:
    state.app.config.setdefault("PAYMENT_METHODS", METHODS)


def payment_methods() -> Mapping[str, PaymentMethod]:
    """The app's ways to pay, by the code that stands in the order."""
    methods: Mapping[str, PaymentMethod] = current_app.config["PAYMENT_METHODS"]
    return methods


@blueprint.before_app_request
def expire_unpaid_orders() -> None:
    """Before every page that could show stock or orders, so that what nobody pays is for sale again without waiting for
    upkeep. A database that cannot be written at the moment is no reason to show no page."""
    if (request.endpoint or "static").endswith("static") or request.blueprint == "health":
        return
    try:
        payments.expire(db.session, now())
    except SQLAlchemyError as error:
        db.session.rollback()
        log.warning("orders that were not paid could not be expired: %s", type(error).__name__)


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
