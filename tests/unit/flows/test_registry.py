"""A mistake in a flow stops the program when it is built."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.model import Button, State, Text
from flows.registry import FlowError, checked
from flows.step import Body, Flow, Misunderstood, Outcome, Step, When
from flows.world import World

_TEXT = Text("general.press")


def make_step(name: str, **changes: object) -> Step:
    """A step that asks and never understands."""
    step = Step(name=name, ask=_ask, read=_read, explain=lambda _state: _TEXT)
    return replace(step, **changes)  # type: ignore[arg-type]


def _ask(_state: State, _world: World) -> Body:
    return Body((_TEXT,))


def _read(*_: object) -> Outcome:
    return Misunderstood(_TEXT)


def make_flow(*order: Step, ended: str = "ended") -> Flow:
    """A flow of these steps."""
    return Flow("test", 1, order, make_step("overview"), (make_step("ended"),), (), ended)


def buttons(count: int) -> tuple[Button, ...]:
    """Different buttons."""
    return tuple(Button(f"b{at}", _TEXT) for at in range(count))


def test_the_intake_is_in_order(flow: Flow) -> None:
    assert checked(flow) is flow


def test_a_sound_flow_passes() -> None:
    choice = make_step("a", values=frozenset({"x"}))
    checked(make_flow(choice, make_step("b", when=(When("a", frozenset({"x"})),), depends_on=("a",))))


@pytest.mark.parametrize(
    ("order", "fault"),
    [
        ((make_step("a"), make_step("a")), "the name is used 2 times"),
        ((make_step("a", depends_on=("b",)), make_step("b")), "which does not come earlier"),
        ((make_step("a", when=(When("b", frozenset({"x"})),)),), "which does not come earlier"),
        (
            (make_step("a", values=frozenset({"x"})), make_step("b", when=(When("a", frozenset({"y"})),))),
            "no answer of a",
        ),
        ((make_step("a", choices=buttons(5)),), "5 answers, but 4 is the most"),
        ((make_step("a", choices=(Button("No!", _TEXT),)),), "is not 1–24"),
        ((make_step("a", choices=(Button("x" * 25, _TEXT),)),), "is not 1–24"),
        ((make_step("a", choices=(Button("x", Text("Druk hier")),)),), "is no catalogue key"),
        ((make_step("a", choices=(Button("x", _TEXT), Button("x", _TEXT))),), "two buttons mean x"),
        ((make_step("a", explain=None),), "cannot be explained"),
    ],
)
def test_a_fault_is_named(order: tuple[Step, ...], fault: str) -> None:
    with pytest.raises(FlowError, match=fault):
        checked(make_flow(*order))


def test_a_resting_place_that_is_no_room_is_a_fault() -> None:
    with pytest.raises(FlowError, match="nowhere"):
        checked(make_flow(ended="nowhere"))
