"""The deeds of whoever proposes moments: a volunteer for their learner, or staff of the house.

prop ─▶ the calendar, or what stands there already
pw (week) ─▶ pday (day) ─▶ pt (time) ─▶ psend · pagr (agreed by telephone) · pclr (begin again)
pmove ─▶ the calendar for a planned appointment      pcan ─▶ really? ─▶ pcanyes
each of them, once the appointment has begun ─▶ what became of it?
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from bot.db.queries import appointments
from bot.db.queries.appointments import PLANNED, PROPOSED, AppointmentRow
from bot.domain.wall_time import naive
from bot.services.desk.model import WORKERS, Do, Doing, Said, Verb, edited, not_yours
from bot.services.loop import appointments as service
from bot.services.loop import outcomes, proposals
from bot.services.loop.appointment_rows import By, calendar_of, may_plan
from bot.services.loop.meeting_news import for_member, parties, wish_of
from bot.services.loop.rights import Mine, case_of_worker
from bot.services.scene import Scene
from flows.cards import appointment as cards
from flows.cards import calendar
from flows.cards import reminder as reminder_cards
from flows.cards.calendar import Gathering, read_stamp
from flows.engine import ALREADY_DONE
from flows.model import Prompt, Text

# Translators: a moment cannot be chosen (any more): the house is closed then, or it is past.
_NOT_THEN = Text("volunteer.calendar.not_then")


@dataclass(frozen=True, slots=True)
class Case:
    """Whose appointment it is about, in which role, and what stands there."""

    mine: Mine
    row: AppointmentRow | None

    @property
    def by(self) -> By:
        return By(self.mine.member.role, self.mine.member)

    @property
    def is_planned(self) -> bool:
        return self.row is not None and self.row.status == PLANNED


Act = Callable[[Doing, Case], Awaitable[Said]]


async def _case(doing: Doing) -> Case | None:
    """The case that the button names, locked, when the doer may plan for it."""
    mine = await case_of_worker(doing, doing.deed.number(0))
    if mine is None or not may_plan(mine.case):
        return None
    return Case(mine, await appointments.open_of(doing.scene.connection, mine.case.id))


def _ahead(act: Act) -> Do:
    """Only for a case in which the doer may plan. Where an appointment has been and nobody said what became
    of it, that is asked instead: moved or called off, it would never be known.
    """

    async def do(doing: Doing) -> Said:
        case = await _case(doing)
        if case is None:
            return not_yours(doing)
        if case.row is not None and outcomes.can_settle(doing.scene, case.row):
            name = doing.scene.name(case.mine.case.first_name)
            asked = reminder_cards.what_became(case.row.id, name, case.row.wall_at)
            return Said((edited(doing, asked),))
        return await act(doing, case)

    return do


# ── The calendar ───────────────────────────────────────────────────────────────────────────────────────────


async def propose(doing: Doing, case: Case) -> Said:
    """Show what stands there: an appointment, a question that waits, moments, or else the calendar."""
    return Said((edited(doing, await _present(doing.scene, case)),))


async def move(doing: Doing, case: Case) -> Said:
    """Gather moments for something that is planned."""
    if not case.is_planned:
        return Said((edited(doing, await _present(doing.scene, case)),))
    return Said((edited(doing, await _week(doing.scene, case, "")),))


async def week(doing: Doing, case: Case) -> Said:
    """The week of a day, or the first in which something can be chosen."""
    if case.row is not None and case.row.status == PROPOSED:
        return Said((edited(doing, await _present(doing.scene, case)),))
    return Said((edited(doing, await _week(doing.scene, case, read_stamp(doing.deed.word(1)))),))


async def day(doing: Doing, case: Case) -> Said:
    """The times of a day."""
    chosen = _date(read_stamp(doing.deed.word(1)))
    days = await calendar_of(doing.scene, case.mine.case)
    times = days.times(chosen) if chosen else ()
    if not chosen or not times:
        page = await _week(doing.scene, case, "")
        return Said((edited(doing, page),), toast=_NOT_THEN)
    gathered = _gathering(doing.scene, case)
    prompt = calendar.day_card(gathered, chosen.isoformat(), times, days.hours(chosen))
    return Said((edited(doing, prompt),))


async def time(doing: Doing, case: Case) -> Said:
    """Add a moment to what is going to be proposed."""
    row = await proposals.add_moment(doing.scene, case.mine.case, read_stamp(doing.deed.word(1)))
    if row is None:
        return Said((edited(doing, await _present(doing.scene, case)),), toast=_NOT_THEN)
    return Said((edited(doing, calendar.chosen_card(_gathering(doing.scene, Case(case.mine, row)))),))


async def clear(doing: Doing, case: Case) -> Said:
    """Begin again; a question that was sent is taken back."""
    row = await proposals.clear_moments(doing.scene, case.mine.case)
    return Said((edited(doing, await _week(doing.scene, Case(case.mine, row), "")),))


# ── What is done with it ───────────────────────────────────────────────────────────────────────────────────


async def send(doing: Doing, case: Case) -> Said:
    """Ask the learner."""
    if case.row is not None and case.row.status == PROPOSED:
        return Said((edited(doing, await _present(doing.scene, case)),), toast=ALREADY_DONE)
    row = await proposals.send(doing.scene, case.mine.case, case.by)
    if row is None:
        return Said((edited(doing, await _week(doing.scene, case, "")),), toast=_NOT_THEN)
    return Said((edited(doing, await _present(doing.scene, Case(case.mine, row))),))


async def agreed(doing: Doing, case: Case) -> Said:
    """Write down what was agreed by telephone."""
    wall = read_stamp(doing.deed.word(1))
    if case.row is not None and case.is_planned and case.row.wall_at == wall:
        return Said((edited(doing, await _present(doing.scene, case)),), toast=ALREADY_DONE)
    row = await service.agreed(doing.scene, case.mine.case, wall, case.by)
    if row is None:
        return Said((edited(doing, await _week(doing.scene, case, "")),), toast=_NOT_THEN)
    planned = await _planned(doing.scene, case, row)
    return Said((edited(doing, cards.in_place(row.wall_at)), planned))


async def cancel(doing: Doing, case: Case) -> Said:
    """Really?"""
    if case.row is None or not case.is_planned:
        return Said((edited(doing, await _present(doing.scene, case)),), toast=ALREADY_DONE)
    name = doing.scene.name(case.mine.case.first_name)
    return Said((edited(doing, cards.cancel_card(case.mine.case.id, name, case.row.wall_at)),))


async def cancel_for_sure(doing: Doing, case: Case) -> Said:
    """It does not take place."""
    if case.row is None or not case.is_planned:
        return Said((edited(doing, await _present(doing.scene, case)),), toast=ALREADY_DONE)
    done = await service.cancel(doing.scene, case.mine.case, case.row, case.by)
    closed = edited(doing, cards.in_place(case.row.wall_at))
    return Said((closed, done) if done else (closed,))


# ── Views ──────────────────────────────────────────────────────────────────────────────────────────────────


async def _present(scene: Scene, case: Case) -> Prompt:
    """What stands there now."""
    row = case.row
    if row is None:
        return await _week(scene, case, "")
    if row.status == PROPOSED:
        name = scene.name(case.mine.case.first_name)
        return cards.sent_card(case.mine.case.id, name, row.moments)
    if row.moments:
        return calendar.chosen_card(_gathering(scene, case))
    if row.status == PLANNED:
        return await _planned(scene, case, row)
    return await _week(scene, case, "")


async def _planned(scene: Scene, case: Case, row: AppointmentRow) -> Prompt:
    """What is agreed; "Ik kom" only for whom the learner meets."""
    of = await parties(scene, case.mine.case, row)
    return cards.planned_card(for_member(scene, of, reader=case.mine.member))


async def calendar_card(scene: Scene, mine: Mine) -> Prompt:
    """The calendar of a case for which nothing is planned; also for other deeds."""
    return await _week(scene, Case(mine, None), "")


async def _week(scene: Scene, case: Case, day: str) -> Prompt:
    days = await calendar_of(scene, case.mine.case)
    chosen = _date(day)
    page = days.page(chosen) if chosen else days.first_page()
    return calendar.week_card(_gathering(scene, case), page)


def _gathering(scene: Scene, case: Case) -> Gathering:
    of = case.mine.case
    return Gathering(
        referral_id=of.id,
        name=scene.name(of.first_name),
        wish=wish_of(of),
        chosen=tuple(case.row.moments) if case.row else (),
        told=of.can_be_told,
        calls=of.contact == "call",
        moves=case.row.wall_at if case.row and case.is_planned else "",
    )


def _date(day: str) -> date | None:
    """The date of a day or moment that a button named; None when there is no such day."""
    try:
        return naive(day if "T" in day else f"{day}T00:00").date()
    except ValueError:
        return None


VERBS = tuple(
    Verb(name, WORKERS, _ahead(act))
    for name, act in {
        "prop": propose,
        "pmove": move,
        "pw": week,
        "pday": day,
        "pt": time,
        "pclr": clear,
        "psend": send,
        "pagr": agreed,
        "pcan": cancel,
        "pcanyes": cancel_for_sure,
    }.items()
)
