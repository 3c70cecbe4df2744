"""That somebody was erased, and what is counted for the privacy report. None of these commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import (
    Alert,
    Appointment,
    AuditEntry,
    Consent,
    Erasure,
    Intake,
    Learner,
    Member,
    Note,
    Offer,
    PrivacyEvent,
    Reading,
    Recording,
    Referral,
    ReferralMove,
    RelayMessage,
    Task,
)
from bot.db.types import Sealed

LEARNER, CHAT = "learner", "chat"
TERM, ASKED = "term", "asked"
"""Why somebody was erased: their term was over; or they wanted it, and took back what they told."""


@dataclass(frozen=True, slots=True)
class Erased:
    """A row that was erased: its table, its number, when and why; None where that was not written down."""

    what: str
    number: int
    erased_at: datetime
    why: str | None = None


async def remember(
    connection: AsyncConnection, what: str, numbers: Sequence[int], *, now: datetime, why: str | None
) -> None:
    """Note that these were erased, and why."""
    if numbers:
        rows = [{"what": what, "number": number, "erased_at": now, "why": why} for number in numbers]
        await connection.execute(insert(Erasure), rows)


async def erased_since(connection: AsyncConnection, since: datetime) -> list[Erased]:
    """What was erased since then, oldest first."""
    rows = await connection.execute(
        select(Erasure.what, Erasure.number, Erasure.erased_at, Erasure.why)
        .where(Erasure.erased_at >= since)
        .order_by(Erasure.id)
    )
    return [Erased(row.what, row.number, row.erased_at, row.why) for row in rows]


async def purge(connection: AsyncConnection, erased_before: datetime, counted_before: datetime) -> None:
    """Forget erasures that no backup is old enough for, and counts that no report asks for any more."""
    await connection.execute(delete(Erasure).where(Erasure.erased_at < erased_before))
    await connection.execute(delete(PrivacyEvent).where(PrivacyEvent.day < counted_before.date()))


async def count(
    connection: AsyncConnection,
    what: str,
    now: datetime,
    *,
    zone: ZoneInfo,
    taalhuis_id: int | None = None,
    amount: int = 1,
) -> None:
    """Count this for the privacy report, on the day that it is in `zone`, of the installation: the report of
    a year begins there at midnight. `what` has at most 24 letters.
    """
    day = now.astimezone(zone).date()
    row = {"day": day, "what": what, "taalhuis_id": taalhuis_id, "amount": amount}
    await connection.execute(insert(PrivacyEvent).values(row))


async def counted(
    connection: AsyncConnection, first: date, last: date, houses: Sequence[int] | None
) -> Mapping[str, int]:
    """How often each thing was counted in these days, both included; at these houses, or anywhere."""
    wanted = (
        select(PrivacyEvent.what, func.sum(PrivacyEvent.amount))
        .where(PrivacyEvent.day >= first, PrivacyEvent.day <= last)
        .group_by(PrivacyEvent.what)
    )
    if houses is not None:
        wanted = wanted.where(PrivacyEvent.taalhuis_id.in_(houses))
    return {what: int(amount) for what, amount in await connection.execute(wanted)}


async def audited(
    connection: AsyncConnection, since: datetime, until: datetime, houses: Sequence[int] | None
) -> Mapping[tuple[str, str], int]:
    """How often what was done by which role: {(what, role): how often}."""
    wanted = (
        select(AuditEntry.what, AuditEntry.role, func.count(AuditEntry.number))
        .where(AuditEntry.at >= since, AuditEntry.at < until)
        .group_by(AuditEntry.what, AuditEntry.role)
    )
    if houses is not None:
        wanted = wanted.where(AuditEntry.taalhuis_id.in_(houses))
    return {(what, role): many for what, role, many in await connection.execute(wanted)}


# ── All that is kept of a sign-up ──────────────────────────────────────────────────────────────────────────

OF_REFERRAL = (ReferralMove, Offer, Appointment, RelayMessage, Note, Reading, Task, Alert)
"""Tables of which every row with a referral's number tells of its learner."""


async def rows_of(connection: AsyncConnection, referral_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that hangs on a referral, by the name of its table, oldest first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model in OF_REFERRAL:
        table = cast(Table, model.__table__)
        rows = await connection.execute(
            select(table).where(table.c.referral_id == referral_id).order_by(table.c.id)
        )
        found[table.name] = [dict(row) for row in rows.mappings()]
    return found


async def rows_of_learner(connection: AsyncConnection, learner_id: int) -> dict[str, list[dict[str, Any]]]:
    """What hangs on the learner and on nothing else: consents and voice notes."""
    found: dict[str, list[dict[str, Any]]] = {}
    for model in (Consent, Recording):
        table = cast(Table, model.__table__)
        rows = await connection.execute(
            select(table).where(table.c.learner_id == learner_id).order_by(table.c.id)
        )
        found[table.name] = [dict(row) for row in rows.mappings()]
    return found


async def names_of(connection: AsyncConnection, ids: Sequence[int]) -> dict[int, Sealed]:
    """The first names of these members."""
    rows = await connection.execute(select(Member.id, Member.name).where(Member.id.in_(ids)))
    return {row.id: row.name for row in rows}


async def set_phone(
    connection: AsyncConnection,
    *,
    learner_id: int,
    intake_id: int,
    values: Mapping[str, Any],
    answers: Sealed,
) -> None:
    """Another telephone number (`phone`, `phone_hash`), in the place of the one before."""
    await connection.execute(update(Learner).where(Learner.id == learner_id).values(**values))
    await connection.execute(update(Intake).where(Intake.id == intake_id).values(answers=answers))


async def set_place(connection: AsyncConnection, intake_id: int, place: Mapping[str, Any]) -> None:
    """Another place: `postcode`, `place`, `gemeente_code` and `answers`."""
    await connection.execute(update(Intake).where(Intake.id == intake_id).values(**place))


async def count_voices(connection: AsyncConnection, houses: Sequence[int] | None) -> int:
    """How many voice notes are kept now; at these houses, or anywhere."""
    wanted = select(func.count(Recording.id))
    if houses is not None:
        wanted = (
            wanted.join(Intake, Intake.learner_id == Recording.learner_id)
            .join(Referral, Referral.intake_id == Intake.id)
            .where(Referral.taalhuis_id.in_(houses))
        )
    return await connection.scalar(wanted) or 0
