"""The ways to pay, a module each. A payment provider is one more: `protocol` says what is asked of it.

One that needs no settings stands in METHODS; one that does is handed to the app, all of them together:
`create_app({"PAYMENT_METHODS": {**METHODS, "card": Card(key)}})`.
"""

from __future__ import annotations

from collections.abc import Mapping

from shop.selling.payment_methods.invoice import Invoice
from shop.selling.payment_methods.on_delivery import OnDelivery
from shop.selling.payment_methods.protocol import PaymentMethod

METHODS: Mapping[str, PaymentMethod] = {"invoice": Invoice(), "on_delivery": OnDelivery()}
