"""What a draft of seven days came to: erased, also where no turn can do it any more."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.db.types import EMPTIED
from bot.services.inbox import Inbound, Receipt
from flows import engine
from flows.model import Turn
from flows.replies import Typed
from tests.integration.test_unfinished import begin, hours, nudges
from tests.support.building import Rig


async def of_another_version(rig: Rig, _patch: pytest.MonkeyPatch) -> None:
    ((sealed,),) = await rig.rows("SELECT state FROM chat")
    old = replace(rig.codec.open_state(sealed), version=0)
    await rig.run("UPDATE chat SET state = :state", state=rig.codec.seal_state(old))


async def unreadable(rig: Rig, _patch: pytest.MonkeyPatch) -> None:
    await rig.run("UPDATE chat SET state = :state", state=b"no state at all")


async def with_a_defect(_rig: Rig, patch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> Turn:
        raise RuntimeError("a defect of ours")

    patch.setattr(engine, "resume", fails)


class Refuses:
    """An inbox whose database will not take this one."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig

    async def receive(self, inbound: Inbound) -> Receipt:
        return await self._rig.conversations.refuse(inbound, "IntegrityError")


async def that_is_refused(rig: Rig, _patch: pytest.MonkeyPatch) -> None:
    rig.nudges._inbox = Refuses(rig)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (of_another_version, ["general.expired"]),
        (unreadable, ["general.expired"]),
        (with_a_defect, []),
        (that_is_refused, []),
    ],
)
async def test_after_seven_days_a_draft_is_erased_whatever_became_of_it(
    rig: Rig,
    monkeypatch: pytest.MonkeyPatch,
    way: Callable[[Rig, pytest.MonkeyPatch], Awaitable[None]],
    said: list[str],
) -> None:
    await begin(rig)
    await hours(rig, 6.5)
    await way(rig, monkeypatch)
    await hours(rig, 1.5)
    await rig.receiver.stop()
    states = await rig.rows("SELECT state FROM chat WHERE state IS NOT NULL")
    messages = await rig.rows("SELECT prompt FROM outbox")
    kept = [repr(rig.codec.open_prompt(prompt)) for (prompt,) in messages if bytes(prompt) != EMPTIED]

    assert nudges(rig)[2:] == said
    assert [dict(rig.codec.open_state(state).answers) for (state,) in states] == [{}] * len(states)
    assert await rig.rows("SELECT count(*) FROM consent") == [(0,)]
    assert await rig.rows("SELECT draft FROM chat") == [(0,)]
    assert "Fatma" not in "".join(kept)
    assert await rig.rows("SELECT count(*) FROM timer WHERE done_at IS NULL") == [(0,)]
    rig.clock.forward(hours=1)
    await rig.housekeeping.tidy()
    assert await rig.rows("SELECT count(*) FROM chat") == [(0,)]


async def test_who_writes_while_the_last_word_fails_keeps_the_draft(rig: Rig) -> None:
    await begin(rig)
    await hours(rig, 6.5)

    class TheyWrite(Refuses):
        async def receive(self, inbound: Inbound) -> Receipt:
            await self._rig.hear(Typed("een plaats"))
            return await super().receive(inbound)

    rig.nudges._inbox = TheyWrite(rig)
    await hours(rig, 1)
    kept = await rig.rows("SELECT draft FROM chat")
    rig.nudges._inbox = rig.receiver
    await hours(rig, 8)
    await rig.receiver.stop()

    assert kept == [(1,)]
    assert await rig.rows("SELECT count(*) FROM consent") == [(0,)]
