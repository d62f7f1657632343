"""The answer in sentences, by rules: what a good shop assistant would say, from the rows and sections alone."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import assert_never

from shop.assistant.answering import comparison
from shop.assistant.catalogue import Item
from shop.assistant.criteria import BY_KEY, CONTENTS, VALUED, Criteria, Kind, rows
from shop.assistant.intents import Intent
from shop.assistant.knowledge import Section, Shop
from shop.assistant.language import contents
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.preferences import BETTER_RATED, CHEAPER, DEARER
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import first_sentence, fold, stem, stems, words
from shop.assistant.recommending.shortlist import Shortlist, listed
from shop.assistant.understanding.acts import Compare, Count, Listing, More, Search
from shop.assistant.understanding.sizes_asked import SizeNote
from shop.assistant.understanding.wanted import Wanted
from shop.assistant.vocabulary import Vocabulary

Money = Callable[[int], str]
WHO_MAKES = ENGLISH.pattern("details.who_makes")
OPTIONS = ENGLISH.pattern("details.options")
# The stems of a question that ask for each fact.
PRICE, SIZE, STOCK, COLOUR, MATERIAL, RATING, BRAND, SEASON = (frozenset(ENGLISH.words(f"details.{fact}")) for fact in (
    "price", "size", "stock", "colour", "material", "rating", "brand", "season"))
NUMBERS = ENGLISH.words("counts.in_words")
SUPERLATIVES = {"price_asc": "lowest-priced", "price_desc": "most expensive", "rating": "best-rated",
                "newest": "newest"}
ALONE = "That is one product by itself. Name another, or ask for some, and I set them side by side."
PHRASED = rows(lambda each: each.wording.phrase, by=lambda each: each.wording.phrase_place)
BOUNDS = {"price_max": "price limit", "price_min": "lowest price", "rating_min": "rating", "quantity": "quantity",
          "exclude": "exclusions"}


def number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def choice(text: str, *wordings: str) -> str:
    """One of several wordings, always the same one for the same message."""
    return wordings[zlib.crc32(text.encode()) % len(wordings)]


def noun(criteria: Criteria, vocabulary: Vocabulary, count: int = 2) -> str:
    """What is asked for as a noun: "hoodies", "hoodies or jackets", "products"."""
    if not criteria.category:
        return "product" if count == 1 else "products"
    names = [vocabulary.singulars.get(slug, slug) if count == 1 else vocabulary.label("category", slug)
             for slug in criteria.category[:3]]
    return listed([lower_first(name) for name in names], "or")


def lower_first(text: str) -> str:
    """A common noun inside a sentence; "T-shirts" keeps its letter."""
    return text if len(text) > 1 and (text[1].isupper() or text[1] == "-") else text[:1].lower() + text[1:]


def description(criteria: Criteria, vocabulary: Vocabulary, money: Money, count: int = 2) -> str:
    """The criteria as one noun phrase: "black hoodies for weekends in M up to €60"."""
    asked = [each for each in PHRASED if criteria.values(each.key)]
    parts = {each.key: each.wording.phrase.format(either(each.key, criteria, vocabulary)) for each in asked}
    before = [parts[each.key] for each in asked if each.wording.phrase_place < 0]
    after = [parts[each.key] for each in asked if each.wording.phrase_place > 0]
    phrase = " ".join((*before, noun(criteria, vocabulary, count), *after))
    if criteria.price_min is not None and criteria.price_max is not None:
        phrase += f" between {money(criteria.price_min)} and {money(criteria.price_max)}"
    elif criteria.price_max is not None:
        phrase += f" up to {money(criteria.price_max)}"
    elif criteria.price_min is not None:
        phrase += f" from {money(criteria.price_min)}"
    if criteria.rating_min:
        phrase += f" rated {criteria.rating_min:g} or more"
    out = ruled_out(criteria, vocabulary)
    return phrase + (f", leaving out {listed(out[:3], 'and')}" if out else "")


def ruled_out(criteria: Criteria, vocabulary: Vocabulary) -> list[str]:
    """What is ruled out, as people say it."""
    own = {"words": lambda value: f"“{value}”", CONTENTS: contents.label}
    return [own[key](value) if key in own else lower_first(vocabulary.in_full(key, value))
            for key, values in criteria.exclude.items() for value in values]


def either(key: str, criteria: Criteria, vocabulary: Vocabulary, most: int = 3) -> str:
    """The values asked for of one criterion, as people say them: "black or navy"."""
    values = [in_a_sentence(key, value, vocabulary) for value in criteria.values(key)[:most]]
    return ", ".join(values) if BY_KEY[key].kind is Kind.TEXT else listed(values, "or")


def in_a_sentence(key: str, value: str, vocabulary: Vocabulary) -> str:
    told = vocabulary.in_full(key, value)
    return told if BY_KEY[key].wording.proper else lower_first(told)


def recommendation(wanted: Wanted, act: Listing, short: Shortlist, vocabulary: Vocabulary, money: Money, text: str,
                   spread: tuple[int, int] | None = None) -> str:
    """The sentences above the cards. `spread` is the lowest and highest price where a count was asked for."""
    said = list_words(wanted, act, short, vocabulary, money, text, spread)
    if short.untold and short.items:
        said = f"None of them is described with {listed(short.untold)}, so these are the nearest. {said}"
    if wanted.missing and short.items:
        thing, strange = noun(short.criteria, vocabulary), " ".join(wanted.missing)
        return f"None of our {thing} is described as “{strange}”, so I left that out. {said}"
    return said


def list_words(wanted: Wanted, act: Listing, short: Shortlist, vocabulary: Vocabulary, money: Money, text: str,
               spread: tuple[int, int] | None) -> str:
    if not short.items:
        return nothing_words(wanted, act, short, vocabulary, money)
    if short.given_up:
        return nearest_words(short, wanted.criteria, vocabulary, money)
    match act:
        case Count():
            return count_words(short, vocabulary, money, spread)
        case More():
            what = noun(short.criteria, vocabulary, short.matched)
            return f"{capital(number(len(short.items)))} more of the {short.matched} {what} that fit."
        case Search():
            if short.criteria.sort or short.criteria.price_word:
                return order_words(short, vocabulary, money)
            return best_words(short, vocabulary, money, text)
        case _:
            assert_never(act)


def because(short: Shortlist, mark: str = ":") -> str:
    """Why the first of the list comes first: the wishes it meets, or else what its buyers say."""
    top = short.items[0]
    if reason := short.offers[0].reason:
        return f"{mark} {reason}"
    return f", rated {top.rating:.1f} by {top.rating_count}" if top.rating else ""


def best_words(short: Shortlist, vocabulary: Vocabulary, money: Money, text: str) -> str:
    top = short.items[0]
    what = description(short.criteria, vocabulary, money, short.matched)
    if short.matched == 1:
        one = noun(short.criteria, vocabulary, 1)
        return (f"One {one} fits, the {top.name} at {money(top.price)}{because(short)}. "
                f"{first_sentence(top.description)}")
    opening = choice(
        text,
        f"I would start with the {top.name} at {money(top.price)}{because(short)}.",
        f"Closest to that: the {top.name} at {money(top.price)}{because(short, ',')}.",
        f"My first pick is the {top.name}, {money(top.price)}{because(short)}.")
    all_shown, shown = len(short.items) == short.matched, number(len(short.items))
    rest = choice(
        text + "rest",
        f"There are {number(short.matched)} {what}{', all below.' if all_shown else f'; here are {shown}.'}",
        f"We have {number(short.matched)} {what}; {'you see them all.' if all_shown else f'these {shown} suit best.'}")
    if not short.every_word:
        rest = f"None has every word you used, but {number(short.matched)} come near."
    return f"{opening} {first_sentence(top.description)} {rest}"


def size_words(notes: Sequence[SizeNote], criteria: Criteria, vocabulary: Vocabulary) -> str:
    """What the sizes asked for are in the shop's own, or that they are not carried, with the nearest."""
    return " ".join(size_note(each, noun(criteria, vocabulary), vocabulary) for each in notes)


def size_note(note: SizeNote, things: str, vocabulary: Vocabulary) -> str:
    own = listed([vocabulary.label("size", each) for each in note.own], "or")
    if note.carried:
        asked = f"size {note.asked}" if note.asked[0].isdigit() else note.asked
        return f"{capital(asked)} is {own} in our sizes."
    if not note.asked:
        return f"Our {things} have no sizes to choose from."
    if not note.own:
        return f"We have no {things} for {note.asked}."
    several = len(note.own) > 1
    return f"We have no {things} in {note.asked}; our {note.beyond.value} {'are' if several else 'is'} {own}."


def order_words(short: Shortlist, vocabulary: Vocabulary, money: Money) -> str:
    top = short.items[0]
    sort = short.criteria.sort or {"low": "price_asc", "high": "price_desc"}[short.criteria.price_word or "low"]
    plain = short.criteria.changed(sort=None, price_word=None)
    one, many = noun(plain, vocabulary, 1), description(plain, vocabulary, money, short.matched)
    word = SUPERLATIVES[sort]
    fact = money(top.price)
    if sort == "rating" and top.rating:
        fact = f"{top.rating:.1f} out of 5 from {top.rating_count} buyers, {fact}"
    if short.matched == 1:
        return f"Only one {one} fits: the {top.name} at {money(top.price)}."
    following = ""
    if len(short.items) > 1 and sort in ("price_asc", "price_desc"):
        following = f" Next is the {short.items[1].name} at {money(short.items[1].price)}."
    return f"The {word} of our {short.matched} {many} is the {top.name}: {fact}.{following}"


def count_words(short: Shortlist, vocabulary: Vocabulary, money: Money, spread: tuple[int, int] | None) -> str:
    what = description(short.criteria, vocabulary, money, short.matched)
    prices = ""
    if spread and spread[0] < spread[1]:
        prices = f", from {money(spread[0])} to {money(spread[1])}"
    elif spread:
        prices = f" at {money(spread[0])}"
    return f"We have {number(short.matched)} {what} in stock{prices}."


def nearest_words(short: Shortlist, asked: Criteria, vocabulary: Vocabulary, money: Money) -> str:
    """Nothing met the whole request: says so first, names what was given up, then what there is."""
    sold = f" What would fit, the {short.sold_out[0].name}, is sold out." if short.sold_out else ""
    price_key = next((key for key in ("price_max", "price_min") if key in short.given_up), None)
    floor = next((each.floor for each in short.loosened if each.key == price_key and each.floor is not None), None)
    what = description(asked, vocabulary, money)
    opening = f"We have no {what} in stock right now.{sold}" if short.sold_out else f"We have no {what}."
    if price_key == "price_max" and floor is not None and short.given_up == ("price_max",):
        what = description(short.criteria, vocabulary, money)
        return f"{opening} Prices for {what} start at {money(floor)}; the nearest are below."
    left = [given_up_words(asked, key, vocabulary) for key in short.given_up]
    count = short.matched
    come = "come" if count != 1 else "comes"
    top = short.items[0]
    first = f", the {top.name} at {money(top.price)} first" if count > 1 else ""
    things = noun(short.criteria, vocabulary, count)
    return f"{opening} Leaving aside {listed(left)}, {number(count)} {things} {come} near{first}."


def given_up_words(asked: Criteria, key: str, vocabulary: Vocabulary) -> str:
    if key not in VALUED:
        return f"the {BOUNDS[key]}"
    if key == "size":
        return f"size {listed([vocabulary.label(key, value) for value in asked.size], 'or')}"
    return listed([f"“{vocabulary.in_full(key, value).lower()}”" for value in asked.values(key)], "and")


def nothing_words(wanted: Wanted, act: Listing, short: Shortlist, vocabulary: Vocabulary, money: Money) -> str:
    if isinstance(act, More):
        return f"That was all of them: {number(short.matched)} {noun(short.criteria, vocabulary, short.matched)}."
    if short.sold_out:
        return f"The {short.sold_out[0].name} is sold out at the moment."
    if wanted.unexplained and not wanted.criteria:
        return not_carried_words(wanted.unexplained, vocabulary)
    return f"We have no {description(wanted.criteria, vocabulary, money)}."


def not_carried_words(words: Sequence[str], vocabulary: Vocabulary) -> str:
    return f"I do not find “{' '.join(words[:3])}” in this shop. What we do have: {shelf_names(vocabulary)}."


def shelf_names(vocabulary: Vocabulary, most: int = 6) -> str:
    names = [lower_first(vocabulary.label("category", slug)) for slug in vocabulary.values("category")]
    if len(names) > most + 1:
        return f"{', '.join(names[:most])} and {len(names) - most} other kinds"
    return listed(names) or "nothing yet"


def range_of_shop(shop: Shop, vocabulary: Vocabulary, money: Money) -> str:
    spread = vocabulary.prices
    return f"We sell {shelf_names(vocabulary, 8)}, from {money(spread.lowest)} to {money(spread.highest)}. " \
           "Tell me what it is for, a colour, a size or a budget, and I will narrow it down."


def detail_words(item: Item, question: str, money: Money) -> str:
    """What the rows say about one product; what was asked about comes first, and where they say nothing of it, that."""
    asked = set(stems(question))
    said = facts_asked_for(item, asked, question)
    name_words = set(stems(f"{item.name} {item.category_singular}"))
    matters = {stem for stem in asked - STOP - name_words if not stem.isdigit()}
    if not said and (options := options_of(item)) and (OPTIONS.search(fold(question)) or not item.description):
        said.append(options)
    known = bool(said) or not matters or bool(matters & set(stems(item.description)))
    if asked & PRICE or (known and not said):
        said.insert(0, f"The price of the {item.name} is {money(item.price)}")
    if not known:
        said.insert(0, f"Nothing is written down about that for the {item.name}")
    told = item.description if len(said) < 2 else first_sentence(item.description)
    stock = "" if item.in_stock else " It is sold out at the moment."
    return f"{'. '.join(said[:3])}. {told}{stock}"


def sold_out_words(item: Item, question: str, money: Money) -> str:
    """That a product cannot be had, and then what else was asked of it."""
    asked = set(stems(question))
    facts = [f"The price is {money(item.price)}"] if asked & PRICE else []
    facts += [fact for fact in facts_asked_for(item, asked, question) if "sold out" not in fact]
    return ". ".join((f"The {item.name} cannot be bought at the moment: sold out", *facts[:3])) + "."


def options_of(item: Item) -> str:
    """What there is to choose between, as a clause; "" where there is one of it."""
    parts = [listed([each.lower() for each in item.colours])] if len(item.colours) > 1 else []
    parts += [listed(item.sizes)] if len(item.sizes) > 1 else []
    return f"It comes in {', and in '.join(parts)}" if parts else ""


def akin(asked: str, stated: str) -> bool:
    """Whether two stems are of one word: "washabl" and "wash"."""
    return asked == stated or (
        min(len(asked), len(stated)) > 3 and (asked.startswith(stated) or stated.startswith(asked)))


def facts_asked_for(item: Item, asked: set[str], question: str) -> list[str]:
    """The facts that a question's stems ask for, a sentence each without its full stop."""
    said: list[str] = []
    sizes, in_stock = item.sizes, item.sizes_in_stock()
    size = next((size for size in sizes if fold(size) in words(question)), None)
    left = f"; in stock are {listed(in_stock)}" if in_stock else ""
    if size:
        said.append(f"Yes, it is in stock in {size}" if size in in_stock else f"It is sold out in {size}{left}")
    elif asked & SIZE and sizes:
        some_gone = len(in_stock) < len(sizes)
        said.append(f"It comes in {listed(sizes)}{(left or '; all are sold out') if some_gone else ''}")
    elif asked & STOCK:
        said.append("Yes, it is in stock" if item.in_stock else "No, it is sold out")
    if asked & COLOUR and item.colours:
        said.append(f"It comes in {listed([colour.lower() for colour in item.colours])}")
    if asked & MATERIAL and item.materials:
        said.append(f"It is made of {listed(item.materials)}")
    if asked & RATING and item.rating:
        said.append(f"Buyers rate it {item.rating:.1f} out of 5 ({item.rating_count} ratings)")
    if item.brand and (asked & BRAND or WHO_MAKES.search(fold(question))):
        said.append(f"It is by {item.brand}")
    said += [f"{capital(name)}: {value}" for name, value in item.facts.items()
             if any(akin(each, word) for each in asked - STOP for word in stems(f"{name} {value}"))]
    if asked & SEASON and item.seasons:
        said.append(f"It is meant for {listed(item.seasons)}")
    return said


def comparison_words(items: Sequence[Item], act: Compare, question: str, money: Money) -> str:
    """What decides between them on what was asked, else in price and in buyers' eyes; the table has the rest."""
    said = [comparison.decision(items, each) for each in act.dimensions]
    text = fold(question)
    price_told = bool(CHEAPER.search(text) or DEARER.search(text)) or act.pointed.sort in ("price_asc", "price_desc")
    if price_told:
        dearest = bool(DEARER.search(text)) or act.pointed.sort == "price_desc"
        said.append(comparison.cheaper(items, money, dearest=dearest))
    if BETTER_RATED.search(text):
        said.append(comparison.better_rated(items) or "Buyers' ratings do not tell them apart.")
    if not said:
        said.append(comparison.differences(items, money))
    elif not price_told:
        said.append(f"Prices are {comparison.prices(items, money)}.")
    return " ".join(said)


def stand_ins(items: Sequence[Item], money: Money) -> str:
    names = listed([f"the {item.name} at {money(item.price)}" for item in items])
    return f"As {'a stand-in' if len(items) == 1 else 'stand-ins'} there {'is' if len(items) == 1 else 'are'} {names}."


def sum_of(items: Sequence[Item], money: Money) -> str:
    """What one of each costs."""
    names = listed([f"the {item.name} at {money(item.price)}" for item in items])
    return f"One of each comes to {money(sum(item.price for item in items))}: {names}."


def alternatives(item: Item, others: Sequence[Item], money: Money, cheaper: bool = False) -> str:
    if not others:
        below = f" for less than its {money(item.price)}" if cheaper else ""
        return f"We have nothing else in stock like the {item.name}{below}."
    names = listed([f"the {other.name} at {money(other.price)}" for other in others])
    return f"Nearest to the {item.name} {'is' if len(others) == 1 else 'are'} {names}."


def nearest_kind(kind: str, short: Shortlist, vocabulary: Vocabulary) -> str:
    return (f"Nothing that fits is called or described as “{kind}”, so this is the nearest among our "
            f"{noun(short.criteria, vocabulary)}.")


def nearest_value(strange: Sequence[str], short: Shortlist, vocabulary: Vocabulary, money: Money) -> str:
    """For words that the shop does not know: what comes nearest to them, and that it is no more than that."""
    top, what = short.items[0], description(short.criteria, vocabulary, money, short.matched)
    return (f"I do not find “{' '.join(strange[:3])}” in this shop. What comes nearest by its meaning: {what}, "
            f"{number(short.matched)} of them, such as the {top.name} at {money(top.price)}.")


def policy_words(sections: Sequence[Section], shop: Shop) -> str:
    """What the sections say, in the owner's words; without one, that there is none, and who would know."""
    if not sections:
        return f"I have nothing written down about that. {contact_words(shop)}"
    said = sections[0].body.strip()
    if len(sections) > 1:
        said += f" {first_sentence(sections[1].body)}"
    return said


def measuring_words(sections: Sequence[Section]) -> str:
    """To whoever tells how tall or heavy somebody is: what the shop measures by instead, and a question for it."""
    return (f"Height and weight alone do not tell the size. {sections[0].body.strip()} "
            "What do you measure there, or which size do you usually take?")


def contact_words(shop: Shop) -> str:
    ways = [*([f"e-mail at {shop.email}"] if shop.email else []), *([f"phone at {shop.phone}"] if shop.phone else [])]
    if not ways:
        return "The people of the shop will know: the help page says how to reach them."
    return f"You can reach a person by {listed(ways, 'or')}{', ' + shop.hours if shop.hours else ''}."


def unknown_thing(text: str, vocabulary: Vocabulary) -> str:
    """The answer to a request for a thing that nobody here knows."""
    return not_carried_words([word for word in words(text) if stem(word) not in STOP], vocabulary)


def small_talk(intent: Intent, shop: Shop, vocabulary: Vocabulary, text: str) -> str:
    """One honest sentence and a way on."""
    shelves = shelf_names(vocabulary, 3)
    match intent:
        case Intent.GREETING:
            return choice(text, f"Hello. Are you after something in particular? We have {shelves}.",
                          f"Hello, good to have you here. Tell me what you need; we have {shelves}.")
        case Intent.GOODBYE:
            return choice(text, "Goodbye, and come back any time.",
                          "Until next time. Your conversation stays here for you.")
        case Intent.THANKS:
            return choice(text, "You are welcome. Say so if you need anything else.",
                          "Glad to help. Anything else you would like to see?")
        case Intent.BOT:
            return (f"I am {shop.name}'s shopping assistant, a computer program. I answer from the shop's own shelves "
                    f"and terms. {contact_words(shop)}")
        case Intent.CAPABILITIES:
            return ("I can find products by kind, colour, size, price, material or occasion, compare them, and "
                    "answer questions on delivery, returns, orders, payment and care.")
        case Intent.PERSON:
            return contact_words(shop)
        case Intent.CART:
            return ("I cannot put things into a cart for you. The page of each product shows its colours, sizes and "
                    "stock.")
        case Intent.COMPARE:
            return "Ask for some products first, then I can set two or more of them side by side."
        case Intent.OTHER | Intent.PRODUCTS | Intent.POLICY | Intent.ORDER:
            return choice(text, f"That is beyond what I can help with. I know this shop: {shelves}, and its delivery, "
                                "returns and care.",
                          f"I cannot help with that, only with this shop: {shelves}, and questions on delivery or "
                          "returns.")
        case _:
            assert_never(intent)
