"""The world outside of the processes: Telegram with its faults, and what everybody has on their phone.

It outlives every process: what was delivered stays delivered, whoever is killed afterwards.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from bot.channels.base import Envelope
from bot.errors import RecipientGone, Retry, Unsure
from flows.model import Button, Prompt
from tests.support.building import FakeChannel, buttons_of
from tests.support.clock import FakeClock

MOST_ON_A_SCREEN = 30


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message that arrived: the `number`th of the chat with this id, as the database counts. `edited`: it
    took the place of an earlier one.
    """

    at: datetime
    address: str
    chat_id: int
    number: int
    prompt: Prompt
    edited: bool


@dataclass(slots=True)
class Message:
    """What stands at one place of a screen now. `tapped` counts how often each of its buttons was pressed."""

    ref: str
    chat_id: int
    prompt: Prompt
    tapped: Counter[str] = field(default_factory=Counter)

    @property
    def buttons(self) -> list[Button]:
        return buttons_of(self.prompt)


@dataclass(slots=True)
class Phone:
    """The newest messages of one chat, oldest first. `blocked`: the bot cannot reach it."""

    messages: dict[str, Message] = field(default_factory=dict)
    blocked: bool = False

    def show(self, ref: str, envelope: Envelope) -> None:
        self.messages[ref] = Message(ref, envelope.conversation, envelope.prompt)
        if len(self.messages) > MOST_ON_A_SCREEN:
            del self.messages[next(iter(self.messages))]


@dataclass(slots=True, kw_only=True)
class Outside(FakeChannel):
    """Telegram as the dispatcher knows it. `faults` is the share of attempts that go wrong, in five ways."""

    clock: FakeClock
    dice: Random
    faults: float
    phones: dict[str, Phone] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    attempts: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    maybe_twice: set[tuple[int, int]] = field(default_factory=set)
    """Rows (chat, number) of which nobody could know whether they had arrived: these may come again."""

    def phone(self, address: str) -> Phone:
        return self.phones.setdefault(address, Phone())

    async def deliver(self, envelope: Envelope) -> str:
        """See `bot.channels.base.Channel`."""
        self.attempts += 1
        if self.phone(envelope.address).blocked:
            self.failed["blocked"] += 1
            raise RecipientGone("403")
        if self.dice.random() >= self.faults:
            return self._arrives(envelope)
        return self._fails(envelope)

    def _fails(self, envelope: Envelope) -> str:
        way = self.dice.choice(("connect", "busy", "server", "time-out", "late answer"))
        self.failed[way] += 1
        if way == "busy":
            raise Retry("429", retry_after=float(self.dice.randint(1, 40)))
        if way in ("connect", "server"):
            raise Retry(way)
        self.maybe_twice.add((envelope.conversation, envelope.outbox_id))
        if way == "late answer":
            self._arrives(envelope)
        raise Unsure("time-out")

    def _arrives(self, envelope: Envelope) -> str:
        ref = envelope.replaces_ref or f"m{self.attempts}"
        self.phone(envelope.address).show(ref, envelope)
        self.delivered.append(envelope)
        self.deliveries.append(
            Delivery(
                self.clock(),
                envelope.address,
                envelope.conversation,
                envelope.outbox_id,
                envelope.prompt,
                bool(envelope.replaces_ref),
            )
        )
        return ref
