"""What was spoken around a sign-up, for who may hear it: a name, a note, an answer, a message of the talk.

Hearing is a look, whatever part of the sound is asked for: what a player says that it wants is no proof that
somebody heard the rest before. A player asks many times, so one look is written down for a session, a sound
and a minute.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from bot.db.queries import audit_search, cases
from bot.db.queries import sheet as rows
from bot.db.queries.audit_search import Wanted
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services import audit
from bot.services.loop import intake_view, naming, relay
from bot.services.office.office import Office
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.model import VoiceNote

_ONCE_IN = timedelta(minutes=1)
_MOST_HEARD = 200
"""Entries of a minute that are looked through; beyond them one more is written down."""


class Kind(StrEnum):
    """What was spoken. The number beside it is a row, but for a name: 0 the learner's, 1 the helper's."""

    NAME = "name"
    NOTE = "note"
    SAID = "said"


async def voice_of(
    office: Office, viewer: Viewer, referral_id: int, kind: Kind, number: int
) -> VoiceNote | None:
    """The voice note; None for "not theirs" and "no such thing" alike. That it is heard is written down.

    Raises:
        StorageUnavailable: the database is away.
    """
    async with office.acting() as scene:
        # Held, so that of several parts that are asked for at once one is the first.
        case = await cases.lock(scene.connection, referral_id)
        member = viewer.staff_of(case)
        if case is None or member is None:
            return None
        voice = await _voice(scene, case, kind, number)
        if voice is not None:
            await _heard(scene, viewer, case, member, f"{kind}:{number}")
        return voice


async def _heard(scene: Scene, viewer: Viewer, case: Case, member: MemberRow, about: str) -> None:
    """A look, unless this session heard it within the minute."""
    wanted = Wanted(
        referrals=(case.id,), member_id=member.id, whats=("intake.heard",), since=scene.now - _ONCE_IN
    )
    detail = {"session": viewer.session_id}
    for entry in await audit_search.newest(scene.connection, wanted, before=None, limit=_MOST_HEARD):
        if entry.about == about and json.loads(entry.detail or "{}") == detail:
            return
    await intake_view.seen_by(scene, case, member)
    act = replace(viewer.act("intake.heard", by=member), referral_id=case.id, about=about, detail=detail)
    audit.note(scene, act)


async def _voice(scene: Scene, case: Case, kind: Kind, number: int) -> VoiceNote | None:
    if kind is Kind.NAME:
        step = dict(enumerate(naming.STEPS)).get(number, "")
        return naming.spoken_of(scene, case).get(step)
    if kind is Kind.NOTE:
        note = await intake_view.note_of(scene, case, number)
        said = note.said if note else ""
    else:
        row = await rows.one_said(scene.connection, case.id, number)
        said = relay.opened(scene.codec, row.body) if row else ""
    return said if isinstance(said, VoiceNote) else None
