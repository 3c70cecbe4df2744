"""A first name out of what people say around it, and what nobody is called.

Asked for a name, people say "Ahmed hier", "ik heet Fatima en ik kom uit Syrië", or "waarom wil je dat weten".
The name is said in every question that follows, and a country is nothing we may keep: so the sentence is cut
down to the name, and a sentence without one gives none.
"""

from __future__ import annotations

import re

from flows import words

# Many short words: a line each would hide them.
# fmt: off

_MORE_OPENINGS = (
    "zijn naam is", "haar naam is", "hun naam is", "mijn roepnaam is", "de voornaam is", "zeg maar",
    "noem mij maar", "noem me maar", "noem mij", "noem me", "ze noemen mij", "ze noemen me",
    "iedereen noemt mij", "iedereen noemt me", "u spreekt met", "je spreekt met", "met", "hier is", "hier",
    "dit is", "het is", "die heet", "deze persoon heet", "meneer", "mevrouw", "ik zelf heet", "my name s",
    "name is", "call me", "you can call me", "they call me", "this is", "it is", "it's", "it’s", "he is",
    "she is", "he's", "she's", "dag ik ben", "dag ik heet", "dag mijn naam is", "dag mijn naam", "mijn naam",
    "my name", "im",
    "اسمه هو", "اسمها هو", "انا اسمي", "أنا إسمي", "معك", "معكم", "اسم او", "نام او", "من اسمم", "سلام من",
    "سلام اسمم", "سلام اسم من", "benim ismim", "ben ismim", "onun ismi", "ismi", "ma na imię", "mam na imie",
    "nazywam sie", "moje imie to", "imię", "mówią mi", "jego imię to", "jej imię to", "мене звуть",
    "меня зовут", "моє імя", "моє ім'я це", "ім'я", "його ім'я", "її ім'я", "звати", "я це", "mi nombre",
    "su nombre es", "me dicen", "soy yo",
)
_SOMEBODY_S = (
    # "Mijn vader heet Henk", in the languages that say it with a word in between.
    r"(?:mijn|m['’]n|mn|me|onze|de|die|deze) \w+ heet",
    r"de (?:voor)?naam van (?:mijn|de|die|deze) \w+ is",
    r"my \w+ is called",
    r"my \w+['’]?s name is",
    r"mi \w+ se llama",
    r"(?:\w+ )?\w+ (?:ma na imię|ma na imie|nazywa się|nazywa sie)",
    r"мо\w+ \w+ звати",
    r"\w+ (?:اسمه|اسمها)",
    r"اسم (?:امي|أمي|ابي|أبي|زوجي|زوجتي|مادرم|پدرم|همسرم|شوهرم|خواهرم|برادرم|دوستم)",
    r"\w+[iıuü]n (?:adı|ismi)",
    r"ben \w+['’](?:den|dan|ten|tan)",
)
_GREETINGS = (
    "hallo", "hello", "hoi", "hi", "hey", "hé", "goedendag", "goedemorgen", "goedemiddag", "goedenavond",
    "merhaba", "hola", "buenos días", "buenas tardes", "cześć", "dzień dobry", "привіт", "добрий день",
    "вітаю", "مرحبا", "أهلا", "اهلا", "السلام عليكم", "good morning", "good afternoon",
)
_FROM = "uit|from|z|ze|з|із|зі|из|من|از"
_SELF = (
    r"ik|i|i['’]?m|ben|ja|jestem|mieszkam|я|soy|vengo|vivo|yo|tengo|kom|woon|am|live|come"
    r"|أنا|انا|من|geliyorum"
)
_COUNTRIES = (
    "syrië|syrie|marokko|turkije|oekraïne|oekraine|polen|iran|irak|afghanistan|eritrea|somalië|somalie|ethiopië"
    "|ethiopie|suriname|china|india|pakistan|jemen|egypte|spanje|colombia|hier"
)
_AFTER = re.compile(
    r"\s+(?:"
    rf"(?:en|and|ve|oraz|i|y|e|та|і|й|и|و)\s+(?:{_SELF})|(?:وأنا|وانا)|(?:{_FROM})(?=\s+\S)|van\s+(?:{_COUNTRIES})"
    r"|hoor|hier|graag|please|aub|lütfen|proszę|por\s+favor|من\s+فضلك|لطفا|هستم|است"
    r"|(?:is|dat\s+is)\s+(?:mijn|de|zijn|haar|my|his|her)\s+(?:voor)?(?:naam|name)|heet\s+(?:ik|hij|zij|ze)|ben\s+ik"
    r"|(?:ik|i)\s+(?:kom|woon|ben|heb|come|live|am|have)|(?:kom|komt|woon|woont)\s+(?:uit|in|van)"
    r")(?=\s|$).*",
    re.IGNORECASE | re.DOTALL,
)
_FROM_THERE = re.compile(r"\s*\b\w+['’](?:den|dan|ten|tan)\b.*", re.IGNORECASE | re.DOTALL)
"""Turkish: "Suriye'den" is from Syria."""
_NO_PLACE_AFTER_DE = r"(?!la\b|las\b|los\b|jesús\b|jesus\b|fátima\b|dios\b|san\b|santa\b)"
_WHERE_FROM = re.compile(rf"\s+de\s+{_NO_PLACE_AFTER_DE}.*", re.IGNORECASE | re.DOTALL)
_STARTS_FROM = re.compile(rf"(?:{_FROM}|de|van)\s", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"[,،;]|(?<=\w{3})[.!]\s")

_NEVER = frozenset([
    "ik", "je", "jij", "mij", "jou", "jouw", "waarom", "wat", "wie", "waar", "wanneer", "hoe", "niet", "geen",
    "weet", "weten", "snap", "begrijp", "versta", "zeggen", "zeg", "praten", "spreken", "iemand", "mens",
    "naam", "heet", "heb", "hebben", "moet", "moeten", "willen", "kunnen", "maar", "laat", "gaat", "gaan",
    "ook", "nog", "wel", "even", "mijn", "uw", "onze", "jullie", "een", "deze", "duurt", "vader", "moeder",
    "broer", "zus", "dochter", "zoon", "buurvrouw", "buurman", "vriend", "vriendin", "liever", "anoniem",
    "computer", "kut", "klootzak", "fuck", "shit", "idioot", "sukkel", "hoer", "kanker", "tering", "bedankt",
    "dank", "nodig", "vraag", "antwoord", "uit", "kom", "woon",
    "goed", "prima", "zeker", "graag", "akkoord", "klopt", "why", "what", "when", "where", "who", "you",
    "your", "not", "know", "understand", "dont", "cannot", "someone", "father", "mother", "want", "talk",
    "name", "the", "is", "anonymous",
    "لماذا", "ليش", "ماذا", "كيف", "كم", "متي", "لا", "ما", "اعرف", "اريد", "بدي", "افهم", "اسم", "اسمي",
    "چرا", "چيست", "چي", "چه", "نميدانم", "ميخواهم", "نميگويم", "نميخواهم", "اسمم",
    "neden", "niye", "niçin", "nasil", "nedir", "bilmiyorum", "istemiyorum", "istiyorum", "söylemem",
    "söylemiyorum", "değil", "ismim",
    "dlaczego", "czemu", "kiedy", "gdzie", "wiem", "chcę", "chce", "powiem", "rozumiem", "jestem", "nazywam",
    "imię",
    "чому", "навіщо", "що", "коли", "де", "не", "знаю", "хочу", "скажу", "розумію", "мене", "звати", "імя",
    "зачем", "почему",
    "porque", "cómo", "qué", "cuándo", "dónde", "quién", "quiero", "entiendo", "digo", "decir", "nombre",
    "llamo",
])
"""One such word, and it is a sentence and no name. Left out is what somebody is called in one of our
languages: "Kim", "Wil", "Can", "Dat", "My", "Ben".
"""
_NEVER_BEGINS = (
    "rot op", "rotop", "hou op", "ga weg", "donder op", "flikker op", "por qué", "por que", "jak długo",
    "як довго",
    "kan iemand", "go away", "shut up", "dat ben", "dit ben", "dat is",
)
NO_NAME = frozenset([
    "zeg ik niet", "dat zeg ik niet", "zeg ik liever niet", "wil ik niet zeggen", "dat wil ik niet zeggen",
    "ik wil het niet zeggen", "ik wil dat niet zeggen", "ik zeg het niet", "wil niet zeggen", "liever niet",
    "geen naam", "zonder naam", "ik geef geen naam", "ik wil geen naam geven", "anoniem", "no name",
    "without name", "rather not", "i d rather not", "i don t want to say", "i do not want to say",
    "i won t say", "anonymous",
    "بدون اسم", "لا اريد ان اقول", "لا اريد", "افضل عدم القول", "مجهول", "بدون نام", "نميگويم",
    "نمي خواهم بگويم", "نميخواهم بگويم", "ناشناس",
    "söylemem", "söylemek istemiyorum", "isimsiz", "isim yok", "nie powiem", "nie chcę mówić",
    "nie chce mowic", "nie chcę powiedzieć", "bez imienia", "anonimowo", "не скажу", "не хочу говорити",
    "без імені", "анонімно",
    "no lo digo", "no quiero decir", "no quiero decirlo", "prefiero no decirlo", "prefiero no decir",
    "sin nombre", "anónimo", "anónima",
])
"""Said by who wants to give no name."""
# fmt: on


def _opening(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One of these at the beginning, the longest first, with more behind it."""
    longest_first = sorted(phrases, key=len, reverse=True)
    said = "|".join(re.escape(phrase).replace(r"\ ", r"[\s,:.!]+") for phrase in longest_first)
    return re.compile(rf"(?:{said})[\s,:.!]+(?=\S)", re.IGNORECASE)


_GREETING = _opening(_GREETINGS)
_SOMEBODY = re.compile(rf"(?:{'|'.join(_SOMEBODY_S)})[\s:,.]+", re.IGNORECASE)
_OPENING = _opening((*words.BEFORE_A_NAME, *_MORE_OPENINGS))
_I_AM = re.compile(r"(?:yo\s+)?soy\s", re.IGNORECASE)
_YES_FIRST = re.compile(
    r"(?:ja|yes|oke|ok|evet|tak|так|نعم|بله|sí|si|nou|euh|uh|eh)\s*[,.!،]\s*", re.IGNORECASE
)


def cut_down(said: str) -> str:
    """What is left of this line without what is said before and behind a name; "" when nothing is."""
    said = _YES_FIRST.sub("", said, count=1) if _YES_FIRST.match(said) else said
    if greeting := _GREETING.match(said):
        said = said[greeting.end() :]
    opening = _SOMEBODY.match(said) or _OPENING.match(said)
    if opening:
        place_may_follow = _I_AM.match(said)
        said = said[opening.end() :]
        if _STARTS_FROM.match(said):
            return ""
        if place_may_follow:
            said = _WHERE_FROM.sub("", said)
    said = _SENTENCE_ENDS.split(said, maxsplit=1)[0]
    return _FROM_THERE.sub("", _AFTER.sub("", said)).strip(" :,.!-")


def is_no_name(said: str) -> bool:
    """Do these plain words hold one that nobody is called, or begin as no name does?"""
    return not _NEVER.isdisjoint(said.split()) or said.startswith(_NEVER_BEGINS)
