"""The calendar file, read back by the library that calendars are tested with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.services.loop.ics import CANCEL, REQUEST, Meeting, calendar_file
from flows.model import Document

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MEETING = Meeting(
    uid="abc@taalwijzer",
    sequence=2,
    wall_at="2026-06-08T11:00",
    zone=AMSTERDAM,
    minutes=60,
    summary="Taalhuis: Anna",
    house="Taalhuis Zwolle",
    location="Taalhuis Zwolle, Straat 1, 8011 Zwolle",
    latitude=52.5,
    longitude=6.1,
    whose="Fatma",
    made_at=datetime(2026, 6, 3, 10, 0, 0, 5, tzinfo=UTC),
)


def read(document: Document) -> tuple[Any, Any]:
    """The file as a calendar reads it, and its one event."""
    calendar: Any = Calendar.from_ical(document.content)
    (event,) = calendar.events
    return calendar, event


def test_a_calendar_reads_the_appointment() -> None:
    calendar, event = read(calendar_file(MEETING, REQUEST))

    assert str(calendar["method"]) == "REQUEST"
    told = (str(event["uid"]), int(event["sequence"]), str(event["status"]))
    assert told == ("abc@taalwijzer", 2, "CONFIRMED")
    assert event.start == datetime(2026, 6, 8, 11, tzinfo=AMSTERDAM)
    assert event.end == datetime(2026, 6, 8, 12, tzinfo=AMSTERDAM)
    assert str(event["dtstart"].params["tzid"]) == "Europe/Amsterdam"
    assert (str(event["summary"]), str(event["location"])) == (MEETING.summary, MEETING.location)
    assert event["dtstamp"].dt == datetime(2026, 6, 3, 10, tzinfo=UTC)


def test_the_rules_of_the_zone_are_in_the_file() -> None:
    calendar, _ = read(calendar_file(MEETING, REQUEST))

    (zone,) = calendar.timezones
    rules = zone.to_tz()

    assert zone.tz_name == "Europe/Amsterdam"
    assert datetime(2026, 6, 8, 11, tzinfo=rules).utcoffset() == timedelta(hours=2)
    assert datetime(2026, 12, 8, 11, tzinfo=rules).utcoffset() == timedelta(hours=1)


def test_a_moved_appointment_is_the_same_with_a_higher_number() -> None:
    _, before = read(calendar_file(MEETING, REQUEST))
    _, after = read(calendar_file(replace(MEETING, sequence=4, wall_at="2026-06-09T14:30"), REQUEST))

    assert before["uid"] == after["uid"]
    assert int(before["sequence"]) < int(after["sequence"])
    assert after.start == datetime(2026, 6, 9, 14, 30, tzinfo=AMSTERDAM)


def test_a_cancelled_appointment_is_taken_away() -> None:
    document = calendar_file(replace(MEETING, sequence=3), CANCEL)
    calendar, event = read(document)

    assert (document.method, str(calendar["method"]), str(event["status"])) == (
        "CANCEL",
        "CANCEL",
        "CANCELLED",
    )


def test_nobody_can_be_written_to_and_only_first_names_are_in_it() -> None:
    content = calendar_file(MEETING, REQUEST).content

    assert "mailto" not in content.lower()
    assert "@" not in content.replace(MEETING.uid, "")
    assert "Fatma" in content


def test_a_name_with_signs_of_the_format_is_kept_whole() -> None:
    name = 'A,b;c\\d\n"e" ' + "long " * 30
    _, event = read(calendar_file(replace(MEETING, summary=name, location=name), REQUEST))

    assert str(event["summary"]) == name
    assert str(event["location"]) == name


@pytest.mark.parametrize(
    ("wall", "hours"), [("2026-03-29T10:00", 8), ("2026-03-28T10:00", 9), ("2026-10-25T10:00", 9)]
)
def test_the_wall_time_counts_on_both_sides_of_a_clock_change(wall: str, hours: int) -> None:
    _, event = read(calendar_file(replace(MEETING, wall_at=wall), REQUEST))

    assert event.start.astimezone(UTC).hour == hours
