"""The storefront: home, the shelves, a product, help."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.exceptions import TooManyRequests

from shop.assistant.catalogue import Item
from shop.assistant.criteria import OWN, Criteria
from shop.assistant.knowledge import Section
from shop.assistant.language.text import first_sentence, fold
from shop.assistant.language.topics import HEADINGS, TOPICS
from shop.assistant.recommending.ranking import ranked
from shop.catalogue import browsing as shelves
from shop.extensions import db
from shop.models import Category, Product
from shop.services import services
from shop.web import browsing, comparing, pace, questions, search_words
from shop.web.ordering.kinds import choice_of, kinds_of
from shop.web.page import money, profile

PICKS = 4

blueprint = Blueprint("storefront", __name__)
blueprint.add_app_template_filter(first_sentence)
blueprint.add_app_template_filter(browsing.plain, "plain_price")
blueprint.add_app_template_filter(browsing.capital)
blueprint.add_app_template_filter(browsing.mid_sentence)


@blueprint.app_template_filter()
def paragraphs(text: str) -> list[str]:
    return [part for part in (" ".join(each.split()) for each in re.split(r"\n\s*\n", text)) if part]


@blueprint.app_template_global()
def product_url(item: Item) -> str:
    return url_for("storefront.product", slug=item.slug)


@blueprint.app_template_global()
def section_url(slug: str) -> str:
    return url_for("storefront.help_page", _anchor=slug)


@blueprint.app_template_global()
def picture_in(item: Item, colours: Sequence[str]) -> str | None:
    """The picture in the first of these colours (folded), so that a filter shows what was asked for."""
    return next((each.image for each in item.variants if each.image and fold(each.colour) in colours), None)


@blueprint.app_template_global()
def shelf_list() -> Sequence[Any]:
    """(slug, name) of every category with something for sale, in the owner's order."""
    return db.session.execute(
        select(Category.slug, Category.name).where(Category.products.any(Product.archived_at.is_(None)))
        .order_by(Category.position, Category.name)).all()


@blueprint.app_template_global()
def help_topics() -> list[tuple[str, str, list[Section]]]:
    """(topic, its name, its sections), the usual topics first, then the owner's own."""
    knowledge = services().library.knowledge()
    order = [*(topic for topic in TOPICS if topic in knowledge.topics),
             *(topic for topic in knowledge.topics if topic not in TOPICS)]
    return [(topic, HEADINGS.get(topic, browsing.capital(topic)),
             [section for section in knowledge.sections if section.topic == topic]) for topic in order]


@blueprint.get("/")
def home() -> str:
    liked = top(Criteria(), 3 + PICKS, a_shelf=2)
    newest = top(Criteria(sort="newest"), PICKS, a_shelf=1, without=[item.id for item in liked])
    return render_template(
        "storefront/home.html", shown=liked[:3], liked=liked[3:] or liked, newest=newest,
        pictures=shelves.shelf_pictures(db.session),
        questions=questions.examples(services().library.knowledge(), liked))


@blueprint.get("/products")
def products() -> Response:
    if browsing.searched(request.args) and pace.is_too_fast("searches", pace.SEARCHES):
        raise TooManyRequests(retry_after=60)
    catalogue = services().catalogue
    asked, vocabulary = browsing.asked_of(request.args, search_words.read), catalogue.vocabulary()
    results = search_words.results_of(asked)
    found = results.found
    pages = max(1, -(-len(found.ids) // browsing.PER_PAGE))
    page = min(asked.page, pages)
    chips = browsing.chips_of(asked, vocabulary)
    counts = shelves.tallies(db.session, asked.criteria, vocabulary, found.having_words)
    only = asked.criteria.category if len(asked.criteria.category) == 1 else ()
    shelf = db.session.scalar(select(Category).where(Category.slug.in_(only)))
    fragment = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    response = make_response(render_template(
        "storefront/results.html" if fragment else "storefront/products.html",
        asked=asked, found=found, chips=chips, shelf=shelf, page=page, pages=pages,
        canonical=browsing.address("", Criteria(category=(shelf.slug,) if shelf else ()), page),
        too_far=asked.page > pages,
        items=catalogue.items(found.ids[(page - 1) * browsing.PER_PAGE:page * browsing.PER_PAGE]),
        filters=browsing.filters_of(asked.criteria, vocabulary, counts), sorts=browsing.SORT_NAMES,
        prices=vocabulary.prices, numbers=browsing.page_numbers(page, pages),
        missing=unavailable_label(asked.criteria, vocabulary.label),
        looser=[] if found.ids else loosened(chips),
        lost=results.lost,
        page_url=lambda number: browsing.address(asked.q, asked.filters, number)))
    if fragment:
        here = browsing.address(asked.q, asked.filters, page)
        already = request.headers.get("HX-Current-URL", "").endswith(here)
        response.headers["HX-Push-Url"] = "false" if already else here
    return response


@blueprint.get("/products/<slug>")
def product(slug: str) -> str:
    item = services().catalogue.item(slug)
    if item is None:
        abort(404)
    kinds = kinds_of(db.session, [item.id])[item.id]
    knowledge, related = services().library.knowledge(), related_to(item)
    return render_template(
        "storefront/product.html", item=item, pictures=pictures_of(item), details=details_of(item), related=related,
        choice=choice_of(kinds, request.args.get("colour", ""), request.args.get("size", "")),
        only=kinds[0] if len(kinds) == 1 else None, questions=questions.about(item, knowledge),
        promises=[section for topic in ("shipping", "returns")
                  for section in [each for each in knowledge.sections if each.topic == topic][:2]])


@blueprint.get("/compare")
def compare() -> ResponseReturnValue:
    """Two to four products side by side, at an address that can be passed on."""
    ids, complaints = comparing.asked_of(request.args.getlist("ids"))
    catalogue = services().catalogue
    items = catalogue.items(ids)
    complaints += comparing.missing(ids, [item.id for item in items])
    if len(request.args.getlist("ids")) > 1 and not complaints:
        return redirect(url_for("storefront.compare", ids=",".join(map(str, ids))), 302)
    table = comparing.compare(items, (), Criteria(), catalogue.vocabulary(), money) if len(items) > 1 else None
    return render_template(
        "storefront/compare.html", items=items, table=table, complaints=complaints,
        kinds=kinds_of(db.session, [item.id for item in items]))


@blueprint.get("/help")
def help_page() -> str:
    return render_template("storefront/help.html", topics=help_topics(), shop=profile())


def top(criteria: Criteria, count: int, *, a_shelf: int | None = None,
        without: Sequence[int] = ()) -> tuple[Item, ...]:
    """The first products in stock, at most `a_shelf` of one category."""
    catalogue = services().catalogue
    ids: list[int] = []
    taken: Counter[str] = Counter()
    for each in ranked(catalogue.candidates(criteria), criteria):
        if each.id not in without and taken[each.candidate.category] != a_shelf:
            taken[each.candidate.category] += 1
            ids.append(each.id)
    return catalogue.items(ids[:count])


def related_to(item: Item) -> tuple[Item, ...]:
    """More of the same shelf, first what is made for the same people."""
    shelf = Criteria(category=(item.category,), audience=fold(item.audience) or None)
    same = top(shelf, PICKS, without=[item.id])
    more = top(shelf.without("audience"), PICKS - len(same), without=[item.id, *(each.id for each in same)])
    return same + more


def loosened(chips: Sequence[browsing.Chip]) -> list[tuple[browsing.Chip, int]]:
    """The filters that alone stand in the way, and how many products would be there without each."""
    catalogue = services().catalogue
    counted = [(chip, shelves.browse(db.session, catalogue, chip.criteria).total) for chip in chips[:8]]
    return [(chip, total) for chip, total in counted if total and chip.criteria]


def unavailable_label(criteria: Criteria, label: Any) -> str:
    """What a product that is there, but not as asked, is sold out in: "black, M"."""
    if len(criteria.colour) > 1 or len(criteria.size) > 1:
        return "what you chose"
    return ", ".join(label(key, value) for key in ("colour", "size") for value in criteria.values(key))


def pictures_of(item: Item) -> dict[str, str]:
    """The picture of each colour that has one of its own."""
    return {variant.colour: variant.image for variant in item.variants if variant.colour and variant.image}


def details_of(item: Item) -> list[tuple[str, str]]:
    """Name and value of everything the owner states about a product."""
    labels = [(each.wording.heading, ", ".join(item.values(each.key)))
              for each in sorted(OWN, key=lambda each: each.place)]
    capital = browsing.capital
    return [(capital(name.replace("_", " ")), capital(value))
            for name, value in (*labels, *item.attributes.items()) if value]
