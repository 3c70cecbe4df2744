"""Who lets us in or sends us away, and groups, where we only say where to find us."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.callback_data import pack
from bot.services.inbox import Actor, Inbound
from flows.replies import Reply, Unexpected
from tests.unit.handlers.fakes import Edge
from tests.unit.handlers.updates import (
    BOT,
    GROUP,
    change_membership,
    in_group,
    make_message,
    make_update,
    press,
)


async def reply_to(edge: Edge, **content: Any) -> Reply | None:
    inbound = await edge.narrowed(make_update(message=make_message(**content)))
    return inbound.reply if inbound else None


async def test_who_blocks_us_is_gone_and_who_lets_us_in_is_back(edge: Edge) -> None:
    gone = await edge.narrowed(change_membership("member", "kicked"))
    back = await edge.narrowed(change_membership("kicked", "member", update_id=2))
    assert gone is not None
    assert back is not None
    assert (gone.reply, gone.gone, gone.back) == (None, True, False)
    assert (back.reply, back.gone, back.back) == (None, False, True)


async def test_a_group_that_takes_us_in_hears_where_to_find_us(edge: Edge) -> None:
    group = {"id": GROUP, "type": "supergroup", "title": "Buurthuis"}
    inbound = await edge.narrowed(change_membership("left", "member", chat=group))
    assert inbound is not None
    assert (inbound.group, inbound.actor.address, inbound.reply) == (True, str(GROUP), Unexpected("group"))


async def test_a_group_that_sends_us_away_is_gone(edge: Edge) -> None:
    group = {"id": GROUP, "type": "group", "title": "Buurthuis"}
    inbound = await edge.narrowed(change_membership("member", "kicked", chat=group))
    assert inbound is not None
    assert (inbound.group, inbound.gone, inbound.reply) == (True, True, None)


async def test_another_role_in_a_group_changes_nothing(edge: Edge) -> None:
    group = {"id": GROUP, "type": "group", "title": "Buurthuis"}
    raw = change_membership("member", "member", chat=group)
    assert await edge.narrowed(raw) is None


async def test_a_channel_that_takes_us_in_is_left_alone(edge: Edge) -> None:
    channel = {"id": GROUP, "type": "channel", "title": "Nieuws"}
    assert await edge.narrowed(change_membership("left", "member", chat=channel)) is None


@pytest.mark.parametrize(
    "text", ["/start", "/start@TaalwijzerBot", "/help@taalwijzerbot", "hoi @TaalwijzerBot"]
)
async def test_a_group_that_calls_us_gets_an_answer_without_its_words_passed_on(
    edge: Edge, text: str
) -> None:
    inbound = await edge.narrowed(make_update(message=in_group(make_message(text=text))))
    assert inbound == Inbound(
        "telegram", 1, Actor("telegram", str(GROUP), "", "ar"), Unexpected("group"), group=True
    )


@pytest.mark.parametrize("text", ["hallo allemaal", "/start@AnotherBot", "@TaalwijzerBotje"])
async def test_a_group_may_talk_without_us(edge: Edge, text: str) -> None:
    assert await edge.narrowed(make_update(message=in_group(make_message(text=text)))) is None


async def test_an_answer_to_our_message_in_a_group_calls_us(edge: Edge) -> None:
    ours = in_group({**make_message(text="x"), "from": BOT})
    raw = make_update(message=in_group(make_message(text="ja", reply_to_message=ours)))
    inbound = await edge.narrowed(raw)
    assert inbound is not None
    assert inbound.group


async def test_a_button_in_a_group_is_group_talk(edge: Edge) -> None:
    raw = press(pack(1, 2, "yes"))
    raw["callback_query"]["message"] = in_group({**make_message(text="?"), "from": BOT})
    inbound = await edge.narrowed(raw)
    assert inbound is not None
    assert (inbound.group, inbound.reply) == (True, Unexpected("group"))
