"""A wall time is one moment, also on the two nights on which the clock jumps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wall_time import exists, is_twice, naive, resolve, tz_version, version_in, written

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = [AMSTERDAM, ZoneInfo("UTC"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("America/Santiago")]
any_minute = st.datetimes(datetime(2020, 1, 1), datetime(2037, 12, 31)).map(written)  # noqa: DTZ001
any_zone = st.sampled_from(ZONES)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "moment"),
    [
        ("2026-01-15T10:00", "2026-01-15T09:00"),
        ("2026-07-15T10:00", "2026-07-15T08:00"),
        ("2026-03-29T01:59", "2026-03-29T00:59"),
        ("2026-03-29T02:00", "2026-03-29T01:00"),  # does not exist: 03:00 is the same moment
        ("2026-03-29T02:30", "2026-03-29T01:00"),
        ("2026-03-29T02:59", "2026-03-29T01:00"),
        ("2026-03-29T03:00", "2026-03-29T01:00"),
        ("2026-03-29T10:00", "2026-03-29T08:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),  # twice: the first, still in summer time
        ("2026-10-25T03:00", "2026-10-25T02:00"),
        ("2026-10-25T10:00", "2026-10-25T09:00"),
    ],
)
def test_a_wall_time_in_amsterdam_is_this_moment(wall: str, moment: str) -> None:
    assert resolve(wall, AMSTERDAM) == utc(moment)


def test_a_gap_of_half_an_hour_ends_at_its_own_end() -> None:
    assert resolve("2026-10-04T02:10", ZoneInfo("Australia/Lord_Howe")) == utc("2026-10-03T15:30")


def test_a_day_that_an_island_skipped_is_over_when_the_next_begins() -> None:
    assert resolve("2011-12-30T12:00", ZoneInfo("Pacific/Apia")) == utc("2011-12-30T10:00")


def test_midnight_that_does_not_exist_is_the_first_hour_of_that_day() -> None:
    assert resolve("2026-09-06T00:00", ZoneInfo("America/Santiago")) == utc("2026-09-06T04:00")


@pytest.mark.parametrize(
    ("wall", "there", "twice"),
    [
        ("2026-03-29T01:59", True, False),
        ("2026-03-29T02:00", False, False),
        ("2026-03-29T02:59", False, False),
        ("2026-03-29T03:00", True, False),
        ("2026-10-25T01:59", True, False),
        ("2026-10-25T02:00", True, True),
        ("2026-10-25T02:59", True, True),
        ("2026-10-25T03:00", True, False),
    ],
)
def test_what_does_not_exist_and_what_comes_twice_is_known(wall: str, there: bool, twice: bool) -> None:
    assert (exists(wall, AMSTERDAM), is_twice(wall, AMSTERDAM)) == (there, twice)


@given(any_minute, any_zone)
def test_the_clock_shows_the_wall_time_at_its_moment_unless_it_skips_it(wall: str, zone: ZoneInfo) -> None:
    shown = written(resolve(wall, zone).astimezone(zone))

    assert (shown == wall) is exists(wall, zone)
    assert shown >= wall


@given(any_minute, any_zone)
def test_no_earlier_moment_shows_the_same_or_a_later_time_than_the_one_we_take(
    wall: str, zone: ZoneInfo
) -> None:
    before = (resolve(wall, zone) - timedelta(minutes=1)).astimezone(zone)

    assert written(before) < wall or is_twice(written(before), zone)


@given(any_minute, any_minute, any_zone)
def test_a_later_wall_time_is_never_an_earlier_moment(one: str, other: str, zone: ZoneInfo) -> None:
    first, last = sorted((one, other))

    assert resolve(first, zone) <= resolve(last, zone)


@pytest.mark.parametrize(
    "wall",
    ["", "2026-06-03", "2026-06-03 10:00", "2026-06-03T10:00:00", "2026-6-3T10:00", "2026-02-30T10:00"],
)
def test_what_is_not_a_wall_time_is_refused(wall: str) -> None:
    with pytest.raises(ValueError, match=r"wall time|day"):
        naive(wall)


# ── Which table of zones ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def system(tmp_path: Path) -> Path:
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "Amsterdam").write_bytes(b"TZif2 of this system")
    return tmp_path


def test_the_table_of_the_system_goes_before_the_package_and_says_its_version(system: Path) -> None:
    (system / "tzdata.zi").write_text("# version 2025b\n# more\n")

    assert version_in([str(system / "nothing"), str(system)]) == "system 2025b"


def test_a_version_in_a_file_of_its_own_is_read_too(system: Path) -> None:
    (system / "+VERSION").write_text("2025c\n")

    assert version_in([str(system)]) == "system 2025c"


def test_a_table_without_a_version_is_told_by_what_is_in_it(system: Path) -> None:
    before = version_in([str(system)])
    (system / "Europe" / "Amsterdam").write_bytes(b"TZif2 with another law")

    assert before.startswith("system ")
    assert version_in([str(system)]) != before


def test_without_a_table_of_the_system_it_is_the_package(tmp_path: Path) -> None:
    assert version_in([str(tmp_path)]) == f"package {version('tzdata')}"


def test_this_process_says_where_its_zones_come_from() -> None:
    on_the_system = any((Path(directory) / "Europe" / "Amsterdam").is_file() for directory in TZPATH)

    assert tz_version().split()[0] == ("system" if on_the_system else "package")
