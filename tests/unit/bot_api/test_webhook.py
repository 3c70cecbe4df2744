"""Webhook delivery: with the secret, in order within a chat, chats side by side, until it is accepted."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from tests.support.bot_api import BotApiServer
from tests.support.bot_api.wire import Wire


@dataclass
class Receiver:
    """The bot's side. `reply` chooses the status, None lets the sender wait; `most` is how many at once."""

    url: str = ""
    reply: Callable[[dict[str, Any]], int | None] = lambda update: 200
    pause_s: float = 0.0
    updates: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    most: int = 0
    now: int = 0

    async def receive(self, request: Request) -> Response:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            update = await request.json()
            self.updates.append(update)
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            await asyncio.sleep(self.pause_s)
            status = self.reply(update)
            if status is None:
                await asyncio.sleep(1.0)
            return Response(status_code=status or 200)
        finally:
            self.now -= 1

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.updates]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    wire, ready = Wire(), Receiver()
    await wire.start(Starlette(routes=[Route("/hook", ready.receive, methods=["POST"])]), 0)
    ready.url = f"http://127.0.0.1:{wire.port}/hook"
    yield ready
    await wire.stop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 — the receiver is another server, it has no event
            await asyncio.sleep(0.01)


async def test_updates_come_with_the_secret_and_are_then_gone(
    server: BotApiServer, bot: Bot, receiver: Receiver
) -> None:
    phone = server.phone(chat_id=1)
    phone.send("voor de webhook")
    await bot.set_webhook(receiver.url, secret_token="geheim_1")
    phone.send("daarna")
    await until(lambda: server.updates.pending == [])
    assert receiver.texts == ["voor de webhook", "daarna"]
    assert receiver.secrets == ["geheim_1"] * 2
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_refused_update_is_tried_again_and_holds_up_its_own_chat_only(
    server: BotApiServer, bot: Bot, receiver: Receiver
) -> None:
    first, second = server.phone(chat_id=1), server.phone(chat_id=2)
    refusals = iter([500, 503])
    receiver.reply = lambda u: next(refusals, 200) if u["message"]["text"] == "A1" else 200
    await bot.set_webhook(receiver.url)
    sent = first.send("A1")
    first.send("A2")
    second.send("B1")
    await until(lambda: server.updates.pending == [])
    assert [text for text in receiver.texts if text != "B1"] == ["A1", "A1", "A1", "A2"]
    assert receiver.texts.index("B1") < 3
    tried = [(a.number, a.status) for a in server.webhook.attempts if a.update_id == sent]
    assert tried == [(1, 500), (2, 503), (3, 200)]
    assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 503"


async def test_the_pauses_between_attempts_grow(server: BotApiServer, bot: Bot, receiver: Receiver) -> None:
    receiver.reply = lambda update: 500 if len(receiver.updates) < 4 else 200
    await bot.set_webhook(receiver.url)
    server.phone(chat_id=1).send("x")
    await until(lambda: server.updates.pending == [])
    at = [attempt.at for attempt in server.webhook.attempts]
    pauses = [later - earlier for earlier, later in pairwise(at)]
    assert all(pause >= least for pause, least in zip(pauses, (0.05, 0.1, 0.2), strict=True))


async def test_a_receiver_that_does_not_answer_gets_the_update_again(
    server: BotApiServer, bot: Bot, receiver: Receiver
) -> None:
    receiver.reply = lambda update: None if len(receiver.updates) == 1 else 200
    await bot.set_webhook(receiver.url)
    server.phone(chat_id=1).send("x")
    await until(lambda: server.updates.pending == [])
    assert [attempt.status for attempt in server.webhook.attempts] == [None, 200]


async def test_a_receiver_that_is_away_gets_everything_when_it_is_back(
    server: BotApiServer, bot: Bot
) -> None:
    wire, back = Wire(), Receiver()
    app = Starlette(routes=[Route("/hook", back.receive, methods=["POST"])])
    await wire.start(app, 0)
    port = wire.port
    await wire.stop()
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook")
    phone = server.phone(chat_id=1)
    phone.send("een")
    phone.send("twee")
    await until(lambda: len(server.webhook.attempts) >= 2)
    again = Wire()
    await again.start(app, port)
    await until(lambda: server.updates.pending == [])
    await again.stop()
    assert back.texts == ["een", "twee"]


async def test_chats_go_side_by_side_up_to_max_connections(
    server: BotApiServer, bot: Bot, receiver: Receiver
) -> None:
    receiver.pause_s = 0.1
    for chat_id in range(1, 7):
        server.phone(chat_id=chat_id).send("x")
    await bot.set_webhook(receiver.url, max_connections=3)
    await until(lambda: server.updates.pending == [])
    assert receiver.most == 3


async def test_one_chat_is_never_served_twice_at_the_same_time(
    server: BotApiServer, bot: Bot, receiver: Receiver
) -> None:
    receiver.pause_s = 0.02
    phone = server.phone(chat_id=1)
    texts = [str(number) for number in range(8)]
    for text in texts:
        phone.send(text)
    await bot.set_webhook(receiver.url)
    await until(lambda: server.updates.pending == [])
    assert (receiver.most, receiver.texts) == (1, texts)


async def test_an_update_can_be_delivered_twice(server: BotApiServer, bot: Bot, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url)
    sent = server.phone(chat_id=1).send("x")
    await until(lambda: len(receiver.updates) == 1)
    server.deliver_twice(sent)
    await until(lambda: len(receiver.updates) == 2)
    assert {update["update_id"] for update in receiver.updates} == {sent}
    await asyncio.sleep(0.1)
    assert len(receiver.updates) == 2


async def test_after_delete_webhook_what_was_not_taken_is_there_for_polling(
    server: BotApiServer, bot: Bot, receiver: Receiver
) -> None:
    receiver.reply = lambda update: 500
    await bot.set_webhook(receiver.url)
    sent = server.phone(chat_id=1).send("x")
    await until(lambda: len(receiver.updates) >= 1)
    await bot.delete_webhook()
    assert [update.update_id for update in await bot.get_updates()] == [sent]
