"""Words that turn an answer round ("niet goed", "kabul etmiyorum"), and words that add nothing to a yes
("ja hoor").

Only words beside the one that was recognised are looked up here. Who types one that turns it round, or a yes
with more than politeness around it, is asked again: better one question more than a consent that nobody gave.
All are in the form of `validators.plain`.
"""

from __future__ import annotations

import re

# Many short words: a line each would hide them.
# fmt: off

_DENIALS = frozenset([
    "niet", "geen", "nee", "neen", "nooit", "niets", "niks", "zonder", "noch", "nauwelijks", "amper", "nie",
    "not", "no", "never", "nothing", "without", "neither", "nor", "cannot", "dont", "cant", "isnt", "wont",
    "doesnt", "didnt", "hardly", "non", "pas",
    "لا", "كلا", "ليس", "ليست", "لست", "لسنا", "مش", "مو", "مب", "ما", "لم", "لن", "غير", "بدون", "ابدا",
    "değil", "degil", "değilim", "degilim", "yok", "hayir", "asla", "hiç", "hic", "olmaz",
    "bez", "nigdy", "żaden", "zaden", "nic",
    "не", "ні", "нет", "ніколи", "без", "немає", "нема",
    "نه", "نيست", "نيستم", "نيستند", "نباشد", "هرگز", "هيچ", "نشد",
    "nunca", "jamás", "jamas", "tampoco", "ni", "sin", "nada",
    "behalve", "except", "excepto", "menos", "hariç", "haric", "oprócz", "oprocz", "крім", "الا", "عدا", "جز",
])
"""Words that say no, not, none, never, without or except, in our languages and in French."""
_PUZZLED = frozenset([
    "snap", "snapt", "begrijp", "versta", "weet", "probleem", "erg", "uit", "goed", "prima", "klopt", "lukt",
    "waarom", "wat", "hoe", "als", "zeg", "sorry", "gevraagd", "nodig",
    "understand", "know", "problem", "idea", "worries", "what", "why", "how", "if", "say", "sure",
    "entiendo", "comprendo", "sé", "se", "problema", "difícil", "dificil", "qué", "por", "siento",
    "rozumiem", "wiem", "problemu", "jeśli", "jesli", "powiem", "co", "zgadza",
    "anlamıyorum", "anlamiyorum", "anlamadım", "anlamadim", "bilmiyorum", "sorun", "problem", "neden",
    "розумію", "знаю", "проблем", "чому", "що", "якщо",
    "افهم", "اعرف", "ادري", "مشكله", "باس", "لماذا", "ماذا",
    "نميفهمم", "نميدانم", "نفهميدم", "مشكلي", "اشكالي", "چرا",
])
"""Words of whoever does not understand, asks, or has no objection: a "no" beside them refuses nothing."""
_PLAINLY_NO = frozenset(["nee", "neen", "nope", "hayır", "hayir", "ні", "нет", "كلا", "نه", "👎"])
"""Words that are a no, whatever else is said. Others ("niet", "no", "لا") may only turn a word round."""
_DENYING_FORMS = re.compile(
    # Verbs of Turkish (etmiyorum, istemem) and Persian (nemikhaham) carry their "not"; "don't" is two words.
    r"\b\w+m[iuü]yor\w*|\b\w+m[ea]m\b|\bنمي\w*|\b(?:\w+n|can) t\b"
)
_MARKS = "?؟？¿"
_ASKING = re.compile(
    # The verb first, as in "is dat goed", and not "ja dat is goed".
    r"^(?:(?:ja|nee|ok|oke|en|maar) )?"
    r"(?:is|klopt|mag|kan|wil|gaat|moet|zijn|bent|ben) "
    r"(?:dat|dit|het|t|ik|u|je|jij|alles|die|ze|hij|zij|er)\b"
    r"|^(?:is|are|can|may|do|does) (?:that|this|it|i|you)\b|\bis (?:that|this|it)\b"
    r"|^(?:wat|wie|waar|waarom|hoe|hoezo|wanneer|welke|what|who|where|why|how|when|which)\b"
    r"|\btoch$|\bhè$"
)
_POLITE = frozenset([
    "hoor", "graag", "dank", "u", "je", "wel", "dat", "dit", "is", "het", "t", "heel", "hij", "zij", "ze",
    "mag", "gaat", "lukt", "best", "natuurlijk", "alstublieft", "alsjeblieft", "bedankt", "ik",
    "wil", "vind", "doe", "heb",
    "zo", "met", "mee", "eens", "helemaal", "meneer", "mevrouw", "dag", "doei", "tot", "ziens",
    "please", "thanks", "thank", "you", "of", "course", "it", "that", "this", "s", "i", "do", "agree", "am",
    "very", "much", "absolutely", "a", "fine", "good", "great", "with", "me",
    "من", "فضلك", "شكرا", "لك", "طبعا", "جدا", "انا", "لطفا", "ممنون", "مرسي", "البته", "است", "خيلي",
    "lütfen", "lutfen", "teşekkürler", "tesekkurler", "teşekkür", "tesekkur", "ederim", "ediyorum", "çok",
    "cok",
    "proszę", "prosze", "dziękuję", "dziekuje", "bardzo", "to", "jest", "się", "sie",
    "будь", "ласка", "прошу", "дякую", "це", "дуже", "я",
    "por", "favor", "gracias", "muy", "bien", "está", "esta", "que", "de", "estoy",
])
"""Words that may stand beside a yes and leave it a yes."""
# fmt: on


def denials(said: str) -> frozenset[str]:
    """The words among these plain words that turn round what stands beside them."""
    words = {word for word in said.split() if word in _DENIALS}
    return frozenset(words | {found[0] for found in _DENYING_FORMS.finditer(said)})


def is_only_polite(said: str, known: frozenset[str]) -> bool:
    """Beside the words that are `known`, are these plain words no more than politeness?"""
    return all(word in known or word in _POLITE for word in said.split())


def is_refusal(said: str, known: frozenset[str]) -> bool:
    """Are these plain words, among which is a no, a refusal? Not "no problem", "ik begrijp het niet"."""
    spoken = frozenset(said.split())
    if spoken & _PUZZLED - known:
        return False
    return bool(spoken & _PLAINLY_NO) or is_only_polite(said, known)


def asks(text: str) -> bool:
    """Is it a question, by its mark? A question is no answer."""
    return any(mark in text for mark in _MARKS)


def sounds_like_a_question(said: str) -> bool:
    """Do these plain words ask, without a mark: "is dat goed", "klopt dat", "hoe lang duurt het"?"""
    return _ASKING.search(said) is not None
