"""What was spoken around a sign-up, for who may hear it: a name, a note, an answer, a message of the talk."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.db.queries import cases
from bot.db.queries import sheet as rows
from bot.db.queries.cases import Case
from bot.services import audit
from bot.services.loop import intake_view, naming, relay
from bot.services.office.office import Office
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.model import VoiceNote


class Kind(StrEnum):
    """What was spoken. The number beside it is a row, but for a name: 0 the learner's, 1 the helper's."""

    NAME = "name"
    NOTE = "note"
    SAID = "said"


async def voice_of(
    office: Office, viewer: Viewer, referral_id: int, kind: Kind, number: int, *, first: bool
) -> VoiceNote | None:
    """The voice note; None for "not theirs" and "no such thing" alike. `first`: it is asked for from its
    beginning, and that is written down; players ask for the rest in parts.

    Raises:
        StorageUnavailable: the database is away.
    """
    async with office.acting() as scene:
        case = await cases.get(scene.connection, referral_id)
        member = viewer.staff_of(case)
        if case is None or member is None:
            return None
        voice = await _voice(scene, case, kind, number)
        if voice is not None and first:
            about = f"{kind}:{number}"
            act = replace(viewer.act("intake.heard", by=member), referral_id=case.id, about=about)
            audit.note(scene, act)
        return voice


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
