"""What staff can do with a sign-up on its page: each deed, and for which of the chat it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.db.queries import appointments
from bot.db.queries.appointments import PLANNED, PROPOSED, AppointmentRow
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services.loop import outcomes, relay
from bot.services.loop.appointment_rows import may_plan
from bot.services.loop.relay import Bar, Stopped
from bot.services.scene import Scene
from flows.cards.intake_buttons import able
from flows.cards.intake_card import IntakeFacts

VERBS: Final[Mapping[str, tuple[str, ...]]] = {
    "accept": ("inacc",),
    "own": ("own",),
    "ask": ("ask",),
    "note": ("note",),
    "assign": ("assign",),
    "seek": ("seek",),
    "transfer": ("find", "move"),
    "wait": ("wl",),
    "duplicate": ("dup",),
    "reject": ("rej",),
    "reopen": ("reopen",),
    "spell": ("spell",),
    "write": ("talk",),
    "mute": ("mute",),
    "unmute": ("unmute",),
    "task": ("tdone",),
    "propose": ("prop", "pmove", "pw", "pday", "pt", "psend"),
    "agree": ("pagr",),
    "clear": ("pclr",),
    "cancel": ("pcan", "pcanyes"),
    "outcome": ("out",),
    "come": ("vcome",),
}
"""Each deed of the page, and the verbs of the chat that do the same; the last of them is what does it."""

SHOWN: Final[Mapping[str, str]] = {
    "intake": "the page itself",
    "hist": "its history",
    "notes": "its notes",
    "hear": "a player beside the note",
    "voice": "a player beside the name",
    "msgs": "its talk",
    "tasks": "its tasks; those of the whole house are a list of the chat",
}
"""What the chat shows when asked, and the page shows anyway."""

NOT_HERE: Final[Mapping[str, str]] = {
    "queue": "the list of sign-ups has a page of its own",
    "tback": "nothing waits for words on a page: whoever does not send a form has done nothing",
    "vcannot": "in the chat it asks whether to move or to cancel; the page offers both",
    "omode": "about the house and not about a sign-up: the page of the house",
    "team": "about people: the page of people",
    "tmem": "about people: the page of people",
    "tpau": "about people: the page of people",
    "tend": "about people: the page of people",
    "inv": "about people: the page of people",
    "invm": "about people: the page of people",
    "invx": "about people: the page of people",
    "cal": "about whoever does it: the feed of their own appointments",
    "console": "leads from the chat to these pages",
    "conyes": "leads from the chat to these pages",
    "conno": "leads from the chat to these pages",
    "menu": "the pages have a menu of their own",
    "role": "about whoever does it",
    "leave": "about whoever does it",
    "myname": "about whoever does it",
}
"""The other verbs that staff of a house have, and why the page of a sign-up has nothing for each."""

_DEED_OF: Final[Mapping[str, str]] = {verb: deed for deed, verbs in VERBS.items() for verb in verbs}


async def possible(scene: Scene, case: Case, member: MemberRow, facts: IntakeFacts) -> tuple[str, ...]:
    """What this member can do with it as it stands now, in the order of use."""
    found = [_DEED_OF[verb] for verb in able(facts) if verb != "prop"]
    if facts.tasks:
        found.append("task")
    found += _of_talk(case, facts)
    if may_plan(case):
        row = await appointments.open_of(scene.connection, case.id)
        found += _of_meeting(scene, case, row, member)
    return tuple(dict.fromkeys(found))


def _of_talk(case: Case, facts: IntakeFacts) -> list[str]:
    if "write" not in {_DEED_OF[verb] for verb in able(facts)}:
        return []
    if case.relay == Stopped.NOBODY:
        return ["mute"]
    return ["unmute"] if relay.bar_of_member(case) is Bar.NONE else []


def _of_meeting(scene: Scene, case: Case, row: AppointmentRow | None, member: MemberRow) -> list[str]:
    if row is not None and outcomes.can_settle(scene, row):
        return ["outcome"]
    asked = row is not None and row.status == PROPOSED
    found = ["agree"] if asked or not case.can_be_told else ["propose", "agree"]
    if row is not None and row.moments:
        found.append("clear")
    if row is not None and row.status == PLANNED:
        found += ["cancel", *_of_planned(row, member)]
    return found


def _of_planned(row: AppointmentRow, member: MemberRow) -> list[str]:
    return ["come"] if row.member_id == member.id and row.member_says != "yes" else []
