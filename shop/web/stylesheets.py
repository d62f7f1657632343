"""One stylesheet a page, and nothing to build: the sheets of `static/css`, one a subject, joined as the app starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from shop import config
from shop.extensions import limiter

# In the order of the cascade: of two rules that weigh the same, the later wins.
GROUND = ("tokens", "base", "components/text")
CARD = ("components/product-card", "components/rating", "components/chips", "components/swatches")
CHAT = (*GROUND, *CARD, "chat")
SHOP = (
    *GROUND,
    "components/frame", "components/site-header", "components/search", "components/breadcrumbs",
    "components/site-footer",
    *CARD,
    "components/form", "components/button", "components/table", "components/toolbar", "components/pager",
    "components/notice", "components/panel", "components/badge", "components/facts", "components/page-head",
    "components/tabs", "components/empty",
    "components/picture", "components/band", "pages/home", "components/asking",
    "components/filters", "components/choices", "pages/products", "pages/product", "pages/help", "pages/apology",
    "components/cart-badge", "components/buying", "components/added", "components/purchase", "components/sums",
    "pages/cart", "pages/checkout", "components/order-lines", "pages/order", "components/steps", "pages/orders",
    "components/compare-mark", "pages/compare",
    "chat",
)
ADMIN = (
    *SHOP,
    "admin/header", "admin/overview", "admin/list", "admin/table", "admin/form", "admin/rows", "admin/disclosure",
    "admin/picture-field", "admin/record", "admin/history", "admin/order", "admin/entries", "admin/conversation",
    "admin/stock", "admin/print",
)
INVOICE = (*GROUND, "components/table", "components/facts", "pages/invoice")
BUNDLES: Mapping[str, Sequence[str]] = {"shop": SHOP, "admin": ADMIN, "invoice": INVOICE, "chat": CHAT}
FOLDER = config.ROOT / "static" / "css"
YEAR = 365 * 24 * 3600

blueprint = Blueprint("stylesheets", __name__)
limiter.exempt(blueprint)


@dataclass(frozen=True)
class Bundle:
    """Sheets in one; `digest` changes with the content, `changed` (nanoseconds, a sheet each) with the files."""

    content: bytes
    digest: str
    changed: tuple[int, ...]


class Stylesheets:
    """The bundles of one app. Raises FileNotFoundError for a sheet that is not in `folder`."""

    def __init__(self, bundles: Mapping[str, Sequence[str]], folder: Path) -> None:
        self._files = {name: [folder / f"{sheet}.css" for sheet in sheets] for name, sheets in bundles.items()}
        self._read = {name: joined(files) for name, files in self._files.items()}

    def bundle(self, name: str, *, watching: bool = False) -> Bundle:
        """As it was at the start or, `watching`, as it is now. Raises KeyError."""
        if watching and self._read[name].changed != times_of(self._files[name]):
            self._read[name] = joined(self._files[name])
        return self._read[name]


def joined(files: Sequence[Path]) -> Bundle:
    # The times first: a file that changes in between is then read once too often, not once too seldom.
    changed = times_of(files)
    content = b"\n".join(file.read_bytes() for file in files)
    return Bundle(content, sha256(content).hexdigest()[:16], changed)


def times_of(files: Sequence[Path]) -> tuple[int, ...]:
    return tuple(file.stat().st_mtime_ns for file in files)


def current(name: str) -> Bundle:
    """While debugging a changed sheet is seen without a restart; else what was deployed together stays together."""
    sheets: Stylesheets = current_app.extensions["stylesheets"]
    return sheets.bundle(name, watching=current_app.debug)


def stylesheet(name: str) -> str:
    """The address of a bundle, for templates. The chat serves its own: it may stand in an app without a storefront."""
    endpoint = "chat.stylesheet" if name == "chat" else "stylesheets.stylesheet"
    return url_for(endpoint, bundle=name, digest=current(name).digest)


@blueprint.get("/css/<bundle>-<digest>.css", endpoint="stylesheet")
def show(bundle: str, digest: str) -> Response:
    """For good at the address of its content. A page from before a change gets the sheets of today, which no cache
    may keep under that address."""
    try:
        sheets = current(bundle)
    except KeyError:
        abort(404)
    response = Response(sheets.content, mimetype="text/css")
    response.set_etag(sheets.digest)
    if digest == sheets.digest:
        response.cache_control.public, response.cache_control.immutable = True, True
        response.cache_control.max_age = YEAR
    else:
        response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def init_app(app: Flask, bundles: Mapping[str, Sequence[str]] = BUNDLES, folder: Path = FOLDER) -> None:
    app.extensions["stylesheets"] = Stylesheets(bundles, folder)
    app.jinja_env.globals["stylesheet"] = stylesheet
