"""Does the person who is signed up want this too? A yes with a few words around it, and a no that is sure.

A no forgets everything that was answered, so it must be nothing but a no: "weet ik niet" and "nog niet
gevraagd" hold a "niet" and refuse nothing. All words are in the form of `validators.plain`.
"""

from __future__ import annotations

from flows import doubt, words
from flows.validators import plain

# Many short words: a line each would hide them.
# fmt: off

_WHO = frozenset([
    "hij", "zij", "ze", "die", "mijn", "he", "she", "they", "my", "moeder", "vader", "man", "vrouw", "zoon",
    "dochter", "zus", "broer", "vriend", "vriendin", "buurman", "buurvrouw", "persoon", "mother", "father",
    "husband", "wife", "eşim", "annem", "babam", "ona", "on", "ella", "él", "mama", "tata", "вона", "він",
    "мама", "тато", "هو", "هي", "او", "مادرم", "پدرم",
])
_WANTS = frozenset([
    *words.YES, "wil", "wilt", "wants", "agrees", "istiyor", "chce", "хоче", "يريد", "تريد", "بيريد",
    "ميخواهد",
    "quiere",
])
_AROUND = frozenset([
    "zit", "staat", "is", "naast", "mij", "me", "erbij", "er", "bij", "vindt", "het", "dit", "dat", "ook",
    "heel", "goed", "graag", "hoor", "natuurlijk", "hier", "weet", "ervan", "leren", "zelf", "echt", "wel",
    "sits", "here", "next", "to", "it", "this", "too", "also", "very", "much", "learn", "with",
    "bunu", "da", "de", "çok", "też", "tego", "to", "bardzo", "це", "теж", "цього", "дуже", "ذلك", "هذا",
    "ايضا", "اين", "را", "هم", "esto", "lo", "también", "tambien", "mucho",
])
_REFUSES = frozenset([
    "wil", "wilt", "dat", "dit", "het", "niet", "ook", "hoor", "dank", "u", "je", "liever", "zelf", "graag",
    "want", "wants", "does", "doesn", "t", "not", "it", "this", "thanks", "thank", "you",
    "istemiyor", "bunu", "chce", "tego", "хоче", "цього", "يريد", "تريد", "ذلك", "نميخواهد", "quiere", "lo",
    "esto", "gracias", "شكرا",
])
_ASKING = frozenset(["is", "wil", "wilt", "vindt", "weet", "zit", "staat", "does", "czy", "чи", "هل", "ايا"])
"""As the first word: a question, with or without its mark."""
# fmt: on


def is_yes(text: str) -> bool:
    """Is it a yes, and nothing but a yes: "ja hij zit naast mij", "zij wil dat graag"?"""
    said = plain(text)
    spoken = frozenset(said.split())
    if doubt.asks(text) or doubt.denials(said) or not _ASKING.isdisjoint(said.split()[:1]):
        return False
    return bool(spoken & _WANTS) and spoken <= _WANTS | _WHO | _AROUND


def is_plain_no(text: str) -> bool:
    """Is it a no, and nothing but a no: "nee", "nee hij wil dat niet"?"""
    said = plain(text)
    if said in words.UNSURE or doubt.asks(text):
        return False
    return said in words.NO or frozenset(said.split()) <= words.NO | _WHO | _REFUSES
