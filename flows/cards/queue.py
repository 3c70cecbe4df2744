"""The sign-ups of a house as a list: oldest first, with age and state, four a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.cards.digest import TASKS
from flows.cards.intake_card import age, state
from flows.deeds import card_button
from flows.model import Button, Name, Param, Prompt, Text
from flows.questions import rows_of

PER_PAGE = 4
FILTERS = ("new", "wait", "vol", "all")
"""New, on the waiting list, with volunteers, and everything."""
_PICTURES: Mapping[str, str] = {"new": "🆕", "wait": "⏳", "vol": "👤", "all": "📋"}


@dataclass(frozen=True, slots=True)
class Line:
    """One sign-up: `minutes` since it was sent, `staff` who looks after it."""

    referral: int
    name: Name
    place: str
    status: str
    minutes: int
    staff: Name | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list. `counts` by filter; `tasks` are open at the house."""

    house: str
    shown: str
    page: int
    lines: Sequence[Line]
    counts: Mapping[str, int]
    tasks: int


def queue_card(listed: Listed) -> Prompt:
    """The page, a button for each sign-up on it, the filters, and the tasks."""
    # Translators: above a list of sign-ups; the name of a filter.
    shown = Text(f"staff.queue.{listed.shown}")
    title = Text("staff.queue.title", {"house": Name(listed.house), "filter": shown})
    # Translators: a list without a sign-up in it.
    lines = [_line(number, line) for number, line in enumerate(listed.lines, 1)] or [Text("staff.queue.none")]
    opens = [_open(number, line) for number, line in enumerate(listed.lines, 1)]
    return Prompt((title, *lines), rows=(*rows_of(opens, 2), *rows_of(_turns(listed), 2), *_filters(listed)))


def _line(number: int, line: Line) -> Text:
    filled: dict[str, Param] = {
        "number": number,
        "name": line.name,
        "place": Name(line.place),
        "state": state(line.status),
        "age": age(line.minutes),
    }
    if line.staff is None:
        # Translators: one sign-up of a list; {age} is how long ago it was sent.
        return Text("staff.queue.line", filled)
    # Translators: one sign-up of a list, and the colleague who looks after it.
    return Text("staff.queue.line.staff", {**filled, "staff": line.staff})


def _open(number: int, line: Line) -> Button:
    # Translators: button that opens a sign-up of the list.
    label = Text("staff.queue.open", {"number": number, "name": line.name})
    return card_button(label, "📄", "intake", line.referral)


def _turns(listed: Listed) -> list[Button]:
    pages = max(1, -(-listed.counts.get(listed.shown, 0) // PER_PAGE))
    found = []
    if listed.page > 0:
        found.append(card_button(Text("staff.queue.back"), "◀️", "queue", listed.shown, listed.page - 1))
    if listed.page + 1 < pages:
        found.append(card_button(Text("staff.queue.on"), "▶️", "queue", listed.shown, listed.page + 1))
    return found


def _filters(listed: Listed) -> tuple[tuple[Button, ...], ...]:
    found = [
        card_button(
            # Translators: button: a filter of the list, with how many there are.
            Text(
                "staff.queue.filter", {"filter": Text(f"staff.queue.{name}"), "number": listed.counts[name]}
            ),
            _PICTURES[name],
            "queue",
            name,
        )
        for name in FILTERS
        if name != listed.shown
    ]
    if listed.tasks:
        found.append(card_button(TASKS, "📞", "tasks"))
    return rows_of(found, 2)
