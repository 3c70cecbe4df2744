"""The deeds of volunteer and staff with an appointment that is near or over: be there, not be there, say what
became of it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.db.queries import appointments
from bot.db.queries.appointments import PLANNED, AppointmentRow
from bot.services.desk import proposing
from bot.services.desk.model import WORKERS, Doing, Said, Verb, edited, not_yours
from bot.services.loop import outcomes
from bot.services.loop.appointment_rows import By, may_plan
from bot.services.loop.meeting_news import for_member, learner_name, parties
from bot.services.loop.rights import Mine, case_of_worker
from flows.cards import appointment as cards
from flows.cards import reminder as reminder_cards
from flows.cards.reminder import Outcome
from flows.engine import ALREADY_DONE
from flows.model import Prompt, Text

# Translators: a volunteer pressed a button of an appointment that is moved or cancelled.
_NOT_ANY_MORE = Text("volunteer.appointment.old")
# Translators: the appointment has not been yet.
_NOT_YET = Text("volunteer.after.not_yet")


async def _ours(doing: Doing) -> tuple[Mine, AppointmentRow] | None:
    """The appointment that the button names, when its case is the doer's; the case is locked."""
    connection, appointment_id = doing.scene.connection, doing.deed.number(0)
    row = await appointments.get(connection, appointment_id)
    mine = await case_of_worker(doing, row.referral_id) if row else None
    row = await appointments.get(connection, appointment_id) if mine else None
    return (mine, row) if mine and row else None


async def come(doing: Doing) -> Said:
    """The volunteer will be there."""
    ours = await _ours(doing)
    if ours is None:
        return not_yours(doing)
    mine, row = ours
    if row.status != PLANNED or row.sequence != doing.deed.number(1):
        return Said((edited(doing, Prompt((_NOT_ANY_MORE,))),))
    if outcomes.can_settle(doing.scene, row):
        return _what_became(doing, mine, row)
    new = await outcomes.says(doing.scene, row, "member_says")
    of = await parties(doing.scene, mine.case, replace(row, member_says="yes"))
    prompt = cards.planned_card(for_member(doing.scene, of, reader=mine.member))
    return Said((edited(doing, prompt),), toast=None if new else ALREADY_DONE)


async def cannot(doing: Doing) -> Said:
    """The volunteer cannot be there: move it, or call it off?"""
    ours = await _ours(doing)
    if ours is None:
        return not_yours(doing)
    mine, row = ours
    if row.status != PLANNED or row.sequence != doing.deed.number(1):
        return Said((edited(doing, Prompt((_NOT_ANY_MORE,))),))
    if outcomes.can_settle(doing.scene, row):
        return _what_became(doing, mine, row)
    name = doing.scene.name(mine.case.first_name)
    return Said((edited(doing, cards.cannot_be_there(mine.case.id, name, row.wall_at)),))


def _what_became(doing: Doing, mine: Mine, row: AppointmentRow) -> Said:
    """It has begun: whether they come is no question any more."""
    name = doing.scene.name(mine.case.first_name)
    return Said((edited(doing, reminder_cards.what_became(row.id, name, row.wall_at)),))


async def outcome(doing: Doing) -> Said:
    """What became of it."""
    ours = await _ours(doing)
    what = doing.deed.word(1)
    if ours is None or what not in {one.value for one in Outcome}:
        return not_yours(doing)
    mine, row = ours
    if row.outcome:
        return Said((edited(doing, Prompt((ALREADY_DONE,))),), toast=ALREADY_DONE)
    if not outcomes.can_settle(doing.scene, row):
        return Said((edited(doing, Prompt((_NOT_YET if row.status == PLANNED else _NOT_ANY_MORE,))),))
    by = By(mine.member.role, mine.member)
    told = await outcomes.settle(doing.scene, mine.case, row, Outcome(what), by)
    return await _settled(doing, mine, row, Outcome(what), told=told)


async def _settled(doing: Doing, mine: Mine, row: AppointmentRow, what: Outcome, *, told: bool) -> Said:
    of = await parties(doing.scene, mine.case, row)
    name = learner_name(doing.scene, of)
    if what is Outcome.CAME:
        return Said((edited(doing, reminder_cards.came(mine.case.id, name)),))
    if what is Outcome.NO_SHOW:
        return Said((edited(doing, reminder_cards.did_not_come(mine.case.id, name, told=told)),))
    if not may_plan(mine.case):
        return Said((edited(doing, Prompt((ALREADY_DONE,))),))
    return Said((edited(doing, await proposing.calendar_card(doing.scene, mine)),))


VERBS: tuple[Verb, ...] = (
    Verb("vcome", WORKERS, come),
    Verb("vcannot", WORKERS, cannot),
    Verb("out", WORKERS, outcome),
)
