"""How a shopper moves through the range and through a list: more of it, a new beginning, the second one."""

from __future__ import annotations

from shop.assistant.language.phrasebook import ENGLISH

MORE = ENGLISH.pattern("browsing.more")
RESTART = ENGLISH.pattern("browsing.restart")
COUNT = ENGLISH.pattern("browsing.count")
RANGE = ENGLISH.pattern("browsing.range")
IN_SHOP = ENGLISH.pattern("browsing.in_shop")
REFERENCE = ENGLISH.pattern("pointing.place")
POINTING = ENGLISH.pattern("pointing.it")
