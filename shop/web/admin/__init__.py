"""The owner's pages. Nobody else gets in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from shop.extensions import db
from shop.web.admin import log, moments
from shop.web.admin.categories import categories
from shop.web.admin.changes import changes, history
from shop.web.admin.conversations import conversations
from shop.web.admin.customers import customers
from shop.web.admin.dashboard import dashboard
from shop.web.admin.knowledge import knowledge
from shop.web.admin.orders import orders
from shop.web.admin.pages import register
from shop.web.admin.products import products
from shop.web.admin.settings import SinglePage, settings, terms
from shop.web.admin.stock import StockPage, stock
from shop.web.admin.synonyms import synonyms
from shop.web.signing_in import note_presence, to_sign_in, visitor

GROUPS = (
    ("Selling", (orders, customers, conversations)), ("Shelves", (products, stock, categories)),
    ("Assistant", (knowledge, synonyms)),
)
RESOURCES = (*(resource for _, group in GROUPS for resource in group), changes)
# A product's form may bring a picture for each of many variants.
MOST_BYTES, MOST_PARTS = 16 * 1024 * 1024, 20_000

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.url_value_preprocessor
def room_for_owners(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Before anything reads the form: an owner's may be larger than what the shop takes from strangers."""
    user = visitor()
    if user is not None and user.is_admin:
        request.max_content_length, request.max_form_parts = MOST_BYTES, MOST_PARTS


@blueprint.before_request
def owners_only() -> Response | None:
    user = visitor()
    if user is None:
        return to_sign_in()
    if not user.is_admin:
        abort(403)
    note_presence()
    log.keep(db.session(), user.id)
    return None


@blueprint.context_processor
def navigation() -> dict[str, object]:
    return {"groups": GROUPS, "changes": changes, "resources": RESOURCES, "history": history}


moments.on(blueprint)
blueprint.add_url_rule("/", "dashboard", dashboard)
for single in (settings, terms):
    blueprint.add_url_rule(f"/{single.endpoint}", view_func=SinglePage.as_view(single.endpoint, single))
for resource in RESOURCES:
    register(blueprint, resource, StockPage if resource is stock else None)
