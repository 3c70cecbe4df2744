"""Hours at which a person may be written to without being asked: between 9:00 and 20:00 where they live.

Wall time is what counts: "tomorrow at ten" stays ten o'clock when the clocks change.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

FIRST = time(9)
LAST = time(20)


def humane(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first aware UTC moment from `moment` on at which it is between 9:00 and 20:00 in this zone."""
    wall = moment.astimezone(zone)
    if wall.time() < FIRST:
        wall = datetime.combine(wall.date(), FIRST, zone)
    elif wall.time() >= LAST:
        wall = datetime.combine(wall.date() + timedelta(days=1), FIRST, zone)
    return wall.astimezone(UTC)


def days_later(moment: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall time some days later, or the first humane hour after it; aware UTC."""
    wall = moment.astimezone(zone)
    later = datetime.combine(wall.date() + timedelta(days=days), wall.time(), zone)
    return humane(later, zone)


def wall_text(moment: datetime, zone: ZoneInfo) -> str:
    """The wall time as it is stored beside the UTC moment: "2026-06-03T10:00"."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M")
