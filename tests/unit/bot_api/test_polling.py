"""getUpdates keeps its promise: nothing is gone before it is confirmed."""

import asyncio
import time

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

from tests.support.bot_api import BotApiServer
from tests.unit.bot_api.conftest import RawApi


async def ids(
    bot: Bot, *, offset: int | None = None, limit: int | None = None, timeout_s: int = 0
) -> list[int]:
    updates = await bot.get_updates(offset=offset, limit=limit, timeout=timeout_s)
    return [update.update_id for update in updates]


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(
    server: BotApiServer, bot: Bot
) -> None:
    phone = server.phone(chat_id=1)
    first, second = phone.send("een"), phone.send("twee")
    assert await ids(bot) == [first, second]
    assert await ids(bot, offset=first) == [first, second]
    assert await ids(bot, offset=second) == [second]
    assert await ids(bot) == [second]
    assert await ids(bot, offset=second + 1) == []


async def test_a_negative_offset_forgets_all_but_the_last(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    sent = [phone.send(str(number)) for number in range(5)]
    assert await ids(bot, offset=-2) == sent[3:]
    assert await ids(bot) == sent[3:]


async def test_a_limit_gives_the_oldest_and_more_than_100_is_refused(
    server: BotApiServer, bot: Bot, api: RawApi
) -> None:
    phone = server.phone(chat_id=1)
    sent = [phone.send(str(number)) for number in range(102)]
    assert await ids(bot, limit=2) == sent[:2]
    assert await ids(bot) == sent[:100]
    assert "limit" in await api.refused("getUpdates", limit=101)
    assert [violation.rule for violation in server.violations] == ["limit"]


async def test_a_long_poll_answers_at_the_moment_somebody_writes(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    poll = asyncio.create_task(ids(bot, timeout_s=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    sent = phone.send("hallo")
    async with asyncio.timeout(2):
        assert await poll == [sent]


async def test_a_long_poll_without_news_answers_empty_after_its_timeout(bot: Bot) -> None:
    begin = time.monotonic()
    assert await ids(bot, timeout_s=1) == []
    assert 0.9 < time.monotonic() - begin < 3


async def test_of_two_long_polls_the_older_gets_a_conflict_and_the_newer_the_update(
    server: BotApiServer, bot: Bot, api: RawApi
) -> None:
    phone = server.phone(chat_id=1)
    older = asyncio.create_task(bot.get_updates(timeout=20))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(api("getUpdates", timeout=20))
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await older
    sent = phone.send("hallo")
    assert [update["update_id"] for update in (await newer)["result"]] == [sent]


async def test_a_poll_whose_bot_was_killed_takes_nothing_with_it(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    async with httpx.AsyncClient(trust_env=False) as doomed:
        url = f"{server.base_url}{server.token}/getUpdates?timeout=20"
        poll = asyncio.create_task(doomed.get(url, timeout=20))
        await asyncio.sleep(0.1)
        poll.cancel()
        await asyncio.gather(poll, return_exceptions=True)
    sent = phone.send("hallo")
    assert await ids(bot, timeout_s=5) == [sent]


async def test_polling_beside_a_webhook_is_a_conflict(api: RawApi) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/nobody")
    answer = await api("getUpdates")
    assert (answer["status"], answer["ok"]) == (409, False)
    assert "can't use getUpdates method while webhook is active" in answer["description"]
    await api("deleteWebhook")
    assert (await api("getUpdates"))["ok"]


async def test_only_the_kinds_asked_for_arrive_and_the_wish_is_remembered(
    server: BotApiServer, bot: Bot
) -> None:
    phone = server.phone(chat_id=1)
    await bot.get_updates(allowed_updates=["callback_query"])
    phone.send("niet gevraagd")
    pressed = phone.press(1, "x")
    assert await ids(bot) == [pressed]
    await bot.get_updates(offset=pressed + 1, allowed_updates=[])
    assert await ids(bot) == []
    typed = phone.send("wel gevraagd")
    assert await ids(bot) == [typed]


async def test_an_update_can_be_delivered_twice_even_after_it_was_confirmed(
    server: BotApiServer, bot: Bot
) -> None:
    phone = server.phone(chat_id=1)
    sent = phone.send("hallo")
    assert await ids(bot) == [sent]
    assert await ids(bot, offset=sent + 1) == []
    server.deliver_twice(sent)
    assert await ids(bot, offset=sent + 1) == [sent]
    assert await ids(bot, offset=sent + 1) == []


async def test_delete_webhook_can_drop_what_waits(server: BotApiServer, bot: Bot) -> None:
    server.phone(chat_id=1).send("hallo")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await ids(bot) == []
