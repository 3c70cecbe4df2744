"""A small world for reports: sign-ups written as they stand, each with exactly what a test counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment, Chat, Intake, Learner, Note, Referral, ReferralMove, RelayMessage
from bot.db.types import Sealed
from tests.support.building import Rig

_NUMBERS = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """One sign-up. `moves` are (status, days after it), `met` and `missed` days after it of appointments with
    that outcome; `wrote` and `asked` days after it of a message of a volunteer and a question of staff.
    """

    at: datetime
    house: int | None
    gemeente: str = "GM0193"
    status: str = "submitted"
    why: str = ""
    needs: Sequence[str] = ("reading",)
    language: str = "strong"
    numbers: str = "unknown"
    digital: str = "light"
    dutch_first: bool = True
    origin: str = ""
    helper: str = ""
    channel: str = "telegram"
    moves: Sequence[tuple[str, float]] = ()
    met: Sequence[float] = ()
    missed: Sequence[float] = ()
    wrote: Sequence[float] = ()
    asked: Sequence[float] = ()
    numbered: int = field(default_factory=lambda: next(_NUMBERS))


async def sign_up(rig: Rig, *people: SignUp) -> list[int]:
    """Write these down; returns the ids of the learners."""
    return [await _one(rig, person) for person in people]


async def _one(rig: Rig, person: SignUp) -> int:
    seal, at = rig.codec.vault.seal, person.at
    async with rig.database.transaction() as connection:
        chat_id = await _add(
            connection,
            Chat,
            **{"channel": "telegram", "address": f"r{person.numbered}", "language": "nl"},
            **{"timezone": "Europe/Amsterdam", "created_at": at, "last_heard_at": at},
        )
        learner_id = await _add(
            connection,
            Learner,
            **{"chat_id": chat_id, "first_name": seal("Fatma"), "first_name_hash": b"h" * 32},
            **{"language": "nl", "created_at": at, "last_contact_at": at},
        )
        ids = {"chat_id": chat_id, "learner_id": learner_id, "answers": seal("{}")}
        intake_id = await _add(connection, Intake, **_intake(person), **ids)
        referral_id = await _add(
            connection,
            Referral,
            **{"intake_id": intake_id, "taalhuis_id": person.house, "status": person.status},
            **{"reason": "coverage", "distance_km": 1.0, "ended_why": person.why},
            **{"created_at": at, "updated_at": at},
        )
        for table, values in _afterwards(person, seal("{}")):
            await _add(connection, table, **values, referral_id=referral_id)
    return learner_id


async def _add(connection: AsyncConnection, table: Any, **values: Any) -> int:
    made = await connection.execute(insert(table).values(**values).returning(table.id))
    return int(made.scalar_one())


def _afterwards(person: SignUp, words: Sealed) -> Iterator[tuple[Any, dict[str, Any]]]:
    """What happened after it was sent, row by row."""

    def then(days: float) -> datetime:
        return person.at + timedelta(days=days)

    for status, days in person.moves:
        move = {"from_status": "", "to_status": status, "by": "staff", "why": "", "moved_at": then(days)}
        yield ReferralMove, move
    for outcome, several in (("came", person.met), ("no_show", person.missed)):
        for days in several:
            yield Appointment, _appointment(person, days, outcome)
    for days in person.wrote:
        yield RelayMessage, {"by": "volunteer", "body": words, "sent_at": then(days)}
    for days in person.asked:
        yield Note, {"kind": "question", "body": words, "created_at": then(days)}


def _intake(person: SignUp) -> dict[str, Any]:
    return {
        **{
            "code": f"R{person.numbered:07}",
            "flow": "intake",
            "flow_version": 1,
            "by_helper": bool(person.helper),
        },
        **{"helper_organisation": person.helper, "postcode": "8011", "place": "Zwolle"},
        **{"gemeente_code": person.gemeente, "needs": list(person.needs), "purposes": []},
        **{"dutch_first": person.dutch_first, "first_language": "", "inburgering": ""},
        **{"signal_language": person.language, "signal_numbers": person.numbers},
        **{"signal_digital": person.digital, "day_parts": [], "days": [], "form": "", "contact": "chat"},
        **{"channel": person.channel, "origin": person.origin, "submitted_at": person.at},
    }


def _appointment(person: SignUp, days: float, outcome: str) -> dict[str, Any]:
    starts_at = person.at + timedelta(days=days)
    return {
        **{"taalhuis_id": person.house, "uid": f"{person.numbered}-{days}@test", "status": "done"},
        **{"moments": [], "zone": "Europe/Amsterdam", "starts_at": starts_at, "minutes": 60},
        **{"outcome": outcome, "made_at": person.at, "updated_at": person.at},
    }
