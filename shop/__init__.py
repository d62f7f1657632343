"""Shoptalk: a storefront with a shopping assistant that answers from the shop's own shelves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from shop import commands, config, services, web
from shop.extensions import csrf, db, limiter, login, migrate, sock


def create_app(overrides: Mapping[str, Any] | None = None, *, instance: Path | None = None) -> Flask:
    """The whole shop as one Flask app.

    Settings come from the environment (`shop.config`); `overrides` are Flask configuration keys that win over
    them. Raises `config.SettingError` for a setting that cannot be used.
    """
    instance = instance or config.ROOT / "instance"
    app = Flask(
        __name__, instance_path=str(instance),
        template_folder=str(config.ROOT / "templates"), static_folder=str(config.ROOT / "static"))
    instance.mkdir(parents=True, exist_ok=True)
    app.config.from_mapping(config.flask_config(instance))
    app.config.update(overrides or {})
    if hops := app.config["TRUSTED_PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    db.init_app(app)
    migrate.init_app(app, db, directory=str(config.ROOT / "migrations"))
    csrf.init_app(app)
    login.init_app(app)
    limiter.init_app(app)
    sock.init_app(app)
    services.init_app(app)
    web.init_app(app)
    commands.init_app(app)
    return app
