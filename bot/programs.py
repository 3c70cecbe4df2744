"""What the long-running commands do: the bot on Telegram, the demo, and the conversation in the terminal."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any, TextIO

import structlog
from starlette.applications import Starlette

from bot.app import Clock, Core, build_core, load_catalogues, utc_now
from bot.channels.telegram import TelegramChannel, introduce
from bot.channels.telegram_pictures import Painter
from bot.channels.telegram_sounds import TelegramSounds
from bot.channels.web import WebChannel
from bot.db.migrations import upgrade
from bot.db.queries import chats
from bot.domain.sending import Limits
from bot.i18n import Catalogues
from bot.resources import resource_path
from bot.server import build_web, serving, stop_on_signals
from bot.services.imports import import_taalhuizen
from bot.services.inbox import Actor, Inbound
from bot.services.spoken_files import SpokenFiles
from bot.services.transcripts import Transcripts
from bot.settings import Settings
from flows.replies import Command, Reply
from handlers.application import DurableApplication, build_application, connect
from handlers.inbound import SOURCE
from handlers.polling import Poller
from handlers.register import register
from handlers.webhook import set_webhook, webhook_route

if TYPE_CHECKING:
    from bot.channels.terminal import TerminalChannel

log = structlog.get_logger()

WEBHOOK_PATH = "/telegram/webhook"
Say = Callable[[str], None]


async def run_bot(settings: Settings, *, webhook: bool) -> None:
    """Serve Telegram and the web chat until a signal comes.

    Raises:
        SettingsError: the token is missing or unknown, or Telegram refuses the webhook.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    stop = asyncio.Event()
    stop_on_signals(stop)
    application = build_application(settings)
    catalogues = load_catalogues(settings)
    if not await _unless(stop, connect(application, sleep=asyncio.sleep)):
        return
    core = core_on_telegram(settings, application, catalogues, limits=Limits(), clock=utc_now)
    try:
        async with core.running():
            handlers = register(application, inbox=core.receiver, renderer=catalogues)
            # Nobody has to wait until Telegram knows our menu.
            introducing = asyncio.create_task(
                introduce(application.bot, catalogues, languages=catalogues.languages)
            )
            try:
                await (_by_webhook if webhook else _by_polling)(core, application, stop)
            finally:
                introducing.cancel()
                await asyncio.gather(introducing, return_exceptions=True)
                await handlers.close()
    finally:
        await application.shutdown()
        await core.database.close()
    log.info("stopped")


def core_on_telegram(
    settings: Settings,
    application: DurableApplication,
    catalogues: Catalogues,
    *,
    limits: Limits,
    clock: Clock,
) -> Core:
    """Everything for Telegram and the web chat; what one of the two keeps can be had on the other."""
    telegram = TelegramChannel(application.bot, catalogues)
    core = build_core(
        settings,
        [telegram, WebChannel()],
        limits={"telegram": limits},
        catalogues=catalogues,
        bot_link=f"https://t.me/{application.bot.username}",
        clock=clock,
        elsewhere={SOURCE: TelegramSounds(application.bot)},
    )
    telegram.sounds, telegram.voices = core.recordings, core.voices
    telegram.painter = Painter(application.bot, core.pictures, SpokenFiles(core.database, core.clock))
    return core


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do it, unless we are asked to stop first; True when it was done."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not working.done():
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return False
    await working
    return True


async def _by_polling(core: Core, application: DurableApplication, stop: asyncio.Event) -> None:
    poller = Poller(application, clock=core.clock, sleep=asyncio.sleep)
    async with serving(core.settings, build_web(core), stop):
        log.info("polling", bot=application.bot.username)
        polling = asyncio.create_task(poller.run())
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({polling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        poller.stop()
        stopping.cancel()
        await polling


async def _by_webhook(core: Core, application: DurableApplication, stop: asyncio.Event) -> None:
    secret = core.settings.webhook_secret.get_secret_value()
    route = webhook_route(application, secret=secret, path=WEBHOOK_PATH)
    async with serving(core.settings, build_web(core, [route]), stop):
        url = f"{core.settings.webhook_url}{WEBHOOK_PATH}"
        if await _unless(stop, set_webhook(application, url=url, secret=secret, sleep=asyncio.sleep)):
            log.info("webhook_set", bot=application.bot.username)
            await stop.wait()


# ── Demo ──────────────────────────────────────────────────────────────────────────────────────────────────


async def run_demo(settings: Settings, say: Say) -> None:
    """Serve the web chat and the three phones until a signal comes; `say` tells the person where."""
    from bot import demo_people
    from bot.demo import DemoTime, demo_clock, demo_settings

    stop = asyncio.Event()
    stop_on_signals(stop)
    settings = demo_settings(settings)
    clock = demo_clock(settings.data_dir)
    # Its pages lie open and refresh themselves, so whoever sits there can be promised a message.
    core = build_core(settings, [WebChannel(push=True)], limits={}, clock=clock)
    try:
        await prepare_demo(core)
        time = DemoTime(core, clock)
        async with core.running():
            await time.begin()
            await demo_people.prepare(core)
            web = build_web(core, demo=demo_people.page(core, time))
            await _serve_demo(core, web, stop, say)
    finally:
        await core.database.close()


async def _serve_demo(core: Core, web: Starlette, stop: asyncio.Event, say: Say) -> None:
    async with serving(core.settings, web, stop) as server:
        address = f"http://{core.settings.web_host}:{server.port}/"
        core.worlds.site.url = core.worlds.site.url or address.rstrip("/")
        say(f"Taalwijzer: open {address} in a browser, or {address}demo for three phones and a clock.")
        say(f"Demo: {len(core.directory)} demo Taalhuizen in Overijssel; nobody real gets a message.")
        say(f"Everything is kept in {core.database.url.database}, on this computer only. Ctrl-C stops.")
        await stop.wait()


async def prepare_demo(core: Core) -> None:
    """An up-to-date schema and the demo Taalhuizen."""
    from bot.geo.taalhuis_file import read_taalhuizen

    await upgrade(core.database)
    rows = read_taalhuizen(resource_path("data") / "demo_taalhuizen.csv", core.worlds.places)
    await import_taalhuizen(core.database, rows, core.clock())


# ── Terminal ───────────────────────────────────────────────────────────────────────────────────────────


async def run_chat(settings: Settings, lines: TextIO, out: TextIO) -> bool:
    """Play the conversation with the demo data, a line an answer; True when it came to its end.

    A signal is the end of the answers. Nothing of it is kept afterwards, unless it was sent.
    """
    # A server has no use for it, and it brings a library of 5 MB.
    from bot.channels.terminal import TerminalChannel
    from bot.channels.terminal_lines import TypedLines
    from bot.demo import demo_clock, demo_settings

    stop = asyncio.Event()
    stop_on_signals(stop)
    typed = TypedLines(lines)
    channel = TerminalChannel(load_catalogues(settings), out)
    settings = demo_settings(settings)
    # The same database as the demo, and so the same time.
    core = build_core(settings, [channel], limits={}, clock=demo_clock(settings.data_dir))
    address = f"terminal-{secrets.token_hex(8)}"
    try:
        await prepare_demo(core)
        async with core.running(ticking=False):
            await _converse(core, channel, Actor("terminal", address), lambda: typed.next(stop))
            await core.dispatcher.idle()
            async with core.database.reading() as connection:
                finished = not await chats.has_draft(connection, "terminal", address)
        await Transcripts(core.database, core.codec, "terminal").forget(address)
    finally:
        await core.database.close()
    return finished


async def _converse(
    core: Core, channel: TerminalChannel, actor: Actor, next_line: Callable[[], Awaitable[str]]
) -> None:
    first = secrets.randbits(60)
    reply: Reply = Command("start")
    for number in itertools.count(1):
        await core.receiver.receive(Inbound("terminal", first + number, actor, reply))
        # The next line answers what is on the screen, so everything has to be there first.
        await core.dispatcher.idle()
        line = await next_line()
        if not line:
            return
        reply = channel.reply_for(line)
