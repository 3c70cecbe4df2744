"""An appointment moved, made or called off at a desk: the deeds of the chat (`bot.services.loop`), after a
look at what is in the way, and only to what was seen.

A new moment is either asked of the learner, in the chat, or was agreed by telephone and is planned at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.db.queries import appointments, cases, members
from bot.db.queries import planning as rows
from bot.db.queries.appointments import PLANNED, PROPOSED, AppointmentRow, House
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.conflicts import Conflict, Wishes, conflicts
from bot.domain.wall_time import is_twice, naive, resolve
from bot.services import audit
from bot.services.loop import appointments as service
from bot.services.loop import intake_view, outcomes, proposals
from bot.services.loop.appointment_rows import By, may_plan
from bot.services.loop.moments import MINUTES
from bot.services.office import planning
from bot.services.office.planning import NoMoment, version_of
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.cards.calendar import MOST_MOMENTS
from flows.model import Name

LENGTHS = (30, 45, 60, 75, 90, 120, 180)
"""Minutes that can be chosen, beside what an appointment has already."""
NOTHING_YET = "0"
"""The version of an appointment that is not made yet."""


class How(StrEnum):
    """What is done with a new moment."""

    ASK = "ask"
    AGREED = "agreed"


class Came(StrEnum):
    """What came of a form."""

    ASKED = "asked"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    TAKEN_BACK = "taken_back"
    CHANGED = "changed"
    NOT_NOW = "not_now"
    CANNOT_ASK = "cannot_ask"
    BEGUN = "begun"


_DEEDS = {
    Came.ASKED: "deed.psend",
    Came.PLANNED: "deed.pagr",
    Came.CANCELLED: "deed.pcanyes",
    Came.TAKEN_BACK: "deed.pclr",
}
"""In the audit they are called as the deeds of the chat that do the same."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A moment that somebody at a desk wants: `instead` is the proposed one that it replaces, "" for one more
    or for what is planned; `version` what they saw.
    """

    day: str
    clock: str
    minutes: int
    version: str
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDesk:
    """The appointment of one learner as it is on a desk. `status` is "" when there is none; `told`: the
    learner can be asked in the chat; `can`: there is somebody to meet; `begun`: its time has come, and first
    somebody says what became of it.
    """

    referral_id: int
    house: House
    name: Name
    volunteer: Name | None
    days: tuple[str, ...]
    parts: tuple[str, ...]
    status: str
    wall: str
    moments: tuple[str, ...]
    minutes: int
    version: str
    told: bool
    by_helper: bool
    can: bool
    begun: bool

    @property
    def at(self) -> str:
        """Where it stands in the calendar: the moment, or the first that was asked; "" for nowhere."""
        return self.moments[0] if self.status == PROPOSED else self.wall if self.status == PLANNED else ""


@dataclass(frozen=True, slots=True)
class Look:
    """A new moment looked at: why it cannot be ("" when it can), and what is in the way. `twice`: the clock
    shows it two times that night, and the first is meant.
    """

    wall: str
    ends: str
    minutes: int
    refused: str = ""
    twice: bool = False
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """A learner's appointment, whose it is to change it, and how it stands now."""

    case: Case
    member: MemberRow
    row: AppointmentRow | None
    shown: OnDesk

    @property
    def by(self) -> By:
        return By(self.member.role, self.member)


# ── Looking ────────────────────────────────────────────────────────────────────────────────────────────────


async def on_desk(scene: Scene, viewer: Viewer, referral_id: int) -> OnDesk | None:
    """The appointment of a learner of theirs; None for "not yours" and "no such thing" alike."""
    desk = await _desk(scene, viewer, await cases.get(scene.connection, referral_id))
    if desk is None:
        return None
    act = viewer.act("meeting.read", by=desk.member)
    audit.note(scene, replace(act, referral_id=referral_id))
    await intake_view.seen_by(scene, desk.case, desk.member)
    return desk.shown


async def look(scene: Scene, shown: OnDesk, wish: Wish) -> Look:
    """What would be in the way of this; call it after `on_desk`, for a case that is theirs."""
    minutes = _minutes(wish, shown)
    try:
        wall = planning.wall_of(scene, wish.day, wish.clock)
    except NoMoment as error:
        return Look("", "", minutes, error.why)
    case = await cases.get(scene.connection, shown.referral_id)
    found = await _in_the_way(scene, case, shown, wall, minutes) if case else ()
    ends = planning.ends_of(scene, wall, minutes)
    return Look(wall, ends, minutes, "", is_twice(wall, scene.zone), found)


async def _in_the_way(
    scene: Scene, case: Case, shown: OnDesk, wall: str, minutes: int
) -> tuple[Conflict, ...]:
    row = await appointments.open_of(scene.connection, case.id)
    member_id = row.member_id if row and row.member_id else case.volunteer_id
    member = await members.get(scene.connection, member_id) if member_id else None
    person, day = member.chat_id if member else None, naive(wall).date()
    others = await rows.of_people(
        scene.connection,
        persons={person} if person else (),
        learners={case.learner_id},
        first=day.isoformat(),
        until=f"{day.isoformat()}U",
    )
    taken = planning.slot(
        scene,
        wall,
        minutes,
        appointment=row.id if row else 0,
        volunteer=person,
        learner=case.learner_id,
    )
    paused = member is not None and planning.is_paused(member.paused_until, day)
    around = [planning.slot_of(scene, one, other) for one in others for other in one.walls]
    wishes = Wishes(case.days, case.day_parts, paused)
    return conflicts(taken, around, planning.house_day(shown.house, day), wishes)


async def _desk(scene: Scene, viewer: Viewer, case: Case | None) -> Desk | None:
    member = viewer.staff_of(case)
    if case is None or member is None or case.taalhuis_id is None:
        return None
    row = await appointments.open_of(scene.connection, case.id)
    house = await appointments.house(scene.connection, row.taalhuis_id if row else case.taalhuis_id)
    meets = row.member_id if row and row.member_id else case.volunteer_id
    volunteer = await members.get(scene.connection, meets) if meets else None
    shown = OnDesk(
        referral_id=case.id,
        house=house,
        name=scene.name(case.first_name),
        volunteer=scene.name(volunteer.name) if volunteer else None,
        days=tuple(case.days),
        parts=tuple(case.day_parts),
        status=row.status if row and row.status in (PLANNED, PROPOSED) else "",
        wall=row.wall_at if row else "",
        moments=tuple(row.moments) if row and row.status == PROPOSED else (),
        minutes=row.minutes if row else MINUTES,
        version=version_of(row.sequence, row.updated_at) if row else NOTHING_YET,
        told=case.can_be_told,
        by_helper=case.by_helper,
        can=may_plan(case),
        begun=row is not None and outcomes.can_settle(scene, row),
    )
    return Desk(case, member, row, shown)


def _minutes(wish: Wish, shown: OnDesk) -> int:
    return wish.minutes if wish.minutes in (*LENGTHS, shown.minutes) else shown.minutes


# ── Doing ──────────────────────────────────────────────────────────────────────────────────────────────────


async def put(scene: Scene, viewer: Viewer, referral_id: int, wish: Wish, how: How) -> Came | None:
    """Ask the learner, or plan what was agreed by telephone. None when it is not theirs.

    Raises:
        NoMoment: the moment cannot be.
    """
    desk = await _held(scene, viewer, referral_id)
    if desk is None:
        return None
    wall, minutes = planning.wall_of(scene, wish.day, wish.clock), _minutes(wish, desk.shown)
    if desk.shown.version != wish.version:
        return _as_wished(desk.shown, wall, minutes, how) or Came.CHANGED
    if not desk.shown.can:
        return Came.NOT_NOW
    if desk.shown.begun:
        return Came.BEGUN
    if how is How.AGREED:
        await service.write_down(scene, desk.case, wall, desk.by, minutes=minutes)
        return _done(scene, viewer, desk, Came.PLANNED)
    moments = _moments(scene, desk.shown, wall, wish.instead)
    row = await proposals.ask(scene, desk.case, moments, desk.by, minutes=minutes)
    return _done(scene, viewer, desk, Came.ASKED) if row else Came.CANNOT_ASK


def _as_wished(shown: OnDesk, wall: str, minutes: int, how: How) -> Came | None:
    """A form that was sent twice: it is so already."""
    if minutes != shown.minutes:
        return None
    if how is How.AGREED:
        return Came.PLANNED if shown.status == PLANNED and shown.wall == wall else None
    return Came.ASKED if wall in shown.moments else None


async def cancel(scene: Scene, viewer: Viewer, referral_id: int, version: str) -> Came | None:
    """Call off what is planned, or take back what was asked. None when it is not theirs."""
    desk = await _held(scene, viewer, referral_id)
    if desk is None:
        return None
    if desk.shown.version != version or desk.row is None or not desk.shown.status:
        return Came.CHANGED
    if desk.shown.begun:
        return Came.BEGUN
    if desk.row.status == PLANNED:
        await service.cancel(scene, desk.case, desk.row, desk.by)
        return _done(scene, viewer, desk, Came.CANCELLED)
    await proposals.clear_moments(scene, desk.case)
    return _done(scene, viewer, desk, Came.TAKEN_BACK)


async def _held(scene: Scene, viewer: Viewer, referral_id: int) -> Desk | None:
    """The case, locked: what was seen cannot change any more."""
    return await _desk(scene, viewer, await cases.lock(scene.connection, referral_id))


def _done(scene: Scene, viewer: Viewer, desk: Desk, came: Came) -> Came:
    act = viewer.act(_DEEDS[came], by=desk.member)
    audit.note(scene, replace(act, referral_id=desk.case.id))
    return came


def _moments(scene: Scene, shown: OnDesk, wall: str, instead: str) -> Sequence[str]:
    """What the learner is asked: the new moment, with those that were asked before and are still to come. A
    fourth takes the place of the last.
    """
    others = [
        one for one in shown.moments if one not in (wall, instead) and resolve(one, scene.zone) > scene.now
    ]
    return [*others[: MOST_MOMENTS - 1], wall]
