"""What falls due is done exactly once, in its order, and what fails holds up nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.db.queries import timers
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer, NewTimer
from bot.services.clockwork import Act, Clockwork, Later
from bot.services.outgoing import Outgoing
from bot.services.scene import Scene, tell, tell_kindly
from flows.model import Name, Prompt, Text
from tests.support.building import Rig, keys_of, notice
from tests.support.clock import FakeClock
from tests.support.rigs import Rigs

Open = Callable[[], Scene]


async def chat_of(rig: Rig, address: str) -> int:
    """Somebody who has opened the chat; the id of it."""
    await rig.start(address)
    ((found,),) = await rig.rows("SELECT id FROM chat WHERE address = :address", address=address)
    assert isinstance(found, int)
    return found


async def told(rig: Rig, chat_id: int, key: str = "general.sorry", *, kindly: bool = False) -> bool:
    """Tell this chat something in a transaction of its own; whether the bell is to be rung."""
    async with rig.database.transaction() as connection:
        scene = Scene(
            connection, rig.clock(), rig.codec, Outgoing(rig.rules, rig.codec, rig.clock()), rig.worlds
        )
        await (tell_kindly if kindly else tell)(scene, chat_id, notice(key))
    return scene.told_others


async def planned(rig: Rig, chat_id: int, kind: str, *, about: int = 0) -> None:
    """A timer of this kind that is due now."""
    timer = NewTimer(
        key=f"{kind}:{about}",
        kind=kind,
        chat_id=chat_id,
        due_at=rig.clock(),
        wall_at="2026-06-03T12:00",
        zone="Europe/Amsterdam",
        about=about,
    )
    async with rig.database.transaction() as connection:
        await timers.add(connection, [timer])


def clockwork(rig: Rig, **kinds: Act) -> Clockwork:
    """The rig's clockwork with kinds of the test's own."""
    return Clockwork(rig.process, kinds)


def said_to(rig: Rig, address: str) -> list[list[str]]:
    return [keys_of(envelope.prompt) for envelope in rig.channel.delivered if envelope.address == address]


async def test_somebody_else_is_told_after_the_commit(rig: Rig) -> None:
    chat_id = await chat_of(rig, "7")

    assert await told(rig, chat_id)
    assert await rig.due() == 1

    assert said_to(rig, "7")[-1] == ["general.sorry"]


async def test_what_was_rolled_back_is_told_to_nobody(rig: Rig) -> None:
    chat_id = await chat_of(rig, "7")

    async def tell_and_fail() -> None:
        async with rig.database.transaction() as connection:
            outgoing = Outgoing(rig.rules, rig.codec, rig.clock())
            await tell(Scene(connection, rig.clock(), rig.codec, outgoing, rig.worlds), chat_id, notice())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await tell_and_fail()
    assert await rig.due() == 0


async def test_at_night_a_kind_word_waits_for_the_morning(rig: Rig, clock: FakeClock) -> None:
    chat_id = await chat_of(rig, "7")
    clock.forward(hours=10)

    assert not await told(rig, chat_id, kindly=True)
    assert await rig.due() == 0
    clock.forward(hours=11)
    assert await rig.due() == 1


async def test_who_waits_for_it_is_told_at_night_too(rig: Rig, clock: FakeClock) -> None:
    chat_id = await chat_of(rig, "7")
    clock.forward(hours=10)

    assert await told(rig, chat_id)
    assert await rig.due() == 1


async def test_what_is_told_keeps_its_order(rig: Rig) -> None:
    chat_id = await chat_of(rig, "7")
    for key in ("general.sorry", "general.press", "general.expired"):
        await told(rig, chat_id, key)

    await rig.due()

    assert said_to(rig, "7")[-3:] == [["general.sorry"], ["general.press"], ["general.expired"]]


async def test_three_processes_do_each_thing_once(rigs: Rigs) -> None:
    processes = [rigs() for _ in range(3)]
    chat_id = await chat_of(processes[0], "7")
    for at in range(30):
        await planned(processes[0], chat_id, "probe", about=at)
    done: list[int] = []

    async def probe(_scene: Scene, timer: DueTimer, _chat: LockedChat) -> str:
        done.append(timer.about)
        return "done"

    await asyncio.gather(*(clockwork(one, probe=probe).tick() for one in processes))

    assert sorted(done) == list(range(30))


async def test_what_fails_is_put_off_and_holds_up_nothing(rig: Rig, clock: FakeClock) -> None:
    chat_id = await chat_of(rig, "7")
    for at in range(3):
        await planned(rig, chat_id, "probe", about=at)
    done: list[int] = []

    async def probe(scene: Scene, timer: DueTimer, chat: LockedChat) -> str:
        if timer.about == 1:
            raise RuntimeError("a defect")
        scene.outgoing.say(
            chat, [Prompt((Text("answers.sent"), Text("home.ask", {"n": Name(str(timer.about))})))]
        )
        done.append(timer.about)
        return "done"

    work = clockwork(rig, probe=probe)
    await work.tick()
    await rig.settle()

    # Those that were done together with it were rolled back, and done again without it.
    assert done[-2:] == [0, 2]
    assert len([keys for keys in said_to(rig, "7") if keys[0] == "answers.sent"]) == 2
    assert await rig.rows("SELECT about FROM timer WHERE done_at IS NULL AND kind = 'probe'") == [(1,)]
    assert await work.tick() == 0
    clock.forward(minutes=5)
    await work.tick()
    assert await rig.rows("SELECT about FROM timer WHERE done_at IS NULL AND kind = 'probe'") == [(1,)]


async def test_what_came_too_early_comes_back(rig: Rig, clock: FakeClock) -> None:
    chat_id = await chat_of(rig, "7")
    await planned(rig, chat_id, "probe")

    async def probe(scene: Scene, _timer: DueTimer, _chat: LockedChat) -> str | Later:
        return "done" if scene.now > start else Later(scene.now + timedelta(hours=1))

    start = clock()
    work = clockwork(rig, probe=probe)

    assert await work.tick() == 1
    assert await work.tick() == 0
    clock.forward(hours=1)
    assert await work.tick() == 1
    assert await rig.rows("SELECT outcome, wall_at, zone FROM timer WHERE kind = 'probe'") == [
        ("done", "2026-06-03T13:00", "Europe/Amsterdam")
    ]


async def test_somebody_who_blocked_us_is_told_nothing(rig: Rig) -> None:
    chat_id = await chat_of(rig, "7")
    await rig.block("7")
    await told(rig, chat_id)

    await rig.due()

    assert await rig.rows("SELECT outcome FROM timer WHERE kind = 'say'") == [("unreachable",)]
    assert ["general.sorry"] not in said_to(rig, "7")
