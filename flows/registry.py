"""Check a flow when it is built, so that a mistake in a conversation stops the program and never a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from flows.model import Button
from flows.step import Flow, Step

_TOKEN = re.compile(r"[a-z0-9_:+\-.]{1,24}")
_KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")


class FlowError(Exception):
    """A flow that cannot work. The message names each fault, one a line."""


def checked(flow: Flow) -> Flow:
    """The flow itself, when nothing is wrong with it.

    Raises:
        FlowError: with all faults at once.
    """
    faults = [*_names(flow), *_order(flow), *_buttons(flow)]
    if faults:
        raise FlowError("\n".join((f"flow {flow.name}:", *faults)))
    return flow


def _names(flow: Flow) -> Iterator[str]:
    steps = Counter(step.name for step in (*flow.order, flow.overview, *flow.rooms))
    yield from (f"{name}: the name is used {times} times" for name, times in steps.items() if times > 1)
    beside = Counter(step.name for step in flow.asides)
    yield from (f"{name}: the aside is there {times} times" for name, times in beside.items() if times > 1)
    if flow.ended not in {step.name for step in flow.rooms}:
        yield f"{flow.ended}: the resting place is no room"


def _order(flow: Flow) -> Iterator[str]:
    """What a step looks at comes earlier, and some answer there leads to it."""
    earlier: dict[str, Step] = {}
    for step in flow.order:
        for name in step.depends_on:
            if name not in earlier:
                yield f"{step.name}: depends on {name}, which does not come earlier"
        for when in step.when:
            if when.step not in earlier:
                yield f"{step.name}: is asked for an answer of {when.step}, which does not come earlier"
            elif not when.values & earlier[when.step].values:
                yield f"{step.name}: no answer of {when.step} leads to it"
        earlier[step.name] = step


def _buttons(flow: Flow) -> Iterator[str]:
    for step in (*flow.order, flow.overview, *flow.rooms, *flow.asides):
        if len(step.choices) > step.limit:
            yield f"{step.name}: {len(step.choices)} answers, but {step.limit} is the most"
        yield from (f"{step.name}: {fault}" for button in step.choices for fault in _button(button))
        tokens = Counter(button.choice for button in step.choices)
        yield from (f"{step.name}: two buttons mean {token}" for token, times in tokens.items() if times > 1)
        if step.fixed and step.explain is None:
            yield f"{step.name}: cannot be explained"


def _button(button: Button) -> Iterator[str]:
    if not _TOKEN.fullmatch(button.choice):
        yield f"the choice {button.choice!r} is not 1–24 of a–z, 0–9 and _:+-."
    if not _KEY.fullmatch(button.label.key):
        yield f"{button.label.key!r} is no catalogue key"
