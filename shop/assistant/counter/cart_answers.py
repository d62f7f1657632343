"""What comes of a wish about the cart: the cart is changed, and the answer says what stands in it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.counter.cart_requests import NO, YES, CartAsk, counted
from shop.assistant.counter.protocol import Cart, Counter, CounterRefused, InCart
from shop.assistant.counter.variant_choice import Choice, Meant, choice_of, foreign_size, named_options, products_meant
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.text import fold, stems
from shop.assistant.recommending.shortlist import listed
from shop.assistant.vocabulary import Vocabulary

Money = Callable[[int], str]
MOST_WORDS = 8
WHICH = "Which one do you mean? Name it, or say its place in the list."
EMPTY_CART = "Your cart is empty."
NO_CHANGE = "All right, nothing is changed."
CONSENT, REFUSAL = "Yes, empty my cart", "No, keep it"


@dataclass(frozen=True)
class Served:
    """The answer of the counter. `items` are the products it speaks of, `links` where to go on ("cart", "checkout",
    "orders", "sign_in", "find_order", "order:<public id>"). `pending` is what it asked the shopper, for the next
    message; `taken` the SKU that was last put in or changed."""

    words: str
    items: tuple[Item, ...] = ()
    suggestions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    pending: Mapping[str, Any] = field(default_factory=dict)
    taken: str = ""


@dataclass(frozen=True)
class Desk:
    """What the counter is asked with. `known` are the criteria that hold: their colour and size are meant unless
    others are said."""

    counter: Counter
    catalogue: Catalogue
    vocabulary: Vocabulary
    money: Money
    dialogue: Dialogue
    page: Item | None
    known: Criteria


def completed(text: str, dialogue: Dialogue, catalogue: Catalogue, vocabulary: Vocabulary) -> CartAsk | None:
    """The message as the answer to what the counter asked last, None if it is none."""
    pending, folded = dialogue.pending, fold(text)
    if not pending or len(folded.split()) > MOST_WORDS:
        return None
    if NO.search(folded):
        return CartAsk("no", folded)
    if pending["do"] != "add":
        return CartAsk("yes", folded) if YES.search(folded) else None
    # "Which size?" is answered by a size or a colour, also by one that the product does not come in; whatever names
    # none is a new message.
    items = catalogue.items([pending["product"]])
    if items and (foreign_size(text, items[0], vocabulary) or any(
            named_options(text, items[0], vocabulary, key) for key in ("size", "colour"))):
        return CartAsk("add", folded, pending.get("quantity"), items[0].id)
    return None


def served(asks: Sequence[CartAsk], desk: Desk) -> Served:
    """Serves each wish in turn; what a wish was refused for is told in its place."""
    found: list[Served] = []
    for ask in asks:
        try:
            found.append(one(ask, desk))
        except CounterRefused as refused:
            found.append(Served(str(refused), links=("cart",) if desk.counter.cart().lines else ()))
    # What is asked and where to go on is the last one's: one question at a time.
    return replace(
        found[-1], words=" ".join(dict.fromkeys(each.words for each in found)),
        items=tuple({item.id: item for each in found for item in each.items}.values()),
        taken=next((each.taken for each in reversed(found) if each.taken), ""))


def one(ask: CartAsk, desk: Desk) -> Served:
    if ask.kind == "add":
        return added(ask, desk)
    if ask.kind == "shipping":
        return delivery(ask, desk)
    if ask.kind in ("yes", "no"):
        return decided(ask, desk)
    cart = desk.counter.cart()
    if not cart.lines:
        return Served(f"{EMPTY_CART} Tell me what you are looking for.")
    if ask.kind == "remove":
        return removed(ask, desk, cart)
    if ask.kind in ("change", "more", "swap"):
        return changed(ask, desk, cart)
    if ask.kind == "empty":
        return Served(f"Shall I take everything out? {summed(cart, desk.money)}", suggestions=(CONSENT, REFUSAL),
                      links=("cart",), pending={"do": "empty"})
    if ask.kind == "checkout":
        return Served(f"{summed(cart, desk.money)} You order on the checkout page: nothing is bought before you "
                      "confirm it there.", links=("checkout", "cart"))
    return Served(told(cart, desk.money), links=("cart", "checkout"))


def decided(ask: CartAsk, desk: Desk) -> Served:
    """The shopper's yes or no to what was asked."""
    if ask.kind == "no":
        return Served(NO_CHANGE)
    for line in desk.counter.cart().lines:
        desk.counter.change(line.sku, 0)
    return Served(EMPTY_CART)


def added(ask: CartAsk, desk: Desk) -> Served:
    known = desk.known
    if ask.product is None:
        meant = products_meant(ask.text, desk.dialogue, desk.page, desk.catalogue, desk.vocabulary)
    else:
        meant = tuple(Meant(item, ask.text) for item in desk.catalogue.items([ask.product]))
        colour, size = (desk.dialogue.pending.get(key) for key in ("colour", "size"))
        known = Criteria(colour=(fold(colour),) if colour else (), size=(fold(size),) if size else ())
    if not meant:
        shown = desk.catalogue.items(desk.dialogue.shown[:4])
        return Served(WHICH, suggestions=tuple(f"Add the {item.name} to my cart" for item in shown))
    words, taken, cart = [], "", Cart()
    questions: list[Served] = []
    for each in meant:
        # "Two mugs and three bowls": each piece of the message has a number of its own.
        quantity = ask.quantity if len(meant) == 1 or each.text == ask.text else counted(each.text)
        spoken_of = desk.dialogue.focused if each.item.id == desk.dialogue.focus else Criteria()
        choice = choice_of(each, desk.vocabulary, spoken_of or known)
        if choice.variant is None:
            questions.append(asked_back(each.item, choice, quantity))
            continue
        taken = choice.variant.sku
        cart = desk.counter.add(taken, 1 if quantity is None else quantity)
        line = line_of(cart, taken)
        count = f", {line.quantity} of it" if line.quantity > 1 else ""
        words.append(f"{line.title} is in your cart{count}: {desk.money(line.unit_price * line.quantity)}.")
    items = tuple(each.item for each in meant)
    # The one to be swapped goes only when the other is in: a refusal leaves the cart as it was.
    instead = desk.dialogue.pending.get("instead") if ask.product is not None else None
    if taken and instead and instead != taken:
        cart = desk.counter.change(instead, 0)
    if taken:
        words.append(summed(cart, desk.money))
    # One question at a time; what is still open is asked when this one is answered.
    still = [*(each.pending for each in questions if each.pending),
             *(desk.dialogue.pending.get("then", ()) if ask.product is not None else ())]
    if not questions and still:
        questions.append(asked_again(still.pop(0), desk))
    elif questions:
        still = still[1:] if questions[0].pending else still
    question = questions[0] if questions else Served("")
    words += [each.words for each in questions[:1]] if question.pending else [each.words for each in questions]
    return Served(" ".join(words), items or question.items, question.suggestions,
                  ("cart", "checkout") if taken else (),
                  {**question.pending, "then": still} if question.pending else {}, taken)


def asked_again(pending: Mapping[str, Any], desk: Desk) -> Served:
    """The question for the next of several products."""
    for item in desk.catalogue.items([pending["product"]]):
        colour = pending.get("colour") or ""
        sizes = item.sizes_in_stock((fold(colour),) if colour else ())
        return asked_back(item, Choice(None, colour, sizes), pending.get("quantity"))
    return Served("")


def line_of(cart: Cart, sku: str) -> InCart:
    return next(line for line in cart.lines if line.sku == sku)


def asked_back(item: Item, choice: Choice, quantity: int | None) -> Served:
    """The question for a size, or what there is instead of one that cannot be had."""
    pending = {"do": "add", "product": item.id, "colour": choice.colour, "quantity": quantity}
    if not item.in_stock:
        return Served(f"The {item.name} is sold out, so it is not in your cart.", (item,))
    shade = f" in {choice.colour.lower()}" if choice.colour and len(item.colours) > 1 else ""
    sizes = tuple(f"Size {size}" for size in choice.sizes[:6])
    if not choice.wanted:
        return Served(f"Which size of the {item.name}{shade}? In stock: {listed(choice.sizes)}.", (item,), sizes,
                      pending=pending)
    if choice.elsewhere:
        colours = [each.lower() for each in choice.elsewhere]
        return Served(f"The {item.name} is sold out in {choice.colour.lower()} in {choice.size}. In {choice.size} "
                      f"there {'is' if len(colours) == 1 else 'are'} {listed(colours)}.", (item,),
                      tuple(f"In {each}" for each in colours[:4]),
                      pending={**pending, "colour": "", "size": choice.size})
    there = f"The {item.name} cannot be had in {choice.wanted} just now, so it is not in your cart."
    if choice.sizes:
        return Served(f"{there} In stock{shade}: {listed(choice.sizes)}.", (item,), sizes, pending=pending)
    others = tuple(dict.fromkeys(each.colour.lower() for each in item.variants if each.stock and each.colour))
    return Served(f"{there} In stock: {listed(others)}." if others else there, (item,),
                  tuple(f"In {each}" for each in others[:4]), pending={**pending, "colour": ""})


def removed(ask: CartAsk, desk: Desk, cart: Cart) -> Served:
    lines = lines_meant(ask.text, cart, desk)
    if not lines:
        return Served("Which one shall I take out?", links=("cart",),
                      suggestions=tuple(f"Take the {line.title} out of my cart" for line in cart.lines[:4]))
    for line in lines:
        cart = desk.counter.change(line.sku, 0)
    out = f"{listed([line.title for line in lines])} {'is' if len(lines) == 1 else 'are'} out of your cart."
    return Served(f"{out} {summed(cart, desk.money)}", links=("cart", "checkout") if cart.lines else ())


def lines_meant(text: str, cart: Cart, desk: Desk) -> list[InCart]:
    """The lines that a folded text names; "it" is the one last put in, and one alone needs no name."""
    said = set(stems(text))
    colours = {each.value for word in text.split() for each in desk.vocabulary.of(word) if each.key == "colour"}
    kinds = {item.id: item.category_singular or item.category_name
             for item in desk.catalogue.items([line.product_id for line in cart.lines])}
    scored = []
    for line in cart.lines:
        # The name tells more than colour and size: "the blue mug" is the red mug rather than the blue bowl.
        named = said & set(stems(f"{line.name} {kinds.get(line.product_id, '')}"))
        sized = bool(line.size) and f" {fold(line.size)} " in f" {text.translate(BRACKETS)} "
        scored.append((2 * len(named) + (fold(line.colour) in colours) + sized, line))
    most = max(score for score, _ in scored)
    # Where two fit alike, neither is taken out: the shopper is asked.
    if most:
        best = [line for score, line in scored if score == most]
        return best if len(best) == 1 else []
    return [line for line in cart.lines if line.sku == desk.dialogue.taken or len(cart.lines) == 1]


BRACKETS = str.maketrans("(),.", "    ")


def changed(ask: CartAsk, desk: Desk, cart: Cart) -> Served:
    """Another quantity, size or colour of what was put in last."""
    line = next((line for line in cart.lines if line.sku == desk.dialogue.taken), None)
    if line is None:
        return Served(WHICH, links=("cart",))
    if ask.kind == "swap" or names_size(ask, desk, line):
        return swapped(ask, desk, line)
    wanted = ask.quantity if ask.kind == "change" and ask.quantity is not None else line.quantity + 1
    cart = desk.counter.change(line.sku, wanted)
    if not wanted:
        return Served(f"{line.title} is out of your cart. {summed(cart, desk.money)}")
    return Served(f"{wanted} × {line.title} {'is' if wanted == 1 else 'are'} in your cart now. "
                  f"{summed(cart, desk.money)}", links=("cart", "checkout"), taken=line.sku)


def names_size(ask: CartAsk, desk: Desk, line: InCart) -> bool:
    """"Make it 38" of a shoe is its size, not thirty-eight pairs."""
    items = desk.catalogue.items([line.product_id])
    return ask.quantity is not None and any(fold(size) == str(ask.quantity) for item in items for size in item.sizes)


def swapped(ask: CartAsk, desk: Desk, line: InCart) -> Served:
    """The same product in another size or colour; the other one goes only when this one is in."""
    items = desk.catalogue.items([line.product_id])
    if not items:
        return Served(WHICH, links=("cart",))
    kept = Criteria(colour=(fold(line.colour),) if line.colour else (), size=(fold(line.size),) if line.size else ())
    choice = choice_of(Meant(items[0], ask.text), desk.vocabulary, kept, same_colour=True)
    if choice.variant is None:
        question = asked_back(items[0], choice, line.quantity)
        return replace(question, pending={**question.pending, "instead": line.sku}) if question.pending else question
    if choice.variant.sku == line.sku:
        return Served(f"{line.title} is what is in your cart.", items, links=("cart",), taken=line.sku)
    desk.counter.add(choice.variant.sku, line.quantity)
    cart = desk.counter.change(line.sku, 0)
    now = line_of(cart, choice.variant.sku)
    return Served(f"{now.title} is in your cart in place of {line.title}. {summed(cart, desk.money)}", items,
                  links=("cart", "checkout"), taken=now.sku)


def delivery(ask: CartAsk, desk: Desk) -> Served:
    """What delivery costs: of the product spoken of, or of the cart. No words where there is neither."""
    meant = () if ask.of_cart else products_meant(ask.text, desk.dialogue, desk.page, desk.catalogue, desk.vocabulary)
    goods = sum(each.item.price for each in meant) if meant else desk.counter.cart().goods
    if not goods:
        return Served("")
    cost = desk.counter.shipping(goods)
    what = f"the {listed([each.item.name for each in meant])}" if meant else "what is in your cart"
    price = f"costs {desk.money(cost)}" if cost else "is free"
    return Served(f"Delivery of {what} ({desk.money(goods)}) {price}.", tuple(each.item for each in meant))


def summed(cart: Cart, money: Money) -> str:
    """One sentence on what the cart comes to."""
    if not cart.lines:
        return EMPTY_CART
    pieces = "1 piece" if cart.count == 1 else f"{cart.count} pieces"
    shipping = f"{money(cart.shipping)} delivery" if cart.shipping else "free delivery"
    return f"Your cart: {pieces}, {money(cart.goods)} and {shipping}, {money(cart.total)} in all."


def told(cart: Cart, money: Money) -> str:
    """Every line of the cart, its problems, and the sum."""
    lines = [f"{line.quantity} × {line.title}, {money(line.unit_price * line.quantity)}" for line in cart.lines]
    problems = [line.problem for line in cart.lines if line.problem]
    return " ".join([f"In your cart: {'; '.join(lines)}.", *problems, summed(cart, money)])
