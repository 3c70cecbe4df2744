"""When the rules of a time zone change, what was agreed stays at the time on the wall; on both databases."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.services.zones import PAGE, Zones
from tests.support.building import Rig
from tests.support.meetings import appointment_of, open_timers, planned_case

SUMMER = "2026-06-09T14:30"


def no_more_summer_time(_key: str) -> ZoneInfo:
    """The Netherlands as they would be without summer time: Lagos has one hour all year."""
    return ZoneInfo("Africa/Lagos")


def _zones(rig: Rig, version: str = "2027a", *, changed: bool = True) -> Zones:
    if changed:
        return Zones(rig.database, version=lambda: version, zone_of=no_more_summer_time)
    return Zones(rig.database, version=lambda: version)


async def _moments(rig: Rig) -> list[str]:
    found = await rig.rows("SELECT due_at FROM timer WHERE done_at IS NULL ORDER BY id")
    return [str(moment)[:16] for (moment,) in found]


async def test_the_first_start_only_remembers_the_version(rig: Rig) -> None:
    await planned_case(rig, SUMMER)

    assert await _zones(rig, changed=False).keep_true() == 0
    assert await rig.rows("SELECT key, value FROM marker") == [("tzdata", "2027a")]


async def test_every_moment_follows_the_wall_when_the_rules_change(rig: Rig) -> None:
    case = await planned_case(rig, SUMMER)
    before = await appointment_of(rig, case)
    open_before, walls = await _moments(rig), await open_timers(rig, "remind", "after")
    assert before.starts_at is not None

    changed = await _zones(rig).keep_true()

    after = await appointment_of(rig, case)
    assert after.starts_at is not None
    assert (before.starts_at.hour, after.starts_at.hour) == (12, 13)
    assert (after.wall_at, after.sequence) == (before.wall_at, before.sequence)
    assert changed == len(open_before) + 1
    assert all(early < late for early, late in zip(open_before, await _moments(rig), strict=True))
    assert await open_timers(rig, "remind", "after") == walls


async def test_the_same_version_is_not_worked_out_twice(rig: Rig) -> None:
    await planned_case(rig, SUMMER)
    await _zones(rig).keep_true()
    once = await _moments(rig)

    assert await _zones(rig, changed=False).keep_true() == 0
    assert await _moments(rig) == once


async def test_a_table_that_changes_under_a_process_is_left_for_one_that_reckons_with_it(rig: Rig) -> None:
    await planned_case(rig, SUMMER)
    versions = iter(["2026a", "2027a", "2027a"])
    running = Zones(rig.database, version=lambda: next(versions), zone_of=ZoneInfo)
    await running.keep_true()

    await running.keep_true()

    assert await rig.rows("SELECT value FROM marker") == [("2026a",)]
    assert await _zones(rig).keep_true() > 0
    assert await rig.rows("SELECT value FROM marker") == [("2027a",)]


async def test_what_is_done_stays_as_it_was(rig: Rig) -> None:
    await planned_case(rig, SUMMER)
    await rig.run("UPDATE timer SET done_at = due_at")
    await rig.run("UPDATE appointment SET status = 'done'")

    assert await _zones(rig).keep_true() == 0


async def test_more_than_a_page_is_worked_out(rig: Rig) -> None:
    await planned_case(rig, SUMMER)
    await rig.run(
        "INSERT INTO timer (key, kind, chat_id, due_at, wall_at, zone, about, version, draft, days)"
        " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :many)"
        " SELECT 'many:' || i, 'none', t.chat_id, t.due_at, t.wall_at, t.zone, 0, 0, 0, 0 FROM n,"
        " (SELECT * FROM timer WHERE done_at IS NULL ORDER BY id LIMIT 1) t",
        many=PAGE + 5,
    )

    assert await _zones(rig).keep_true() >= PAGE + 5
