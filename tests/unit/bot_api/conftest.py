"""A running test server, a real telegram.Bot and a bare HTTP client for every test of the server."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from telegram import Bot

from tests.support.bot_api import BotApiServer


class RawApi:
    """The Bot API without a library between: JSON in, the whole answer out."""

    def __init__(self, client: httpx.AsyncClient, server: BotApiServer) -> None:
        self._client = client
        self._root = f"{server.base_url}{server.token}"

    async def __call__(self, method: str, **params: object) -> dict[str, Any]:
        """The decoded body, with the HTTP status under `status`."""
        answer = await self._client.post(f"{self._root}/{method}", json=params)
        body: dict[str, Any] = answer.json()
        return body | {"status": answer.status_code}

    async def refused(self, method: str, **params: object) -> str:
        """The description of a call that has to fail with 400."""
        answer = await self(method, **params)
        assert answer["status"] == answer["error_code"] == 400, answer
        return str(answer["description"])


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(webhook_timeout_s=0.5) as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as ready:
        yield ready


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as ready:
        yield ready


@pytest.fixture
def api(client: httpx.AsyncClient, server: BotApiServer) -> RawApi:
    return RawApi(client, server)


@pytest.fixture(autouse=True)
def times_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot 22 warns on every 429 until it may give `retry_after` as a timedelta."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
