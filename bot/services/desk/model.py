"""What a deed is, who may do it, and what comes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from bot.db.queries.chats import LockedChat
from bot.db.queries.members import MemberRow
from bot.services.desk.state import DeskState
from bot.services.inbox import Actor
from bot.services.scene import Scene
from flows.deeds import Deed
from flows.model import Prompt, Text
from flows.replies import Spoken, Typed

# Translators: a button was pressed that is not for this person, or not any more.
NOT_YOURS = Text("desk.not_yours")


class Role(StrEnum):
    """Who somebody is to a Taalhuis. Everybody may be a learner; the other roles are rows of `member`."""

    LEARNER = "learner"
    VOLUNTEER = "volunteer"
    STAFF = "staff"
    REGIONAL = "regional"


EVERYBODY = frozenset(Role)
"""Also somebody who is nothing yet; what they may do to which row is checked by the deed itself."""
MEMBERS = EVERYBODY - {Role.LEARNER}
WORKERS = frozenset({Role.VOLUNTEER, Role.STAFF})


@dataclass(frozen=True, slots=True)
class Doing:
    """One deed being done: by whom, to what, in which transaction.

    `chat` is the locked chat of the doer, `members` the roles that it holds, `me` the one worn now. `ref` is
    the channel's name of the card that was tapped, "" when there is none. `reply` are the words that the deed
    had asked for; None while it is only begun. `touched` are the cases that the doer was given
    (`bot.services.loop.rights`) or sees in a list: what is said goes when one of them is erased. `given` are
    the cases that the doer was given, by id, each with the role in which: that is written in the audit.
    """

    scene: Scene
    chat: LockedChat
    actor: Actor
    members: tuple[MemberRow, ...]
    me: MemberRow | None
    desk: DeskState
    deed: Deed
    ref: str = ""
    reply: Typed | Spoken | None = None
    touched: list[int] = field(default_factory=list)
    given: dict[int, MemberRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What comes of a deed. `waits` asks for words: the choice of the deed that they are for. `wears` is the
    member whose role is worn from now on (0: the learner's); None leaves it. `relay` likewise. `names` are
    the referrals with which these messages are erased; none: those that were touched. `goes` is where the
    learner's conversation goes from now on: "home" or "ended" to rest there, "here" to ask the present
    question again.
    """

    prompts: tuple[Prompt, ...] = ()
    toast: Text | None = None
    waits: str = ""
    wears: int | None = None
    relay: int | None = None
    names: tuple[int, ...] = ()
    goes: Literal["", "home", "ended", "here"] = ""


Do = Callable[[Doing], Awaitable[Said]]


@dataclass(frozen=True, slots=True)
class Verb:
    """A deed by its name on buttons (2–8 letters), the roles that may try it, and what it does.

    Having the role is not enough: whose referral, offer or appointment it is, `bot.services.loop.rights`
    says.
    """

    name: str
    roles: frozenset[Role]
    do: Do


def not_yours(doing: Doing) -> Said:
    """The one answer to "not yours", "not any more" and "no such thing"."""
    return Said(toast=NOT_YOURS) if doing.ref else Said((Prompt((NOT_YOURS,)),))


def edited(doing: Doing, prompt: Prompt) -> Prompt:
    """The prompt in the place of the card that was tapped, or as a new message when none was."""
    if not doing.ref:
        return prompt
    return Prompt(
        lines=prompt.lines,
        rows=prompt.rows,
        always=prompt.always,
        replaces=True,
        chosen=prompt.chosen,
        venue=None,
        card_ref=doing.ref,
    )
