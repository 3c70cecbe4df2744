"""One transaction around a batch of things received: what is stored, answered and remembered belongs
together or did not happen.

    known update? ──yes──▶ nothing
         │no
    lock the chat ─▶ engine.resume ─▶ act on the events ─▶ state, outbox, timers ─▶ commit ─▶ dispatcher

Updates of different chats share a transaction and its statements. What goes wrong in one conversation stays
in that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Priority
from bot.db.queries import updates
from bot.db.queries.chats import LockedChat
from bot.services import audit, drafts
from bot.services.desk.desk import Desk
from bot.services.inbox import Inbound, Receipt
from bot.services.locking import Locker, is_heard, key_of
from bot.services.loop import tasks
from bot.services.loop.withdrawing import FORGET_AFTER
from bot.services.metrics import Metrics
from bot.services.outgoing import Outgoing, in_order
from bot.services.process import Process
from bot.services.reactions import Happening, Reactions, told_in
from bot.services.scene import Scene
from bot.services.turns import Turns
from flows import engine
from flows.model import Prompt, State, Text
from flows.replies import Silence
from flows.step import Flow

log = structlog.get_logger()

# Translators: something went wrong on our side; the question stays as it was.
SORRY = Text("general.sorry")
# Translators: said in a group chat; the person has to write to us alone.
ONLY_ALONE = Text("general.only_alone")


@dataclass(frozen=True, slots=True)
class Speaker:
    """One batch's chats by (channel, address), and the transaction in which they are answered."""

    chats: dict[tuple[str, str], LockedChat]
    scene: Scene

    @property
    def outgoing(self) -> Outgoing:
        return self.scene.outgoing

    @property
    def now(self) -> datetime:
        return self.scene.now


class Conversations:
    """Takes in batches. Use it through `bot.services.receiver.Receiver`, which gathers them."""

    def __init__(self, process: Process, flow: Flow, metrics: Metrics) -> None:
        codec, worlds = process.codec, process.worlds
        self._database = process.database
        self._codec = codec
        self._rules = process.rules
        self._dispatcher = process.dispatcher
        self._flow = flow
        self._worlds = worlds
        self._locker = Locker(worlds, me=process.rules.me)
        self._reactions = Reactions()
        self._turns = Turns(codec, flow, worlds)
        self._desk = Desk(codec, self._turns.means_nothing)
        self._metrics = metrics
        self._bell = process.bell
        self._clock = worlds.clock

    async def take_in(self, batch: Sequence[Inbound]) -> list[Receipt]:
        """Take in a batch in one transaction; one receipt each, in the same order.

        Raises:
            StorageUnavailable: nothing was stored.
            IntegrityError: another process did the same at the same time; nothing was stored, begin again.
        """
        now = self._clock()
        async with self._database.transaction() as connection:
            fresh = await self._unknown(connection, batch)
            if fresh:
                await updates.record(connection, [(item.source, item.update_id) for item in fresh], now)
            outgoing = Outgoing(self._rules, self._codec, now)
            scene = Scene(connection, now, self._codec, outgoing, self._worlds)
            speaker = Speaker(await self._locker.lock(connection, fresh, now), scene)
            new = {id(item) for item in fresh}
            receipts = [
                await self._receipt(item, speaker) if id(item) in new else self._repeated(item, speaker)
                for item in batch
            ]
            parcels = await outgoing.store(connection, tuple(speaker.chats.values()))
            await audit.write(scene)
        self._dispatcher.take(parcels)
        if scene.told_others:
            self._bell.ring()
        return receipts

    async def refuse(self, inbound: Inbound, reason: str) -> Receipt:
        """The database refuses this one for a reason of its own: note it as failed, so that it does not come
        for ever, and say sorry.
        """
        log.error("update_failed", source=inbound.source, update=inbound.update_id, reason=reason)
        now = self._clock()
        async with self._database.transaction() as connection:
            await updates.record(
                connection, [(inbound.source, inbound.update_id)], now, failed_with=reason[:80]
            )
            outgoing = Outgoing(self._rules, self._codec, now)
            locked = await self._locker.lock(connection, [inbound], now)
            for chat in locked.values() if is_heard(inbound) else ():
                outgoing.say(chat, [Prompt((SORRY,))])
            parcels = await outgoing.store(connection, tuple(locked.values()))
        self._dispatcher.take(parcels)
        return self._said(inbound, locked.get(key_of(inbound.actor)), None)

    async def set_aside(self, inbound: Inbound, reason: str) -> Receipt:
        """Not even a sorry can be stored for this one. Only its number is noted, or it would come for ever
        and hold up all that follow.
        """
        now = self._clock()
        numbers = [(inbound.source, inbound.update_id)]
        async with self._database.transaction() as connection:
            await updates.record(connection, numbers, now, failed_with=reason[:80])
        return self._said(inbound, None, None)

    # ── before the turn ────────────────────────────────────────────────────────────────────────────────

    async def _unknown(self, connection: AsyncConnection, batch: Sequence[Inbound]) -> list[Inbound]:
        """Those that were not taken in before, each once."""
        by_source: dict[str, dict[int, Inbound]] = defaultdict(dict)
        for inbound in batch:
            by_source[inbound.source].setdefault(inbound.update_id, inbound)
        known = {
            source: await updates.known(connection, source, list(items))
            for source, items in by_source.items()
        }
        return [
            inbound
            for inbound in batch
            if inbound.update_id not in known[inbound.source]
            and by_source[inbound.source][inbound.update_id] is inbound
        ]

    # ── the turn ───────────────────────────────────────────────────────────────────────────────────────

    async def _receipt(self, inbound: Inbound, speaker: Speaker) -> Receipt:
        connection = speaker.scene.connection
        chat = speaker.chats.get(key_of(inbound.actor))
        self._metrics.received(inbound.source, type(inbound.reply).__name__)
        if chat is None:
            return self._said(inbound, None, None)
        if inbound.gone:
            chat.unreachable_at = speaker.now
            await tasks.person_unreachable(connection, chat.id, speaker.now, reason="blocked")
            return self._said(inbound, chat, None)
        if chat.unreachable_at is not None and not isinstance(inbound.reply, Silence):
            chat.unreachable_at = None
            await tasks.person_is_back(connection, chat.id, speaker.now)
        if inbound.group:
            speaker.outgoing.say(chat, [Prompt((ONLY_ALONE,))])
        elif inbound.reply is not None:
            said = await self._desk.answer(speaker.scene, chat, inbound.reply, inbound.actor)
            if said is None:
                return await self._converse(inbound, chat, speaker)
            chat.last_heard_at = speaker.now
            prompts = self._turns.led(inbound, chat, said) if said.goes else said.prompts
            speaker.outgoing.say(chat, prompts, names=said.names)
            return self._said(inbound, chat, said.toast)
        return self._said(inbound, chat, None)

    async def _converse(self, inbound: Inbound, chat: LockedChat, speaker: Speaker) -> Receipt:
        turn = self._turns.answer(inbound, chat)
        if turn is None:
            speaker.outgoing.say(chat, [Prompt((SORRY,))])
            return self._said(inbound, chat, None)
        if not isinstance(inbound.reply, Silence):
            chat.last_heard_at = speaker.now
            if chat.forget_at is not None:
                # Somebody who may not be kept is still here: the hour begins anew.
                chat.forget_at = speaker.now + FORGET_AFTER
        happening = Happening(chat, turn.state, self._flow, speaker.scene, inbound.reply)
        told: list[Prompt] = []
        for event in turn.events:
            self._metrics.happened(type(event).__name__)
            told += await self._reactions.act(event, happening)
        if happening.refused:
            turn = self._turns.home(inbound, chat, turn.state)
        state = turn.state
        chat.language, chat.aloud = state.language, state.aloud
        chat.state = self._codec.seal_state(state)
        push = self._worlds.capabilities[chat.channel].push
        unfinished = not _rests(self._flow, state) and chat.forget_at is None
        await drafts.follow(speaker.scene.connection, chat, unfinished=unfinished, push=push)
        speaker.outgoing.say(chat, in_order(told_in(turn.prompts, turn.events), told), _priority(inbound))
        return self._said(inbound, chat, turn.toast)

    # ── after the turn ─────────────────────────────────────────────────────────────────────────────────

    def _said(self, inbound: Inbound, chat: LockedChat | None, toast: Text | None) -> Receipt:
        hint = inbound.actor.language_hint
        language = chat.language if chat else self._worlds.catalogues.best(hint)
        return Receipt(repeated=False, toast=toast, language=language)

    def _repeated(self, inbound: Inbound, speaker: Speaker) -> Receipt:
        said = self._said(inbound, speaker.chats.get(key_of(inbound.actor)), engine.ALREADY_DONE)
        return replace(said, repeated=True)


def _rests(flow: Flow, state: State) -> bool:
    """Nothing is asked of the person here, so there is no unfinished sign-up."""
    step = flow.steps.get(state.step)
    return step is None or step.rests


def _priority(inbound: Inbound) -> int:
    """Who has just said something waits for the answer; a nudge can wait."""
    return Priority.REMINDER if isinstance(inbound.reply, Silence) else Priority.ANSWER
