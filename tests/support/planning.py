"""Appointments written as they stand after they were planned, and the pages about planning read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from sqlalchemy import insert

from bot.db.models import Appointment
from bot.db.queries import members
from bot.db.queries.cases import Case
from bot.domain.wall_time import resolve
from tests.support.building import Rig
from tests.support.loop import case_now
from tests.support.meetings import make_case
from tests.support.office import Desk

_MEET = re.compile(r'<li class="meet ([^"]*)"[^>]*>\s*<a href="([^"]*)">(.*?)</a>', re.DOTALL)
_HIDDEN = re.compile(r'<span class="alarming".*?</span>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block of the week: its classes, where it leads, what it says, and where it stands in the page."""

    classes: frozenset[str]
    link: str
    words: Sequence[str]
    place: int

    @property
    def lane(self) -> int:
        return self._number("lane-")

    @property
    def at(self) -> int:
        return self._number("at-")

    def _number(self, prefix: str) -> int:
        return next(int(one.removeprefix(prefix)) for one in self.classes if one.startswith(prefix))


def blocks_of(page: str) -> list[Drawn]:
    """The appointments of a week, in the order of the page."""
    return [
        Drawn(frozenset(found[1].split()), unescape(found[2]), _words(found[3]), found.start())
        for found in _MEET.finditer(page)
    ]


def day_of(page: str, block: Drawn) -> str:
    """The day under which it stands."""
    return str(re.findall(r'data-day="([^"]*)"', page[: block.place])[-1])


def _words(html: str) -> list[str]:
    lines = re.sub(r"<[^>]*>", "\n", _HIDDEN.sub("", html)).splitlines()
    return [unescape(line).strip() for line in lines if line.strip()]


async def written_appointment(rig: Rig, case: Case, wall: str, *, minutes: int = 60) -> None:
    """A planned appointment of a case, whatever its hour."""
    row: dict[str, object] = {
        "referral_id": case.id,
        "taalhuis_id": case.taalhuis_id,
        "member_id": case.volunteer_id,
        "uid": f"{case.id}-{wall}@taalwijzer",
        "status": "planned",
        "moments": [],
        "wall_at": wall,
        "zone": rig.worlds.zone.key,
        "starts_at": resolve(wall, rig.worlds.zone),
        "minutes": minutes,
        "made_at": rig.clock(),
        "updated_at": rig.clock(),
    }
    async with rig.database.transaction() as connection:
        await connection.execute(insert(Appointment).values(row))
    await rig.run("UPDATE referral SET status = 'appointment_planned' WHERE id = :id", id=case.id)


async def plan_at(rig: Rig, like: Case, wall: str, *, address: str) -> Case:
    """Another learner with the same volunteer, and a planned appointment."""
    assert like.volunteer_id is not None
    async with rig.database.transaction() as connection:
        volunteer = await members.get(connection, like.volunteer_id)
        assert volunteer is not None
        referral_id = await make_case(rig, connection, address, volunteer)
    case = await case_now(rig, referral_id)
    await written_appointment(rig, case, wall)
    return case


# ── The page of an appointment ─────────────────────────────────────────────────────────────────────────────


def fields_of(desk: Desk) -> dict[str, str | list[str]]:
    """The hidden fields of the form that asks or plans."""
    form = re.search(r'<form method="post"[^>]*case/\d+">(.*?)</form>', desk.page.text, re.DOTALL)
    assert form, "nothing is looked at"
    return dict(re.findall(r'name="(version|day|time|minutes|instead)" value="([^"]*)"', form[1]))


async def looked_at(desk: Desk, referral: int, wall: str, **more: str) -> None:
    """Look at another moment."""
    asked = {"day": wall[:10], "time": wall[11:], **more}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    await desk.get(f"/planning/case/{referral}?{query}")


async def put(desk: Desk, referral: int, wall: str, how: str, **more: str) -> int:
    """Look at a moment, then ask or plan it."""
    await looked_at(desk, referral, wall, **more)
    response = await desk.post(f"/planning/case/{referral}", **fields_of(desk), how=how)
    return response.status_code


def version_on(desk: Desk) -> str:
    """What a form of the page brings back."""
    found = re.search(r'name="version" value="([^"]*)"', desk.page.text)
    assert found
    return found[1]
