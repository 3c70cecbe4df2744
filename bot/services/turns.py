"""What the engine makes of one thing that was received; the state of its chat is opened and sealed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import structlog
from pydantic import ValidationError

from bot.db.queries.chats import LockedChat
from bot.db.types import Sealed
from bot.db.vault import VaultError
from bot.domain.origin import origin_of
from bot.logging import where
from bot.services.codec import Codec
from bot.services.desk.model import Said
from bot.services.inbox import Actor, Inbound
from bot.services.outgoing import in_order
from bot.services.world import Worlds
from flows import engine
from flows.home import at_home
from flows.intake_name import with_own_name
from flows.model import Prompt, State, Turn
from flows.replies import Command, Reply, Silence, Tap
from flows.step import Flow, Go
from flows.versions import unread
from flows.world import World

log = structlog.get_logger()


class Turns:
    """The turns of one flow; holds nothing of any chat."""

    def __init__(self, codec: Codec, flow: Flow, worlds: Worlds) -> None:
        self._codec = codec
        self._flow = flow
        self._worlds = worlds

    def answer(self, inbound: Inbound, chat: LockedChat) -> Turn | None:
        """What the engine makes of it; None when our own code failed, which may not cost anybody their
        place.
        """
        self._came_by(inbound.reply, chat)
        try:
            return self._engine(inbound, chat, self._worlds.of(inbound.actor, chat.origin))
        except Exception as error:
            # The class, the place and the ids: the text of an unknown error may hold words of a person.
            log.error("turn_defect", chat=chat.id, update=inbound.update_id, **where(error))
            return None

    def _came_by(self, reply: Reply | None, chat: LockedChat) -> None:
        """Remember the leaflet whose code was opened; one of a Taalhuis that is not there says nothing."""
        if not isinstance(reply, Command) or reply.name != "start":
            return
        leaflet = origin_of(reply.argument)
        if leaflet and self._worlds.directory.name_of(leaflet.code):
            chat.origin = str(leaflet)

    def _engine(self, inbound: Inbound, chat: LockedChat, world: World) -> Turn:
        if inbound.reply is None:
            raise ValueError("there is nothing to answer")
        if chat.state is None:
            return self._begun(inbound.reply, chat, world)
        try:
            state = self._open(chat, chat.state)
        except (ValidationError, VaultError):
            log.warning("state_unreadable", chat=chat.id)
            # Each question is a message, so no button of an earlier question can carry this number.
            state = unread(chat.language, chat.messages, aloud=chat.aloud)
        reply = inbound.reply
        if isinstance(reply, Tap) and reply.conversation not in (0, chat.id):
            # A button of a chat that was erased since: there is nothing left that it could mean.
            reply = replace(reply, serial=-1)
        if isinstance(reply, Silence):
            # Nobody sent it, so nobody's name came with it.
            world = self._worlds.of(replace(inbound.actor, profile_name=state.own_name), chat.origin)
        return with_own_name(engine.resume(self._flow, state, reply, world), state)

    def _begun(self, reply: Reply, chat: LockedChat, world: World) -> Turn:
        """The conversation has no place: it begins, or in a chat that stayed it is at rest."""
        rest = self._at_rest(chat)
        if rest is None:
            return engine.start(self._flow, world=world, language=chat.language, aloud=chat.aloud)
        if isinstance(reply, Tap):
            turn = engine.led_to(self._flow, rest, Go("home", answers=rest.answers), world)
        else:
            turn = engine.resume(self._flow, rest, reply, world)
        # What was asked before is forgotten, so there is no question to close.
        return replace(turn, prompts=tuple(prompt for prompt in turn.prompts if not prompt.replaces))

    def _at_rest(self, chat: LockedChat) -> State | None:
        """What a chat remembered goes with whoever was erased. Where others were signed up, that is no reason
        to begin with them anew, and to remind them of a sign-up which they never began.
        """
        if chat.state is not None or not chat.drafts or chat.forget_at is not None:
            return None
        return State(
            self._flow.name,
            self._flow.version,
            "home",
            chat.language,
            # Each question is a message, so no button of an earlier question can carry this number.
            chat.messages,
            {"language": chat.language, "hello": "start"},
            aloud=chat.aloud,
        )

    def led(self, inbound: Inbound, chat: LockedChat, said: Said) -> Sequence[Prompt]:
        """What a deed says, and the conversation where it goes because of it."""
        state = self._state(chat)
        if state is None:
            return said.prompts
        goes = {
            "home": Go("home", answers=at_home(state)),
            "ended": Go(self._flow.ended, answers={}),
        }.get(said.goes, Go(aside=state.aside))
        turn = engine.led_to(self._flow, state, goes, self._worlds.of(inbound.actor, chat.origin))
        chat.state = self._codec.seal_state(with_own_name(turn, state).state)
        return in_order(turn.prompts, said.prompts)

    def home(self, inbound: Inbound, chat: LockedChat, state: State) -> Turn:
        """To the resting place from where the chat stands, instead of what a turn led to."""
        go = Go("home", answers=at_home(state))
        return engine.led_to(
            self._flow, self._state(chat) or state, go, self._worlds.of(inbound.actor, chat.origin)
        )

    def means_nothing(self, chat: LockedChat, reply: Reply, actor: Actor) -> bool:
        state = self._state(chat) or self._at_rest(chat)
        return state is not None and engine.means_nothing(
            self._flow, state, reply, self._worlds.of(actor, chat.origin)
        )

    def _state(self, chat: LockedChat) -> State | None:
        """Where the conversation stands; None when there is none, or none that can be read."""
        try:
            return self._open(chat, chat.state) if chat.state is not None else None
        except (ValidationError, VaultError):
            return None

    def _open(self, chat: LockedChat, sealed: Sealed) -> State:
        """Whether everything is read aloud can be changed beside the conversation: the chat knows."""
        state = self._codec.open_state(sealed)
        return state if state.aloud == chat.aloud else replace(state, aloud=chat.aloud)
