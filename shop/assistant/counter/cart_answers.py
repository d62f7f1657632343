"""What comes of a wish about the cart: the cart is changed, and the answer says what stands in it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from shop.assistant.catalogue import Item
from shop.assistant.counter.cart_requests import (
    WHOLE_CART,
    AddToCart,
    CartAsk,
    Checkout,
    DeliveryCost,
    EmptyCart,
    KeepAsIs,
    OfContents,
    Portion,
    RemoveFromCart,
    SetQuantity,
    SwapVariant,
    ViewCart,
    WhichToAdd,
    WhichToChange,
)
from shop.assistant.counter.desk import Desk
from shop.assistant.counter.options import Named
from shop.assistant.counter.protocol import Cart, CounterRefused, InCart
from shop.assistant.counter.replies import ChooseVariant, ConfirmEmptying, Decline
from shop.assistant.counter.variant_choice import Choice, choice_of
from shop.assistant.criteria import Criteria
from shop.assistant.language.text import fold
from shop.assistant.open_questions import OpenQuestion, ProductWish, WhetherToEmpty, WhichVariant
from shop.assistant.recommending.shortlist import listed

Money = Callable[[int], str]
WHICH = "Which one do you mean? Name it, or say its place in the list."
EMPTY_CART = "Your cart is empty."
NO_CHANGE = "All right, nothing is changed."
CONSENT, REFUSAL = "Yes, empty my cart", "No, keep it"


@dataclass(frozen=True)
class CounterAnswer:
    """The answer of the counter. `items` are the products it speaks of, `links` where to go on ("cart", "checkout",
    "orders", "sign_in", "find_order", "order:<public id>"). `pending` is what it asked the shopper, for the next
    message; `taken` the SKU that was last put in or changed."""

    words: str
    items: tuple[Item, ...] = ()
    suggestions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    pending: OpenQuestion | None = None
    taken: str = ""


def cart_answer(asks: Sequence[CartAsk], desk: Desk) -> CounterAnswer:
    """Serves each wish in turn; what a wish was refused for is told in its place."""
    answers: list[CounterAnswer] = []
    for ask in asks:
        try:
            answers.append(answer_to(ask, desk))
        except CounterRefused as refused:
            answers.append(CounterAnswer(str(refused), links=("cart",) if desk.cart().lines else ()))
    # What is asked and where to go on is the last one's: one question at a time.
    return replace(
        answers[-1], words=" ".join(dict.fromkeys(each.words for each in answers)),
        items=tuple({item.id: item for each in answers for item in each.items}.values()),
        taken=next((each.taken for each in reversed(answers) if each.taken), ""))


def answer_to(ask: CartAsk, desk: Desk) -> CounterAnswer:
    match ask:
        case AddToCart():
            return add_to_cart(ask, desk)
        case ChooseVariant():
            return choose_variant(ask, desk)
        case WhichToAdd():
            return which_to_add(desk)
        case KeepAsIs():
            return keep_as_is(desk)
        case DeliveryCost():
            return delivery_cost(ask, desk)
        case ConfirmEmptying():
            return empty_cart(desk)
        case Decline():
            return CounterAnswer(NO_CHANGE)
        case (ViewCart() | RemoveFromCart() | WhichToChange() | SetQuantity() | SwapVariant() | EmptyCart()
              | Checkout()):
            cart = desk.cart()
            if not cart.lines:
                return CounterAnswer(f"{EMPTY_CART} Tell me what you are looking for.")
            return answer_on_contents(ask, desk, cart)
        case _:
            assert_never(ask)


def answer_on_contents(ask: OfContents, desk: Desk, cart: Cart) -> CounterAnswer:
    """The same where something is in the cart."""
    match ask:
        case ViewCart():
            return CounterAnswer(cart_contents(cart, desk.money), links=("cart", "checkout"))
        case RemoveFromCart():
            return remove_from_cart(ask, desk)
        case WhichToChange():
            return which_to_change(ask, cart)
        case SetQuantity():
            return set_quantity(ask.quantity, desk, ask.line)
        case SwapVariant():
            return swap_variant(ask, desk)
        case EmptyCart():
            return CounterAnswer(f"Shall I take everything out? {cart_sum(cart, desk.money)}", links=("cart",),
                                 suggestions=(CONSENT, REFUSAL), pending=WhetherToEmpty())
        case Checkout():
            return CounterAnswer(f"{cart_sum(cart, desk.money)} You order on the checkout page: nothing is bought "
                                 "before you confirm it there.", links=("checkout", "cart"))
        case _:
            assert_never(ask)


def empty_cart(desk: Desk) -> CounterAnswer:
    for line in desk.cart().lines:
        desk.counter.change(line.sku, 0)
    return CounterAnswer(EMPTY_CART)


def keep_as_is(desk: Desk) -> CounterAnswer:
    cart = desk.cart()
    return CounterAnswer(f"{NO_CHANGE} {cart_sum(cart, desk.money)}" if cart.lines else NO_CHANGE,
                         links=("cart",) if cart.lines else ())


def which_to_add(desk: Desk) -> CounterAnswer:
    shown = desk.catalogue.items(desk.dialogue.shown[:4])
    return CounterAnswer(WHICH, suggestions=tuple(f"Add the {item.name} to my cart" for item in shown))


def add_to_cart(ask: AddToCart, desk: Desk) -> CounterAnswer:
    return put_in(ask.portions, desk.known, desk, like=ask.like)


def choose_variant(ask: ChooseVariant, desk: Desk) -> CounterAnswer:
    """What was asked for is chosen; the rest is as the question had it."""
    question, wish = ask.question, ask.question.wish
    known = Criteria(colour=(fold(wish.colour),) if wish.colour else (), size=(fold(wish.size),) if wish.size else ())
    quantity = wish.quantity if ask.quantity is None else ask.quantity
    return put_in([Portion(item, ask.options, quantity) for item in desk.catalogue.items([wish.product])],
                  known, desk, instead=question.instead, then=question.then, asked=True)


def put_in(portions: Sequence[Portion], known: Criteria, desk: Desk, *, like: InCart | None = None, instead: str = "",
           then: Sequence[ProductWish] = (), asked: bool = False) -> CounterAnswer:
    """Puts in what is settled, and asks for what is not. What was put in takes the place of the SKU `instead`; `then`
    are wishes that were open before. With `asked`, `known` is what the question had settled."""
    words: list[str] = []
    questions: list[CounterAnswer] = []
    taken, cart = "", Cart()
    for portion in portions:
        item, quantity = portion.item, portion.quantity
        focused = desk.dialogue.focused if item.id == desk.dialogue.focus and not asked else Criteria()
        choice = choice_of(item, portion.options, focused or known, like)
        if choice.variant is None:
            questions.append(variant_question(item, choice, quantity))
            continue
        taken = choice.variant.sku
        cart = desk.counter.add(taken, 1 if quantity is None else quantity)
        words.append(line_words(line_of(cart, taken), desk.money))
    # The one to be swapped goes only when the other is in: a refusal leaves the cart as it was.
    if taken and instead and instead != taken:
        cart = desk.counter.change(instead, 0)
    if taken:
        words.append(cart_sum(cart, desk.money))
    question = first_question(questions, then, desk)
    return replace(
        question, words=" ".join([*words, *([question.words] if question.words else [])]), taken=taken,
        items=tuple(each.item for each in portions) or question.items, links=("cart", "checkout") if taken else ())


def first_question(questions: Sequence[CounterAnswer], then: Sequence[ProductWish], desk: Desk) -> CounterAnswer:
    """One question at a time; what is still open is asked when this one is answered."""
    still = [*(each.pending.wish for each in questions if isinstance(each.pending, WhichVariant)), *then]
    if not questions:
        return with_rest(question_again(still[0], desk), still[1:]) if still else CounterAnswer("")
    if questions[0].pending:
        return with_rest(questions[0], still[1:])
    return replace(questions[0], words=" ".join(each.words for each in questions))


def with_rest(question: CounterAnswer, still: Sequence[ProductWish]) -> CounterAnswer:
    if not isinstance(question.pending, WhichVariant):
        return question
    return replace(question, pending=replace(question.pending, then=tuple(still)))


def question_again(wish: ProductWish, desk: Desk) -> CounterAnswer:
    """The question for the next of several products."""
    known = Criteria(colour=(fold(wish.colour),) if wish.colour else (), size=(fold(wish.size),) if wish.size else ())
    for item in desk.catalogue.items([wish.product]):
        return variant_question(item, choice_of(item, Named(), known), wish.quantity)
    return CounterAnswer("")


def line_words(line: InCart, money: Money) -> str:
    count = f", {line.quantity} of it" if line.quantity > 1 else ""
    return f"{line.title} is in your cart{count}: {money(line.unit_price * line.quantity)}."


def line_of(cart: Cart, sku: str) -> InCart:
    return next(line for line in cart.lines if line.sku == sku)


def variant_question(item: Item, choice: Choice, quantity: int | None) -> CounterAnswer:
    """The question for an option, or what there is instead of one that cannot be had."""
    if not item.in_stock:
        return CounterAnswer(f"The {item.name} is sold out, so it is not in your cart.", (item,))
    if choice.wanted:
        return instead_of_sold_out(item, choice, quantity)
    if not choice.sizes:
        return colour_question(item, choice, quantity)
    shade = f" in {choice.colour.lower()}" if choice.colour and len(item.colours) > 1 else ""
    others = [each.lower() for each in choice.colours if each != choice.colour]
    more = f" It also comes in {listed(others)}." if others else ""
    replies = tuple(f"{size_word(size)} {size}".strip() for size in choice.sizes[:6])
    return CounterAnswer(f"Which {kind_of_option(choice.sizes)} of the {item.name}{shade}? In stock: "
                         f"{listed([bare(size) for size in choice.sizes])}.{more}", (item,), replies,
                         pending=WhichVariant(ProductWish(item.id, choice.colour, quantity)))


def colour_question(item: Item, choice: Choice, quantity: int | None) -> CounterAnswer:
    """The size is settled, or there is none, and there are several colours; the card's is no shopper's word."""
    colours = [each.lower() for each in choice.colours]
    size = f" in {bare(choice.size)}" if choice.size else ""
    words = f"Which colour of the {item.name}{size}? In stock: {listed(colours)}."
    if choice.sold_out:
        shown = next((each.lower() for each in item.colours if each not in choice.colours), "")
        words = f"The {item.name} is sold out in {shown}{size}. {size.strip().capitalize() or 'In stock'} " \
                f"there {'is' if len(colours) == 1 else 'are'} {listed(colours)}."
    return CounterAnswer(words, (item,), tuple(f"In {each}" for each in colours[:6]),
                         pending=WhichVariant(ProductWish(item.id, "", quantity, choice.size)))


def instead_of_sold_out(item: Item, choice: Choice, quantity: int | None) -> CounterAnswer:
    there = f"The {item.name} cannot be had in {bare(choice.wanted)} just now, so it is not in your cart."
    shade = f" in {choice.colour.lower()}" if choice.colour and len(item.colours) > 1 else ""
    if choice.sizes:
        return CounterAnswer(f"{there} In stock{shade}: {listed([bare(size) for size in choice.sizes])}.", (item,),
                             tuple(f"{size_word(size)} {size}".strip() for size in choice.sizes[:6]),
                             pending=WhichVariant(ProductWish(item.id, choice.colour, quantity)))
    others = list(dict.fromkeys(each.colour.lower() for each in item.variants if each.stock and each.colour))
    return CounterAnswer(f"{there} In stock: {listed(others)}." if others else there, (item,),
                         tuple(f"In {each}" for each in others[:4]),
                         pending=WhichVariant(ProductWish(item.id, "", quantity)))


def kind_of_option(sizes: Sequence[str]) -> str:
    """What the options are called: "height" where they are written "height: 5 ft"."""
    labels = {size.rpartition(": ")[0] for size in sizes}
    return (next(iter(labels)) if len(labels) == 1 else "") or "size"


def bare(size: str) -> str:
    return size.rpartition(": ")[2]


def size_word(size: str) -> str:
    return "" if ": " in size else "Size"


def remove_from_cart(ask: RemoveFromCart, desk: Desk) -> CounterAnswer:
    cart = desk.cart()
    for line in ask.lines:
        cart = desk.counter.change(line.sku, 0)
    out = f"{listed([line.title for line in ask.lines])} {'is' if len(ask.lines) == 1 else 'are'} out of your cart."
    return CounterAnswer(f"{out} {cart_sum(cart, desk.money)}", links=("cart", "checkout") if cart.lines else ())


def which_to_change(ask: WhichToChange, cart: Cart) -> CounterAnswer:
    if not ask.removal:
        titles = listed([line.title for line in cart.lines])
        return CounterAnswer(f"Which one shall I change? In your cart: {titles}.", links=("cart",))
    return CounterAnswer("Which one shall I take out?", links=("cart",),
                         suggestions=tuple(f"Take the {line.title} out of my cart" for line in cart.lines[:4]))


def set_quantity(wanted: int, desk: Desk, line: InCart) -> CounterAnswer:
    cart = desk.counter.change(line.sku, wanted)
    if not wanted:
        return CounterAnswer(f"{line.title} is out of your cart. {cart_sum(cart, desk.money)}")
    return CounterAnswer(f"{wanted} × {line.title} {'is' if wanted == 1 else 'are'} in your cart now. "
                         f"{cart_sum(cart, desk.money)}", links=("cart", "checkout"), taken=line.sku)


def swap_variant(ask: SwapVariant, desk: Desk) -> CounterAnswer:
    """The same product in another option, or another product; the other one goes only when this one is in."""
    line, item = ask.line, ask.portion.item
    same = line.product_id == item.id
    # Without a word on what it is to be, the question is for all of it.
    kept = line if same and (ask.portion.options or ask.portion.options.foreign) else None
    choice = choice_of(item, ask.portion.options, Criteria(), kept)
    quantity = ask.portion.quantity or line.quantity
    if choice.variant is None:
        question = variant_question(item, choice, quantity)
        if not isinstance(question.pending, WhichVariant):
            return question
        return replace(question, pending=replace(question.pending, instead=line.sku))
    if choice.variant.sku == line.sku:
        return CounterAnswer(f"{line.title} is what is in your cart.", (item,), links=("cart",), taken=line.sku)
    desk.counter.add(choice.variant.sku, quantity)
    cart = desk.counter.change(line.sku, 0)
    now = line_of(cart, choice.variant.sku)
    return CounterAnswer(f"{now.title} is in your cart in place of {line.title}. {cart_sum(cart, desk.money)}", (item,),
                         links=("cart", "checkout"), taken=now.sku)


def delivery_cost(ask: DeliveryCost, desk: Desk) -> CounterAnswer:
    """What delivery costs: of the product spoken of, or of the cart. No words where there is neither."""
    items = () if WHOLE_CART.search(ask.text) else ask.items
    goods = sum(item.price for item in items) if items else desk.cart().goods
    if not goods:
        return CounterAnswer("")
    cost = desk.counter.shipping(goods)
    what = f"the {listed([item.name for item in items])}" if items else "what is in your cart"
    price = f"costs {desk.money(cost)}" if cost else "is free"
    return CounterAnswer(f"Delivery of {what} ({desk.money(goods)}) {price}.", items)


def cart_sum(cart: Cart, money: Money) -> str:
    """One sentence on what the cart comes to."""
    if not cart.lines:
        return EMPTY_CART
    pieces = "1 piece" if cart.count == 1 else f"{cart.count} pieces"
    shipping = f"{money(cart.shipping)} delivery" if cart.shipping else "free delivery"
    return f"Your cart: {pieces}, {money(cart.goods)} and {shipping}, {money(cart.total)} in all."


def cart_contents(cart: Cart, money: Money) -> str:
    """Every line of the cart, its problems, and the sum."""
    lines = [f"{line.quantity} × {line.title}, {money(line.unit_price * line.quantity)}" for line in cart.lines]
    problems = [line.problem for line in cart.lines if line.problem]
    return " ".join([f"In your cart: {'; '.join(lines)}.", *problems, cart_sum(cart, money)])
