"""An alert is a row, and a digest that will tell of it. Apart from `bot.services.loop.notifications`, which
tells,
because whoever sends messages raises alerts too.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import alerts, houses, members, timers
from bot.db.queries.alerts import OpenAlert
from bot.db.queries.members import MemberRow
from bot.db.queries.timers import new_timer

DIGEST = "digest"
TOLD = "told"
"""The outcome of a digest that was told."""
GATHERED_FOR = timedelta(minutes=10)
# A digest that is about to be told may not see any more what is written now.
_TOO_LATE_TO_JOIN = timedelta(minutes=1)
_UTC = ZoneInfo("UTC")
# Of these, the oldest, the next message tells; whoever opens the queue sees all.
_MOST_PASSED_ON = 500


async def raise_alert(
    connection: AsyncConnection,
    now: datetime,
    *,
    taalhuis_id: int,
    kind: str,
    referral_id: int | None,
    task_id: int | None,
) -> None:
    """Write it down, and gather it for each chat that has to hear it; see `notifications.alert`, which is for
    where there is a scene.
    """
    alert_id = await alerts.add(
        connection,
        {
            "taalhuis_id": taalhuis_id,
            "kind": kind,
            "referral_id": referral_id,
            "task_id": task_id,
            "created_at": now,
        },
    )
    chats = {member.chat_id for member in await _who_hears(connection, taalhuis_id, kind)}
    for chat_id in sorted(chats):
        await _gather(connection, chat_id, taalhuis_id, alert_id, now)


async def pass_on(
    connection: AsyncConnection, now: datetime, taalhuis_id: int, found: Sequence[OpenAlert]
) -> None:
    """What was gathered for somebody who cannot be told any more is gathered for those who are to hear of it
    now, but for who heard of it or will. `found` are alerts of the house, oldest first.
    """
    for_chat: dict[int, list[OpenAlert]] = defaultdict(list)
    hears = {kind: await _who_hears(connection, taalhuis_id, kind) for kind in {one.kind for one in found}}
    for one in found:
        for chat_id in {member.chat_id for member in hears[one.kind]}:
            for_chat[chat_id].append(one)
    for chat_id, theirs in sorted(for_chat.items()):
        tellings = await alerts.tellings(connection, DIGEST, TOLD, chat_id=chat_id, taalhuis_id=taalhuis_id)
        new = [one.id for one in theirs if not any(telling.tells(one) for telling in tellings)]
        if new:
            await _gather(connection, chat_id, taalhuis_id, new[0], now)


async def told_in_vain(connection: AsyncConnection, chat_id: int, now: datetime) -> None:
    """Who works in this chat cannot be reached: what is open at their houses is gathered for those who hear
    of it from now on. The last message to this chat was perhaps the one that did not arrive.
    """
    houses_of_chat = {
        member.taalhuis_id
        for member in await members.of_chat(connection, chat_id)
        if member.role == "staff" and member.taalhuis_id is not None
    }
    for taalhuis_id in sorted(houses_of_chat):
        found = await alerts.open_since(connection, taalhuis_id, 0, limit=_MOST_PASSED_ON)
        await pass_on(connection, now, taalhuis_id, found)


async def _who_hears(connection: AsyncConnection, taalhuis_id: int, kind: str) -> list[MemberRow]:
    """Of the staff of the house that can be reached those who are to hear of it, or all when none of these
    can; of what is late, and where nobody can, the region's too.
    """
    there = [
        member
        for member in await members.of_house(connection, taalhuis_id, "staff")
        if not member.unreachable
    ]
    chosen = await houses.notified(connection, taalhuis_id)
    staff = [member for member in there if member.id in chosen] or there
    if staff and kind != "overdue":
        return staff
    regional = await members.of_region_of(connection, taalhuis_id)
    return [*staff, *(member for member in regional if not member.unreachable)]


async def _gather(
    connection: AsyncConnection, chat_id: int, taalhuis_id: int, alert_id: int, now: datetime
) -> None:
    """See to it that a digest tells this chat of it."""
    soon = now + _TOO_LATE_TO_JOIN
    for digest in await alerts.open_digests(connection, DIGEST, chat_id, taalhuis_id):
        if digest.first_alert <= alert_id and digest.due_at > soon:
            return
    due_at = now + GATHERED_FOR
    timer = new_timer(
        key=f"{DIGEST}:{secrets.token_hex(12)}",
        kind=DIGEST,
        chat_id=chat_id,
        due_at=due_at,
        zone=_UTC,
        about=taalhuis_id,
        version=alert_id,
    )
    await timers.add(connection, [timer])
