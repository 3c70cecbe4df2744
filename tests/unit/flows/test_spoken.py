"""A voice note is an answer where a name is asked; anywhere else it is told kindly and loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.aloud import ALOUD
from flows.events import NameSpoken
from flows.intake import intake_flow
from flows.model import Button, Name, Prompt, Text, VoiceNote
from flows.replies import Spoken
from flows.spoken import (
    STAND_IN,
    UNWRITTEN,
    is_spoken,
    name_in_answer,
    rewritten,
    shown_as,
    spoken,
    voice_of,
    written_name,
)
from flows.tongue import LANGUAGE
from flows.validators import name_in
from tests.support.walks import Press, Walker
from tests.support.worlds import FakeWorld, catalogues
from tests.unit.flows.test_properties import QUICK, moves, worlds

FLOW = intake_flow()
VOICE = VoiceNote("telegram", "AwACAgQ", 2)
NAMES = ("first_name", "helper_name")


@QUICK
def as_first_asked(prompt: Prompt) -> list[Button]:
    """The buttons; under other words for the question 🔊 reads those, and the globe stands beside it."""
    below = [button for row in prompt.always for button in row if button != LANGUAGE]
    read = [ALOUD if button.choice == "aloud:explain" else button for button in below]
    return [*(button for row in prompt.rows for button in row), *read]


@given(world=worlds, steps=st.lists(moves, max_size=40), seconds=st.integers(0, 90))
def test_wherever_somebody_speaks_the_question_stays_with_its_buttons_or_has_its_answer(
    world: FakeWorld, steps: list[Press], seconds: int
) -> None:
    walker = Walker(FLOW, world)
    for step in steps:
        walker.move(step)
    before, buttons = walker.state, as_first_asked(walker.screen[-1])
    turn = walker.move(Spoken(VoiceNote("telegram", "AwACAgQ", seconds)))
    kept = [event for event in turn.events if isinstance(event, NameSpoken)]

    if kept:
        assert before.answers["consent"] is True
        assert before.step in NAMES
        assert not before.aside
        assert 1 <= seconds <= 60
        assert is_spoken(turn.state.answers[before.step])
    else:
        assert dict(turn.state.answers) == dict(before.answers)
        assert (turn.state.step, turn.state.aside, turn.state.draft) == (
            before.step,
            before.aside,
            before.draft,
        )
        assert len(turn.prompts) >= 2, "a kind word, and the question again"
        # With a list of places open, it is the keypad that comes.
        assert before.view or as_first_asked(walker.screen[-1]) == buttons
    walker.walk_on()


def test_the_answer_shows_the_phones_name_or_that_it_was_spoken_and_never_the_file() -> None:
    known, unknown = spoken(VOICE, "Fatma"), spoken(VOICE, "")

    assert (name_in_answer(known), written_name(known), shown_as(known)) == (
        "Fatma",
        "Fatma",
        Name("🎤 Fatma"),
    )
    assert (name_in_answer(unknown), written_name(unknown)) == (UNWRITTEN, "")
    assert shown_as(unknown) == Name(UNWRITTEN)
    assert voice_of(known) == voice_of(unknown) == VOICE
    assert rewritten(unknown, "Özlem") == spoken(VOICE, "Özlem")
    assert rewritten("Ozlem", "Özlem") == "Özlem"


@pytest.mark.parametrize(
    "answer", [None, "", "Fatma", {}, {"voice": 1}, spoken(VOICE, "") | {"seconds": "2"}]
)
def test_what_is_no_spoken_name_is_not_taken_for_one(answer: object) -> None:
    assert not is_spoken(answer)  # type: ignore[arg-type]


def test_nobody_can_type_the_sign_of_a_spoken_name() -> None:
    assert name_in(UNWRITTEN) is None
    assert name_in(f"{UNWRITTEN} Fatma") == "Fatma"


@pytest.mark.parametrize("language", catalogues().languages)
def test_every_language_has_words_in_the_place_of_a_name_that_was_spoken(language: str) -> None:
    shown = catalogues().render(Text("news.helper.contact", {"name": Name(UNWRITTEN)}), language, html=True)

    assert UNWRITTEN not in shown
    assert catalogues().render(STAND_IN, language, html=True) in shown
    assert STAND_IN.key not in shown
