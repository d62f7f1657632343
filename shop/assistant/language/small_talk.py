"""What a message is about when it is about neither products nor terms: a chat, a person, an order, the basket.

Every line below is a sentence as people say it: "|" stands between alternatives, "_" for a space within one of them,
"[…]" round what may be left out, "…" for up to six words, "^" and "$" for the ends of the message.
"""

from __future__ import annotations

import re

HUMAN = ("human|human_being|bot|robot|machine|ai|computer|person|program|programme|chatbot|chat_bot|automated|alive"
         "|artificial|sentient|language_model|real_person|live_person|life_form")
PARCEL = "order|orders|package|packages|parcel|parcels|purchase|purchases|delivery|shipment|shipments"
ARRIVED = ("arrive|arrived|arriving|come|coming|came|deliver|delivered|ship|shipped|sent|dispatched|here|left|leave"
           "|late|lost|delayed|processed|get_here|way|turn_up|turned_up|reach|reached|at|out|stuck|missing|brought")
STAFF = ("human|person|agent|operator|representative|rep|assistant|adviser|advisor|staff|manager|colleague|employee"
         "|someone|somebody|people|member_of_staff|customer_service|customer_support|customer_care")

TALK: tuple[tuple[str, str], ...] = (
    ("capabilities", """
        what|which [different|other] [kind|kinds|type|types|sort|sorts|category|categories] [of] questions|question|topics|topic|subjects … you|u|ai|bot|i
        what|which [kind|kinds|type|types|sort|sorts|are] [of] [the] [different] things|stuff|info|information|subjects … can|could|know|able|answer|familiar
        what|which … subjects|topics … you
        what [all|else|exactly|things] can|could|do|are you|u [able_to] do|help|answer|know|tell
        what [all|else|exactly|things] can|could|do|may|should|shall i|we ask
        what [am|are] i|we allowed|able|permitted to ask
        what [all|else] i|we can|could|may|should ask
        what is|are you|u|your|this for|able|capable|ability|abilities|capabilities|function|functions|features|purpose
        can|could|may i ask you … questions|anything|things
        can|could|do you answer … questions
        how can|could|do|would you|u|this|it help
        tell|show me what you|u|i can|know|do
        what do you do|know $
        your capabilities|abilities|skills
        ^ [can|could|will] [you|u] [please] help [me] [please] $
    """),
    ("bot", f"""
        are|r|be|were you|u|ya [really|just|actually|secretly|truly|even|perhaps] [a|an|the] [real|live|actual|living] [live] {HUMAN}
        you|u are|were|be|r [really|just|actually|secretly] [a|an|the] [real|live|actual|living] [live] {HUMAN}
        are|were you|u [really|actually|secretly|even] real|fake $
        you|u are|were|be [really|actually] real|fake $
        you|yourself … as|like|yourself [a|an] [real|live|actual] {HUMAN}
        yourself|call|calling [you|yourself] [a|an] [real|live|actual] {HUMAN}
        am|is i|this [talking|speaking|chatting|writing] [to|with] [a|an] [real|live|actual] {HUMAN}
        human|person or [a|an] bot|robot|machine|computer|ai
        bot|robot|machine|computer|ai or [a|an] [real] human|person
        what kind|sort|type of … {HUMAN}|being|creature|thing … you|u
        who|what are|r you|u $
        who|what you are $
        how old are|r you|u
        how old you|u are
        what's|what_is|tell_me your name|age|birthday|hobby|hobbies|job|favourite|favorite
        do|did you|u have|own|keep [a|an|any|some] age|pet|pets|feelings|emotions|hobby|hobbies|family|friends|siblings|kids|children|birthday|name|dog|cat $
        who|what made|created|built|programmed|designed|invented|developed|owns you|u
        who do|did you|u work for
        who|whom you|u work for
        who is|are|'s your boss|creator|maker|owner|employer
        where are|were you|u [really|originally] from|born
        where you|u are|were [really|originally] from|born
        where do|did you|u live|come|grow
        tell me about yourself
        what do you|u do|like [to_do] for|in [your] [fun|free|spare] [time]  $
    """),
    ("person", f"""
        talk|speak|chat|connect|transfer|contact|reach|call [me|us] [directly] [to|with|through_to] [a|an|the|some|your] [real|live|human|actual|another|customer_service|support] {STAFF}
        put|connect|transfer|get me [through|on] [to|with|through_to] [a|an|the] … {STAFF}
        help|assistance|want|like|try|prefer talking|speaking|chatting|to_talk|to_speak|to_chat to|with … {STAFF}
        need|want|get|give|is_there|have [me] [a|an|the|to|some] [real|live|actual] human|agent|operator|representative|real_person|live_person|live_agent|actual_person|real_human
        ^ [a|an] [real|live] human|agent|operator|representative|real_person|live_person [please] $
    """),
    ("goodbye", """
        bye|goodbye|good_bye|bye_bye|see_you|see_ya|cya|farewell|goodnight|good_night|so_long|ciao|adios|cheerio|ttyl
        take care [now|then|everyone] $
        catch|see|talk [to|with] you|ya|u later|soon|again|around
        talk later|soon
        that's|that_is|that'll|that_will [be] all [for] [now|today|thanks] [thanks] $
        ^ later|laters [alligator|gator|mate] $
        have [yourself] a good|nice|great|lovely|wonderful|pleasant [rest] day|evening|night|weekend|one|afternoon|time|week
        until|till next_time|we_meet|then|later $
        peace [out] $
        was [such] [a|an|so|very] [real] nice|lovely|great|good|pleasure|fun|pleasant|wonderful|delightful … chat|talk|conversation|talking|speaking|chatting|speak|you
        nice|lovely|great|good|pleasure [to] talking|speaking|chatting [to|with] [you|u]
        enjoyed … chat|talk|conversation|talking|speaking|chatting
        good|nice|great|lovely chat|talk|conversation [see_you] $
        i|i've [have] got|gotta|have|need [to] go|run|leave [now|bye] $
    """),
    ("thanks", """
        thanks|thank_you|thank_u|thankyou|thx|tysm|cheers|appreciate|appreciated|grateful|gratitude|thankful|much_obliged
        you've|you_have been [a|so|very|really|such] [a|big|great|huge|real] [big|great] help|helpful|kind
        you|that|this|it helped [me] [a_lot|so_much|out] $
        i owe you|u [one|big_time] $
        so much for [all] [the|your|that] help
        glad|happy|pleased|delighted [that] you|u did|helped|could|were
        well done $
        great|good|nice|excellent job|work $
    """),
    ("greeting", """
        ^ [oh|well|and|why] hi|hello|hey|hiya|heya|heyo|howdy|greetings|yo|hola|sup|wassup|hullo|good_morning|good_afternoon|good_evening|good_day
        how|how's|how've [is|are|has|have|r|do|does] [your|you] you|ya|u|things|everything|it|life|day|morning|evening|yourself [are|been|doing|doin|going|goin|hanging|feeling|today] [doing|going|been|today|so_far|lately] [my|there|today|tonight] [friend|mate|buddy|pal|ai|bot] $
        how's|hows are|r you|ya|u $
        are|r you|u good|ok|okay|well|alright|fine|all_right|doing_well|doing_good [today] $
        you|u alright|ok|okay|all_right $
        what's|what_is up|happening|cooking|going_on [with_you] [today|there] $
        nice|pleased|good|lovely to meet [with] you|ya|u
        long time no see
    """),
)
ABOUT_AN_ORDER = f"""
    track|locate|trace|follow|tracking|locating|tracing|find [down] my|the|an|a|this|our {PARCEL}
    track|locate|trace|tracking|locating|tracing {PARCEL}
    track|check|see|tracking|checking|seeing my|the|an|our [last|latest|recent|online] {PARCEL} $
    where|where's [is|are|has] my|the|our [last|latest|online|recent|damn] {PARCEL}
    where is|are my things|stuff|goods|items|clothes|shoes
    status|eta|progress|whereabouts|update|updates of|on|for|about [my|the|an|a|this|our] [current|last|online] {PARCEL}
    {PARCEL} [current] status|eta|update|progress
    has|have|hasn't|did|didn't|was|is|isn't|are|were|will my|our [last|online|new] {PARCEL}|goods|things|stuff|items|clothes [already|still|yet|not|get|been|be|going_to|being|on_the|all|on_its] [get|be] {ARRIVED}
    has|have|did|was|is the order|package|parcel|shipment|purchase [already|still|yet|not|get|been|be|being|on_the|on_its] {ARRIVED}
    when is|will|does|should|can|are|do|would [i] [expect|get|receive|have] my|the|our [last|online|new] {PARCEL}|goods|things|stuff|items|clothes
    when my|our {PARCEL} is|will|arrives|comes|should|gets
    how far [along|away|off] is|are my|the|our {PARCEL}
    {PARCEL} hasn't|has_not|haven't|have_not|didn't|did_not|never|still_not|still_hasn't [yet|even] arrived|arrive|come|came|shipped|shown|turned|been
    i|i've|we [have|just|already] ordered|purchased … when|where|arrive|arrived|hasn't|haven't|never|still
    i|we [have] ordered|bought|purchased [online] … arrive|arrived|come|delivered|be_here|get_here
    what did i|we buy|order|purchase
    my|our last|recent|latest|previous|past|current|open order|orders|purchase|purchases
    order|purchase history
"""
ABOUT_THE_BASKET = """
    add|put … to|in|into [my|the|your] cart|basket|bag|trolley
    my cart|basket|trolley|shopping_bag|shopping_cart
    in the cart|basket|trolley
    remove|delete|take|drop … from|out_of [my|the] cart|basket|bag|trolley
    empty|clear|view|show|open|see [my|the] cart|basket|trolley
    i'll|i_will take it|the|this|that|them|both|one|these|those
    go|proceed|continue|ready|want|like [to] [the] checkout|check_out
    ^ [i] [want|like|let's|can] [to|i] checkout|check_out [now|please] $
"""
ABOUT_A_CHOICE = """
    compare|comparing|comparison|difference|differences|differ|versus|vs
    better one
    which [one] [is|of_them_is|of_these_is|of_those_is|of_the_two_is] better|warmer|cheaper|lighter|softer|best|warmest|nicer|stronger|sturdier|bigger
"""

APART = r"[^\w.?!;]+"
NOT_TERMS = r"(?!\W+(?:options?|methods?|polic(?:y|ies)|costs?|fees?|charges?|times?|periods?|address(?:es)?)\b)"


def alternatives(token: str) -> str:
    found = "|".join(re.escape(each).replace("_", APART).replace("'", "'?") for each in token.split("|"))
    return rf"(?:{found})\b"


def sentence(line: str) -> str:
    """One line of the lists above as a regular expression; every repetition in it is bounded."""
    pattern = ""
    wants_gap = False
    for token in line.split():
        if token == "^":
            pattern += r"^\W*"
        elif token == "$":
            pattern += r"\W*$"
        elif token == "…":
            pattern += (APART if wants_gap else "") + rf"(?:\w+{APART}){{0,6}}?"
            wants_gap = False
        elif token.startswith("["):
            optional = alternatives(token[1:-1])
            pattern += rf"(?:{APART}{optional})?" if wants_gap else rf"(?:\b{optional}{APART})?"
        else:
            pattern += (APART if wants_gap else r"\b") + alternatives(token)
            wants_gap = True
    return pattern


def compiled(lines: str, after: str = "") -> re.Pattern[str]:
    return re.compile("|".join(sentence(line) + after for line in lines.strip().splitlines()))


SMALL_TALK: tuple[tuple[str, re.Pattern[str]], ...] = tuple((name, compiled(lines)) for name, lines in TALK)
ORDER = re.compile(compiled(ABOUT_AN_ORDER, NOT_TERMS).pattern
                   + r"|\b(?:order|purchase|parcel|package)\s*(?:number|no\.?|nr\.?)?\s*#?\s*\d{3,}")
CART = compiled(ABOUT_THE_BASKET)
COMPARE = compiled(ABOUT_A_CHOICE)


def words() -> frozenset[str]:
    """The plain words of the sentences, to put misspelt ones right against."""
    lines = (*(lines for _, lines in TALK), ABOUT_AN_ORDER, ABOUT_THE_BASKET, ABOUT_A_CHOICE)
    return frozenset(re.findall(r"[a-z']{2,}", " ".join(lines).replace("_", " ")))
