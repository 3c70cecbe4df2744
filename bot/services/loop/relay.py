"""Two people write to each other through us, and neither sees the other's account.

    a member writes ─▶ a row, sealed ─▶ a timer `relay` of the learner's chat ─▶ said there, and `desk.relay`
                                                                                 set: they may just write back
    the learner writes ─▶ a row, sealed ─▶ told to whoever wrote last and may still; else the volunteer,
                                           else who of the staff has it, else the staff, else a task

It goes on while the referral is open, and for a volunteer while it is theirs; either side can stop it and
open it again. A person wrote it, so it arrives at once, whatever the hour.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum

from pydantic import ValidationError

from bot.db.models import Priority
from bot.db.queries import cases, intakes, members, relay, timers
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.members import MemberRow
from bot.db.queries.timers import DueTimer, new_timer
from bot.db.types import Sealed
from bot.db.vault import VaultError
from bot.domain.humane import wall_text
from bot.domain.referral_status import OPEN, WITH_VOLUNTEER, ReferralStatus
from bot.services.clockwork import Act
from bot.services.codec import Codec
from bot.services.desk.state import DeskState
from bot.services.loop import news, tasks
from bot.services.scene import Scene, tell
from flows.cards import relay as cards
from flows.cards.relay import Line
from flows.model import Name, VoiceNote

KIND = "relay"
_STAFF = "staff"


class Stopped(StrEnum):
    """What stands in `referral.relay`."""

    NOBODY = "open"
    LEARNER = "learner"
    MEMBER = "member"


class Bar(StrEnum):
    """Why a message cannot go to a learner, or come from one; NONE when it can."""

    NONE = ""
    ENDED = "ended"
    BY_LEARNER = "by_learner"
    BY_MEMBER = "by_member"
    NO_CHAT = "no_chat"
    UNREACHABLE = "unreachable"


def bar_of_learner(case: Case) -> Bar:
    """May this learner write? Who stopped it themselves opens it again by writing."""
    if ReferralStatus(case.status) not in OPEN:
        return Bar.ENDED
    return Bar.BY_MEMBER if case.relay == Stopped.MEMBER else Bar.NONE


def bar_of_member(case: Case) -> Bar:
    """May whoever has this case write to the learner? Whose case it is was asked before."""
    if ReferralStatus(case.status) not in OPEN:
        return Bar.ENDED
    if not case.has_chat:
        return Bar.NO_CHAT
    if case.unreachable_at is not None:
        return Bar.UNREACHABLE
    return Bar.BY_LEARNER if case.relay == Stopped.LEARNER else Bar.NONE


async def reader(scene: Scene, case: Case) -> MemberRow | None:
    """Who gets the learner's next message; None when it is for the house as such."""
    last = await relay.last_member(scene.connection, case.id)
    for member_id in (last, case.volunteer_id, case.staff_id):
        member = await members.get(scene.connection, member_id) if member_id else None
        if member is not None and may_read(case, member):
            return member
    return None


def may_read(case: Case, member: MemberRow) -> bool:
    """Is this still somebody to whom the learner's words may go, and whom they reach?"""
    if member.ended_at is not None or member.unreachable:
        return False
    if member.role == _STAFF:
        return member.taalhuis_id == case.taalhuis_id
    return member.id == case.volunteer_id and ReferralStatus(case.status) in WITH_VOLUNTEER


async def still_reads(scene: Scene, case: Case) -> bool:
    """Whether who wrote to the learner last may still read an answer."""
    last = await relay.last_member(scene.connection, case.id)
    member = await members.get(scene.connection, last) if last else None
    return member is not None and may_read(case, member)


async def from_learner(scene: Scene, case: Case, said: str | VoiceNote) -> Name | None:
    """Pass words of the learner on; the name of who gets them, None for the house as such."""
    await _write(scene, case, Sender("learner", None), said)
    await set_stopped(scene, case, Stopped.NOBODY)
    prompt = cards.to_member(case.id, scene.name(case.first_name), said)
    one = await reader(scene, case)
    if one is not None:
        await tell(scene, one.chat_id, prompt, referral_id=case.id)
        return scene.name(one.name)
    staff = await _staff(scene, case)
    for chat_id in sorted({member.chat_id for member in staff}):
        await tell(scene, chat_id, prompt, referral_id=case.id)
    if not staff:
        # Nobody of the house can be reached here: it stays with the case, and somebody is asked to look.
        about = (case.id, case.taalhuis_id)
        await tasks.person_asked(scene.connection, case.chat_id, scene.now, step=KIND, about=about)
    return None


async def from_member(scene: Scene, case: Case, member: MemberRow, said: str | VoiceNote) -> None:
    """Pass words of a volunteer or staff on to the learner."""
    await _write(scene, case, Sender(member.role, member.id), said)
    await set_stopped(scene, case, Stopped.NOBODY)
    prompt = cards.to_learner(case.id, scene.name(member.name), said, of_house=member.role == _STAFF)
    timer = new_timer(
        key=f"{KIND}:{secrets.token_hex(12)}",
        kind=KIND,
        chat_id=case.chat_id,
        due_at=scene.now,
        zone=scene.zone,
        referral_id=case.id,
        about=member.id,
        body=scene.codec.seal_prompt(prompt),
    )
    await timers.add(scene.connection, [timer])
    scene.told_others = True


async def set_stopped(scene: Scene, case: Case, by: Stopped) -> None:
    """Who stopped it now, or nobody."""
    if case.relay != by:
        await intakes.change_referral(scene.connection, case.id, {"relay": by})


async def history(scene: Scene, case: Case, *, limit: int) -> list[Line]:
    """The newest messages of a case, oldest of them first: for staff of its house."""
    rows = await relay.of_referral(scene.connection, case.id, limit=limit)
    wrote = {row.member_id for row in rows if row.member_id}
    found = [await members.get(scene.connection, member_id) for member_id in sorted(wrote)]
    names = {member.id: scene.name(member.name) for member in found if member}
    learner = scene.name(case.first_name)
    return [
        Line(
            # A member who is gone for good has no name any more, but had a role.
            name=learner if row.by == "learner" else names.get(row.member_id or 0, Name(row.by)),
            at=wall_text(row.sent_at, scene.zone),
            said=opened(scene.codec, row.body),
        )
        for row in rows
    ]


async def arrive(scene: Scene, timer: DueTimer, chat: LockedChat) -> str:
    """Say it in the learner's chat, where they may write back without pressing anything."""
    case = await cases.get(scene.connection, timer.referral_id or 0)
    if case is None or timer.body is None or bar_of_member(case) is not Bar.NONE:
        return "stopped"
    desk = _desk(scene.codec, chat)
    chat.desk = scene.codec.seal_desk(replace(desk, relay=case.id))
    prompt = scene.codec.open_prompt(timer.body)
    scene.outgoing.say(chat, [prompt], Priority.ANSWER, names=(case.id,))
    return "unreachable" if chat.unreachable_at else "said"


KINDS: Mapping[str, Act] = {KIND: arrive}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: "learner" without a member, or a member in a role."""

    by: str
    member_id: int | None


async def _write(scene: Scene, case: Case, sender: Sender, said: str | VoiceNote) -> None:
    body = {"text": said} if isinstance(said, str) else asdict(said)
    await relay.add(
        scene.connection,
        referral_id=case.id,
        by=sender.by,
        member_id=sender.member_id,
        body=scene.codec.vault.seal(json.dumps(body, ensure_ascii=False)),
        now=scene.now,
    )
    await news.contacted(scene, case)


async def _staff(scene: Scene, case: Case) -> list[MemberRow]:
    if case.taalhuis_id is None:
        return []
    found = await members.of_house(scene.connection, case.taalhuis_id, _STAFF)
    return [member for member in found if not member.unreachable]


def opened(codec: Codec, body: Sealed) -> str | VoiceNote:
    """What was written or spoken."""
    said: dict[str, str | int] = json.loads(codec.vault.open_bytes(body))
    if "text" in said:
        return str(said["text"])
    return VoiceNote(str(said["channel"]), str(said["file"]), int(said["seconds"]))


def _desk(codec: Codec, chat: LockedChat) -> DeskState:
    if chat.desk is None:
        return DeskState()
    try:
        return codec.open_desk(chat.desk)
    except (ValidationError, VaultError):
        return DeskState()
