"""The address of a comparison: which products it names, and what of it could not be used."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shop.assistant.answering.comparison import MOST, compare

__all__ = ["MOST", "asked_of", "compare", "missing"]
ID = re.compile(r"[0-9]{1,9}")


def asked_of(texts: Sequence[str]) -> tuple[list[int], list[str]]:
    """Ids as "ids=1,2,3" or one a parameter, the first MOST of them, and complaints about the rest."""
    words = [word.strip() for text in texts for word in text.split(",") if word.strip()]
    complaints = [f"“{word[:20]}” is not the number of a product, so it was left out."
                  for word in words[:10] if not ID.fullmatch(word)]
    ids = list(dict.fromkeys(int(word) for word in words if ID.fullmatch(word)))
    if len(ids) > MOST:
        complaints.append(f"At most {MOST} products stand side by side; these are the first {MOST}.")
    return ids[:MOST], complaints


def missing(ids: Sequence[int], found: Sequence[int]) -> list[str]:
    gone = [str(each) for each in ids if each not in found]
    if not gone:
        return []
    return [f"{'Product' if len(gone) == 1 else 'Products'} {' and '.join(gone)} "
            f"{'is' if len(gone) == 1 else 'are'} not for sale here, so {'it was' if len(gone) == 1 else 'they were'} "
            "left out."]
