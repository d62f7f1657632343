"""What a search asks of the full text: tokens, written for FTS5 or for PostgreSQL. No text of a shopper's can be more
than a token: letters and digits, quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from shop.assistant.criteria import LABELLED, Criteria, Kind, keys
from shop.assistant.language.audiences import CHILDREN, EVERYONE
from shop.assistant.language.text import words
from shop.catalogue.index import cut, mark_of
from shop.models.product_text import SOLD_OUT

FACETS = keys(lambda each: each.kind in (Kind.LABEL, Kind.LABELS))
MARKED = tuple(key for key in LABELLED if key != "audience")
NOWHERE = "_"
MOST_WORDS = 12
Phrase = tuple[str, ...]
Group = tuple[Phrase, ...]


@dataclass(frozen=True)
class Asked:
    """Of every group one phrase must be there, with all its tokens; of `without` no phrase may be there whole."""

    every: tuple[Group, ...] = ()
    without: tuple[Phrase, ...] = ()

    def plus(self, groups: Sequence[Group]) -> Asked:
        return Asked((*self.every, *groups), self.without)

    def fts5(self) -> str:
        def phrase(tokens: Phrase) -> str:
            return "(" + " AND ".join(f'"{token}"' for token in tokens) + ")"

        said = " AND ".join("(" + " OR ".join(map(phrase, group)) + ")" for group in self.every)
        return "".join((said, *(f" NOT {phrase(tokens)}" for tokens in self.without if said)))

    def tsquery(self) -> str:
        def phrase(tokens: Phrase) -> str:
            return "(" + " & ".join(f"'{token}'" for token in tokens) + ")"

        said = ["(" + " | ".join(map(phrase, group)) + ")" for group in self.every]
        return " & ".join((*said, *(f"!{phrase(tokens)}" for tokens in self.without if said)))


def asked_of(criteria: Criteria, *, sold_out: bool) -> Asked:
    """All of the criteria that the full text knows, the words aside. `sold_out` says whether what cannot be bought
    may be found."""
    every = [marks(key, criteria.values(key)) for key in MARKED if criteria.values(key)]
    if criteria.audience:
        # What is for everyone is cut for adults, so it is not for children.
        own = (criteria.audience,)
        every.append(marks("audience", own if criteria.audience in CHILDREN else (*own, *EVERYONE, "")))
    without = [phrase for key in ("category", *FACETS) for phrase in marks(key, criteria.exclude.get(key, ()))]
    without += [tokens_of(phrase) for phrase in criteria.exclude.get("words", ())]
    return Asked(tuple(every), tuple(without) if sold_out else (*without, (SOLD_OUT,)))


def marks(key: str, values: Sequence[str]) -> Group:
    return tuple((mark_of(f"{key}:{value}"),) for value in values)


def words_of(criteria: Criteria) -> tuple[str, ...]:
    """The words asked for, each once. What has no letter or digit is a word that stands nowhere."""
    found = chain.from_iterable(map(tokens_of, criteria.words))
    return tuple(dict.fromkeys(found))[:MOST_WORDS]


def tokens_of(phrase: str) -> Phrase:
    """The tokens of stems, whatever else stands between them."""
    return tuple(cut(word.replace("'", "")) for word in words(phrase)) or (NOWHERE,)


def standing(prefix: str, group: Group) -> Group:
    return tuple(tuple(f"{prefix}{token}" for token in phrase) for phrase in group)


def tiers(groups: Sequence[Group]) -> list[tuple[Group, ...]]:
    """Ever wider searches for all the words: what is called so, what has them in its name, what has them at all."""
    last = standing("_h_", groups[-1:][0])
    return [(*groups, last), tuple(standing("_n_", group) for group in groups), tuple(groups)]


def some(groups: Sequence[Group], rarity: Mapping[Group, float]) -> list[tuple[Group, ...]]:
    """Searches for ever fewer of the words, the most telling ones first. Of many words only one may be missing."""
    rarest = sorted(groups, key=lambda group: -rarity[group])
    found: list[tuple[Group, ...]] = []
    for size in (*range(len(groups) - 1, 1, -1),) if len(groups) <= 4 else (len(groups) - 1,):
        fewer = sorted(combinations(rarest, size), key=lambda some: -sum(rarity[group] for group in some))
        found += [tuple(group for group in groups if group in chosen) for chosen in fewer]
    for group in rarest:
        found += [(standing(prefix, group),) for prefix in ("_h_", "_n_")] + [(group,)]
    return found
