"""A learner and a volunteer who are to meet, for tests of appointments and reminders."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, Learner, Referral
from bot.db.queries import appointments, chats
from bot.db.queries.appointments import AppointmentRow
from bot.db.queries.cases import Case
from bot.db.queries.chats import NewChat
from bot.db.queries.members import MemberRow
from bot.services.inbox import Receipt
from flows.cards.calendar import stamp
from flows.deeds import choice
from flows.model import Document, Prompt
from flows.replies import Tap
from tests.support.building import Rig, keys_of
from tests.support.loop import cards, case_now, make_volunteer, tap_card
from tests.support.signups import NAME, PHONE_STORED

LEARNER, VOLUNTEER = "7", "anna"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# The clock of tests begins on Wednesday 3 June, noon; the house is open from Monday to Saturday.
THURSDAY, MONDAY, TUESDAY = "2026-06-04T10:00", "2026-06-08T11:00", "2026-06-09T14:30"


async def matched_case(rig: Rig, *, by_a_helper: bool = False) -> Case:
    """Anna said yes to Xanthippe, who can come on Monday and Thursday mornings and asked for a call."""
    volunteer = await make_volunteer(rig, address=VOLUNTEER)
    async with rig.database.transaction() as connection:
        referral_id = await make_case(rig, connection, LEARNER, volunteer, by_helper=by_a_helper)
    return await case_now(rig, referral_id)


async def make_case(
    rig: Rig, connection: AsyncConnection, address: str, volunteer: MemberRow, *, by_helper: bool = False
) -> int:
    """Somebody who signed up and was matched, written as it stands after that; returns the referral's id. The
    way there is long, and has tests of its own.
    """
    new = NewChat(rig.channel.name, address, "nl", "Europe/Amsterdam", is_group=False)
    await chats.make(connection, [new], rig.clock())
    chat = await chats.find(connection, rig.channel.name, address)
    assert chat is not None
    now = rig.clock()
    intake_id = await _sign_up(rig, connection, chat.id, address, by_helper=by_helper)
    referral = {
        "intake_id": intake_id,
        "taalhuis_id": volunteer.taalhuis_id,
        "status": "matched",
        "reason": "coverage",
        "distance_km": 1.0,
        "volunteer_id": volunteer.id,
        "created_at": now,
        "updated_at": now,
    }
    made = await connection.execute(insert(Referral).values(referral).returning(Referral.id))
    return made.scalar_one()


async def _sign_up(
    rig: Rig, connection: AsyncConnection, chat_id: int, address: str, *, by_helper: bool
) -> int:
    """The learner and what they sent; returns the intake's id."""
    seal, now = rig.codec.vault.seal, rig.clock()
    learner = {
        "chat_id": chat_id,
        "first_name": seal(NAME),
        "first_name_hash": rig.codec.vault.hash(NAME),
        "phone": seal(PHONE_STORED),
        "phone_hash": rig.codec.vault.hash(PHONE_STORED),
        "language": "nl",
        "created_at": now,
        "last_contact_at": now,
    }
    made = await connection.execute(insert(Learner).values(learner).returning(Learner.id))
    intake = {
        "learner_id": made.scalar_one(),
        "chat_id": chat_id,
        "code": f"c{address}",
        "flow": "intake",
        "flow_version": 1,
        "answers": rig.codec.seal_answers({}),
        "by_helper": by_helper,
        "needs": ["reading"],
        "purposes": [],
        "dutch_first": True,
        "day_parts": ["morning"],
        "days": ["mon", "thu"],
        "contact": "call",
        "channel": rig.channel.name,
        "submitted_at": now,
        **dict.fromkeys(_EMPTY, ""),
    }
    made = await connection.execute(insert(Intake).values(intake).returning(Intake.id))
    return made.scalar_one()


_EMPTY = (
    *("helper_organisation", "postcode", "place", "gemeente_code", "first_language", "inburgering"),
    *("signal_language", "signal_numbers", "signal_digital", "form"),
)


async def planned_case(rig: Rig, wall: str = MONDAY) -> Case:
    """They meet at this moment, which the learner chose."""
    case = await matched_case(rig)
    await propose(rig, case, wall)
    await rig.due()
    await tap_card(rig, "mom", LEARNER)
    await rig.due()
    return await case_now(rig, case.id)


async def press(rig: Rig, address: str, verb: str, *args: int | str) -> Receipt:
    """Press a button that may have stood on a card a long time ago."""
    return await rig.hear(Tap(choice(verb, *args), 0), address=address)


async def propose(rig: Rig, case: Case, *walls: str) -> None:
    """The volunteer gathers these moments and sends them."""
    for wall in walls:
        await press(rig, VOLUNTEER, "pt", case.id, stamp(wall))
    await press(rig, VOLUNTEER, "psend", case.id)


async def appointment_of(rig: Rig, case: Case) -> AppointmentRow:
    """The newest appointment of a case, in whatever state."""
    (row,) = await rig.rows("SELECT MAX(id) FROM appointment WHERE referral_id = :id", id=case.id)
    async with rig.database.reading() as connection:
        found = await appointments.get(connection, int(row[0]))
    assert found is not None
    return found


async def open_timers(rig: Rig, *kinds: str) -> list[tuple[str, str]]:
    """(key, wall time) of the timers that are still to come, in the order in which they fall due."""
    found = await rig.rows("SELECT kind, key, wall_at FROM timer WHERE done_at IS NULL ORDER BY due_at, id")
    return [(str(key), str(wall)) for kind, key, wall in found if kind in kinds]


def said(rig: Rig, address: str) -> list[str]:
    """The first key of every card in a chat, oldest first."""
    return [keys_of(envelope.prompt)[0] for envelope in reversed(cards(rig, address))]


def files(rig: Rig, address: str) -> list[Document]:
    """The calendar files that arrived in a chat, oldest first."""
    found = (envelope.prompt.document for envelope in rig.channel.delivered if envelope.address == address)
    return [document for document in found if document]


def last_with(rig: Rig, address: str, key: str) -> Prompt:
    """The newest card in a chat that says this."""
    return next(one.prompt for one in cards(rig, address) if key in keys_of(one.prompt))


def at(wall: str, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """The moment of a wall time that comes once."""
    return datetime.fromisoformat(wall).replace(tzinfo=zone)


def go_to(rig: Rig, wall: str) -> None:
    """Let the clock show this."""
    rig.clock.now = at(wall)


async def let_time_pass(rig: Rig, until: str) -> None:
    """Tick every ten minutes up to this moment, which is included."""
    while rig.clock.now < at(until):
        rig.clock.now = min(rig.clock.now + timedelta(minutes=10), at(until))
        await rig.due()
