"""Voice notes that are kept with a sign-up. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Recording
from bot.db.types import Sealed


@dataclass(frozen=True, slots=True)
class Kept:
    """One of them. Neither `sound` nor `fetch_at`: it could never be fetched."""

    id: int
    step: str
    file: Sealed
    seconds: int
    channel: str
    sound: Sealed | None
    fetch_at: datetime | None


@dataclass(frozen=True, slots=True)
class ToFetch:
    """One whose sound this process fetches now; `attempts` were made before."""

    id: int
    channel: str
    file: Sealed
    seconds: int
    attempts: int


_KEPT = select(
    Recording.id,
    Recording.step,
    Recording.file,
    Recording.seconds,
    Recording.channel,
    Recording.sound,
    Recording.fetch_at,
)


async def add(connection: AsyncConnection, values: dict[str, Any]) -> None:
    """Keep one."""
    await connection.execute(insert(Recording).values(values))


async def of_file(connection: AsyncConnection, file_hash: bytes) -> list[Kept]:
    """Those of a file, by the hash of its channel and name; whose sound is there first."""
    rows = await connection.execute(
        _KEPT.where(Recording.file_hash == file_hash).order_by(Recording.sound.is_(None), Recording.id)
    )
    return [Kept(**row) for row in rows.mappings()]


async def forget_draft(connection: AsyncConnection, chat_id: int, step: str = "") -> None:
    """What was said for a sign-up that is not sent: of one step, or all of it."""
    of_step = [Recording.step == step] if step else []
    await connection.execute(
        delete(Recording).where(Recording.chat_id == chat_id, Recording.learner_id.is_(None), *of_step)
    )


async def belongs_to(
    connection: AsyncConnection, hashes: Sequence[bytes], *, chat_id: int, learner_id: int
) -> None:
    """The sign-up was sent: these files are answers of it. What else was said on the way is not kept."""
    if hashes:
        await connection.execute(
            update(Recording)
            .where(
                Recording.chat_id == chat_id,
                Recording.learner_id.is_(None),
                Recording.file_hash.in_(hashes),
            )
            .values(learner_id=learner_id)
        )
    await forget_draft(connection, chat_id)


# ── Fetching ───────────────────────────────────────────────────────────────────────────────────────────────


async def any_to_fetch(connection: AsyncConnection, now: datetime, channels: Sequence[str]) -> bool:
    """A look without a lock, so that an idle process writes nothing."""
    found = select(Recording.id).where(Recording.fetch_at <= now, Recording.channel.in_(channels)).limit(1)
    return await connection.scalar(found) is not None


async def claim(
    connection: AsyncConnection, now: datetime, channels: Sequence[str], *, until: datetime, limit: int
) -> list[ToFetch]:
    """Take at most `limit` for this process, until `until`: then they are anybody's again."""
    these = (
        select(Recording.id)
        .where(Recording.fetch_at <= now, Recording.channel.in_(channels))
        .order_by(Recording.fetch_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await connection.execute(
        update(Recording)
        .where(Recording.id.in_(these.scalar_subquery()))
        .values(fetch_at=until, attempts=Recording.attempts + 1)
        .returning(Recording.id, Recording.channel, Recording.file, Recording.seconds, Recording.attempts - 1)
    )
    return [ToFetch(*row) for row in rows]


async def came(connection: AsyncConnection, recording_id: int, sound: Sealed) -> None:
    """The sound is here. One that was erased meanwhile stays erased."""
    await connection.execute(
        update(Recording).where(Recording.id == recording_id).values(sound=sound, fetch_at=None)
    )


async def fetch_again(connection: AsyncConnection, recording_id: int, at: datetime | None) -> None:
    """Try again at this moment; None: it cannot be had."""
    await connection.execute(update(Recording).where(Recording.id == recording_id).values(fetch_at=at))
