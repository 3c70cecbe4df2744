"""A learner and a volunteer who are to meet, for tests of appointments and reminders."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.db.queries import appointments
from bot.db.queries.appointments import AppointmentRow
from bot.db.queries.cases import Case
from bot.services.inbox import Receipt
from flows.cards.calendar import stamp
from flows.deeds import choice
from flows.model import Document, Prompt, Tap
from tests.support.building import Rig, keys_of
from tests.support.loop import (
    cards,
    case_now,
    make_volunteer,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)

LEARNER, VOLUNTEER = "7", "anna"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
# The clock of tests begins on Wednesday 3 June, noon; the house is open from Monday to Saturday.
THURSDAY, MONDAY, TUESDAY = "2026-06-04T10:00", "2026-06-08T11:00", "2026-06-09T14:30"


async def matched_case(rig: Rig, *, by_a_helper: bool = False) -> Case:
    """Anna said yes to Xanthippe, who can come on Monday and Thursday mornings."""
    volunteer = await make_volunteer(rig, address=VOLUNTEER)
    case = await (submitted_by_a_helper(rig) if by_a_helper else submitted_case(rig, LEARNER))
    await rig.run(
        "UPDATE referral SET status = 'matched', volunteer_id = :volunteer WHERE id = :id",
        volunteer=volunteer.id,
        id=case.id,
    )
    return await case_now(rig, case.id)


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
