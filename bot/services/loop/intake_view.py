"""Everything that staff see of one sign-up, gathered for its card; the same for the chat and for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.db.queries import alerts, appointments, members, notes, offers, review, tasks
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.db.queries.notes import NoteRow
from bot.domain.humane import wall_text
from bot.domain.referral_status import OPEN, ReferralStatus, ball
from bot.domain.screening import ITEMS, Signal, indications
from bot.services.loop.naming import spoken_of
from bot.services.loop.notes import said_in
from bot.services.loop.review import SEEN
from bot.services.scene import Scene
from flows.cards import intake_card as view
from flows.cards.digest import Colleague
from flows.cards.history import Moved
from flows.cards.intake_card import Alike, IntakeFacts, NoteLine
from flows.facts import Answer
from flows.intake import intake_flow
from flows.intake_ending import overview_lines
from flows.model import Name, Text
from flows.step import Step

NOTES_ON_CARD = 4
NOTES_ON_PAGE = 3
"""Whole ones: three of the longest fit into one message."""

_IN_TITLE = frozenset({"first_name", "place"})
_REACH = frozenset({"for_whom", "helper_name", "helper_organisation", "contact", "phone"})


@lru_cache(maxsize=1)
def _order() -> tuple[Step, ...]:
    return intake_flow().order


def answer_lines(answers: Mapping[str, Answer]) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    """How to reach them, and what they answered: in words and pictures, in the order of the questions."""
    reach = tuple(step for step in _order() if step.name in _REACH)
    rest = tuple(step for step in _order() if step.name not in _REACH | _IN_TITLE)
    return overview_lines(reach, answers), overview_lines(rest, answers)


def signals_of(answers: Mapping[str, Answer], case: Case) -> tuple[view.Signal, ...]:
    """What the screening suggests in each domain that was asked about; an indication and no test."""
    scores = {item: _score(answers.get(item)) for items in ITEMS.values() for item in items}
    found = indications(scores, first_language_is_dutch=case.dutch_first)
    return tuple(
        view.Signal(domain, indication.signal, indication.level or "")
        for domain, indication in found.items()
        if indication.signal is not Signal.UNKNOWN
    )


async def facts_of(scene: Scene, case: Case, reader: MemberRow | None) -> IntakeFacts:
    """What stands on the card. `reader` is the member who looks, None when nobody in particular does."""
    connection = scene.connection
    answers = scene.codec.open_answers(case.answers)
    reach, told = answer_lines(answers)
    meeting = await appointments.open_of(connection, case.id)
    since = await review.last_moved_at(connection, case.id) or case.created_at
    return IntakeFacts(
        referral=case.id,
        status=case.status,
        ended_why=case.ended_why,
        ball=ball(ReferralStatus(case.status)),
        minutes=_minutes(since, scene.now),
        name=scene.name(case.first_name),
        place=case.place,
        house=await _house(scene, case),
        reason=case.reason,
        km=case.distance_km,
        sent=wall_text(case.submitted_at, scene.zone),
        can_chat=case.can_be_told,
        by_helper=case.by_helper,
        unreachable=case.unreachable_at is not None,
        contact=reach,
        answers=told,
        signals=signals_of(answers, case),
        volunteer=await _name(scene, case.volunteer_id),
        asked=await _asked(scene, case),
        staff=await _name(scene, case.staff_id),
        mine=reader is not None and reader.id == case.staff_id,
        proposed=None if case.staff_id else await _proposed(scene, case),
        alike=await alike_of(scene, case),
        notes=await notes_of(scene, case, limit=NOTES_ON_CARD),
        relayed=await review.count_relayed(connection, case.id),
        meeting=meeting.wall_at if meeting else "",
        tasks=await tasks.count_of_referral(connection, case.id),
        spoken=frozenset(spoken_of(scene, case)),
    )


async def alike_of(scene: Scene, case: Case) -> tuple[Alike, ...]:
    """Other sign-ups that may be of the same person, open or not; the oldest first."""
    return tuple(_alike(scene, case, one) for one in await review.alike(scene.connection, case))


async def notes_of(scene: Scene, case: Case, *, limit: int, skip: int = 0) -> tuple[NoteLine, ...]:
    """The newest notes, questions and answers but for some, oldest of them first."""
    rows = await notes.newest_of(scene.connection, case.id, limit=limit, skip=skip)
    return tuple(_note(scene, row) for row in rows)


async def note_of(scene: Scene, case: Case, note_id: int) -> NoteLine | None:
    """One of them; None when it does not belong to this sign-up."""
    row = await notes.get(scene.connection, note_id)
    return _note(scene, row) if row and row.referral_id == case.id else None


async def history_of(scene: Scene, case: Case) -> tuple[Moved, ...]:
    """Every move, and how long after the one before it."""
    found: list[Moved] = []
    before: datetime | None = None
    for row in await review.moves(scene.connection, case.id):
        found.append(
            Moved(
                to=row.to_status,
                by=row.by,
                who=scene.name(row.name) if row.name else None,
                why=row.why,
                at=wall_text(row.moved_at, scene.zone),
                minutes=_minutes(before, row.moved_at) if before else None,
                house=row.house,
            )
        )
        before = row.moved_at
    return tuple(found)


async def seen_by(scene: Scene, case: Case, member: MemberRow) -> None:
    """Write down that this member read it: the learner can see by which role, and when."""
    await review.add_reading(scene.connection, _reading(case, member, scene.now))


async def opened(scene: Scene, case: Case, member: MemberRow) -> None:
    """This member opened its page: that is a reading, and what somebody of the staff only had to know is
    known then.
    """
    await seen_by(scene, case, member)
    await known(scene, case)


async def known(scene: Scene, case: Case) -> None:
    """Somebody of the staff has it before them: what they only had to know is known."""
    await alerts.settle_kinds(scene.connection, case.id, SEEN, scene.now)


def _reading(case: Case, member: MemberRow, now: datetime) -> dict[str, Any]:
    return {"referral_id": case.id, "member_id": member.id, "role": member.role, "read_at": now}


def _note(scene: Scene, row: NoteRow) -> NoteLine:
    by = scene.name(row.name) if row.name else None
    return NoteLine(row.id, row.kind, by, said_in(scene.codec, row), wall_text(row.created_at, scene.zone))


def _alike(scene: Scene, case: Case, other: Case) -> Alike:
    return Alike(
        referral=other.id,
        name=scene.name(other.first_name),
        place=other.place,
        day=wall_text(other.submitted_at, scene.zone)[:10],
        status=other.status,
        goes_on=other.status in OPEN,
        same_phone=case.phone_hash is not None and other.phone_hash == case.phone_hash,
    )


async def _house(scene: Scene, case: Case) -> Name | None:
    if case.taalhuis_id is None:
        return None
    return Name((await review.house(scene.connection, case.taalhuis_id)).name)


async def _name(scene: Scene, member_id: int | None) -> Name | None:
    member = await members.get(scene.connection, member_id) if member_id else None
    return scene.name(member.name) if member else None


async def _asked(scene: Scene, case: Case) -> tuple[Name, ...]:
    """Who is being asked to take the learner now; a few of them when all are asked at once."""
    asked: Sequence[int] = [one.member_id for one in await offers.open_of_referral(scene.connection, case.id)]
    names = [await _name(scene, member_id) for member_id in asked[:5]]
    return tuple(name for name in names if name)


async def _proposed(scene: Scene, case: Case) -> Colleague | None:
    """Who of the staff has least to do; nobody where there is no choice."""
    loads = await review.load_of_staff(scene.connection, case.taalhuis_id) if case.taalhuis_id else []
    if len(loads) < 2:
        return None
    return Colleague(loads[0].member_id, scene.name(loads[0].name), loads[0].open_cases)


def _minutes(since: datetime, now: datetime) -> int:
    return int((now - since).total_seconds() // 60)


def _score(answer: Answer) -> int | None:
    return answer if isinstance(answer, int) and not isinstance(answer, bool) else None
