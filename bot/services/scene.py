"""What every service of the closed loop needs: one transaction, its moment, and a way to tell others.

A turn writes to the chat of whoever takes it. Everybody else is told by a timer row of the kind `say` or
`kindly`: it is written in the same transaction, and the clockwork says it in one of its own, behind the lock
of that chat. So no transaction ever has to lock two people's chats, and nothing is told of what was rolled
back.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import timers
from bot.db.queries.timers import new_timer
from bot.db.types import Sealed
from bot.domain.act import Act
from bot.domain.humane import humane
from bot.services.codec import Codec
from bot.services.outgoing import Outgoing
from bot.services.world import Worlds
from flows.model import Name, Prompt

SAY = "say"
SAY_KINDLY = "kindly"


@dataclass(slots=True)
class Scene:
    """One transaction. `told_others`: something is due now for another chat, so the clockwork is to be woken
    after the commit. `acts` are written at the end of it (`bot.services.audit`).
    """

    connection: AsyncConnection
    now: datetime
    codec: Codec
    outgoing: Outgoing
    worlds: Worlds
    told_others: bool = False
    acts: list[Act] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the Taalhuizen."""
        return self.worlds.zone

    def name(self, sealed: Sealed) -> Name:
        """A sealed first name, for showing."""
        return Name(self.codec.vault.open(sealed))


async def tell(scene: Scene, chat_id: int, prompt: Prompt, *, referral_id: int | None = None) -> None:
    """Say this to another chat as soon as the transaction is committed: to somebody who waits for it, such as
    whoever takes part in a talk. With `referral_id` it is not said any more once that referral is erased.
    """
    await _plan(scene, SAY, chat_id, prompt, scene.now, referral_id)


async def tell_kindly(scene: Scene, chat_id: int, prompt: Prompt, *, referral_id: int | None = None) -> None:
    """Say this to another chat at the next humane hour, between 9:00 and 20:00: now, mostly. When that is
    late, because nothing ran, the hour is looked at again.
    """
    await _plan(scene, SAY_KINDLY, chat_id, prompt, humane(scene.now, scene.zone), referral_id)


async def _plan(
    scene: Scene, kind: str, chat_id: int, prompt: Prompt, due_at: datetime, referral_id: int | None
) -> None:
    timer = new_timer(
        key=f"{kind}:{secrets.token_hex(12)}",
        kind=kind,
        chat_id=chat_id,
        due_at=due_at,
        zone=scene.zone,
        referral_id=referral_id,
        body=scene.codec.seal_prompt(prompt),
    )
    await timers.add(scene.connection, [timer])
    scene.told_others = scene.told_others or due_at <= scene.now
