"""What happens to a message on its way out: claimed at birth, sent once, tried again, given back."""

from __future__ import annotations

import asyncio
import os
import socket
import sys

import pytest

from bot.domain.sending import RETRY_DELAYS_SECONDS
from bot.errors import Permanent, RecipientGone, Retry, Unsure
from flows.replies import Typed
from tests.support.building import Rig
from tests.support.rigs import Rigs
from tests.support.signups import signed_up


async def write(rig: Rig, *, claimed_by: str | None = None, address: str = "7") -> None:
    """A message that another process has written, and perhaps has in hand."""
    await rig.run(
        "UPDATE outbox SET status = :status, claimed_by = :owner, claim_until = :until, sent_at = NULL"
        " WHERE chat_id = (SELECT id FROM chat WHERE address = :address)",
        status="claimed" if claimed_by else "created",
        owner=claimed_by,
        until=rig.moment(seconds=30) if claimed_by else None,
        address=address,
    )


async def test_a_message_is_born_claimed_and_sent_once(rig: Rig) -> None:
    claims: list[list[tuple[object, ...]]] = []

    await rig.conversations.take_in([rig.inbound(Typed("hallo"))])
    claims.append(await rig.rows("SELECT status, claimed_by FROM outbox"))
    await rig.settle()
    await rig.sweeper.sweep()
    await rig.settle()

    assert claims == [[("claimed", rig.rules.me)]]
    assert await rig.rows("SELECT status, ref, claimed_by, attempts FROM outbox") == [("sent", "m1", None, 0)]
    assert rig.channel.numbers("7") == [1]


async def test_what_a_dead_process_of_this_machine_had_in_hand_is_sent_at_once(rigs: Rigs) -> None:
    host = socket.gethostname()
    writer = rigs()
    await writer.start()
    gone = await asyncio.create_subprocess_exec(sys.executable, "-c", "pass")
    await gone.wait()
    await write(writer, claimed_by=f"{host}:{gone.pid}:nonce")
    sweeping = rigs(owner=f"{host}:{os.getpid()}:me")

    assert await sweeping.sweeper.sweep() == 1
    await sweeping.settle()

    assert sweeping.channel.numbers("7") == [1]
    assert await sweeping.statuses() == ["sent"]


async def test_what_a_process_of_another_machine_has_in_hand_waits_until_its_claim_ends(rigs: Rigs) -> None:
    writer = rigs()
    await writer.start()
    await write(writer, claimed_by="elsewhere:1:nonce")
    sweeping = rigs()

    assert await sweeping.sweeper.sweep() == 0
    sweeping.clock.forward(seconds=31)
    assert await sweeping.sweeper.sweep() == 1
    await sweeping.settle()

    assert await sweeping.statuses() == ["sent"]


async def test_a_process_does_not_send_twice_what_it_could_not_note_in_time(rig: Rig) -> None:
    await rig.dispatcher.stop()
    await rig.conversations.take_in([rig.inbound(Typed("hallo"))])
    await rig.dispatcher.idle()
    rig.clock.forward(seconds=31)
    await rig.sweeper.sweep()
    await rig.dispatcher.idle()

    assert rig.channel.numbers("7") == [1]


async def test_a_message_that_does_not_arrive_is_tried_again_by_the_table(rig: Rig) -> None:
    rig.channel.answers = [Retry("ConnectError") for _ in range(len(RETRY_DELAYS_SECONDS) + 1)]
    await rig.start()

    for failures, delay in enumerate(RETRY_DELAYS_SECONDS, start=1):
        assert await rig.rows("SELECT status, attempts, reason FROM outbox") == [
            ("created", failures, "ConnectError")
        ]
        rig.clock.forward(seconds=delay - 0.5)
        assert await rig.sweeper.sweep() == 0
        rig.clock.forward(seconds=0.5)
        assert await rig.sweeper.sweep() == 1
        await rig.settle()

    assert await rig.rows("SELECT status, attempts FROM outbox") == [
        ("failed", len(RETRY_DELAYS_SECONDS) + 1)
    ]
    assert len(rig.channel.tried) == len(RETRY_DELAYS_SECONDS) + 1


async def test_a_429_stalls_that_chat_alone_and_nothing_overtakes(rig: Rig) -> None:
    await rig.start("7")
    rig.channel.by_address["7"] = [Retry("429", retry_after=20)]

    await rig.hear(Typed("een"), address="7")
    await rig.hear(Typed("twee"), address="7")
    await rig.start("8")
    await rig.sweeper.sweep()
    await rig.settle()
    meanwhile = rig.channel.numbers("7"), rig.channel.numbers("8")
    rig.clock.forward(seconds=20)
    await sweep_all(rig)

    assert meanwhile == ([1], [1])
    numbers = rig.channel.numbers("7")
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(await rig.statuses("7")) == {"sent"}
    assert await rig.rows("SELECT max(attempts) FROM outbox") == [(0,)]


async def test_a_message_that_may_have_arrived_goes_out_three_times_more_and_then_no_more(rig: Rig) -> None:
    rig.channel.answers = [Unsure("TimedOut") for _ in range(4)]
    await rig.start()
    seen = [(await rig.statuses(), len(rig.channel.tried))]
    for seconds in (3, 30, 300, 86_400):
        rig.clock.forward(seconds=seconds)
        await sweep_all(rig)
        seen.append((await rig.statuses(), len(rig.channel.tried)))

    assert seen == [
        *((["created"], tries) for tries in (1, 2, 3)),
        *((["unsure"], tries) for tries in (4, 4)),
    ]


async def test_somebody_who_is_gone_becomes_unreachable_a_task_and_gets_nothing_more(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    before = len(rig.channel.tried)
    rig.channel.by_address["7"] = [RecipientGone("Forbidden")]
    await rig.hear(Typed("hallo"))
    await sweep_all(rig)

    assert len(rig.channel.tried) == before + 1
    statuses = await rig.statuses()
    assert set(statuses[:before]) == {"sent"}
    assert set(statuses[before:]) == {"dead"}
    assert len(statuses) > before + 1
    assert await rig.rows("SELECT kind, step, done_at FROM task") == [("telephone", "blocked", None)]
    assert await rig.rows("SELECT count(*) FROM chat WHERE unreachable_at IS NOT NULL") == [(1,)]


async def test_who_comes_back_is_answered_and_needs_no_telephone_call(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    rig.channel.by_address["7"] = [RecipientGone("Forbidden")]
    await rig.hear(Typed("hallo"))
    rig.clock.forward(minutes=1)
    before = len(rig.channel.delivered)
    await rig.start()

    assert len(rig.channel.delivered) > before
    assert await rig.rows("SELECT count(*) FROM task WHERE done_at IS NULL") == [(0,)]
    assert await rig.rows("SELECT count(*) FROM chat WHERE unreachable_at IS NOT NULL") == [(0,)]


@pytest.mark.parametrize(
    ("error", "reason", "event"),
    [
        (Permanent("BadRequest"), "BadRequest", "message_refused"),
        (ValueError("Fatma woont hier"), "ValueError", "delivery_defect"),
    ],
)
async def test_a_defect_fails_one_message_says_no_words_and_lets_the_others_go_on(
    rig: Rig, error: Exception, reason: str, event: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rig.channel.by_address["7"] = [error]
    await rig.conversations.take_in([rig.inbound(Typed("a"), address=a) for a in ("7", "8")])
    await rig.settle()
    await rig.hear(Typed("en nu"))

    assert await rig.rows("SELECT reason FROM outbox WHERE status = 'failed'") == [(reason,)]
    assert rig.channel.numbers("8") == [1]
    assert rig.channel.numbers("7") == list(range(2, len(rig.channel.numbers("7")) + 2))
    logged = capsys.readouterr().out
    assert event in logged
    assert "Fatma" not in logged


async def test_a_reference_that_does_not_fit_is_left_out_and_the_message_is_sent(rig: Rig) -> None:
    rig.channel.answers = ["x" * 41, "with\0zero"]
    await rig.start("7")
    await rig.start("8")

    assert await rig.rows("SELECT status, ref FROM outbox ORDER BY chat_id") == [("sent", None)] * 2


async def test_what_has_ended_stays_ended_whatever_a_slow_process_tells_later(rig: Rig) -> None:
    await rig.conversations.take_in([rig.inbound(Typed("hallo"))])
    await rig.run("UPDATE outbox SET status = 'dead', claimed_by = NULL")
    await rig.settle()

    assert await rig.statuses() == ["dead"]


async def sweep_all(rig: Rig) -> None:
    """Until nothing is due any more."""
    for _ in range(50):
        if not await rig.sweeper.sweep():
            return
        await rig.settle()
    raise AssertionError("there is no end to what is due")
