"""The bot as a process of its own: it stops cleanly, goes on where it was, and waits for its database."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bot.db.queries import updates
from tests.support.aftermath import looking_into, repeats
from tests.support.bot_api import BotApiServer, Phone
from tests.support.learners import step_of
from tests.support.running import BotProcess, bot_process

# All that leads to the postcode, typed one after the other without waiting for an answer.
IN_ONE_BREATH = ("Nederlands", "beginnen", "ja", "voor mezelf", "Sanne", "8011")
SOME = 20
STOPS_WITHIN_SECONDS = 15.0


@pytest.fixture
async def bot(server: BotApiServer, tmp_path: Path) -> AsyncIterator[BotProcess]:
    async with bot_process(server, tmp_path) as running:
        yield running
    assert server.defects == []


async def until(done: Callable[[], bool], within: float = 20.0) -> None:
    """Wait for something that happens in another process."""
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


async def all_asked(people: list[Phone], within: float = 30.0) -> None:
    await until(lambda: all(phone.screen.from_bot for phone in people), within)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_in_a_burst_loses_nothing_and_the_next_start_goes_on(
    server: BotApiServer, bot: BotProcess, number: signal.Signals
) -> None:
    await bot.start()
    people: list[Phone] = []

    async def arrive() -> None:
        while bot.returncode is None:
            people.append(server.phone(chat_id=1000 + len(people)))
            people[-1].start()
            await asyncio.sleep(0.03)

    arriving = asyncio.create_task(arrive())
    await until(lambda: len(server.updates.history) - len(server.updates.pending) > SOME)
    bot.ask_to_stop(number)
    assert await bot.ended(STOPS_WITHIN_SECONDS) == 0, bot.tail()
    await arriving
    pending = {update["update_id"] for update in server.updates.pending}
    acknowledged = [key for key in server.updates.history if key not in pending]
    assert pending
    async with looking_into(bot.settings) as core, core.database.reading() as connection:
        assert await updates.known(connection, "telegram", acknowledged) == set(acknowledged)
    await bot.start()
    await all_asked(people)
    await until(lambda: server.updates.pending == [])
    assert await bot.stop() == 0
    assert repeats(server) == 0
    assert {len(phone.screen.from_bot) for phone in people} == {1}


async def test_a_database_that_is_away_costs_time_and_nothing_else(
    server: BotApiServer, bot: BotProcess
) -> None:
    await bot.start()
    phones = [server.phone(chat_id=1 + at) for at in range(3)]
    for phone in phones:
        phone.start()
    await all_asked(phones)
    await until(lambda: server.updates.pending == [])
    with locked(bot):
        said = {phone.send(words) for phone in phones for words in IN_ONE_BREATH}
        # Longer than a statement waits for the lock, so that the bot has to give up and try again.
        await bot.logged("updates_come_again", within=20)
        assert {update["update_id"] for update in server.updates.pending} == said
        assert {len(phone.screen.from_bot) for phone in phones} == {1}
    for phone in phones:
        screen = await phone.wait_for(lambda screen: step_of(screen.from_bot[-1]) == "needs", 30)
        answers = [message.text.rsplit("✅ ", 1)[1] for message in screen.from_bot if "✅ " in message.text]
        assert answers == ["Nederlands", "Beginnen", "Ja", "Voor mezelf", "Sanne", "Zwolle"]
    await until(lambda: server.updates.pending == [])
    assert await bot.stop() == 0


async def test_logs_hold_no_word_of_a_person(server: BotApiServer, bot: BotProcess) -> None:
    await bot.start()
    phone = server.phone(chat_id=77, first_name="Geheimpje")
    phone.start()
    await phone.wait_for(lambda screen: screen.question.buttons, 20)
    for words in (*IN_ONE_BREATH[:4], "Binnenpretje", "Nergenshuizen"):
        phone.send(words)
    await phone.wait_for(lambda screen: "Binnenpretje" in screen.text, 20)
    phone.block()
    await until(lambda: server.updates.pending == [])
    assert await bot.stop() == 0
    logged = bot.log_file.read_text(encoding="utf-8")
    assert not any(word in logged for word in ("Geheimpje", "Binnenpretje", "Nergenshuizen", server.token))
