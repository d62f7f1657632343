"""What a message wants of the cart: who does what to which product, in which option, how many times.

Only what is told to be done changes anything. A question, a denial, a condition or a report changes nothing; what it
is about may be offered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from shop.assistant.catalogue import Item
from shop.assistant.counter.cart_requests import (
    AddToCart,
    CartRequest,
    Checkout,
    DeliveryCost,
    EmptyCart,
    KeepAsIs,
    Portion,
    RemoveFromCart,
    SetQuantity,
    SwapVariant,
    ViewCart,
    WhichToAdd,
    WhichToChange,
)
from shop.assistant.counter.clauses import Clause, Mood, clauses, without_opener
from shop.assistant.counter.desk import Desk
from shop.assistant.counter.options import Named, in_order
from shop.assistant.counter.product_words import called_whole, is_of_kind, name_span, names, own_words
from shop.assistant.counter.products_meant import Meant, products_meant
from shop.assistant.counter.protocol import InCart
from shop.assistant.counter.spans import Reading, number, reading_of
from shop.assistant.counter.verbs import DESTINATION, OUT, Command, Verb, command_of
from shop.assistant.language.numbers import NUMBERS
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import fold, stems
from shop.assistant.understanding import references

CLEAR_OUT, CART_VIEW = ENGLISH.pattern("cart.clear_out"), ENGLISH.pattern("cart.cart_view")
CHECKOUT, OPEN_QUESTION = ENGLISH.pattern("cart.checkout"), ENGLISH.pattern("cart.open_question")
TOTAL, DELIVERY = ENGLISH.pattern("cart.total"), ENGLISH.pattern("cart.delivery")
COST, GOODS_IN_HAND = ENGLISH.pattern("cart.cost"), ENGLISH.pattern("cart.goods_in_hand")
SOURCE, MAY_GO = ENGLISH.pattern("cart.source"), ENGLISH.pattern("cart.may_go")
BIGGER, SMALLER = ENGLISH.pattern("cart.bigger"), ENGLISH.pattern("cart.smaller")
MORE, FEWER = ENGLISH.pattern("cart.more"), ENGLISH.pattern("cart.fewer")
EXACTLY, DOUBLE = ENGLISH.pattern("cart.exactly"), ENGLISH.pattern("cart.double")
WANTED_OF_THEM = ENGLISH.pattern("cart.wanted_of_them")
THE_SAME, TOO = ENGLISH.pattern("cart.the_same"), ENGLISH.pattern("cart.too")
TARGET, SHOULD_BE, INSTEAD = (ENGLISH.pattern(f"cart.{name}") for name in ("target", "should_be", "instead"))
ACCEPTANCE, POINTER = ENGLISH.pattern("cart.acceptance"), ENGLISH.pattern("cart.pointer_word")
EVERYTHING, OF_SHOWN, TIMES = (ENGLISH.pattern(f"cart.{name}") for name in ("everything", "of_shown", "times"))
INDEFINITE, RATHER = ENGLISH.pattern("cart.indefinite"), ENGLISH.pattern("cart.rather")
AND = ENGLISH.pattern("variant.joint")
LIST_PART = ENGLISH.pattern("cart.list_part")
IT_IN = ENGLISH.pattern("cart.it_in")
# Letters that no message has, each for the name of a product: words to every pattern, and part of none.
STAND_INS = "ᚠᚢᚦᚨᚱᚲ"
CART_WORD, NEED = ENGLISH.pattern("cart.verb_word"), ENGLISH.pattern("moods.need")


@dataclass(frozen=True)
class CartReading:
    """`rest` are the parts of the message that the shop itself must answer; `offers` are messages that would do what
    was asked about without being told to be done."""

    requests: tuple[CartRequest, ...] = ()
    rest: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A clause that may want something, with the fragments around it. `text` is all of it, `body` the clause alone
    from its verb on; `beside` is what was said of a need before ("my son needs the large"), and `accepted` says that
    somebody agrees to something. `before` is the message up to it."""

    clause: Clause
    text: str
    body: str
    command: Command | None
    beside: str = ""
    places: frozenset[int] = field(default=frozenset())
    accepted: bool = False
    before: str = ""


def read(text: str, desk: Desk) -> CartReading:
    """What a message wants of the cart."""
    found = clauses_about(text, desk)
    requests: list[CartRequest] = []
    used: set[int] = set()
    before: Block | None = None
    for block in blocks(found):
        request = request_of(block, desk)
        # "I'd like the thick mat, put it in": the wish is told to be done by what points back at it.
        if points_back(block) and before is not None:
            request = request_of(firmly(before), desk) or request
        before = block if request is None else None
        if request is not None:
            used |= block.places
            if not (points_back(block) and any(isinstance(each, AddToCart) for each in requests)):
                requests.append(request)
    if not requests:
        return CartReading((), (text,), offers(found, desk))
    return CartReading(tuple(requests), rest_of(found, used, requests))


def clauses_about(text: str, desk: Desk) -> tuple[Clause, ...]:
    """The clauses of a message. A product's name is one word to them, whatever it is made of: "Never-Stop Kettle"."""
    folded = fold(text)
    hidden = text if len(folded) == len(text) else folded
    called = called_whole(folded, desk)[:len(STAND_INS)]
    whole: dict[str, str] = {}
    for letter, item in zip(STAND_INS, called, strict=False):
        if span := name_span(fold(hidden), item):
            whole[letter] = hidden[span[0]:span[1]]
            hidden = f"{hidden[:span[0]]}{letter}{hidden[span[1]:]}"
    return tuple(with_names(clause, whole) for clause in clauses(hidden, lambda word: is_value(word, desk)))


def with_names(clause: Clause, whole: Mapping[str, str]) -> Clause:
    for letter, name in whole.items():
        clause = replace(clause, original=clause.original.replace(letter, name),
                         text=clause.text.replace(letter, fold(name)), body=clause.body.replace(letter, fold(name)))
    return clause


def points_back(block: Block) -> bool:
    """Whether a block does no more than point: the "add it" behind "I'd like the kettle"."""
    adding = block.command is not None and block.command.verb in (Verb.ADD, Verb.TAKE)
    return adding and not DESTINATION.sub(" ", POINTER.sub(" ", object_of(block))).strip(" ,")


def firmly(block: Block) -> Block:
    """A block as if it said "add" where it only says "I'd like"."""
    rest = block.command.rest if block.command else block.body
    return replace(block, command=Command(Verb.ADD, rest))


def is_value(word: str, desk: Desk) -> bool:
    return word.isdigit() or word in NUMBERS or any(
        each.key in ("colour", "size") for each in desk.vocabulary.of(word))


def rest_of(found: Sequence[Clause], used: set[int], requests: Sequence[CartRequest]) -> tuple[str, ...]:
    """What is left: questions, and sentences of which nothing was used. What delivery costs is answered by the terms
    as well."""
    sentences = {found[at].sentence for at in used}
    asked = any(isinstance(each, DeliveryCost) for each in requests)
    left = [clause for at, clause in enumerate(found) if (asked and DELIVERY.search(clause.text)) or (
        at not in used and (clause.mood is Mood.QUESTION or clause.sentence not in sentences))]
    by_sentence: dict[int, list[str]] = {}
    for clause in left:
        by_sentence.setdefault(clause.sentence, []).append(clause.original.strip(" .?!;\n"))
    return tuple(", ".join(parts) for parts in by_sentence.values() if any(parts))


def blocks(found: Sequence[Clause]) -> list[Block]:
    """The clauses that tell something to be done, each with its fragments; the fragments alone, where there are no
    others."""
    heads = [at for at, clause in enumerate(found) if is_head(clause)]
    # "Size S to my cart" belongs to the "add the mug" before it, if there is one.
    heads = heads or [at for at, clause in enumerate(found)
                      if clause.mood is Mood.FRAGMENT and DESTINATION.search(clause.text)]
    taken: set[int] = set(heads)
    made = []
    for at in heads:
        around = frozenset({at, *neighbours(found, at, -1, taken), *neighbours(found, at, 1, taken)})
        taken |= around
        clause = found[at]
        text = " , ".join(found[place].text for place in sorted(around) if says_something(found[place]))
        made.append(Block(clause, text, clause.body, command(clause), needs(found[:at]), around,
                          before=" , ".join(each.text for each in found[:at])))
    made = joined(made)
    if not made and found and all(clause.mood is Mood.FRAGMENT for clause in found):
        whole = " , ".join(without_opener(without_acceptance(clause)) for clause in found if says_something(clause))
        made.append(Block(found[0], whole, whole, None, "", frozenset(range(len(found))),
                          any(ACCEPTANCE.search(clause.text) for clause in found)))
    return made


def says_something(clause: Clause) -> bool:
    """Whether a clause is more than "great" or "that is the one"."""
    return bool(clause.body and without_acceptance(clause))


def without_acceptance(clause: Clause) -> str:
    accepted = ACCEPTANCE.search(clause.text)
    return ACCEPTANCE.sub(" ", clause.text).strip() if accepted else clause.text


def needs(before: Sequence[Clause]) -> str:
    """What was said of a need before a wish, with the rest of its sentence: "my son needs the large, in grey"."""
    sentences = {clause.sentence for clause in before if clause.mood is Mood.STATEMENT and NEED.search(clause.text)}
    return " , ".join(each.text for each in before if each.mood is Mood.STATEMENT and each.sentence in sentences)


def joined(made: Sequence[Block]) -> list[Block]:
    """"Swap the lamp, we prefer the candle" is one wish in two clauses."""
    after: list[Block] = []
    for block in made:
        last = after[-1] if after else None
        if last and last.command and last.command.verb is Verb.CHANGE and not TARGET.search(last.command.rest) and (
                block.command and block.command.verb is Verb.TAKE):
            after[-1] = replace(last, text=f"{last.text} , {block.command.rest}", places=last.places | block.places)
        else:
            after.append(block)
    return after


def neighbours(found: Sequence[Clause], at: int, step: int, taken: set[int]) -> list[int]:
    """The places of the fragments side by side with a clause, on one side of it."""
    places, place = [], at + step
    while 0 <= place < len(found) and place not in taken and found[place].mood is Mood.FRAGMENT:
        places.append(place)
        place += step
    return places


def command(clause: Clause) -> Command | None:
    return None if clause.mood.hostile else command_of(clause.body, clause.voice)


def is_head(clause: Clause) -> bool:
    """Whether a clause may want something by itself."""
    text = clause.text
    if clause.mood is Mood.FORBIDDEN:
        return CART_WORD.search(text) is not None
    if asks_of_cart(text):
        return clause.mood in (Mood.QUESTION, Mood.STATEMENT, Mood.FRAGMENT)
    if clause.mood.hostile:
        return False
    return command(clause) is not None or any(pattern.search(text) for pattern in (
        BIGGER, SMALLER, FEWER, DOUBLE, SHOULD_BE, MAY_GO, SOURCE, CLEAR_OUT, INSTEAD)) or (
        clause.contrast or exactly(clause) is not None or MORE.search(clause.body) is not None)


def asks_of_cart(text: str) -> bool:
    """Whether it asks to be shown the cart, to pay, or what delivery costs."""
    return bool(CART_VIEW.search(text) or TOTAL.search(text) or (
        CHECKOUT.search(text) and not OPEN_QUESTION.search(text)) or is_delivery_cost(text))


def is_delivery_cost(text: str) -> bool:
    return bool(DELIVERY.search(text) and COST.search(text) and GOODS_IN_HAND.search(text))


def request_of(block: Block, desk: Desk) -> CartRequest | None:
    """What a block wants, None if nothing. The first that fits counts."""
    if block.clause.mood is Mood.FORBIDDEN:
        return KeepAsIs()
    if CLEAR_OUT.search(block.body) and not block.clause.mood.hostile:
        return EmptyCart()
    if asks_of_cart(block.clause.text) and not (block.command and block.command.verb in (Verb.ADD, Verb.REMOVE)):
        return question_of_cart(block.clause.text, desk)
    for reader in (size_step, other_count, removal, change, addition):
        if (request := reader(block, desk)) is not None:
            return request
    return None


def question_of_cart(text: str, desk: Desk) -> CartRequest | None:
    if CHECKOUT.search(text) and not OPEN_QUESTION.search(text):
        return Checkout()
    if is_delivery_cost(text):
        return DeliveryCost(text, tuple(each.item for each in products_meant(text, desk)))
    return ViewCart() if CART_VIEW.search(text) or desk.dialogue.taken else None


# What is in the cart


def lines_meant(text: str, desk: Desk, lines: Sequence[InCart]) -> tuple[InCart, ...]:
    """The lines that a folded text names by name, kind or option, those that fit best; none where it names none."""
    said = set(stems(text)) - STOP
    scored = []
    for line in lines:
        item = desk.item_of(line)
        if item is None:
            continue
        # The name tells more than colour and size: "the blue mug" is the red mug rather than the blue bowl.
        named = (len(said & set(stems(line.name))), len(said & own_words(item)) + is_of_kind(
            text, item, desk.vocabulary))
        options = reading_of(text, item, desk.vocabulary).portion.options
        fits = (line.colour in options.colours) + (line.size in options.sizes)
        scored.append(((*named, fits), line))
    most = max((score for score, _ in scored), default=(0, 0, 0))
    return tuple(line for score, line in scored if score == most and any(most))


def line_spoken_of(text: str, desk: Desk) -> InCart | None:
    """The line that a text is about: the one it names, or the one last put in, or the only one. None where it names
    several, or something that is not in the cart."""
    lines = desk.cart().lines
    meant = lines_meant(text, desk, lines)
    last = next((line for line in lines if line.sku == desk.dialogue.taken), lines[0] if len(lines) == 1 else None)
    if last in meant or (last and not meant):
        return last
    return meant[0] if len(meant) == 1 else None


def explained(text: str, line: InCart, desk: Desk) -> Reading | None:
    """The text as it is about a line, None where a word of it has nothing to do with that."""
    item = desk.item_of(line)
    reading = reading_of(text, item, desk.vocabulary) if item else None
    return reading if reading and not reading.strange else None


def size_step(block: Block, desk: Desk) -> CartRequest | None:
    """"One size up", "go for a smaller one"."""
    step = 1 if BIGGER.search(block.text) else -1 if SMALLER.search(block.text) else 0
    if not step or (block.command and block.command.verb is Verb.ADD):
        return None
    line = line_spoken_of((BIGGER if step > 0 else SMALLER).sub(" ", block.text), desk)
    item = desk.item_of(line) if line else None
    if line is None or item is None or line.size not in item.sizes:
        return None
    order = in_order(item.sizes)
    place = order.index(line.size) + step
    size = order[place] if 0 <= place < len(order) else ""
    if not size:
        return SwapVariant(line, Portion(item, Named(foreign="a size larger" if step > 0 else "a size smaller")))
    return SwapVariant(line, Portion(item, Named((line.colour,) if line.colour else (), (size,))))


def other_count(block: Block, desk: Desk) -> CartRequest | None:
    """"Make it two", "one less of those", "another one"."""
    text = block.text
    line = line_spoken_of(text, desk)
    if line is None:
        return None
    if block.command and (match := WANTED_OF_THEM.search(text)) and desk.dialogue.at_counter and explained(
            block.command.rest, line, desk):
        return count_set_right(block, line, desk)
    if DOUBLE.search(text):
        return SetQuantity(line, 2 * line.quantity)
    if match := FEWER.search(text):
        fewer, more = match["fewer"] or match["by"] or match["reduced"], match["raised"]
        change = number(more) if more else -(count_of(fewer) or 0)
        return SetQuantity(line, max(0, line.quantity + (change or 0))) if change else None
    if (match := MORE.search(block.body)) and (not block.command or block.command.verb in (Verb.ADD, Verb.TAKE)):
        return one_more(match["more"] or match["several"] or "1", block, line, desk)
    return exact_count(block, line, desk)


def count_of(word: str) -> int | None:
    return 1 if word in ("a", "an") else number(word)


def one_more(word: str, block: Block, line: InCart, desk: Desk) -> CartRequest | None:
    """So many more of a line, or of its product in another option."""
    text = THE_SAME.sub(" ", MORE.sub(" ", block.text))
    reading = explained(text, line, desk)
    count = count_of(word)
    if reading is None or count is None:
        return None
    options = reading.portion.options
    if differs(options, line):
        return AddToCart((replace(reading.portion, quantity=count),), line)
    return SetQuantity(line, line.quantity + count)


def differs(options: Named, line: InCart) -> bool:
    return bool(options.foreign or (options.colours and line.colour not in options.colours) or (
        options.sizes and line.size not in options.sizes))


def exactly(clause: Clause) -> re.Match[str] | None:
    """Where just so many are said; "just" may have been taken for the beginning of the sentence."""
    return EXACTLY.search(clause.body) or EXACTLY.search(clause.text)


def exact_count(block: Block, line: InCart, desk: Desk) -> CartRequest | None:
    match = exactly(block.clause)
    if match is None:
        return count_set_right(block, line, desk) if block.clause.contrast and desk.dialogue.at_counter else None
    firm = match["make"] or match["pair"] or match["set"]
    if not firm and not desk.dialogue.at_counter:
        return None
    text = f"{match.string[:match.start()]} {match.string[match.end():]}"
    word = next(word for word in match.groupdict().values() if word)
    count = 2 if match["pair"] else number(word)
    item = desk.item_of(line)
    behind = reading_of(f"{word}{match.string[match.end():]}", item, desk.vocabulary) if item else None
    if behind is None or behind.portion.options or count is None:
        return None
    return SetQuantity(line, count) if firm or explained(text, line, desk) else None


def count_set_right(block: Block, line: InCart, desk: Desk) -> CartRequest | None:
    """"I need two of them, not one": as many as were said."""
    reading = explained(block.command.rest if block.command else block.body, line, desk)
    if reading is None or reading.portion.quantity is None or reading.portion.options:
        return None
    return SetQuantity(line, reading.portion.quantity)


def removal(block: Block, desk: Desk) -> CartRequest | None:
    """"Take it out", "lose the lamp", "the mat may go", "two of them out again"."""
    going = MAY_GO.search(block.text)
    if not going and not (block.command and block.command.verb is Verb.REMOVE) and not (
            SOURCE.search(block.text) and not block.command and block.clause.mood is Mood.FRAGMENT):
        return None
    lines = desk.cart().lines
    certain = bool(SOURCE.search(block.text))
    text = block.command.rest if block.command and not going else MAY_GO.sub(" ", block.text)
    if EVERYTHING.search(text) and not lines_meant(text, desk, lines):
        return EmptyCart()
    meant = lines_meant(text, desk, lines)
    if not (certain or desk.dialogue.at_counter or any(is_called(text, line, desk) for line in meant)):
        # "Drop the red ones" may be about a list.
        meant = ()
    if not meant and POINTER.search(text) and not LIST_PART.search(text):
        meant = tuple(line for line in lines if line.sku == desk.dialogue.taken or len(lines) == 1)
        if meant and not certain and not explained(OUT.sub(" ", text), meant[0], desk):
            return None
    if len(meant) > 1 and (several := each_named(text, desk, lines)):
        return RemoveFromCart(several)
    if len(meant) != 1:
        known = bool(meant) or certain or bool(POINTER.search(text) and lines and not LIST_PART.search(text))
        return WhichToChange() if known else None
    return fewer_of(text, meant[0], desk, certain)


def is_called(text: str, line: InCart, desk: Desk) -> bool:
    """Whether a text has a word of what a line is called."""
    item = desk.item_of(line)
    return item is not None and (bool((set(stems(text)) - STOP) & own_words(item)) or is_of_kind(
        text, item, desk.vocabulary))


def each_named(text: str, desk: Desk, lines: Sequence[InCart]) -> tuple[InCart, ...]:
    """"The cap and the scarf": the lines, where each piece of the text names just one."""
    pieces = [lines_meant(piece, desk, lines) for piece in AND.split(text) if piece.strip()]
    return tuple(line for found in pieces for line in found) if len(pieces) > 1 and all(
        len(found) == 1 for found in pieces) else ()


def fewer_of(text: str, line: InCart, desk: Desk, certain: bool) -> CartRequest | None:
    """A line out of the cart, or so many of it."""
    item = desk.item_of(line)
    if item is None:
        return RemoveFromCart((line,))
    reading = reading_of(text, item, desk.vocabulary)
    if reading.elsewhere and not certain:
        return None
    count = reading.portion.quantity
    if count is None or count >= line.quantity:
        return RemoveFromCart((line,))
    return SetQuantity(line, line.quantity - count)


def change(block: Block, desk: Desk) -> CartRequest | None:
    """"Swap it for the navy one", "teal instead", "it was meant to be oak"."""
    changing = block.command is not None and (block.command.verb is Verb.CHANGE or (
        block.command.verb is Verb.TAKE and desk.dialogue.at_counter and IT_IN.match(block.command.rest) is not None
        and not TOO.search(block.text)))
    if not (changing or SHOULD_BE.search(block.text) or block.clause.contrast or RATHER.search(block.text)):
        return None
    lines = desk.cart().lines
    if not lines or not (changing or desk.dialogue.at_counter):
        return None
    old, new = sides(block)
    line = line_spoken_of(old, desk)
    if line is None:
        return WhichToChange(removal=False) if lines_meant(old, desk, lines) else None
    # After a list "make it navy" is about the list.
    at_hand = desk.dialogue.at_counter or desk.dialogue.focus == line.product_id or not desk.dialogue.shown
    if not (at_hand or is_called(old, line, desk)):
        return None
    return swap(line, new, block, desk)


def sides(block: Block) -> tuple[str, str]:
    """What is to go and what is to come: "the lamp" and "the candle" of "swap the lamp for the candle"."""
    own = block.command.rest if block.command else block.body
    target = TARGET.search(own) if block.command and block.command.verb is Verb.CHANGE else None
    around = " , ".join(each for each in block.text.split(" , ") if each and each != block.clause.text)
    if target is None:
        return own, f"{own} , {around}"
    return own[:target.start()], f"{own[target.end():]} , {around}"


def swap(line: InCart, new: str, block: Block, desk: Desk) -> CartRequest | None:
    item = desk.item_of(line)
    if item is None:
        return None
    others = [each for each in names(INSTEAD.sub(" ", new), desk) if each.id != item.id]
    if others:
        reading = reading_of(new, others[0], desk.vocabulary)
        return SwapVariant(line, with_same(reading.portion, new, line))
    reading = reading_of(SHOULD_BE.sub(" ", INSTEAD.sub(" ", new)), item, desk.vocabulary)
    portion = reading.portion
    if not portion.options and not portion.options.foreign:
        portion = replace(portion, options=reading_of(block.beside, item, desk.vocabulary).portion.options)
    if portion.options or portion.options.foreign:
        return SwapVariant(line, portion) if len(reading.strange) <= 2 else None
    if portion.quantity is not None:
        return SetQuantity(line, portion.quantity)
    return SwapVariant(line, portion) if not reading.strange else None


def with_same(portion: Portion, text: str, line: InCart) -> Portion:
    """The portion in the colour or size of a line, where the text says that it is to be the same."""
    if not THE_SAME.search(text):
        return portion
    options, item = portion.options, portion.item
    colours = options.colours or ((line.colour,) if line.colour in item.colours else ())
    sizes = options.sizes or ((line.size,) if line.size in item.sizes else ())
    return replace(portion, options=replace(options, colours=colours, sizes=sizes, foreign=""))


def addition(block: Block, desk: Desk) -> CartRequest | None:
    """"Add the second in M", "I'll take it", "two of those", "the beanie too"."""
    adding = block.command is not None and block.command.verb is Verb.ADD
    taking = block.command is not None and block.command.verb is Verb.TAKE
    goes_in = bool(DESTINATION.search(block.text))
    if not (adding or taking or goes_in):
        return bare_addition(block, desk)
    text = object_of(block)
    meant = products_meant(text, desk)
    if POINTER.search(text) and not any(each.sure for each in meant):
        meant = antecedents(text, block, desk) or meant
    if not meant:
        pointing = POINTER.search(text) and (adding or desk.dialogue.shown)
        return WhichToAdd() if (goes_in or pointing) and not INDEFINITE.search(text) else None
    # "Buy a mug" is a search, unless the mug is called by its name.
    if taking and block.command and INDEFINITE.match(block.command.rest) and not is_named(meant, text, desk):
        return None
    return portions_of(meant, block, desk, firm=adding or goes_in)


def antecedents(text: str, block: Block, desk: Desk) -> tuple[Meant, ...]:
    """What "it" stands for where the message has named it before."""
    named = called_whole(block.before, desk)[-1:]
    return tuple(Meant(item, text) for item in named)


def object_of(block: Block) -> str:
    """What a block is about: all of it but its verb and the cart."""
    text = block.text
    if block.command is not None:
        verb = block.body[:len(block.body) - len(block.command.rest)]
        at = text.find(block.body)
        lead = text[:text.rfind(" , ", 0, at) + 3] if " , " in text[:at] else ""
        text = f"{lead}{text[at + len(verb):]}"
    return DESTINATION.sub(" ", text).strip()


def is_named(meant: Sequence[Meant], text: str, desk: Desk) -> bool:
    """Whether each product is called by its whole name, or one that is in view is meant by "one"."""
    called = {item.id for item in called_whole(text, desk)}
    return all(each.item.id in called for each in meant) or (not meant[0].sure and bool(POINTER.search(text)))


def portions_of(meant: Sequence[Meant], block: Block, desk: Desk, *, firm: bool) -> CartRequest | None:
    """What is to be added of each product; nothing where a word of it says that something else is meant."""
    portions = []
    for each in meant:
        reading = reading_of(each.text, each.item, desk.vocabulary)
        if reading.elsewhere or (reading.strange and not (firm and each.sure)):
            return None
        if not (each.sure or points_at(each, reading.portion, desk)):
            return None
        portions.append(with_need(reading.portion, block, desk))
    line = next((each for each in desk.cart().lines if each.sku == desk.dialogue.taken), None)
    again = THE_SAME.search(block.text) or (desk.dialogue.at_counter and not portions[0].options)
    like = line if line and again and line.product_id == portions[0].item.id else None
    return AddToCart(tuple(portions), like)


def points_at(meant: Meant, portion: Portion, desk: Desk) -> bool:
    """Whether a clause speaks of what is in view, if only by saying nothing else: "add to my cart"."""
    return bool(POINTER.search(meant.text) or portion.options or portion.quantity or is_of_kind(
        meant.text, meant.item, desk.vocabulary) or not meant.text.strip(" ,"))


def with_need(portion: Portion, block: Block, desk: Desk) -> Portion:
    """With the options that were said of a need, where the wish itself names none."""
    if portion.options or portion.options.foreign or not block.beside:
        return portion
    return replace(portion, options=reading_of(block.beside, portion.item, desk.vocabulary).portion.options)


def bare_addition(block: Block, desk: Desk) -> CartRequest | None:
    """A wish without a verb: so many of what is in view, an acceptance, or something more after something was added."""
    if block.command is not None or block.clause.mood is not Mood.FRAGMENT:
        return None
    text = block.text.strip(" ,")
    if references.of_shown(text) and not OF_SHOWN.search(text):
        return None
    meant = products_meant(text, desk)
    if block.accepted:
        return portions_of(meant, block, desk, firm=False) if meant and text else None
    if desk.dialogue.at_counter and (request := said_after_adding(text, meant, block, desk)) is not None:
        return request
    if meant and (OF_SHOWN.search(text) or TIMES.search(text) or counts_on_page(text, meant, desk)):
        return portions_of(meant, block, desk, firm=False)
    return None


def counts_on_page(text: str, meant: Sequence[Meant], desk: Desk) -> bool:
    """"Two in navy, please" beside a product."""
    if desk.page is None or meant[0].item.id != desk.page.id:
        return False
    portion = reading_of(text, desk.page, desk.vocabulary).portion
    return portion.quantity is not None and bool(portion.options)


def said_after_adding(text: str, meant: Sequence[Meant], block: Block, desk: Desk) -> CartRequest | None:
    """"And the beanie too", "navy", "two": right after something was done at the counter."""
    line = line_spoken_of(text, desk)
    item = desk.item_of(line) if line else None
    others = names(text, desk)
    if others and (item is None or others[0].id != item.id):
        return portions_of(meant, block, desk, firm=True) if TOO.search(block.text) else None
    if line is None or item is None or (reading := explained(THE_SAME.sub(" ", text), line, desk)) is None:
        return None
    portion = reading.portion
    if differs(portion.options, line):
        more = any(pattern.search(block.text) for pattern in (TOO, OF_SHOWN, TIMES))
        return AddToCart((portion,), line) if more else SwapVariant(line, portion)
    return SetQuantity(line, portion.quantity) if portion.quantity and not portion.options else None


# What is not told to be done, but might be


def offers(found: Sequence[Clause], desk: Desk) -> tuple[str, ...]:
    """The message that would do what a question or a condition is about, if it is about the cart."""
    for clause in found:
        if clause.mood in (Mood.QUESTION, Mood.CONDITION) and CART_WORD.search(clause.text):
            for each in products_meant(clause.text, desk)[:1]:
                if each.item.in_stock and (each.sure or POINTER.search(clause.text)):
                    return (addition_words(each.item, reading_of(each.text, each.item, desk.vocabulary).portion),)
    return ()


def addition_words(item: Item, portion: Portion) -> str:
    kind = ", ".join(each for each in (*portion.options.colours[:1], *(
        f"size {fold(size) if len(size) > 3 else size}" for size in portion.options.sizes[:1])))
    return f"Add the {item.name}{f' in {kind}' if kind else ''} to my cart"
