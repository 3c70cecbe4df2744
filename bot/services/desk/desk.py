"""Answers what is not for the conversation: a tap on a card, words that a deed waits for, a member's command.

tap "do:…" ─────────────────┐
/intakes, /menu, … ─────────┼──▶ the verb ─▶ may this role try it? ─▶ do ─▶ Said
/start with an invite ──────┤
words, while a deed waits ──┘
a button of one's own sign-up ─▶ None: the conversation answers, and a member acts as a learner from now on
anything else of a member ─────▶ the menu of the role that is worn
anything else of a learner ────▶ None: the conversation answers
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import structlog
from pydantic import ValidationError

from bot.db.queries import members
from bot.db.queries.chats import LockedChat
from bot.db.queries.members import MemberRow
from bot.db.vault import VaultError
from bot.logging import where
from bot.services.codec import Codec
from bot.services.desk import noting
from bot.services.desk.model import Doing, Role, Said, not_yours
from bot.services.desk.relay import AT_REST
from bot.services.desk.state import DeskState
from bot.services.desk.verbs import BESIDE, COMMANDS, MENU, verbs
from bot.services.inbox import Actor
from bot.services.loop.members import invite_of
from bot.services.scene import Scene
from flows.deeds import Deed, base36, deed_of
from flows.replies import Command, Edited, Reply, Silence, Spoken, Tap, Typed

log = structlog.get_logger()

NOTHING = Deed("")
"""A message that was changed afterwards asks for nothing."""

MeansNothing = Callable[[LockedChat, Reply, Actor], bool]
"""Whether the conversation of this chat rests, and has no use for this."""


class Desk:
    """Answers for all chats; holds nothing of any of them."""

    def __init__(self, codec: Codec, means_nothing: MeansNothing) -> None:
        self._codec = codec
        self._means_nothing = means_nothing
        self._verbs = verbs()

    async def answer(self, scene: Scene, chat: LockedChat, reply: Reply, actor: Actor) -> Said | None:
        """What comes of this; None when it is for the conversation.

        Raises:
            Exception: a defect; whoever calls takes back the transaction.
        """
        if isinstance(reply, Silence):
            return None
        wish = await _asked_for(scene, reply)
        if wish is None and chat.desk is None:
            return None
        desk = self._state(chat)
        held = tuple(await members.of_chat(scene.connection, chat.id))
        if isinstance(reply, Command) and wish is not None and not self._allowed(wish, held):
            wish = None
        me = _worn(desk, held)
        meant = _meant(reply, wish, desk, is_member=me is not None)
        meant = meant or self._written_back(chat, desk, reply, actor)
        if meant is None:
            self._leave_to_conversation(chat, desk, reply)
            return None
        deed, words, ref = meant
        doing = Doing(scene, chat, actor, held, me, desk, deed, ref, words)
        said = Said() if deed == NOTHING else await self._done(doing)
        if deed == NOTHING or deed.verb in BESIDE:
            said, ref = replace(said, waits=desk.waits), desk.ref
        self._remember(chat, desk, said, ref, worn=me.id if me else 0)
        return replace(said, names=said.names or tuple(doing.touched))

    def _leave_to_conversation(self, chat: LockedChat, desk: DeskState, reply: Reply) -> None:
        """Whoever answers a question of their own sign-up means that from now on. A sticker or a changed
        message is no answer: what was asked here is still asked.
        """
        if isinstance(reply, Tap | Command):
            self._remember(chat, desk, Said(wears=0), "")

    def _allowed(self, wish: Deed, held: tuple[MemberRow, ...]) -> bool:
        verb = self._verbs.get(wish.verb)
        return verb is not None and not verb.roles.isdisjoint(_roles(held))

    async def _done(self, doing: Doing) -> Said:
        verb = self._verbs.get(doing.deed.verb)
        if verb is None or not self._allowed(doing.deed, doing.members):
            return not_yours(doing)
        try:
            said = await verb.do(doing)
        except Exception as error:
            log.error("deed_defect", chat=doing.chat.id, verb=verb.name, **where(error))
            raise
        noting.note(doing, verb, said)
        return said

    def _state(self, chat: LockedChat) -> DeskState:
        if chat.desk is None:
            return DeskState()
        try:
            return self._codec.open_desk(chat.desk)
        except (ValidationError, VaultError):
            log.warning("desk_unreadable", chat=chat.id)
            return DeskState()

    def _written_back(self, chat: LockedChat, desk: DeskState, reply: Reply, actor: Actor) -> Meant | None:
        """Words of a learner with whom somebody writes, which their conversation has no use for."""
        words = reply if isinstance(reply, Typed | Spoken) else None
        if words is None or not desk.relay or not self._means_nothing(chat, words, actor):
            return None
        return Deed("talk", (base36(desk.relay), AT_REST)), words, ""

    def _remember(self, chat: LockedChat, desk: DeskState, said: Said, ref: str, *, worn: int = 0) -> None:
        after = DeskState(
            member=worn if said.wears is None else said.wears,
            waits=said.waits,
            ref=ref if said.waits else "",
            relay=desk.relay if said.relay is None else said.relay,
        )
        chat.desk = None if after == DeskState() else self._codec.seal_desk(after)


def _worn(desk: DeskState, held: tuple[MemberRow, ...]) -> MemberRow | None:
    """The role that is worn; another when that one has ended; None when somebody acts as a learner."""
    first = held[0] if held and desk.member else None
    return next((member for member in held if member.id == desk.member), first)


def _roles(held: tuple[MemberRow, ...]) -> frozenset[Role]:
    return frozenset({Role.LEARNER, *(Role(member.role) for member in held)})


async def _asked_for(scene: Scene, reply: Reply) -> Deed | None:
    """The deed that a button or command names. A word behind /start that is no invite names none."""
    if isinstance(reply, Tap):
        return deed_of(reply.choice)
    if not isinstance(reply, Command):
        return None
    if reply.name == "start" and reply.argument:
        invite = await invite_of(scene.connection, scene.codec.vault, reply.argument)
        return Deed("join", (reply.argument,)) if invite else None
    choice = COMMANDS.get(reply.name)
    return deed_of(choice) if choice else None


Meant = tuple[Deed, Typed | Spoken | None, str]
"""A deed, the words for it, and the card that it was begun from."""


def _meant(reply: Reply, wish: Deed | None, desk: DeskState, *, is_member: bool) -> Meant | None:
    """What this asks of the desk; None when the conversation has to answer."""
    if wish is not None:
        return wish, None, reply.ref if isinstance(reply, Tap) else ""
    if isinstance(reply, Typed | Spoken) and desk.waits:
        waiting = deed_of(desk.waits)
        if waiting is not None:
            return waiting, reply, desk.ref
    if not is_member or isinstance(reply, Tap):
        return None
    if isinstance(reply, Edited):
        return NOTHING, None, desk.ref
    return Deed(MENU), None, ""
