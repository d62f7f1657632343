"""Families of words that ask for the same thing of any shop: "edit", "modify" and "correct" all mean to change.

Written as lists, each word in its plain form; verbs are inflected and nouns are put in the plural here. Words joined by
an underscore are a phrase. A word may belong to several families.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from shop.assistant.language.text import words

VERBS: Mapping[str, str] = {
    "ADD": "add set set_up setup submit enter insert save store fill_in provide",
    "ARRIVE": "arrive come get_here get_to_me reach_me turn_up show_up expect receive",
    "BRING": "bring take send give post mail",
    "BUY": "buy purchase order acquire obtain shop earn",
    "CANCEL": "cancel undo revoke withdraw abort call_off terminate",
    "CHANGE": "change edit modify correct update amend alter adjust fix rectify revise replace",
    "COLLECT": "collect pick_up pickup pick_it_up pick_them_up pick_this_up",
    "COMPLAINT": "complain",
    "CREATE": "create open make register set_up start",
    "DELETE": "delete remove close erase cancel terminate deactivate shut_down get_rid",
    "DELIVER": "deliver dispatch",
    "EXCHANGE": "exchange swap",
    "FAIL": "fail decline reject bounce crash",
    "FILE": "file lodge make raise submit register issue",
    "GET": "get download obtain receive send see check find view print request retrieve need have",
    "LOGIN": "log_in login log_on sign_in signin",
    "MAKE": "make place put create complete submit start",
    "MEND": "mend repair",
    "PAY": "pay",
    "REACH": "contact reach call phone ring get_in_touch speak talk chat write_to email message connect get_hold",
    "RECOVER": "recover reset forget lose restore retrieve regain remember change update",
    "REFUND": "refund reimburse compensate rebate",
    "RETURN": "return send_back bring_back take_back give_back send_it_back send_them_back send_this_back"
              " send_that_back send_things_back send_something_back bring_it_back bring_them_back"
              " bring_this_back bring_that_back bring_things_back bring_something_back take_it_back"
              " take_them_back take_this_back take_that_back take_things_back take_something_back give_it_back"
              " give_them_back give_this_back give_that_back give_things_back give_something_back",
    "REVIEW": "rate review",
    "SIGNUP": "sign_up signup register enrol join sign_me_up sign_us_up",
    "SUBSCRIBE": "subscribe unsubscribe",
    "SWITCH": "switch change upgrade downgrade use move convert",
    "TRACK": "track trace locate follow",
    "WRITE": "write leave post submit send give share publish make add",
}
NOUNS: Mapping[str, str] = {
    "ACCOUNT": "account",
    "ADDRESS": "address house_number street_number postcode post_code zip_code",
    "CANCEL": "cancellation withdrawal termination exit",
    "CARD": "credit_card debit_card bank_card bank_transfer visa mastercard amex american_express paypal apple_pay"
            " google_pay klarna",
    "CHANGE": "modification correction alteration update",
    "COMPLAINT": "complaint claim reclamation grievance",
    "CONFIRM": "confirmation",
    "COUPON": "voucher coupon promo_code discount_code voucher_code promotion_code gift_card gift_voucher"
              " gift_certificate discount",
    "DELIVER": "delivery shipping shipment postage courier dispatch freight carrier",
    "DETAIL": "detail information data name email_address phone_number info",
    "FAIL": "error problem issue trouble failure glitch difficulty fault",
    "FAULT": "defect",
    "GUARANTEE": "guarantee warranty",
    "FEE": "fee charge penalty cost price",
    "FINANCE": "instalment installment",
    "GOODS": "item product article good",
    "INVOICE": "invoice bill receipt",
    "METHOD": "option method way choice mode modality possibility",
    "NEWSLETTER": "newsletter news_letter mailing mailing_list bulletin corporate_news",
    "ORDER": "order purchase my_order the_order this_order an_order our_order my_purchase the_purchase",
    "MY_ORDER": "my_order the_order this_order an_order our_order my_purchase the_purchase my_last_order",
    "PARCEL": "parcel package shipment consignment delivery",
    "PASSWORD": "password passcode pass_code passphrase pwd pin_code pin_number access_key user_key",
    "PAY": "payment",
    "PERSON": "person human agent operator representative assistant adviser advisor employee colleague manager",
    "PHONE": "phone_number telephone telephone_number phone hotline email_address contact_detail contact_information",
    "PIN": "pin pass key",
    "PROFILE": "profile account user membership",
    "RECOVER": "retrieval recovery",
    "REFUND": "refund reimbursement restitution rebate compensation",
    "RETURN": "return",
    "REVIEW": "review feedback opinion comment rating testimonial",
    "SIGNUP": "registration sign_up signup",
    "STATUS": "status progress eta update whereabouts",
    "SUBSCRIBE": "subscription",
    "SUPPORT": "customer_service customer_support customer_care customer_assistance client_service helpdesk help_desk"
               " helpline call_centre call_center support_team service_team",
}
OTHERS: Mapping[str, str] = {
    "ARRIVE": "here yet due",
    "CANNOT": "can't cannot couldn't unable won't doesn't can_not does_not will_not not",
    "BROKEN": "broken broke ripped torn snapped came_apart come_apart fell_apart fallen_apart",
    "DELIVER": "shipped",
    "FAULT": "faulty damaged defective",
    "GOOD": "good great best better top high higher highest positive rated excellent most",
    "BILLING_ADDRESS": "billing_address invoice_address",
    "EMAIL": "email emails mail mails e_mail e_mails",
    "ORDER_NUMBER": "order_number order_numbers order_id",
    "HELP": "help assistance assist hand how where know way process steps procedure able possible can could",
    "HOURS": "opening_hours opening_times opening_time closing_time business_hours",
    "LOST": "lost missing late delayed stuck stolen",
    "OPEN": "you_open you_close you_closed you_opening shop_open store_open shop_close store_close open_on open_at"
            " open_today open_tomorrow open_until open_till open_now closed_on open_late",
    "PERSON": "someone somebody staff",
    "REFUND": "money_back cash_back money_returned money_refunded",
    "SHIP": "ship ships",
    "STATUS": "how_far",
    "UNHAPPY": "unhappy dissatisfied unsatisfied disappointed angry upset annoyed",
    "WHEN": "when how_long how_soon how_quickly how_fast what_day which_day how_many_days what_time eta",
    "WHERE": "where_is where_are where_my where_the where's wheres",
    "WRONG": "wrong incorrect mistaken false",
}
# Matters of their own: a question that names one is answered by a section that names it too, and by no neighbour.
SUBJECTS: Mapping[str, str] = {
    "APP": "mobile_app phone_app your_app an_app the_app",
    "APPOINTMENT": "appointment appointments personal_shopper personal_shopping personal_stylist",
    "CATALOGUE": "paper_catalogue printed_catalogue paper_catalog printed_catalog brochure brochures",
    "CLASSES": "workshops a_workshop masterclass masterclasses evening_class evening_classes",
    "DONATION": "donate donates donation donations charity charities fundraising",
    "ENGRAVING": "engrave engraving engraved monogram monogramming embroider embroidering personalise personalising"
                 " personalize personalizing custom_made bespoke made_to_measure",
    "FACILITIES": "parking car_park toilet toilets wifi wi_fi wheelchair wheelchairs step_free baby_changing cafe",
    "FITTING_ROOM": "fitting_room fitting_rooms changing_room changing_rooms dressing_room",
    "GROUP_DISCOUNT": "student_discount student_discounts nhs military_discount senior_discount staff_discount"
                      " teacher_discount key_worker student_price student_offer for_students for_pensioners",
    "INSURANCE": "insurance insure insured",
    "JOBS": "hiring vacancy vacancies job_opening job_openings job_vacancy work_for_you work_here career careers"
            " apprenticeship apprenticeships internship internships recruiting",
    "LAYAWAY": "layaway lay_away",
    "LOYALTY": "loyalty loyalty_programme loyalty_program loyalty_card loyalty_points reward_points rewards bonus_points"
               " points_card reward_scheme",
    "PARTNERS": "affiliate affiliates franchise franchises sponsor sponsors sponsoring sponsorship influencer influencers"
                " investor investors press_office",
    "PETS_WELCOME": "bring_my_dog bring_a_dog dogs_allowed dog_friendly",
    "PRICE_DROP": "price_drop price_drops price_adjustment price_protection",
    "PRICE_MATCH": "price_match price_matching match_prices match_the_price match_a_price price_promise price_guarantee"
                   " beat_the_price cheaper_elsewhere",
    "RECYCLING": "recycle recycling",
    "REFERRAL": "referral referrals refer_a_friend recommend_a_friend friend_code",
    "REGISTRY": "registry gift_list wedding_list wish_list wishlist",
    "RENTAL": "rent rental rentals renting for_hire",
    "SECOND_HAND": "second_hand secondhand trade_in trade_ins buy_back part_exchange pre_owned preowned pre_loved",
    "SOCIAL": "instagram facebook tiktok twitter youtube pinterest social_media",
    "TRADE": "wholesale wholesaler wholesalers reseller resellers bulk bulk_order bulk_discount trade_account"
             " trade_discount trade_customers",
}
# What people ask elsewhere: no topic of a shop's, unless a section of the shop's own names it.
ELSEWHERE: Mapping[str, str] = {
    "BANKING": "mortgage loan apr interest_rate credit_score credit_limit routing_number overdraft checking_account"
               " checking_accounts savings_account savings_accounts savings 401k ira direct_deposit checkbook chequebook"
               " account_balance bank_balance minimum_payment my_bank our_bank bank_account_frozen frozen",
    "BILLS": "electricity electric utility utilities water_bill gas_bill phone_bill cable_bill internet_bill power_bill",
    "EATING": "restaurant restaurants recipe recipes calories dinner_reservation",
    "ERRANDS": "alarm timer reminder reminders playlist song songs calendar meeting meetings to_do_list todo_list"
               " shopping_list volume accent traffic",
    "MOTORING": "oil_change oil_changes oil_changed mileage mpg tire_pressure tyre_pressure car_rental my_car the_car"
                " car's uber taxi",
    "TRAVELLING": "flight flights airline airport reservation reservations passport itinerary travel_visa",
    "WORK": "payday paycheck paychecks salary pto w2 vacation_request vacation_days",
}
IRREGULAR: Mapping[str, str] = {
    "bring": "brought", "buy": "bought", "come": "came", "find": "found", "forget": "forgot forgotten", "get": "got",
    "give": "gave given", "leave": "left", "lose": "lost", "make": "made", "pay": "paid", "put": "put",
    "ring": "rang", "see": "saw seen", "send": "sent", "speak": "spoke spoken", "take": "took taken",
    "withdraw": "withdrew withdrawn", "write": "wrote written", "reset": "reset", "set": "set", "shut": "shut",
}


def plural(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}s"


def inflected(verb: str) -> set[str]:
    """The forms of a verb; where a last letter may or may not be doubled ("cancelled", "canceled"), both."""
    if verb.endswith("e"):
        past, ing = {f"{verb}d"}, {f"{verb[:-1]}ing"}
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        past, ing = {f"{verb[:-1]}ied"}, {f"{verb}ing"}
    else:
        past, ing = {f"{verb}ed"}, {f"{verb}ing"}
        if verb[-1] in "bdglmnprt" and verb[-2] in "aeiou" and (len(verb) == 2 or verb[-3] not in "aeiou"):
            past, ing = past | {f"{verb}{verb[-1]}ed"}, ing | {f"{verb}{verb[-1]}ing"}
    if verb in IRREGULAR:
        past = set(IRREGULAR[verb].split())
    return {verb, plural(verb), *past, *ing}


def entries() -> Iterator[tuple[tuple[str, ...], str]]:
    """Every form as a sequence of words, with its family."""
    for family, listed in VERBS.items():
        for verb, *rest in (entry.split("_") for entry in listed.split()):
            yield from (((form, *rest), family) for form in inflected(verb))
    for family, listed in NOUNS.items():
        for *rest, noun in (entry.split("_") for entry in listed.split()):
            yield from (((*rest, form), family) for form in (noun, plural(noun)))
    for family, listed in (*OTHERS.items(), *SUBJECTS.items(), *ELSEWHERE.items()):
        yield from ((tuple(entry.split("_")), family) for entry in listed.split())


Lexicon = Mapping[tuple[str, ...], frozenset[str]]


def lexicon(more: Iterable[str] = ()) -> Lexicon:
    """Which families a word or phrase is of. Each of `more` is a word or phrase that stands for itself."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for sequence, family in entries():
        found[sequence].add(family)
    for entry in more:
        found[tuple(entry.split("_"))].add(entry)
    return {sequence: frozenset(families) for sequence, families in found.items()}


GENERAL = lexicon()
LONGEST = 4


def units(text: str, known: Lexicon = GENERAL) -> Iterator[tuple[tuple[str, ...], frozenset[str]]]:
    """A text as phrases and words from left to right, the longest known phrase first, each with its families."""
    said = words(text)
    at = 0
    while at < len(said):
        for length in range(min(LONGEST, len(said) - at), 0, -1):
            sequence = tuple(said[at:at + length])
            if length == 1 or sequence in known:
                yield sequence, known.get(sequence, frozenset())
                at += length
                break
