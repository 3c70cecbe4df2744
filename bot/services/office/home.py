"""What waits for whoever comes to their desk: counts, and nothing of a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.db.queries import desk_home, members
from bot.domain.masking import SMALL
from bot.domain.referral_status import CLOSED, WAITS_FOR_STAFF, WITH_VOLUNTEER, ReferralStatus
from bot.domain.reporting import Period, dutch_day, last_day_over
from bot.services.office import queue
from bot.services.office.office import Office
from bot.services.office.queue import Count
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene


@dataclass(frozen=True, slots=True)
class AtHouses:
    """What waits at somebody's own Taalhuizen."""

    new: Count
    soon: Count
    late: Count
    tasks: Count
    today: int


@dataclass(frozen=True, slots=True)
class InRegion:
    """Sign-ups of a region by what they wait for; None for a few. `busy` have a volunteer. `until` is the
    last day of which sign-ups count: that of the last month that is over, as in a report.
    """

    region: str
    waiting: int | None
    busy: int | None
    closed: int | None
    until: date


@dataclass(frozen=True, slots=True)
class FirstPage:
    """`houses` for staff, `regions` for regional staff; `unstaffed` are codes of Taalhuizen with sign-ups of
    which nobody hears, for the operator.
    """

    houses: AtHouses | None
    regions: Sequence[InRegion]
    unstaffed: Sequence[str] | None


async def look(office: Office, viewer: Viewer) -> FirstPage:
    """What this person may see, in each role that they have.

    Raises:
        StorageUnavailable: the database is away.
    """
    on_top = await queue.on_top(office, viewer) if viewer.houses else {}
    async with office.looking() as scene:
        houses = None
        if viewer.houses:
            today = await _today(scene, viewer)
            houses = AtHouses(on_top["new"], on_top["soon"], on_top["late"], on_top["tasks"], today)
        regions = [await _region(scene, one.region, id_) for id_, one in viewer.regions.items()]
        unstaffed = await members.houses_without_staff(scene.connection) if viewer.operator else None
    return FirstPage(houses, regions, None if unstaffed is None else [code for code, _ in unstaffed])


async def _today(scene: Scene, viewer: Viewer) -> int:
    day = scene.now.astimezone(scene.zone).date()
    since, until = (
        datetime.combine(one, time(), scene.zone).astimezone(UTC) for one in (day, day + timedelta(days=1))
    )
    return await desk_home.appointments_between(scene.connection, tuple(viewer.houses), since, until)


async def _region(scene: Scene, name: str, region_id: int) -> InRegion:
    until = last_day_over(dutch_day(scene.now))
    _, before = Period(until, until).bounds
    by_status = await members.counts_of_region(scene.connection, region_id, before)

    def many(statuses: frozenset[ReferralStatus]) -> int | None:
        count = sum(by_status.get(one, 0) for one in statuses)
        return None if 0 < count < SMALL else count

    return InRegion(name, many(WAITS_FOR_STAFF), many(WITH_VOLUNTEER), many(CLOSED), until)
