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
])
"""Words that say no, not, none, never or without, in our languages and in French."""
_DENYING_FORMS = re.compile(
    # Verbs of Turkish (etmiyorum, istemem) and Persian (nemikhaham) carry their "not"; "don't" is two words.
    r"\b\w+m[iuü]yor\w*|\b\w+m[ea]m\b|\bنمي\w*|\b(?:\w+n|can) t\b"
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


def asks(text: str) -> bool:
    """Is it a question? A question is no answer."""
    return "?" in text or "؟" in text
