"""How fast messages leave: evenly, shared by all processes, the urgent ones first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest

from bot.db.models import Priority
from bot.db.queries import chats, pace
from bot.domain.sending import Limits
from bot.services.dispatch import Dispatcher
from bot.services.outgoing import Outgoing, Parcel
from flows.replies import Command
from tests.support.building import Rig, notice
from tests.support.database import Opener
from tests.support.rigs import Rigs

LIMITS = {"telegram": Limits()}
SLOT = 1 / 28


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Parcel]:
    """What is handed over to be sent, instead of sending it."""
    parcels: list[Parcel] = []
    monkeypatch.setattr(Dispatcher, "take", lambda _self, more: parcels.extend(more))
    return parcels


@pytest.fixture
async def paced(rigs: Rigs) -> Rig:
    rig = rigs(limits=LIMITS)
    await open_queue(rig)
    return rig


async def open_queue(rig: Rig) -> None:
    async with rig.database.transaction() as connection:
        await pace.open_queue(connection, ["telegram"])


async def start_all(rig: Rig, addresses: Sequence[str]) -> None:
    await rig.conversations.take_in([rig.inbound(Command("start"), address=name) for name in addresses])


async def say(rig: Rig, address: str, many: int, priority: int = Priority.ANSWER) -> None:
    outgoing = Outgoing(rig.rules, rig.codec, rig.clock())
    async with rig.database.transaction() as connection:
        locked = await chats.lock_by_address(connection, "telegram", [address], me=rig.rules.me)
        outgoing.say(locked[address], [notice()] * many, priority)
        rig.dispatcher.take(await outgoing.store(connection, tuple(locked.values())))


async def all_sent(rig: Rig) -> None:
    await rig.run("UPDATE outbox SET status = 'sent', claimed_by = NULL, sent_at = due_at")


def gaps(parcels: Sequence[Parcel]) -> list[float]:
    moments = sorted(parcel.send_at for parcel in parcels)
    return [later - earlier for earlier, later in pairwise(moments)]


async def test_many_chats_get_their_messages_evenly_without_a_burst_at_the_start(
    paced: Rig, taken: list[Parcel]
) -> None:
    await start_all(paced, [str(number) for number in range(80)])
    for _ in range(8):
        paced.clock.forward(seconds=0.3)
        await paced.sweeper.sweep()

    assert len(taken) == 80
    assert min(gaps(taken)) == pytest.approx(SLOT, abs=1e-5)
    moments = sorted(parcel.send_at for parcel in taken)
    assert all(later - earlier > 1 - 1e-4 for earlier, later in zip(moments, moments[28:], strict=False))
    assert moments[-1] - moments[0] < 80 / 28 + 0.3


async def test_two_processes_share_one_pace(rigs: Rigs, taken: list[Parcel]) -> None:
    processes = [rigs(limits=LIMITS), rigs(limits=LIMITS)]
    for process in processes:
        await open_queue(process)
    await start_all(processes[0], [f"a{number}" for number in range(30)])
    processes[1].updates = processes[0].updates
    await start_all(processes[1], [f"b{number}" for number in range(30)])
    for _ in range(8):
        processes[0].clock.forward(seconds=0.3)
        for process in processes:
            await process.sweeper.sweep()

    assert len(taken) == 60
    assert min(gaps(taken)) == pytest.approx(SLOT, abs=1e-5)


async def test_a_chat_gets_three_at_once_and_then_one_a_second(paced: Rig, taken: list[Parcel]) -> None:
    await start_all(paced, ["7"])
    await all_sent(paced)
    paced.clock.forward(minutes=1)
    taken.clear()
    began = paced.clock().timestamp()
    await say(paced, "7", 6)
    for _ in range(32):
        await all_sent_but_created(paced)
        paced.clock.forward(seconds=0.1)
        await paced.sweeper.sweep()

    waited = [round(parcel.send_at - began, 1) for parcel in taken]
    assert [parcel.number for parcel in taken] == [2, 3, 4, 5, 6, 7]
    assert waited[:3] == [0.0, 0.0, 0.1]
    assert waited[3:] == pytest.approx([1.0, 2.0, 3.0], abs=0.15)


async def all_sent_but_created(rig: Rig) -> None:
    await rig.run("UPDATE outbox SET status = 'sent', claimed_by = NULL WHERE status = 'claimed'")


async def test_a_group_gets_at_most_eighteen_a_minute(paced: Rig, taken: list[Parcel]) -> None:
    await start_all(paced, ["-7"])
    await all_sent(paced)
    await paced.run("UPDATE chat SET is_group = TRUE, send_tat = 0")
    taken.clear()
    await say(paced, "-7", 20)
    for _ in range(80):
        await all_sent_but_created(paced)
        if len(taken) == 20:
            break
        paced.clock.forward(seconds=1)
        await paced.sweeper.sweep()

    moments = [parcel.send_at for parcel in taken]
    assert len(moments) == 20
    assert all(later - earlier >= 60 - 1e-3 for earlier, later in zip(moments, moments[18:], strict=False))


async def test_answers_go_before_reminders_and_reminders_before_notices(
    paced: Rig, taken: list[Parcel]
) -> None:
    names = ["notice", "reminder", "answer"]
    await start_all(paced, names)
    await all_sent(paced)
    await paced.run("UPDATE send_limit SET tat = :later", later=paced.clock().timestamp() + 3)
    for name, priority in zip(names, (Priority.NOTICE, Priority.REMINDER, Priority.ANSWER), strict=True):
        await say(paced, name, 1, priority)
        paced.clock.forward(seconds=0.1)
    taken.clear()
    paced.clock.forward(seconds=3)
    await paced.sweeper.sweep()

    ordered = [parcel.address for parcel in sorted(taken, key=lambda parcel: parcel.send_at)]
    assert ordered == ["answer", "reminder", "notice"]


async def test_an_idle_queue_does_not_save_up_places(paced: Rig, taken: list[Parcel]) -> None:
    await start_all(paced, ["1"])
    paced.clock.forward(hours=1)
    await start_all(paced, [str(number) for number in range(2, 12)])

    assert min(gaps(taken)) == pytest.approx(SLOT, abs=1e-5)


async def test_opening_the_queue_again_or_at_the_same_time_keeps_what_is_given_away(
    paced: Rig, rigs: Rigs
) -> None:
    await paced.run("UPDATE send_limit SET tat = 5")
    await open_queue(rigs(limits=LIMITS))

    assert await paced.rows("SELECT channel, tat FROM send_limit") == [("telegram", 5.0)]


async def test_taking_in_and_sweeping_never_wait_for_each_other_in_a_ring(
    rigs: Rigs, open_database: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = {"telegram": Limits(per_second=10_000, chat_seconds=0.001)}
    taking, sweeping = rigs(open_database(), limits=fast), rigs(open_database(), limits=fast)
    await open_queue(taking)
    names = [str(number) for number in range(6)]
    await start_all(taking, names)
    await taking.settle()
    real = pace.free_slots

    async def slowly(*arguments: Any, **options: Any) -> tuple[float, int]:
        # Both have taken what they take before the queue; then each wants what the other may have.
        await asyncio.sleep(0.02)
        slots = await real(*arguments, **options)
        await asyncio.sleep(0.02)
        return slots

    monkeypatch.setattr(pace, "free_slots", slowly)
    for _ in range(4):
        # Half of the chats have something waiting for the sweeper; the others can be answered at once.
        waiting = "SELECT id FROM chat WHERE address < '3'"
        await taking.run(
            "UPDATE outbox SET status = 'created', claimed_by = NULL"
            f" WHERE number = 1 AND chat_id IN ({waiting})"
        )
        taking.clock.forward(seconds=5)
        await asyncio.gather(start_all(taking, names), sweeping.sweeper.sweep(), sweeping.sweeper.sweep())
        for process in (taking, sweeping):
            await process.settle()

    assert await taking.rows("SELECT count(*) FROM received_update") == [(30,)]


async def test_processes_that_all_missed_their_places_get_others_one_behind_the_other(
    rigs: Rigs, open_database: Opener
) -> None:
    processes = [rigs(open_database(), limits=LIMITS) for _ in range(4)]
    await open_queue(processes[0])
    now = processes[0].clock().timestamp()

    async def another(rig: Rig) -> float:
        async with rig.database.transaction() as connection:
            return await pace.another_slot(connection, "telegram", now=now, limits=LIMITS["telegram"])

    places = sorted(await asyncio.gather(*(another(rig) for rig in processes for _ in range(10))))

    assert places[0] == now
    assert [later - earlier for earlier, later in pairwise(places)] == pytest.approx([SLOT] * 39, abs=1e-5)
