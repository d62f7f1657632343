"""The chat, registrable in any Flask app: `init_app(app)`. It imports nothing of the storefront."""

from shop.web.chat.views import blueprint, init_app

__all__ = ["blueprint", "init_app"]
