"""Without any Taalhuis the goodbye promises what can be kept: a message to whom it reaches, else a call."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from flows.facts import Answer, Capabilities
from flows.intake_ending import goodbye_step
from flows.model import Name, State, Text
from tests.support.worlds import KIOSK, TELEGRAM, FakeWorld, catalogues
from tools.reading_measure import sentences, words

PLACE: dict[str, str | int | float] = {
    "postcode": "8011",
    "name": "Zwolle",
    "gemeente": "Zwolle",
    "gemeente_code": "GM0193",
    "province": "Overijssel",
    "latitude": 52.5,
    "longitude": 6.1,
}
SELF: Mapping[str, Answer] = {"for_whom": "self"}
OTHER: Mapping[str, Answer] = {"for_whom": "other", "first_name": "Fatma"}
FATMA = {"name": Name("Fatma")}
LANGUAGES = ("nl", "en", "ar", "es", "fa", "pl", "tr", "uk")


@pytest.mark.parametrize(
    ("whose", "contact", "screen", "said"),
    [
        (SELF, "chat", TELEGRAM, Text("goodbye.no_house")),
        (SELF, "call", TELEGRAM, Text("goodbye.no_house")),
        (SELF, "call", KIOSK, Text("goodbye.no_house.call")),
        (SELF, "walk_in", KIOSK, Text("goodbye.no_house.walk_in")),
        (OTHER, "chat", TELEGRAM, Text("goodbye.no_house.other", FATMA)),
        (OTHER, "call", TELEGRAM, Text("goodbye.no_house.other.call", FATMA)),
        (OTHER, "call", KIOSK, Text("goodbye.no_house.other.call", FATMA)),
        (OTHER, "walk_in", TELEGRAM, Text("goodbye.no_house.walk_in")),
    ],
)
def test_who_hears_nothing_more_is_promised_no_message(
    whose: Mapping[str, Answer], contact: str, screen: Capabilities, said: Text
) -> None:
    answers: dict[str, Answer] = {**whose, "place": PLACE, "needs": ["reading"], "contact": contact}
    state = State("intake", 1, "goodbye", "nl", 1, answers)

    body = goodbye_step().ask(state, FakeWorld(capabilities=screen, houses=()))

    assert body.lines == (said,)
    for language in LANGUAGES:
        shown = catalogues().render(said, language)
        assert len(sentences(shown)) <= 3, shown
        assert len(words(shown)) <= 30, shown
