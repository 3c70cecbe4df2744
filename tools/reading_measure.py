"""Measure how plain a text is: sentences, words, syllables, how rare a word is, how easily the whole reads.

The one place that counts; the gate (`tools/check_reading.py`) and the tests use it. Libraries are loaded when
they are first needed: their word lists are large.

How Dutch syllables are counted. A hyphenation library (pyphen) knows where a word may be cut, and never cuts
one letter off: it finds one syllable in "o-ver" and "a-vond". Counting vowels finds those, and finds too many
in a few borrowed words ("team"). So the larger of the two counts, which is never kinder to us than either.
When this was chosen they differed in 10 of 389 words of the learners' catalogue: 0.6 of Flesch-Douma.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from statistics import mean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyphen import Pyphen

_ENDS = ".!?؟…"
_SENTENCE = re.compile(rf"[^{_ENDS}]+[{_ENDS}]*")
# Marks above letters are no letters to `re`; the non-joiner (200c) stands inside Persian words.
_LETTERS = r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670])+"
_WORD = re.compile(rf"{_LETTERS}(?:[-'’.\u200c]{_LETTERS})*")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_QUESTION = re.compile(r"[?؟]")
# One match a syllable: long vowels and diphthongs first, then each vowel by itself.
_SYLLABLE = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ou|au|ei|ij|[aeiouyàáâäèéêëìíïòóôöùúûü]", re.IGNORECASE
)


def sentences(text: str) -> list[str]:
    """The sentences; a placeholder counts as one word, a number with a point as one."""
    filled = _PLACEHOLDER.sub("naam", re.sub(r"(?<=\d)\.(?=\d)", ",", text))
    return [part.strip() for part in _SENTENCE.findall(filled) if _WORD.search(part)]


def words(text: str) -> list[str]:
    """The words, numbers too."""
    return _WORD.findall(_PLACEHOLDER.sub("naam", text))


def own_words(text: str) -> list[str]:
    """The words that we wrote ourselves, in small letters: no numbers, nothing that is filled in."""
    return [
        word.casefold() for word in _WORD.findall(_PLACEHOLDER.sub(" ", text)) if not re.search(r"\d", word)
    ]


def questions(text: str) -> int:
    """How many question marks, of any script."""
    return len(_QUESTION.findall(text))


def syllables(word: str) -> int:
    """How many a Dutch word has, at least one: the larger of the library's count and that of the vowels."""
    return max(1, syllables_by_vowels(word), syllables_by_library(word))


def syllables_by_vowels(word: str) -> int:
    """How many groups of vowels a Dutch word has."""
    return len(_SYLLABLE.findall(word))


def syllables_by_library(word: str) -> int:
    """In how many pieces the library may cut a Dutch word."""
    return len(_hyphenator().positions(word.casefold())) + 1


@cache
def _hyphenator() -> Pyphen:
    from pyphen import Pyphen

    return Pyphen(lang="nl_NL")


@cache
def zipf(word: str) -> float:
    """How often a Dutch word is used, 0-8: 3 is once in a million words, each step is ten times as often.

    Source: wordfreq, from subtitles, news, books and the web.
    """
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "nl"))


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of many texts together. `mean_words` and `longest` are words in a sentence."""

    texts: int
    sentences: int
    words: int
    mean_words: float
    longest: int
    flesch_douma: float
    different: int
    """Words that are not the same, without numbers."""
    rare: frozenset[str]
    """Those of them that are rarer than the limit."""


def measure(texts: Iterable[str], *, rare_below: float) -> Figures:
    """The figures of these Dutch texts.

    Raises:
        ValueError: there is no sentence in them.
    """
    all_texts = list(texts)
    all_sentences = [sentence for text in all_texts for sentence in sentences(text)]
    if not all_sentences:
        raise ValueError("no sentence to measure")
    lengths = [len(words(sentence)) for sentence in all_sentences]
    different = {word for text in all_texts for word in own_words(text)}
    return Figures(
        texts=len(all_texts),
        sentences=len(all_sentences),
        words=sum(lengths),
        mean_words=mean(lengths),
        longest=max(lengths),
        flesch_douma=flesch_douma(all_texts),
        different=len(different),
        rare=frozenset(word for word in different if zipf(word) < rare_below),
    )


def flesch_douma(texts: Iterable[str]) -> float:
    """Readability of Dutch, 0-120, higher is plainer.

    206.8 - 0.77 x syllables in 100 words - 0.93 x words in a sentence: Douma 1960, the Dutch form of Flesch.
    """
    all_sentences = [sentence for text in texts for sentence in sentences(text)]
    all_words = [word for sentence in all_sentences for word in words(sentence)]
    per_hundred = 100 * sum(map(syllables, all_words)) / len(all_words)
    return 206.8 - 0.77 * per_hundred - 0.93 * len(all_words) / len(all_sentences)
