"""The calendar in which a volunteer gathers moments: weeks of days, the times of a day, and what was chosen.

⭐ marks what the learner ticked. Everything is done by taps; a choice names the referral and the day or
moment ("260603", "2606031000"), so a button of an old page still means the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.deeds import card_button
from flows.model import Button, Clock, Day, Items, Moment, Name, Prompt, Text

MOST_MOMENTS = 3
Open = tuple[str, str]
"""From when until when a house is open: ("10:00", "17:00"). An end of "00:00" is midnight."""
_MIDNIGHT_ROUND: Open = ("00:00", "00:00")
_STAR = "⭐"
# Big enough for a thumb, and a day of 24 hours keeps within the 100 buttons of a message.
_PER_ROW = 2


class DayState(StrEnum):
    """Can a day be chosen?"""

    OPEN = "open"
    CLOSED = "closed"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class Availability:
    """When the learner can come, in the words of an intake's answers; empty means always."""

    days: tuple[str, ...]
    day_parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OneDay:
    """A day of the page ("2026-06-03"); `fits`: the learner can come then."""

    day: str
    state: DayState
    fits: bool


@dataclass(frozen=True, slots=True)
class OneTime:
    """A moment of a day ("2026-06-03T10:00")."""

    wall: str
    fits: bool


@dataclass(frozen=True, slots=True)
class WeekPage:
    """One week. `earlier` and `later` are a day of the week before and after, "" when there is none."""

    days: tuple[OneDay, ...]
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Gathering:
    """Whose moments are gathered, and what was chosen so far. `told`: the learner can be asked here; `calls`:
    they asked to be called. `moves` is the moment that is moved, "" for a new appointment.
    """

    referral_id: int
    name: Name
    wish: Availability
    chosen: tuple[str, ...]
    told: bool
    calls: bool
    moves: str = ""


def stamp(wall: str) -> str:
    """A day or moment as it stands on a button: "260603" or "2606031000"."""
    return wall[2:].replace("-", "").replace("T", "").replace(":", "")


def read_stamp(written: str) -> str:
    """The day or wall time that a button names; "" when it is none."""
    if not written.isascii() or not written.isdigit() or len(written) not in (6, 10):
        return ""
    day = f"20{written[:2]}-{written[2:4]}-{written[4:6]}"
    return day if len(written) == 6 else f"{day}T{written[6:8]}:{written[8:]}"


def availability(name: Name, wish: Availability) -> Text:
    """When somebody can come, in one line."""
    # Translators: in the place of days when all are fine.
    days = (
        Items(tuple(Text(f"intake.days.{day}") for day in wish.days))
        if wish.days
        else Text("volunteer.days.all")
    )
    # Translators: in the place of parts of the day when all are fine.
    anytime = Text("volunteer.parts.all")
    parts = (
        Items(tuple(Text(f"intake.day_parts.{part}") for part in wish.day_parts))
        if wish.day_parts
        else anytime
    )
    # Translators: when the learner can come; {days} and {parts} are lists.
    return Text("volunteer.can", {"name": name, "days": days, "parts": parts})


def week_card(gathering: Gathering, page: WeekPage) -> Prompt:
    """The days of a week on which the house is open."""
    open_days = [day for day in page.days if day.state is DayState.OPEN]
    # Translators: above the calendar.
    question = Text("volunteer.calendar.day", {"name": gathering.name})
    # Translators: no day of this week can be chosen.
    nothing = () if open_days else (Text("volunteer.calendar.no_days"),)
    holidays = (
        # Translators: a day that cannot be chosen.
        Text("volunteer.calendar.holiday", {"day": Day(day.day)})
        for day in page.days
        if day.state is DayState.HOLIDAY
    )
    days = [_day_button(gathering.referral_id, day) for day in open_days]
    return Prompt(
        (question, *_known(gathering), *nothing, *holidays),
        rows=(*_rows(days), *_turning(gathering.referral_id, page), *_leaving(gathering)),
    )


def day_card(gathering: Gathering, day: str, times: Sequence[OneTime], hours: Sequence[Open]) -> Prompt:
    """The times of one day; those that fit the learner first. `hours`: when the house is open that day; none
    when nobody wrote that down.
    """
    # Translators: above the times of a day.
    question = Text("volunteer.calendar.time", {"day": Day(day)})
    buttons = [
        card_button(
            Text("volunteer.calendar.clock", {"time": Clock(one.wall[11:])}),
            _STAR if one.fits else "",
            "pt",
            gathering.referral_id,
            stamp(one.wall),
            selected=one.wall in gathering.chosen,
        )
        for one in times
    ]
    # Translators: a button: other days of the calendar.
    back = card_button(Text("volunteer.calendar.other_day"), "📅", "pw", gathering.referral_id, stamp(day))
    lines = (question, _open(hours), *_known(gathering))
    return Prompt(lines, rows=(*_rows(buttons), (back,)))


def _open(hours: Sequence[Open]) -> Text:
    if not hours:
        # Translators: nobody wrote down when this Taalhuis is open.
        return Text("volunteer.calendar.hours.unknown")
    if _MIDNIGHT_ROUND in hours:
        # Translators: the Taalhuis is open from midnight to midnight.
        return Text("volunteer.calendar.hours.all_day")
    # Translators: a part of the day in which the Taalhuis is open; {from} and {until} are times of day.
    spans = (
        Text("volunteer.calendar.hours.span", {"from": Clock(begin), "until": Clock(end)})
        for begin, end in hours
    )
    # Translators: when the Taalhuis is open that day: {spans} is "van 10.00 uur tot 17.00 uur", or a list.
    return Text("volunteer.calendar.hours", {"spans": Items(tuple(spans))})


def chosen_card(gathering: Gathering) -> Prompt:
    """What was chosen, and what to do with it: send it, add to it, or write down what was agreed."""
    # Translators: above the moments that were chosen.
    title = Text("volunteer.proposal.chosen")
    return Prompt((title, *_moments(gathering.chosen), *_how(gathering)), rows=tuple(_next_steps(gathering)))


def _how(gathering: Gathering) -> tuple[Text, ...]:
    if not gathering.told:
        # Translators: the learner has no chat here.
        return (Text("volunteer.proposal.phone", {"name": gathering.name}),)
    if gathering.calls:
        # Translators: the learner asked for a call.
        return (Text("volunteer.proposal.calls", {"name": gathering.name}),)
    return ()


def _next_steps(gathering: Gathering) -> list[tuple[Button, ...]]:
    referral_id, rows = gathering.referral_id, list[tuple[Button, ...]]()
    # Translators: a button: ask the learner.
    send = card_button(Text("volunteer.proposal.send", {"name": gathering.name}), "✉️", "psend", referral_id)
    if gathering.told:
        rows.append((send,))
    if len(gathering.chosen) == 1:
        # Translators: a button: this moment was agreed by telephone.
        agreed = Text("volunteer.proposal.agreed")
        rows.append((card_button(agreed, "🤝", "pagr", referral_id, stamp(gathering.chosen[0])),))
    if gathering.told and len(gathering.chosen) < MOST_MOMENTS:
        # Translators: a button: choose one more.
        rows.append((card_button(Text("volunteer.proposal.more"), "➕", "pw", referral_id),))
    # Translators: a button: throw away what was chosen and begin again.
    rows.append((card_button(Text("volunteer.proposal.again"), "↩️", "pclr", referral_id),))
    return rows


def _known(gathering: Gathering) -> tuple[Text, ...]:
    """What helps to choose: when the learner can, what is moved, what was chosen already."""
    # Translators: what the star on a button means.
    legend = Text("volunteer.calendar.star", {"name": gathering.name})
    # Translators: the appointment that is going to be moved.
    moves = (
        (Text("volunteer.calendar.moves", {"moment": Moment(gathering.moves)}),) if gathering.moves else ()
    )
    return (availability(gathering.name, gathering.wish), legend, *moves, *_moments(gathering.chosen))


def _moments(walls: Sequence[str]) -> tuple[Text, ...]:
    # Translators: a moment that was chosen, on a line of its own.
    return tuple(Text("volunteer.proposal.moment", {"moment": Moment(wall)}) for wall in walls)


def _day_button(referral_id: int, day: OneDay) -> Button:
    label = Text("volunteer.calendar.one_day", {"day": Day(day.day)})
    return card_button(label, _STAR if day.fits else "", "pday", referral_id, stamp(day.day))


def _turning(referral_id: int, page: WeekPage) -> tuple[tuple[Button, ...], ...]:
    # Translators: a button: the week before.
    earlier = Text("volunteer.calendar.earlier")
    # Translators: a button: the week after.
    later = Text("volunteer.calendar.later")
    pages = ((earlier, "◀️", page.earlier), (later, "▶️", page.later))
    row = tuple(
        card_button(label, picture, "pw", referral_id, stamp(day)) for label, picture, day in pages if day
    )
    return (row,) if row else ()


def _leaving(gathering: Gathering) -> tuple[tuple[Button, ...], ...]:
    if gathering.chosen:
        # Translators: a button: back to the moments that were chosen.
        return ((card_button(Text("volunteer.calendar.done"), "✅", "prop", gathering.referral_id),),)
    return ()


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[at : at + _PER_ROW]) for at in range(0, len(buttons), _PER_ROW))
