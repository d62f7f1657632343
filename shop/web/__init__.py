"""The pages: storefront, chat, account and admin. Views read, ask and render."""

from __future__ import annotations

from flask import Flask

from shop.web import account, admin, chat, errors, headers, health, page, storefront


def init_app(app: Flask) -> None:
    page.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    for blueprint in (health.blueprint, storefront.blueprint, account.blueprint, admin.blueprint):
        app.register_blueprint(blueprint)
    chat.init_app(app)
