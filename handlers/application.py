"""The library's Application, without the parts that would forget: no updater, no job queue, no persistence.

Two habits of the library are changed here, because an update may be acknowledged only after its commit: an
error of a handler goes up to whoever fetched the update instead of into a log, and an unreadable answer is
not written to the log, since it may hold words of a person.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, TypeAlias, cast

import structlog
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram import WireBot
from bot.channels.telegram_errors import reason_of, retry_after_seconds
from bot.errors import SettingsError, TaalwijzerError
from bot.settings import Settings
from handlers.backoff import Backoff

POOL_SIZE = 32
CONNECT_SECONDS = 5.0
READ_SECONDS = 10.0
# A burst waits for a connection rather than failing; nothing has left while it waits.
POOL_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 30.0
# What we ask Telegram for; everything else is not even sent to us.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_Data: TypeAlias = dict[Any, Any]
Context: TypeAlias = CallbackContext[WireBot, _Data, _Data, _Data]
Sleep: TypeAlias = Callable[[float], Awaitable[None]]


class DurableApplication(Application[WireBot, Context, _Data, _Data, _Data, None]):
    """An Application whose `process_update` raises what a handler raised."""

    async def process_error(self, update: object, error: Exception, *_: object, **__: object) -> NoReturn:
        """Raise it: an update that was not stored must come again."""
        raise error


class QuietRequest(HTTPXRequest):
    """The library's HTTP, which keeps an unreadable answer to itself."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer.

        Raises:
            TelegramError: it is not JSON, or not an object.
        """
        try:
            answer = json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


def build_application(settings: Settings, *, request: BaseRequest | None = None) -> DurableApplication:
    """Make the Application for `settings.telegram_token` at `settings.telegram_api_url`; nothing is sent yet.

    `request` takes the place of the network, in tests and measurements.

    Raises:
        SettingsError: there is no token.
    """
    token = settings.telegram_token.get_secret_value()
    if not token:
        raise SettingsError(("TAALWIJZER_TELEGRAM_TOKEN: not set; @BotFather on Telegram gives you one",))
    # The library's own way to choose timedeltas now; without it every 429 writes a deprecation warning.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    request = request or QuietRequest(
        connection_pool_size=POOL_SIZE,
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        pool_timeout=POOL_SECONDS,
    )
    api = settings.telegram_api_url
    bot = WireBot(
        token,
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request,
        # The long poll takes one connection of the same pool; its time-out comes with each call.
        get_updates_request=request,
    )
    application = (
        ApplicationBuilder()
        .application_class(DurableApplication)
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .concurrent_updates(False)
        .build()
    )
    return cast(DurableApplication, application)


async def connect(application: DurableApplication, *, sleep: Sleep) -> None:
    """Ask Telegram who we are, again and again until it answers; waits 1, 2, 4 … 30 seconds in between.

    Raises:
        SettingsError: Telegram does not know the token.
    """
    await until_answered(application.initialize, sleep=sleep)


async def until_answered(ask: Callable[[], Awaitable[object]], *, sleep: Sleep) -> None:
    """Ask Telegram something at the start of a run, again and again until it answers; waits as long as it
    says, and otherwise 1, 2, 4 … 30 seconds in between. Whatever else `ask` raises ends it.

    Raises:
        SettingsError: Telegram does not know the token.
    """
    log = structlog.get_logger(__name__)
    backoff = Backoff(first=1.0, longest=LONGEST_WAIT_SECONDS)
    while True:
        try:
            await ask()
            return
        except InvalidToken:
            raise unknown_token() from None
        except TelegramError as error:
            wait = retry_after_seconds(error) if isinstance(error, RetryAfter) else backoff.grow()
            # Only the class: the library puts addresses and tokens into some of its messages.
            log.warning("telegram_unreachable", error=type(error).__name__, wait_seconds=wait)
            await sleep(wait)


async def ask_username(settings: Settings) -> str:
    """Ask Telegram once for the username of the bot, for whoever makes a link to it.

    Raises:
        SettingsError: there is no token, or Telegram does not know it.
        TaalwijzerError: Telegram does not answer.
    """
    bot = build_application(settings).bot
    try:
        async with bot:
            return bot.username
    except InvalidToken:
        raise unknown_token() from None
    except TelegramError as error:
        raise TaalwijzerError(f"Telegram does not answer ({type(error).__name__}): try again later") from None


def unknown_token() -> SettingsError:
    """What the operator reads when Telegram refuses the token; the token itself is not shown."""
    return SettingsError(("TAALWIJZER_TELEGRAM_TOKEN: Telegram does not know this token (401)",))


def refused_webhook(error: BadRequest) -> SettingsError:
    """What the operator reads when Telegram does not want to call us; asking again gives the same answer."""
    # Both settings come with one call, and only Telegram's words tell them apart.
    setting = "WEBHOOK_SECRET" if "secret" in error.message.lower() else "WEBHOOK_URL"
    return SettingsError((f"TAALWIJZER_{setting}: Telegram refuses it ({reason_of(error)})",))
