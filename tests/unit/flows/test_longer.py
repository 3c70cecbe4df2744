"""Nobody did anything before the promised day: the learner hears what is waited for, in one short message."""

from __future__ import annotations

import pytest

from flows.cards.news import NO_HOUSE, longer
from flows.model import Day
from tests.support.building import keys_of
from tests.support.worlds import catalogues
from tools.reading_measure import sentences, words

KEYS = {
    NO_HOUSE: ["my.no_house", "news.longer", "news.before"],
    "submitted": ["news.longer.house", "news.longer", "news.before"],
    "transferred": ["news.longer.house", "news.longer", "news.before"],
    "accepted": ["news.looking", "news.before"],
    "offered": ["news.looking", "news.before"],
}
LANGUAGES = ("nl", "en", "ar", "es", "fa", "pl", "tr", "uk")


@pytest.mark.parametrize("state", KEYS)
def test_each_state_says_what_is_waited_for_in_three_short_sentences(state: str) -> None:
    prompt = longer(state, Day("2026-06-12"))

    assert keys_of(prompt) == KEYS[state]
    for language in LANGUAGES:
        shown = " ".join(catalogues().render(line, language) for line in prompt.lines)
        assert len(sentences(shown)) <= 3, shown
        assert len(words(shown)) <= 30, shown
