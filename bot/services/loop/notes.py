"""What staff write down with a sign-up, what they ask the learner, and what the learner answers."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum

from bot.db.queries import alerts, notes, review
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.db.queries.notes import NoteRow
from bot.db.types import Sealed
from bot.db.vault import VaultError
from bot.services.codec import Codec
from bot.services.loop import news, notifications
from bot.services.scene import Scene
from flows.bsn import holds_bsn
from flows.cards import question as cards
from flows.model import Name, VoiceNote

LONGEST = 1000


class Kind(StrEnum):
    """What a note is."""

    NOTE = "note"
    QUESTION = "question"
    ANSWER = "answer"
    NAME = "name"  # the first name that somebody heard and wrote down


class Flaw(StrEnum):
    """Why words cannot be kept; NONE when they can."""

    NONE = ""
    EMPTY = "empty"
    TOO_LONG = "too_long"
    BSN = "bsn"


def flaw(said: str | VoiceNote) -> Flaw:
    """What is wrong with these words."""
    if isinstance(said, VoiceNote):
        return Flaw.NONE
    if not said.strip():
        return Flaw.EMPTY
    if len(said) > LONGEST:
        return Flaw.TOO_LONG
    return Flaw.BSN if holds_bsn(said) else Flaw.NONE


async def write(scene: Scene, case: Case, member: MemberRow, said: str | VoiceNote) -> None:
    """Keep a note with a sign-up. Words without a flaw; see `flaw`."""
    await _add(scene, case, Kind.NOTE, member.id, said)


async def name_written(scene: Scene, case: Case, member: MemberRow, name: str) -> None:
    """Keep who wrote down the name that was spoken."""
    await _add(scene, case, Kind.NAME, member.id, name)


async def ask(scene: Scene, case: Case, member: MemberRow, said: str | VoiceNote) -> bool:
    """Ask the learner something; the answer comes back to the card. False: they cannot be told here, and
    nothing is kept. Somebody who is asked something has been dealt with: nobody has to be told that it is
    new.
    """
    if not case.can_be_told or case.taalhuis_id is None:
        return False
    note_id = await _add(scene, case, Kind.QUESTION, member.id, said)
    house = await review.house(scene.connection, case.taalhuis_id)
    name = scene.name(member.name)
    await news.tell_learner(scene, case, cards.question(case.id, note_id, name, Name(house.name), said))
    await alerts.settle_kinds(scene.connection, case.id, {"new", "moved_in"}, scene.now)
    return True


async def is_question(scene: Scene, case: Case, question_id: int) -> bool:
    """Was this asked of the learner of this case?"""
    question = await notes.get(scene.connection, question_id)
    return question is not None and question.referral_id == case.id and question.kind == Kind.QUESTION


async def answer(scene: Scene, case: Case, question_id: int, said: str | VoiceNote) -> bool:
    """Keep what the learner answers, and let the house hear of it. False: this was not asked here."""
    if not await is_question(scene, case, question_id):
        return False
    await _add(scene, case, Kind.ANSWER, None, said)
    await news.contacted(scene, case)
    if case.taalhuis_id is not None:
        await notifications.alert(scene, taalhuis_id=case.taalhuis_id, kind="answer", referral_id=case.id)
    return True


async def said_by_learner(scene: Scene, case: Case, said: str) -> None:
    """Keep what a learner says about their own answers, without having been asked."""
    await _add(scene, case, Kind.ANSWER, None, said)


def said_in(codec: Codec, row: NoteRow) -> str | VoiceNote:
    """What was written or spoken; "" when it cannot be read any more."""
    try:
        kept = json.loads(codec.vault.open_bytes(row.body))
        return kept["text"] if "text" in kept else VoiceNote(**kept)
    except (VaultError, ValueError, TypeError):
        return ""


async def _add(scene: Scene, case: Case, kind: Kind, member_id: int | None, said: str | VoiceNote) -> int:
    return await notes.add(
        scene.connection,
        {
            "referral_id": case.id,
            "member_id": member_id,
            "kind": kind,
            "body": _sealed(scene.codec, said),
            "created_at": scene.now,
        },
    )


def _sealed(codec: Codec, said: str | VoiceNote) -> Sealed:
    kept = asdict(said) if isinstance(said, VoiceNote) else {"text": said}
    return codec.vault.seal(json.dumps(kept, ensure_ascii=False))
