"""Builders for tests of the services: a channel that remembers, and everything below it put together.

`build_rig` puts the real services of one process over a test's database; only the channel and the clock are
made up. What a process does by itself (take in, sweep, tick) a test does by calling it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.channels.base import Channel, Envelope
from bot.db.session import Database
from bot.db.vault import Vault
from bot.domain.sending import Limits
from bot.geo.places import PlaceTable
from bot.geo.taalhuis_file import TaalhuisRow, read_taalhuizen
from bot.resources import resource_dir, resource_path
from bot.services.bell import Bell
from bot.services.clockwork import Clockwork
from bot.services.codec import Codec
from bot.services.conversations import Conversations
from bot.services.directory import Directory
from bot.services.dispatch import Dispatcher
from bot.services.housekeeping import Housekeeping
from bot.services.imports import import_taalhuizen
from bot.services.inbox import Actor, Inbound, Receipt
from bot.services.kinds import kinds
from bot.services.metrics import Metrics
from bot.services.nudges import Nudges
from bot.services.outgoing import SendingRules
from bot.services.process import Process
from bot.services.receiver import Receiver
from bot.services.sweeper import Sweeper
from bot.services.transcripts import Transcripts
from bot.services.world import Site, Worlds
from bot.speech.engine import SPOKEN_LANGUAGES
from flows.facts import Capabilities
from flows.intake import intake_flow
from flows.model import Button, Prompt, Text
from flows.replies import Command, Reply, Tap
from flows.step import Flow
from tests.support.clock import FakeClock
from tests.support.worlds import TELEGRAM, catalogues

KEY = b"k" * 44
# Another machine, as far as the services know: what it has claimed is never taken for that of a dead process.
SPOKEN = frozenset(SPOKEN_LANGUAGES)
MACHINES = itertools.count(1)


@lru_cache(maxsize=1)
def place_table() -> PlaceTable:
    """The shipped table, read once for all tests."""
    return PlaceTable.load(resource_dir("data"))


@lru_cache(maxsize=1)
def demo_rows() -> tuple[TaalhuisRow, ...]:
    """The demo Taalhuizen."""
    return tuple(read_taalhuizen(resource_path("data") / "demo_taalhuizen.csv", place_table()))


@dataclass(slots=True)
class FakeChannel:
    """Remembers what was delivered. `answers`: what the next deliveries lead to, an error or a reference;
    then each gets the next number. `by_address` does the same for one chat.
    """

    name: str = "telegram"
    capabilities: Capabilities = TELEGRAM
    delivered: list[Envelope] = field(default_factory=list)
    tried: list[Envelope] = field(default_factory=list)
    answers: list[Exception | str] = field(default_factory=list)
    by_address: dict[str, list[Exception]] = field(default_factory=dict)
    before: Callable[[Envelope], None] | None = None

    async def deliver(self, envelope: Envelope) -> str:
        self.tried.append(envelope)
        if self.before is not None:
            self.before(envelope)
        waiting = self.by_address.get(envelope.address)
        answer = waiting.pop(0) if waiting else self.answers.pop(0) if self.answers else ""
        if isinstance(answer, Exception):
            raise answer
        self.delivered.append(envelope)
        return answer or f"m{len(self.delivered)}"

    def numbers(self, address: str) -> list[int]:
        """The numbers of what arrived in one chat, in the order of arrival."""
        return [envelope.outbox_id for envelope in self.delivered if envelope.address == address]

    def last(self, address: str) -> Prompt:
        """The newest question or message in one chat."""
        return next(envelope.prompt for envelope in reversed(self.delivered) if envelope.address == address)


@dataclass(slots=True)
class Rig:
    """The services of one process."""

    process: Process
    clock: FakeClock
    channel: FakeChannel
    sweeper: Sweeper
    conversations: Conversations
    clockwork: Clockwork
    metrics: Metrics
    database: Database = field(init=False)
    codec: Codec = field(init=False)
    rules: SendingRules = field(init=False)
    dispatcher: Dispatcher = field(init=False)
    worlds: Worlds = field(init=False)
    receiver: Receiver = field(init=False)
    nudges: Nudges = field(init=False)
    updates: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.database, self.codec, self.rules = self.process.database, self.process.codec, self.process.rules
        self.dispatcher, self.worlds = self.process.dispatcher, self.process.worlds
        self.receiver = Receiver(self.conversations, self.metrics)
        self.nudges = Nudges(database=self.database, inbox=self.receiver, me=self.rules.me, clock=self.clock)

    @property
    def directory(self) -> Directory:
        return self.conversations._worlds.directory

    @property
    def housekeeping(self) -> Housekeeping:
        return Housekeeping(self.database, self.clock, zone=self.worlds.zone)

    async def settle(self) -> None:
        """Wait until what was handed over is sent and noted."""
        await self.dispatcher.noted()

    async def due(self) -> int:
        """Do what falls due now, and send what follows from it; returns how many timers there were."""
        held = await self.clockwork.tick()
        await self.settle()
        return held

    def inbound(self, reply: Reply | None, *, address: str = "7", update: int | None = None) -> Inbound:
        """Something received; each gets the next update id unless told."""
        number = next(self.updates) if update is None else update
        actor = Actor(self.channel.name, address, profile_name="Fatma", language_hint="nl")
        return Inbound(self.channel.name, number, actor, reply)

    async def hear(self, reply: Reply | None, *, address: str = "7", update: int | None = None) -> Receipt:
        """Take in one thing, and send what follows from it."""
        return await self.take(self.inbound(reply, address=address, update=update))

    async def block(self, address: str) -> Receipt:
        """This person stops the bot."""
        return await self.take(replace(self.inbound(None, address=address), gone=True))

    async def take(self, inbound: Inbound) -> Receipt:
        (receipt,) = await self.conversations.take_in([inbound])
        await self.settle()
        return receipt

    async def start(self, address: str = "7") -> Receipt:
        return await self.hear(Command("start"), address=address)

    async def tap(self, choice: str, address: str = "7") -> Receipt:
        """Press a button of the newest question that is on the screen."""
        question = self.question(address)
        shown = [button.choice for row in (*question.prompt.rows, *question.prompt.always) for button in row]
        assert choice in shown, f"{choice} is not among {shown}"
        return await self.hear(Tap(choice, question.prompt.serial, question.conversation), address=address)

    async def taps(self, choices: str, address: str = "7") -> None:
        """Several, separated by blanks."""
        for choice in choices.split():
            await self.tap(choice, address)

    def question(self, address: str = "7") -> Envelope:
        """The newest message with buttons to press."""
        return next(
            envelope
            for envelope in reversed(self.channel.delivered)
            if envelope.address == address and envelope.prompt.serial and buttons_of(envelope.prompt)
        )

    async def with_houses(self) -> None:
        """Import the demo Taalhuizen."""
        await import_taalhuizen(self.database, demo_rows(), self.clock())
        await self.directory.refresh()

    async def rows(self, sql: str, **values: object) -> list[tuple[Any, ...]]:
        """What a statement finds, read behind the models."""
        async with self.database.reading() as connection:
            return [tuple(row) for row in await connection.execute(text(sql), values)]

    async def run(self, sql: str, **values: object) -> None:
        """Change something behind the models."""
        async with self.database.transaction() as connection:
            await connection.execute(text(sql), values)

    def moment(self, *, seconds: float = 0) -> object:
        """Now or later, as raw SQL of this database takes it."""
        moment = self.clock() + timedelta(seconds=seconds)
        return moment.strftime("%Y-%m-%d %H:%M:%S.%f") if self.database.is_sqlite else moment

    async def statuses(self, address: str = "7") -> list[str]:
        """The status of each message of a chat, in order."""
        found = await self.rows(
            "SELECT o.status FROM outbox o JOIN chat c ON c.id = o.chat_id"
            " WHERE c.address = :address ORDER BY o.number",
            address=address,
        )
        return [str(status) for (status,) in found]

    def transcripts(self) -> Transcripts:
        return Transcripts(self.database, self.codec, self.channel.name)


def buttons_of(prompt: Prompt) -> list[Button]:
    """What can be pressed, without the loudspeaker that stands under every card of a learner."""
    buttons = [button for row in (*prompt.rows, *prompt.always) for button in row]
    return [button for button in buttons if not button.choice.startswith("do:read:")]


def keys_of(prompt: Prompt) -> list[str]:
    """The catalogue keys of a message."""
    return [line.key for line in prompt.lines]


def notice(key: str = "general.sorry") -> Prompt:
    """A message that asks nothing."""
    return Prompt((Text(key),))


def build_rig(
    database: Database,
    clock: FakeClock,
    *,
    channel: FakeChannel | None = None,
    limits: Mapping[str, Limits] | None = None,
    flow: Flow | None = None,
    owner: str = "",
    keys: Sequence[bytes] = (KEY,),
) -> Rig:
    """Everything of one process; nothing runs but the dispatcher's noting, which `rigs` begins."""
    channel = channel or FakeChannel()
    channels: dict[str, Channel] = {channel.name: channel}
    codec = Codec(Vault(tuple(keys)))
    metrics = Metrics()
    me = owner or f"machine{next(MACHINES)}:1:test"
    rules = SendingRules(me, 30, limits or {}, SPOKEN)
    dispatcher = Dispatcher(
        database=database, channels=channels, limits=rules.limits, metrics=metrics, clock=clock
    )
    worlds = build_worlds(database, channel, clock)
    process = Process(database, codec, rules, dispatcher, worlds, Bell())
    conversations = Conversations(process, flow or intake_flow(), metrics)
    sweeper = Sweeper(database, codec, rules, channels=channels, dispatcher=dispatcher, clock=clock)
    return Rig(process, clock, channel, sweeper, conversations, Clockwork(process, kinds()), metrics)


def build_worlds(database: Database, channel: FakeChannel, clock: FakeClock) -> Worlds:
    """The shipped places and texts, and the Taalhuizen of this database."""
    return Worlds(
        places=place_table(),
        directory=Directory(database),
        catalogues=catalogues(),
        capabilities={channel.name: channel.capabilities},
        zone=ZoneInfo("Europe/Amsterdam"),
        help_phone="",
        bot_link="",
        clock=clock,
        spoken=SPOKEN,
        site=Site("http://test.example"),
    )
