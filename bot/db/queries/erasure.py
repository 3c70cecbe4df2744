"""Erase what is kept of people. None of these commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import (
    UNSENT,
    Alert,
    Chat,
    Consent,
    Intake,
    Learner,
    Member,
    OutboxMessage,
    OutboxName,
    OutboxStatus,
    Recording,
    Referral,
    Task,
    Timer,
)
from bot.db.models.referrals import FINISHED_SQL, NEVER_STARTED_SQL
from bot.db.queries import kept_counts, rights
from bot.db.queries.rights import Erased
from bot.db.types import EMPTIED

OF_CHAT = (Intake, Learner, Consent, Recording, Task)
"""What belongs to the learners of a chat and to nobody else."""
_DRAFT_TIMER = "draft"
LEAVING = "leaving"
"""The alert that a sign-up which somebody has will be erased soon."""


async def erase_people(
    connection: AsyncConnection, chat_id: int, now: datetime, *, why: str | None = rights.ASKED
) -> None:
    """Everything of the learners of this chat; that it was erased is remembered. What belongs to a role that
    the chat holds stays: its timers remind of other people's appointments.
    """
    theirs = await connection.scalars(select(Learner.id).where(Learner.chat_id == chat_id))
    await kept_counts.keep(connection, theirs.all(), taken_back=why != rights.TERM)
    for table in OF_CHAT:
        await connection.execute(delete(table).where(table.chat_id == chat_id))
    of_learner = or_(Timer.kind == _DRAFT_TIMER, ~_works(chat_id))
    await connection.execute(delete(Timer).where(Timer.chat_id == chat_id, of_learner))
    await forget_messages(connection, chat_id)
    await rights.remember(connection, rights.CHAT, [chat_id], now=now, why=why)


async def erase_case(
    connection: AsyncConnection, *, referral_id: int, learner_id: int, now: datetime
) -> None:
    """A learner who wants it, with their sign-up, the referral and all that hangs on it, and every message in
    whatever chat that tells of it.
    """
    await kept_counts.keep(connection, [learner_id], taken_back=True)
    await _forget_referrals(connection, [referral_id])
    await connection.execute(delete(Learner).where(Learner.id == learner_id))
    await rights.remember(connection, rights.LEARNER, [learner_id], now=now, why=rights.ASKED)


async def hold_timers(connection: AsyncConnection, referral_id: int) -> None:
    """Hold the timers of a referral before the referral itself, as the clockwork does, so that neither
    waits for the other.
    """
    held = select(Timer.id).where(Timer.referral_id == referral_id).order_by(Timer.id)
    await connection.execute(held.with_for_update())


async def forget_messages(connection: AsyncConnection, chat_id: int) -> None:
    """Delete every message of a chat whose lock is held, sent or not.

    What is claimed may be on the wire: its row stays, without its words, so that nothing overtakes it and its
    name at the channel can still be noted. When it does not arrive, it is not tried again. In the chat of
    somebody with a role, what tells of other people's sign-ups stays, and so does what is still on its way.
    """
    of_work = or_(OutboxMessage.referral_id.is_not(None), OutboxMessage.status.in_(UNSENT))
    of_learner = or_(~_works(chat_id), ~of_work)
    await _forget(connection, and_(OutboxMessage.chat_id == chat_id, of_learner))


async def _forget_referrals(connection: AsyncConnection, ids: Sequence[int]) -> None:
    """Every message, in whatever chat, that tells of one of these or names it among others."""
    named = select(OutboxName.chat_id, OutboxName.number).where(OutboxName.referral_id.in_(ids))
    await _forget(connection, tuple_(OutboxMessage.chat_id, OutboxMessage.number).in_(named))
    await _forget(connection, OutboxMessage.referral_id.in_(ids))


async def _forget(connection: AsyncConnection, these: ColumnElement[bool]) -> None:
    # First these: a row whose end is noted meanwhile is claimed no more, and is deleted below.
    await connection.execute(
        update(OutboxMessage)
        .where(these, OutboxMessage.status == OutboxStatus.CLAIMED)
        .values(prompt=EMPTIED)
    )
    await connection.execute(delete(OutboxMessage).where(these, OutboxMessage.status != OutboxStatus.CLAIMED))


def _works(chat_id: int) -> ColumnElement[bool]:
    return exists().where(Member.chat_id == chat_id, Member.ended_at.is_(None))


# ── Retention ──────────────────────────────────────────────────────────────────────────────────────────────

Person = Row[int, int, int, int | None]


@dataclass(frozen=True, slots=True)
class At:
    """When something is erased, and the zone of the installation, which says on what day that is counted."""

    now: datetime
    zone: ZoneInfo


def _people() -> Select[int, int, int, int | None]:
    return (
        select(Learner.id, Learner.chat_id, Referral.id.label("referral_id"), Referral.taalhuis_id)
        .join(Intake, Intake.learner_id == Learner.id)
        .join(Referral, Referral.intake_id == Intake.id)
    )


def _never_started(before: datetime) -> Select[int, int, int, int | None]:
    # Found by the index of those who never began: of a million that went further, none is read.
    return (
        _people()
        .join(Chat, Chat.id == Learner.chat_id)
        .where(
            literal_column(NEVER_STARTED_SQL),
            Referral.updated_at < before,
            Learner.last_contact_at < before,
            Chat.last_heard_at < before,
        )
    )


def _finished(before: datetime) -> Select[int, int, int, int | None]:
    return _people().where(literal_column(FINISHED_SQL), Referral.updated_at < before)


async def erase_never_started(
    connection: AsyncConnection, before: datetime, at: At, *, limit: int = 500
) -> int:
    """Learners who never began, whatever became of their sign-up, and with whom there was no contact since,
    in whatever way; returns how many.
    """
    old = _never_started(before).order_by(Referral.updated_at).limit(limit)
    people = (await connection.execute(old)).all()
    return await _erase(connection, people, at, counted="erased.never_started", why=rights.TERM)


async def erase_finished(connection: AsyncConnection, before: datetime, at: At, *, limit: int = 500) -> int:
    """Learners who finished before this moment; returns how many."""
    old = _finished(before).order_by(Referral.updated_at).limit(limit)
    people = (await connection.execute(old)).all()
    return await _erase(connection, people, at, counted="erased.finished", why=rights.TERM)


async def count_never_started(connection: AsyncConnection, before: datetime) -> int:
    """How many `erase_never_started` would erase in all."""
    return await connection.scalar(select(func.count()).select_from(_never_started(before).subquery())) or 0


async def count_finished(connection: AsyncConnection, before: datetime) -> int:
    """How many `erase_finished` would erase in all."""
    return await connection.scalar(select(func.count()).select_from(_finished(before).subquery())) or 0


async def leaving_soon(
    connection: AsyncConnection, before: datetime, *, limit: int = 100
) -> list[tuple[int, int]]:
    """(referral, Taalhuis) of those who will be erased as never started, whom a volunteer has, and of whom
    staff were not told yet. `before` as for `erase_never_started`, only later.
    """
    told = exists().where(Alert.referral_id == Referral.id, Alert.kind == LEAVING)
    found = await connection.execute(
        _never_started(before)
        .where(Referral.volunteer_id.is_not(None), Referral.taalhuis_id.is_not(None), ~told)
        .order_by(Referral.updated_at)
        .limit(limit)
    )
    return [(row.referral_id, row.taalhuis_id) for row in found if row.taalhuis_id is not None]


async def _erase(
    connection: AsyncConnection, people: Sequence[Person], at: At, *, counted: str, why: str | None
) -> int:
    """Their chats are to be forgotten as well, unless somebody else was signed up from there or is in the
    middle of a sign-up: what that leads to decides then. No chat remembers their answers, whoever else is
    there.
    """
    if not people:
        return 0
    ids = [person.id for person in people]
    await kept_counts.keep(connection, ids, taken_back=why != rights.TERM)
    await _forget_referrals(connection, [person.referral_id for person in people])
    await connection.execute(delete(Learner).where(Learner.id.in_(ids)))
    await rights.remember(connection, rights.LEARNER, ids, now=at.now, why=why)
    for house, many in Counter(person.taalhuis_id for person in people).items():
        await rights.count(connection, counted, at.now, zone=at.zone, taalhuis_id=house, amount=many)
    signed_up = exists().where(Learner.chat_id == Chat.id)
    resting = and_(Chat.id.in_([person.chat_id for person in people]), Chat.draft == 0)
    await connection.execute(update(Chat).where(resting, ~signed_up).values(forget_at=at.now))
    # The last question of a sign-up holds its answers until somebody goes on from it; and who works here, or
    # signed up others, keeps the chat.
    await connection.execute(update(Chat).where(resting).values(state=None))
    return len(people)


# ── After a restore ────────────────────────────────────────────────────────────────────────────────────────


async def erase_learner_again(connection: AsyncConnection, gone: Erased, at: At) -> int:
    """Erase a learner who came back with an older backup: 1 when there was one. Somebody who has this number
    since then was made later, and stays. The backup knows nothing of why they were erased: unless it was by
    their term, nothing of what they told is counted.
    """
    old = _people().where(Learner.id == gone.number, Learner.created_at <= gone.erased_at)
    people = (await connection.execute(old)).all()
    for person in people:
        await forget_messages(connection, person.chat_id)
    return await _erase(connection, people, at, counted="erased.again", why=gone.why)


async def erase_chat_again(connection: AsyncConnection, gone: Erased, now: datetime) -> int:
    """Erase what a chat held that came back with an older backup: 1 when there was one. A chat in which
    something was heard since then had been erased already.
    """
    old = [Chat.id == gone.number, Chat.last_heard_at <= gone.erased_at]
    if await connection.scalar(select(Chat.id).where(*old)) is None:
        return 0
    await erase_people(connection, gone.number, now, why=gone.why)
    await connection.execute(update(Chat).where(*old).values(state=None, draft=0, forget_at=now))
    return 1
