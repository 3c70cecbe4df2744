"""Appointments: plan, move, call off. The chat and the console both end here; what comes before is a proposal
(`bot.services.loop.proposals`), what comes after an outcome (`bot.services.loop.outcomes`).

Whoever calls has locked the case and checked whose it is. Every change is part of that transaction, counts
`sequence` up, and ends the old reminders. What has begun is neither moved nor called off: first somebody says
what became of it, or that would never be known. Where the two have not met yet the referral moves along:
`matched` while a moment is looked for, `appointment_planned` once there is one. Later appointments leave it
as it is.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.db.queries import appointments
from bot.db.queries.appointments import CANCELLED, PLANNED, PROPOSED, AppointmentRow
from bot.db.queries.cases import Case
from bot.domain.referral_status import ReferralStatus
from bot.domain.wall_time import resolve
from bot.services.loop import idle, news, outcomes, proposals, reminders, tasks
from bot.services.loop.appointment_rows import (
    THE_LEARNER,
    By,
    calendar_of,
    change,
    draft,
    hold_agenda,
    is_member,
    leave,
    move_referral,
    still_free,
    whom,
)
from bot.services.loop.meeting_news import (
    Parties,
    calendar_file,
    for_learner,
    for_member,
    learner_name,
    nameless_file,
    parties,
    tell_learner,
    tell_member,
)
from bot.services.loop.moments import MINUTES
from bot.services.scene import Scene
from flows.cards import appointment as cards
from flows.cards import news as news_cards
from flows.model import Prompt


class Chosen(StrEnum):
    """What came of a learner's choice."""

    PLANNED = "planned"
    ALREADY = "already"
    GONE_BY = "gone_by"
    NOT_ASKED = "not_asked"


# ── Planning ───────────────────────────────────────────────────────────────────────────────────────────────


async def choose(scene: Scene, case: Case, row: AppointmentRow, wall: str) -> tuple[Chosen, AppointmentRow]:
    """The learner takes one of the moments. The volunteer is told; the learner is answered by who calls."""
    if row.status == PLANNED:
        return (Chosen.ALREADY if row.wall_at == wall else Chosen.NOT_ASKED), row
    if row.status != PROPOSED or wall not in row.moments:
        return Chosen.NOT_ASKED, row
    if wall not in await still_free(scene, case, row):
        return Chosen.GONE_BY, row
    of = await _plan(scene, case, row, wall, THE_LEARNER)
    await tell_member(scene, of, cards.planned_card(for_member(scene, of)))
    return Chosen.PLANNED, of.row


async def agreed(scene: Scene, case: Case, wall: str, by: By) -> AppointmentRow | None:
    """Write down what was agreed by telephone: planned at once. None when it cannot be then, or what was
    planned has begun.

    A learner who can be told gets it in the chat as well. A helper hears nothing of it: that there was
    contact is told once, and only after the learner was asked (`bot.services.loop.volunteers.contact_had`).
    """
    await hold_agenda(scene, case)
    if not (await calendar_of(scene, case)).may_be(wall):
        return None
    return await write_down(scene, case, wall, by)


async def write_down(
    scene: Scene, case: Case, wall: str, by: By, *, minutes: int | None = None
) -> AppointmentRow | None:
    """The same at any moment to come, as somebody wants it who saw what is in the way
    (`bot.domain.conflicts`). `minutes`: how long; None leaves it.
    """
    row = await appointments.open_of(scene.connection, case.id)
    if row and outcomes.can_settle(scene, row):
        return None
    minutes = minutes or (row.minutes if row else MINUTES)
    if row and row.status == PLANNED and (row.wall_at, row.minutes) == (wall, minutes):
        return row
    row = row or await draft(scene, case)
    moved = row.wall_at not in ("", wall)
    of = await _plan(scene, case, replace(row, minutes=minutes), wall, by)
    tell = news.moved if moved else news.planned
    await tell(scene, case, for_learner(scene, of))
    if not is_member(of, by):
        await tell_member(scene, of, cards.planned_card(for_member(scene, of)))
    return of.row


async def _plan(scene: Scene, case: Case, row: AppointmentRow, wall: str, by: By) -> Parties:
    await reminders.end(scene, row, "moved")
    await proposals.end(scene, row, "planned")
    values = {
        "status": PLANNED,
        "moments": [],
        "wall_at": wall,
        "zone": scene.zone.key,
        "starts_at": resolve(wall, scene.zone),
        "minutes": row.minutes,
        "member_id": row.member_id if by == THE_LEARNER else whom(case, by),
        "learner_says": "",
        "member_says": "",
    }
    of = await parties(scene, case, await change(scene, row, values))
    if case.status == ReferralStatus.MATCHED:
        await move_referral(scene, case, ReferralStatus.APPOINTMENT_PLANNED, by, "planned")
    await reminders.plan(scene, of.row, _chats(of))
    return of


def _chats(of: Parties) -> dict[str, int]:
    """Who is reminded, and where."""
    chats = {reminders.MEMBER: of.member.chat_id} if of.member else {}
    if of.case.has_chat:
        chats[reminders.LEARNER] = of.case.chat_id
    return chats


# ── Calling off ────────────────────────────────────────────────────────────────────────────────────────────


async def learner_cannot(scene: Scene, case: Case, row: AppointmentRow) -> Parties | None:
    """The learner cannot come to what is planned: it is off, and the volunteer proposes other moments. None
    when it has begun.
    """
    if outcomes.can_settle(scene, row):
        return None
    of = await _call_off(scene, case, row, THE_LEARNER, "learner_cannot")
    document = calendar_file(scene, of, "member", cancelled=True)
    prompt = cards.learner_cannot(case.id, learner_name(scene, of), of.wish, of.row.wall_at, document)
    await tell_member(scene, of, prompt)
    await idle.promised(scene, case, of.row)
    return of


async def cancel(scene: Scene, case: Case, row: AppointmentRow, by: By) -> Prompt | None:
    """A volunteer or staff call off what is planned; the other two hear of it, and that there will be another
    moment. Returns what whoever did it is told; None when it has begun.
    """
    if outcomes.can_settle(scene, row):
        return None
    of = await _call_off(scene, case, row, by, "cancelled")
    again = news_cards.cancelled(for_learner(scene, of, cancelled=True), again=True)
    told = await tell_learner(scene, of, again)
    if not is_member(of, by):
        await tell_member(scene, of, _cancelled_for_member(scene, of, told=told))
    return _cancelled_for_member(scene, of, told=told)


async def cancel_all(scene: Scene, case: Case, *, by: str, why: str, tell: bool) -> None:
    """The referral goes on elsewhere or ends: nothing is proposed, planned or reminded of any more. It does
    not move the referral. `tell`: those who counted on it hear that it does not take place, but for who did
    it (`by`, a role), and not of one that has begun; `why` is a code of at most 40 letters. The volunteer's
    message names nobody, and stays when the referral is erased.
    """
    row = await appointments.open_of(scene.connection, case.id)
    if row is None:
        return
    row = await _end(scene, row, why)
    if not tell or not row.wall_at or resolve(row.wall_at, scene.zone) <= scene.now:
        return
    of = await parties(scene, case, row)
    if by != THE_LEARNER.role:
        off = news_cards.cancelled(for_learner(scene, of, cancelled=True), again=False)
        if not await tell_learner(scene, of, off):
            await tasks.telephone(scene, case, step="appointment_off")
    if by != "volunteer":
        await tell_member(scene, of, cards.off_card(row.wall_at, nameless_file(scene, of)), erased=True)


def _cancelled_for_member(scene: Scene, of: Parties, *, told: bool) -> Prompt:
    document = calendar_file(scene, of, "member", cancelled=True)
    call = None if told else learner_name(scene, of)
    return cards.cancelled_card(of.case.id, of.row.wall_at, document, call=call)


async def _call_off(scene: Scene, case: Case, row: AppointmentRow, by: By, why: str) -> Parties:
    row = await _end(scene, row, why)
    await leave(scene, case, by, why)
    return await parties(scene, case, row)


async def _end(scene: Scene, row: AppointmentRow, why: str) -> AppointmentRow:
    await reminders.end(scene, row, why)
    await proposals.end(scene, row, why)
    return await change(scene, row, {"status": CANCELLED, "moments": []})
