"""Whom things are made for, in general English words, folded."""

from __future__ import annotations

from shop.assistant.language.phrasebook import ENGLISH

EVERYONE = ENGLISH.words("audiences.everyone")
CHILDREN = ENGLISH.words("audiences.children")
