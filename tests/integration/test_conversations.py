"""Taking in: every update once, in order, side by side, and what goes wrong stays where it went wrong."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from bot.db.session import Database
from bot.errors import StorageUnavailable
from bot.services.inbox import Actor, Inbound
from flows.intake import intake_flow
from flows.model import State
from flows.replies import Command, Reply, Tap, Typed
from flows.step import Flow, Outcome
from flows.world import World
from tests.support.building import Rig, keys_of
from tests.support.database import Opener
from tests.support.rigs import Rigs

STRANGE = "onleesbaar"


def broken_flow() -> Flow:
    """The real conversation, with a defect of ours in its first question."""
    flow = intake_flow()
    first, *others = flow.order

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        if isinstance(reply, Typed) and reply.text == STRANGE:
            raise RuntimeError("Fatma woont hier")
        return first.read(state, reply, world)

    return replace(flow, order=(replace(first, read=reads), *others))


async def refuse_notes(rig: Rig, number: int) -> None:
    """The database refuses to note this update as well taken in: a fault that only one update has."""
    if rig.database.is_sqlite:
        await rig.run(
            "CREATE TRIGGER refuse BEFORE INSERT ON received_update"
            f" WHEN NEW.update_id = {number} AND NEW.failed_with IS NULL"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    else:
        await rig.run(
            "ALTER TABLE received_update ADD CONSTRAINT refuse"
            f" CHECK (update_id <> {number} OR failed_with IS NOT NULL)"
        )


async def test_an_update_that_comes_twice_in_one_batch_is_taken_in_once(rig: Rig) -> None:
    inbound = rig.inbound(Command("start"), update=5)
    receipts = await rig.conversations.take_in([inbound, replace(inbound)])
    await rig.settle()

    assert [receipt.repeated for receipt in receipts] == [False, True]
    assert await rig.rows("SELECT update_id FROM received_update") == [(5,)]
    assert rig.channel.numbers("7") == [1]


async def test_an_update_that_comes_again_later_or_elsewhere_changes_nothing(
    rigs: Rigs, open_database: Opener
) -> None:
    here, elsewhere = rigs(), rigs(open_database())
    inbound = here.inbound(Command("start"), update=5)
    first = await here.take(inbound)
    again = await here.take(inbound)
    there = await elsewhere.take(inbound)

    assert [first.repeated, again.repeated, there.repeated] == [False, True, True]
    assert again.toast is not None
    assert await here.rows("SELECT count(*) FROM outbox") == [(1,)]


async def test_the_same_number_of_another_sender_is_another_update(rig: Rig) -> None:
    await rig.hear(Command("start"), update=5)
    receipt = await rig.take(Inbound("elsewhere", 5, Actor(rig.channel.name, "7"), Tap("nl", 1)))

    assert not receipt.repeated


async def test_two_processes_that_meet_a_new_chat_at_once_make_one(rigs: Rigs, open_database: Opener) -> None:
    processes = [rigs(open_database()) for _ in range(2)]
    for process in processes:
        process.receiver.start()
    inbounds = [processes[0].inbound(Command("start"), update=number) for number in range(1, 9)]
    receipts = await asyncio.gather(
        *(processes[number % 2].receiver.receive(inbound) for number, inbound in enumerate(inbounds))
    )
    for process in processes:
        await process.receiver.stop()
        await process.settle()

    assert not any(receipt.repeated for receipt in receipts)
    assert await processes[0].rows("SELECT count(*) FROM chat") == [(1,)]
    assert await processes[0].rows("SELECT count(*) FROM received_update") == [(8,)]


async def test_the_same_update_at_two_processes_at_once_is_taken_in_once(
    rigs: Rigs, open_database: Opener
) -> None:
    processes = [rigs(open_database()) for _ in range(2)]
    for process in processes:
        process.receiver.start()
    inbound = processes[0].inbound(Command("start"), update=5)
    receipts = await asyncio.gather(*(process.receiver.receive(inbound) for process in processes))
    for process in processes:
        await process.receiver.stop()
        await process.settle()

    assert sorted(receipt.repeated for receipt in receipts) == [False, True]
    assert await processes[0].rows("SELECT count(*) FROM outbox") == [(1,)]


async def test_two_processes_never_let_a_message_overtake_in_one_chat(
    rigs: Rigs, open_database: Opener
) -> None:
    processes = [rigs(open_database()) for _ in range(2)]
    channel = processes[0].channel
    processes[1].dispatcher._channels = processes[0].dispatcher._channels
    await processes[0].start()
    for process in processes:
        process.receiver.start()
    await asyncio.gather(
        *(
            processes[number % 2].receiver.receive(processes[0].inbound(Typed(f"woord {number}")))
            for number in range(12)
        )
    )
    while await processes[0].rows("SELECT number FROM outbox WHERE status IN ('created', 'claimed')"):
        for process in processes:
            await process.sweeper.sweep()
            await process.settle()
    for process in processes:
        await process.receiver.stop()

    numbers = channel.numbers("7")
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 12


async def test_what_one_person_says_is_understood_in_its_order(rig: Rig) -> None:
    await rig.start()
    said: list[Reply] = [Tap("nl", 1), Tap("start", 2), Tap("yes", 3), Tap("self", 4), Typed("Sanne")]
    await rig.conversations.take_in([rig.inbound(reply) for reply in said])
    await rig.settle()

    assert "intake.place.ask" in keys_of(rig.question().prompt)
    numbers = rig.channel.numbers("7")
    assert numbers == list(range(1, len(numbers) + 1))


async def test_two_hundred_chats_in_one_batch_share_one_transaction(rig: Rig) -> None:
    commits: list[Any] = []
    event.listen(rig.database.engine.sync_engine, "commit", commits.append)
    receipts = await rig.conversations.take_in(
        [rig.inbound(Command("start"), address=str(number)) for number in range(200)]
    )
    shared = len(commits)
    await rig.settle()

    assert len(receipts) == 200
    assert shared == 1
    assert await rig.rows("SELECT count(*) FROM outbox WHERE status = 'sent'") == [(200,)]


async def test_a_defect_in_one_conversation_costs_nobody_their_place(rigs: Rigs) -> None:
    rig = rigs(flow=broken_flow())
    await rig.start("7")
    await rig.start("8")
    receipts = await rig.conversations.take_in(
        [rig.inbound(Typed(STRANGE), address="7"), rig.inbound(Tap("nl", 1), address="8")]
    )
    await rig.settle()
    sorry = keys_of(rig.channel.last("7"))
    await rig.hear(Tap("nl", 1), address="7")

    assert len(receipts) == 2
    assert sorry == ["general.sorry"]
    assert "intake.hello.ask" in keys_of(rig.question("8").prompt)
    assert "intake.hello.ask" in keys_of(rig.question("7").prompt)


async def test_an_update_that_the_database_refuses_is_set_apart_and_the_others_commit(rig: Rig) -> None:
    await rig.start("7")
    await refuse_notes(rig, 50)
    rig.receiver.start()
    waiting = [
        rig.receiver.receive(rig.inbound(Typed("hallo"), address="7", update=50)),
        *(rig.receiver.receive(rig.inbound(Command("start"), address=a)) for a in ("8", "9")),
    ]
    receipts = await asyncio.gather(*waiting)
    await rig.receiver.stop()
    await rig.settle()

    assert [receipt.repeated for receipt in receipts] == [False, False, False]
    failed = await rig.rows(
        "SELECT update_id, failed_with FROM received_update WHERE failed_with IS NOT NULL"
    )
    assert failed == [(50, "IntegrityError")]
    assert keys_of(rig.channel.last("7")) == ["general.sorry"]
    assert rig.channel.numbers("8") == rig.channel.numbers("9") == [1]
    assert (await rig.hear(Typed("hallo"), update=50)).repeated


async def test_an_update_that_cannot_even_be_answered_does_not_come_for_ever(rig: Rig) -> None:
    await rig.start("7")
    ((chat,),) = await rig.rows("SELECT id FROM chat")
    if rig.database.is_sqlite:
        await rig.run(
            f"CREATE TRIGGER refuse BEFORE INSERT ON outbox WHEN NEW.chat_id = {chat}"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    else:
        await rig.run(f"ALTER TABLE outbox ADD CONSTRAINT refuse CHECK (chat_id <> {chat}) NOT VALID")
    rig.receiver.start()
    update = rig.inbound(Typed("hallo"), address="7", update=50)
    receipts = await asyncio.gather(
        rig.receiver.receive(update), rig.receiver.receive(rig.inbound(Command("start"), address="8"))
    )
    await rig.receiver.stop()
    await rig.settle()

    assert [receipt.repeated for receipt in receipts] == [False, False]
    assert await rig.rows("SELECT failed_with FROM received_update WHERE update_id = 50") == [
        ("IntegrityError",)
    ]
    assert rig.channel.numbers("8") == [1]
    assert (await rig.take(update)).repeated


async def test_without_a_database_nothing_is_stored_and_nobody_is_acknowledged(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_self: Database) -> None:
        raise StorageUnavailable("away")

    rig.receiver.start()
    with monkeypatch.context() as patch:
        patch.setattr(Database, "transaction", away)
        waiting = [rig.receiver.receive(rig.inbound(Command("start"), address=a)) for a in "789"]
        results = await asyncio.gather(*waiting, return_exceptions=True)
    stored = await rig.rows("SELECT count(*) FROM received_update")
    receipt = await rig.receiver.receive(rig.inbound(Command("start")))
    await rig.receiver.stop()

    assert [type(result) for result in results] == [StorageUnavailable] * 3
    assert stored == [(0,)]
    assert not receipt.repeated


async def test_what_comes_after_a_stop_is_refused_and_what_came_before_is_committed(rig: Rig) -> None:
    rig.receiver.start()
    before = asyncio.create_task(rig.receiver.receive(rig.inbound(Command("start"))))
    await asyncio.sleep(0)
    await rig.receiver.stop()

    assert not (await before).repeated
    with pytest.raises(StorageUnavailable):
        await rig.receiver.receive(rig.inbound(Command("start")))


async def test_a_conversation_that_cannot_be_read_begins_again_kindly(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start")
    old = rig.question()
    await rig.run("UPDATE chat SET state = :broken", broken=b"\x01broken")
    await rig.hear(Tap("yes", old.prompt.serial, old.conversation))
    said = [key for envelope in rig.channel.delivered[-2:] for key in keys_of(envelope.prompt)]
    stale = await rig.hear(Tap("yes", old.prompt.serial, old.conversation))
    await rig.tap("nl")

    assert said == ["general.improved", "intake.language.ask"]
    assert stale.toast is not None
    assert "intake.hello.ask" in keys_of(rig.question().prompt)


async def test_a_button_of_a_chat_that_was_erased_means_nothing_any_more(rig: Rig) -> None:
    await rig.start()
    old = rig.question()
    await rig.run("DELETE FROM chat")
    await rig.start()
    receipt = await rig.hear(Tap("nl", old.prompt.serial, old.conversation))

    assert rig.question().conversation != old.conversation
    assert receipt.toast is not None
    assert keys_of(rig.question().prompt) == ["intake.language.ask"]
