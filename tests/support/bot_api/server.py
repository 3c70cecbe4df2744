"""The Bot API test server: everything put together, living in the event loop of the test."""

import asyncio
import contextlib
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from tests.support.bot_api.app import Desk, make_app
from tests.support.bot_api.checks import method_models
from tests.support.bot_api.control import Control
from tests.support.bot_api.faults import Faults
from tests.support.bot_api.groups import Group
from tests.support.bot_api.limits import Limits
from tests.support.bot_api.methods import Methods
from tests.support.bot_api.model import STATE_RULES, Call, Violation
from tests.support.bot_api.phone import Phone
from tests.support.bot_api.updates import UpdateQueue
from tests.support.bot_api.webhook import Webhook
from tests.support.bot_api.wire import Wire
from tests.support.bot_api.world import World

DEFAULT_TOKEN = "123456789:TEST-token-of-the-bot-api-test-server"


class BotApiServer:
    """`async with BotApiServer() as server:` serves on 127.0.0.1 until the block ends.

    `port` 0 takes any free one. `webhook_delays_s` are the pauses after failed deliveries; the last one
    repeats. `query_lifetime_s` is how long a pressed button can be answered.
    """

    def __init__(
        self,
        *,
        token: str = DEFAULT_TOKEN,
        port: int = 0,
        username: str = "TaalwijzerBot",
        first_update_id: int = 700_000_001,
        webhook_delays_s: Sequence[float] = (0.05, 0.1, 0.2, 0.5),
        webhook_timeout_s: float = 5.0,
        query_lifetime_s: float = 300.0,
    ) -> None:
        self.token = token
        self.updates = UpdateQueue(first_update_id)
        self.world = World(updates=self.updates, query_lifetime_s=query_lifetime_s, username=username)
        self.webhook = Webhook(self.updates, delays_s=webhook_delays_s, timeout_s=webhook_timeout_s)
        self.faults = Faults()
        self.limits = Limits()
        self.phones: dict[int, Phone] = {}
        self.groups: dict[int, Group] = {}
        self._wanted_port = port
        self._wire = Wire()
        self._desk = Desk(
            token=token,
            world=self.world,
            methods=Methods(self.world, self.webhook),
            models=method_models(),
            faults=self.faults,
            limits=self.limits,
            cutter=self._wire,
        )
        self._deliveries: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Starts to serve."""
        app = make_app([*self._desk.routes(), *Control(self).routes()])
        await self._wire.start(app, self._wanted_port)
        self._deliveries = asyncio.create_task(self.webhook.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends long polls and deliveries, then stops."""
        self.updates.end_poll(None)
        if self._deliveries is not None:
            self._deliveries.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._deliveries
        await self._wire.stop()

    @property
    def url(self) -> str:
        """The root, for TAALWIJZER_TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self._wire.port}"

    @property
    def base_url(self) -> str:
        """`base_url` of python-telegram-bot."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """`base_file_url` of python-telegram-bot."""
        return f"{self.url}/file/bot"

    @property
    def calls(self) -> list[Call]:
        """Every call of the bot, in the order of arrival."""
        return self._desk.calls

    @property
    def violations(self) -> list[Violation]:
        """Every call that the Bot API does not allow."""
        return self._desk.violations

    @property
    def defects(self) -> list[Violation]:
        """The violations that no crash, lost answer or double delivery can excuse."""
        return [violation for violation in self.violations if violation.rule not in STATE_RULES]

    def calls_of(self, method: str, *, chat_id: int | str | None = None) -> list[Call]:
        """The calls of one method, for one chat or for all."""
        name = method.lower()
        return [c for c in self.calls if c.method.lower() == name and chat_id in (None, c.chat_id)]

    def phone(
        self,
        *,
        chat_id: int,
        first_name: str = "Fatima",
        language_code: str | None = "nl",
        username: str | None = None,
        started: bool = True,
    ) -> Phone:
        """A person with a phone. `started=False`: the bot may not write before the person does."""
        phone = Phone(
            self.world,
            chat_id=chat_id,
            first_name=first_name,
            language_code=language_code,
            username=username,
            started=started,
        )
        self.phones[chat_id] = phone
        return phone

    def group(self, *, chat_id: int, title: str = "Buurthuis") -> Group:
        """A group chat with the bot in it; an id below -1000000000000 is that of a supergroup."""
        group = Group(self.world, chat_id=chat_id, title=title)
        self.groups[chat_id] = group
        return group

    def deliver_twice(self, update_id: int) -> None:
        """Gives the bot an update once more, whatever it has confirmed."""
        self.updates.deliver_twice(update_id)
