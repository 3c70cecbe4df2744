"""Reports for the money of the WEB and for a region: who signed up, and what became of it, in counts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import kept_counts

__all__ = ["keep_counts"]


async def keep_counts(connection: AsyncConnection, learner_ids: Sequence[int]) -> None:
    """Call it in the transaction that erases these learners, before they go: what reports count of them stays
    as counts without a person. `bot.db.queries.erasure` does so wherever it deletes a learner.
    """
    await kept_counts.keep(connection, learner_ids)
