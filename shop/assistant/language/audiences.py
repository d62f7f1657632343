"""Whom things are made for, in general English words, folded."""

from __future__ import annotations

EVERYONE = ("unisex", "all", "everyone", "adults")
CHILDREN = ("kids", "kid", "children", "child", "boys", "girls", "baby", "babies", "toddlers", "junior", "youth")
