"""Words and phrases that say nothing of what is wanted, whatever a shop sells."""

from __future__ import annotations

from shop.assistant.language.phrasebook import ENGLISH
from shop.assistant.language.text import stems

PLAIN_WORDS = frozenset(ENGLISH.words("stop_words.plain"))
STOP = frozenset(stem for word in PLAIN_WORDS for stem in stems(word))
CARRIERS = ENGLISH.pattern("stop_words.carriers")
