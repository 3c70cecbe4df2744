"""What the page of the audit shows: to staff what was done at their house, to the operator everything, but
without a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.db.queries import audit_search, members
from bot.db.queries.audit import Entry
from bot.db.queries.audit_search import Wanted
from bot.domain.act import Detail
from bot.services import audit
from bot.services.office.viewer import OfficeRole, Viewer
from bot.services.scene import Scene
from flows.model import Name

A_PAGE = 50
MOST_EXPORTED = 50_000
_NUMBER = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was filled in. `case` is the code or the number of a sign-up; the days count both, in the zone of
    the Taalhuizen.
    """

    case: str = ""
    member: int = 0
    what: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. `code` is that of its sign-up, "" when that is erased; `who` only for staff of the house."""

    number: int
    at: datetime
    role: str
    member: int | None
    who: Name | None
    what: str
    referral: int | None
    code: str
    taalhuis: int | None
    about: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose deeds can be asked for."""

    member: int
    role: str
    name: Name


@dataclass(frozen=True, slots=True)
class Found:
    """A page of it, the newest first; `older` is where the next page begins."""

    lines: Sequence[Line] = ()
    older: int | None = None
    people: Sequence[Person] = field(default_factory=tuple)


def may_see_names(viewer: Viewer) -> bool:
    """Staff know their colleagues; the operator sees numbers."""
    return OfficeRole.STAFF in viewer.roles


async def search(scene: Scene, viewer: Viewer, asked: Asked) -> Found:
    """The entries that were asked for, of those that they may see. That they looked is written down."""
    wanted = await _wanted(scene, viewer, asked)
    entries = await audit_search.newest(scene.connection, wanted, before=asked.before, limit=A_PAGE + 1)
    shown = entries[:A_PAGE]
    _note(scene, viewer, "audit.read", asked)
    return Found(
        lines=await _lines(scene, viewer, shown),
        older=shown[-1].number if len(entries) > A_PAGE else None,
        people=await _people(scene, viewer),
    )


async def export(scene: Scene, viewer: Viewer, asked: Asked) -> list[Entry] | None:
    """All entries that were asked for, the newest first; None when they are more than `MOST_EXPORTED`."""
    wanted = await _wanted(scene, viewer, asked)
    entries = await audit_search.newest(scene.connection, wanted, before=None, limit=MOST_EXPORTED + 1)
    _note(scene, viewer, "audit.exported", asked, rows=len(entries))
    return entries if len(entries) <= MOST_EXPORTED else None


def _note(scene: Scene, viewer: Viewer, what: str, asked: Asked, **more: Detail) -> None:
    """Codes and numbers of what was asked for. A code that is none of ours is not repeated."""
    detail: dict[str, Detail] = {**more}
    if asked.member:
        detail["member"] = asked.member
    if asked.what:
        detail["what"] = asked.what[:24]
    for name, day in (("since", asked.since), ("until", asked.until)):
        if day:
            detail[name] = day.isoformat()
    by = next(iter(viewer.houses.values()), None) if may_see_names(viewer) else None
    audit.note(scene, replace(viewer.act(what, by=by), detail=detail))


async def _wanted(scene: Scene, viewer: Viewer, asked: Asked) -> Wanted:
    everything = OfficeRole.OPERATOR in viewer.roles
    return Wanted(
        houses=None if everything else tuple(viewer.houses),
        referrals=await _referrals(scene, asked.case) if asked.case else None,
        member_id=asked.member or None,
        whats=(asked.what,) if asked.what else (),
        since=_midnight(scene, asked.since) if asked.since else None,
        until=_midnight(scene, asked.until + timedelta(days=1)) if asked.until else None,
    )


async def _referrals(scene: Scene, case: str) -> list[int]:
    """A code, or a number: of one that is erased only the number is left."""
    found = await audit_search.referrals_of_code(scene.connection, case.upper()[:12])
    return found or ([int(case)] if _NUMBER.fullmatch(case) else [])


def _midnight(scene: Scene, day: date) -> datetime:
    return datetime.combine(day, time(), scene.zone)


async def _lines(scene: Scene, viewer: Viewer, entries: Sequence[Entry]) -> list[Line]:
    numbers = {one.referral_id for one in entries if one.referral_id is not None}
    codes = await audit_search.codes_of(scene.connection, numbers)
    names = await _names(scene, viewer, entries) if may_see_names(viewer) else {}
    return [
        Line(
            number=one.number,
            at=one.at,
            role=one.role,
            member=one.member_id,
            who=names.get(one.member_id) if one.member_id else None,
            what=one.what,
            referral=one.referral_id,
            code=codes.get(one.referral_id, "") if one.referral_id else "",
            taalhuis=one.taalhuis_id,
            about=one.about,
            detail=json.loads(one.detail) if one.detail else {},
        )
        for one in entries
    ]


async def _names(scene: Scene, viewer: Viewer, entries: Sequence[Entry]) -> dict[int | None, Name]:
    """First names of colleagues at the viewer's houses, also of those who left; of nobody else."""
    found: dict[int | None, Name] = {}
    for member_id in {one.member_id for one in entries if one.member_id is not None}:
        member = await members.get(scene.connection, member_id)
        if member is not None and member.taalhuis_id in viewer.houses:
            found[member_id] = scene.name(member.name)
    return found


async def _people(scene: Scene, viewer: Viewer) -> list[Person]:
    """Whose deeds can be asked for: the colleagues and volunteers of today."""
    found = [
        Person(one.id, one.role, scene.name(one.name))
        for house in viewer.houses
        for role in ("staff", "volunteer")
        for one in await members.of_house(scene.connection, house, role)
    ]
    return found if may_see_names(viewer) else []
