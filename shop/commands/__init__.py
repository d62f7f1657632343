"""flask shop …: the commands of the shop."""

from __future__ import annotations

from flask import Flask

from shop.commands import assistant, catalogue, data, keeping, model, own_eval, people
from shop.commands.group import shop

__all__ = ["assistant", "catalogue", "data", "init_app", "keeping", "model", "own_eval", "people", "shop"]


def init_app(app: Flask) -> None:
    app.cli.add_command(shop)
