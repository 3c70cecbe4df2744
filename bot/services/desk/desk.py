"""Answers what is not for the conversation: a tap on a card, words that a deed waits for, a member's command.

tap "do:…" ─────────────────┐
/intakes, /menu, … ─────────┼──▶ the verb ─▶ may this role try it? ─▶ do ─▶ Said
words, while a deed waits ──┘
anything else of a member ─────▶ the menu of the role that is worn
anything else of a learner ────▶ None: the conversation answers
"""

from __future__ import annotations

import structlog
from pydantic import ValidationError

from bot.db.queries import members
from bot.db.queries.chats import LockedChat
from bot.db.vault import VaultError
from bot.logging import where
from bot.services.codec import Codec
from bot.services.desk.model import Doing, Role, Said
from bot.services.desk.state import DeskState
from bot.services.desk.verbs import COMMANDS, MENU, verbs
from bot.services.inbox import Actor
from bot.services.scene import Scene
from flows.deeds import Deed, deed_of
from flows.model import Command, Prompt, Reply, Silence, Spoken, Tap, Text, Typed

log = structlog.get_logger()

# Translators: a button was pressed that is not for this person, or not any more.
NOT_YOURS = Text("desk.not_yours")


class Desk:
    """Answers for all chats; holds nothing of any of them."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._verbs = verbs()

    async def answer(self, scene: Scene, chat: LockedChat, reply: Reply, actor: Actor) -> Said | None:
        """What comes of this; None when it is for the conversation.

        Raises:
            Exception: a defect; whoever calls takes back the transaction.
        """
        wish = _asked_for(reply)
        if isinstance(reply, Silence) or (wish is None and chat.desk is None):
            return None
        desk = self._state(chat)
        held = tuple(await members.of_chat(scene.connection, chat.id))
        words = reply if isinstance(reply, Typed | Spoken) else None
        ref = reply.ref if isinstance(reply, Tap) else ""
        if wish is None and words and desk.waits:
            wish, ref = deed_of(desk.waits), desk.ref
        if wish is None:
            if not desk.member or not any(member.id == desk.member for member in held):
                return None
            wish = Deed(MENU)
        me = next((member for member in held if member.id == desk.member), None)
        doing = Doing(scene, chat, actor, held, me, desk, wish, ref, words)
        said = await self._done(doing)
        self._remember(chat, desk, said, ref)
        return said

    async def _done(self, doing: Doing) -> Said:
        verb = self._verbs.get(doing.deed.verb)
        roles = {Role.LEARNER, *(Role(member.role) for member in doing.members)}
        if verb is None or verb.roles.isdisjoint(roles):
            return Said(toast=NOT_YOURS) if doing.ref else Said((Prompt((NOT_YOURS,)),))
        try:
            return await verb.do(doing)
        except Exception as error:
            log.error("deed_defect", chat=doing.chat.id, verb=verb.name, **where(error))
            raise

    def _state(self, chat: LockedChat) -> DeskState:
        if chat.desk is None:
            return DeskState()
        try:
            return self._codec.open_desk(chat.desk)
        except (ValidationError, VaultError):
            log.warning("desk_unreadable", chat=chat.id)
            return DeskState()

    def _remember(self, chat: LockedChat, desk: DeskState, said: Said, ref: str) -> None:
        after = DeskState(
            member=desk.member if said.wears is None else said.wears,
            waits=said.waits,
            ref=ref if said.waits else "",
            relay=desk.relay if said.relay is None else said.relay,
        )
        chat.desk = None if after == DeskState() else self._codec.seal_desk(after)


def _asked_for(reply: Reply) -> Deed | None:
    """The deed that a button or command names."""
    if isinstance(reply, Tap):
        return deed_of(reply.choice)
    if isinstance(reply, Command):
        if reply.name == "start" and reply.argument:
            return Deed("join", (reply.argument,))
        choice = COMMANDS.get(reply.name)
        return deed_of(choice) if choice else None
    return None
