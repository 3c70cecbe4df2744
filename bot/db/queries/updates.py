"""Which updates were taken in already. None of these commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import ReceivedUpdate

_KNOWN = select(ReceivedUpdate.update_id).where(
    ReceivedUpdate.source == bindparam("source"),
    ReceivedUpdate.update_id.in_(bindparam("ids", expanding=True)),
)
_RECORD = insert(ReceivedUpdate)


async def known(connection: AsyncConnection, source: str, ids: Sequence[int]) -> set[int]:
    """Those of `ids` that were taken in before."""
    return set(await connection.scalars(_KNOWN, {"source": source, "ids": ids}))


async def record(
    connection: AsyncConnection,
    updates: Sequence[tuple[str, int]],
    now: datetime,
    *,
    failed_with: str | None = None,
) -> None:
    """Note (source, id) pairs as taken in.

    Raises:
        IntegrityError: another process took one of them in a moment ago; begin again.
    """
    # A column that is left out is one value less to handle for every row.
    failure = {} if failed_with is None else {"failed_with": failed_with}
    await connection.execute(
        _RECORD,
        [
            {"source": source, "update_id": number, "received_at": now, **failure}
            for source, number in updates
        ],
    )


async def last_received_at(connection: AsyncConnection) -> datetime | None:
    """When the newest update was taken in."""
    newest = select(ReceivedUpdate.received_at).order_by(ReceivedUpdate.received_at.desc()).limit(1)
    return await connection.scalar(newest)


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Delete the notes of updates that nobody can deliver again; returns how many."""
    gone = await connection.execute(delete(ReceivedUpdate).where(ReceivedUpdate.received_at < before))
    return gone.rowcount
