"""Polling and webhook against a server that keeps what is not confirmed, with a database that goes away."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
import uvicorn
from starlette.applications import Starlette
from telegram.error import TelegramError

from bot.errors import StorageUnavailable
from flows.model import Text, VoiceNote
from flows.replies import Command, Edited, SharedContact, SharedLocation, Spoken, Tap, Typed, Unexpected
from handlers.application import DurableApplication
from handlers.polling import Poller
from handlers.register import Handlers, register
from handlers.webhook import set_webhook, webhook_route
from tests.support.bot_api import BotApiServer, DropConnection, ServerError, TooManyRequests
from tests.unit.channels.builders import CHAT, KeyRenderer, make_button, make_envelope, make_prompt
from tests.unit.handlers.fakes import FakeInbox, FakeTime

SECRET = "a-secret-of-enough-characters"
PATH = "/telegram"


@dataclass(frozen=True)
class World:
    server: BotApiServer
    application: DurableApplication
    inbox: FakeInbox
    handlers: Handlers

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait for something to become true; fails after ten seconds."""
        async with asyncio.timeout(10):
            while not done():  # noqa: ASYNC110 - what is waited for happens in a server without an event
                await asyncio.sleep(0.005)

    @property
    def pending(self) -> list[int]:
        return [update["update_id"] for update in self.server.updates.pending]


@pytest.fixture
async def world(server: BotApiServer, application: DurableApplication) -> AsyncIterator[World]:
    inbox = FakeInbox()
    handlers = register(application, inbox=inbox, renderer=KeyRenderer())
    yield World(server, application, inbox, handlers)
    await handlers.close()
    assert server.defects == []


@contextlib.asynccontextmanager
async def polling(world: World) -> AsyncIterator[Poller]:
    async def brief(seconds: float) -> None:
        await asyncio.sleep(min(seconds, 0.02))

    poller = Poller(world.application, clock=FakeTime().now, sleep=brief, poll_seconds=2)
    task = asyncio.create_task(poller.run())
    try:
        yield poller
    finally:
        poller.stop()
        async with asyncio.timeout(10):
            await task


@contextlib.asynccontextmanager
async def webhook(world: World) -> AsyncIterator[None]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = Starlette(routes=[webhook_route(world.application, secret=SECRET, path=PATH)])
    served = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off"))
    task = asyncio.create_task(served.serve())
    await world.until(lambda: served.started)
    url = f"http://127.0.0.1:{port}{PATH}"
    await set_webhook(world.application, url=url, secret=SECRET, sleep=asyncio.sleep)
    try:
        yield
    finally:
        with contextlib.suppress(TelegramError):
            await world.application.bot.call("deleteWebhook", {})
        served.should_exit = True
        await task


Receiving = Callable[[World], contextlib.AbstractAsyncContextManager[object]]
BOTH = pytest.mark.parametrize("receiving", [polling, webhook])


@BOTH
async def test_all_that_a_person_can_do_is_received(world: World, receiving: Receiving) -> None:
    phone = world.server.phone(chat_id=CHAT)
    channel_ref = await _ask(world)
    async with receiving(world):
        phone.start("poster-8011")
        phone.send("hallo")
        phone.tap("label.yes")
        phone.press(channel_ref, "0:made-up")
        phone.share_location(52.5, 6.1)
        phone.share_contact()
        phone.forward_contact()
        phone.voice()
        phone.photo()
        phone.sticker()
        phone.edit(phone.screen.messages[1].message_id, "/start anders")
        phone.block()
        phone.unblock()
        await world.until(lambda: len(world.inbox.received) == 13)
    spoken = next(message.file for message in phone.screen.messages if message.kind == "voice")
    assert spoken is not None
    replies = [inbound.reply for inbound in world.inbox.received]
    assert replies == [
        Command("start", "poster-8011"),
        Typed("hallo"),
        Tap("yes", 2, 7, ref=str(channel_ref)),
        Tap("", -1),
        SharedLocation(52.5, 6.1),
        SharedContact("+31612345678", own=True),
        SharedContact("+31687654321", own=False),
        Spoken(VoiceNote("telegram", spoken.file_id, 3)),
        Unexpected("photo"),
        Unexpected("sticker"),
        Edited("/start anders"),
        None,
        None,
    ]
    assert (world.inbox.received[-2].gone, world.inbox.received[-1].back) == (True, True)


async def _ask(world: World) -> int:
    from bot.channels.telegram import TelegramChannel

    question = make_prompt(rows=((make_button("yes"),),), serial=2)
    return int(await TelegramChannel(world.application.bot, KeyRenderer()).deliver(make_envelope(question)))


@BOTH
async def test_a_tap_gets_its_toast(world: World, receiving: Receiving) -> None:
    phone = world.server.phone(chat_id=CHAT)
    world.inbox.toast = Text("already.done")
    await _ask(world)
    async with receiving(world):
        phone.tap("label.yes")
        await world.until(lambda: len(phone.screen.toasts) == 1)
    assert phone.screen.toasts[0].text == "already.done"


@BOTH
async def test_nothing_is_lost_while_the_database_is_away(world: World, receiving: Receiving) -> None:
    phones = [world.server.phone(chat_id=CHAT + number) for number in range(20)]
    away = StorageUnavailable("away")
    tries: dict[int, int] = {}

    def often_away(inbound: object) -> Exception | None:
        update_id = world.inbox.deliveries[-1]
        tries[update_id] = tries.get(update_id, 0) + 1
        return away if tries[update_id] <= update_id % 3 else None

    world.inbox.failure = often_away
    async with receiving(world):
        sent = [phone.send(f"{turn}") for turn in range(3) for phone in phones]
        await world.until(lambda: len(world.inbox.received) == len(sent))
        await world.until(lambda: not world.pending)
    assert sorted(world.inbox.ids) == sorted(sent)


async def test_polling_keeps_the_order_of_each_chat_while_the_database_comes_and_goes(world: World) -> None:
    phones = [world.server.phone(chat_id=CHAT + number) for number in range(10)]
    tries: dict[int, int] = {}

    def often_away(_: object) -> Exception | None:
        update_id = world.inbox.deliveries[-1]
        tries[update_id] = tries.get(update_id, 0) + 1
        return StorageUnavailable("away") if tries[update_id] <= update_id % 3 else None

    world.inbox.failure = often_away
    async with polling(world):
        sent = [phone.send(f"{turn}") for turn in range(5) for phone in phones]
        await world.until(lambda: len(world.inbox.received) == len(sent))
    for phone in phones:
        mine = [inbound for inbound in world.inbox.received if inbound.actor.address == str(phone.chat_id)]
        assert [inbound.reply for inbound in mine] == [Typed(str(turn)) for turn in range(5)]


@BOTH
async def test_an_update_that_comes_twice_is_stored_once(world: World, receiving: Receiving) -> None:
    phone = world.server.phone(chat_id=CHAT)
    async with receiving(world):
        update_id = phone.send("hallo")
        await world.until(lambda: world.inbox.ids == [update_id])
        await world.until(lambda: not world.pending)
        world.server.deliver_twice(update_id)
        await world.until(lambda: world.inbox.deliveries.count(update_id) == 2)
    assert world.inbox.ids == [update_id]


async def test_what_was_not_stored_before_the_stop_still_waits_at_telegram(world: World) -> None:
    first, second = world.server.phone(chat_id=CHAT), world.server.phone(chat_id=CHAT + 1)
    stored = first.send("ja")
    lost_for_now = second.send("nee")
    world.inbox.fail_on(lost_for_now, error=StorageUnavailable("away"))
    async with polling(world):
        await world.until(lambda: lost_for_now in world.inbox.deliveries)
    assert world.inbox.ids == [stored]
    assert world.pending == [lost_for_now]
    world.inbox.recover()
    async with polling(world):
        await world.until(lambda: world.inbox.ids == [stored, lost_for_now])
    assert world.pending == []


async def test_a_stop_confirms_what_was_stored(world: World) -> None:
    phone = world.server.phone(chat_id=CHAT)
    async with polling(world) as poller:
        update_id = phone.send("ja")
        await world.until(lambda: world.inbox.ids == [update_id])
        poller.stop()
    assert world.pending == []


async def test_polling_survives_what_the_network_does(world: World) -> None:
    phone = world.server.phone(chat_id=CHAT)
    for fault in (ServerError(502), DropConnection(after_effect=False), TooManyRequests(1)):
        world.server.faults.next(fault=fault, method="getUpdates")
    async with polling(world):
        update_id = phone.send("ja")
        await world.until(lambda: world.inbox.ids == [update_id])


async def test_polling_takes_over_from_a_webhook(world: World) -> None:
    phone = world.server.phone(chat_id=CHAT)
    await world.application.bot.call("setWebhook", {"url": "http://127.0.0.1:9/", "secret_token": SECRET})
    update_id = phone.send("ja")
    async with polling(world):
        await world.until(lambda: world.inbox.ids == [update_id])


async def test_a_burst_of_500_is_stored_whole(world: World) -> None:
    phones = [world.server.phone(chat_id=CHAT + number) for number in range(50)]
    sent = [phone.send(f"{turn}") for turn in range(10) for phone in phones]
    async with polling(world):
        await world.until(lambda: len(world.inbox.received) == 500)
    assert sorted(world.inbox.ids) == sent
    assert world.pending == []
