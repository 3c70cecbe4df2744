"""An appointment as a calendar file (RFC 5545, sent as RFC 5546 says): what a phone's own calendar
understands.

The same `uid` with a higher `sequence` moves the entry, and the method CANCEL takes it away. It holds the
house, the moment and a first name. The two have no e-mail addresses here, and calendars must not write to
anybody: in the place of an address stands one that leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vGeo, vText

from bot.domain.wall_time import resolve
from flows.model import Document

REQUEST, CANCEL = "REQUEST", "CANCEL"
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
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(_timezone(meeting.zone, starts_at.date()))
    calendar.add_component(_event(meeting, starts_at, cancelled=method == CANCEL))
    return Document("taalhuis.ics", "text/calendar", calendar.to_ical().decode(), method)


def _event(meeting: Meeting, starts_at: datetime, *, cancelled: bool) -> Event:
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.made_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", starts_at.astimezone(meeting.zone))
    event.add("dtend", (starts_at + timedelta(minutes=meeting.minutes)).astimezone(meeting.zone))
    event.add("summary", meeting.summary)
    event.add("location", meeting.location)
    event.add("geo", vGeo((meeting.latitude, meeting.longitude)))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _address(meeting.house))
    attendee = _address(meeting.whose)
    attendee.params["partstat"] = vText("ACCEPTED")
    event.add("attendee", attendee)
    return event


def _address(name: str) -> vCalAddress:
    address = vCalAddress(_NOWHERE)
    address.params["cn"] = vText(name)
    return address


def _timezone(zone: ZoneInfo, day: date) -> Timezone:
    """The rules around this day; whoever opens the file years later still reads the right moment."""
    return Timezone.from_tzid(zone.key, first_date=date(day.year, 1, 1), last_date=date(day.year + 1, 12, 31))
