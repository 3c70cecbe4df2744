"""What must hold however badly it goes: each chat gets everything, in order, and a stop loses nothing."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import pytest

from bot.channels.base import Envelope
from bot.db.queries import chats
from bot.db.session import Database
from bot.errors import Permanent, Retry, StorageUnavailable, Unsure
from bot.services.outgoing import Outgoing
from flows.model import Prompt, Text
from flows.replies import Typed
from tests.support.building import FakeChannel, Rig, notice
from tests.support.rigs import Rigs


def some_failures(dice: random.Random) -> Callable[[Envelope], None]:
    """Every second message does not get through at once."""
    errors = (
        lambda: Retry("ConnectError"),
        lambda: Retry("429", retry_after=dice.uniform(0.5, 40)),
        lambda: Unsure("TimedOut"),
    )

    def fail(_envelope: Envelope) -> None:
        if dice.random() < 0.5:
            raise dice.choice(errors)()

    return fail


@pytest.mark.parametrize("seed", [1, 3])
async def test_every_chat_gets_everything_in_order_whatever_fails_on_the_way(rigs: Rigs, seed: int) -> None:
    dice = random.Random(seed)
    channel = FakeChannel(before=some_failures(dice))
    processes = [rigs(channel=channel), rigs(channel=channel)]
    chats = ("1", "2", "3")
    for update in range(1, 16):
        process = dice.choice(processes)
        inbound = process.inbound(Typed(f"woord {update}"), address=dice.choice(chats), update=update)
        await process.conversations.take_in([inbound])
        process.clock.forward(seconds=dice.uniform(0, 3))
        await dice.choice(processes).sweeper.sweep()
        await asyncio.gather(*(process.settle() for process in processes))
    channel.before = None
    while await processes[0].rows("SELECT number FROM outbox WHERE status IN ('created', 'claimed')"):
        processes[0].clock.forward(seconds=30)
        for process in processes:
            await process.sweeper.sweep()
            await process.settle()

    for address in chats:
        statuses = await processes[0].statuses(address)
        got = channel.numbers(address)
        sent = [number for number, status in enumerate(statuses, start=1) if status == "sent"]
        assert set(statuses) <= {"sent", "unsure"}
        assert got == sent


async def test_a_failure_while_others_write_is_not_overtaken(rig: Rig) -> None:
    await rig.start()
    rig.channel.by_address["7"] = [Retry("ConnectError")]
    first, second = (rig.inbound(Typed(word)) for word in ("een", "twee"))
    await asyncio.gather(rig.conversations.take_in([first]), rig.conversations.take_in([second]))
    await rig.settle()
    for _ in range(20):
        rig.clock.forward(seconds=2)
        await rig.sweeper.sweep()
        await rig.settle()

    numbers = rig.channel.numbers("7")
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(await rig.statuses()) == {"sent"}


async def test_a_stop_gives_back_what_is_not_sent(rigs: Rigs) -> None:
    hanging = asyncio.Event()

    class Slow(FakeChannel):
        async def deliver(self, envelope: Envelope) -> str:
            self.tried.append(envelope)
            await hanging.wait()
            return "never"

    stopping = rigs(channel=Slow())
    await stopping.conversations.take_in([stopping.inbound(Typed(w)) for w in ("een", "twee")])
    await asyncio.sleep(0)
    await stopping.dispatcher.stop(patience_seconds=0.05)
    after = await stopping.rows("SELECT DISTINCT status, claimed_by FROM outbox")
    next_one = rigs()
    for _ in range(10):
        await next_one.sweeper.sweep()
        await next_one.settle()

    assert after == [("created", None)]
    numbers = next_one.channel.numbers("7")
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(await next_one.statuses()) == {"sent"}


class Away(Database):
    """A database that can be away."""

    away = False

    def transaction(self):  # type: ignore[no-untyped-def]  # the same as the real one, or an error
        if self.away:
            raise StorageUnavailable("away")
        return super().transaction()


async def test_what_was_sent_while_the_database_was_away_is_noted_when_it_is_back(
    rigs: Rigs, database_url: str
) -> None:
    database = Away(database_url)
    rig = rigs(database)
    await rig.conversations.take_in([rig.inbound(Typed("hallo"))])
    database.away = True
    await rig.dispatcher.idle()
    await asyncio.sleep(0.05)
    before = await rig.statuses()
    database.away = False
    await rig.settle()
    after = await rig.statuses()
    await rig.dispatcher.stop()
    await database.close()

    assert (before, after) == (["claimed"], ["sent"])
    assert rig.channel.numbers("7") == [1]


async def test_an_unreadable_message_fails_and_does_not_hold_up_the_next(rig: Rig) -> None:
    rig.channel.answers = [Retry("ConnectError")]
    await rig.start()
    await rig.hear(Typed("en nu"))
    await rig.run("UPDATE outbox SET prompt = :broken WHERE number = 1", broken=b"\x01broken")
    for _ in range(10):
        rig.clock.forward(seconds=2)
        await rig.sweeper.sweep()
        await rig.settle()

    statuses = await rig.statuses()
    assert statuses[0] == "failed"
    assert set(statuses[1:]) == {"sent"}
    assert rig.channel.numbers("7") == list(range(2, len(statuses) + 1))


async def say(rig: Rig, *prompts: Prompt) -> None:
    """Say something to chat 7 in a transaction of its own."""
    outgoing = Outgoing(rig.rules, rig.codec, rig.clock())
    async with rig.database.transaction() as connection:
        locked = await chats.lock_by_address(connection, rig.channel.name, ["7"], me=rig.rules.me)
        outgoing.say(locked["7"], prompts)
        parcels = await outgoing.store(connection, tuple(locked.values()))
    rig.dispatcher.take(parcels)


async def test_a_message_takes_the_place_of_one_that_was_sent_a_moment_ago(rig: Rig) -> None:
    await rig.start()
    asked = Prompt((Text("home.ask"),), serial=9)
    await say(rig, asked, Prompt((Text("home.ask"),), serial=9, replaces=True))
    await rig.settle()
    await say(rig, Prompt((Text("home.ask"),), serial=9, replaces=True))
    await rig.settle()

    refs = [envelope.replaces_ref for envelope in rig.channel.delivered]
    assert refs == ["", "", "m2", "m2"]


async def test_what_was_never_sent_is_not_replaced_but_sent_anew(rig: Rig) -> None:
    await rig.start()
    rig.channel.by_address["7"] = [Permanent("BadRequest")]
    await say(rig, Prompt((Text("home.ask"),), serial=9))
    await rig.settle()
    await say(rig, Prompt((Text("home.ask"),), serial=9, replaces=True))
    await rig.settle()

    assert rig.channel.delivered[-1].replaces_ref == ""


async def test_a_message_whose_place_cannot_be_looked_up_is_given_back_and_sent_later(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await rig.start()
    await say(
        rig, Prompt((Text("home.ask"),), serial=9), Prompt((Text("home.ask"),), serial=9, replaces=True)
    )

    def away() -> None:
        raise StorageUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(rig.dispatcher, "_refs", {})
        patch.setattr(rig.database, "reading", away)
        await rig.dispatcher.idle()
    await rig.settle()
    await say(rig, notice())
    await rig.settle()
    for _ in range(5):
        await rig.sweeper.sweep()
        await rig.settle()

    numbers = rig.channel.numbers("7")
    assert numbers == [1, 2, 3, 4]
