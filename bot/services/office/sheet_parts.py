"""The parts of the page about a sign-up that its card in the chat has not: talk, tasks, offers, appointments,
readings. Rows in, what is shown out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.db.queries import sheet as rows
from bot.db.queries.cases import Case
from bot.domain.humane import wall_text
from bot.services.loop import relay
from bot.services.loop.moments import DAYS_AHEAD, Calendar
from bot.services.scene import Scene
from flows.cards.offer import WhyNot
from flows.model import Name, VoiceNote

PAGE_OF_TALK = 20
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the talk: `by` is "learner" or a role, `who` a name where there is one."""

    id: int
    by: str
    who: Name | None
    said: str | VoiceNote
    at: str


@dataclass(frozen=True, slots=True)
class Talk:
    """Some messages, oldest first; `before` is the first of them when there are older ones, else 0."""

    messages: tuple[Said, ...]
    before: int


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done by hand, and for how long already."""

    id: int
    kind: str
    why: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A volunteer who was asked: `fits` are codes of `bot.domain.fit.Why`, `why_not` of `WhyNot`, ""."""

    who: Name
    round: int
    status: str
    fits: tuple[str, ...]
    why_not: str
    at: str
    answered: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment: `wall` "" while there is no moment, `outcome` "" while nobody said what came of it."""

    id: int
    status: str
    wall: str
    moments: tuple[str, ...]
    who: Name | None
    learner_says: str
    member_says: str
    outcome: str
    feeling: int | None


@dataclass(frozen=True, slots=True)
class Read:
    """Who looked, in which role, and when."""

    who: Name | None
    role: str
    at: str


async def talk_of(scene: Scene, case: Case, *, before: int = 0) -> Talk:
    """The newest messages, or those before one."""
    found = await rows.said(scene.connection, case.id, limit=PAGE_OF_TALK + 1, before=before)
    shown = found[-PAGE_OF_TALK:]
    messages = tuple(_said(scene, case, row) for row in shown)
    return Talk(messages, shown[0].id if len(found) > PAGE_OF_TALK else 0)


def _said(scene: Scene, case: Case, row: rows.SaidRow) -> Said:
    """A member who is gone for good has no name any more, but had a role."""
    sealed = case.first_name if row.by == "learner" else row.name
    who = scene.name(sealed) if sealed else None
    return Said(row.id, row.by, who, relay.opened(scene.codec, row.body), wall_text(row.sent_at, scene.zone))


def tasks_of(scene: Scene, found: Sequence[rows.TaskRow]) -> tuple[Task, ...]:
    return tuple(
        Task(row.id, row.kind, row.step, int((scene.now - row.created_at).total_seconds() // _MINUTE))
        for row in found
    )


def asked_of(scene: Scene, found: Sequence[rows.AskedRow]) -> tuple[Asked, ...]:
    """Reasons why they fit, and behind them why not, are kept in one list."""
    against = set(WhyNot)
    return tuple(
        Asked(
            who=scene.name(row.name),
            round=row.round,
            status=row.status,
            fits=tuple(code for code in row.reasons if code not in against and code != "assigned"),
            why_not=next((code for code in row.reasons if code in against), ""),
            at=wall_text(row.offered_at, scene.zone),
            answered=wall_text(row.answered_at, scene.zone) if row.answered_at else "",
        )
        for row in found
    )


def meetings_of(scene: Scene, found: Sequence[rows.MeetingRow]) -> tuple[Meeting, ...]:
    return tuple(
        Meeting(
            id=row.id,
            status=row.status,
            wall=row.wall_at,
            moments=tuple(row.moments),
            who=scene.name(row.name) if row.name else None,
            learner_says=row.learner_says,
            member_says=row.member_says,
            outcome=row.outcome,
            feeling=row.feeling,
        )
        for row in found
    )


def readings_of(scene: Scene, found: Sequence[rows.ReadingRow]) -> tuple[Read, ...]:
    return tuple(
        Read(scene.name(row.name) if row.name else None, row.role, wall_text(row.read_at, scene.zone))
        for row in found
    )


def days_of(calendar: Calendar) -> tuple[tuple[str, bool], ...]:
    """The days on which something can be chosen, each with whether the learner can come then."""
    days = (calendar.today + timedelta(days=number) for number in range(DAYS_AHEAD + 1))
    found = ((day, calendar.times(day)) for day in days)
    return tuple((day.isoformat(), any(one.fits for one in times)) for day, times in found if times)
