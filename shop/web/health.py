"""Whether the process lives and whether it can sell."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from shop.extensions import db, limiter
from shop.models import Product
from shop.services import services

blueprint = Blueprint("health", __name__)
limiter.exempt(blueprint)


@blueprint.get("/healthz")
def healthz() -> Response:
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    try:
        db.session.execute(select(Product.id).limit(1)).first()
        database = "ok"
    except SQLAlchemyError:
        database = "down"
    model, nearness = services().model, services().nearness
    return jsonify(
        database=database, model="none" if model is None else model.name,
        breaker="none" if model is None else model.breaker.state,
        embeddings="none" if nearness is None else nearness.embedder.name), 200 if database == "ok" else 503
