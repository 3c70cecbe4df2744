"""Who is there: groups, people who block the bot and come back, and people we never heard."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.replies import Command, Reply, Silence
from tests.support.building import Rig, keys_of
from tests.support.signups import signed_up


async def test_in_a_group_the_bot_says_where_to_find_it_and_keeps_no_conversation(rig: Rig) -> None:
    inbound = replace(rig.inbound(Command("start"), address="-5"), group=True)
    await rig.take(inbound)

    assert keys_of(rig.channel.last("-5")) == ["general.only_alone"]
    assert await rig.rows("SELECT is_group, state FROM chat") == [(True, None)]


async def test_a_group_that_sends_us_away_is_no_task_for_a_person(rig: Rig) -> None:
    await rig.take(replace(rig.inbound(Command("start"), address="-5"), group=True))
    await rig.take(replace(rig.inbound(None, address="-5"), group=True, gone=True))

    assert await rig.rows("SELECT count(*) FROM task") == [(0,)]
    assert await rig.rows("SELECT count(*) FROM chat WHERE unreachable_at IS NOT NULL") == [(1,)]


async def test_who_blocks_us_without_a_sign_up_is_left_alone(rig: Rig) -> None:
    await rig.start()
    await rig.take(replace(rig.inbound(None), gone=True))

    assert await rig.rows("SELECT count(*) FROM task") == [(0,)]
    assert await rig.rows("SELECT count(*) FROM chat WHERE unreachable_at IS NOT NULL") == [(1,)]


async def test_who_blocks_us_is_unreachable_and_who_opens_the_chat_again_is_not(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.take(replace(rig.inbound(None), gone=True))
    gone = await rig.rows(
        "SELECT (SELECT count(*) FROM task WHERE done_at IS NULL), unreachable_at FROM chat"
    )
    await rig.take(replace(rig.inbound(None), back=True))
    back = await rig.rows(
        "SELECT (SELECT count(*) FROM task WHERE done_at IS NULL), unreachable_at FROM chat"
    )

    assert gone[0][0] == 1
    assert gone[0][1] is not None
    assert back == [(0, None)]


@pytest.mark.parametrize(
    ("reply", "gone"), [(Silence(1), False), (None, True), (None, False)], ids=["silence", "gone", "back"]
)
async def test_nobody_becomes_known_without_saying_something(
    rig: Rig, reply: Reply | None, gone: bool
) -> None:
    await rig.take(replace(rig.inbound(reply), gone=gone, back=reply is None and not gone))

    assert await rig.rows("SELECT count(*) FROM chat") == [(0,)]
    assert rig.channel.tried == []
