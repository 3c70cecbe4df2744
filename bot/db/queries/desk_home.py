"""What stands on the first page of the console, counted. None of these commits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment


async def appointments_between(
    connection: AsyncConnection, houses: Collection[int], since: datetime, until: datetime
) -> int:
    """How many meet at these houses in this time."""
    counted = select(func.count(Appointment.id)).where(
        Appointment.status == "planned",
        Appointment.starts_at >= since,
        Appointment.starts_at < until,
        Appointment.taalhuis_id.in_(houses),
    )
    return await connection.scalar(counted) or 0
