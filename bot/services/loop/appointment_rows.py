"""The rows behind appointments: made, changed with a version, and the referral that moves along."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.db.queries import appointments
from bot.db.queries.appointments import DRAFT, AppointmentRow
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus
from bot.services.loop.meeting_news import Parties, is_met, wish_of
from bot.services.loop.moments import MINUTES, Calendar, is_free
from bot.services.loop.referral import Move, move
from bot.services.scene import Scene


@dataclass(frozen=True, slots=True)
class By:
    """Who does it: a role, and the member when it is one."""

    role: str
    member: MemberRow | None = None


THE_LEARNER = By("learner")


def may_plan(case: Case) -> bool:
    """Is there somebody to meet?"""
    return ReferralStatus(case.status) in WITH_VOLUNTEER and case.taalhuis_id is not None


async def calendar_of(scene: Scene, case: Case) -> Calendar:
    """What can be proposed for this case. Only when `may_plan`."""
    assert case.taalhuis_id is not None  # noqa: S101 - for the type; may_plan says so
    house = await appointments.house(scene.connection, case.taalhuis_id)
    row = await appointments.open_of(scene.connection, case.id)
    minutes = row.minutes if row else MINUTES
    taken = await _taken(scene, case, planned_since=None)
    return Calendar(house, scene.now, scene.zone, minutes, wish_of(case), taken)


async def hold_agenda(scene: Scene, case: Case) -> None:
    """Until this transaction ends nobody else plans with whoever has the case."""
    if case.volunteer_id is not None:
        await appointments.hold_agenda(scene.connection, case.volunteer_id)


async def still_free(scene: Scene, case: Case, row: AppointmentRow) -> list[str]:
    """Which of the moments of a proposal can still be chosen: they are to come, and whoever the learner meets
    was not planned with somebody else since it was sent. What was in the way before was seen by who sent it.
    Nobody else plans with them before this transaction ends.
    """
    await hold_agenda(scene, case)
    taken = await _taken(scene, case, planned_since=row.updated_at)
    return [wall for wall in row.moments if is_free(wall, scene.zone, row.minutes, scene.now, taken)]


async def _taken(
    scene: Scene, case: Case, *, planned_since: datetime | None
) -> list[tuple[datetime, datetime]]:
    if case.volunteer_id is None:
        return []
    return await appointments.taken_of(
        scene.connection,
        case.volunteer_id,
        besides=case.id,
        after=scene.now,
        planned_since=planned_since,
    )


async def draft(scene: Scene, case: Case) -> AppointmentRow:
    appointment_id = await appointments.add(
        scene.connection,
        {
            "referral_id": case.id,
            "taalhuis_id": case.taalhuis_id,
            "member_id": case.volunteer_id,
            "uid": f"{secrets.token_hex(16)}@taalwijzer",
            "status": DRAFT,
            "moments": [],
            "zone": scene.zone.key,
            "minutes": MINUTES,
            "made_at": scene.now,
            "updated_at": scene.now,
        },
    )
    row = await appointments.get(scene.connection, appointment_id)
    assert row is not None  # noqa: S101 - it was written just now
    return row


async def change(scene: Scene, row: AppointmentRow, values: Mapping[str, Any]) -> AppointmentRow:
    """Another version: calendars and timers of the one before are out of date."""
    return await write(scene, row, {**values, "sequence": row.sequence + 1})


async def write(scene: Scene, row: AppointmentRow, values: Mapping[str, Any]) -> AppointmentRow:
    changed = {**values, "updated_at": scene.now}
    await appointments.change(scene.connection, row.id, changed)
    return replace(row, **changed)


async def leave(scene: Scene, case: Case, by: By, why: str) -> None:
    """There is no appointment any more: a moment has to be found again."""
    if case.status == ReferralStatus.APPOINTMENT_PLANNED:
        await move_referral(scene, case, ReferralStatus.MATCHED, by, why)


async def move_referral(scene: Scene, case: Case, to: ReferralStatus, by: By, why: str) -> None:
    member_id = by.member.id if by.member else None
    wish = Move(to=to, by=by.role, why=why, now=scene.now, member_id=member_id)
    await move(scene.connection, case.id, ReferralStatus(case.status), wish)


def whom(case: Case, by: By) -> int | None:
    """Whom the learner meets: the volunteer, whoever of the house makes the appointment."""
    return case.volunteer_id or (by.member.id if by.member else None)


def is_member(of: Parties, by: By) -> bool:
    return by.member is not None and is_met(of, by.member)
