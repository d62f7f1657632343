"""What a search asks of the full text: tokens, written for FTS5 or for PostgreSQL. No text of a shopper's can be more
than a token: letters and digits, quoted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from shop.assistant.criteria import BY_KEY, CONTENTS, LABELLED, NAMED, VARIED, Criteria, Kind
from shop.assistant.language.audiences import suiting
from shop.assistant.recommending.item_text import tokens_of
from shop.catalogue.index import mark_of
from shop.models.product_text import SOLD_OUT

# All tokens of a phrase, and of a group one phrase.
Phrase = tuple[str, ...]
Group = tuple[Phrase, ...]


@dataclass(frozen=True)
class Dialect:
    both: str
    either: str
    without: str
    quote: str

    def together(self, groups: Sequence[Group]) -> str:
        """What has every one of some groups."""
        return self.both.join(f"({self.either.join(map(self.phrase, group))})" for group in groups)

    def phrase(self, tokens: Phrase) -> str:
        return f"({self.both.join(f'{self.quote}{token}{self.quote}' for token in tokens)})"


FTS5 = Dialect(" AND ", " OR ", " NOT ", '"')
TSQUERY = Dialect(" & ", " | ", " & !", "'")


@dataclass(frozen=True)
class Asked:
    """Every one of these groups must be there; of `without`, none may be there with all its groups."""

    every: tuple[Group, ...] = ()
    without: tuple[tuple[Group, ...], ...] = ()

    def plus(self, groups: Sequence[Group]) -> Asked:
        return Asked((*self.every, *groups), self.without)

    def written(self, dialect: Dialect) -> str:
        """The whole as a query; neither language can ask for nothing but what is not there."""
        said = dialect.together(self.every)
        return "".join((said, *(f"{dialect.without}({dialect.together(groups)})" for groups in self.without if said)))


def any_of(exclusions: Sequence[Sequence[Group]], dialect: Dialect) -> str:
    """What has all groups of one of these, as a query."""
    return dialect.either.join(f"({dialect.together(groups)})" for groups in exclusions)


def asked_of(criteria: Criteria, group_of: Callable[[str], Group], *, sold_out: bool) -> Asked:
    """All of the criteria that the full text knows, but for the words asked for. `group_of` gives what stands for a
    word; `sold_out` says whether what cannot be bought may be found."""
    every = [marks(key, criteria.values(key)) for key in LABELLED if criteria.values(key)]
    # What varies within a product is ruled out variant by variant.
    without: list[tuple[Group, ...]] = [
        (marks(key, values),) for key, values in criteria.exclude.items()
        if values and (key == CONTENTS or (key in LABELLED and key not in VARIED and BY_KEY[key].excludable))]
    without += [tuple(map(group_of, tokens_of(phrase))) for phrase in criteria.exclude.get("words", ())]
    without += [tuple(standing("_n_", group_of(token)) for token in tokens_of(phrase))
                for phrase in criteria.exclude.get(NAMED, ())]
    return Asked(tuple(every), tuple(without) if sold_out else (*without, GONE))


GONE: tuple[Group, ...] = (((SOLD_OUT,),),)


def marks(key: str, values: Sequence[str]) -> Group:
    if key != CONTENTS and BY_KEY[key].kind is Kind.AUDIENCE:
        values = tuple(dict.fromkeys(each for value in values for each in suiting(value)))
    return tuple((mark_of(f"{key}:{value}"),) for value in values)


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
