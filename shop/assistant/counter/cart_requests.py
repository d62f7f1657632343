"""What a shopper may want of the cart, each wish with everything it is about."""

from __future__ import annotations

from dataclasses import dataclass

from shop.assistant.catalogue import Item
from shop.assistant.counter.options import Named
from shop.assistant.counter.protocol import InCart
from shop.assistant.counter.replies import ChooseVariant, ConfirmEmptying, Decline
from shop.assistant.language.phrasebook import ENGLISH

WHOLE_CART = ENGLISH.pattern("cart.whole_cart")


NOTHING = Named()


@dataclass(frozen=True)
class Portion:
    """So many of a product, in the options that were named; `quantity` is None where no number was said."""

    item: Item
    options: Named = NOTHING
    quantity: int | None = None


@dataclass(frozen=True)
class ViewCart:
    """What stands in the cart, and what it comes to."""


@dataclass(frozen=True)
class AddToCart:
    """What is not named of an option is as in `like`, where one is."""

    portions: tuple[Portion, ...]
    like: InCart | None = None


@dataclass(frozen=True)
class WhichToAdd:
    """Something is to go in, and it was not said what."""


@dataclass(frozen=True)
class RemoveFromCart:
    lines: tuple[InCart, ...]


@dataclass(frozen=True)
class WhichToChange:
    """Something in the cart is to go or to be another, and it was not said which."""

    removal: bool = True


@dataclass(frozen=True)
class SetQuantity:
    """So many of a line, 0 for none."""

    line: InCart
    quantity: int


@dataclass(frozen=True)
class SwapVariant:
    """The same product in another option, or another product, in place of a line."""

    line: InCart
    portion: Portion


@dataclass(frozen=True)
class EmptyCart:
    """Everything out; nothing goes before an explicit yes."""


@dataclass(frozen=True)
class KeepAsIs:
    """The shopper said what is not to be done."""


@dataclass(frozen=True)
class Checkout:
    """The way to pay."""


@dataclass(frozen=True)
class DeliveryCost:
    """What delivery costs of products, or of the cart where there are none. `text` is the folded clause."""

    text: str
    items: tuple[Item, ...] = ()


# What has a meaning only where something is in the cart.
OfContents = ViewCart | RemoveFromCart | WhichToChange | SetQuantity | SwapVariant | EmptyCart | Checkout
CartRequest = AddToCart | WhichToAdd | KeepAsIs | DeliveryCost | OfContents
CartAsk = CartRequest | ChooseVariant | ConfirmEmptying | Decline
