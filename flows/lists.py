"""A long list of answers, four at a time with "meer": languages, kinds of organisation, answers to change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Unpack

from flows.model import Button, State, Text
from flows.questions import Choice, Effects, Rest, Shown, Wording, all_shown, no_effects, one_of, rows_of
from flows.replies import Reply, Tap
from flows.step import Body, Outcome, Redrawn, Rows, Step
from flows.world import World

_MORE = Text("general.more")
_BACK = Text("general.back")

PAGE = 4


def page_of(buttons: Sequence[Button], at: int, *, per_row: int, extra: tuple[Button, ...] = ()) -> Rows:
    """Four buttons from this place on, then "meer" (which comes round to the first) and the extra ones.

    The choice of "meer" carries the place it leads to: `more:4`.
    """
    rows = rows_of(buttons[at : at + PAGE], per_row)
    if len(buttons) > PAGE:
        following = at + PAGE if at + PAGE < len(buttons) else 0
        extra = (Button(f"more:{following}", _MORE, "🔽"), *extra)
    return (*rows, *rows_of(extra, 2))


def page_tapped(choice: str, buttons: Sequence[Button]) -> int | None:
    """Where the page begins that this tap leads to; None when it is no tap on "meer"."""
    head, _, at = choice.partition(":")
    if head != "more" or not at.isdecimal() or not at.isascii() or len(at) > 3:
        return None
    place = int(at)
    return place if place < len(buttons) and place % PAGE == 0 else None


def open_page(state: State, buttons: Sequence[Button]) -> int | None:
    """Where the page begins that is on the screen; None when no list was turned or opened."""
    return page_tapped(state.view[0], buttons) if state.view else None


def listed(
    name: str,
    ask: Wording,
    explain: Wording,
    choices: tuple[Choice, ...],
    *,
    summary: tuple[str, Text] | None = None,
    effects: Effects = no_effects,
    shown: Shown = all_shown,
    everywhere: str = "",
    **rest: Unpack[Rest],
) -> Step:
    """A question with a long list of answers, four at a time; typing finds each of them at once. The answer
    `everywhere` ("something else") stands beside "meer", so that nobody turns all pages to find it.
    """
    base = one_of(name, ask, explain, choices, summary=summary, effects=effects, shown=shown, **rest)
    beside = tuple(choice.button for choice in choices if choice.value == everywhere)

    def buttons(state: State, world: World) -> list[Button]:
        visible = shown(state, world, choices)
        return [choice.button for choice in visible if choice.button not in beside]

    def body(state: State, world: World, at: int) -> Body:
        return Body((ask(state),), page_of(buttons(state, world), at, per_row=2, extra=beside))

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        if isinstance(reply, Tap):
            at = page_tapped(reply.choice, buttons(state, world))
            if at is not None:
                return Redrawn(body(state, world, at), state.draft, (reply.choice,))
        return base.read(state, reply, world)

    def asks(state: State, world: World) -> Body:
        return body(state, world, open_page(state, buttons(state, world)) or 0)

    return replace(base, ask=asks, read=reads, limit=len(choices))


def back_button() -> Button:
    """Returns to the first page of a list or menu."""
    return Button("back", _BACK, "↩️")
