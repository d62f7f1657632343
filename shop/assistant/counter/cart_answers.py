"""What comes of a wish about the cart: the cart is changed, and the answer says what stands in it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from shop.assistant.catalogue import Catalogue, Item
from shop.assistant.counter.cart_requests import (
    AddToCart,
    CartAsk,
    Checkout,
    DeliveryCost,
    EmptyCart,
    OfContents,
    OneMore,
    RemoveFromCart,
    SetQuantity,
    SwapVariant,
    ViewCart,
    quantity_in,
)
from shop.assistant.counter.protocol import Cart, Counter, CounterRefused, InCart
from shop.assistant.counter.replies import ChooseVariant, ConfirmEmptying, Decline
from shop.assistant.counter.variant_choice import Choice, Meant, choice_of, products_meant
from shop.assistant.criteria import Criteria
from shop.assistant.dialogue import Dialogue
from shop.assistant.language.text import fold, stems
from shop.assistant.open_questions import OpenQuestion, ProductWish, WhetherToEmpty, WhichVariant
from shop.assistant.recommending.shortlist import listed
from shop.assistant.vocabulary import Vocabulary

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


def cart_answer(asks: Sequence[CartAsk], desk: Desk) -> CounterAnswer:
    """Serves each wish in turn; what a wish was refused for is told in its place."""
    answers: list[CounterAnswer] = []
    for ask in asks:
        try:
            answers.append(answer_to(ask, desk))
        except CounterRefused as refused:
            answers.append(CounterAnswer(str(refused), links=("cart",) if desk.counter.cart().lines else ()))
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
        case DeliveryCost():
            return delivery_cost(ask, desk)
        case ConfirmEmptying():
            return empty_cart(desk)
        case Decline():
            return CounterAnswer(NO_CHANGE)
        case ViewCart() | RemoveFromCart() | SetQuantity() | OneMore() | SwapVariant() | EmptyCart() | Checkout():
            cart = desk.counter.cart()
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
            return remove_from_cart(ask, desk, cart)
        case SetQuantity() | OneMore() | SwapVariant():
            return change_last(ask, desk, cart)
        case EmptyCart():
            return CounterAnswer(f"Shall I take everything out? {cart_sum(cart, desk.money)}", links=("cart",),
                                 suggestions=(CONSENT, REFUSAL), pending=WhetherToEmpty())
        case Checkout():
            return CounterAnswer(f"{cart_sum(cart, desk.money)} You order on the checkout page: nothing is bought "
                                 "before you confirm it there.", links=("checkout", "cart"))
        case _:
            assert_never(ask)


def empty_cart(desk: Desk) -> CounterAnswer:
    for line in desk.counter.cart().lines:
        desk.counter.change(line.sku, 0)
    return CounterAnswer(EMPTY_CART)


def add_to_cart(ask: AddToCart, desk: Desk) -> CounterAnswer:
    meant = products_meant(ask.text, desk.dialogue, desk.page, desk.catalogue, desk.vocabulary)
    if not meant:
        shown = desk.catalogue.items(desk.dialogue.shown[:4])
        return CounterAnswer(WHICH, suggestions=tuple(f"Add the {item.name} to my cart" for item in shown))
    # "Two mugs and three bowls": each piece of the message has a number of its own.
    whole = len(meant) == 1
    return put_in([(each, ask.quantity if whole or each.text == ask.text else quantity_in(each.text))
                   for each in meant], desk.known, desk)


def choose_variant(ask: ChooseVariant, desk: Desk) -> CounterAnswer:
    question, wish = ask.question, ask.question.wish
    known = Criteria(colour=(fold(wish.colour),) if wish.colour else (), size=(fold(wish.size),) if wish.size else ())
    return put_in([(Meant(item, ask.text), wish.quantity) for item in desk.catalogue.items([wish.product])],
                  known, desk, instead=question.instead, then=question.then)


def put_in(wishes: Sequence[tuple[Meant, int | None]], known: Criteria, desk: Desk, *, instead: str = "",
           then: Sequence[ProductWish] = ()) -> CounterAnswer:
    """Puts in what is settled, each with its quantity, and asks for what is not. What was put in takes the place of the
    SKU `instead`; `then` are wishes that were open before."""
    words: list[str] = []
    questions: list[CounterAnswer] = []
    taken, cart = "", Cart()
    for meant, quantity in wishes:
        focused = desk.dialogue.focused if meant.item.id == desk.dialogue.focus else Criteria()
        choice = choice_of(meant, desk.vocabulary, focused or known)
        if choice.variant is None:
            questions.append(variant_question(meant.item, choice, quantity))
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
        items=tuple(meant.item for meant, _ in wishes) or question.items, links=("cart", "checkout") if taken else ())


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
    for item in desk.catalogue.items([wish.product]):
        sizes = item.sizes_in_stock((fold(wish.colour),) if wish.colour else ())
        return variant_question(item, Choice(None, wish.colour, sizes), wish.quantity)
    return CounterAnswer("")


def line_words(line: InCart, money: Money) -> str:
    count = f", {line.quantity} of it" if line.quantity > 1 else ""
    return f"{line.title} is in your cart{count}: {money(line.unit_price * line.quantity)}."


def line_of(cart: Cart, sku: str) -> InCart:
    return next(line for line in cart.lines if line.sku == sku)


def variant_question(item: Item, choice: Choice, quantity: int | None) -> CounterAnswer:
    """The question for a size, or what there is instead of one that cannot be had."""
    wish = ProductWish(item.id, choice.colour, quantity)
    if not item.in_stock:
        return CounterAnswer(f"The {item.name} is sold out, so it is not in your cart.", (item,))
    shade = f" in {choice.colour.lower()}" if choice.colour and len(item.colours) > 1 else ""
    words, replies = f"In stock{shade}: {listed(choice.sizes)}.", [f"Size {size}" for size in choice.sizes[:6]]
    there = f"The {item.name} cannot be had in {choice.wanted} just now, so it is not in your cart."
    if not choice.wanted:
        words = f"Which size of the {item.name}{shade}? In stock: {listed(choice.sizes)}."
    elif choice.elsewhere:
        colours = [each.lower() for each in choice.elsewhere]
        wish, replies = replace(wish, colour="", size=choice.size), [f"In {each}" for each in colours[:4]]
        words = (f"The {item.name} is sold out in {choice.colour.lower()} in {choice.size}. In {choice.size} "
                 f"there {'is' if len(colours) == 1 else 'are'} {listed(colours)}.")
    elif choice.sizes:
        words = f"{there} {words}"
    else:
        others = list(dict.fromkeys(each.colour.lower() for each in item.variants if each.stock and each.colour))
        wish, replies = replace(wish, colour=""), [f"In {each}" for each in others[:4]]
        words = f"{there} In stock: {listed(others)}." if others else there
    return CounterAnswer(words, (item,), tuple(replies), pending=WhichVariant(wish))


def remove_from_cart(ask: RemoveFromCart, desk: Desk, cart: Cart) -> CounterAnswer:
    lines = lines_meant(ask.text, cart, desk)
    if not lines:
        return CounterAnswer("Which one shall I take out?", links=("cart",),
                             suggestions=tuple(f"Take the {line.title} out of my cart" for line in cart.lines[:4]))
    for line in lines:
        cart = desk.counter.change(line.sku, 0)
    out = f"{listed([line.title for line in lines])} {'is' if len(lines) == 1 else 'are'} out of your cart."
    return CounterAnswer(f"{out} {cart_sum(cart, desk.money)}", links=("cart", "checkout") if cart.lines else ())


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


def change_last(ask: SetQuantity | OneMore | SwapVariant, desk: Desk, cart: Cart) -> CounterAnswer:
    """Another quantity, size or colour of what was put in last."""
    line = next((line for line in cart.lines if line.sku == desk.dialogue.taken), None)
    if line is None:
        return CounterAnswer(WHICH, links=("cart",))
    match ask:
        case SwapVariant():
            return swap_variant(ask.text, desk, line)
        case SetQuantity():
            return (swap_variant(ask.text, desk, line) if names_size(ask.quantity, desk, line)
                    else set_quantity(ask.quantity, desk, line))
        case OneMore():
            return set_quantity(line.quantity + 1, desk, line)
        case _:
            assert_never(ask)


def set_quantity(wanted: int, desk: Desk, line: InCart) -> CounterAnswer:
    cart = desk.counter.change(line.sku, wanted)
    if not wanted:
        return CounterAnswer(f"{line.title} is out of your cart. {cart_sum(cart, desk.money)}")
    return CounterAnswer(f"{wanted} × {line.title} {'is' if wanted == 1 else 'are'} in your cart now. "
                         f"{cart_sum(cart, desk.money)}", links=("cart", "checkout"), taken=line.sku)


def names_size(number: int, desk: Desk, line: InCart) -> bool:
    """"Make it 38" of a shoe is its size, not thirty-eight pairs."""
    items = desk.catalogue.items([line.product_id])
    return any(fold(size) == str(number) for item in items for size in item.sizes)


def swap_variant(text: str, desk: Desk, line: InCart) -> CounterAnswer:
    """The same product in another size or colour; the other one goes only when this one is in."""
    items = desk.catalogue.items([line.product_id])
    if not items:
        return CounterAnswer(WHICH, links=("cart",))
    kept = Criteria(colour=(fold(line.colour),) if line.colour else (), size=(fold(line.size),) if line.size else ())
    choice = choice_of(Meant(items[0], text), desk.vocabulary, kept, same_colour=True)
    if choice.variant is None:
        question = variant_question(items[0], choice, line.quantity)
        if not isinstance(question.pending, WhichVariant):
            return question
        return replace(question, pending=replace(question.pending, instead=line.sku))
    if choice.variant.sku == line.sku:
        return CounterAnswer(f"{line.title} is what is in your cart.", items, links=("cart",), taken=line.sku)
    desk.counter.add(choice.variant.sku, line.quantity)
    cart = desk.counter.change(line.sku, 0)
    now = line_of(cart, choice.variant.sku)
    return CounterAnswer(f"{now.title} is in your cart in place of {line.title}. {cart_sum(cart, desk.money)}", items,
                         links=("cart", "checkout"), taken=now.sku)


def delivery_cost(ask: DeliveryCost, desk: Desk) -> CounterAnswer:
    """What delivery costs: of the product spoken of, or of the cart. No words where there is neither."""
    meant = () if ask.of_cart else products_meant(ask.text, desk.dialogue, desk.page, desk.catalogue, desk.vocabulary)
    goods = sum(each.item.price for each in meant) if meant else desk.counter.cart().goods
    if not goods:
        return CounterAnswer("")
    cost = desk.counter.shipping(goods)
    what = f"the {listed([each.item.name for each in meant])}" if meant else "what is in your cart"
    price = f"costs {desk.money(cost)}" if cost else "is free"
    return CounterAnswer(f"Delivery of {what} ({desk.money(goods)}) {price}.", tuple(each.item for each in meant))


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
