"""An appointment as a calendar file (RFC 5545, sent as RFC 5546 says): what a phone's own calendar
understands.

The same `uid` with a higher `sequence` moves the entry, and the method CANCEL takes it away. It holds the
house, the moment and a first name. The two have no e-mail addresses here, and calendars must not write to
anybody: in the place of an address stands one that leads nowhere.

A whole calendar, which a calendar program reads again and again, is made of the same entries. Programs keep
such calendars on servers elsewhere, so its entries name nobody as organizer or attendee.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vGeo, vText

from bot.domain.wall_time import resolve
from flows.model import Document

REQUEST, CANCEL = "REQUEST", "CANCEL"
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
REFRESH = timedelta(hours=1)
"""How often a calendar program is asked to look again."""
_NOWHERE = "invalid:nomail"
_PRODUCT = "-//Taalwijzer//Taalwijzer//NL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What stands in the file. `wall_at` is "YYYY-MM-DDTHH:MM" in `zone`; `made_at` aware; `whose` is the
    first name of who gets it.
    """

    uid: str
    sequence: int
    wall_at: str
    zone: ZoneInfo
    minutes: int
    summary: str
    house: str
    location: str
    latitude: float
    longitude: float
    whose: str
    made_at: datetime


def calendar_file(meeting: Meeting, method: str) -> Document:
    """The file. `method` is `REQUEST` for a new or moved appointment, `CANCEL` when it does not take
    place.
    """
    starts_at = resolve(meeting.wall_at, meeting.zone)
    calendar = _calendar(method)
    calendar.add_component(_timezone(meeting.zone.key, starts_at.year, starts_at.year + 1))
    event = _event(meeting, starts_at, CANCELLED if method == CANCEL else CONFIRMED)
    event.add("organizer", _address(meeting.house))
    attendee = _address(meeting.whose)
    attendee.params["partstat"] = vText("ACCEPTED")
    event.add("attendee", attendee)
    calendar.add_component(event)
    return Document("taalhuis.ics", "text/calendar", calendar.to_ical().decode(), method)


def whole_calendar(name: str, entries: Iterable[tuple[Meeting, str]]) -> bytes:
    """A calendar with all of these; each has a status, `CONFIRMED`, `TENTATIVE` or `CANCELLED`. The same
    entries make the same bytes.
    """
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText("PT1H"))
    found = [(meeting, status, resolve(meeting.wall_at, meeting.zone)) for meeting, status in entries]
    years = [starts_at.year for _, _, starts_at in found]
    for zone in sorted({meeting.zone.key for meeting, _, _ in found}):
        calendar.add_component(_timezone(zone, min(years), max(years) + 1))
    for meeting, status, starts_at in found:
        event = _event(meeting, starts_at, status)
        event.add("last-modified", _stamp(meeting))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(meeting: Meeting, starts_at: datetime, status: str) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _stamp(meeting))
    event.add("dtstart", starts_at.astimezone(meeting.zone))
    event.add("dtend", (starts_at + timedelta(minutes=meeting.minutes)).astimezone(meeting.zone))
    event.add("summary", meeting.summary)
    event.add("location", meeting.location)
    event.add("geo", vGeo((meeting.latitude, meeting.longitude)))
    event.add("status", status)
    return event


def _stamp(meeting: Meeting) -> datetime:
    return meeting.made_at.astimezone(UTC).replace(microsecond=0)


def _address(name: str) -> vCalAddress:
    address = vCalAddress(_NOWHERE)
    address.params["cn"] = vText(name)
    return address


@lru_cache(maxsize=32)
def _timezone(zone: str, first: int, last: int) -> Timezone:
    """The rules of these years; whoever opens the file years later still reads the right moment. Kept, since
    they are worked out by going through the years.
    """
    return Timezone.from_tzid(zone, first_date=date(first, 1, 1), last_date=date(last, 12, 31))
