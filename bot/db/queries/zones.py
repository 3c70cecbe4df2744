"""Moments that were worked out from a wall time: read them in pages, and write them anew. None of these
commits.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment, Marker, Timer

_MARKER = "tzdata"
_PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class WallRow:
    """A row with a wall time, its zone, and the moment that was worked out, aware UTC."""

    id: int
    wall_at: str
    zone: str
    moment: datetime


async def known_version(connection: AsyncConnection) -> str:
    """The time zone table with which all moments were worked out; "" at first."""
    return await connection.scalar(select(Marker.value).where(Marker.key == _MARKER)) or ""


async def remember_version(connection: AsyncConnection, version: str) -> None:
    """All moments are worked out with this one."""
    changed = await connection.execute(update(Marker).where(Marker.key == _MARKER).values(value=version))
    if not changed.rowcount:
        # Several processes may start at the same moment, and another be first.
        with contextlib.suppress(IntegrityError):
            async with connection.begin_nested():
                await connection.execute(insert(Marker).values(key=_MARKER, value=version))


async def open_timers(connection: AsyncConnection, after: int, limit: int) -> list[WallRow]:
    """Timers that are not done, in the order of ids, from behind `after`."""
    rows = await connection.execute(
        select(Timer.id, Timer.wall_at, Timer.zone, Timer.due_at)
        .where(Timer.id > after, Timer.done_at.is_(None))
        .order_by(Timer.id)
        .limit(limit)
    )
    return [WallRow(*row) for row in rows]


async def planned_appointments(connection: AsyncConnection, after: int, limit: int) -> list[WallRow]:
    """Appointments that are planned, likewise."""
    rows = await connection.execute(
        select(Appointment.id, Appointment.wall_at, Appointment.zone, Appointment.starts_at)
        .where(Appointment.id > after, Appointment.status == _PLANNED, Appointment.starts_at.is_not(None))
        .order_by(Appointment.id)
        .limit(limit)
    )
    return [WallRow(row.id, row.wall_at, row.zone, row.starts_at) for row in rows if row.starts_at]


async def move_timers(connection: AsyncConnection, moved: Sequence[WallRow]) -> None:
    """Write these moments, where the wall time is still the same and nobody ended it."""
    if moved:
        await connection.execute(_MOVE_TIMER, _values(moved))


async def move_appointments(connection: AsyncConnection, moved: Sequence[WallRow]) -> None:
    """Likewise."""
    if moved:
        await connection.execute(_MOVE_APPOINTMENT, _values(moved))


_MOVE_TIMER = (
    update(Timer)
    .where(Timer.id == bindparam("row"), Timer.wall_at == bindparam("wall"), Timer.done_at.is_(None))
    .values(due_at=bindparam("moment"))
)
_MOVE_APPOINTMENT = (
    update(Appointment)
    .where(Appointment.id == bindparam("row"), Appointment.wall_at == bindparam("wall"))
    .values(starts_at=bindparam("moment"))
)


def _values(moved: Sequence[WallRow]) -> list[dict[str, object]]:
    return [{"row": one.id, "wall": one.wall_at, "moment": one.moment} for one in moved]
