"""Two processes that stood in each other's way: the one that gave way begins again, and nobody notices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.errors import StorageConflict, StorageUnavailable
from bot.services.inbox import Inbound, Receipt
from flows.replies import Command
from tests.support.building import Rig


@dataclass
class GivesWay:
    """Conversations that meet a conflict this many times before they take in what came."""

    rig: Rig
    times: int
    tried: list[int] = field(default_factory=list)

    async def take_in(self, batch: Sequence[Inbound]) -> list[Receipt]:
        self.tried.append(len(batch))
        if len(self.tried) <= self.times:
            raise StorageConflict("DeadlockDetectedError")
        return await self.rig.conversations.take_in(batch)


async def received(rig: Rig, stubborn: GivesWay) -> Receipt:
    """Take one update in over the receiver."""
    rig.receiver._conversations = stubborn  # type: ignore[assignment]
    rig.receiver.start()
    try:
        return await rig.receiver.receive(rig.inbound(Command("start"), address="8"))
    finally:
        await rig.receiver.stop()
        await rig.settle()


async def test_who_gave_way_begins_again(rig: Rig) -> None:
    stubborn = GivesWay(rig, times=2)

    assert not (await received(rig, stubborn)).repeated
    assert stubborn.tried == [1, 1, 1]


async def test_who_gives_way_again_and_again_is_told_that_it_is_away(rig: Rig) -> None:
    with pytest.raises(StorageUnavailable):
        await received(rig, GivesWay(rig, times=9))
