"""Which section answers, where a neighbour shares more words with the question."""

from __future__ import annotations

from shop.assistant.knowledge import KnowledgeBase, Section

PLACING = Section("placing", "orders", "How to place an order", "Place it by a button.", "place, order, buying")
COST = Section("cost", "shipping", "What delivery costs", "Delivery costs the same for every order.", "delivery")
OTHERS = [Section(f"other-{at}", "store", title, "Of no account.") for at, title in enumerate(
    ("Opening hours", "Gift wrapping", "Our company", "Fitting rooms", "Parking nearby", "Paper catalogue"))]
KNOWLEDGE = KnowledgeBase([PLACING, COST, *OTHERS])
ASKED = "place an order, buying from Reykjavik this coming dark winter"


def test_a_neighbour_that_explains_too_little_does_not_hide_the_section_of_the_topic() -> None:
    best = KNOWLEDGE.ranked(ASKED, ("shipping",))[0]
    assert best.section is PLACING and best.share <= 0.5
    assert KNOWLEDGE.get_relevant_context(ASKED, ("shipping",))[:1] == (COST,)


def test_nothing_is_quoted_where_no_section_is_sure() -> None:
    assert KNOWLEDGE.get_relevant_context(ASKED) == ()
