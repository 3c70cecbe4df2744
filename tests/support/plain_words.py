"""Measure how plain a text is: sentences, words, syllables, and the readability of a whole catalogue.

The rules are those for the learner's screen: they read slowly, so that every word costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_PLACEHOLDER = re.compile(r"\{\w+\}")
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


def syllables(word: str) -> int:
    """How many a Dutch word has, by its vowels; at least one."""
    return max(1, len(_SYLLABLE.findall(word)))


def flesch_douma(texts: Iterable[str]) -> float:
    """Readability of Dutch, 0–120, higher is plainer.

    206.8 - 0.77 x syllables in 100 words - 0.93 x words in a sentence: Douma 1960, the Dutch form of Flesch.
    """
    all_sentences = [sentence for text in texts for sentence in sentences(text)]
    all_words = [word for sentence in all_sentences for word in words(sentence)]
    per_hundred = 100 * sum(map(syllables, all_words)) / len(all_words)
    return 206.8 - 0.77 * per_hundred - 0.93 * len(all_words) / len(all_sentences)
