"""What the engine promises beyond the golden conversations, each promise by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from flows import engine
from flows.events import ConsentGiven, ConsentRefused, Expired, IntakeSubmitted, NumberRefused
from flows.model import State
from flows.replies import SharedLocation, Silence, Tap, Typed
from flows.step import Flow
from flows.versions import unread
from tests.support.walks import Walker
from tests.support.worlds import KIOSK, FakeWorld

TWO_NEEDS = (
    *("nl", "start", "yes", "self", "profile", "k8", "k80", "k801", "k8011", "+numbers", "+digital", "ok"),
    *("+work", "ok", "yes", "s0", "s1", "s2", "s0", "s1", "s0", "all", "all", "group", "chat", "ok"),
)


@pytest.fixture
def walker(flow: Flow) -> Walker:
    return Walker(flow, FakeWorld())


def test_two_needs_by_taps_with_the_keypad_take_at_most_28_taps(walker: Walker) -> None:
    turn = walker.tap(*TWO_NEEDS)
    assert isinstance(turn.events[0], IntakeSubmitted)
    assert turn.state.step == "goodbye"
    assert len(TWO_NEEDS) <= 28


def test_all_needs_in_the_web_take_at_most_28_taps_before_the_overview_is_confirmed(flow: Flow) -> None:
    """Nobody has to type where no name is known: it can be skipped."""
    walker = Walker(flow, FakeWorld(capabilities=KIOSK, profile_name=""))
    needs = ("+reading", "+numbers", "ok")
    walker.tap("nl", "start", "yes", "self", "skip", "k7", "k75", "k751", "k7511", *needs, "skip", "yes")
    walker.tap("s0", "s0", "s0", "s0", "s0", "all", "all", "any", "walk_in", "ok")
    assert walker.state.step == "goodbye"


def test_the_same_input_gives_the_same_turn(flow: Flow) -> None:
    world = FakeWorld()
    state = engine.start(flow, world=world, language="nl").state
    reply = Tap("nl", 1)
    assert engine.resume(flow, state, reply, world) == engine.resume(flow, state, reply, world)


def test_a_language_that_is_not_there_becomes_the_default(flow: Flow) -> None:
    assert engine.start(flow, world=FakeWorld(), language="xx").state.language == "nl"


def test_a_tap_on_an_old_question_changes_nothing_but_says_so(walker: Walker) -> None:
    walker.tap("nl", "start")
    before = walker.state
    turn = walker.move(Tap("nl", 1))
    assert turn.state == before
    assert turn.prompts == ()
    assert turn.toast is not None


def test_a_tap_of_a_channel_that_knows_no_numbers_is_taken(walker: Walker) -> None:
    assert walker.move(Tap("nl", 0)).state.step == "hello"


def test_consent_is_told_with_purpose_and_version(walker: Walker) -> None:
    event = walker.tap("nl", "start", "yes").events[0]
    assert isinstance(event, ConsentGiven)
    assert event.purpose == "referral"
    assert event.text_version


def test_after_no_the_state_holds_a_step_and_a_language_and_nothing_else(walker: Walker, flow: Flow) -> None:
    turn = walker.tap("nl", "start", "no")
    assert [type(event) for event in turn.events] == [ConsentRefused]
    assert turn.state == State(flow.name, flow.version, "no_place", "nl", turn.state.serial)
    walker.tap("k8", "k80", "k801")
    assert walker.state == turn.state
    after = walker.tap("k8011").state
    assert after == State(flow.name, flow.version, "no_goodbye", "nl", after.serial)


def test_a_shared_point_is_never_kept(walker: Walker) -> None:
    walker.tap("nl", "start", "yes", "self", "profile")
    place = walker.move(SharedLocation(52.5101234, 6.0901234)).state.answers["place"]
    assert isinstance(place, dict)
    assert (place["postcode"], place["latitude"]) == ("8011", 52.51)


def test_a_number_that_can_be_a_bsn_is_refused_and_not_kept(walker: Walker) -> None:
    walker.tap("nl", "start", "yes", "self")
    turn = walker.move(Typed("ik ben 111222333"))
    assert turn.events == (NumberRefused(),)
    assert turn.state.step == "first_name"


@pytest.mark.parametrize("days", [1, 3, 6])
def test_a_nudge_asks_the_present_question_again_with_what_was_ticked(walker: Walker, days: int) -> None:
    walker.tap("nl", "start", "yes", "self", "profile", "k8", "k80", "k801", "k8011", "+reading")
    serial = walker.state.serial
    turn = walker.move(Silence(days))
    assert (turn.state.step, turn.state.draft, turn.state.serial) == ("needs", ("reading",), serial + 1)
    assert turn.events == ()


def test_after_seven_days_the_draft_is_gone(walker: Walker) -> None:
    walker.tap("nl", "start", "yes", "self", "profile")
    turn = walker.move(Silence(7))
    assert turn.events == (Expired(),)
    assert dict(turn.state.answers) == {}


@pytest.mark.parametrize(
    "change",
    [
        partial(replace, version=0),
        partial(replace, step="gone"),
        partial(replace, aside="gone"),
        partial(replace, flow="another"),
    ],
    ids=["version", "step", "aside", "flow"],
)
def test_after_seven_days_a_draft_of_another_version_is_gone_too(
    walker: Walker, flow: Flow, change: Callable[[State], State]
) -> None:
    walker.tap("nl", "start", "yes", "self", "profile")
    old = change(walker.state)
    turn = engine.resume(flow, old, Silence(7), walker.world)
    assert turn.events == (Expired(),)
    assert (turn.state.step, dict(turn.state.answers)) == ("ended", {})
    assert turn.prompts[0].serial == old.serial
    assert turn.prompts[0].replaces
    assert engine.resume(flow, old, Silence(3), walker.world).events == ()


def test_an_update_of_the_program_ends_no_conversation_that_rests(walker: Walker, flow: Flow) -> None:
    walker.tap(*TWO_NEEDS, "done")
    turn = engine.resume(flow, replace(walker.state, version=0), Silence(9), walker.world)
    assert (turn.state.step, turn.events) == ("home", ())


def test_silence_after_the_goodbye_says_nothing(walker: Walker) -> None:
    walker.tap(*TWO_NEEDS)
    for step in ("goodbye", "home"):
        assert walker.state.step == step
        assert walker.move(Silence(9)).prompts == ()
        walker.tap("done" if step == "goodbye" else "more")


def test_what_is_kept_at_home_is_nothing_of_the_person(walker: Walker) -> None:
    walker.tap(*TWO_NEEDS, "done")
    assert set(walker.state.answers) == {"language", "hello", "consent"}


def test_the_next_person_is_asked_for_consent_again(walker: Walker) -> None:
    walker.tap(*TWO_NEEDS, "done", "another")
    assert walker.state.step == "consent"
    assert set(walker.state.answers) == {"language", "hello"}


def test_changing_for_whom_asks_the_name_of_the_other_person(walker: Walker) -> None:
    walker.tap(*TWO_NEEDS[:-1], "e:for_whom", "other")
    asked = []
    while walker.state.step != "overview":
        asked.append(walker.state.step)
        walker.walk_a_step()
    assert asked == ["helper_name", "helper_organisation", "helper_agreed", "first_name", "contact"]
    assert walker.state.answers["needs"] == ["digital", "numbers"]


def test_an_unknown_step_or_aside_begins_where_the_answers_lead(walker: Walker, flow: Flow) -> None:
    walker.tap("nl", "start", "yes")
    for broken in (replace(walker.state, step="gone"), replace(walker.state, aside="gone")):
        assert engine.resume(flow, broken, Typed("ja"), walker.world).state.step == "for_whom"


def test_a_state_that_cannot_be_read_begins_again(flow: Flow) -> None:
    turn = engine.carry_over(flow, unread("en"), FakeWorld())
    assert (turn.state.step, turn.state.language) == ("language", "en")
    assert len(turn.prompts) == 2


def test_the_button_of_the_phone_is_taken_away_by_the_next_message(walker: Walker) -> None:
    walker.tap("nl", "start", "yes", "self", "profile")
    offered = walker.tap("loc")
    assert offered.prompts[-1].native
    following = walker.move(Typed("Zwolle")).prompts
    assert [prompt.closes_native for prompt in following if not prompt.replaces] == [True]


def test_the_keypad_is_redrawn_in_place_and_a_double_tap_does_no_harm(walker: Walker) -> None:
    walker.tap("nl", "start", "yes", "self", "profile", "k8")
    serial = walker.state.serial
    twice = [walker.move(Tap("k80", serial)) for _ in range(2)]
    assert twice[0] == twice[1]
    assert all(prompt.replaces and prompt.serial == serial for turn in twice for prompt in turn.prompts)
