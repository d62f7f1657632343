"""flask shop …: the commands of the shop."""

from __future__ import annotations

from flask import Flask

from shop.commands import assistant, catalogue, data, model, people, self_check, upkeep, vectors
from shop.commands.group import shop

__all__ = ["assistant", "catalogue", "data", "init_app", "model", "people", "self_check", "shop", "upkeep",
           "vectors"]


def init_app(app: Flask) -> None:
    app.cli.add_command(shop)
