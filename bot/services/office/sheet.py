"""The page about one sign-up: everything of its card in the chat, and what the chat shows on further cards.

Opening it is a reading, as with the card. An open page asks every few seconds whether something changed; that
is a reading when it is shown more of the learner than this session has seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.db.queries import cases, members
from bot.db.queries import sheet as rows
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services import audit
from bot.services.loop import intake_view, naming, offers, transfer
from bot.services.loop.appointment_rows import calendar_of, may_plan
from bot.services.loop.transfer import Candidate
from bot.services.office import sheet_mark, sheet_parts
from bot.services.office.office import Office
from bot.services.office.sheet_map import Neighbourhood, knows_place, neighbourhood
from bot.services.office.sheet_parts import Asked, Meeting, Read, Talk, Task
from bot.services.office.sheet_possible import possible
from bot.services.office.sheet_present import Present
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.cards.history import Moved
from flows.cards.intake_card import IntakeFacts, NoteLine
from flows.cards.staff_choices import VolunteerChoice
from flows.model import Name, Text, VoiceNote

MOST_NOTES = 100
MOST_READINGS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on the page, for the member who looks. `voices` are the names that were spoken,
    by step. `mark` is that of `sheet_mark`, signed for the session; `able` are the deeds
    that are possible now. `days` are those on which they could meet, each with whether the learner can come;
    `beside` the sign-ups before and after it in the order of their coming, 0 for none.
    """

    facts: IntakeFacts
    voices: Mapping[str, VoiceNote]
    code: str
    mark: str
    able: tuple[str, ...]
    notes: tuple[NoteLine, ...]
    history: tuple[Moved, ...]
    talk: Talk
    tasks: tuple[Task, ...]
    asked: tuple[Asked, ...]
    meetings: tuple[Meeting, ...]
    readings: tuple[Read, ...]
    map: Neighbourhood | None
    volunteers: tuple[VolunteerChoice, ...]
    houses: tuple[Candidate, ...]
    days: tuple[tuple[str, bool], ...]
    beside: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """A page that is open, looked at again: `changes` since it was shown, () for none, and the page as it is
    now, None when it is the same. `others` have it open too.
    """

    changes: tuple[Text, ...]
    sheet: Sheet | None
    others: tuple[MemberRow, ...]
    names: tuple[Name, ...]


async def opened(office: Office, viewer: Viewer, referral_id: int, present: Present) -> Look | None:
    """The page for whoever opens it, which is written down; None for "not yours" and "no such thing" alike.

    Raises:
        StorageUnavailable: the database is away.
    """
    async with office.acting() as scene:
        case = await cases.lock(scene.connection, referral_id)
        member = viewer.staff_of(case)
        if case is None or member is None:
            return None
        await intake_view.opened(scene, case, member)
        _note(scene, viewer, case, member, "intake.read")
        return await _look(scene, member, present, case.id, (), await _sheet(scene, viewer, case, member))


async def again(
    office: Office, viewer: Viewer, referral_id: int, present: Present, *, mark: str
) -> Look | None:
    """A page that is open, some seconds later; None for "not theirs". `mark` is what it says that it showed:
    one that this session was not given is worth nothing, and then all is shown and written down.

    Raises:
        StorageUnavailable: the database is away.
    """
    async with office.looking() as scene:
        case = await cases.get(scene.connection, referral_id)
        member = viewer.staff_of(case)
        if case is None or member is None:
            return None
        shown = sheet_mark.shown(scene, viewer, case.id, mark)
        if not await sheet_mark.changed_since(scene, case, shown):
            return await _look(scene, member, present, case.id, (), None)
    return await _fresh(office, viewer, referral_id, present, shown=shown)


async def _fresh(
    office: Office, viewer: Viewer, referral_id: int, present: Present, *, shown: str
) -> Look | None:
    """The page as it is now, for who has seen it as it was. Nobody pressed anything: what somebody of the
    staff has to know stays with them until they open it.
    """
    async with office.acting() as scene:
        case = await cases.lock(scene.connection, referral_id)
        member = viewer.staff_of(case)
        if case is None or member is None:
            return None
        if await sheet_mark.tells_more(scene, case, shown):
            await intake_view.seen_by(scene, case, member)
            _note(scene, viewer, case, member, "intake.read")
        changes = await sheet_mark.changed_since(scene, case, shown)
        sheet = await _sheet(scene, viewer, case, member)
        return await _look(scene, member, present, case.id, changes, sheet)


async def _look(
    scene: Scene,
    member: MemberRow,
    present: Present,
    referral_id: int,
    changes: tuple[Text, ...],
    sheet: Sheet | None,
) -> Look:
    ids = present.others(referral_id, member.id, scene.now)
    found = [await members.get(scene.connection, member_id) for member_id in ids]
    others = tuple(one for one in found if one)
    return Look(changes, sheet, others, tuple(scene.name(one.name) for one in others))


async def houses(office: Office, viewer: Viewer, referral_id: int, words: str) -> list[Candidate] | None:
    """Where a sign-up can go, searched by name or town; None for "not theirs"."""
    async with office.looking() as scene:
        case = await cases.get(scene.connection, referral_id)
        if case is None or viewer.staff_of(case) is None:
            return None
        return await transfer.candidates(scene, case, words)


async def earlier(office: Office, viewer: Viewer, referral_id: int, before: int) -> Talk | None:
    """Messages before this one; None for "not theirs". Reading older words is a look."""
    async with office.acting() as scene:
        case = await cases.lock(scene.connection, referral_id)
        member = viewer.staff_of(case)
        if case is None or member is None:
            return None
        await intake_view.seen_by(scene, case, member)
        _note(scene, viewer, case, member, "intake.talk")
        return await sheet_parts.talk_of(scene, case, before=before)


def _note(scene: Scene, viewer: Viewer, case: Case, member: MemberRow, what: str) -> None:
    audit.note(scene, replace(viewer.act(what, by=member), referral_id=case.id))


async def _sheet(scene: Scene, viewer: Viewer, case: Case, member: MemberRow) -> Sheet:
    connection = scene.connection
    facts = await intake_view.facts_of(scene, case, member)
    able = await possible(scene, case, member, facts)
    near = await transfer.candidates(scene, case) if knows_place(scene, case) else []
    return Sheet(
        facts=facts,
        voices=naming.spoken_of(scene, case),
        code=case.code,
        mark=sheet_mark.signed(scene, viewer, case.id, await sheet_mark.mark_of(scene, case.id)),
        able=able,
        notes=await intake_view.notes_of(scene, case, limit=MOST_NOTES),
        history=await intake_view.history_of(scene, case),
        talk=await sheet_parts.talk_of(scene, case),
        tasks=sheet_parts.tasks_of(scene, await rows.tasks(connection, case.id)),
        asked=sheet_parts.asked_of(scene, await rows.asked(connection, case.id)),
        meetings=sheet_parts.meetings_of(scene, await rows.meetings(connection, case.id)),
        readings=sheet_parts.readings_of(
            scene, await rows.readings(connection, case.id, limit=MOST_READINGS)
        ),
        map=await neighbourhood(scene, case, near),
        volunteers=tuple(await offers.choices(scene, case)) if "assign" in able else (),
        houses=tuple(near) if "transfer" in able else (),
        days=await _days(scene, case) if {"agree", "propose"} & set(able) else (),
        beside=await rows.beside(
            connection,
            house=case.taalhuis_id or 0,
            submitted_at=case.submitted_at,
            referral_id=case.id,
        ),
    )


async def _days(scene: Scene, case: Case) -> tuple[tuple[str, bool], ...]:
    """The days on which they could meet."""
    if not may_plan(case):
        return ()
    calendar = await calendar_of(scene, case)
    return sheet_parts.days_of(calendar)
