"""Which of somebody's roles counts for a deed, and the menu of a role."""

from __future__ import annotations

from bot.db.queries.members import MemberRow
from bot.services.desk.model import Doing, Role
from flows.cards.menu import Hat, menu_card
from flows.model import Prompt


def worn(doing: Doing, role: Role) -> MemberRow:
    """The role that is worn, when it is of this kind; else the first of this kind. The desk has seen to it
    that there is one.
    """
    if doing.me is not None and doing.me.role == role:
        return doing.me
    return next(member for member in doing.members if member.role == role)


def hat(member: MemberRow) -> Hat:
    """A role as the cards show it."""
    return Hat(member.id, member.role, member.place)


def menu_of(doing: Doing, member: MemberRow) -> Prompt:
    """What can be done in this role."""
    return menu_card(doing.scene.name(member.name), hat(member))
