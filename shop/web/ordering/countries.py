"""The countries an order can go to, as the checkout's list and in words."""

from __future__ import annotations

import re
from functools import cache

from sqlalchemy import func, select

from shop.extensions import Reads
from shop.models import Order
from shop.money import LOCALE

# Codes that are no country one could send a parcel to: unions, test codes, and islands without a post office.
NO_ADDRESS = frozenset("AC AQ BV CP CQ DG EA EU EZ HM IC QO TA TF UM UN XA XB ZZ".split())
RECENT = 200


@cache
def countries() -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, by name."""
    named = ((code, name) for code, name in LOCALE.territories.items()
             if re.fullmatch("[A-Z]{2}", code) and code not in NO_ADDRESS)
    return tuple(sorted(named, key=lambda each: each[1]))


def country_name(code: str) -> str:
    """The name of a code; a country that was written out stays as it is."""
    return str(LOCALE.territories.get(code, code))


def usual_country(session: Reads) -> str:
    """Where most of the latest orders went, "" while there are none."""
    latest = select(Order.country).where(Order.country != "").order_by(Order.id.desc()).limit(RECENT).subquery()
    found = session.execute(
        select(latest.c.country).group_by(latest.c.country).order_by(func.count().desc(), latest.c.country)).first()
    return found[0] if found else ""
