"""Of whom somebody may have a report: staff of their own Taalhuis, in full; regional staff of their region
and what is in it, the operator of everything, and those two never of a few people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.db.queries.report_places import Places
from bot.domain.reporting import Period
from bot.services.office.viewer import Viewer
from bot.services.reports.model import BREAKDOWNS, Asked, By, Group, Kind, Scope


def scopes_of(viewer: Viewer, places: Places) -> tuple[Scope, ...]:
    """Everything that this person may choose; each once, in full where they may."""
    found: dict[str, Scope] = {}
    for one in _scopes(viewer, places):
        found.setdefault(one.code, one)
    return tuple(found.values())


def _scopes(viewer: Viewer, places: Places) -> Iterator[Scope]:
    for house in places.houses.values():
        if house.id in viewer.houses:
            yield Scope(Kind.HOUSE, house.code, house.name, masked=False)
    yield from outside(places, None if viewer.operator else set(viewer.regions))


def outside(places: Places, regions: set[int] | None) -> Iterator[Scope]:
    """What somebody may have who is of no Taalhuis: of these regions, or of everything (None)."""
    if regions is None:
        yield Scope(Kind.ALL, "", "", masked=True)
    for region, name in places.regions.items():
        if regions is None or region in regions:
            yield Scope(Kind.REGION, str(region), name, masked=True)
    for code, (name, in_region) in places.gemeenten.items():
        if in_region is not None and (regions is None or in_region in regions):
            yield Scope(Kind.GEMEENTE, code, name, masked=True)
    for house in places.houses.values():
        if regions is None or places.region_of_house(house.id) in regions:
            yield Scope(Kind.HOUSE, house.code, house.name, masked=True)


def ask(scope: Scope, period: Period, by: str, today: date) -> Asked | None:
    """A report that may be made: another breakdown than there is of such a scope is none. `today` is the
    Dutch day. None: from outside the Taalhuis no month of this period may be told of yet.
    """
    possible = BREAKDOWNS[scope.kind]
    chosen = By(by) if by in possible else By.NOTHING
    if not scope.masked:
        return Asked(scope, period, chosen)
    over = period.over(today)
    return Asked(scope, over, chosen, ends_early=over.last < period.last) if over else None


def named(by: By, keys: Sequence[str], places: Places) -> list[Group]:
    """The groups of a breakdown with their names, in the order of those; months in that of time."""
    if by is By.NOTHING:
        return []
    if by is By.MONTH:
        return [Group(key, key) for key in sorted(keys)]
    groups = [Group(key, _name(by, key, places)) for key in keys]
    return sorted(groups, key=lambda group: (not group.name, group.name.casefold(), group.key))


def _name(by: By, key: str, places: Places) -> str:
    """ "" for none, and for what is not known any more."""
    match by:
        case By.GEMEENTE:
            return places.gemeenten.get(key, (key, None))[0]
        case By.REGION:
            return places.regions.get(int(key), "") if key else ""
        case _:
            house = places.houses.get(int(key)) if key else None
            return house.name if house else ""
