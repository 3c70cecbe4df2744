"""Taalhuizen on the pages: which there are, what is known of each, what a learner would see of it, and
changing it. Whoever changes one says which state they had before them: nothing of somebody else is
overwritten unseen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.db.queries import houses as rows
from bot.db.queries.houses import HouseRow
from bot.domain.matching import TaalhuisOnMap
from bot.geo.taalhuis_week import put_together, taken_apart
from bot.services import audit
from bot.services.directory import preview
from bot.services.office.house_rules import HOURS, Draft, checked, draft_of
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.facts import TaalhuisFact
from flows.houses import card_of, told
from flows.model import HouseCard, Name, Prompt, Text

FOUND = Text("goodbye.found")
NEXT = Text("goodbye.next.chat")


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff, by whom a house is told of what happens."""

    id: int
    name: Name
    notified: bool


@dataclass(frozen=True, slots=True)
class House:
    """A Taalhuis with its staff; nobody for the operator, who sees no persons."""

    row: HouseRow
    staff: Sequence[Colleague]

    @property
    def draft(self) -> Draft:
        """As it is now."""
        hear = frozenset(one.id for one in self.staff if one.notified)
        return draft_of(self.row, hear, frozenset(one.id for one in self.staff))


async def listed(scene: Scene, viewer: Viewer) -> list[HouseRow]:
    """The houses that this person may see: their own, those of their region, or all."""
    if viewer.operator:
        return await rows.every(scene.connection)
    own = await rows.of_ids(scene.connection, viewer.houses) if viewer.houses else []
    more = await rows.of_regions(scene.connection, viewer.regions) if viewer.regions else []
    found = {house.id: house for house in (*own, *more)}
    return sorted(found.values(), key=lambda house: (house.name, house.id))


async def one(scene: Scene, viewer: Viewer, house_id: int) -> House | None:
    """A house that this person may change; None for every other."""
    if not viewer.operator and house_id not in viewer.houses:
        return None
    found = await rows.of_ids(scene.connection, [house_id])
    if not found:
        return None
    staff: list[Colleague] = []
    if house_id in viewer.houses:
        staff = [
            Colleague(row.id, scene.name(row.name), row.notified)
            for row in await rows.staff_of(scene.connection, house_id)
        ]
    return House(found[0], staff)


def is_shown(house: HouseRow, today: date) -> bool:
    """Do learners hear of it today?"""
    return house.active and (house.closed_until is None or house.closed_until < today)


# ── What a learner would see ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Preview:
    """What somebody who lives at `place` would be told at the end of a sign-up; `card` is its picture."""

    place: str
    messages: tuple[Prompt, ...]
    card: HouseCard


def seen_by_learner(scene: Scene, house: HouseRow, values: Mapping[str, Any]) -> Preview | None:
    """With these values instead of those of the house. None: nobody is sent there."""
    place = scene.worlds.places.by_postcode(house.postcode[:4])
    fact = _fact(scene, house, values)
    if place is None or fact is None:
        return None
    messages = (*told(fact, FOUND), Prompt((NEXT,)))
    return Preview(f"{place.postcode} {place.name}", messages, card_of(fact))


def _fact(scene: Scene, house: HouseRow, values: Mapping[str, Any]) -> TaalhuisFact | None:
    place = scene.worlds.places.by_postcode(house.postcode[:4])
    if place is None:
        return None
    wall = scene.now.astimezone(scene.zone).replace(second=0, microsecond=0)
    merged = {name: getattr(house, name) for name in _ON_MAP} | {
        name: value for name, value in values.items() if name in _ON_MAP
    }
    on_map = TaalhuisOnMap(**{**merged, "offers": frozenset(merged["offers"])})
    return preview(on_map, place, wall)


_ON_MAP = (
    *("id", "code", "name", "street", "town", "latitude", "longitude", "gemeente_code"),
    *("offers", "coverage", "active", "closed_until", "phone", "opening_hours"),
)


# ── Changing ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of it. `faults` by field: nothing was written. `outdated`: somebody else changed the house
    meanwhile, nothing was written, and `differs` names the fields in which the two are apart. Else `fields`
    are those that were written.
    """

    house: House
    fields: tuple[str, ...] = ()
    faults: Mapping[str, Text] = field(default_factory=dict)
    outdated: bool = False
    differs: tuple[str, ...] = ()


async def change(scene: Scene, viewer: Viewer, house_id: int, draft: Draft) -> Changed | None:
    """Write what was filled in. None: not theirs."""
    house = await one(scene, viewer, house_id)
    if house is None:
        return None
    found = checked(draft)
    if found.faults:
        return Changed(house, faults=found.faults)
    differs = _differs(house, found.values, draft)
    if draft.seen != house.row.updated_at.isoformat():
        return Changed(house, outdated=True, differs=differs)
    if not differs:
        return Changed(house)
    if not await _written(scene, house, found.values, draft, differs):
        return Changed(house, outdated=True, differs=differs)
    by = viewer.houses.get(house_id)
    act = replace(viewer.act("house.change", by=by), taalhuis_id=house_id, detail={"fields": differs})
    audit.note(scene, act)
    return Changed(house, fields=differs)


async def _written(
    scene: Scene, house: House, values: Mapping[str, Any], draft: Draft, differs: tuple[str, ...]
) -> bool:
    columns = {name: values[name] for name in differs if name not in ("coverage", "notified")}
    if not await rows.change(scene.connection, house.row, columns, now=scene.now):
        return False
    if "coverage" in differs:
        await rows.put_coverage(scene.connection, house.row.id, values["coverage"])
    if "notified" in differs:
        ours = draft.shown & house.draft.shown
        await rows.notify(scene.connection, ours & draft.notified, hears=True)
        await rows.notify(scene.connection, ours - draft.notified, hears=False)
    return True


def _differs(house: House, values: Mapping[str, Any], draft: Draft) -> tuple[str, ...]:
    """The fields in which what was filled in is other than what is kept."""
    found = [name for name, value in values.items() if value != _kept(house.row, name)]
    now = house.draft
    ours = draft.shown & now.shown
    if draft.notified & ours != now.notified & ours:
        found.append("notified")
    return tuple(found)


def _kept(row: HouseRow, name: str) -> object:
    """As the form would write it: hours that say the same in other words are no change."""
    value: object = getattr(row, name)
    return put_together(taken_apart(str(value))) if name in HOURS else value
