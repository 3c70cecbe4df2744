"""All that is kept of one sign-up, gathered and opened: in words for its learner, and as data for a machine.

Notes of staff are in it: a person may see what is written about them. Names of volunteers who were only asked
are not: those are other people's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.db.queries import rights
from bot.db.queries.cases import Case
from bot.db.types import Sealed
from bot.db.vault import VaultError
from bot.domain.humane import wall_text
from bot.domain.referral_status import NEVER_STARTED, ReferralStatus
from bot.services.loop import mine
from bot.services.loop.notes import Kind as NoteKind
from bot.services.scene import Scene
from flows.cards import own_data as cards
from flows.events import Purpose
from flows.intake import intake_flow
from flows.intake_ending import overview_lines
from flows.model import Day, Moment, Name, Text

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
_BETWEEN = frozenset({NoteKind.QUESTION, NoteKind.ANSWER})


@dataclass(frozen=True, slots=True)
class Sound:
    """A voice note: when it was spoken, how long it is, and the sound when it is kept here."""

    at: str
    seconds: int
    sound: bytes | None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of it in words."""

    title: Text
    lines: tuple[Text | Name, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of one sign-up. `data` holds plain JSON values; `until` is the day after which it is erased when
    nothing happens any more, None while somebody learns. `counts`: how many messages, notes and voices.
    """

    referral_id: int
    sections: tuple[Section, ...]
    data: Mapping[str, Any]
    sounds: tuple[Sound, ...]
    until: Day | None
    counts: Mapping[str, int]


async def of_case(scene: Scene, case: Case) -> Dossier:
    """Everything that is kept of this sign-up."""
    rows: Rows = {
        **await rights.rows_of(scene.connection, case.id),
        **await rights.rows_of_learner(scene.connection, case.learner_id),
    }
    answers = scene.codec.open_answers(case.answers)
    standing = await mine.card(scene, case)
    until = _until(scene, case)
    telling = _Telling(scene, rows, await _names(scene, rows))
    told = overview_lines(intake_flow().order, answers)
    sections = (
        Section(cards.STATE, tuple(standing.lines)),
        Section(cards.ANSWERS, told),
        Section(cards.AGREED, telling.consents()),
        Section(cards.MEETINGS, telling.meetings()),
        Section(cards.MESSAGES, telling.messages()),
        Section(cards.NOTES, telling.notes()),
        Section(cards.SEEN, telling.readings()),
        Section(cards.HOW_LONG, (cards.until(until),) if until else (cards.WHILE_LEARNING,)),
    )
    return Dossier(
        referral_id=case.id,
        sections=tuple(section for section in sections if section.lines),
        data=_data(scene, case, answers, rows),
        sounds=tuple(telling.sounds()),
        until=until,
        counts={
            "messages": len(rows["relay_message"]) + len(telling.asked),
            "notes": len(telling.noted),
            "voices": len(rows["recording"]),
        },
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    """The rows in words."""

    scene: Scene
    rows: Rows
    names: Mapping[int, Name]

    def consents(self) -> tuple[Text, ...]:
        given = self.rows["consent"]
        return tuple(cards.agreed(Purpose(row["purpose"]), self.wall(row["given_at"])) for row in given)

    def meetings(self) -> tuple[Text, ...]:
        walls = [row["wall_at"] for row in self.rows["appointment"] if row["wall_at"]]
        return tuple(cards.met(Moment(wall)) for wall in walls)

    def readings(self) -> tuple[Text, ...]:
        return tuple(cards.looked(row["role"], self.wall(row["read_at"])) for row in self.rows["reading"])

    @property
    def asked(self) -> Sequence[Row]:
        """Questions of the Taalhuis and answers to them: they are between the two, as messages are."""
        return [row for row in self.rows["referral_note"] if row["kind"] in _BETWEEN]

    @property
    def noted(self) -> Sequence[Row]:
        return [row for row in self.rows["referral_note"] if row["kind"] not in _BETWEEN]

    def messages(self) -> tuple[Text, ...]:
        written = [(row["sent_at"], row) for row in self.rows["relay_message"]]
        written += [(row["created_at"], row) for row in self.asked]
        return self._said(sorted(written, key=lambda one: one[0]))

    def notes(self) -> tuple[Text, ...]:
        return self._said([(row["created_at"], row) for row in self.noted])

    def _said(self, written: Sequence[tuple[datetime, Row]]) -> tuple[Text, ...]:
        return tuple(
            cards.said(self.wall(at), self.names.get(row["member_id"] or 0), words)
            for at, row in written
            if (words := said_in(self.scene, row["body"]))
        )

    def sounds(self) -> list[Sound]:
        return [
            Sound(self.wall(row["created_at"]).wall, row["seconds"], opened(self.scene, row["sound"]))
            for row in self.rows["recording"]
        ]

    def wall(self, moment: datetime) -> Moment:
        return Moment(wall_text(moment, self.scene.zone))


def said_in(scene: Scene, body: Sealed) -> str:
    """What was written; "" for what was spoken, and for what cannot be opened any more."""
    kept = opened(scene, body)
    try:
        found = json.loads(kept or b"{}")
    except ValueError:
        return ""
    return str(found.get("text", "")) if isinstance(found, dict) else ""


def opened(scene: Scene, sealed: Sealed | None) -> bytes | None:
    """What was sealed; None when there is nothing, or its key is gone."""
    try:
        return scene.codec.vault.open_bytes(sealed) if sealed else None
    except VaultError:
        return None


async def _names(scene: Scene, rows: Rows) -> dict[int, Name]:
    ids = {row["member_id"] for table in ("relay_message", "referral_note") for row in rows[table]}
    found = await rights.names_of(scene.connection, sorted(ids - {None}))
    return {member: scene.name(name) for member, name in found.items()}


def _until(scene: Scene, case: Case) -> Day | None:
    """Counted from the last move; a later word from the chat moves it further."""
    status, terms = ReferralStatus(case.status), scene.worlds.terms
    if status in NEVER_STARTED:
        term = terms.never_started
    elif status is ReferralStatus.FINISHED:
        term = terms.finished
    else:
        return None
    return Day((case.updated_at + term).astimezone(scene.zone).date().isoformat())


# ── As data ────────────────────────────────────────────────────────────────────────────────────────────────

_SEALED_WORDS = frozenset({"relay_message", "referral_note"})
_NOT_OF_THE_PERSON = frozenset({"file", "file_hash", "sound", "fetch_at", "attempts", "body"})


def _data(scene: Scene, case: Case, answers: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    vault = scene.codec.vault
    return {
        "sign_up": {
            "sent_at": _plain(case.submitted_at),
            "status": case.status,
            "status_since": _plain(case.updated_at),
            "first_name": vault.open(case.first_name),
            "phone": vault.open(case.phone) if case.phone else None,
            "language": case.language,
            "postcode": case.postcode,
            "place": case.place,
            "signals": {
                "language": case.signal_language,
                "numbers": case.signal_numbers,
                "digital": case.signal_digital,
            },
            "answers": dict(answers),
        },
        **{name: [_row(scene, name, row) for row in kept] for name, kept in rows.items()},
    }


def _row(scene: Scene, table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without what says something of us or of somebody else."""
    shown = {
        name: _plain(value)
        for name, value in row.items()
        if name not in _NOT_OF_THE_PERSON and name != "id" and not name.endswith(("_id", "_by"))
    }
    return {**shown, "words": said_in(scene, row["body"])} if table in _SEALED_WORDS else shown


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
