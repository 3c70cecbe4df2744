"""What may not be kept goes by itself, and what is in use stays."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import erasure
from bot.db.session import Database
from bot.domain.referral_status import NEVER_STARTED, STARTED, ReferralStatus
from flows.replies import Typed
from tests.support.building import Rig
from tests.support.signups import signed_up


async def test_old_notes_and_messages_go_and_what_waits_stays(rig: Rig) -> None:
    await rig.start("7")
    await rig.start("8")
    await rig.run("UPDATE outbox SET status = 'created' WHERE chat_id = (SELECT max(id) FROM chat)")
    rig.clock.forward(days=6)
    early = await rig.housekeeping.tidy()
    rig.clock.forward(days=3)
    late = await rig.housekeeping.tidy()
    again = await rig.housekeeping.tidy()

    assert not any(early.values())
    assert late == {
        "learners": 0,
        "finished": 0,
        "chats": 0,
        "updates": 2,
        "messages": 1,
        "timers": 0,
        "clips": 0,
    }
    assert not any(again.values())
    assert await rig.statuses("8") == ["created"]


async def test_messages_that_died_with_their_chat_go_too(rig: Rig) -> None:
    await rig.start()
    await rig.run("UPDATE outbox SET status = 'created', sent_at = NULL")
    await rig.take(replace(rig.inbound(None), gone=True))
    rig.clock.forward(days=9)

    assert (await rig.housekeeping.tidy())["messages"] == 1


async def test_who_says_no_is_forgotten_within_the_hour_and_nothing_was_kept_of_them(rig: Rig) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.taps("nl start no k8 k80 k801 k8011")
    kept = [
        await rig.rows(f"SELECT count(*) FROM {table}")
        for table in ("learner", "intake", "consent", "task", "referral")
    ]
    (state,) = [rig.codec.open_state(sealed) for (sealed,) in await rig.rows("SELECT state FROM chat")]
    rig.clock.forward(minutes=59)
    await rig.housekeeping.tidy()
    before = await rig.rows("SELECT count(*) FROM chat")
    rig.clock.forward(minutes=2)
    await rig.housekeeping.tidy()

    assert kept == [[(0,)]] * 5
    assert "8011" not in repr(state)
    assert before == [(1,)]
    for table in ("chat", "outbox", "timer"):
        assert await rig.rows(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_a_message_that_is_still_on_its_way_keeps_its_chat_a_little_longer(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start no")
    await rig.run("UPDATE outbox SET status = 'created' WHERE number = (SELECT max(number) FROM outbox)")
    rig.clock.forward(hours=2)
    await rig.housekeeping.tidy()
    waiting = await rig.rows("SELECT count(*) FROM chat")
    await rig.run("UPDATE outbox SET status = 'sent'")
    await rig.housekeeping.tidy()

    assert waiting == [(1,)]
    assert await rig.rows("SELECT count(*) FROM chat") == [(0,)]


async def test_who_says_no_and_then_yes_is_not_forgotten(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start no")
    await rig.hear(Typed("8011"))
    await rig.taps("restart start yes")
    rig.clock.forward(hours=2)
    await rig.housekeeping.tidy()

    assert await rig.rows("SELECT forget_at, draft FROM chat") == [(None, 2)]


async def test_a_sign_up_that_never_started_goes_after_six_months_and_its_chat_with_it(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    rig.clock.forward(days=180)
    early = await rig.housekeeping.tidy()
    rig.clock.forward(days=10)
    late = await rig.housekeeping.tidy()

    assert (early["learners"], late["learners"]) == (0, 1)
    for table in ("learner", "intake", "referral", "consent", "chat"):
        assert await rig.rows(f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.parametrize("status", sorted(NEVER_STARTED))
async def test_whoever_never_began_goes_whatever_became_of_the_sign_up(
    status: ReferralStatus, rig: Rig
) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.run("UPDATE referral SET status = :status", status=status)
    rig.clock.forward(days=190)
    await rig.housekeeping.tidy()

    assert await rig.rows("SELECT count(*) FROM learner") == [(0,)]


@pytest.mark.parametrize("status", sorted(STARTED))
async def test_whoever_began_stays_for_as_long_as_they_learn_and_two_years_after(
    status: ReferralStatus, rig: Rig
) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.run("UPDATE referral SET status = :status", status=status)
    rig.clock.forward(days=725)
    await rig.housekeeping.tidy()
    before = await rig.rows("SELECT count(*) FROM learner")
    rig.clock.forward(days=10)
    await rig.housekeeping.tidy()

    assert before == [(1,)]
    is_left = status is not ReferralStatus.FINISHED
    assert await rig.rows("SELECT count(*) FROM learner") == [(int(is_left),)]


async def test_contact_that_a_person_had_with_the_learner_counts(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    rig.clock.forward(days=180)
    await rig.run("UPDATE learner SET last_contact_at = :now", now=rig.moment())
    rig.clock.forward(days=10)
    early = await rig.housekeeping.tidy()
    rig.clock.forward(days=174)
    late = await rig.housekeeping.tidy()

    assert (early["learners"], late["learners"]) == (0, 1)


@pytest.mark.parametrize(
    ("erase", "index"),
    [
        (erasure.erase_never_started, "ix_referral_never_started"),
        (erasure.erase_finished, "ix_referral_finished"),
    ],
)
async def test_what_has_had_its_term_is_found_by_an_index_that_holds_nothing_else(
    erase: Callable[[AsyncConnection, datetime, erasure.At], Awaitable[int]], index: str, rig: Rig
) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(rig.database.engine.sync_engine, "before_cursor_execute", note)
    async with rig.database.transaction() as connection:
        asked.clear()
        await erase(connection, rig.clock(), erasure.At(rig.clock(), rig.worlds.zone))
        found = await plan(connection, asked[0], rig.database)

    assert index in found


async def plan(connection: AsyncConnection, statement: str, database: Database) -> str:
    """How the database would do it, when it has more than a handful of rows."""
    filled = re.sub(r"\?|\$\d+::TIMESTAMP WITH TIME ZONE", "'2026-06-03 10:00:00'", statement)
    filled = re.sub(r"\$\d+::INTEGER", "500", filled)
    if not database.is_sqlite:
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
    return repr((await connection.exec_driver_sql(f"{explain} {filled}")).all())


async def test_whoever_writes_again_has_had_contact(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    rig.clock.forward(days=180)
    await rig.tap("done")
    rig.clock.forward(days=10)
    early = await rig.housekeeping.tidy()
    rig.clock.forward(days=174)
    late = await rig.housekeeping.tidy()

    assert (early["learners"], late["learners"]) == (0, 1)


async def test_who_is_in_the_middle_of_a_new_sign_up_keeps_their_place(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.taps("done another yes self")
    # So long away that the first sign-up is too old, while nothing has ended the second one yet.
    rig.clock.forward(days=190)
    gone = await rig.housekeeping.tidy()
    await rig.hear(Typed("Zebedeus"))

    assert gone["learners"] == 1
    assert await rig.rows("SELECT forget_at, draft FROM chat") == [(None, 2)]
    ((state,),) = await rig.rows("SELECT state FROM chat")
    assert rig.codec.open_state(state).step == "place"
