"""How often one address may ask for what costs the shop something."""

from __future__ import annotations

import logging
from ipaddress import ip_address

from flask import request
from limits import RateLimitItemPerMinute
from limits.errors import StorageError

from shop.services import services

log = logging.getLogger(__name__)
HANDSHAKES, MESSAGES, SEARCHES = 120, 60, 60


def is_too_fast(what: str, a_minute: int) -> bool:
    """Counts one more of `what` for the address that asks, and says whether that is too many.

    This machine itself is not counted: behind a proxy that was not declared, every shopper seems to be it.
    """
    address = request.remote_addr or ""
    if not address or is_this_machine(address):
        return False
    try:
        return not services().limiter.hit(RateLimitItemPerMinute(a_minute), what, address)
    except StorageError as error:  # better no count than no shop
        log.warning("tries cannot be counted: %s", error)
        return False


def is_this_machine(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback
