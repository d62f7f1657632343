"""General English that a shop assistant needs whatever the shop sells. What the shop sells is in the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shop.assistant.language.degrees import GRADED
from shop.assistant.language.small_talk import COMPARE
from shop.assistant.language.text import stems

NUMBERS: Mapping[str, int] = {
    "a couple of": 2, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12,
}
ORDINALS: Mapping[str, int] = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "sixth": 6, "6th": 6, "last": -1,
}

NEGATION = re.compile(
    r"\b(?:not(?!\s+(?:sure|only|too|very|much|really|necessarily))(?:\s+(?:in|from|of|any|a|an|the|made|like))*"
    r"|no(?!\s+(?:idea|problem|worries|thanks|thank|matter|more|one))|without(?:\s+(?:any|a|an|the))?"
    r"|except(?:\s+for)?"
    r"|(?:is|are)\s?n'?t(?:\s+(?:any|a|an|too|in))*|excluding|but\s+not|anything\s+but|everything\s+but"
    r"|other\s+than|nothing\s+(?:in|from|with|too|made\s+of|by)"
    r"|(?:don't|dont|do\s+not|didn't|doesn't)\s+(?:want|like|need|wear|show(?:\s+me)?|have)(?:\s+(?:any|a|an|the))*"
    r"|hate|avoid|allergic\s+to|rather\s+than|instead\s+of|non)\b")
NEGATION_ENDS = re.compile(r"[,.;!?]|\b(?:but|and\s+(?:under|below|for|with|in|i)|please|only|instead|under"
                           r"|below|over"
                           r"|for|with|i|under|max|cheaper|show|give|find)\b")

SORTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:cheapest|least\s+expensive|lowest\s+price[ds]?|most\s+affordable)\b"), "price_asc"),
    (re.compile(r"\b(?:most\s+expensive|priciest|dearest|costliest|highest\s+price[ds]?)\b"), "price_desc"),
    (re.compile(r"\b(?:best|top|highest)[\s-]+(?:rated|reviewed|rating|ratings|reviews)\b"
                r"|\bmost\s+(?:popular|loved)\b|\bbest[\s-]?sell(?:er|ers|ing)\b"), "rating"),
    (re.compile(r"\b(?:newest|latest|new\s+in|new\s+arrivals?|just\s+in|what(?:'?s|\s+is)\s+new)\b"), "newest"),
)
PRICE_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:cheap|affordable|inexpensive|budget|low[\s-]?cost|low[\s-]?priced?"
                r"|not\s+(?:too\s+)?expensive"
                r"|not\s+(?:too\s+)?pricey|reasonably\s+priced|bargains?)\b"), "low"),
    (re.compile(r"\b(?:expensive|pric(?:e)?y|premium|luxury|luxurious|high[\s-]?end|upmarket)\b"), "high"),
)

MORE = re.compile(r"^\W*(?:(?:can|could)\s+(?:you|i)\s+)?(?:please\s+)?(?:(?:show|see|give|send|find|got|have"
                  r"|any)\s*(?:me|us)?\s*)?"
                  r"(?:some\s+|any\s+|a\s+few\s+)?(?:more|others?|anything\s+else|what\s+else|next"
                  r"|other\s+(?:ones|options)|"
                  r"more\s+(?:like\s+(?:this|that|these|those)|options|of\s+(?:them|these|those)|please|results))"
                  r"(?:\s+(?:please|options|ones|like\s+(?:this|that|these|those)|do\s+you\s+have))*\W*$")
CHEAPER = re.compile(r"\b(?:cheaper|less\s+expensive|lower\s+price[ds]?|too\s+(?:expensive|pricey|dear|much)"
                     r"|cost\s+less)\b")
DEARER = re.compile(r"\b(?:more\s+expensive|pricier|dearer|higher\s+(?:quality|end|price[ds]?)|more\s+premium"
                    r"|better\s+quality)\b")
RESTART = re.compile(r"\b(?:start\s+(?:over|again|fresh|from\s+scratch)|forget\s+(?:it|that|everything|all)"
                     r"|never\s?mind|reset|"
                     r"clear\s+(?:everything|all)|something\s+(?:else\s+entirely|completely\s+different))\b")
# What a rating must be at least; a group holds the number where one is said.
RATED = re.compile(
    r"\b(?:at\s+least|above|over|min(?:imum)?|more\s+than|from|rated)?\s*"
    r"\b([1-5](?:[.,]\d)?|one|two|three|four|five)\s*\+?\s*(?:or\s+(?:more|higher|better)\s+|plus\s+|and\s+up\s+)?stars?\b"
    r"(?:\s+(?:or\s+(?:more|higher|better|up)|and\s+(?:up|above)|plus|minimum|at\s+least))?"
    r"|\b(?:rated|ratings?|reviews?|score[ds]?)\s+(?:is\s+|are\s+|of\s+|that\s+is\s+)?"
    r"(?:at\s+least\s+|above\s+|over\s+|better\s+than\s+|higher\s+than\s+|more\s+than\s+|from\s+)?"
    r"([1-5](?:[.,]\d)?)\s*\+?(?![\d€$£])"
    r"|\b([1-5](?:[.,]\d)?)\s*\+(?:\s+(?:rating|rated|reviews?))?(?!\w)"
    r"|\b(?:well|highly|good)[\s-]+(?:rated|reviewed|ratings?|reviews?)\b|\bgreat\s+(?:ratings?|reviews?)\b")
# "Forget the red": no longer asked for, and not ruled out either.
DROPPING = re.compile(
    r"\b(?:forget(?:\s+about)?|never\s?mind(?:\s+about)?|nvm|drop|remove|lose|skip|scrap|ditch)\s+(?:the\s+|that\s+|about\s+)*")
ALLOWING = re.compile(
    r"^\s*(?:is|are|'s|would\s+be|was|were)\s+(?:actually\s+|also\s+|totally\s+)?"
    r"(?:fine|ok|okay|alright|all\s+right|good|allowed|possible|acceptable)\b")
# Words that only carry a sentence along, whatever a shop may call by them.
CARRIERS = re.compile(r"\b(?:also\s+)?works?\s+(?:too|also|as\s+well|fine|for\s+me)\b|\balso\s+works?\b|\bwould\s+(?:also\s+)?work\b"
                      r"|\bthat\s+works\b")
ANY = re.compile(r"\b(?:any|whatever|whichever|all)\s+(colou?rs?|sizes?|prices?|brands?|materials?|styles?"
                 r"|patterns?|"
                 r"categor(?:y|ies)|occasions?|seasons?)\b"
                 r"|\b(colou?r|size|price|brand|material|style|pattern)\s+(?:does\s?n'?t|does\s+not"
                 r"|doesnt)\s+matter\b"
                 r"|\b(?:forget(?:\s+about)?|never\s?mind|nvm|drop|remove|lose|skip|scrap|ignore|without)\s+(?:the\s+|a\s+|my\s+|that\s+)?"
    r"(colou?r|size|price|brand|material|style|pattern|budget|limit|rating|stars|reviews)s?(?:\s+(?:limit|range|filter))?\b"
    r"|\bdon'?t\s+(?:care|mind)\s+(?:about\s+)?(?:the\s+|what\s+)?(colou?r|size|price|brand"
                 r"|material|style|pattern)\b")
COUNT = re.compile(r"\bhow\s+many\b|\bnumber\s+of\b")
RANGE = re.compile(r"\bwhat\s+(?:all\s+|else\s+|kinds?\s+of\s+\w+\s+|sorts?\s+of\s+\w+\s+|products?\s+|things\s+"
                   r"|items?\s+|stuff\s+)?(?:do|can|does|are)\s+"
                   r"(?:you|u|i|this\s+(?:shop|store)|the\s+(?:shop|store))\s+(?:sell|have|carry|stock|offer|buy"
                   r"|got|selling)"
                   r"(?:\s+(?:here|in\s+(?:your|the)\s+(?:shop|store)|for\s+sale))?\W*$"
                   r"|\b(?:show|see)\s+(?:me\s+)?(?:everything|all\s+(?:your\s+)?(?:products|categories)"
                   r"|your\s+(?:range|catalogue|catalog|products))\b"
                   r"|\bwhat(?:'s|\s+is)\s+in\s+(?:your|the)\s+(?:shop|store|range)\b")

REFERENCE = re.compile(
    r"\b(?:(?:the|that|this)\s+(first|second|third|fourth|fifth|sixth|last|1st|2nd|3rd|4th|5th|6th)(?:\s+(?:one"
    r"|option|item|product))?"
    r"|(?:number|no\.?|option|#)\s*([1-6]))\b")
# Sizes that are the shopper's own, whatever they are asking for.
OWN_SIZE = re.compile(r"\b(?:my\s+(?:\w+\s+)?size\s+is|i\s+(?:usually\s+|normally\s+|always\s+)?(?:wear|take)|i'?m\s+(?:a|an)\s+(?:size\s+)?"
                      r"|i\s+am\s+(?:a|an|size))\b")
BETTER_RATED = re.compile(r"\b(?:better|best|higher|highest)[\s-]+(?:rated|reviewed|ratings?|reviews)\b")
IN_SHOP = re.compile(r"\b(?:you|u)(?:'ve)?\s+(?:have|sell|stock|carry|offer|got)\b|\bin\s+(?:the|this|your)\s+(?:whole\s+)?(?:shop|store)\b")
# A full stop that ends no sentence.
SHORTENED = re.compile(r"\b(?:(mrs?|ms|dr|prof|st|vs|etc|incl|excl)\.(?!\w)|(approx|ca|max|min|no|nr)\.(?=\s*[€$£]?\d))", re.IGNORECASE)
FOR_EXAMPLE = re.compile(r"\b(?:e\.\s?g|i\.\s?e)\.?", re.IGNORECASE)
POINTING = re.compile(r"\b(?:this|that|it|this\s+one|that\s+one|its|it's)\b")

PLAIN_WORDS = frozenset("""
    a about above actually after again all almost alright also although always am an and another any anybody
    anyone anything are aren't around as at available away back basically be because been before being best
    better between big bit both bring but buy by came can can't cannot carry check choice chance colour color
    come could couldn't cost couple day days definitely did didn't different do does doesn't doing don't dont
    done each either else enough especially even ever every everybody everyone everything exactly fancy far feel
    few find fine first for from full gave general get getting gift give go goes going gonna good got gotta
    great had happy has hasn't have haven't having he hello help her here hers hey hi him his how however i i'd
    i'll i'm i've idea if important in inside instead into is isn't it it's item items its itself just keep kind
    kinds know last later latest least less let let's like likely little long look looking looks lot lots love
    lovely made main make makes many match matching matter may maybe me mean might mind mine minute moment money
    more most much must my myself name near need needed needs never new next nice no nobody none nor not nothing
    now of off often oh ok okay on once one ones only option options or other others our out over own pair pairs
    part people perfect perhaps person piece pieces place plain please plus possible prefer preferably present
    pretty price priced prices probably product products purchase put quick quite range rather really recommend
    recommendation right same saw say says search see seem selection sell set shall she shop shopping should
    show simple since so some somebody someone something sometimes soon sort sorts stock store stuff such
    suggest suggestion suitable super sure take tell than thank thanks that that's the their them then there
    there's these they thing things think this those through till time times to today together tomorrow tonight
    too top total totally towards treat try trying two type types um under until up upon us use used using usual
    usually very via want wanted wants was wasn't way we we'd we'll we're well went were what what's whatever
    when where whether which while who whole whose why will wish with within without won't wonder wondering work
    would wouldn't yeah yep yes yet you you'd you'll you're you've your yours size sizes style brand currently
    bought worn wear wearing outfit clothes clothing garment apparel gear wardrobe recommended ideally budget
    spend max maximum minimum expensive cheap cheaper affordable three four five six seven eight nine ten second
    third rated rating star stars euro euros dollar dollars pound pounds buck bucks eur usd gbp quid per hoping
    keen interested nowadays meet week weekly month year
""".split())
STOP = frozenset(stem for word in PLAIN_WORDS for stem in stems(word))

# What other rules have understood is not left over for the shelves to explain.
SAID_ALREADY = (RATED, DROPPING, CARRIERS, *(pattern for pattern, _ in SORTS), *(pattern for pattern, _ in PRICE_WORDS), CHEAPER, DEARER, ANY,
                COUNT, NEGATION, COMPARE, GRADED)
