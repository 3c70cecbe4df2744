"""What is planned at a house: a week of it, and the appointment of one learner with what is in its way.

Days and hours are those on the wall of the house. Whoever reads a week sees first names of learners, so each
reading is written down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.db.queries import appointments, members, planning
from bot.db.queries.appointments import House
from bot.db.queries.planning import Meeting, Waiting
from bot.db.types import Sealed
from bot.domain.conflicts import Conflict, HouseDay, Slot, Span, Wishes, conflicts
from bot.domain.days import is_believed
from bot.domain.wall_time import exists, naive, resolve
from bot.domain.working_days import holiday_name
from bot.services import audit
from bot.services.loop.moments import is_closed, is_holiday, spans_of
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.model import Name

_WEEK = timedelta(days=7)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One moment of an appointment: `wall` as in "2026-06-08T10:00", `ends` the wall's time of its end.
    `state` is "proposed", "planned" or "done"; `outcome` as of an appointment. `version` is what a form that
    changes it has to bring back.
    """

    referral_id: int
    member_id: int | None
    name: Name
    volunteer: Name | None
    state: str
    outcome: str
    wall: str
    ends: str
    minutes: int
    version: str
    conflicts: tuple[Conflict, ...]

    @property
    def clock(self) -> str:
        """When it begins, as in "10:00"."""
        return self.wall[11:]


@dataclass(frozen=True, slots=True)
class OneDay:
    """A day of the week: `holiday` is its name or "", `spans` when the house is open."""

    day: date
    holiday: str
    closed: bool
    spans: Sequence[Span]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Someone:
    """A volunteer who can be filtered by, or a learner without an appointment (`id`: the referral)."""

    id: int
    name: Name
    volunteer: Name | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """A week of a house. `people` are those who meet somebody in it, `waiting` who could have an
    appointment.
    """

    house: House
    monday: date
    days: tuple[OneDay, ...]
    people: tuple[Someone, ...]
    waiting: tuple[Someone, ...]


def monday_of(week: str, today: date) -> date:
    """The Monday of "2026-W24"; of this week when that is no week, or of a year that nobody means."""
    try:
        year, number = (int(part) for part in week.split("-W"))
        monday = date.fromisocalendar(year, number, 1)
    except ValueError:
        monday = date.min
    return monday if is_believed(monday) else today - timedelta(days=today.weekday())


def week_code(day: date) -> str:
    """The week that a day is in, as in "2026-W24"."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def today_of(scene: Scene) -> date:
    """The day at the house."""
    return scene.now.astimezone(scene.zone).date()


def version_of(sequence: int, updated_at: datetime) -> str:
    """What a form brings back, so that it changes nothing but what was seen."""
    return f"{sequence}-{int(updated_at.timestamp() * 1_000_000)}"


# ── A week ─────────────────────────────────────────────────────────────────────────────────────────────────


async def week(
    scene: Scene, viewer: Viewer, house_id: int, monday: date, *, volunteer: int = 0
) -> Week | None:
    """A week of a house of theirs, of all volunteers or of one; None when it is not theirs."""
    member = viewer.houses.get(house_id)
    if member is None:
        return None
    house = await appointments.house(scene.connection, house_id)
    first, until = monday.isoformat(), (monday + _WEEK).isoformat()
    rows = await planning.of_house(scene.connection, house_id, first=first, until=until)
    around = await slots_around(scene, rows, monday, monday + _WEEK)
    blocks = [block for row in rows for block in _blocks(scene, house, row, around)]
    shown = [one for one in blocks if first <= one.wall < until and volunteer in (0, one.member_id)]
    days = tuple(_day(house, monday + timedelta(days=number), shown) for number in range(7))
    audit.note(scene, replace(viewer.act("planning.read", by=member), detail={"week": week_code(monday)}))
    people = await _people(scene, house_id, blocks, first, until)
    waiting = [one for one in await planning.waiting(scene.connection, house_id) if _is_of(one, volunteer)]
    return Week(house, monday, days, people, _waiting(scene, waiting))


def _is_of(one: Waiting, volunteer: int) -> bool:
    return volunteer in (0, one.member_id)


def _day(house: House, day: date, blocks: Iterable[Block]) -> OneDay:
    own = sorted(
        (one for one in blocks if one.wall.startswith(day.isoformat())),
        key=lambda one: (one.wall, one.referral_id),
    )
    return OneDay(day, holiday_name(day), is_closed(house, day), spans_of(house, day), tuple(own))


async def _people(
    scene: Scene, house_id: int, blocks: Iterable[Block], first: str, until: str
) -> tuple[Someone, ...]:
    """The volunteers of the house, and whoever else meets somebody in this week."""
    known = {
        one.id: Someone(one.id, scene.name(one.name))
        for one in await members.of_house(scene.connection, house_id, "volunteer")
    }
    for one in blocks:
        if one.member_id and one.volunteer and first <= one.wall < until:
            known.setdefault(one.member_id, Someone(one.member_id, one.volunteer))
    return tuple(sorted(known.values(), key=lambda one: (one.name.name.casefold(), one.id)))


def _waiting(scene: Scene, rows: Iterable[Waiting]) -> tuple[Someone, ...]:
    return tuple(
        Someone(one.referral_id, scene.name(one.first_name), name_of(scene, one.volunteer)) for one in rows
    )


def name_of(scene: Scene, sealed: Sealed | None) -> Name | None:
    return scene.name(sealed) if sealed else None


# ── What is in the way ─────────────────────────────────────────────────────────────────────────────────────


async def slots_around(scene: Scene, rows: Iterable[Meeting], first: date, until: date) -> tuple[Slot, ...]:
    """When the people of these appointments are taken, from a day before `first` on, at any house."""
    rows = list(rows)
    others = await planning.of_people(
        scene.connection,
        persons={row.person for row in rows if row.person},
        learners={row.learner_id for row in rows},
        first=(first - _ONE_DAY).isoformat(),
        until=(until + _ONE_DAY).isoformat(),
    )
    return tuple(slot_of(scene, row, wall) for row in others for wall in row.walls)


def slot_of(scene: Scene, row: Meeting, wall: str) -> Slot:
    """A moment of an appointment as something that is taken."""
    return slot(scene, wall, row.minutes, appointment=row.id, volunteer=row.person, learner=row.learner_id)


def slot(
    scene: Scene, wall: str, minutes: int, *, appointment: int, volunteer: int | None, learner: int | None
) -> Slot:
    """A wall time as something that is taken."""
    starts_at = resolve(wall, scene.zone)
    return Slot(
        appointment=appointment,
        clock=naive(wall),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        volunteer=volunteer,
        learner=learner,
    )


def house_day(house: House, day: date) -> HouseDay:
    """A day at a house, for what is in the way."""
    return HouseDay(spans_of(house, day), is_closed(house, day), is_holiday(house, day))


def is_paused(until: date | None, day: date) -> bool:
    """`until` is the last day of a pause."""
    return until is not None and day <= until


def ends_of(scene: Scene, wall: str, minutes: int) -> str:
    """What the wall of the house shows when it ends: "11:00"."""
    ends_at = resolve(wall, scene.zone) + timedelta(minutes=minutes)
    return ends_at.astimezone(scene.zone).strftime("%H:%M")


def _blocks(scene: Scene, house: House, row: Meeting, around: Sequence[Slot]) -> Iterable[Block]:
    for wall in row.walls:
        taken = slot_of(scene, row, wall)
        day = taken.clock.date()
        wishes = Wishes(row.days, row.day_parts, is_paused(row.paused_until, day))
        found = conflicts(taken, around, house_day(house, day), wishes) if row.status != "done" else ()
        yield Block(
            referral_id=row.referral_id,
            member_id=row.member_id,
            name=scene.name(row.first_name),
            volunteer=name_of(scene, row.volunteer),
            state=row.status,
            outcome=row.outcome,
            wall=wall,
            ends=ends_of(scene, wall, row.minutes),
            minutes=row.minutes,
            version=version_of(row.sequence, row.updated_at),
            conflicts=found,
        )


# ── What cannot be ─────────────────────────────────────────────────────────────────────────────────────────


class NoMoment(ValueError):
    """There is no such moment, or it is past: `why` is "unreadable", "skipped" or "past"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def wall_of(scene: Scene, day: str, clock: str) -> str:
    """The wall time of a day and an hour, when it is still to come.

    Raises:
        NoMoment: it is past, the clocks skip it that night, or it is no time at all.
    """
    wall = f"{day}T{clock[:5]}"
    try:
        believed = is_believed(naive(wall).date())
    except ValueError:
        believed = False
    if not believed:
        raise NoMoment("unreadable")
    if not exists(wall, scene.zone):
        raise NoMoment("skipped")
    if resolve(wall, scene.zone) <= scene.now:
        raise NoMoment("past")
    return wall


def first_open(house: House, day: date) -> time:
    """When the house opens on a day; ten in the morning where it does not."""
    spans = spans_of(house, day)
    return spans[0][0] if spans else time(10)
