"""Proposals: gather up to three moments, ask the learner which one fits, and see to it that an answer comes.

    draft ──send──▶ proposed ──▶ planned (`appointments.choose`)
      ▲                │
      └── none fits, taken back

A learner who says nothing is asked once more after a working day; a day later the volunteer is told to
telephone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.db.models import Priority
from bot.db.queries import appointments, cases, timers
from bot.db.queries.appointments import DRAFT, PLANNED, PROPOSED, AppointmentRow
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer, NewTimer, new_timer
from bot.domain.humane import humane
from bot.domain.working_days import add_working_days
from bot.services.clockwork import Act, by_day
from bot.services.loop import idle, outcomes, reminders
from bot.services.loop.appointment_rows import (
    By,
    calendar_of,
    change,
    draft,
    is_member,
    leave,
    whom,
    write,
)
from bot.services.loop.meeting_news import (
    Parties,
    calendar_file,
    learner_name,
    member_name,
    parties,
    tell_learner,
    tell_member,
)
from bot.services.scene import Scene
from flows.cards import appointment as cards
from flows.cards.calendar import MOST_MOMENTS
from flows.model import Prompt

ASK_AGAIN = "moments"
UNHEARD = "unheard"
_TIMERS = {ASK_AGAIN: 1, UNHEARD: 2}
"""After how many working days."""


async def add_moment(scene: Scene, case: Case, wall: str) -> AppointmentRow | None:
    """Add one to what is going to be proposed; a fourth is left out. None when it cannot be: closed, past,
    too far ahead, or the learner has been asked already; or what was planned has been, and nobody has said
    what became of it.
    """
    row = await appointments.open_of(scene.connection, case.id)
    if row and (row.status == PROPOSED or outcomes.can_settle(scene, row)):
        return None
    if not (await calendar_of(scene, case)).may_be(wall):
        return None
    row = row or await draft(scene, case)
    if wall in row.moments or len(row.moments) >= MOST_MOMENTS:
        return row
    return await write(scene, row, {"moments": sorted([*row.moments, wall])})


async def clear_moments(scene: Scene, case: Case) -> AppointmentRow | None:
    """Begin again; a question that the learner has not answered is taken back."""
    row = await appointments.open_of(scene.connection, case.id)
    if row is None or not row.moments:
        return row
    if row.status == PROPOSED:
        await end(scene, row, "taken_back")
        return await change(scene, row, {"status": DRAFT, "moments": []})
    return await write(scene, row, {"moments": []})


async def send(scene: Scene, case: Case, by: By) -> AppointmentRow | None:
    """Ask the learner which of the gathered moments fits; what was planned is off from now on. None when
    there is nothing to send, no chat to send it to, or what was planned has been.
    """
    row = await appointments.open_of(scene.connection, case.id)
    if row is None or row.status == PROPOSED or not case.can_be_told:
        return None
    if outcomes.can_settle(scene, row):
        return None
    calendar = await calendar_of(scene, case)
    moments = [wall for wall in row.moments if calendar.may_be(wall)]
    return await _ask(scene, case, replace(row, moments=moments), by) if moments else None


async def ask(
    scene: Scene, case: Case, moments: Sequence[str], by: By, *, minutes: int
) -> AppointmentRow | None:
    """Ask which of these fits, in the place of what was planned, gathered or asked before. They are to come,
    and may be outside the hours of the calendar: somebody saw what is in the way. None when the learner has
    no chat, or what was planned has been.
    """
    if not case.can_be_told:
        return None
    row = await appointments.open_of(scene.connection, case.id) or await draft(scene, case)
    if outcomes.can_settle(scene, row):
        return None
    if row.status == PROPOSED:
        await end(scene, row, "taken_back")
    return await _ask(scene, case, replace(row, moments=sorted(moments), minutes=minutes), by)


async def _ask(scene: Scene, case: Case, row: AppointmentRow, by: By) -> AppointmentRow:
    was_planned = row.status == PLANNED
    if was_planned:
        await reminders.end(scene, row, "moved")
        await leave(scene, case, by, "moved")
    values = {"status": PROPOSED, "moments": row.moments, "minutes": row.minutes, "starts_at": None}
    row = await change(scene, row, {**values, "member_id": whom(case, by)})
    of = await parties(scene, case, row)
    await tell_learner(scene, of, question(scene, of))
    if was_planned and not is_member(of, by):
        document = calendar_file(scene, of, "member", cancelled=True)
        await tell_member(scene, of, cards.moving_card(learner_name(scene, of), row.wall_at, document))
    await watch(scene, of)
    return row


async def none_fits(scene: Scene, case: Case, row: AppointmentRow) -> bool:
    """The learner can come to none of them: the volunteer proposes others. False when nothing is asked."""
    if row.status != PROPOSED:
        return False
    await end(scene, row, "none_fits")
    row = await change(scene, row, {"status": DRAFT, "moments": []})
    of = await parties(scene, case, row)
    await tell_member(scene, of, cards.none_fitted(case.id, learner_name(scene, of), of.wish))
    await idle.promised(scene, case, row)
    return True


def question(scene: Scene, of: Parties) -> Prompt:
    """Which of these moments?"""
    row = of.row
    return cards.ask_card(row.id, row.sequence, member_name(scene, of), row.moments, row.wall_at)


async def end(scene: Scene, row: AppointmentRow, outcome: str) -> None:
    """Nobody waits for an answer to this proposal any more."""
    await appointments.end_timers(scene.connection, row, tuple(_TIMERS), now=scene.now, outcome=outcome)


# ── Until an answer comes ──────────────────────────────────────────────────────────────────────────────────


async def watch(scene: Scene, of: Parties) -> None:
    """Come back to a proposal that was sent just now."""
    chats = {ASK_AGAIN: of.case.chat_id, UNHEARD: of.member.chat_id if of.member else of.case.chat_id}
    await timers.add(
        scene.connection, [_timer(scene, of.row, kind, chat_id) for kind, chat_id in chats.items()]
    )


def _timer(scene: Scene, row: AppointmentRow, kind: str, chat_id: int) -> NewTimer:
    due_at = humane(add_working_days(scene.now, _TIMERS[kind], scene.zone), scene.zone)
    return new_timer(
        key=f"{kind}:{row.id}:{row.sequence}",
        kind=kind,
        chat_id=chat_id,
        due_at=due_at,
        zone=scene.zone,
        referral_id=row.referral_id,
        about=row.id,
        version=row.sequence,
    )


async def ask_again(scene: Scene, timer: DueTimer, chat: LockedChat) -> str:
    """The learner has not answered: the same question once more."""
    of = await _waiting(scene, timer)
    if of is None or not of.case.can_be_told:
        return "settled"
    scene.outgoing.say(chat, [question(scene, of)], Priority.REMINDER, names=(of.case.id,))
    return "asked"


async def unheard(scene: Scene, timer: DueTimer, chat: LockedChat) -> str:
    """Still no answer: the volunteer is asked to telephone."""
    of = await _waiting(scene, timer)
    if of is None or of.member is None or of.member.chat_id != chat.id:
        return "settled"
    prompt = cards.no_answer(of.case.id, learner_name(scene, of))
    scene.outgoing.say(chat, [prompt], Priority.REMINDER, names=(of.case.id,))
    return "told"


async def _waiting(scene: Scene, timer: DueTimer) -> Parties | None:
    """The proposal, when it still waits for an answer. Whoever settles it ends the timer, which this
    transaction holds: so it cannot be settled meanwhile.
    """
    row = await appointments.get(scene.connection, timer.about)
    if row is None or row.status != PROPOSED or row.sequence != timer.version:
        return None
    case = await cases.get(scene.connection, row.referral_id)
    return await parties(scene, case, row) if case else None


KINDS: Mapping[str, Act] = {ASK_AGAIN: by_day(ask_again), UNHEARD: by_day(unheard)}
