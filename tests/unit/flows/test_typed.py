"""Typed numbers and words press the button that the person sees in that place, on every page of a list."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from flows import engine
from flows.events import DataAsked, EraseConfirmed, IntakeSubmitted, TaalhuisChanged
from flows.facts import Capabilities
from flows.intake import intake_flow
from flows.model import Button, State, Turn
from flows.replies import Command, Tap, Typed
from flows.step import Flow
from flows.typed import answer_buttons
from flows.world import World
from tests.support.walks import Move, Press, Walker
from tests.support.worlds import HOUSES, KIOSK, TELEGRAM, WEB, FakeWorld

# A global and no fixture: what hypothesis prints of a failing example is then the example alone.
FLOW = intake_flow()

TO_PLACE = ("nl", "start", "yes", "self", "profile")
_TO_TIMES = ("k8", "k80", "k801", "k8011", "+reading", "ok", "skip", "yes", *("skip",) * 3)
TO_OVERVIEW = (*TO_PLACE, *_TO_TIMES, "all", "all", "any", "chat")

worlds = st.builds(
    FakeWorld,
    capabilities=st.sampled_from(
        [TELEGRAM, WEB, KIOSK, Capabilities(push=True, location=False, contact=False)]
    ),
    profile_name=st.sampled_from(["", "Fatma"]),
    houses=st.sampled_from([HOUSES, HOUSES[:2], HOUSES[:1], ()]),
)
steps: st.SearchStrategy[list[Move]] = st.lists(
    st.one_of(
        st.builds(Press, nth=st.integers(0, 15)),
        st.builds(
            Typed,
            st.sampled_from(["Hengelo", "Nergens", "8013", "meer", "terug", "veranderen", "ander", "ik"]),
        ),
        st.builds(Command, st.sampled_from(["start", "stop", "taal", "wissen", "privacy"])),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    world=worlds,
    ahead=st.integers(0, 30),
    steps=steps,
    nth=st.integers(0, 9),
    said=st.sampled_from(["{}", "nummer {}", "{}.", "{}e"]),
)
def test_typing_a_number_is_pressing_the_button_in_that_place(
    world: FakeWorld, ahead: int, steps: list[Move], nth: int, said: str
) -> None:
    walker = Walker(FLOW, world)
    for _ in range(ahead):
        if walker.state.step == "goodbye":
            break
        walker.walk_a_step()
    for step in steps:
        walker.move(step)
    before = walker.state
    shown = [button for row in walker.screen[-1].rows for button in row]
    # The keypad and a telephone number are typed in digits; and where nothing may be kept, the places are
    # on the buttons alone.
    assume(not _takes_digits(before, shown))
    assume(before.aside or before.step != "no_place")
    assume(shown)
    number = nth % len(shown) + 1
    typed = engine.resume(FLOW, before, Typed(said.format(number)), world)
    tapped = _pressed(before, shown[number - 1], world)
    assert _outcome(typed, world) == _outcome(tapped, world)


def _takes_digits(state: State, shown: list[Button]) -> bool:
    keypad = any(button.choice.startswith("k") and button.choice[1:].isdigit() for button in shown)
    return not state.aside and (keypad or state.step == "phone")


def _pressed(before: State, button: Button, world: World) -> Turn:
    """Press it; in a question with ticks a typed number also presses Klaar, and unticks nothing."""
    if button.choice.startswith(("+", "-")):
        if not button.selected:
            before = engine.resume(FLOW, before, Tap(button.choice, before.serial), world).state
        return engine.resume(FLOW, before, Tap("ok", before.serial), world)
    return engine.resume(FLOW, before, Tap(button.choice, before.serial), world)


def _outcome(turn: Turn, world: World) -> object:
    """Where it led, what happened, and which buttons can be pressed now."""
    state = replace(turn.state, serial=0)
    return state, turn.events, answer_buttons(FLOW.present(state).ask(state, world))


def test_the_buttons_on_the_screen_are_those_that_are_counted(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_OVERVIEW)
    for choice in ("more:0", "more:4", "more:8", "back", "ok", "others", "back", "done", "more"):
        walker.tap(choice)
        counted = answer_buttons(flow.present(walker.state).ask(walker.state, walker.world))
        shown = tuple(button for row in walker.screen[-1].rows for button in row)
        assert counted == shown


@pytest.mark.parametrize("said", ["1", "ja", "klopt", "ok", "7", "goed"])
def test_nothing_that_is_typed_in_the_list_of_answers_sends_them(flow: Flow, said: str) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_OVERVIEW, "more:0")
    turn = walker.move(Typed(said))
    assert not any(isinstance(event, IntakeSubmitted) for event in turn.events)
    assert turn.state.step != "goodbye"


@pytest.mark.parametrize("said", ["wissen", "Alles wissen!", "delete", "DELETE EVERYTHING", "wis alles"])
@pytest.mark.parametrize("taps", [(), ("nl", "start", "yes", "self"), TO_PLACE, TO_OVERVIEW])
def test_to_be_erased_is_understood_everywhere_and_asked_once_more(
    flow: Flow, said: str, taps: tuple[str, ...]
) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*taps)
    turn = walker.move(Typed(said))
    assert (turn.state.aside, turn.events) == ("erase", ())
    assert walker.tap("yes").events == (EraseConfirmed(),)


@pytest.mark.parametrize("said", ["not sure", "zeker?", "oke wacht even", "tamam değil", "do not erase"])
def test_a_doubt_erases_nothing_sends_nothing_and_agrees_to_nothing(flow: Flow, said: str) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap("nl", "start")
    assert walker.move(Typed(said)).events == ()
    assert walker.state.step == "consent"
    walker.tap("yes", *TO_PLACE[3:], *_TO_TIMES, "all", "all", "any", "chat")
    assert walker.move(Typed(said)).events == ()
    assert walker.state.step == "overview"
    walker.move(Typed("wissen"))
    assert walker.move(Typed(said)).events == ()
    assert walker.state.aside == "erase"


@pytest.mark.parametrize("said", ["{}?", "{} ?", "{}؟"])
@pytest.mark.parametrize(("taps", "label"), [(("nl", "start"), "Ja"), (TO_OVERVIEW, "Klopt")])
def test_who_asks_with_the_words_of_a_button_does_not_press_it(
    flow: Flow, taps: tuple[str, ...], label: str, said: str
) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*taps)
    before = walker.state
    assert walker.move(Typed(said.format(label))).events == ()
    assert (walker.state.step, walker.state.answers) == (before.step, before.answers)
    assert walker.move(Typed(label)).state.step != before.step


def test_a_wish_may_sound_like_a_question_where_nothing_is_asked(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_OVERVIEW, "ok", "done")
    assert walker.state.step == "home"
    tapped = walker.tap("answers")
    assert walker.move(Typed("Mijn antwoorden?")).events == tapped.events != ()


@pytest.mark.parametrize(
    ("taps", "said"),
    [
        (("nl", "start", "yes"), "niet voor mij"),
        ((*TO_PLACE, *_TO_TIMES[:4]), "geen computer"),
        ((*TO_PLACE, *_TO_TIMES[:4]), "lezen, maar niet rekenen"),
        ((*TO_PLACE, *_TO_TIMES, "all", "all"), "geen groep"),
        ((*TO_PLACE, *_TO_TIMES, "all", "all", "any"), "niet bellen"),
    ],
)
def test_what_is_not_meant_is_asked_again(flow: Flow, taps: tuple[str, ...], said: str) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*taps)
    before = walker.state
    walker.move(Typed(said))
    assert (walker.state.step, walker.state.answers) == (before.step, before.answers)


def test_read_is_what_somebody_wants_to_learn(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_PLACE, *_TO_TIMES[:4])
    walker.move(Typed("read"))
    assert walker.state.answers["needs"] == ["reading"]


@pytest.mark.parametrize("said", ["/privacy", "privacy", "Privacy?"])
@pytest.mark.parametrize(("capabilities", "told"), [(TELEGRAM, True), (WEB, False), (KIOSK, False)])
def test_privacy_tells_of_telegram_where_that_is_what_carries_the_words(
    flow: Flow, said: str, capabilities: Capabilities, told: bool
) -> None:
    walker = Walker(flow, FakeWorld(capabilities=capabilities))
    walker.tap("nl", "start", "yes")
    turn = walker.move(Command("privacy") if said.startswith("/") else Typed(said))
    text = " ".join(walker.world.label(line, "nl") for prompt in turn.prompts for line in prompt.lines)
    assert ("Telegram kan" in text) is told
    for part in (
        "een computer",
        "7 dagen",
        "6 maanden",
        "Vertel hier niets over uw ziekte",
        "Voor wie is dit?",
    ):
        assert part in text
    assert turn.state.step == "for_whom"


@pytest.mark.parametrize("capabilities", [TELEGRAM, WEB])
def test_who_said_no_can_still_see_and_erase_what_was_sent_before(
    flow: Flow, capabilities: Capabilities
) -> None:
    walker = Walker(flow, FakeWorld(capabilities=capabilities))
    walker.tap("nl", "start", "no", "k8", "k80", "k801", "k8011")
    assert walker.tap("data").events == (DataAsked(),)
    assert walker.state.step == "no_goodbye"
    walker.tap("erase")
    assert walker.tap("yes").events == (EraseConfirmed(),)
    assert walker.tap("data").events == (DataAsked(),)


def test_on_a_shared_screen_nothing_of_the_last_person_is_offered(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld(capabilities=KIOSK))
    walker.tap("nl", "start", "no", "k8", "k80", "k801", "k8011")
    assert [button.choice for row in walker.screen[-1].rows for button in row] == ["restart"]
    assert walker.tap("data").events == ()


@pytest.mark.parametrize("stop", [Typed("stop"), Command("stop"), Typed("stoppen")])
def test_stop_where_nothing_is_asked_says_that_all_is_done(flow: Flow, stop: Typed | Command) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_OVERVIEW, "ok", "done")
    for room in ("home", "ended"):
        assert walker.state.step == room
        turn = walker.move(stop)
        assert "general.all_done" in {line.key for prompt in turn.prompts for line in prompt.lines}
        assert (turn.state.step, turn.state.aside) == (room, "")
        walker.tap("erase", "yes") if room == "home" else None


def test_an_import_in_between_cannot_pick_another_house(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_OVERVIEW, "ok", "others")
    hattem = walker.buttons()[1].choice
    walker.world = FakeWorld(houses=(HOUSES[2], HOUSES[0], HOUSES[1]))
    events = walker.tap(hattem).events
    assert events == () or events == (TaalhuisChanged(HOUSES[2]),)
    walker.world = FakeWorld(houses=(HOUSES[1], HOUSES[2]))
    assert walker.tap("others", hattem).events == (TaalhuisChanged(HOUSES[2]),)


@pytest.mark.parametrize("code", ["Z", "taalhuis-met-een-heel-lange-code-in-zwolle", "zwolle_2", "a b", "é"])
def test_a_house_of_any_code_has_a_button(flow: Flow, code: str) -> None:
    house = replace(HOUSES[1], code=code)
    walker = Walker(flow, FakeWorld(houses=(HOUSES[0], house)))
    walker.tap(*TO_OVERVIEW, "ok", "others")
    assert walker.tap(walker.buttons()[0].choice).events == (TaalhuisChanged(house),)
