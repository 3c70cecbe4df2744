"""The real bot for tests: as a process of its own that can be stopped and killed, or inside the test.

Each bot has its own data directory with the schema and the demo Taalhuizen, and talks to a `BotApiServer`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.app import Clock, Core, build_core, load_catalogues
from bot.channels.telegram import introduce
from bot.domain.sending import Limits
from bot.programs import WEBHOOK_PATH, core_on_telegram, prepare_demo
from bot.settings import Settings
from handlers.application import QuietRequest, build_application
from handlers.polling import Poller
from handlers.register import register
from tests.support.bot_api import BotApiServer

ROOT = Path(__file__).resolve().parents[2]
SECRET = "the-secret-of-the-webhook-in-tests"
READY = ("polling", "webhook_set")
# Generous: a machine that is busy with other things may take many times the usual second and a half.
START_SECONDS = 60.0
STOP_SECONDS = 30.0


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def settings_for(server: BotApiServer, data_dir: Path, *, port: int = 0, database_url: str = "") -> Settings:
    """Settings of a bot at this server; with a `port` also those of its webhook."""
    return Settings(
        telegram_token=server.token,
        telegram_api_url=server.url,
        data_dir=data_dir,
        database_url=database_url,
        web_port=port,
        webhook_url=f"http://127.0.0.1:{port}" if port else "",
        webhook_secret=SECRET if port else "",
        log_format="json",
        _env_file=None,
    )


async def prepare(settings: Settings) -> None:
    """The schema and the demo Taalhuizen, as `migrate` and `import-taalhuizen` make them."""
    core = build_core(settings, [], limits={})
    try:
        await prepare_demo(core)
    finally:
        await core.database.close()


# ── As a process ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class BotProcess:
    """`python -m bot run`, started again as often as a test likes. `starts` counts; several that share a data
    directory have names of their own.
    """

    settings: Settings
    webhook: bool = False
    name: str = "bot"
    starts: int = 0
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _read_from: int = 0

    @property
    def pid(self) -> int:
        """Raises AssertionError when it does not run."""
        assert self._process is not None, "the bot was not started"
        return self._process.pid

    @property
    def log_file(self) -> Path:
        """What all of its runs have logged."""
        return self.settings.data_dir / f"{self.name}.log"

    @property
    def address(self) -> str:
        """Where Telegram delivers to."""
        return f"http://127.0.0.1:{self.settings.web_port}{WEBHOOK_PATH}"

    def spawn(self) -> None:
        """Start it, without waiting for anything."""
        command = [sys.executable, "-m", "bot", "run", *(["--webhook"] if self.webhook else [])]
        self._read_from = self.log_file.stat().st_size if self.log_file.exists() else 0
        with self.log_file.open("ab") as log:
            # The working directory has no .env, and each bot has only the settings that it is given.
            self._process = subprocess.Popen(
                command, cwd=self.settings.data_dir, env=_environment(self.settings), stdout=log, stderr=log
            )
        self.starts += 1

    async def start(self) -> float:
        """Start it and wait until it takes updates; returns the seconds that took."""
        began = time.monotonic()
        self.spawn()
        await self.logged(*READY, within=START_SECONDS)
        return time.monotonic() - began

    async def logged(self, *events: str, within: float = 10.0) -> dict[str, Any]:
        """Wait until this run has logged one of these events.

        Raises:
            AssertionError: it did not, or the process ended; with the end of the log.
        """
        deadline = time.monotonic() + within
        while True:
            ended = self.returncode is not None
            for entry in self.log():
                if entry.get("event") in events:
                    return entry
            assert not ended, f"the bot ended with {self.returncode}\n{self.tail()}"
            assert time.monotonic() < deadline, f"none of {events} within {within} s\n{self.tail()}"
            await asyncio.sleep(0.02)

    def log(self, *, whole: bool = False) -> list[dict[str, Any]]:
        """What this run has logged, or all runs of this bot; lines that are not JSON are left out."""
        with self.log_file.open("rb") as log:
            log.seek(0 if whole else self._read_from)
            lines = log.read().splitlines()
        return [json.loads(line) for line in lines if line.startswith(b"{") and line.endswith(b"}")]

    def tail(self) -> str:
        """The end of the log, for the message of a failing test."""
        return self.log_file.read_text(encoding="utf-8", errors="replace")[-4000:]

    @property
    def returncode(self) -> int | None:
        """None while it runs; -9 after a kill."""
        return self._process.poll() if self._process is not None else None

    def kill(self) -> None:
        """SIGKILL, at once and without a last word."""
        assert self._process is not None, "the bot was not started"
        self._process.kill()
        self._process.wait(STOP_SECONDS)

    def ask_to_stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Ask it to stop."""
        os.kill(self.pid, number)

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and wait; returns its exit code."""
        self.ask_to_stop(number)
        return await self.ended()

    async def ended(self, within: float = STOP_SECONDS) -> int:
        """Wait until it ends by itself; returns its exit code."""
        deadline = time.monotonic() + within
        while self.returncode is None:
            assert time.monotonic() < deadline, f"the bot did not stop within {within} s\n{self.tail()}"
            await asyncio.sleep(0.02)
        return self.returncode


@contextlib.asynccontextmanager
async def bot_process(
    server: BotApiServer, data_dir: Path, *, webhook: bool = False, database_url: str = ""
) -> AsyncIterator[BotProcess]:
    """A bot that is prepared but not started; whatever still runs at the end is killed."""
    settings = settings_for(server, data_dir, port=free_port() if webhook else 0, database_url=database_url)
    await prepare(settings)
    bot = BotProcess(settings, webhook)
    try:
        yield bot
    finally:
        if bot.starts and bot.returncode is None:
            bot.kill()


def _environment(settings: Settings) -> dict[str, str]:
    secret = settings.webhook_secret.get_secret_value()
    wanted = {
        "TELEGRAM_TOKEN": settings.telegram_token.get_secret_value(),
        "TELEGRAM_API_URL": settings.telegram_api_url,
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "WEB_PORT": str(settings.web_port),
        "WEBHOOK_URL": settings.webhook_url,
        "WEBHOOK_SECRET": secret,
        "LOG_FORMAT": settings.log_format,
    }
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "TZ") if name in os.environ}
    return {
        **inherited,
        "PYTHONPATH": str(ROOT),
        **{f"TAALWIJZER_{name}": value for name, value in wanted.items() if value},
    }


# ── Inside the test ────────────────────────────────────────────────────────────────────────────────────────


def utc_now() -> datetime:
    """The clock of a bot inside the test."""
    return datetime.now(UTC)


# For tests of what is said, which would otherwise wait a second for every message.
NO_LIMITS = Limits(per_second=1000.0, chat_burst=1000)


@contextlib.asynccontextmanager
async def bot_inside(
    server: BotApiServer,
    data_dir: Path,
    *,
    limits: Limits = NO_LIMITS,
    read_seconds: float = 10.0,
    clock: Clock = utc_now,
) -> AsyncIterator[Core]:
    """The whole bot over polling in the test's own event loop: everything of `run` but its web server.

    `read_seconds` is how long it waits for an answer of Telegram. `clock`: a test of what is only said by day
    may not depend on when it runs.
    """
    settings = settings_for(server, data_dir)
    await prepare(settings)
    # The time-out of a long poll comes with each call, so the short one is that of messages only.
    request = QuietRequest(connection_pool_size=32, read_timeout=read_seconds)
    application = build_application(settings, request=request)
    await application.initialize()
    catalogues = load_catalogues(settings)
    core = core_on_telegram(settings, application, catalogues, limits=limits, clock=clock)
    try:
        async with core.running():
            handlers = register(application, inbox=core.receiver, renderer=catalogues)
            await introduce(application.bot, catalogues, languages=catalogues.languages)
            poller = Poller(application, clock=clock, sleep=asyncio.sleep)
            polling = asyncio.create_task(poller.run())
            try:
                yield core
            finally:
                poller.stop()
                await polling
                await handlers.close()
    finally:
        await application.shutdown()
        await core.database.close()
