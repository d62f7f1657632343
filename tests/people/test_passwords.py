from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from shop.people import passwords

EMAIL = "annabell@example.com"
COMMON = """
    abracadabra1 accessdenied adminadmin12 administrator adobeadobe12 alexanderthe america12345 applepie1234
    arsenal12345 babygirl1234 barcelona123 baseball1234 basketball12 basketball23 batman123456 beautiful123
    bestfriends1 bestpassword bismillah123 blink182blink bluebluebluee businesscard butterfly123 california12
    callofduty12 catchmeifyoucan changemenow1 charlie12345 cheesecake12 chelsea12345 chocolate123 christopher1
    cocacola1234 computer1234 consectetuer correcthorse correcthorsebatterystaple cowboys12345 darkknight12
    deadmau5deadmau5 defaultpassword diamond12345 donotdisturb1 dontforgetit dragonball12 dragonballz1
    elizabeth123 engineering1 enteryourpassword everything12 facebook1234 family123456 ferrari12345 finalfantasy
    firebird1234 football1234 forgetmenot1 forgotpassword friendship12 georgetown12 ghostrider12 gobluegoblue
    godisgood123 godisgreat12 gratefuldead hakunamatata happybirthday happyhappy12 harrypotter1 hellohello12
    hellokitty12 helloworld12 heymacarena1 hockeyplayer iamthebest12 iamthegreatest icecream1234 idontknow123
    ihatepasswords ilovejesus12 ilovemusic12 ilovemyfamily iloveyou1234 iloveyou2much internet1234 jackdaniels1
    jackjackjack jennifer1234 jesuschrist1 jesusislord1 jesuslovesme jordan123456 justinbieber killer123456
    kingkong1234 knowledgeispower lakers123456 legend123456 letmein12345 letmeinnow12 letmeinplease liverpool123
    livestrong12 longpassword lordoftherings loveforever1 lovelove1234 lovemelove12 loveyouforever manchester12
    manutd123456 marlboro1234 master123456 matrix123456 maverick1234 maytheforcebewithyou mercedesbenz
    metallica123 michael12345 microsoft123 minecraft123 mississippi1 missyou12345 money1234567 monkey123456
    montecristo1 mountaindew1 mustang12345 mybirthday12 mynameisjeff mypassword12 mypasswordis mysecretpassword
    mysweetheart naruto123456 newcastle123 newpassword1 newyorkcity1 ninja1234567 nintendo1234 nopassword12
    notapassword nothing12345 onetwothreefour openplease12 opensesame12 pa55word1234 panasonic123 passphrase12
    passw0rd1234 password1234 password12345 passwordpassword peaceandlove playstation2 playstation3 playstation4
    playstation5 pokemon12345 portugal1234 powerrangers princess1234 qazwsxedcrfv qwerty123456 qwertyuiop12
    rainbow12345 rangers12345 realmadrid12 redsox123456 remember1234 rockandroll1 ronaldo12345 rosebud12345
    samsung12345 sanfrancisco savannah1234 scoobydoo123 secret123456 secretsecret1 september123 shadow123456
    skateboard12 slipknot1234 snoopdoggydog snowboarding softball1234 somethingelse southpark123 spiderman123
    spongebob123 squarepants1 starcraft123 startrek1234 starwars1234 stephanie123 strawberry12 summer123456
    sunshine1234 superman1234 supersecret1 superstar123 sweetdreams1 sweetheart12 teddybear123 temporary123
    testpassword testtesttest thebeatles12 theendisnear thegodfather theonlyone12 thequickbrownfox theshawshank
    threeblindmice thunderbolt1 tinkerbell12 tobeornottobe tottenham123 trustno11234 trustnoone12 tweetybird12
    undertaker12 unforgiven12 universal123 valentine123 vancouver123 victoria1234 volkswagen12 warcraft1234
    washington12 welcome12345 welcomehome1 westbromwich whatever1234 whatsthepassword winnie1234567 winter123456
    wonderwall12 worldofwarcraft yankees12345 youaretheone yourpassword youwillneverguess youwillneverwalkalone
    zaq12wsxcde3
"""


@pytest.mark.parametrize("password", [
    "velvet otter ladder", "seven brown kettles", "tQ7#mule-vase!", "Grüße aus Lübeck", "ключ под ковриком",
    "xxxamber tide 9",
])
def test_a_password_that_nobody_would_guess_will_do(password: str) -> None:
    assert passwords.weakness(password, EMAIL) is None


@pytest.mark.parametrize(("password", "reason"), [
    ("short words", "at least 12"), ("", "at least 12"), ("a1" * 200, "at most 256"),
    ("annabell likes tea", "annabell"), ("ANNABELL likes tea", "annabell"),
    ("aaaaaaaaaaaaaaaa", "repeats one piece"), ("abababababab", "repeats one piece"),
    ("abcdefghijkl", "neighbouring"), ("987654321098", "neighbouring"), ("qwertyuiop12", "first to be guessed"),
    ("kettle7kettle7", "repeats one piece"), ("lamp5lamp5lamp5", "repeats one piece"),
    ("Password1234!", "first to be guessed"), ("P@ssw0rd2026!!", "first to be guessed"),
    ("welcome-the-one-2026", "first to be guessed"), ("Summer2026!!!", "first to be guessed"),
    ("MyAdminAccount", "first to be guessed"), ("CorrectHorseBatteryStaple", "first to be guessed"),
    ("ｐａｓｓｗｏｒｄ２０２６", "first to be guessed"),
])
def test_a_weak_password_is_refused_with_its_reason(password: str, reason: str) -> None:
    assert reason in (passwords.weakness(password, EMAIL) or "")


def test_what_people_choose_when_a_long_password_is_asked_for_is_refused() -> None:
    assert [word for word in COMMON.split() if passwords.weakness(word, EMAIL) is None] == []


def test_only_the_same_password_matches() -> None:
    kept = passwords.hashed("velvet otter ladder")
    assert passwords.matches(kept, "velvet otter ladder")
    assert not passwords.matches(kept, "velvet otter laddeR")
    assert not passwords.matches(None, "velvet otter ladder")
    assert not passwords.matches("not a hash", "velvet otter ladder")


def test_one_password_in_two_spellings_of_unicode_is_one() -> None:
    assert passwords.matches(passwords.hashed("Gru\u0308\u00dfe aus Wien"), "Gr\u00fc\u00dfe aus Wien")


def test_a_hash_of_weaker_parameters_is_outdated() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=1024).hash("velvet otter ladder"))
    assert not passwords.is_outdated(passwords.hashed("velvet otter ladder"))


def test_an_unknown_account_costs_a_hash_too() -> None:
    assert not passwords.is_outdated(passwords.decoy())
