"""The people of one's own Taalhuizen on the pages: who is there, how many learners each has, and what staff
can do for them. What is done is what the chat does (`bot.services.loop.team`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.db.queries import people as rows
from bot.db.queries.members import MemberRow
from bot.db.queries.people import LearnerRow, PersonRow
from bot.domain.act import Act, Detail
from bot.services import audit
from bot.services.loop import team
from bot.services.loop.fitting import FIRST_CAPACITY
from bot.services.loop.volunteers import KNOWN, Filled, mark
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.cards.profile import FOR_NOW
from flows.model import Name

MOST_LEARNERS_SHOWN = 60
VOLUNTEER = "volunteer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of a house. `load`: learners of a volunteer, or open sign-ups that staff look after;
    `capacity` how many a volunteer can have. Empty lists mean "all fine". `is_me`: the viewer.
    """

    id: int
    role: str
    name: Name
    taalhuis_id: int
    house: str
    since: datetime
    load: int
    capacity: int
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    day_parts: tuple[str, ...]
    days: tuple[str, ...]
    paused_until: date | None
    for_now: bool
    unreachable: bool
    notified: bool
    last_active: datetime
    is_me: bool

    @property
    def mark(self) -> str:
        """Says which profile somebody had before them."""
        return mark({field: getattr(self, field) for field in KNOWN}, self.capacity)

    @property
    def free(self) -> int:
        """How many more learners this volunteer could have now."""
        if self.role != VOLUNTEER or self.paused_until or self.unreachable:
            return 0
        return max(0, self.capacity - self.load)


class Sort(StrEnum):
    """In which order people are listed."""

    NAME = "name"
    ROLE = "role"
    LOAD = "load"
    FREE = "free"
    SINCE = "since"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom to show; "" and False leave nobody out."""

    role: str = ""
    need: str = ""
    language: str = ""
    free: bool = False
    sort: Sort = Sort.NAME

    def shows(self, one: Person) -> bool:
        is_volunteer = one.role == VOLUNTEER
        return (
            self.role in ("", one.role)
            and (not self.need or (is_volunteer and (not one.needs or self.need in one.needs)))
            and (not self.language or (is_volunteer and self.language in one.languages))
            and (not self.free or one.free > 0)
        )


_ORDER: Mapping[Sort, Callable[[Person], tuple[object, ...]]] = {
    Sort.NAME: lambda one: (),
    Sort.ROLE: lambda one: (one.role,),
    Sort.LOAD: lambda one: (-one.load,),
    Sort.FREE: lambda one: (-one.free,),
    Sort.SINCE: lambda one: (one.since,),
    Sort.ACTIVE: lambda one: (one.last_active,),
}


async def everybody(scene: Scene, viewer: Viewer, wanted: Wanted) -> list[Person]:
    """Everybody of the viewer's houses whom they want to see."""
    for staff in viewer.houses.values():
        audit.note(scene, viewer.act("people.read", by=staff))
    people = [one for one in await _people(scene, viewer, viewer.houses) if wanted.shows(one)]
    return sorted(people, key=lambda one: (*_ORDER[wanted.sort](one), one.name.name.casefold(), one.id))


@dataclass(frozen=True, slots=True)
class Whole:
    """One person with their learners, and how often they were asked, by what came of it."""

    person: Person
    learners: Sequence[LearnerRow]
    offers: Mapping[str, int]


async def whole(scene: Scene, viewer: Viewer, member_id: int) -> Whole | None:
    """All of one person of the viewer's houses; None for everybody else."""
    found = await _mine(scene, viewer, member_id)
    if found is None:
        return None
    note(scene, viewer, "person.read", found)
    house = found.taalhuis_id or 0
    person = next(one for one in await _people(scene, viewer, [house]) if one.id == member_id)
    connection = scene.connection
    learners = await rows.learners_of(connection, member_id, found.role, house, limit=MOST_LEARNERS_SHOWN)
    return Whole(person, learners, await rows.offers_of(connection, member_id))


# ── Deeds ───────────────────────────────────────────────────────────────────────────────────────────────


async def pause(scene: Scene, viewer: Viewer, member_id: int, until: date | None) -> bool | None:
    """A volunteer gets no new learners up to and with this day; None: again. None as an answer: not yours;
    False: a day that is over.
    """
    found = await _mine(scene, viewer, member_id)
    if found is None or found.role != VOLUNTEER:
        return None
    if until is not None and until < scene.now.astimezone(scene.zone).date():
        return False
    if await team.pause(scene, found, until, by_chat=viewer.chat_id):
        note(scene, viewer, "person.pause", found, {"until": until.isoformat() if until else ""})
    return True


async def end(scene: Scene, viewer: Viewer, member_id: int) -> bool:
    """Somebody does not work here any more. False: not yours, or oneself, who stops in the chat."""
    found = await _mine(scene, viewer, member_id)
    if found is None or found.chat_id == viewer.chat_id:
        return False
    if await team.end(scene, found):
        note(scene, viewer, "person.end", found)
    return True


async def change_profile(scene: Scene, viewer: Viewer, member_id: int, filled: Filled) -> bool | None:
    """Write a volunteer's profile. None: not yours; False: it was changed since they saw it."""
    found = await _mine(scene, viewer, member_id)
    if found is None or found.role != VOLUNTEER:
        return None
    changed = await team.change_profile(scene, found, filled, by_chat=viewer.chat_id)
    if changed:
        note(scene, viewer, "person.profile", found, {"fields": changed})
    return changed is not None


# ── Finding ─────────────────────────────────────────────────────────────────────────────────────────────


def note(
    scene: Scene, viewer: Viewer, what: str, member: MemberRow, detail: Mapping[str, Detail] | None = None
) -> None:
    """Write down that the viewer did this to a member of their house."""
    act: Act = viewer.act(what, by=viewer.houses.get(member.taalhuis_id or 0))
    audit.note(scene, replace(act, about=f"member:{member.id}", detail=detail or {}))


async def _mine(scene: Scene, viewer: Viewer, member_id: int) -> MemberRow | None:
    return await team.of_my_house(scene, viewer.members, member_id)


async def _people(scene: Scene, viewer: Viewer, houses: Collection[int]) -> list[Person]:
    if not houses:
        return []
    loads = await rows.loads(scene.connection, houses)
    today = scene.now.astimezone(scene.zone).date()
    found = await rows.of_houses(scene.connection, houses)
    return [_person(scene, viewer, row, loads.get(row.id, 0), today) for row in found]


def _person(scene: Scene, viewer: Viewer, row: PersonRow, load: int, today: date) -> Person:
    until = row.paused_until if row.paused_until and row.paused_until >= today else None
    return Person(
        id=row.id,
        role=row.role,
        name=scene.name(row.name),
        taalhuis_id=row.taalhuis_id,
        house=row.taalhuis,
        since=row.joined_at,
        load=load,
        capacity=FIRST_CAPACITY if row.capacity is None else row.capacity,
        needs=tuple(row.needs),
        languages=tuple(row.languages),
        day_parts=tuple(row.day_parts),
        days=tuple(row.days),
        paused_until=until,
        for_now=until is not None and until.isoformat() == FOR_NOW,
        unreachable=row.unreachable,
        notified=row.notified,
        last_active=row.last_heard_at,
        is_me=row.chat_id == viewer.chat_id,
    )
