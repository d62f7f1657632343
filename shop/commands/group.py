"""The group that all commands of the shop hang on."""

from __future__ import annotations

from flask.cli import AppGroup

shop = AppGroup("shop", help="Everything about the shop: data, people, and the assistant from the shell.")
