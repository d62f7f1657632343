"""Moments as the owner reads them; all times are UTC."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint


def day(moment: datetime) -> str:
    return f"{moment:%-d %b %Y}"


def moment(at: datetime) -> str:
    return f"{at:%-d %b %Y, %H:%M}"


def plain(at: datetime) -> str:
    """As spreadsheets sort it."""
    return f"{at:%Y-%m-%d %H:%M:%S}"


def on(blueprint: Blueprint) -> None:
    blueprint.add_app_template_filter(day, "day")
    blueprint.add_app_template_filter(moment, "moment")
