"""Who asked for a person before there was a sign-up: as soon as it is sent, the staff of its house hear so.

Until then nobody could be told: there is no house, and no way to write to them but about a sign-up.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import tasks, unsent_tasks
from bot.services.loop.alerting import raise_alert
from bot.services.loop.tasks import PERSON_ASKED


async def attach(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """Give what is open for a chat to its newest sign-up. Call it after the sign-up was moved: a move settles
    what staff were to hear.
    """
    newest = await tasks.newest_case(connection, chat_id)
    if newest is None:
        return
    referral_id, house = newest
    for task_id in await unsent_tasks.attach(connection, chat_id, referral_id, house):
        if house is not None:
            await raise_alert(
                connection,
                now,
                taalhuis_id=house,
                kind=PERSON_ASKED,
                referral_id=referral_id,
                task_id=task_id,
            )
