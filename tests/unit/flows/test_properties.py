"""What holds for every conversation, whatever a person does: hypothesis looks for the one that breaks it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from flows import engine
from flows.events import ConsentRefused
from flows.facts import Answer, Capabilities
from flows.intake import intake_flow
from flows.model import State, VoiceNote
from flows.replies import (
    Command,
    Edited,
    SharedContact,
    SharedLocation,
    Silence,
    Spoken,
    Tap,
    Typed,
    Unexpected,
)
from tests.support.walks import Move, Press, Walker, check_turn
from tests.support.worlds import HOUSES, KIOSK, PLACES, TELEGRAM, WEB, FakeWorld

# A global and no fixture: what hypothesis prints of a failing example is then the example alone.
FLOW = intake_flow()

QUICK = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)

SAID = (
    *("ja", "nee", "JA!", "klaar", "stop", "mens", "help", "overslaan", "terug", "meer", "later", "wissen"),
    *(
        "8011",
        "0000",
        "Zwole",
        "Hengelo",
        "1",
        "2",
        "3",
        "4",
        "99",
        "111222333",
        "06-12345678",
        "+31612345678",
    ),
    *("Fatma", "ik heet Jan", "nederlands", "english", "alles", "opnieuw", "klopt", "veranderen", "lezen"),
)

worlds = st.builds(
    FakeWorld,
    capabilities=st.sampled_from(
        [TELEGRAM, WEB, KIOSK, Capabilities(push=True, location=False, contact=False)]
    ),
    profile_name=st.sampled_from(["", "Fatma", "12", "علي"]),
    help_phone=st.sampled_from(["", "038 000 00 00"]),
    houses=st.sampled_from([HOUSES, HOUSES[:1], ()]),
)
presses = st.builds(Press, nth=st.integers(0, 15))
moves: st.SearchStrategy[Move] = st.one_of(
    presses,
    presses,
    presses,
    st.builds(Press, nth=st.integers(0, 15), ago=st.integers(0, 5)),
    st.builds(Typed, st.sampled_from(SAID)),
    st.builds(Typed, st.text(max_size=40)),
    st.builds(Typed, st.just("x" * 5000)),
    st.builds(Edited, st.text(max_size=20)),
    st.builds(Tap, choice=st.text(max_size=24), serial=st.integers(-1, 30)),
    st.builds(Tap, choice=st.text("kd:+-0123456789abeghlorst.", max_size=12), serial=st.just(0)),
    st.builds(SharedLocation, st.floats(-90, 90), st.floats(-180, 180)),
    st.builds(SharedLocation, st.just(52.5), st.just(6.1)),
    st.builds(SharedContact, st.sampled_from(["31612345678", "+31612345678", "12", ""]), st.booleans()),
    st.builds(Command, st.sampled_from(["start", "stop", "help", "taal", "wissen", "nonsense"])),
    st.builds(Unexpected, st.sampled_from(["sticker", "photo", "voice", "poll"])),
    st.builds(Silence, st.integers(0, 9)),
    st.builds(Spoken, st.builds(VoiceNote, st.just("telegram"), st.just("AwAC"), st.integers(0, 90))),
)


@QUICK
@given(world=worlds, steps=st.lists(moves, max_size=60))
def test_any_replies_end_in_a_valid_state_from_which_the_goodbye_is_near(
    world: FakeWorld, steps: list[Move]
) -> None:
    walker = Walker(FLOW, world)
    for step in steps:
        turn = walker.move(step)
        if any(isinstance(event, ConsentRefused) for event in turn.events):
            assert dict(turn.state.answers) == {}
            assert turn.state.draft == ()
    walker.walk_on()


@QUICK
@given(world=worlds, ahead=st.integers(0, 30), steps=st.lists(presses, max_size=60))
def test_taps_alone_never_lead_anywhere_that_people_cannot_leave(
    world: FakeWorld, ahead: int, steps: list[Move]
) -> None:
    walker = Walker(FLOW, world)
    for _ in range(ahead):
        if walker.state.step == "goodbye":
            break
        walker.walk_a_step()
    for step in steps:
        walker.move(step)
    walker.walk_on()


@QUICK
@given(world=worlds, ahead=st.integers(0, 30))
def test_the_same_tap_again_changes_nothing_that_is_kept(world: FakeWorld, ahead: int) -> None:
    """Only the number of the question may rise: somebody is told kindly that it was done."""
    walker = Walker(FLOW, world)
    for _ in range(ahead):
        if walker.state.step == "goodbye":
            break
        walker.walk_a_step()
    reply = Tap(walker.buttons()[0].choice, walker.state.serial)
    first = walker.move(reply)
    again = walker.move(reply)
    assert replace(again.state, serial=0) == replace(first.state, serial=0)
    assert not again.events


# ── Changing an answer ──────────────────────────────

NAMES = st.sampled_from(["", "Fatma", "Jan Peter", "علي"])
PLACE_ANSWERS = st.sampled_from([{"postcode": place.postcode, "name": place.name} for place in PLACES])


def some_of(*values: str, least: int = 0) -> st.SearchStrategy[list[str]]:
    """Some of these, in their order."""
    picked = st.sets(st.sampled_from(values), min_size=least)
    return picked.map(lambda chosen: [value for value in values if value in chosen])


SCALE = st.sampled_from([0, 1, 2, None])
wishes = st.fixed_dictionaries(
    {
        "language": st.just("nl"),
        "hello": st.just("start"),
        "consent": st.just(True),
        "for_whom": st.sampled_from(["self", "other"]),
        "helper_name": NAMES,
        "helper_organisation": st.sampled_from(["library", "uwv"]),
        "helper_agreed": st.just(True),
        "first_name": NAMES,
        "place": PLACE_ANSWERS,
        "needs": some_of("reading", "writing", "speaking", "numbers", "digital", least=1),
        "purposes": some_of("work", "children", "health", "money_post", "living", "other"),
        "dutch_first": st.booleans(),
        "first_language": st.sampled_from(["en", "ar"]),
        "inburgering": st.sampled_from(["yes", "no", "unsure"]),
        **dict.fromkeys(("l1", "l2", "l3", "r1", "r2", "d1", "d2", "d3"), SCALE),
        "day_parts": some_of("morning", "afternoon", "evening"),
        "days": some_of("mon", "wed", "sun"),
        "form": st.sampled_from(["group", "one_to_one", "online", "any"]),
        "contact": st.sampled_from(["chat", "call", "walk_in"]),
        "phone": st.sampled_from(["+31612345678", "+31201234567"]),
    }
)


def answered(walker: Walker, wanted: dict[str, Answer]) -> State:
    """Answer what is asked, as wanted, until the overview."""
    while walker.state.step != "overview":
        step = walker.state.step
        walker.answer(wanted[step])
        assert step in walker.state.answers, step
    return walker.state


@QUICK
@given(before=wishes, after=wishes, data=st.data())
def test_changing_at_the_overview_equals_answering_that_way_from_the_start(
    before: dict[str, Answer], after: dict[str, Answer], data: st.DataObject
) -> None:
    world = FakeWorld(profile_name="")
    walker = Walker(FLOW, world)
    answered(walker, before)
    for _ in range(data.draw(st.integers(1, 3))):
        changeable = [step.name for step in FLOW.order if step.summary and step.name in walker.state.answers]
        name = data.draw(st.sampled_from(changeable))
        walker.tap(f"e:{name}")
        answered(walker, after)
    changed = walker.state.answers

    again = Walker(FLOW, world)
    straight = answered(again, dict(changed)).answers
    assert list(straight.items()) == list(changed.items())


@QUICK
@given(before=wishes, after=wishes, data=st.data())
def test_changing_one_answer_asks_that_one_and_what_hangs_on_it_and_nothing_else(
    before: dict[str, Answer], after: dict[str, Answer], data: st.DataObject
) -> None:
    walker = Walker(FLOW, FakeWorld(profile_name=""))
    was = dict(answered(walker, before).answers)
    changeable = [step.name for step in FLOW.order if step.summary and step.name in was]
    name = data.draw(st.sampled_from(changeable))
    walker.tap(f"e:{name}")
    asked: list[str] = []
    while walker.state.step != "overview":
        asked.append(walker.state.step)
        walker.answer(after[walker.state.step])
    assert asked[0] == name
    hanging = {step.name for step in FLOW.order if _hangs_on(step.name, name)}
    assert set(asked[1:]) <= hanging
    now = walker.state.answers
    assert {key: value for key, value in now.items() if key not in asked} == {
        key: value for key, value in was.items() if key in now and key not in asked
    }


def _hangs_on(name: str, other: str) -> bool:
    step = FLOW.steps[name]
    above = {*step.depends_on, *(when.step for when in step.when)}
    return other in above or any(_hangs_on(parent, other) for parent in above)


# ── Other versions ──────────────────────────────

json_answers: st.SearchStrategy[Answer] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 5),
    st.text(max_size=8),
    st.lists(st.sampled_from(["reading", "x"]), max_size=3),
)


@QUICK
@given(
    wanted=wishes,
    spoiled=st.dictionaries(
        st.sampled_from(["place", "needs", "l1", "phone", "gone", "consent", "for_whom"]), json_answers
    ),
    step=st.sampled_from(["needs", "overview", "home", "goodbye", "gone", "ended", ""]),
    flow_name=st.sampled_from(["intake", "older"]),
)
def test_a_state_of_another_version_is_carried_over_or_begun_again(
    wanted: dict[str, Answer], spoiled: dict[str, Answer], step: str, flow_name: str
) -> None:
    world = FakeWorld(profile_name="")
    walker = Walker(FLOW, world)
    answers = {**answered(walker, wanted).answers, **spoiled} if step != "ended" else {}
    old = replace(walker.state, flow=flow_name, version=0, step=step, answers=answers, aside="gone")
    walker.turn = engine.resume(FLOW, old, Typed("ja"), world)
    check_turn(FLOW, world, old, walker.turn)
    walker.screen = [prompt for prompt in walker.turn.prompts if prompt.serial and not prompt.replaces]
    kept = walker.state.answers
    if flow_name == "intake":
        assert {name: kept[name] for name in kept if name not in spoiled} == {
            name: answers[name] for name in kept if name not in spoiled
        }
    walker.walk_on()
