"""Telegram calls us instead of being polled; 200 is the acknowledgement and goes out only after the commit.

Everything else makes Telegram deliver the update again: 503 when the database is away, 500 for a defect of
ours. An update that can never be read is acknowledged, since it would come for ever.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import BadRequest

from bot.errors import StorageUnavailable
from handlers.application import (
    ALLOWED_UPDATES,
    DurableApplication,
    Sleep,
    refused_webhook,
    until_answered,
)
from handlers.inbound import chat_of, read_update

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
# The longest update is a message of 4,096 characters with its quotes and entities: tens of kilobytes.
LIMIT_BYTES = 1024 * 1024
# More than this at one time are sent back to Telegram, which keeps them; memory stays bounded.
AT_ONCE = 1000
CONNECTIONS = 40


class ChatOrder:
    """A lock for each chat that has something under way; updates pass in the order in which they came."""

    def __init__(self) -> None:
        self._locks: dict[int, tuple[asyncio.Lock, int]] = {}
        self.under_way = 0

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait until everything that came earlier in this chat is through."""
        lock, users = self._locks.get(chat, (asyncio.Lock(), 0))
        self._locks[chat] = lock, users + 1
        self.under_way += 1
        try:
            async with lock:
                yield
        finally:
            self.under_way -= 1
            lock, users = self._locks.pop(chat)
            if users > 1:
                self._locks[chat] = lock, users - 1

    def __len__(self) -> int:
        return len(self._locks)


class _Webhook:
    def __init__(self, application: DurableApplication, secret: str) -> None:
        self._application = application
        self._secret = secret.encode()
        self._order = ChatOrder()
        self._log = structlog.get_logger(__name__)

    async def receive(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        if self._order.under_way >= AT_ONCE:
            return Response(status_code=503)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        raw = _update(body)
        return Response(status_code=400) if raw is None else await self._process(raw)

    async def _process(self, raw: dict[str, Any]) -> Response:
        update_id = raw["update_id"]
        try:
            update = read_update(raw, self._application.bot)
        except Exception as error:  # the library raises whatever it trips over
            self._log.error("update_unreadable", update_id=update_id, error=type(error).__name__)
            return Response(status_code=200)
        try:
            async with self._order.turn(chat_of(update)):
                await self._application.process_update(update)
        except StorageUnavailable:
            self._log.warning("update_comes_again", update_id=update_id, reason="storage_unavailable")
            return Response(status_code=503)
        except Exception as error:
            # Without the error's own text, which may hold words of a person.
            self._log.error("update_failed", update_id=update_id, error=type(error).__name__)
            return Response(status_code=500)
        return Response(status_code=200)


def webhook_route(application: DurableApplication, *, secret: str, path: str) -> Route:
    """The route for Telegram at `path`; `secret` is what `set_webhook` told Telegram.

    Raises:
        ValueError: the secret is empty, so that anybody could speak for Telegram.
    """
    if not secret:
        raise ValueError("a webhook without a secret would believe anybody")
    return Route(path, _Webhook(application, secret).receive, methods=["POST"], name="telegram-webhook")


async def set_webhook(
    application: DurableApplication, *, url: str, secret: str, sleep: Sleep, connections: int = CONNECTIONS
) -> None:
    """Ask Telegram to deliver to `url`, at most `connections` at a time; nothing that waits is dropped. Asks
    until it answers, as `connect` does.

    Raises:
        SettingsError: Telegram refuses the address or the secret, or does not know the token.
    """
    parameters: dict[str, str | int] = {
        "url": url,
        "secret_token": secret,
        "allowed_updates": json.dumps(ALLOWED_UPDATES),
        "max_connections": connections,
        "drop_pending_updates": "false",
    }

    async def ask() -> None:
        try:
            await application.bot.call("setWebhook", parameters)
        except BadRequest as error:
            raise refused_webhook(error) from None

    await until_answered(ask, sleep=sleep)


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is too long; what the sender says of its length is not believed."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT_BYTES:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        return None
    known = isinstance(raw, dict) and isinstance(raw.get("update_id"), int)
    return raw if known else None
