"""What is to be said in one transaction: every message becomes a row, and the ones that may leave at once
are claimed as they are written.

chat may be written to now?  ──yes──▶ row "claimed" by us ──commit──▶ handed to the dispatcher
                             ──no───▶ row "created", the sweeper takes it when its time has come
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import compress
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Priority
from bot.db.queries import chats, outbox, pace
from bot.db.queries.chats import LockedChat
from bot.db.queries.outbox import Claim, OutboxRow
from bot.domain.sending import Limits, counted, earliest
from bot.services.codec import Codec
from flows.aloud import with_loudspeaker
from flows.model import Prompt


class Parcel(NamedTuple):
    """One message that this process has claimed. `send_at` in seconds since 1970; `replaces` the number of
    another message or 0. A tuple, because thousands a second are made of these.
    """

    chat_id: int
    number: int
    channel: str
    address: str
    language: str
    timezone: str
    prompt: Prompt
    replaces: int
    replaces_ref: str
    send_at: float
    attempts: int = 0
    unsure: int = 0
    aloud: bool = False


@dataclass(frozen=True, slots=True)
class SendingRules:
    """Who we are (`host:pid:nonce`), how long a claim lasts, and the limits of each channel that has any.
    `spoken` are the languages with a voice: what is asked in them can be heard.
    """

    me: str
    claim_seconds: int
    limits: Mapping[str, Limits]
    spoken: frozenset[str] = frozenset()


class Outgoing:
    """Collects the messages of one transaction. Call `say` for each locked chat, then `store` once, before
    the commit.
    """

    def __init__(self, rules: SendingRules, codec: Codec, now: datetime) -> None:
        self._rules = rules
        self._codec = codec
        self._now = now
        self._epoch = now.timestamp()
        self._rows: list[OutboxRow] = []
        self._parcels: list[Parcel | None] = []

    def say(
        self,
        chat: LockedChat,
        prompts: Sequence[Prompt],
        priority: int = Priority.ANSWER,
        *,
        names: Sequence[int] = (),
    ) -> None:
        """Number the messages of a locked chat and decide which of them may leave now. To somebody who
        cannot be reached nothing is said; when they come back, their question is asked again. `names` are the
        referrals that these messages tell of: when one of them is erased, they go.
        """
        if chat.unreachable_at is not None:
            chat.messages += len(prompts)
            return
        for prompt in prompts:
            self._say_one(chat, prompt, priority, tuple(dict.fromkeys(names)))

    @property
    def written(self) -> int:
        """How many messages are said in this transaction."""
        return len(self._rows)

    def forget(self, chat_id: int) -> None:
        """What was said to this chat in this transaction, before its words had to go, is not said."""
        self._keep([row.chat_id != chat_id for row in self._rows])

    def forget_referral(self, referral_id: int) -> None:
        """What was said of this referral in this transaction, before it was erased, is not said."""
        self._keep([referral_id not in row.names for row in self._rows])

    def _keep(self, wanted: Sequence[bool]) -> None:
        self._rows = list(compress(self._rows, wanted))
        self._parcels = list(compress(self._parcels, wanted))

    def _say_one(self, chat: LockedChat, prompt: Prompt, priority: int, names: tuple[int, ...]) -> None:
        chat.messages += 1
        if chat.language in self._rules.spoken:
            prompt = with_loudspeaker(prompt, chat.messages)
        replaces, ref = _replaced(chat, prompt)
        edits = bool(replaces or ref)
        send_at, due_at = self._earliest(chat, edits=edits), self._now
        if send_at is None or send_at > self._epoch:
            # Whatever comes after it must wait behind it.
            chat.others_unsent = True
            parcel = None
            due_at = datetime.fromtimestamp(send_at, UTC) if send_at is not None else due_at
        else:
            parcel = _parcel(chat, prompt, replaces, ref, self._epoch)
            self._count(chat, edits=edits, twice=chat.aloud)
        self._rows.append(
            OutboxRow(
                chat_id=chat.id,
                number=chat.messages,
                priority=priority,
                replaces=replaces,
                prompt=self._codec.seal_prompt(prompt),
                ref=ref or None,
                due_at=due_at,
                names=names,
            )
        )
        self._parcels.append(parcel)
        if prompt.serial and not prompt.replaces:
            chat.question, chat.question_ref = chat.messages, ""

    def _earliest(self, chat: LockedChat, *, edits: bool) -> float | None:
        """When this message may leave; None: not by us, not now."""
        stalled = chat.stalled_until is not None and chat.stalled_until > self._now
        if chat.others_unsent or stalled:
            return None
        limits = self._rules.limits.get(chat.channel)
        # Changing a message is not sending one: Telegram counts new messages in a chat.
        if limits is None or edits:
            return self._epoch
        return earliest(chat.send_tat, self._epoch, limits, is_group=chat.is_group)

    def _count(self, chat: LockedChat, *, edits: bool, twice: bool) -> None:
        """What is read aloud is two messages."""
        limits = self._rules.limits.get(chat.channel)
        if limits is not None and not edits:
            for _ in range(1 + twice):
                chat.send_tat = counted(chat.send_tat, self._epoch, limits, is_group=chat.is_group)

    async def store(self, connection: AsyncConnection, locked: Sequence[LockedChat]) -> list[Parcel]:
        """Write the chats and their messages; returns what this process may send once this is committed."""
        await chats.save(connection, locked)
        await self._take_slots(connection)
        claim = Claim(self._rules.me, self._now + timedelta(seconds=self._rules.claim_seconds))
        held = [parcel is not None for parcel in self._parcels]
        await outbox.add(connection, self._rows, self._now, held=held, claim=claim)
        return [parcel for parcel in self._parcels if parcel]

    async def _take_slots(self, connection: AsyncConnection) -> None:
        """Give each parcel its place in the shared queue; those without one are left to the sweeper, with
        what follows them in their chat.
        """
        for channel, limits in self._rules.limits.items():
            ours = [
                (i, parcel) for i, parcel in enumerate(self._parcels) if parcel and parcel.channel == channel
            ]
            if not ours:
                continue
            first, given = await pace.free_slots(
                connection, channel, now=self._epoch, wanted=len(ours), limits=limits
            )
            if given:
                await pace.take_slots(connection, channel, first + given / limits.per_second)
            for place, (index, parcel) in enumerate(ours):
                send_at = first + place / limits.per_second
                # Places are given in the order in which chats were served, so a chat never loses an earlier
                # one and keeps a later one.
                self._parcels[index] = parcel._replace(send_at=send_at) if place < given else None


def _parcel(chat: LockedChat, prompt: Prompt, replaces: int, ref: str, send_at: float) -> Parcel:
    return Parcel(
        chat_id=chat.id,
        number=chat.messages,
        channel=chat.channel,
        address=chat.address,
        language=chat.language,
        timezone=chat.timezone,
        prompt=prompt,
        replaces=replaces,
        replaces_ref=ref,
        send_at=send_at,
        aloud=chat.aloud,
    )


def _replaced(chat: LockedChat, prompt: Prompt) -> tuple[int, str]:
    """The number of the message in whose place this is shown, and the channel's name of it; (0, "") when it
    is new. Of an earlier card only that name is known.
    """
    if prompt.card_ref:
        return 0, prompt.card_ref
    return (chat.question, chat.question_ref) if prompt.replaces else (0, "")


def in_order(prompts: Sequence[Prompt], told: Sequence[Prompt]) -> list[Prompt]:
    """First what closes the old question, then what the services have to tell, then the next question."""
    closing = [prompt for prompt in prompts if prompt.replaces]
    rest = [prompt for prompt in prompts if not prompt.replaces]
    return [*closing, *told, *rest]
