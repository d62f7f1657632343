"""flask shop …: the commands of the shop."""

from __future__ import annotations

from flask import Flask

from shop.commands.group import shop


def init_app(app: Flask) -> None:
    from shop import commands_model, commands_people  # noqa: F401
    from shop.commands import assistant, data  # noqa: F401

    app.cli.add_command(shop)
