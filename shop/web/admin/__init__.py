"""The owner's pages. Nobody else gets in."""

from __future__ import annotations

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from shop.web.admin.categories import categories
from shop.web.admin.dashboard import dashboard
from shop.web.admin.knowledge import knowledge
from shop.web.admin.pages import register
from shop.web.admin.products import products
from shop.web.admin.settings import settings
from shop.web.admin.synonyms import synonyms
from shop.web.signing_in import note_presence, to_sign_in, visitor

RESOURCES = (products, categories, synonyms, knowledge)

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.before_request
def owners_only() -> Response | None:
    user = visitor()
    if user is None:
        return to_sign_in()
    if not user.is_admin:
        abort(403)
    note_presence()
    return None


@blueprint.context_processor
def navigation() -> dict[str, object]:
    return {"resources": RESOURCES}


blueprint.add_url_rule("/", view_func=dashboard)
blueprint.add_url_rule("/settings", view_func=settings, methods=("GET", "POST"))
for resource in RESOURCES:
    register(blueprint, resource)
