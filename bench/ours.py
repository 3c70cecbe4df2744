"""The real bot over a Telegram without a wire: put together as `taalwijzer run` does it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bench.null_telegram import NullTelegram
from bench.pace import Pace, Watch
from bench.support import bench_settings
from bot.app import Core, build_core, load_catalogues
from bot.channels.telegram import TelegramChannel
from bot.domain.sending import Limits
from bot.programs import prepare_demo
from handlers.application import DurableApplication, build_application, connect
from handlers.polling import Poller
from handlers.register import Handlers, register

# The limiter is asked and counts, but lets everything through.
NO_LIMIT = Limits(per_second=1_000_000.0, chat_seconds=0.000_001)


@dataclass(frozen=True, slots=True)
class OurBot:
    """A running bot."""

    core: Core
    application: DurableApplication
    handlers: Handlers

    async def settle(self) -> None:
        """Wait until everything is sent and every toast shown."""
        await self.handlers.close()
        await self.core.dispatcher.idle()


@contextlib.asynccontextmanager
async def our_bot(
    data_dir: Path, telegram: NullTelegram, *, limits: Limits = NO_LIMIT
) -> AsyncIterator[OurBot]:
    """A bot on the embedded database in `data_dir`, with the demo Taalhuizen; stopped cleanly at the end."""
    settings = bench_settings(data_dir)
    application = build_application(settings, request=telegram)
    catalogues = load_catalogues(settings)
    await connect(application, sleep=asyncio.sleep)
    channel = TelegramChannel(application.bot, catalogues)
    core = build_core(settings, [channel], limits={"telegram": limits}, catalogues=catalogues)
    try:
        await prepare_demo(core)
        async with core.running():
            handlers = register(application, inbox=core.receiver, renderer=catalogues)
            yield OurBot(core, application, handlers)
            await handlers.close()
    finally:
        await application.shutdown()
        await core.database.close()


async def walk_ours(data_dir: Path, telegram: NullTelegram) -> Pace:
    """Let everybody walk the whole intake; timed until all is committed, sent and noted as sent."""
    async with our_bot(data_dir, telegram) as bot:
        watch = Watch(telegram)
        poller = Poller(bot.application, clock=bot.core.clock, sleep=asyncio.sleep)
        polling = asyncio.create_task(poller.run())
        await telegram.all_done.wait()
        poller.stop()
        await polling
        await bot.settle()
    if telegram.failure:
        raise telegram.failure
    return watch.stop()
