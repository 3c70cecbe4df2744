"""A Bot API server for tests: the real bot talks to it over HTTP, phones talk back. See README.md here."""

from tests.support.bot_api.faults import (
    BadRequest,
    DropConnection,
    Forbidden,
    ReadTimeout,
    ServerError,
    TooManyRequests,
)
from tests.support.bot_api.groups import Group
from tests.support.bot_api.model import Call, Violation
from tests.support.bot_api.phone import Phone
from tests.support.bot_api.screen import Button, Key, Screen, ShownMessage, Venue
from tests.support.bot_api.server import DEFAULT_TOKEN, BotApiServer

__all__ = [
    "DEFAULT_TOKEN",
    "BadRequest",
    "BotApiServer",
    "Button",
    "Call",
    "DropConnection",
    "Forbidden",
    "Group",
    "Key",
    "Phone",
    "ReadTimeout",
    "Screen",
    "ServerError",
    "ShownMessage",
    "TooManyRequests",
    "Venue",
    "Violation",
]
