"""Where in a region there is a Taalhuis, where there is none, and where people come from.

Whoever is not of the Taalhuis sees no number of people under 5, nor one from which such a number follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.db.queries import coverage as rows
from bot.db.queries import houses
from bot.db.queries.coverage import RegionRow
from bot.db.queries.houses import HouseRow
from bot.domain.distance import distance_km
from bot.domain.masking import SMALL, hidden, listed
from bot.domain.reporting import Period, dutch_day, last_months
from bot.geo.places import Place
from bot.services.office.houses import is_shown
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene

NEAR_KM, FAR_KM = 5.0, 10.0
"""Until here a bicycle will do; from here on it will not."""
COUNTED_MONTHS = 12
"""Whole ones that are over: of a number that goes on by the day, two days tell of what is between them."""
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Served:
    """A postcode, and how far it is to the nearest Taalhuis that takes people; None when there is none."""

    place: Place
    km: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A gemeente: its Taalhuizen by name, how many of its postcodes are how far from one, and how many people
    signed up from there. `mine`: with the viewer's own Taalhuizen; `others` elsewhere: None when it is so few
    that it may not be told, -1 when somebody could work such a number out of it.
    """

    code: str
    name: str
    houses: tuple[str, ...]
    postcodes: int
    near: int
    far: int
    farthest_km: float | None
    mine: int
    others: int | None

    @property
    def need(self) -> tuple[bool, float, str]:
        """Sorts who needs a Taalhuis most to the front."""
        return bool(self.houses), self.near / self.postcodes if self.postcodes else 0.0, self.name


@dataclass(frozen=True, slots=True)
class Coverage:
    """A region on a map. `regions` are all that the viewer may look at; `has_own`: the viewer works at a
    Taalhuis, so that numbers of their own stand apart. `counted` are the months of the numbers; those of
    their own go on until today.
    """

    region: RegionRow
    regions: Sequence[RegionRow]
    towns: Sequence[Town]
    served: Sequence[Served]
    houses: Sequence[HouseRow]
    counted: Period
    has_own: bool


async def look(scene: Scene, viewer: Viewer, region_id: int) -> Coverage | None:
    """The map of a region; 0 for the first that they may see. None: not theirs."""
    regions = await _regions(scene, viewer)
    region = next((one for one in regions if region_id in (0, one.id)), None)
    if region is None:
        return None
    places = scene.worlds.places
    codes = set(await rows.gemeenten(scene.connection, region.id))
    codes |= {code for code, one in places.gemeenten.items() if one.arbeidsmarktregio == region.name}
    today = scene.now.astimezone(scene.zone).date()
    every = [house for house in await houses.every(scene.connection) if is_shown(house, today)]
    postcodes = [place for place in places.postcodes.values() if place.gemeente_code in codes]
    served = [Served(place, _nearest_km(place, every)) for place in postcodes]
    counted = last_months(dutch_day(scene.now), COUNTED_MONTHS)
    mine, others = await _people(scene, viewer, codes, counted)
    here = [house for house in every if house.gemeente_code in codes]
    names = {code: places.gemeenten[code].name for code in codes if code in places.gemeenten}
    towns = [_town(code, name, served, here, mine=mine, others=others) for code, name in names.items()]
    return Coverage(
        region=region,
        regions=regions,
        towns=sorted(towns, key=lambda town: town.need),
        served=served,
        houses=here,
        counted=counted,
        has_own=bool(viewer.houses),
    )


async def _regions(scene: Scene, viewer: Viewer) -> list[RegionRow]:
    every = await rows.regions(scene.connection)
    if viewer.operator:
        return every
    own = set(viewer.regions)
    if viewer.houses:
        own |= await rows.regions_of_houses(scene.connection, viewer.houses)
    return [region for region in every if region.id in own]


def _nearest_km(place: Place, every: Sequence[HouseRow]) -> float | None:
    return min(
        (distance_km(place.latitude, place.longitude, one.latitude, one.longitude) for one in every),
        default=None,
    )


async def _people(
    scene: Scene, viewer: Viewer, codes: Collection[str], counted: Period
) -> tuple[Mapping[str, int], Mapping[str, int | None]]:
    """With the viewer's own Taalhuizen, and elsewhere as far as it may be told."""
    mine: Counter[str] = Counter()
    others: Counter[str] = Counter()
    since, until = counted.bounds
    for (code, house), many in (await rows.people(scene.connection, codes, since, until)).items():
        (mine if house in viewer.houses else others)[code] += many
    if viewer.houses:
        # Their own they see in full, those of the running month too.
        for (code, house), many in (await rows.people(scene.connection, codes, until, None)).items():
            mine[code] += many if house in viewer.houses else 0
    # Reports tell how many there are in all, so that may be known.
    gone = hidden({**others, _ALL: others.total()}, [listed(_ALL, list(others))]).keys
    return mine, {code: _told(others[code], is_hidden=code in gone) for code in codes}


def _told(many: int, *, is_hidden: bool) -> int | None:
    if not is_hidden:
        return many
    return None if many < SMALL else -1


def _town(
    code: str,
    name: str,
    served: Sequence[Served],
    here: Sequence[HouseRow],
    *,
    mine: Mapping[str, int],
    others: Mapping[str, int | None],
) -> Town:
    distances = [one.km for one in served if one.place.gemeente_code == code]
    known = [km for km in distances if km is not None]
    return Town(
        code=code,
        name=name,
        houses=tuple(house.name for house in here if house.gemeente_code == code),
        postcodes=len(distances),
        near=sum(km <= NEAR_KM for km in known),
        far=len(distances) - sum(km <= FAR_KM for km in known),
        farthest_km=max(known, default=None),
        mine=mine.get(code, 0),
        others=others.get(code, 0),
    )
