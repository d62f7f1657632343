"""What a shopper says of goods beside the shop's own words: prices and ratings without a figure, an order, and what no
longer counts. What the shop sells is in the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from shop.assistant.language.browsing import COUNT
from shop.assistant.language.degrees import GRADED
from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.small_talk import COMPARE
from shop.assistant.language.stop_words import CARRIERS

NEGATION = ENGLISH.pattern("negation.ruling_out")
NEGATION_ENDS = ENGLISH.pattern("negation.ruled_out_end")
RULED_OUT_BEFORE = ENGLISH.pattern("negation.ruled_out_before")
RULED_OUT_BY_PRONOUN = ENGLISH.pattern("negation.ruled_out_by_pronoun")
LESS = ENGLISH.pattern("negation.less")
REASON_AFTER = ENGLISH.pattern("negation.reason_after")
DROPPING = ENGLISH.pattern("negation.dropping")
ALLOWING = ENGLISH.pattern("negation.allowing")
NO_PREFERENCE = ENGLISH.pattern("negation.no_preference")
# By the order that they ask for, as `Criteria.sort` has it.
SORTS: Mapping[str, re.Pattern[str]] = ENGLISH.patterns("sorting")
# By the price that they ask for, as `Criteria.price_word` has it.
PRICE_WORDS: Mapping[str, re.Pattern[str]] = {end: ENGLISH.pattern(f"price_words.{end}") for end in ("low", "high")}
CHEAPER = ENGLISH.pattern("price_words.cheaper")
DEARER = ENGLISH.pattern("price_words.dearer")
RATED = ENGLISH.pattern("rating.rated")
BETTER_RATED = ENGLISH.pattern("rating.better_rated")
OWN_SIZE = ENGLISH.pattern("sizes.own")

# What other rules have understood is not left over for the shelves to explain.
SAID_ALREADY = (RATED, DROPPING, CARRIERS, *SORTS.values(), *PRICE_WORDS.values(), CHEAPER, DEARER, NO_PREFERENCE,
                COUNT, NEGATION, RULED_OUT_BEFORE, RULED_OUT_BY_PRONOUN, COMPARE, GRADED)
