"""Words that people type, in Dutch and English at once: nobody keeps to the language of the screen.

All are in the form of `validators.plain`: lower case, no punctuation. Each table is a constant of plain
strings.
"""

from __future__ import annotations

YES = frozenset(
    [
        "ja",
        "yes",
        "jawel",
        "jazeker",
        "zeker",
        "graag",
        "oke",
        "oké",
        "ok",
        "okay",
        "goed",
        "prima",
        "klopt",
        "akkoord",
        "yep",
        "yeah",
        "yup",
        "sure",
        "j",
        "y",
        "jep",
        "jo",
        "ja👍",
        "👍",
        "si",
        "oui",
        "evet",
        "tak",
    ]
)
NO = frozenset(["nee", "no", "neen", "nope", "niet", "nooit", "n", "👎", "hayır", "nie", "non"])

HELP = frozenset({"help", "hulp", "help mij", "help me"})
ERASE_ALL = frozenset(
    [
        "wissen",
        "wis",
        "alles wissen",
        "wis alles",
        "alles weg",
        "verwijderen",
        "alles verwijderen",
        "verwijder alles",
        "delete",
        "delete all",
        "delete everything",
        "delete my data",
        "erase",
        "erase all",
        "erase everything",
    ]
)
"""Understood at every question: to be forgotten is as easy as to be signed up."""
ERASE = ERASE_ALL | {"weg"}
PRIVACY = frozenset({"privacy", "mijn privacy", "my privacy", "wat bewaart u", "wat bewaar je"})
LATER = frozenset({"later", "morgen", "straks", "tomorrow", "pauze", "pause"})
GO_ON = frozenset({"verder", "verder gaan", "doorgaan", "door", "continue", "go on", "ga verder"})

WISHES = {
    "ik snap het niet": "explain",
    "snap ik niet": "explain",
    "ik begrijp het niet": "explain",
    "wat bedoelt u": "explain",
    "wat bedoel je": "explain",
    "uitleg": "explain",
    "i do not understand": "explain",
    "i don t understand": "explain",
    "what do you mean": "explain",
    "overslaan": "skip",
    "sla over": "skip",
    "skip": "skip",
    "mens": "person",
    "een mens": "person",
    "vraag een mens": "person",
    "ik wil een mens": "person",
    "person": "person",
    "a person": "person",
    "ask a person": "person",
    "stop": "stop",
    "stoppen": "stop",
    "ik wil stoppen": "stop",
    "ik stop": "stop",
    "lees voor": "aloud",
    "lees het voor": "aloud",
    "lees dit voor": "aloud",
    "voorlezen": "aloud",
    "hardop": "aloud",
    "luister": "aloud",
    "luisteren": "aloud",
    "read": "aloud",
    "read aloud": "aloud",
    "read it": "aloud",
    "read it to me": "aloud",
    "read out loud": "aloud",
    "listen": "aloud",
    "altijd voorlezen": "aloud:on",
    "lees alles voor": "aloud:on",
    "alles voorlezen": "aloud:on",
    "always read aloud": "aloud:on",
    "read everything": "aloud:on",
    "niet voorlezen": "aloud:off",
    "niet meer voorlezen": "aloud:off",
    "stop voorlezen": "aloud:off",
    "stop met voorlezen": "aloud:off",
    "do not read aloud": "aloud:off",
    "stop reading": "aloud:off",
    "zo laten": "keep",
    "keep it": "keep",
}
"""What is typed → the button of the fixed row."""

READY = frozenset({"klaar", "ok", "oke", "oké", "okay", "done", "ready", "verder", "volgende", "next"})
ALL = frozenset(
    {
        "alles",
        "allemaal",
        "altijd",
        "elke dag",
        "alle dagen",
        "iedere dag",
        "alle",
        "all",
        "all days",
        "always",
        "every day",
        "everything",
    }
)
BACK = frozenset({"terug", "back", "nee", "no", "geen", "none"})
MORE = frozenset({"meer", "more", "volgende", "next"})
TURNS = {
    "more": MORE,
    "back": BACK,
    "again": BACK | frozenset({"geen van deze", "none of these", "niet erbij"}),
}
"""Said to turn the pages of a list, by the button that does it."""

BEFORE_A_NAME = (
    "mijn naam is",
    "mijn voornaam is",
    "de naam is",
    "ik ben",
    "ik heet",
    "hij heet",
    "zij heet",
    "ze heet",
    "naam",
    "my name is",
    "my first name is",
    "i am",
    "i'm",
    "i’m",
    "his name is",
    "her name is",
    "name",
)

NO_NAMES = (
    frozenset(
        ["ja", "nee", "yes", "no", "ok", "oke", "hallo", "hello", "hoi", "hi", "start", "geen", "niets"]
    )
    | frozenset(
        ["mijn gegevens", "my data", "mijn antwoorden", "my answers", "taal", "andere taal", "language"]
    )
    | frozenset(["opnieuw", "opnieuw beginnen", "again", "start again", "start over", "iets veranderen"])
    | frozenset(WISHES)
    | frozenset().union(HELP, ERASE, PRIVACY, READY, MORE, BACK, LATER, GO_ON)
)
"""Said in answer to anything; nobody is called so."""

BEFORE_A_PLACE = (
    "ik woon in",
    "ik kom uit",
    "wij wonen in",
    "hij woont in",
    "zij woont in",
    "postcode",
    "mijn postcode is",
    "in",
    "uit",
    "i live in",
    "i am from",
    "my postcode is",
)

BEGIN = frozenset({"start", "begin", "starten", "beginnen", "hallo", "hello", "hoi", "hi"})
MYSELF = frozenset(
    {"ik", "mij", "mezelf", "mijzelf", "ikzelf", "zelf", "voor mij", "me", "myself", "for me", "self"}
)
SOMEBODY_ELSE = frozenset(
    {"ander", "iemand", "iemand anders", "voor iemand anders", "someone", "somebody", "someone else", "other"}
)
UNSURE = frozenset(
    {"weet niet", "ik weet het niet", "weet ik niet", "geen idee", "not sure", "i don t know", "unsure"}
)
CHANGE = frozenset({"veranderen", "wijzigen", "verander", "anders", "change", "edit"}) | NO
DONE = YES | READY | frozenset({"dag", "doei", "dank u", "dank je", "bedankt", "bye", "thanks", "thank you"})
ANOTHER = frozenset({"ander", "andere", "anders", "ander taalhuis", "another", "other", "nee", "no"})
AGAIN = YES | BEGIN | frozenset({"opnieuw", "opnieuw beginnen", "again", "start again", "start over"})
