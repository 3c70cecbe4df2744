"""How many came by which leaflet. None of these commits."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake


async def count_sign_ups(connection: AsyncConnection) -> dict[str, int]:
    """Sign-ups by their origin as it is stored; "" for those who came in another way."""
    rows = await connection.execute(select(Intake.origin, func.count()).group_by(Intake.origin))
    return {origin: many for origin, many in rows}
