"""Understand typed words: yes and no, a button's label with a typing mistake, several ticks in one line, a
name, a phone.

Everything here is generous: people write as they speak. What is not understood is None, never an exception.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from flows import doubt, names, words

LONGEST_NAME = 40
_CLOSE_ENOUGH = 84
"""Of 100, rapidfuzz's ratio: one wrong letter in a word of five or more."""
_SHORTEST_FOR_TYPOS = 4
_DUTCH = 31
_LETTER = re.compile(r"[^\W\d_]")
_SHORT_SENTENCE = 6

_NO_WORD = re.compile(r"[^\w+]+")
_ORDINAL = re.compile(
    r"(?:(?:nummer|nr|number|no|de|het|the|رقم|شماره|numara|numer|número|номер) )?"
    r"(\d{1,2})(?:e|de|ste|st|nd|rd|th)?"
)
_BETWEEN = re.compile(
    r"\s*(?:[,;/&+\n،؛]|\b(?:en|and|of|or|ve|veya|oraz|lub|та|або|یا|أو)\b|\s(?:i|y|o|і|й|و)\s|\sو(?=\w))\s*"
)
_UP_TO = re.compile(r"\bt\s*/\s*m\b|\btot en met\b")
_DASH = re.compile(r"(?<=[^\W\d])\s*[-–]\s*(?=[^\W\d])")
_SETS = (
    (
        re.compile(r"\b(?:door de week|doordeweeks|werkdagen|weekdays|hafta içi|entre semana)\b"),
        "maandag tot vrijdag",
    ),
    (re.compile(r"\b(?:in )?(?:het )?(?:weekend|weekends|hafta sonu|fin de semana)\b"), "zaterdag, zondag"),
)
_RANGE = re.compile(r"\s+(?:tot|to|through|until|hasta)\s+")
_SPELT = str.maketrans(
    {
        # Keyboards have several letters for one, and vowel marks that few people type.
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیې", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ةۀہ", "ه"),
        **dict.fromkeys(map(chr, (*range(0x064B, 0x0656), 0x0670, 0x0640)), None),
        # Turkish: a capital I with a dot becomes two characters, one without a dot its own small letter.
        "ı": "i",
        "\u0307": None,
        # What joins, parts and turns letters without being seen.
        **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069", None),
    }
)
_CYRILLIC_APOSTROPHE = re.compile(r"(?<=[\u0400-\u04ff])['’ʼʹ`](?=[\u0400-\u04ff])")


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen: the token, the label as this reader sees it, and other words for it (plain, see
    `plain`). `anywhere`: one of its words, or its label, may stand anywhere in a short sentence.
    """

    choice: str
    label: str
    words: frozenset[str] = frozenset()
    anywhere: bool = False


def plain(text: str) -> str:
    """The words in lower case, without punctuation, accents kept, digits of any script as 0–9, and one letter
    where keyboards have several for it.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    if not folded.isascii():
        folded = _CYRILLIC_APOSTROPHE.sub("", folded.translate(_SPELT))
    return _NO_WORD.sub(" ", ascii_digits(folded)).strip()


def ascii_digits(text: str) -> str:
    """The text with the decimal digits of every script written as 0–9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


# ── Choices ────────────────────────────────────────────────────────────────────────────────────────────────


def chosen(text: str, options: Sequence[Option]) -> str | None:
    """The option that is meant: by its number, its words, its label, or its label with a typing mistake.

    A question is no answer, and "niet goed" is not "goed": both are None, and the question is asked again.
    """
    said = plain(text)
    if not said:
        return _by_picture(text, options)
    if doubt.asks(text):
        return None
    place = place_said(said)
    if place is not None:
        return options[place - 1].choice if 1 <= place <= len(options) else None
    exact = _exactly(said, options)
    if exact or doubt.sounds_like_a_question(said):
        return exact
    return _by_first_words(said, options) or _by_likeness(said, options)


def place_said(said: str) -> int | None:
    """The place that plain words count to ("2", "nummer 2", "2e"); None when they are no such number."""
    ordinal = _ORDINAL.fullmatch(said)
    return int(ordinal[1]) if ordinal else None


def all_chosen(text: str, options: Sequence[Option]) -> tuple[str, ...] | None:
    """The options that are meant in one line ("lezen en rekenen", "1, 3"), in the order of the question;
    None when a part is not understood, or it is a question.
    """
    if doubt.asks(text):
        return None
    whole = _exactly(plain(text), options)
    if whole:
        return (whole,)
    found: set[str] = set()
    for part in _parts(text):
        some = _from_to(part, options)
        if not some:
            return None
        found.update(some)
    return tuple(option.choice for option in options if option.choice in found) or None


def _from_to(part: str, options: Sequence[Option]) -> Sequence[str]:
    """What one part means: an option, all from one to another ("maandag tot vrijdag"), or one after the other
    ("ma di"); else nothing.
    """
    each = [_exactly(plain(word), options) for word in part.split()]
    if len(each) > 1 and all(each):
        return [choice for choice in each if choice]
    ends = [chosen(end, options) for end in _RANGE.split(part.strip())]
    places = [at for end in ends for at, option in enumerate(options) if option.choice == end]
    if len(places) != len(ends) or len(ends) > 2 or places[0] > places[-1]:
        return ()
    return [option.choice for option in options[places[0] : places[-1] + 1]]


def _parts(text: str) -> list[str]:
    """The line cut at commas and at the words for "and"; bare numbers also at spaces."""
    folded = _UP_TO.sub(" tot ", ascii_digits(unicodedata.normalize("NFKC", text).casefold()))
    folded = _DASH.sub(" tot ", folded)
    for known, meant in _SETS:
        folded = known.sub(meant, folded)
    if re.fullmatch(r"[\d\s]+", folded):
        return folded.split()
    return [part for part in _BETWEEN.split(folded) if part.strip()]


def _exactly(said: str, options: Sequence[Option]) -> str | None:
    joined = said.replace(" ", "")
    for option in options:
        # Persian days are one word with a joint that few people type.
        if {said, joined} & {plain(option.label), *option.words}:
            return option.choice
    return None


def _by_first_words(said: str, options: Sequence[Option]) -> str | None:
    """ "nee hoor", "ja graag": the one option that has one of its words in the first three words said, and
    no other has. A yes has nothing but politeness beside it: "oke, maar waarom" is none; and who does not
    understand, or says "no problem", has not said no.
    """
    spoken = said.split()
    hits = [option for option in options if _is_among(option, spoken)]
    if len(hits) != 1 or _is_denied(hits[0], said):
        return None
    (hit,) = hits
    heard = hit.words.intersection(spoken)
    if heard & words.YES and not doubt.is_only_polite(said, _known(hit)):
        return None
    return None if heard and heard <= words.NO and not doubt.is_refusal(said, _known(hit)) else hit.choice


def _is_among(option: Option, spoken: Sequence[str]) -> bool:
    if option.anywhere and len(spoken) <= _SHORT_SENTENCE:
        return any(word in option.words or word == plain(option.label) for word in spoken)
    return any(word in option.words for word in spoken[:3])


def _is_denied(option: Option, said: str) -> bool:
    """Do words beside those of the option turn it round: "niet goed", "kabul etmiyorum"?"""
    own = {*plain(option.label).split(), *(word for word in option.words if " " not in word)}
    denied = doubt.denials(said)
    return bool(denied) and not denied & own


def _known(option: Option) -> frozenset[str]:
    return frozenset(word for phrase in (plain(option.label), *option.words) for word in phrase.split())


def _by_likeness(said: str, options: Sequence[Option]) -> str | None:
    if len(said) < _SHORTEST_FOR_TYPOS:
        return None
    scored = sorted(((_likeness(said, option), at) for at, option in enumerate(options)), reverse=True)
    score, at = scored[0]
    runner_up = scored[1][0] if len(scored) > 1 else 0.0
    if score < _CLOSE_ENOUGH or score <= runner_up or _is_denied(options[at], said):
        return None
    return options[at].choice


def _likeness(said: str, option: Option) -> float:
    candidates: Iterable[str] = (plain(option.label), *option.words)
    return max(
        (fuzz.ratio(said, word) for word in candidates if len(word) >= _SHORTEST_FOR_TYPOS), default=0.0
    )


def _by_picture(text: str, options: Sequence[Option]) -> str | None:
    picture = text.strip().replace("\ufe0f", "")
    return next((option.choice for option in options if picture and picture in option.words), None)


# ── Names ──────────────────────────────────────────────────────────────────────────────────────────────────


def name_in(text: str) -> str | None:
    """A first name of 1–40 letters of any script ("ik heet Fatma en ik kom uit Syrië" → "Fatma"); None when
    it cannot be one, is a question, or is a sentence without a name.
    """
    said = " ".join(unicodedata.normalize("NFC", text).split())
    if doubt.asks(said):
        return None
    said = said.strip(' .,!:;"“”')
    if said.casefold() in words.BEFORE_A_NAME or plain(said) in words.NO_NAMES | names.NO_NAME:
        return None
    said = names.cut_down(said)
    if plain(said) in words.NO_NAMES or names.is_no_name(plain(said)):
        return None
    said = "".join(
        letter for letter in said if unicodedata.category(letter) not in {"So", "Sk", "Cf", "Cs", "Co"}
    ).strip()
    if not 1 <= len(said) <= LONGEST_NAME or not all(map(_in_a_name, said)):
        return None
    if not any(map(str.isalpha, said)):
        return None
    return said[:1].upper() + said[1:] if said.islower() else said


def _in_a_name(letter: str) -> bool:
    return letter in " '’`-.‐" or unicodedata.category(letter)[0] in "LM"


# ── Telephone ──────────────────────────────────────────────────────────────────────────────────────────────


def phone_in(text: str) -> str | None:
    """The telephone number as E.164 ("+31612345678"); None when there is none, or the number is not whole.

    Dutch numbers have ten digits or begin with +31: nine bare digits are no telephone number here.
    """
    said = ascii_digits(unicodedata.normalize("NFKC", text)).strip()
    digits = sum(letter.isdigit() for letter in said)
    if not said.startswith(("+", "0")) or digits < 10:
        begin = re.search(r"[+0]", said)
        if not begin or digits < 10:
            return None
        said = said[begin.start() :]
    said = _LETTER.split(said, maxsplit=1)[0]
    import phonenumbers  # large, and few people type a number

    try:
        number = phonenumbers.parse(said, "NL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_shown(number: str) -> str:
    """An E.164 number as people write it: "06 12345678", and those of other countries with their code; what
    is none as it is.
    """
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return number
    national = parsed.country_code == _DUTCH
    kinds = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, kinds.NATIONAL if national else kinds.INTERNATIONAL)
