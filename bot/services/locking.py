"""Locks the chats of a batch, and makes those that somebody new has opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import chats
from bot.db.queries.chats import LockedChat, NewChat
from bot.services.inbox import Actor, Inbound
from bot.services.world import Worlds
from flows.replies import Silence


class Locker:
    """Finds and locks for one process, `me`."""

    def __init__(self, worlds: Worlds, *, me: str) -> None:
        self._worlds = worlds
        self._me = me

    async def lock(
        self, connection: AsyncConnection, batch: Sequence[Inbound], now: datetime
    ) -> dict[tuple[str, str], LockedChat]:
        """Lock the chats of these, and make those that somebody new has opened."""
        actors = {key_of(inbound.actor): inbound for inbound in batch}
        found = await self._find(connection, actors)
        new = [
            NewChat(
                channel=inbound.actor.channel,
                address=inbound.actor.address,
                language=self._worlds.catalogues.best(inbound.actor.language_hint),
                timezone=self._worlds.zone.key,
                is_group=inbound.group,
            )
            for key, inbound in actors.items()
            if key not in found and is_heard(inbound)
        ]
        if new:
            await chats.make(connection, new, now)
            made = {(chat.channel, chat.address): actors[chat.channel, chat.address] for chat in new}
            found |= await self._find(connection, made)
        return found

    async def _find(
        self, connection: AsyncConnection, actors: dict[tuple[str, str], Inbound]
    ) -> dict[tuple[str, str], LockedChat]:
        by_channel: dict[str, list[str]] = defaultdict(list)
        for channel, address in actors:
            by_channel[channel].append(address)
        found: dict[tuple[str, str], LockedChat] = {}
        for channel in sorted(by_channel):
            locked = await chats.lock_by_address(connection, channel, by_channel[channel], me=self._me)
            found |= {(channel, address): chat for address, chat in locked.items()}
        return found


def key_of(actor: Actor) -> tuple[str, str]:
    """Which chat it is: (channel, address)."""
    return actor.channel, actor.address


def is_heard(inbound: Inbound) -> bool:
    """Somebody says something to us: no timer, no "blocked" and no "back" makes a person known."""
    return inbound.reply is not None and not inbound.gone and not isinstance(inbound.reply, Silence)
