"""What the clock on the wall says, and which moment that is.

People agree on wall times: "Sunday at ten". That is what is stored, with its zone, and a moment in UTC is
computed from it, again and again, because laws change clocks. Two nights a year a wall time means no moment,
or two. In Amsterdam:

    last Sunday of March    02:00–02:59 do not exist   → 03:00, the first moment that does
    last Sunday of October  02:00–02:59 come twice     → the first of the two

Both choices keep a plan on its day and never make it later than it must be.
"""

from __future__ import annotations

import re
import zoneinfo
from bisect import bisect_left
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

_SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_PROBE = Path("Europe", "Amsterdam")
_SAID_IN = re.compile(r"^# version (\S+)")


def naive(wall: str) -> datetime:
    """The wall time "YYYY-MM-DDTHH:MM" without a zone: for arithmetic on the clock, not on time.

    Raises:
        ValueError: it is not written so, or there is no such day or hour.
    """
    if not _SHAPE.fullmatch(wall):
        raise ValueError(f"{wall!r} is no wall time like 2026-06-03T10:00")
    return datetime.fromisoformat(wall)


def written(on_the_wall: datetime) -> str:
    """A naive datetime as a wall time; seconds are dropped."""
    return on_the_wall.strftime("%Y-%m-%dT%H:%M")


def resolve(wall: str, zone: ZoneInfo) -> datetime:
    """The moment, aware UTC, at which this is the time in this zone. See above for none and for two; see
    `naive` for errors.
    """
    clock = naive(wall)
    if _shown(clock, zone, fold=0) == clock:
        return _moment(clock, zone, fold=0)
    return _end_of_gap(clock, zone)


def exists(wall: str, zone: ZoneInfo) -> bool:
    """Does the clock in this zone ever show this? See `naive` for errors."""
    clock = naive(wall)
    return _shown(clock, zone, fold=0) == clock


def is_twice(wall: str, zone: ZoneInfo) -> bool:
    """Does the clock show this at two moments? See `naive` for errors."""
    clock = naive(wall)
    return exists(wall, zone) and _moment(clock, zone, fold=0) != _moment(clock, zone, fold=1)


def _moment(clock: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    return clock.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _shown(clock: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    """What the clock shows at the moment that is computed for it: something else, when it skips `clock`."""
    return _moment(clock, zone, fold=fold).astimezone(zone).replace(tzinfo=None, fold=0)


def _end_of_gap(clock: datetime, zone: ZoneInfo) -> datetime:
    # Inside a gap fold=1 reckons with the offset after it, which gives a moment before the change, and fold=0
    # the other way round: the change lies between the two.
    early, late = _moment(clock, zone, fold=1), _moment(clock, zone, fold=0)
    before = early.astimezone(zone).utcoffset()

    def changed(seconds: int) -> bool:
        return (early + timedelta(seconds=seconds)).astimezone(zone).utcoffset() != before

    gap = int((late - early).total_seconds())
    return early + timedelta(seconds=bisect_left(range(gap), True, key=changed))


# ── Which table of zones ───────────────────────────────────────────────────────────────────────────────────


def tz_version() -> str:
    """Which time zone table this process reckons with; when this changes, wall times are resolved again.

    Python looks in the system's directories first and in the `tzdata` package only when those lack the zone,
    whatever is newest: so it is "system 2025b" or "package 2026.6". This and nothing else in this module
    reads files.
    """
    return version_in(zoneinfo.TZPATH)


def version_in(directories: Sequence[str]) -> str:
    """The same for other directories than this process looks in; at most 40 characters.

    A system whose table does not say its version is told by a hash of the one zone where all houses are.
    """
    for directory in map(Path, directories):
        zone_file = directory / _PROBE
        if zone_file.is_file():
            return f"system {_said_by(directory) or sha256(zone_file.read_bytes()).hexdigest()[:12]}"
    return f"package {version('tzdata')}"


def _said_by(directory: Path) -> str:
    """The version in words of the table itself; "" when it has none."""
    for name in ("tzdata.zi", "+VERSION"):
        source = directory / name
        if source.is_file():
            with source.open(encoding="ascii", errors="replace") as lines:
                first = lines.readline().strip()
            said = _SAID_IN.match(first)
            return (said[1] if said else first)[:20]
    return ""
