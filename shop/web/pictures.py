"""Serves the pictures that the owner brought."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, send_from_directory

from shop.catalogue.pictures import FOLDER, NAME
from shop.extensions import limiter

blueprint = Blueprint("pictures", __name__)
limiter.exempt(blueprint)

YEAR = 365 * 24 * 3600


@blueprint.get("/pictures/<name>")
def show(name: str) -> Response:
    """A name stands for the same picture for ever: another picture has another name."""
    if not NAME.fullmatch(name):
        abort(404)
    response = send_from_directory(
        Path(current_app.instance_path) / FOLDER, name, mimetype="image/webp", max_age=YEAR)
    response.cache_control.public, response.cache_control.immutable = True, True
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
