"""Days on which people of a Taalhuis can be expected to answer, for everything that times out.

A working day is Monday to Friday, without the public holidays of the Netherlands as the `holidays` library
has them, which are those of the Algemene termijnenwet, but for two days about which that law and life differ:

- Liberation Day, 5 May, is free once in five years (2030, 2035 …), as in most collective agreements; that is
  also what the library says.
- Good Friday is a working day: libraries and town halls are open. The law, and so the library, puts it on a
  par with the holidays for legal terms; here it is taken out.

School holidays, and days on which one house is closed, are working days here. The days are Dutch; the hours
are those of the zone that is given.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.wall_time import resolve, written

_SATURDAY = 5
_NOT_FREE = "Goede vrijdag"


def is_working_day(day: date) -> bool:
    """Can people of a Taalhuis be expected to work on this day?"""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def is_public_holiday(day: date) -> bool:
    """Is this a day on which nearly everybody in the Netherlands is free, whatever day of the week it is?"""
    return day in _holidays(day.year)


def holiday_name(day: date) -> str:
    """What a public holiday is called, in Dutch; "" when it is none."""
    return _names(day.year).get(day, "")


def add_working_days(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall time on the `days`-th working day after the day of this moment; aware UTC.

    Two working days after Friday 15:00 is Tuesday 15:00, and so it is after Saturday 15:00 and Sunday 15:00.

    Raises:
        ValueError: fewer than one day.
    """
    if days < 1:
        raise ValueError("a term has at least one working day")
    wall = moment.astimezone(zone).replace(tzinfo=None)
    for _ in range(days):
        wall = datetime.combine(_next_working_day(wall.date()), wall.time())
    return resolve(written(wall), zone) + timedelta(seconds=wall.second, microseconds=wall.microsecond)


def working_hours_later(moment: datetime, hours: int, zone: ZoneInfo) -> datetime:
    """When this many hours of working days have gone by; aware UTC. Hours on other days do not count, those
    in the evening and at night do.

    24 hours after Friday 16:00 is Monday 16:00; after any time on Saturday or Sunday it is the end of Monday,
    which is Tuesday 00:00. That may be at night: when somebody is written to is for `bot.domain.humane`.

    Raises:
        ValueError: fewer than one hour.
    """
    if hours < 1:
        raise ValueError("a term has at least one hour")
    at, left = moment.astimezone(UTC), timedelta(hours=hours)
    while True:
        day = at.astimezone(zone).date()
        tomorrow = _start(day + timedelta(days=1), zone)
        if is_working_day(day):
            if at + left <= tomorrow:
                return at + left
            left -= tomorrow - at
        at = tomorrow


def _next_working_day(day: date) -> date:
    following = day + timedelta(days=1)
    while not is_working_day(following):
        following += timedelta(days=1)
    return following


def _start(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day; there are zones where a day does not begin at 0:00."""
    return resolve(written(datetime.combine(day, time())), zone)


def _holidays(year: int) -> Collection[date]:
    return _names(year).keys()


@lru_cache(maxsize=16)
def _names(year: int) -> Mapping[date, str]:
    # 4 MB, and a bot that has no term to count yet answers sooner without it.
    from holidays import country_holidays

    calendar = country_holidays("NL", years=year, language="nl")
    named = {day: [name for name in calendar.get_list(day) if name != _NOT_FREE] for day in calendar}
    return {day: ", ".join(names) for day, names in named.items() if names}
