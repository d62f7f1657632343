"""The pages: storefront, chat, account and admin. Views read, ask and render."""

from __future__ import annotations

from flask import Flask

from shop.web import account, admin, chat, errors, headers, health, ordering, page, pictures, storefront, stylesheets


def init_app(app: Flask) -> None:
    page.init_app(app)
    stylesheets.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    for part in (health, pictures, stylesheets, storefront, ordering, account, admin):
        app.register_blueprint(part.blueprint)
    chat.init_app(app)
