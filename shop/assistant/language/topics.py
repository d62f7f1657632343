"""Which topics of the knowledge a message is about.

A message is read as the families of its words (`families`), in any order, and each rule below is a list of what must be
named: FAMILIES in capitals, other words as they stand, "|" between alternatives, "-" before what must not be there, and
"." where nothing else of substance may follow. The rules of the highest weight that hold decide; of several, all their
topics are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shop.assistant.language.families import ELSEWHERE, SUBJECTS, lexicon, units
from shop.assistant.language.stop_words import STOP
from shop.assistant.language.text import stem

# 4: this, whatever else is named; 3: two things that belong together; 2: a word that has no other sense in a shop.
RULES: Mapping[str, Mapping[int, str]] = {
    "shipping": {
        4: """
            FROM_PLACE HELP
            CHANGE|WRONG|ADD ADDRESS DELIVER
        """,
        3: """
            CHANGE|WRONG|ADD|new|second|another|different ADDRESS
            DELIVER ADDRESS -RETURN
            WHEN ARRIVE ORDER|PARCEL|GOODS -SUPPORT
            WHEN DELIVER -RETURN -REFUND -REVIEW
            FEE DELIVER -RETURN -REFUND
            METHOD DELIVER|PARCEL -RETURN
            DELIVER|SHIP|BRING abroad|overseas|international|internationally|worldwide|country|countries
            LOST PARCEL
            LOST|never|CANNOT ARRIVE ORDER|PARCEL
            COLLECT store|shop|person|myself|ORDER
            pick up
            DELIVER_TO
            at_home|at_work|neighbour|neighbor PARCEL|DELIVER
        """,
        2: """
            DELIVER
            SHIP you|ya|u|it|them|this|GOODS|ORDER|free|fast
            WHEN ARRIVE -REFUND -RETURN -NEWSLETTER -OPEN -REVIEW -SUPPORT -EMAIL
            next_day|overnight
            customs|import_duty|duties|import_tax
            click_and_collect
            COLLECT -RETURN
            GET it|this|them tomorrow|today|tonight
        """,
    },
    "returns": {
        4: """
            RETURN DELIVER|FEE|ADDRESS|PAY
        """,
        3: """
            REFUND
            RETURN
            BRING back
            EXCHANGE size|colour|color|GOODS|ORDER|it
            FAULT|BROKEN ORDER|PARCEL|GOODS|ARRIVE
            money|cash back|returned
            doesn't_fit|does_not_fit|didn't_fit|doesn't_suit|don't_like|did_not_fit
            wrong_size|wrong_colour|wrong_color|wrong_item|wrong_product
        """,
        2: """
            EXCHANGE
            FAULT
            GUARANTEE
            BROKEN is|was|it|my|already|got
            changed_my_mind
            ARRIVE hole|stain|scratched|stained|cracked|bent
        """,
    },
    "orders": {
        4: """
            CANCEL FEE
            early CANCEL|FEE
        """,
        3: """
            TRACK ORDER|PARCEL|NUMBER
            STATUS ORDER|PARCEL -REFUND -METHOD
            WHERE ORDER|PARCEL -METHOD -ADDRESS
            CANCEL ORDER|PARCEL|GOODS
            CHANGE ORDER -ADDRESS -ACCOUNT
            EXCHANGE|SWITCH|DELETE|ADD|CHANGE GOODS ORDER
            MAKE ORDER -COMPLAINT -REVIEW -RETURN
            HELP BUY something|anything|stuff|things -WHEN -ARRIVE .
            HELP BUY online|website|site|guest|here -WHEN -ARRIVE
            HELP BUY -WHEN -ARRIVE -ADDRESS .
            BUY GOODS -WHEN -ARRIVE .
            CONFIRM EMAIL|ORDER
            order_history|past_orders|previous_orders|ORDER_NUMBER
            ORDER NUMBER
        """,
        2: """
            MY_ORDER
            CANCEL
            my PARCEL
            tracking
            TRACK it|them
        """,
    },
    "payment": {
        4: """
            cash_on_delivery|pay_on_delivery|pay_for_delivery|BILLING_ADDRESS
            PAY FAIL
            PAY METHOD
        """,
        3: """
            INVOICE GET|ORDER|NUMBER|from|my|last|WHERE -with
            charged twice|double|wrong|again
            CARD FAIL
            COUPON CANNOT|FAIL|working|work|use|apply|enter|redeem
        """,
        2: """
            PAY
            CARD
            invoice|invoices|receipt|receipts|billing
            FINANCE
            COUPON
            vat
            checkout|check_out
            charged
        """,
    },
    "account": {
        4: """
            RECOVER PASSWORD
            RECOVER PIN -CARD
            DELETE ACCOUNT|PROFILE -ORDER -NEWSLETTER
            SIGNUP FAIL|CANNOT -NEWSLETTER
            LOGIN CANNOT|FAIL
        """,
        3: """
            PASSWORD
            PROFILE|my PIN CANNOT|PROFILE|HELP|FAIL
            SWITCH|CREATE|CHANGE|ADD|DELETE ACCOUNT
            SWITCH|CREATE|CHANGE|DELETE|my|new|another PROFILE
            SWITCH|use plan|tier
            CHANGE|my|personal DETAIL -ORDER -DELIVER
            data_protection|gdpr
            SIGNUP
            LOGIN
        """,
        2: """
            ACCOUNT
            username|usernames|user_name|credentials
            privacy
        """,
    },
    "newsletter": {
        4: """
            NEWSLETTER
            SUBSCRIBE -ACCOUNT -CREATE
            stop|many|more|fewer EMAIL
            SIGNUP|EMAIL updates|offers|news
            opt_out
        """,
    },
    "contact": {
        4: """
            SUPPORT
            REACH PERSON|support
            put|transfer me PERSON
            UNHAPPY COMPLAINT
            FILE COMPLAINT -REFUND -COUPON -REVIEW
            COMPLAINT against|about|customer|consumer
            WRITE|HELP|section|about REVIEW -GOOD
            REVIEW your|ur|product|products|service|services|company|GOODS -GOOD
        """,
        3: """
            COMPLAINT
            REACH you|u|us shop|store|PHONE|EMAIL
            HELP|what|what's|your|have|a PHONE -CHANGE -ACCOUNT
            UNHAPPY service|work|company|brand|shop|you|your
            bad|poor|terrible|awful service|experience
            REACH you|u|team HOURS|WHEN|HELP
        """,
        2: """
            contact
            live_chat
            feedback -GOOD
            REVIEW -GOOD .
            PHONE .
            agent|hotline .
            need|want support .
        """,
    },
    "store": {
        3: """
            HOURS
            WHEN|your|today opening
            OPEN
            WHEN open|close|closing|closed -ACCOUNT
            open today|tomorrow|sunday|sundays|saturday|saturdays|weekend|weekends|monday|holiday|holidays
            where_are_you|your_address|your_location|your_shop|your_store
            physical|nearest|local|real shop|store|branch|showroom
            where|located|location|find|directions shop|store|showroom|branch
            try on
            visit you|shop|store|showroom
            COLLECT store|shop|person|myself
            gift_wrap|gift_wrapped|gift_wrapping|giftwrap
            wrap_it|wrap_them|wrap_this|wrap_up|wrapped_up|be_wrapped|it_wrapped|wrap_my|wrap_the
        """,
        2: """
            click_and_collect
            COLLECT -RETURN
            located|showroom
            sustainable|sustainability|sustainably|ethical|ethically|eco_friendly|fair_trade|fairtrade
            who_owns|who_runs|about_you|your_company|your_story|your_business|your_history
            made_in
            where made|manufactured|produced|sourced
            SUBJECT
        """,
    },
    "care": {
        2: """
            GUARANTEE
            MEND
            came_apart|fell_apart|fallen_apart
        """,
    },
}
# These are shapes of sentences more than words, and the words are those that products are described with.
PHRASED: Mapping[str, re.Pattern[str]] = {
    "sizing": re.compile(
        r"\b(?:size\s+(?:guide|chart|table)|sizing|measurements?|measure"
        r"|(?:what|which)\s+(?:\w+\s+)?sizes?\s+(?:is|are|should|do|would|will|am|fits?)|(?:what|which)\s+size"
        r"|true\s+to\s+size|runs?\s+(?:small|large|big)|between\s+(?:two\s+)?sizes|fit\s+guide"
        r"|size\s+(?:am|should|do)\s+i)\b"),
    "care": re.compile(
        r"\b(?:(?<!light )(?<!dark )(?<!mid )(?<!acid )(?<!stone )(?<!face )(?<!body )wash\w*|launder\w*|tumble|(?:tumble\s+)?dryers?|dry[\s-]?clean\w*|iron(?:ing|ed)?|shrink\w*|shrunk"
        r"|(?:take\s+)?care\s+(?:for|of|instructions|label)|look(?:ing)?\s+after|clean(?:ing)?\b|stains?"
        r"|maintain|pilling|bobbl\w+|store\s+(?:my|a|the)\b|re-?proof\w*|oil(?:ing)?|sharpen\w*)\b"),
    "styling": re.compile(
        r"\b(?:what\s+(?:should|do|can|shall|would)\s+(?:i|you|one)\s+wear"
        r"|how\s+(?:should|do|can|shall)\s+i\s+(?:wear|style|dress|layer|combine|match)"
        r"|dress\s+code|goes?\s+(?:well\s+)?with|style\s+(?:tip|advice)|styling|layer(?:ing)?)\b"),
}


@dataclass(frozen=True)
class Said:
    """Where each family and plain word is first named, and the last word that is neither one of them nor of the
    everyday frame of a question; -1 without one. Places are counted in words and phrases."""

    places: Mapping[str, int]
    last_strange: int


@dataclass(frozen=True)
class Rule:
    """`needs` are alternatives, of each of which one must be named; `bars` must not be."""

    topic: str
    weight: int
    needs: tuple[frozenset[str], ...]
    bars: frozenset[str]
    bare: bool

    def holds(self, said: Said) -> bool:
        if not self.bars.isdisjoint(said.places):
            return False
        if any(need.isdisjoint(said.places) for need in self.needs):
            return False
        return not self.bare or said.last_strange < min(
            said.places[name] for need in self.needs for name in need if name in said.places)


def compiled() -> Iterator[Rule]:
    for topic, weighted in RULES.items():
        for weight, lines in weighted.items():
            for line in lines.strip().splitlines():
                terms = line.split()
                yield Rule(topic, weight,
                           tuple(frozenset(term.split("|")) for term in terms if term[0] not in ".-"),
                           frozenset(term[1:] for term in terms if term[0] == "-"), "." in terms)


COMPILED = tuple(sorted(compiled(), key=lambda rule: -rule.weight))
PLAIN = frozenset(term for rule in COMPILED for need in (*rule.needs, rule.bars) for term in need if term.islower())
LEXICON = lexicon(PLAIN)
FROM_PLACE = re.compile(r"\b(?:order|buy|purchase|shop)(?:ing)?\s+(?:\w+\s+)?from\s+"
                        r"(?!(?:you|u|your|ur|here|this|that|the|my|last|yesterday|today|a|home)\b)[a-z]")
DELIVER_TO = re.compile(r"\b(?:ship|deliver|send|post)(?:s|ing|ments?|y|ies|ed|ped|ping)?\s+(?:\w+\s+){0,2}?to\s+"
                        r"(?!(?:you|u|your|ur)\b)[a-z]")
NUMBER = re.compile(r"(?<![.,\d])\d{4,}(?![.,]?\d)")
FRAME_TOO = ("u", "ur", "ya", "r", "pls", "plz", "trying", "several", "receive", "somehow", "quickly", "asap", "damn")
FRAME = STOP | frozenset(FRAME_TOO)


def read(text: str) -> Said:
    places: dict[str, int] = {}
    last_strange = -1
    for place, (sequence, families) in enumerate(units(text, LEXICON)):
        for family in families:
            places.setdefault(family, place)
        if not families and stem(sequence[0]) not in FRAME:
            last_strange = place
    for name, pattern in (("FROM_PLACE", FROM_PLACE), ("DELIVER_TO", DELIVER_TO), ("NUMBER", NUMBER)):
        if pattern.search(text):
            places[name] = 0
    if not SUBJECTS.keys().isdisjoint(places):
        places["SUBJECT"] = 0
    return Said(places, last_strange)


def topics_of(text: str) -> tuple[str, ...]:
    """The topics that a folded text is about; none where no rule holds or where it is no shop's business."""
    said = read(text)
    if not ELSEWHERE.keys().isdisjoint(said.places):
        return ()
    holding = [rule for rule in COMPILED if rule.holds(said)]
    top = [rule.topic for rule in holding if rule.weight == holding[0].weight]
    return tuple(dict.fromkeys([*top, *(topic for topic, pattern in PHRASED.items() if pattern.search(text))]))


def words() -> frozenset[str]:
    """The plain words of the rules, to put misspelt ones right against."""
    phrased = (word for pattern in PHRASED.values() for word in re.findall(r"[a-z]{4,}", pattern.pattern))
    return frozenset((*(word for sequence in LEXICON for word in sequence), *FRAME_TOO, *phrased))
