"""The bot's edge over HTTP: the real Application and channel, and a Bot API test server on the other side."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import TelegramChannel
from bot.settings import Settings
from handlers.application import DurableApplication, QuietRequest, build_application
from tests.support.bot_api import BotApiServer
from tests.unit.channels.builders import KeyRenderer

# Short enough for a test to wait for, long enough for a busy machine.
READ_SECONDS = 1.0


@pytest.fixture(autouse=True)
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `build_application` chooses for the running bot, and taken back after each test."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
def settings(server: BotApiServer) -> Settings:
    return Settings(telegram_token=server.token, telegram_api_url=server.url, _env_file=None)


@pytest.fixture
async def application(settings: Settings) -> AsyncIterator[DurableApplication]:
    request = QuietRequest(connection_pool_size=16, read_timeout=READ_SECONDS)
    ready = build_application(settings, request=request)
    await ready.initialize()
    yield ready
    await ready.shutdown()


@pytest.fixture
def channel(application: DurableApplication) -> TelegramChannel:
    return TelegramChannel(application.bot, KeyRenderer())
