"""Every handler of Telegram updates, the one list of their order, and whom each of them serves.

A handler narrows the update, hands it to the inbox and is done. It returns only after the commit; what it
raises reaches the poller or the webhook, which then does not acknowledge the update.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from enum import StrEnum

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.channels.telegram_markup import Renderer, toast_text
from bot.services.inbox import Inbox, Receipt
from handlers import inbound
from handlers.albums import Albums
from handlers.application import Context, DurableApplication

# Toasts under way at one time; behind it the messages themselves would wait for a connection.
TOASTS_AT_ONCE = 8
# More than this many waiting means that Telegram is slow; a toast that comes late is of no use.
TOASTS_WAITING = 500


class Who(StrEnum):
    """Whom a handler serves. `ANYBODY` who writes to the bot; for `NOBODY` the update is only let go.

    Staff and volunteers have no handlers of their own: what a button or word may do is decided where it is
    known who said it, by the rules of `bot.services.desk.verbs` and `bot.services.loop.rights`.
    """

    ANYBODY = "anybody"
    NOBODY = "nobody"


# By the name of the handler's method. `register` refuses a handler that is not here.
RULES: Mapping[str, Who] = {
    "tap": Who.ANYBODY,
    "message": Who.ANYBODY,
    "edited": Who.ANYBODY,
    "membership": Who.ANYBODY,
    "ignored": Who.NOBODY,
}


class Handlers:
    """What handlers need, and the handlers. `close` waits for the toasts that are still under way."""

    def __init__(self, inbox: Inbox, renderer: Renderer) -> None:
        self._inbox = inbox
        self._renderer = renderer
        self._log = structlog.get_logger(__name__)
        self._albums = Albums()
        self._toasts: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Semaphore(TOASTS_AT_ONCE)

    def in_order(self) -> tuple[BaseHandler[Update, Context, None], ...]:
        """The one list. The first that takes an update is the only one; the last takes all that is left."""
        return (
            CallbackQueryHandler(self.tap),
            MessageHandler(filters.UpdateType.MESSAGE, self.message),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.edited),
            ChatMemberHandler(self.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            TypeHandler(Update, self.ignored),
        )

    async def tap(self, update: Update, context: Context) -> None:
        """A button was pressed: store it, then stop the little clock on the button."""
        received = inbound.tap(update)
        receipt = await self._inbox.receive(received) if received else None
        query = update.callback_query
        if query is not None:
            self._answer_soon(query.id, receipt, context)

    async def message(self, update: Update, context: Context) -> None:
        """Something was said or sent; of an album the first message counts for all."""
        album = update.message.media_group_id if update.message else None
        received = inbound.message(update, bot_username=context.bot.username)
        if received and not self._albums.has(album):
            await self._inbox.receive(received)
            self._albums.store(album)

    async def edited(self, update: Update, _: Context) -> None:
        """Something was changed afterwards."""
        received = inbound.edited(update)
        if received:
            await self._inbox.receive(received)

    async def membership(self, update: Update, _: Context) -> None:
        """Somebody blocked us, came back, or took us into a group."""
        received = inbound.membership(update)
        if received:
            await self._inbox.receive(received)

    async def ignored(self, update: Update, _: Context) -> None:
        """A kind of update that nobody said to us: acknowledged and forgotten."""
        self._log.debug("update_ignored", update_id=update.update_id)

    async def close(self) -> None:
        """Wait for the toasts under way; each of them ends within the time-outs of the request."""
        await asyncio.gather(*self._toasts)

    def _answer_soon(self, query_id: str, receipt: Receipt | None, context: Context) -> None:
        # Beside the update and not in it: a slow toast must not hold up the person's next answer.
        if len(self._toasts) >= TOASTS_WAITING:
            return
        task = asyncio.create_task(self._answer(query_id, receipt, context))
        self._toasts.add(task)
        task.add_done_callback(self._toasts.discard)

    async def _answer(self, query_id: str, receipt: Receipt | None, context: Context) -> None:
        parameters = {"callback_query_id": query_id}
        if receipt and receipt.toast:
            parameters["text"] = toast_text(self._renderer.render(receipt.toast, receipt.language))
        try:
            async with self._turn:
                await context.bot.call("answerCallbackQuery", parameters)
        except TelegramError as error:
            # Too late, or Telegram is away. The answer itself is safe; only the toast is lost.
            self._log.info("toast_failed", error=type(error).__name__)


def register(application: DurableApplication, *, inbox: Inbox, renderer: Renderer) -> Handlers:
    """Put the list into the application; call `close` of what is returned before shutting down.

    Raises:
        LookupError: a handler has no rule.
    """
    handlers = Handlers(inbox, renderer)
    for handler in handlers.in_order():
        add(application, handler)
    return handlers


def add(application: DurableApplication, handler: BaseHandler[Update, Context, None]) -> None:
    """Let the application use one handler.

    Raises:
        LookupError: nobody wrote down who may use it.
    """
    name = handler.callback.__name__
    if name not in RULES:
        raise LookupError(f"{name} has no rule: say in RULES of {__name__} who may use it")
    application.add_handler(handler)
