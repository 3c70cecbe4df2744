"""Who is not understood again hears other words, and of a person; once understood, all is as before."""

from __future__ import annotations

import pytest

from flows.model import Text
from flows.replies import Typed
from flows.step import Flow
from tests.support.walks import Walker
from tests.support.worlds import FakeWorld

PLAIN, OTHER = "intake.needs.ask", "intake.needs.explain"
PRESS, OR_ASK = "general.press", "general.press_or_ask"
GIBBERISH = Typed("hmm tsja blub")


@pytest.fixture
def asked(flow: Flow) -> Walker:
    """Asked what they want to learn."""
    walker = Walker(flow, FakeWorld())
    walker.tap("nl", "start", "yes", "self")
    walker.move(Typed("Fatima"))
    walker.move(Typed("8011"))
    assert walker.state.step == "needs"
    return walker


def said(walker: Walker) -> list[str]:
    """The last two messages: what is said of the answer, and the question."""
    return [line.key for prompt in walker.turn.prompts[-2:] for line in prompt.lines if line.key]


def test_the_first_time_the_question_is_asked_as_it_was(asked: Walker) -> None:
    asked.move(GIBBERISH)

    assert said(asked)[:2] == [PRESS, PLAIN]


def test_the_second_time_it_is_asked_in_other_words_and_a_person_is_pointed_out(asked: Walker) -> None:
    asked.move(GIBBERISH)
    asked.move(GIBBERISH)

    assert said(asked)[:2] == [OR_ASK, OTHER]
    assert {"person", "language"} <= {button.choice for button in asked.buttons()}
    asked.move(GIBBERISH)
    assert said(asked)[:2] == [OR_ASK, OTHER]


def test_what_was_ticked_before_stays_ticked(asked: Walker) -> None:
    asked.tap("+reading")
    before = asked.state.draft
    asked.move(GIBBERISH)
    asked.move(GIBBERISH)

    assert asked.state.draft == before != ()


def test_the_next_question_counts_from_none(asked: Walker) -> None:
    asked.move(GIBBERISH)
    asked.move(GIBBERISH)
    asked.tap("+reading", "ok")
    assert asked.state.misses == 0
    asked.move(GIBBERISH)

    assert said(asked)[:2] == [PRESS, "intake.purposes.ask"]


def test_who_stops_and_goes_on_counts_from_none(asked: Walker) -> None:
    asked.move(GIBBERISH)
    asked.tap("stop")

    assert asked.state.misses == 0


def test_what_is_said_of_a_number_that_is_refused_is_said_again(asked: Walker) -> None:
    asked.move(Typed("111222333"))
    asked.move(Typed("111222333"))

    assert said(asked)[:2] == ["general.bsn", PLAIN]
    assert Text(OR_ASK) not in asked.turn.prompts[-1].lines
