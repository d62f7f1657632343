"""Which topics of the knowledge a message is about, by the words that people use for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

TOPICS: Mapping[str, re.Pattern[str]] = {
    "shipping": re.compile(
        r"\b(?:shipping|ships?|shipped|deliver(?:y|ies|s|ed|ing)?|postage|courier|dispatch\w*|express|next[\s-]day"
        r"|(?:shipping|delivery)\s+(?:address|cost|fee|time|option)s?|customs)\b"),
    "returns": re.compile(
        r"\b(?:returns?|returned|returning|refund\w*|exchang\w+|money\s+back|send\s+(?:it|them|this|something"
        r"|\w+)\s+back"
        r"|(?:take|bring|give)\s+(?:it|them)\s+back|does\s?n'?t\s+fit|reimburs\w+|restitution|rebate|guarantee"
        r"|warranty|faulty"
        r"|damaged|defective|broken)\b"),
    "orders": re.compile(
        r"\b(?:my\s+orders?|(?:an?|the|this|that|place|make|making|cancel\w*|chang\w+|edit\w*|modify\w*|update"
        r"|updating|track\w*)\s+"
        r"(?:\w+\s+)?(?:orders?|purchases?|package|parcel)|orders?\s+(?:status|history|number|confirmation)"
        r"|order\s*#?\s*\d+|cancel\w*|track\w*"
        r"|(?:cancel\w*|termination|withdrawal)\s+(?:fees?|penalty|charges?)|purchase\s*#?\s*\d+)\b"),
    "payment": re.compile(
        r"\b(?:pay|payments?|paying|paid|credit\s+cards?|debit\s+cards?|visa|mastercard|amex|american\s+express"
        r"|paypal|apple\s+pay"
        r"|google\s+pay|klarna|invoices?|bills?|billing|receipt|instal?lments?|gift\s+(?:card|voucher)s?"
        r"|vouchers?|coupons?|promo\s+codes?"
        r"|discount\s+codes?|discounts?|checkout|vat)\b"),
    "account": re.compile(
        r"\b(?:accounts?|passwords?|pass\s?code|log\s?in|logging\s+in|login|sign(?:ing)?[\s-]?(?:up|in)"
        r"|regist(?:er|ration|ering)\w*|user\s?name|profile"
        r"|pin\s+code|(?:my|personal)\s+(?:details|data|information)|credentials|privacy)\b"),
    "newsletter": re.compile(r"\b(?:news\s?letters?|mailing\s+list|(?:un)?subscri\w+|corporate\s+news"
                             r"|e?-?mails?\s+(?:offers|updates))\b"),
    "contact": re.compile(
        r"\b(?:contact|phone|call|e-?mail(?:\s+address)?|telephone|reach\s+(?:you|someone|customer)"
        r"|customer\s+(?:service|support|care|assistance)"
        r"|help\s?(?:desk|line|centre|center)|support\s+team|complain\w*|complaints?|reclamation|claims?"
        r"|reviews?|feedback|opinions?|hotline"
        r"|working\s+hours|live\s+chat|agents?|assistance|(?:speak|speaking|talk|talking)\s+(?:to"
        r"|with)\s+(?!you\b|u\b|an?\s+(?:bot|robot|machine)))\b"),
    "store": re.compile(
        r"\b(?:opening\s+(?:hours|times)|open(?:ing)?|close|closing|where\s+are\s+you|your\s+(?:address|location"
        r"|shop|store|company|story)"
        r"|(?:physical|nearest|local)\s+(?:shop|store)s?|showroom|located|visit|try\s+(?:it|them|things"
        r"|clothes)\s+on|click\s+(?:and|&)\s+collect"
        r"|pick[\s-]?up|who\s+(?:owns|runs|makes)|sustainab\w+|ethical\w*|made\s+in|where\s+(?:are"
        r"|is)\s+\w+\s+made)\b"),
    "sizing": re.compile(
        r"\b(?:size\s+(?:guide|chart|table)|sizing|measurements?|measure|(?:what|which)\s+(?:\w+\s+)?sizes?\s+(?:is|are|should|do|would|will|am|fits?)|(?:what|which)\s+size|true\s+to\s+size"
        r"|run(?:s)?\s+(?:small|large|big)"
        r"|between\s+(?:two\s+)?sizes|fit\s+guide|size\s+am\s+i|size\s+should\s+i)\b"),
    "care": re.compile(
        r"\b(?:wash\w*|launder\w*|tumble|(?:tumble\s+)?dryers?|dry[\s-]?clean\w*|iron(?:ing|ed)?|shrink\w*"
        r"|(?:take\s+)?care\s+(?:for|of|instructions|label)|look(?:ing)?\s+after|clean(?:ing)?\b|stains?"
        r"|machine\s+wash\w*|maintain|pilling|bobbl\w+|store\s+(?:my|a|the)\b|re-?proof\w*|oil(?:ing)?"
        r"|sharpen\w*)\b"),
    "styling": re.compile(
        r"\b(?:what\s+(?:should|do|can|shall|would)\s+(?:i|you|one)\s+wear|how\s+(?:should|do|can"
        r"|shall)\s+i\s+(?:wear|style|dress|layer|combine|match)"
        r"|dress\s+code|goes?\s+(?:well\s+)?with|style\s+(?:tip|advice)|styling|layer(?:ing)?)\b"),
}


def topics_of(text: str) -> tuple[str, ...]:
    """The topics that a folded text names, in the order of TOPICS."""
    return tuple(topic for topic, pattern in TOPICS.items() if pattern.search(text))
