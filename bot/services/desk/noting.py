"""What is written in the audit of a deed in the chat: who did what to which sign-up, and in which role.

somebody with a role, one sign-up     one entry: deed.<verb>, with the sign-up, the role and its house
… a list of sign-ups                  one entry with the numbers of those that are shown
… something else: an invite, a team   one entry with the arguments of the button
a learner                             nothing: it is theirs. But that they withdrew is written down
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.db.queries.members import MemberRow
from bot.domain.act import Act, Detail
from bot.services import audit
from bot.services.desk.model import Doing, Role, Said, Verb, not_yours

PREFIX = "deed."
QUIET = frozenset({"menu", "role", "read", "aloud", "tback", "join"})
"""Deeds that show nothing of a person and change nothing but what is on the screen. `join` has a secret for
an argument; that somebody joined is written down by the service.
"""
READS = {"intake": "intake.read", "lrn": "intake.read"}
"""Deeds that open the card of one sign-up; a page of the console writes down the same."""
_CODE = re.compile(r"[+-]?[a-z0-9_]{1,20}")


def note(doing: Doing, verb: Verb, said: Said) -> None:
    """Write down this deed, if it is one of those. By a deed that was refused nothing was done."""
    if verb.name in QUIET or said == not_yours(doing):
        return
    if doing.given:
        for referral_id, member in doing.given.items():
            audit.note(doing.scene, _act(doing, member, referral_id))
    elif Role.LEARNER not in verb.roles:
        audit.note(doing.scene, _act(doing, _in_role(doing, verb), None))


def _act(doing: Doing, member: MemberRow, referral_id: int | None) -> Act:
    return Act(
        what=READS.get(doing.deed.verb, PREFIX + doing.deed.verb),
        role=member.role,
        member_id=member.id,
        referral_id=referral_id,
        taalhuis_id=member.taalhuis_id,
        detail=_detail(doing, referral_id),
    )


def _detail(doing: Doing, referral_id: int | None) -> Mapping[str, Detail]:
    """The other arguments of the button, which are codes and numbers; that words were given for it; and which
    sign-ups were shown beside.
    """
    args = doing.deed.args[1:] if referral_id else doing.deed.args
    codes = [one for one in args if _CODE.fullmatch(one)]
    listed = sorted({one for one in doing.touched if one != referral_id})
    found: dict[str, Detail] = {}
    if codes:
        found["args"] = codes
    if doing.reply is not None:
        found["said"] = 1
    if listed:
        found["listed"] = listed
    return found


def _in_role(doing: Doing, verb: Verb) -> MemberRow:
    """The role that is worn when this deed is one of it, else the first that is."""
    if doing.me is not None and doing.me.role in verb.roles:
        return doing.me
    return next(member for member in doing.members if member.role in verb.roles)
