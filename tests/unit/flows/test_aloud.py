"""Who wants to hear everything hears everything, until they do not: whatever happens in between."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import engine
from flows.aloud import is_for_learner, speech_of, with_loudspeaker
from flows.deeds import card_button
from flows.events import AloudChosen
from flows.facts import Capabilities
from flows.model import Button, Name, Prompt, State, Text
from flows.replies import Command, Tap, Typed
from flows.step import Flow
from flows.versions import unread
from tests.support.walks import STATES, Walker
from tests.support.worlds import KIOSK, WEB, FakeWorld

YES, NO = Button("yes", Text("general.yes"), "👍"), Button("no", Text("general.no"), "👎")
CARD = Prompt((Text("appointment.ask"),), ((card_button(Text("appointment.come"), "👍", "come", 1),),))


def listener(flow: Flow, world: FakeWorld | None = None) -> Walker:
    """Somebody who chose at the hello to hear everything."""
    walker = Walker(flow, world or FakeWorld())
    walker.tap("nl", "hear")
    return walker


def test_the_choice_at_the_hello_is_told_and_remembered(flow: Flow) -> None:
    walker = listener(flow)
    assert walker.turn.events == (AloudChosen(True),)
    assert walker.state.aloud
    assert walker.state.step == "consent"


def test_who_just_begins_hears_nothing(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap("nl", "start")
    assert walker.turn.events == ()
    assert not walker.state.aloud


def test_it_lasts_to_the_end_and_beyond(flow: Flow) -> None:
    walker = listener(flow)
    walker.walk_on()
    walker.tap("done", "another")
    assert (walker.state.aloud, walker.state.step) == (True, "consent")


@pytest.mark.parametrize("reply", [Command("start"), Command("wissen"), Typed("stop"), Command("taal")])
def test_it_outlasts_what_stands_in_front_of_a_question(flow: Flow, reply: Command | Typed) -> None:
    walker = listener(flow)
    walker.tap("yes")
    walker.move(reply)
    walker.tap(walker.buttons()[0].choice)
    assert walker.state.aloud


def test_it_outlasts_an_update_of_the_program_and_a_state_that_cannot_be_read(flow: Flow) -> None:
    state = replace(listener(flow).state, version=0)
    world = FakeWorld()
    assert engine.resume(flow, state, Typed("ja"), world).state.aloud
    assert engine.carry_over(flow, unread("nl", aloud=True), world).state.aloud
    assert engine.start(flow, world=world, language="nl", aloud=True).state.aloud


def test_a_state_from_before_there_was_a_voice_is_read_as_silent() -> None:
    old = STATES.validate_json('{"flow": "intake", "version": 1, "step": "hello", "language": "nl"}')
    assert old == State("intake", 1, "hello", "nl")
    assert not old.aloud


@pytest.mark.parametrize(("capabilities", "still"), [(KIOSK, False), (WEB, True)])
def test_on_a_shared_screen_the_next_person_is_not_startled(
    flow: Flow, capabilities: Capabilities, still: bool
) -> None:
    walker = listener(flow, FakeWorld(capabilities=capabilities))
    walker.walk_on()
    walker.tap("done", "another")
    assert walker.state.aloud is still


def test_it_is_switched_off_and_on_at_any_moment_and_the_ticks_stay(flow: Flow) -> None:
    walker = listener(flow)
    while walker.state.step != "needs":
        walker.walk_a_step()
    walker.tap("+reading")
    for said, on in (("niet voorlezen", False), ("altijd voorlezen", True)):
        walker.move(Typed(said))
        assert (walker.state.aloud, walker.state.step, walker.state.draft) == (on, "needs", ("reading",))
    walker.move(Command("voorlezen"))
    assert not walker.state.aloud


def test_to_hear_a_question_changes_nothing(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap("nl", "start", "yes", "other")
    before = walker.state
    turn = walker.tap("aloud")
    assert turn.state == before
    assert turn.events == ()
    [prompt] = turn.prompts
    assert (prompt.lines, prompt.serial) == ((), 0)


def test_at_rest_the_switch_stands_beside_the_loudspeaker(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld())
    walker.walk_on()
    walker.tap("done")
    assert [button.choice for button in walker.buttons()][-2:] == ["aloud", "aloud:on"]
    walker.tap("aloud:on")
    assert [button.choice for button in walker.buttons()][-2:] == ["aloud", "aloud:off"]


def test_without_a_voice_nothing_is_offered(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld(spoken=()))
    walker.tap("nl")
    assert [button.choice for button in walker.buttons()] == ["start", "explain", "person", "stop"]


# ── Messages ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_message_is_heard_with_what_was_answered_and_each_answer_once() -> None:
    keys = tuple(Button(f"k{digit}", Text("digit")) for digit in "123")
    prompt = Prompt((Text("ask"),), (keys, (YES, NO), (YES,)), chosen=(Name("Fatma"),))
    speech = speech_of(prompt)
    assert speech.lines == (Text("ask"), Name("Fatma"))
    assert speech.choices == (YES, NO)


def test_a_card_that_asks_a_learner_gets_a_loudspeaker_with_its_number() -> None:
    [[hear]] = with_loudspeaker(CARD, 36).always
    assert (hear.choice, hear.picture) == ("do:read:10", "🔊")


def test_nothing_else_gets_one() -> None:
    question = Prompt((Text("ask"),), ((YES,),), serial=4)
    news = Prompt((Text("news.waiting"),))
    team = Prompt((Text("staff.queue"),), CARD.rows)
    take = card_button(Text("volunteer.yes"), "", "take", 1)
    offered = Prompt((Text("overview.line"),), ((take,),))
    for prompt in (question, news, team, offered, replace(CARD, speech=speech_of(CARD))):
        assert with_loudspeaker(prompt, 1) == prompt
    assert is_for_learner(CARD)
    assert not is_for_learner(team)
    assert not is_for_learner(offered)


def test_an_old_loudspeaker_tells_kindly_that_it_is_old(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap("nl")
    turn = walker.move(Tap("aloud", 1))
    assert turn.toast is engine.ALREADY_DONE
