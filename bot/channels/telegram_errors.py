"""What a failed call of the Bot API means, in our own words. Telegram has no codes for most of it."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import DeliveryError, Permanent, RecipientGone, Retry, Unsure

_GONE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "bot was kicked",
    "bot was blocked",
    "bot is not a member",
    "peer_id_invalid",
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
    "group chat was deactivated",
)
# The connection was never there, so nothing can have left.
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`")


def delivery_error(error: TelegramError) -> DeliveryError:
    """What a failed call means for the message. The reason holds no words of a person and no token."""
    reason = reason_of(error)
    if isinstance(error, RetryAfter):
        return Retry(reason, retry_after=retry_after_seconds(error))
    if isinstance(error, Forbidden | ChatMigrated):
        return RecipientGone(reason)
    if isinstance(error, BadRequest):
        gone = any(part in error.message.lower() for part in _GONE)
        return RecipientGone(reason) if gone else Permanent(reason)
    if isinstance(error, Conflict | InvalidToken):
        # Not the fault of this message: it waits until the operator has put the token or the other process
        # right.
        return Retry(reason)
    if isinstance(error, NetworkError):
        return _network_error(error, reason)
    # The answer was a success, but nobody can read it.
    return Unsure(reason)


def _network_error(error: NetworkError, reason: str) -> DeliveryError:
    cause = error.__cause__
    if cause is None or isinstance(cause, (TelegramError, *_NEVER_LEFT)):
        # Without an error below it the other side answered, with 5xx; it says that it did nothing.
        return Retry(reason)
    return Unsure(reason)


def reason_of(error: TelegramError) -> str:
    """For the log: no words of a person, and no token."""
    below = error.__cause__
    if below is not None and not isinstance(below, TelegramError):
        return f"{type(error).__name__} ({type(below).__name__})"
    if isinstance(error, BadRequest | Forbidden):
        # Telegram quotes the message that it refuses.
        return f"{type(error).__name__}: {_QUOTED.sub('…', error.message)[:120]}"
    return type(error).__name__


def retry_after_seconds(error: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    # The library is on its way from seconds to timedelta; the environment says which of them this is.
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
