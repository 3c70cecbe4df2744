"""Many learners with an appointment each, written at once: for what is measured by the thousand."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment, Chat, Intake, Learner, Referral
from bot.db.queries import timers
from bot.db.queries.members import MemberRow
from bot.db.queries.timers import NewTimer
from bot.domain.reminder_times import plan
from bot.domain.wall_time import resolve
from bot.services.codec import Codec
from bot.services.loop.reminders import LEARNER, REMIND
from tests.support.clock import FakeClock

ZONE = ZoneInfo("Europe/Amsterdam")
_AT_ONCE = 1000


@dataclass(slots=True)
class RunningClock(FakeClock):
    """Runs on from what it is set to."""

    began: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.now + timedelta(seconds=time.monotonic() - self.began)

    def set(self, moment: datetime) -> None:
        self.now, self.began = moment, time.monotonic()


async def planned_for(
    connection: AsyncConnection, codec: Codec, member: MemberRow, walls: Sequence[str], now: datetime
) -> None:
    """A learner for each of these moments, who meets this volunteer then, with the reminders of the learner
    that are still to come at `now`. Addresses are "crowd1", "crowd2" …
    """
    for first in range(0, len(walls), _AT_ONCE):
        await _some(connection, codec, member, walls[first : first + _AT_ONCE], first, now)


async def _some(
    connection: AsyncConnection,
    codec: Codec,
    member: MemberRow,
    walls: Sequence[str],
    first: int,
    now: datetime,
) -> None:
    numbers = range(first + 1, first + 1 + len(walls))
    chats = await _add(connection, Chat, [_chat(number, now) for number in numbers])
    learners = await _add(connection, Learner, [_learner(codec, chat, now) for chat in chats])
    people = zip(numbers, chats, learners, strict=True)
    intakes = await _add(
        connection, Intake, [_intake(codec, number, chat, learner, now) for number, chat, learner in people]
    )
    referrals = await _add(connection, Referral, [_referral(intake, member, now) for intake in intakes])
    meetings = zip(referrals, walls, strict=True)
    rows = [_appointment(referral, member, wall, now) for referral, wall in meetings]
    made = await _add(connection, Appointment, rows)
    reminders = [
        _timer(appointment, referral, chat, kind=reminder.kind, wall=reminder.wall_at, due_at=reminder.due_at)
        for appointment, referral, chat, wall in zip(made, referrals, chats, walls, strict=True)
        for reminder in plan(wall, ZONE, now)
    ]
    await timers.add(connection, reminders)


async def _add(connection: AsyncConnection, table: Any, rows: list[dict[str, Any]]) -> list[int]:
    """The ids, in the order of the rows."""
    made = await connection.execute(insert(table).returning(table.id, sort_by_parameter_order=True), rows)
    return list(made.scalars())


def _chat(number: int, now: datetime) -> dict[str, Any]:
    return {
        "channel": "telegram",
        "address": f"crowd{number}",
        "language": "nl",
        "timezone": ZONE.key,
        "is_group": False,
        "created_at": now,
        "last_heard_at": now,
    }


def _learner(codec: Codec, chat: int, now: datetime) -> dict[str, Any]:
    return {
        "chat_id": chat,
        "first_name": codec.vault.seal("Fatma"),
        "first_name_hash": codec.vault.hash("Fatma"),
        "language": "nl",
        "created_at": now,
        "last_contact_at": now,
    }


def _intake(codec: Codec, number: int, chat: int, learner: int, now: datetime) -> dict[str, Any]:
    words = (
        *("helper_organisation", "postcode", "place", "gemeente_code", "first_language", "inburgering"),
        *("signal_language", "signal_numbers", "signal_digital", "form", "contact"),
    )
    return {
        **dict.fromkeys(words, ""),
        **{ticked: [] for ticked in ("needs", "purposes", "day_parts", "days")},
        "learner_id": learner,
        "chat_id": chat,
        "code": f"C{number}",
        "flow": "intake",
        "flow_version": 1,
        "answers": codec.seal_answers({}),
        "by_helper": False,
        "dutch_first": True,
        "channel": "telegram",
        "submitted_at": now,
    }


def _referral(intake: int, member: MemberRow, now: datetime) -> dict[str, Any]:
    return {
        "intake_id": intake,
        "taalhuis_id": member.taalhuis_id,
        "status": "appointment_planned",
        "reason": "coverage",
        "distance_km": 1.0,
        "volunteer_id": member.id,
        "created_at": now,
        "updated_at": now,
    }


def _appointment(referral: int, member: MemberRow, wall: str, now: datetime) -> dict[str, Any]:
    return {
        "referral_id": referral,
        "taalhuis_id": member.taalhuis_id,
        "member_id": member.id,
        "uid": f"{referral}@crowd",
        "sequence": 2,
        "status": "planned",
        "moments": [],
        "wall_at": wall,
        "zone": ZONE.key,
        "starts_at": resolve(wall, ZONE),
        "minutes": 60,
        "made_at": now,
        "updated_at": now,
    }


def _timer(appointment: int, referral: int, chat: int, *, kind: str, wall: str, due_at: datetime) -> NewTimer:
    return NewTimer(
        key=f"{REMIND}:{appointment}:{kind}:2:{LEARNER}",
        kind=REMIND,
        chat_id=chat,
        due_at=due_at,
        wall_at=wall,
        zone=ZONE.key,
        referral_id=referral,
        about=appointment,
        version=2,
    )
