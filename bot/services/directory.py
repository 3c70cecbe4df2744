"""The Taalhuizen, kept in memory for matching and read again when one of them has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from bot.db.queries import taalhuizen
from bot.db.session import Database
from bot.domain.matching import Match, Place, TaalhuisOnMap, chosen_first, match
from bot.geo.opening import OpenToday, today, week
from flows.facts import TaalhuisFact, Week

MOST_REMEMBERED = 1024


class Directory:
    """All Taalhuizen that may be shown. `refresh` at the start and now and then."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._version: taalhuizen.Version | None = None
        self._houses: tuple[TaalhuisOnMap, ...] = ()
        # To read the hours of three houses takes longer than to find them among a thousand.
        self._opening = lru_cache(maxsize=MOST_REMEMBERED)(_opening)
        self._week = lru_cache(maxsize=MOST_REMEMBERED)(_week)

    def __len__(self) -> int:
        return len(self._houses)

    async def refresh(self) -> None:
        """Read them again when something changed since the last time."""
        async with self._database.reading() as connection:
            version = await taalhuizen.version(connection)
            if version == self._version:
                return
            self._houses = tuple(await taalhuizen.on_map(connection))
            self._version = version

    def name_of(self, code: str) -> str:
        """The name of the house with this code, or ""."""
        house = self._of_code(code)
        return house.name if house else ""

    def _of_code(self, code: str) -> TaalhuisOnMap | None:
        return next((house for house in self._houses if house.code == code), None) if code else None

    def near(
        self, place: Place, needs: tuple[str, ...], wall: datetime, *, chosen: str = ""
    ) -> tuple[TaalhuisFact, ...]:
        """At most three that can help, best first: that with the code `chosen` before all others. `wall` is
        now, where the houses are.
        """
        found = match(place, needs, self._houses, today=wall.date())
        if house := self._of_code(chosen):
            found = chosen_first(place, needs, house, found, today=wall.date())
        # Nobody opens or closes in the middle of one.
        minute = wall.replace(second=0, microsecond=0)
        return tuple(
            _fact(
                item,
                self._opening(item.taalhuis.opening_hours, minute),
                self._week(item.taalhuis.opening_hours, wall.date()),
                wall.weekday(),
            )
            for item in found
        )


def preview(house: TaalhuisOnMap, place: Place, wall: datetime) -> TaalhuisFact | None:
    """This house as somebody in this place would be told of it now; None when nobody is sent there."""
    found = match(place, (), [house], today=wall.date())
    opening, week_ = _opening(house.opening_hours, wall), _week(house.opening_hours, wall.date())
    return _fact(found[0], opening, week_, wall.weekday()) if found else None


@dataclass(frozen=True, slots=True)
class Opening:
    """What is told of the opening hours; nothing when they are unknown."""

    open_until: str = ""
    opens_weekday: int = -1
    opens_at: str = ""


def _fact(item: Match, opening: Opening, week_: Week, today_: int) -> TaalhuisFact:
    house = item.taalhuis
    return TaalhuisFact(
        code=house.code,
        name=house.name,
        street=house.street,
        town=house.town,
        latitude=house.latitude,
        longitude=house.longitude,
        distance_km=item.distance_km,
        bicycle_minutes=item.bicycle_minutes,
        reason=item.reason,
        phone=house.phone,
        open_until=opening.open_until,
        opens_weekday=opening.opens_weekday,
        opens_at=opening.opens_at,
        week=week_,
        today=today_,
    )


def _opening(hours: str, wall: datetime) -> Opening:
    opening: OpenToday = today(hours, wall) if hours else OpenToday(False, None, None)
    if opening.open_now and opening.until is not None:
        return Opening(open_until=f"{opening.until:%H:%M}")
    if opening.next_open is not None:
        return Opening(opens_weekday=opening.next_open.weekday(), opens_at=f"{opening.next_open:%H:%M}")
    return Opening()


def _week(hours: str, day: date) -> Week:
    """The seven days from this one on, Monday first, with the holidays among them; () when nobody knows."""
    if not hours:
        return ()
    monday = day - timedelta(days=day.weekday())
    this, following = week(hours, monday), week(hours, monday + timedelta(days=7))
    days = (*following[: day.weekday()], *this[day.weekday() :])
    return tuple(tuple((f"{start:%H:%M}", f"{end:%H:%M}") for start, end in spans) for spans in days)
