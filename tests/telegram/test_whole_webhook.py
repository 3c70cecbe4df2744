"""The same bot behind a webhook: who may call it, and what happens while the database is away."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.aftermath import repeats
from tests.support.bot_api import BadRequest, BotApiServer, Phone, ServerError, TooManyRequests
from tests.support.learners import step_of
from tests.support.running import SECRET, BotProcess, bot_process

HEADER = "X-Telegram-Bot-Api-Secret-Token"
IN_ONE_BREATH = ("Nederlands", "beginnen", "ja", "voor mezelf", "Sanne", "8011")
CHOSEN = ["Nederlands", "Beginnen", "Ja", "Voor mezelf", "Sanne", "Zwolle"]


@pytest.fixture
async def telegram() -> AsyncIterator[BotApiServer]:
    # As patient as Telegram: longer than a statement waits for a lock.
    async with BotApiServer(webhook_timeout_s=30.0) as running:
        yield running


@pytest.fixture
async def bot(telegram: BotApiServer, tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with bot_process(telegram, tmp_path, webhook=True) as running:
        await running.start()
        yield running
        assert await running.stop() == 0, running.tail()
    assert telegram.defects == []


def answers_of(phone: Phone) -> list[str]:
    return [message.text.rsplit("✅ ", 1)[1] for message in phone.screen.from_bot if "✅ " in message.text]


async def until(done: Callable[[], bool], within: float = 20.0) -> None:
    async with asyncio.timeout(within):
        while not done():  # noqa: ASYNC110 - there is no event for it
            await asyncio.sleep(0.02)


@contextlib.contextmanager
def locked(bot: BotProcess) -> Iterator[None]:
    """Nobody else can write to the database, as during a long repair."""
    holder = sqlite3.connect(bot.settings.data_dir / "taalwijzer.db", isolation_level=None)
    try:
        holder.execute("BEGIN IMMEDIATE")
        yield
        holder.execute("ROLLBACK")
    finally:
        holder.close()


@pytest.fixture
async def not_started(telegram: BotApiServer, tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with bot_process(telegram, tmp_path, webhook=True) as prepared:
        yield prepared


async def test_an_address_that_telegram_refuses_ends_the_start_with_a_sentence_about_it(
    telegram: BotApiServer, not_started: BotProcess
) -> None:
    reason = "bad webhook: HTTPS url must be provided for webhook"
    telegram.faults.next(fault=BadRequest(reason), method="setWebhook")
    not_started.spawn()
    assert await not_started.ended(within=60) == 2
    said = not_started.tail()
    assert said.count("TAALWIJZER_WEBHOOK_URL: Telegram refuses it") == 1
    assert "https url must be provided" in said.lower()
    assert "Traceback" not in said


async def test_a_telegram_that_is_away_for_a_moment_is_told_the_address_later(
    telegram: BotApiServer, not_started: BotProcess
) -> None:
    telegram.faults.next(fault=ServerError(502), method="setWebhook")
    telegram.faults.next(fault=TooManyRequests(retry_after=1), method="setWebhook")
    await not_started.start()
    waited = [entry["error"] for entry in not_started.log() if entry["event"] == "telegram_unreachable"]
    assert waited == ["NetworkError", "RetryAfter"]
    assert telegram.webhook.config is not None
    assert await not_started.stop() == 0, not_started.tail()


async def test_who_stops_it_does_not_have_to_wait_for_telegram(
    telegram: BotApiServer, not_started: BotProcess
) -> None:
    telegram.faults.next(fault=TooManyRequests(retry_after=3600), method="setWebhook")
    not_started.spawn()
    assert (await not_started.logged("telegram_unreachable", within=60))["wait_seconds"] == 3600
    assert await not_started.stop() == 0, not_started.tail()


async def test_only_telegram_is_believed(telegram: BotApiServer, bot: BotProcess) -> None:
    phone = telegram.phone(chat_id=5)
    phone.start()
    await phone.wait_for(lambda screen: screen.question.buttons, 20)
    made_up = {"update_id": 1, "message": {**next(iter(telegram.updates.history.values()))["message"]}}
    async with httpx.AsyncClient() as client:
        for guess in ("", "guess", SECRET[:-1], SECRET.upper()):
            refused = await client.post(bot.address, json=made_up, headers={HEADER: guess})
            assert refused.status_code == 403
        assert (await client.post(bot.address, json=made_up)).status_code == 403
        good = {HEADER: SECRET}
        assert (await client.post(bot.address, content=b"no json", headers=good)).status_code == 400
        assert (await client.post(bot.address, json=[1], headers=good)).status_code == 400
        large = b" " * (2 * 1024 * 1024)
        assert (await client.post(bot.address, content=large, headers=good)).status_code == 413
    phone.send("Nederlands")
    await phone.wait_for(lambda screen: step_of(screen.from_bot[-1]) == "hello", 20)
    assert len(phone.screen.from_bot) == 2


async def test_what_comes_twice_is_answered_once_and_in_order(
    telegram: BotApiServer, bot: BotProcess
) -> None:
    phones = [telegram.phone(chat_id=10 + at) for at in range(5)]
    for phone in phones:
        phone.start()
    for phone in phones:
        await phone.wait_for(lambda screen: screen.question.buttons, 20)
    said = [phone.send(words) for words in IN_ONE_BREATH for phone in phones]
    for update_id in said:
        telegram.deliver_twice(update_id)
    for phone in phones:
        await phone.wait_for(lambda screen: step_of(screen.from_bot[-1]) == "needs", 30)
        assert answers_of(phone) == CHOSEN
    await until(lambda: len(telegram.webhook.attempts) >= 2 * len(said) + len(phones))
    assert {attempt.status for attempt in telegram.webhook.attempts} == {200}
    assert repeats(telegram) == 0
    assert bot.returncode is None


async def test_a_database_that_is_away_sends_telegram_away_and_loses_nothing(
    telegram: BotApiServer, bot: BotProcess
) -> None:
    phone = telegram.phone(chat_id=20)
    phone.start()
    await phone.wait_for(lambda screen: screen.question.buttons, 20)
    await until(lambda: telegram.updates.pending == [])
    with locked(bot):
        said = [phone.send(words) for words in IN_ONE_BREATH]
        await until(lambda: any(attempt.status == 503 for attempt in telegram.webhook.attempts))
        assert [update["update_id"] for update in telegram.updates.pending] == said
        assert len(phone.screen.from_bot) == 1
    await phone.wait_for(lambda screen: step_of(screen.from_bot[-1]) == "needs", 40)
    assert answers_of(phone) == CHOSEN
    assert {attempt.status for attempt in telegram.webhook.attempts} == {200, 503}
