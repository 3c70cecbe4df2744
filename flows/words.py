"""Words that people type, in all languages at once: nobody keeps to the language of the screen. Those of
Dutch and English are here; `flows.words_elsewhere` has the others.

All are in the form of `validators.plain`: lower case, no punctuation. Each table is a constant of plain
strings.
"""

from __future__ import annotations

from flows import words_elsewhere as elsewhere
from flows import words_of_wishes as wishes

YES = (
    frozenset(
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
    | elsewhere.YES
)
NO = (
    frozenset(["nee", "no", "neen", "nope", "niet", "nooit", "n", "👎", "hayir", "nie", "non"]) | elsewhere.NO
)

HELP = frozenset({"help", "hulp", "help mij", "help me"}) | elsewhere.HELP
ERASE_ALL = (
    frozenset(
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
    | elsewhere.ERASE_ALL
    | wishes.ERASE
)
"""Understood at every question: to be forgotten is as easy as to be signed up."""
ERASE = ERASE_ALL | {"weg"}
PRIVACY = (
    frozenset({"privacy", "mijn privacy", "my privacy", "wat bewaart u", "wat bewaar je"}) | elsewhere.PRIVACY
)
LANGUAGE = elsewhere.LANGUAGE
"""Understood at every question, in every language: another language, please."""
LATER = frozenset({"later", "morgen", "straks", "tomorrow", "pauze", "pause"}) | elsewhere.LATER
GO_ON = (
    frozenset({"verder", "verder gaan", "doorgaan", "door", "continue", "go on", "ga verder"})
    | elsewhere.GO_ON
)

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
    **dict.fromkeys(elsewhere.DATA | {"mijn gegevens", "gegevens", "my data"}, "data"),
    **dict.fromkeys(elsewhere.EXPLAIN | wishes.EXPLAIN, "explain"),
    **dict.fromkeys(elsewhere.SKIP, "skip"),
    **dict.fromkeys(elsewhere.PERSON | wishes.PERSON, "person"),
    **dict.fromkeys(elsewhere.STOP, "stop"),
}
"""What is typed → the button of the fixed row."""
STOP = frozenset(said for said, wish in WISHES.items() if wish == "stop")

READY = (
    frozenset({"klaar", "ok", "oke", "oké", "okay", "done", "ready", "verder", "volgende", "next"})
    | elsewhere.READY
)
ALL = (
    frozenset(
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
    | elsewhere.ALL
)
BACK = frozenset({"terug", "back", "nee", "no", "geen", "none"}) | elsewhere.BACK
MORE = frozenset({"meer", "more", "volgende", "next"}) | elsewhere.MORE
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
    *sorted(elsewhere.BEFORE_A_NAME, key=len, reverse=True),
)

NO_NAMES = (
    frozenset(
        ["ja", "nee", "yes", "no", "ok", "oke", "hallo", "hello", "hoi", "hi", "start", "geen", "niets"]
    )
    | elsewhere.YES
    | elsewhere.NO
    | frozenset(["mijn antwoorden", "my answers", "taal", "andere taal", "language"])
    | frozenset(["opnieuw", "opnieuw beginnen", "again", "start again", "start over", "iets veranderen"])
    | frozenset(WISHES)
    | frozenset().union(HELP, ERASE, PRIVACY, LANGUAGE, READY, MORE, BACK, LATER, GO_ON, wishes.STOP)
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
    *sorted(elsewhere.BEFORE_A_PLACE, key=len, reverse=True),
)

BEGIN = frozenset({"start", "begin", "starten", "beginnen", "hallo", "hello", "hoi", "hi"}) | elsewhere.BEGIN
MYSELF = (
    frozenset(
        {
            "ik",
            "mij",
            "mezelf",
            "mijzelf",
            "ikzelf",
            "zelf",
            "voor mij",
            "me",
            "myself",
            "for me",
            "self",
            "i",
        }
    )
    | elsewhere.MYSELF
)
"""For the person who types, when nothing else is said: see `flows.whom`."""
SOMEBODY_ELSE = (
    frozenset(
        {
            "ander",
            "iemand",
            "iemand anders",
            "voor iemand anders",
            "someone",
            "somebody",
            "someone else",
            "other",
        }
    )
    | elsewhere.SOMEBODY_ELSE
)
UNSURE = (
    frozenset(
        {"weet niet", "ik weet het niet", "weet ik niet", "geen idee", "not sure", "i don t know", "unsure"}
    )
    | elsewhere.UNSURE
)
CHANGE = frozenset({"veranderen", "wijzigen", "verander", "anders", "change", "edit"}) | NO | elsewhere.CHANGE
DONE = (
    YES
    | READY
    | frozenset({"dag", "doei", "dank u", "dank je", "bedankt", "bye", "thanks", "thank you"})
    | elsewhere.THANKS
)
ANOTHER = (
    frozenset({"ander", "andere", "anders", "ander taalhuis", "another", "other", "nee", "no"})
    | elsewhere.ANOTHER
)
AGAIN = (
    YES
    | BEGIN
    | frozenset({"opnieuw", "opnieuw beginnen", "again", "start again", "start over"})
    | elsewhere.AGAIN
)
