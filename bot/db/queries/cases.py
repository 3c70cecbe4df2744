"""A case: a referral with the sign-up and the learner that it is about. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Chat, Intake, Learner, Referral
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that is kept of one referral, beside its history.

    `chat_id` is the chat from which it was sent: the learner's own, or with `by_helper` that of the
    helper, in which nothing of the learner may be told. `chat_left`: a kiosk's, to which nobody can come
    back.
    """

    id: int
    status: str
    version: int
    taalhuis_id: int | None
    volunteer_id: int | None
    staff_id: int | None
    duplicate_of: int | None
    ended_why: str
    relay: str
    reason: str
    distance_km: float
    created_at: datetime
    updated_at: datetime
    intake_id: int
    code: str
    answers: Sealed
    by_helper: bool
    helper_organisation: str
    postcode: str
    place: str
    gemeente_code: str
    needs: list[str]
    purposes: list[str]
    dutch_first: bool
    first_language: str
    inburgering: str
    signal_language: str
    signal_numbers: str
    signal_digital: str
    day_parts: list[str]
    days: list[str]
    form: str
    contact: str
    submitted_at: datetime
    learner_id: int
    first_name: Sealed
    first_name_hash: bytes
    phone: Sealed | None
    phone_hash: bytes | None
    language: str
    chat_id: int
    channel: str
    chat_left: bool
    unreachable_at: datetime | None

    @property
    def has_chat(self) -> bool:
        """Is the chat from which it was sent the learner's own, and can they come back to it?"""
        return not (self.by_helper or self.chat_left)

    @property
    def can_be_told(self) -> bool:
        """Does what we write reach the learner?"""
        return self.has_chat and self.unreachable_at is None


_FIELDS = (
    *(
        getattr(Referral, name)
        for name in (
            *("id", "status", "version", "taalhuis_id", "volunteer_id", "staff_id", "duplicate_of"),
            *("ended_why", "relay", "reason", "distance_km", "created_at", "updated_at", "intake_id"),
        )
    ),
    *(
        getattr(Intake, name)
        for name in (
            *("code", "answers", "by_helper", "helper_organisation", "postcode", "place", "gemeente_code"),
            *("needs", "purposes", "dutch_first", "first_language", "inburgering", "signal_language"),
            *("signal_numbers", "signal_digital", "day_parts", "days", "form", "contact", "submitted_at"),
        )
    ),
    Learner.id.label("learner_id"),
    Learner.first_name,
    Learner.first_name_hash,
    Learner.phone,
    Learner.phone_hash,
    Learner.language,
    Chat.id.label("chat_id"),
    Chat.channel,
    case((Chat.address.like("left:%"), True), else_=False).label("chat_left"),
    Chat.unreachable_at,
)
_CASE = (
    select(*_FIELDS)
    .select_from(Referral)
    .join(Intake, Intake.id == Referral.intake_id)
    .join(Learner, Learner.id == Intake.learner_id)
    .join(Chat, Chat.id == Intake.chat_id)
)

# Made once: a statement that is built anew for each row costs more than to run it.
_GET = _CASE.where(Referral.id == bindparam("referral"))


async def get(connection: AsyncConnection, referral_id: int) -> Case | None:
    """One case, without a lock: for showing."""
    row = (await connection.execute(_GET, {"referral": referral_id})).mappings().one_or_none()
    return Case(**_plain(row)) if row else None


async def lock(connection: AsyncConnection, referral_id: int) -> Case | None:
    """One case whose referral this transaction holds from now on. SQLite has one writer anyway.

    Who locks a chat too does that first.
    """
    if connection.dialect.name == "postgresql":
        # What is read must be read after the wait for the lock, so by a statement of its own.
        held = select(Referral.id).where(Referral.id == referral_id).with_for_update(key_share=True)
        if await connection.scalar(held) is None:
            return None
    return await get(connection, referral_id)


async def of_chat(connection: AsyncConnection, chat_id: int) -> Sequence[Case]:
    """Every case that was sent from this chat, oldest first."""
    return await _where(connection, Intake.chat_id == chat_id)


async def contacted(connection: AsyncConnection, learner_id: int, now: datetime) -> None:
    """There was contact with this learner now: retention counts from it."""
    await connection.execute(update(Learner).where(Learner.id == learner_id).values(last_contact_at=now))


async def where(connection: AsyncConnection, *conditions: ColumnElement[bool], limit: int) -> Sequence[Case]:
    """Cases by conditions over Referral, Intake and Learner, oldest first; for other modules here."""
    return await _where(connection, *conditions, limit=limit)


async def _where(
    connection: AsyncConnection, *conditions: ColumnElement[bool], limit: int | None = None
) -> Sequence[Case]:
    rows = await connection.execute(
        _CASE.where(*conditions).order_by(Intake.submitted_at, Referral.id).limit(limit)
    )
    return [Case(**_plain(row)) for row in rows.mappings()]


def _plain(row: Any) -> dict[str, Any]:
    return {**row, "chat_left": bool(row["chat_left"])}
