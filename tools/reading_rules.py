"""The rules of the reading level: what each group of readers can take, and where a text breaks that.

Learners read slowly: their limits are those that the project chose for their screen. Volunteers and staff
read for a task, at level B1. Advice for that level says ten words to a sentence on average and no passive;
the most of 15 is our own. On Douma's scale 70-80 is fairly easy, 80-90 easy and 90-100 very easy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import mean

from tools.reading_measure import flesch_douma, own_words, questions, sentences, syllables, words, zipf
from tools.reading_texts import LEARNERS, STAFF, VOLUNTEERS, Shown
from tools.reading_words import ALWAYS_U, DIGITS, EVERYBODY, PASSIVE, Words


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a group of readers can take. Lengths in words, of a button in characters."""

    sentence: int
    sentence_mean: float
    message: int
    sentences: int
    button: int
    flesch_douma: float
    """The least, over all texts of the group together."""


_B1 = Limits(sentence=15, sentence_mean=10, message=45, sentences=4, button=24, flesch_douma=75)
LIMITS: Mapping[str, Limits] = {
    LEARNERS: Limits(sentence=12, sentence_mean=8, message=30, sentences=3, button=20, flesch_douma=90),
    VOLUNTEERS: _B1,
    STAFF: _B1,
}

LONG_WORD_SYLLABLES = 4
# Once in 100,000 words. Just below it lie "verstuurd", "formulier" and "bewaar", and further down words that
# a slow reader may never have read ("inburgering", "langsgaan"); just above it "invullen" and "goedkoper".
RARE_BELOW = 4.0

# The name of a picture is heard while the picture is seen, and names a thing: "potlood" is rare in what
# people write and hard for nobody. Its length counts all the same.
NAMES_OF_THINGS = "picture."

# Dutch words that say no. Two in one clause are hard: "niet zonder", "nooit niet".
_NO = frozenset({"niet", "geen", "niets", "nooit", "niemand", "nergens", "zonder"})
_CLAUSE = re.compile(r"[,;:]|\b(?:en|of|maar|dan)\b")
_CAPITALS = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken: where, and by what words."""

    language: str
    key: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"locale/{self.language}: {self.key}: {self.rule}: {self.text}"


Rule = Callable[[Shown, Words], Iterator[str]]
"""Gives what is wrong with a text, one line a fault."""


def _long_sentence(shown: Shown, _words: Words) -> Iterator[str]:
    most = LIMITS[shown.readers].sentence
    for sentence in sentences(shown.text):
        if len(words(sentence)) > most:
            yield f"a sentence of {len(words(sentence))} words, at most {most}"


def _long_message(shown: Shown, _words: Words) -> Iterator[str]:
    limits = LIMITS[shown.readers]
    if (count := len(sentences(shown.text))) > limits.sentences:
        yield f"{count} sentences, at most {limits.sentences}"
    if (count := len(words(shown.text))) > limits.message:
        yield f"{count} words, at most {limits.message}"


def _questions(shown: Shown, _words: Words) -> Iterator[str]:
    # Volunteers and staff may get a second one: "Past er iemand bij u? Dan ..." stands for an "if".
    most = 1 if shown.readers == LEARNERS else 2
    if (count := questions(shown.text)) > most:
        yield f"{count} question marks, at most {most}"


def _banned(shown: Shown, known: Words) -> Iterator[str]:
    for kind, banned in known.banned.get(shown.language, {}).items():
        if shown.readers != LEARNERS and kind not in EVERYBODY:
            continue
        for word in dict.fromkeys(_tokens(shown.text)):
            if word in banned:
                yield f"{_KINDS.get(kind, 'a banned word')} ({word})"


def _same_word(shown: Shown, known: Words) -> Iterator[str]:
    for word, said in known.same.get(shown.language, {}).items():
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", shown.text.casefold()):
            yield f"another word for the same thing ({word}: {said})"


_KINDS = {
    PASSIVE: "a passive",
    ALWAYS_U: "not the polite form (u)",
    DIGITS: "a number in letters",
}


def _tokens(text: str) -> list[str]:
    # A stroke ends a word elsewhere, and not in "t/m".
    return [*own_words(text), *re.findall(r"\b[a-z]/[a-z]\b", text.casefold())]


def _capitals(shown: Shown, known: Words) -> Iterator[str]:
    for name in _CAPITALS.findall(shown.text):
        if name.casefold() not in known.allowed:
            yield f"an abbreviation without a reason ({name})"


def _double_no(shown: Shown, _words: Words) -> Iterator[str]:
    for sentence in sentences(shown.text):
        for clause in _CLAUSE.split(sentence.casefold()):
            said = [word for word in words(clause) if word in _NO]
            if len(said) > 1:
                yield f"a double negation ({' '.join(said)})"


def _hard_words(shown: Shown, known: Words) -> Iterator[str]:
    for word in dict.fromkeys(own_words(shown.text)):
        if word in known.allowed:
            continue
        if (count := syllables(word)) >= LONG_WORD_SYLLABLES:
            yield f"a word of {count} syllables without a reason ({word})"
        elif zipf(word) < RARE_BELOW and not shown.key.startswith(NAMES_OF_THINGS):
            yield f"a rare word without a reason ({word}, {zipf(word):.1f})"


def is_hard(word: str) -> bool:
    """Whether a Dutch word is so long or so rare that learners may only read it for a reason."""
    return syllables(word) >= LONG_WORD_SYLLABLES or zipf(word) < RARE_BELOW


_OF_ALL: tuple[Rule, ...] = (_long_sentence, _long_message, _questions, _banned, _same_word)
_OF_DUTCH: tuple[Rule, ...] = (_double_no,)
_OF_DUTCH_LEARNERS: tuple[Rule, ...] = (_hard_words, _capitals)


def broken_by(shown: Shown, known: Words) -> list[Finding]:
    """What is wrong with this one text by itself."""
    rules = [*_OF_ALL]
    if shown.language == "nl":
        rules += _OF_DUTCH
        rules += _OF_DUTCH_LEARNERS if shown.readers == LEARNERS else ()
    return [
        Finding(shown.language, shown.key, fault, shown.text)
        for rule in rules
        for fault in rule(shown, known)
    ]


def long_button(shown: Shown, picture: str) -> list[Finding]:
    """Whether it is too long for a button; what is filled in later does not count.

    A learner's Dutch or English button must hold its picture too: these have two in a row on the phone.
    """
    most = LIMITS[shown.readers].button
    label = re.sub(r"\{\w+\}", "", shown.text)
    with_picture = f"{picture} {label}".strip() if shown.language in ("nl", "en") else label
    seen = with_picture if shown.readers == LEARNERS else label
    if len(seen) <= most:
        return []
    return [Finding(shown.language, shown.key, f"a button of {len(seen)} characters, at most {most}", seen)]


def broken_together(language: str, readers: str, texts: list[Shown]) -> list[Finding]:
    """What is wrong with all texts of a group of readers together."""
    limits = LIMITS[readers]
    said = [shown.text for shown in texts]
    lengths = [len(words(sentence)) for text in said for sentence in sentences(text)]
    if not lengths:
        return []
    found = []
    if (average := mean(lengths)) > limits.sentence_mean:
        found.append(f"sentences of {average:.1f} words on average, at most {limits.sentence_mean}")
    if language == "nl" and (score := flesch_douma(said)) < limits.flesch_douma:
        found.append(f"Flesch-Douma {score:.1f}, at least {limits.flesch_douma}")
    return [Finding(language, f"all texts of {readers}", fault, "") for fault in found]
