"""The week of a house at a desk: what stands in it, for whom, and at which hour of the wall."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, house_id, make_regional, make_staff, make_volunteer
from tests.support.meetings import (
    MONDAY,
    TUESDAY,
    appointment_of,
    matched_case,
    planned_case,
    propose,
)
from tests.support.office import at_desk
from tests.support.planning import blocks_of, day_of, plan_at, written_appointment
from tests.support.signups import NAME

WEEK = "/planning?week=2026-W24"


async def test_a_planned_appointment_stands_in_its_week_at_its_hour(rig: Rig) -> None:
    await planned_case(rig, MONDAY)
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(WEEK)).text

    (block,) = blocks_of(page)
    assert day_of(page, block) == "2026-06-08"
    assert "planned" in block.classes
    assert block.words[:3] == ["11:00–12:00", NAME, "met Anna"]
    assert "Gepland" in block.words
    assert {"for-4", "lane-1"} <= block.classes


async def test_each_proposed_moment_stands_there_as_a_proposal(rig: Rig) -> None:
    await propose(rig, await matched_case(rig), MONDAY, TUESDAY)
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(WEEK)).text

    found = blocks_of(page)
    assert [day_of(page, block) for block in found] == ["2026-06-08", "2026-06-09"]
    assert all("proposed" in block.classes and "Voorgesteld" in block.words for block in found)


async def test_weeks_before_and_after_are_a_link_away(rig: Rig) -> None:
    await planned_case(rig, MONDAY)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/planning")
        assert blocks_of(desk.page.text) == []
        house = await house_id(rig)
        later = re.search(r'href="/console(/planning\?house=\d+&amp;week=2026-W24)"', desk.page.text)
        assert later
        await desk.get(later[1].replace("&amp;", "&"))
        assert len(blocks_of(desk.page.text)) == 1
        assert f'href="/console/planning?house={house}&amp;week=2026-W23"' in desk.page.text


@pytest.mark.parametrize(
    "week",
    [
        *("2026-W99", "nonsense", "2026-W24-3", "W-W", "99999-W01", "²-W1"),
        *("9999-W52", "0001-W01", "1999-W52", "2201-W01"),
    ],
)
async def test_what_is_no_week_is_this_week(rig: Rig, week: str) -> None:
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = await desk.get(f"/planning?week={week}")

    assert page.status_code == 200
    assert "Week 23" in page.text


async def test_the_week_can_be_filtered_by_volunteer(rig: Rig) -> None:
    case = await planned_case(rig, MONDAY)
    other = await make_volunteer(rig, address="bram", name="Bram")
    async with at_desk(rig, await make_staff(rig)) as desk:
        anna = await desk.get(f"{WEEK}&volunteer={case.volunteer_id}")
        bram = await desk.get(f"{WEEK}&volunteer={other.id}")

    assert len(blocks_of(anna.text)) == 1
    assert blocks_of(bram.text) == []
    assert f'value="{other.id}" selected' in bram.text


async def test_the_hours_of_the_house_and_the_names_of_holidays_are_shown(rig: Rig) -> None:
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get("/planning?week=2026-W22")).text

    monday, tuesday = (part for part in page.split('<section class="day')[1:3])
    assert "Tweede pinksterdag" in monday
    assert "Gesloten" in monday
    assert "Open 10:00–17:00" in tuesday
    assert 'class="open' not in monday
    assert 'class="open' in tuesday


async def test_a_house_that_is_closed_for_a_while_says_so(rig: Rig) -> None:
    staff = await make_staff(rig)
    await rig.run("UPDATE taalhuis SET closed_until = :day", day=_raw(rig, date(2026, 6, 9)))
    await planned_late(rig)
    async with at_desk(rig, staff) as desk:
        page = (await desk.get(WEEK)).text

    assert page.count("Tijdelijk gesloten") == 2
    assert "Het Taalhuis is dan tijdelijk gesloten" in blocks_of(page)[0].words


def _raw(rig: Rig, day: date) -> object:
    return day.isoformat() if rig.database.is_sqlite else day


async def planned_late(rig: Rig) -> None:
    case = await matched_case(rig)
    await written_appointment(rig, case, MONDAY)


async def test_what_is_in_the_way_stands_on_the_block(rig: Rig) -> None:
    case = await matched_case(rig)
    await written_appointment(rig, case, "2026-06-09T19:00")
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(WEEK)).text

    (block,) = blocks_of(page)
    assert block.words[-2:] == ["Buiten de openingstijden", "De deelnemer kan dan meestal niet"]


async def test_a_volunteer_with_two_meetings_at_once_is_marked_at_both(rig: Rig) -> None:
    first = await planned_case(rig, MONDAY)
    await plan_at(rig, first, "2026-06-08T11:30", address="8")
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(WEEK)).text

    found = blocks_of(page)
    assert ["De vrijwilliger heeft dan al een afspraak" in block.words for block in found] == [True, True]
    assert [block.lane for block in found] == [1, 2]


async def test_nobody_sees_the_week_of_another_house(rig: Rig) -> None:
    await planned_case(rig, MONDAY)
    elsewhere = await make_staff(rig, OTHER_HOUSE, address="there")
    house = await house_id(rig)
    async with at_desk(rig, elsewhere) as desk:
        assert (await desk.get(f"{WEEK}&house={house}")).status_code == 404
        assert (await desk.get(f"{WEEK}&house=999999")).status_code == 404
        assert NAME not in (await desk.get(WEEK)).text
    for who in (await make_regional(rig), None):
        async with at_desk(rig, who) as desk:
            assert (await desk.get(WEEK)).status_code == 403


async def test_who_is_staff_of_two_houses_chooses_one(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_staff(rig, OTHER_HOUSE)
    other = await house_id(rig, OTHER_HOUSE)
    async with at_desk(rig, staff) as desk:
        page = await desk.get(f"/planning?house={other}")

    assert f'<option value="{other}" selected>' in page.text
    assert "Week 23, Demo-Taalhuis Almelo" in page.text


async def test_reading_a_week_is_written_down(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get(WEEK)

    found = await rig.rows("SELECT what, member_id, detail FROM audit_entry")
    assert found == [("planning.read", staff.id, '{"week":"2026-W24"}')]


async def test_learners_without_an_appointment_are_listed(rig: Rig) -> None:
    case = await matched_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        before = (await desk.get(WEEK)).text
        await propose(rig, case, MONDAY)
        after = (await desk.get(WEEK)).text

    assert f'href="/console/planning/case/{case.id}"' in before
    assert "Nog geen afspraak" in before
    assert "Nog geen afspraak" not in after


async def test_staff_who_read_english_get_it_in_english(rig: Rig) -> None:
    await planned_case(rig, MONDAY)
    async with at_desk(rig, await make_staff(rig, language="en")) as desk:
        page = (await desk.get(WEEK)).text

    (block,) = blocks_of(page)
    assert "with Anna" in block.words
    assert "Monday" in page


# ── Weeks in which the clocks change ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("week", "sunday", "utc_before", "utc_on"),
    [
        ("2027-W12", "2027-03-28", 9, 8),
        ("2026-W43", "2026-10-25", 8, 9),
    ],
)
async def test_ten_o_clock_is_ten_o_clock_on_both_sides_of_a_clock_change(
    rig: Rig, week: str, sunday: str, utc_before: int, utc_on: int
) -> None:
    case = await matched_case(rig)
    day = date.fromisoformat(sunday)
    before = day.replace(day=day.day - 1).isoformat()
    await written_appointment(rig, case, f"{before}T10:00")
    await plan_at(rig, case, f"{sunday}T10:00", address="8")
    moments = [
        datetime.fromisoformat(str(moment)).replace(tzinfo=UTC).hour
        if rig.database.is_sqlite
        else moment.astimezone(UTC).hour
        for (moment,) in await rig.rows("SELECT starts_at FROM appointment ORDER BY id")
    ]
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get(f"/planning?week={week}")).text

    first, second = blocks_of(page)
    assert [day_of(page, first), day_of(page, second)] == [before, sunday]
    assert first.words[0] == second.words[0] == "10:00–11:00"
    assert first.at == second.at
    assert moments == [utc_before, utc_on]


async def test_a_talk_over_the_hour_that_is_left_out_ends_when_the_wall_says(rig: Rig) -> None:
    case = await matched_case(rig)
    await written_appointment(rig, case, "2027-03-28T01:30")
    await plan_at(rig, case, "2027-03-28T03:15", address="8")
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get("/planning?week=2027-W12")).text

    first, second = blocks_of(page)
    assert first.words[0] == "01:30–03:30"
    assert "De vrijwilliger heeft dan al een afspraak" in first.words
    assert second.lane == 2


async def test_a_talk_in_the_hour_that_comes_twice_is_drawn_once(rig: Rig) -> None:
    case = await matched_case(rig)
    await written_appointment(rig, case, "2026-10-25T02:30")
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get("/planning?week=2026-W43")).text

    (block,) = blocks_of(page)
    assert block.words[0] == "02:30–02:30"
    assert {"at-2", "for-4"} <= block.classes
    assert (await appointment_of(rig, case)).starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


async def test_a_week_over_the_end_of_a_year_has_the_days_of_both(rig: Rig) -> None:
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = (await desk.get("/planning?week=2026-W53")).text

    assert 'data-day="2026-12-28"' in page
    assert 'data-day="2027-01-03"' in page
    assert "Nieuwjaarsdag" in page
    assert 'week=2027-W01"' in page


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01"])
async def test_an_appointment_in_a_year_that_nobody_means_is_no_moment(rig: Rig, day: str) -> None:
    case = await planned_case(rig, MONDAY)
    async with at_desk(rig, await make_staff(rig)) as desk:
        page = await desk.get(f"/planning/case/{case.id}?day={day}&time=23:30&minutes=60")

    assert page.status_code == 200
    assert "Dit is geen dag en tijd" in page.text
