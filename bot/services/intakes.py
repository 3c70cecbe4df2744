"""A sign-up that was sent: the learner, the intake with its signals, and the referral to the Taalhuis, all
in the turn's transaction.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import consents, intakes, recordings, taalhuizen
from bot.domain.referral_status import ReferralStatus
from bot.domain.screening import ITEMS, Domain, signals
from bot.services.codec import Codec
from bot.services.loop import referral
from bot.services.recordings import hash_of
from flows.events import IntakeSubmitted
from flows.facts import Answer, TaalhuisFact
from flows.spoken import UNWRITTEN, name_in_answer, voice_of

# Without the letters and digits that are read for each other, aloud or on paper.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Sender:
    """Which chat sent it, how and when. `origin` is the leaflet by which they came, or ""."""

    chat_id: int
    channel: str
    language: str
    flow: str
    flow_version: int
    origin: str
    now: datetime


async def submit(connection: AsyncConnection, event: IntakeSubmitted, codec: Codec, sender: Sender) -> None:
    """Store the sign-up and refer it. The consent that was given for it now belongs to this learner."""
    answers = event.answers
    learner_id = await intakes.add_learner(connection, _learner(answers, codec, sender))
    if not _by_helper(answers):
        await consents.forget_helper(connection, sender.chat_id)
    await consents.belongs_to(connection, chat_id=sender.chat_id, learner_id=learner_id)
    said = [hash_of(codec.vault, voice) for voice in map(voice_of, answers.values()) if voice]
    await recordings.belongs_to(connection, said, chat_id=sender.chat_id, learner_id=learner_id)
    intake_id = await intakes.add_intake(connection, _intake(event, codec, sender, learner_id))
    house = event.match
    referral_id = await intakes.add_referral(
        connection,
        {
            "intake_id": intake_id,
            "taalhuis_id": await _house_id(connection, house),
            "status": ReferralStatus.DRAFT,
            "reason": house.reason if house else "",
            "distance_km": house.distance_km if house else 0.0,
            "created_at": sender.now,
            "updated_at": sender.now,
        },
    )
    move = referral.Move(to=ReferralStatus.SUBMITTED, by="learner", why="sent", now=sender.now)
    await referral.move(connection, referral_id, ReferralStatus.DRAFT, move)


async def any_sent(connection: AsyncConnection, chat_id: int) -> bool:
    """Was a sign-up sent from this chat?"""
    return await intakes.count_of_chat(connection, chat_id) > 0


async def _house_id(connection: AsyncConnection, house: TaalhuisFact | None) -> int | None:
    return await taalhuizen.id_of(connection, house.code) if house else None


def _learner(answers: Mapping[str, Answer], codec: Codec, sender: Sender) -> dict[str, Any]:
    name = name_in_answer(answers.get("first_name"))
    phone = _word(answers, "phone")
    return {
        "chat_id": sender.chat_id,
        "first_name": codec.vault.seal(name),
        # A name that nobody has written down yet is like no other one.
        "first_name_hash": codec.vault.hash(secrets.token_hex(16) if name == UNWRITTEN else name),
        "phone": codec.vault.seal(phone) if phone else None,
        "phone_hash": codec.vault.hash(phone) if phone else None,
        "language": sender.language,
        "created_at": sender.now,
        "last_contact_at": sender.now,
    }


def _by_helper(answers: Mapping[str, Answer]) -> bool:
    return answers.get("for_whom") == "other"


def _intake(event: IntakeSubmitted, codec: Codec, sender: Sender, learner_id: int) -> dict[str, Any]:
    answers = event.answers
    signal = signals({item: _score(answers.get(item)) for items in ITEMS.values() for item in items})
    return {
        "learner_id": learner_id,
        "chat_id": sender.chat_id,
        "code": "".join(secrets.choice(CODE_ALPHABET) for _ in range(8)),
        "flow": sender.flow,
        "flow_version": sender.flow_version,
        "answers": codec.seal_answers(answers),
        "by_helper": _by_helper(answers),
        "helper_organisation": _word(answers, "helper_organisation"),
        "postcode": event.place.postcode,
        "place": event.place.name,
        "gemeente_code": event.place.gemeente_code,
        "needs": _words(answers, "needs"),
        "purposes": _words(answers, "purposes"),
        "dutch_first": answers.get("dutch_first") is True,
        "first_language": _word(answers, "first_language"),
        "inburgering": _word(answers, "inburgering"),
        "signal_language": signal[Domain.LANGUAGE],
        "signal_numbers": signal[Domain.NUMBERS],
        "signal_digital": signal[Domain.DIGITAL],
        "day_parts": _words(answers, "day_parts"),
        "days": _words(answers, "days"),
        "form": _word(answers, "form"),
        "contact": _word(answers, "contact"),
        "channel": sender.channel,
        "origin": sender.origin,
        "submitted_at": sender.now,
    }


def _word(answers: Mapping[str, Answer], step: str) -> str:
    answer = answers.get(step)
    return answer if isinstance(answer, str) else ""


def _words(answers: Mapping[str, Answer], step: str) -> list[str]:
    answer = answers.get(step)
    return list(answer) if isinstance(answer, list | tuple) else []


def _score(answer: Answer) -> int | None:
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else None
