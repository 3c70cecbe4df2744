"""What the events of a turn lead to, in the transaction of that turn. Each returns what the person is told
because of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import cases, consents, rights, taalhuizen
from bot.db.queries import intakes as sign_ups
from bot.db.queries.chats import LockedChat
from bot.domain.referral_status import CLOSED, ReferralStatus
from bot.services import intakes, privacy, recordings
from bot.services.forgetting import forget_draft
from bot.services.loop import asked_before, houseless, mine, tasks, transfer, withdrawing
from bot.services.outgoing import Outgoing
from bot.services.scene import Scene
from flows.cards.mine import ROLE_STAYS, over
from flows.events import (
    AnswersAsked,
    ConsentGiven,
    ConsentRefused,
    DataAsked,
    EraseConfirmed,
    Event,
    Expired,
    IntakeSubmitted,
    NameSpoken,
    NumberRefused,
    PersonAsked,
    Purpose,
    Stopped,
    TaalhuisChanged,
)
from flows.model import Name, Prompt, State, Text
from flows.replies import Reply, Spoken
from flows.step import Flow

# Translators: who signed up somebody wants another Taalhuis for them, but it is too late for that.
_TOO_LATE_FOR_HELPER = Text("news.helper.too_late")
# Translators: stands in the place of a question that held answers which are erased now.
QUESTION_GONE = Text("general.question_gone")
_COUNTED = {ConsentRefused: "consent.refused", Expired: "erased.draft_expired", Stopped: "erased.draft"}
"""What the privacy report counts, by what happened."""


@dataclass(slots=True)
class Happening:
    """Where it happened: the locked chat, the state after the turn, and the transaction; `reply` is what led
    to it. `refused`: what the turn said has become untrue, and is not to be said.
    """

    chat: LockedChat
    state: State
    flow: Flow
    scene: Scene
    reply: Reply | None = None
    refused: bool = False

    @property
    def outgoing(self) -> Outgoing:
        return self.scene.outgoing

    @property
    def now(self) -> datetime:
        return self.scene.now


class Reactions:
    """Acts on events."""

    async def act(self, event: Event, at: Happening) -> list[Prompt]:
        """Do what follows from one event. Events that only inform lead to nothing here."""
        connection = at.scene.connection
        if isinstance(event, AnswersAsked):
            return await mine.tell(at.scene, at.flow, at.chat.id)
        if isinstance(event, DataAsked):
            return await privacy.tell_data(at.scene, at.flow, at.chat.id, at.state)
        if isinstance(event, EraseConfirmed):
            works = await withdrawing.erase_all(at.scene, at.chat)
            return [Prompt((ROLE_STAYS,))] if works else []
        if isinstance(event, TaalhuisChanged):
            return await self._change_house(event, at)
        await self._store(connection, event, at)
        return []

    async def _store(self, connection: AsyncConnection, event: Event, at: Happening) -> None:
        match event:
            case ConsentGiven():
                at.chat.forget_at = None
                await self._given(connection, event, at)
            case ConsentRefused() | Expired() | Stopped(keep=False):
                await rights.count(connection, _COUNTED[type(event)], at.now, zone=at.scene.zone)
                # What this turn still says (the old question closed, the goodbye) is written after this.
                at.outgoing.forget(at.chat.id)
                await forget_draft(connection, at.chat, at.now)
            case NumberRefused():
                await rights.count(connection, "bsn.chat", at.now, zone=at.scene.zone)
            case NameSpoken(step) if isinstance(at.reply, Spoken):
                await recordings.keep_of_draft(at.scene, at.reply, chat_id=at.chat.id, step=step)
            case IntakeSubmitted():
                await intakes.submit(connection, event, at.scene.codec, _sender(at))
                await self._received(at)
            case PersonAsked():
                await self._ask_person(connection, event, at)

    async def _given(self, connection: AsyncConnection, event: ConsentGiven, at: Happening) -> None:
        """Counted once a sign-up, whoever sends it."""
        chat = at.chat
        if event.purpose is Purpose.REFERRAL:
            await rights.count(connection, "consent.given", at.now, zone=at.scene.zone)
        await consents.give(
            connection, event, chat_id=chat.id, learner_id=None, channel=chat.channel, now=at.now
        )

    async def _ask_person(self, connection: AsyncConnection, event: PersonAsked, at: Happening) -> None:
        """Without consent there is nobody we could name to staff; the person was told whom to call."""
        if at.state.answers.get("consent") or await self._is_known(connection, at):
            await tasks.person_asked(connection, at.chat.id, at.now, step=event.step)

    async def _change_house(self, event: TaalhuisChanged, at: Happening) -> list[Prompt]:
        """The learner prefers another house than the one shown; told when it is too late for that, or when
        nobody goes on with the sign-up.
        """
        connection = at.scene.connection
        newest = await sign_ups.newest_referral(connection, at.chat.id)
        case = await cases.lock(connection, newest.id) if newest else None
        there = await taalhuizen.id_of(connection, event.match.code)
        if case is None or there is None:
            return []
        if case.taalhuis_id == there and case.status not in CLOSED:
            return []
        if case.by_helper and case.status not in (ReferralStatus.SUBMITTED, ReferralStatus.REJECTED):
            # Where it stands is not for who signed them up, nor for them to change once somebody helps.
            at.refused = True
            return [Prompt((_TOO_LATE_FOR_HELPER,))]
        if case.taalhuis_id != there and await transfer.chosen_by_learner(
            at.scene, case, there, event.match.distance_km
        ):
            return []
        at.refused = True
        if case.status in CLOSED:
            return [over(case.status)]
        here = await taalhuizen.place_of(connection, case.taalhuis_id) if case.taalhuis_id else None
        # Translators: the learner tapped another Taalhuis, but somebody of this one helps already.
        return [Prompt((Text("news.house_stays", {"house": Name(here.name)}),))] if here else []

    async def _received(self, at: Happening) -> None:
        """The newest sign-up of this chat stands at a house, with what was asked before it was sent."""
        newest = await sign_ups.newest_referral(at.scene.connection, at.chat.id)
        if newest is not None:
            await houseless.arrived(at.scene, newest.id)
        await asked_before.attach(at.scene.connection, at.chat.id, at.now)

    async def _is_known(self, connection: AsyncConnection, at: Happening) -> bool:
        return await intakes.any_sent(connection, at.chat.id)


def told_in(prompts: Sequence[Prompt], events: Sequence[Event]) -> tuple[Prompt, ...]:
    """What may be said of a turn. A question that expires is closed without its words: the overview holds
    every answer that was erased just now.
    """
    if not any(isinstance(event, Expired) for event in events):
        return tuple(prompts)
    return tuple(replace(prompt, lines=(QUESTION_GONE,)) if prompt.replaces else prompt for prompt in prompts)


def _sender(at: Happening) -> intakes.Sender:
    return intakes.Sender(
        chat_id=at.chat.id,
        channel=at.chat.channel,
        language=at.state.language,
        flow=at.flow.name,
        flow_version=at.flow.version,
        origin=at.chat.origin,
        now=at.now,
    )
