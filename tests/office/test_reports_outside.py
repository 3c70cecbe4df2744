"""What somebody from outside the Taalhuis may know: no single day, and no busy diary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.domain.act import Act
from bot.domain.reporting import TOTAL, Cell, Dimension, Period
from bot.services.office.office import Office
from bot.services.reports.model import By, Group, Kind, Report, Scope, Sign
from bot.services.reports.reports import Reports
from bot.services.reports.scopes import ask
from tests.support.building import Rig
from tests.support.loop import HOUSE, REGION, house_id, make_regional, make_staff
from tests.support.office import Desk, at_desk
from tests.support.reporting import SignUp, sign_up

D = Dimension
MARCH = datetime(2026, 3, 10, 9, tzinfo=UTC)
APRIL = datetime(2026, 4, 20, 9, tzinfo=UTC)
JUNE = datetime(2026, 6, 3, 9, tzinfo=UTC)
TODAY = JUNE.date()
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
OUTSIDE = Scope(Kind.HOUSE, HOUSE, "Zwolle", masked=True)
OWN = replace(OUTSIDE, masked=False)
WRONG = "Deze datums kloppen niet."
NOT_OVER = "Van deze periode is nog geen maand voorbij."
ENDS_EARLY = "Dit rapport loopt daarom tot en met 31-5-2026."


@pytest.fixture
async def house(rig: Rig) -> int:
    await rig.with_houses()
    return await house_id(rig)


async def report(rig: Rig, *, by: By = By.NOTHING, scope: Scope = OUTSIDE) -> Report:
    reports = Reports(Office(rig.process))
    asked = ask(scope, YEAR, by, TODAY)
    assert asked is not None
    return await reports.make(asked, await reports.places(), Act(what="report.read", role="operator"))


# ── Of months that are over ────────────────────────────────────────────────────────────────────────────────


async def _numbers(desk: Desk, query: str) -> Sequence[str]:
    """Every line of the file but the day on which it was made."""
    lines = (await desk.get(f"/reports/export.csv?{query}")).text.splitlines()
    return [line for line in lines if "Gemaakt op" not in line]


@pytest.mark.parametrize("query", ["period=2026", "period=2026&by=month", "period=2026-Q2"])
async def test_a_sign_up_of_today_changes_nothing_outside_until_the_month_is_over(
    rig: Rig, house: int, query: str
) -> None:
    await sign_up(rig, *(SignUp(at=APRIL, house=house) for _ in range(20)))
    async with at_desk(rig, await make_regional(rig, REGION)) as desk:
        before = await _numbers(desk, query)
        await sign_up(rig, *(SignUp(at=JUNE, house=house, channel="web") for _ in range(6)))
        after = await _numbers(desk, query)
    rig.clock.forward(days=30)
    async with at_desk(rig, None) as desk:
        later = await _numbers(desk, query)

    assert len(before) > 60
    assert before == after
    assert any(re.fullmatch("Kanaal;.*;20", line) for line in after)
    assert not any(re.fullmatch("Kanaal;.*website.*;6", line) for line in after)
    assert any(re.fullmatch("Kanaal;.*website.*;6", line) for line in later)


async def test_the_page_and_the_file_say_where_the_report_ends(rig: Rig, house: int) -> None:
    await sign_up(rig, SignUp(at=APRIL, house=house))
    async with at_desk(rig, None) as desk:
        page = (await desk.get("/reports?period=2026")).text
        file = (await desk.get("/reports/export.csv?period=2026")).text
        over = (await desk.get("/reports?period=2026-Q1")).text

    assert ENDS_EARLY in page
    assert "1-1-2026 tot en met 31-5-2026" in page
    assert ENDS_EARLY in file
    assert "Laatste dag;;2026-05-31" in file
    assert "telt nog niet mee" not in over


@pytest.mark.parametrize(
    "query", ["period=2026-06", "period=2027", "period=own&first=2026-06-01&last=2026-06-02"]
)
async def test_of_the_running_month_there_is_a_sentence_and_no_number(
    rig: Rig, house: int, query: str
) -> None:
    await sign_up(rig, *(SignUp(at=JUNE, house=house) for _ in range(6)))
    async with at_desk(rig, None) as desk:
        page = (await desk.get(f"/reports?{query}")).text
        file = await desk.get(f"/reports/export.csv?{query}")
        there = await desk.http.get(file.headers["location"])

    assert NOT_OVER in page
    assert "<table>" not in page
    assert "aria-invalid" not in page
    assert (file.status_code, file.text) == (303, "")
    assert NOT_OVER in there.text
    assert await rig.rows("SELECT count(*) FROM audit_entry WHERE what LIKE 'report.%'") == [(0,)]


async def test_staff_of_the_taalhuis_see_today_too(rig: Rig, house: int) -> None:
    await sign_up(rig, SignUp(at=JUNE, house=house))
    async with at_desk(rig, await make_staff(rig)) as desk:
        pages = [(await desk.get(f"/reports?period={period}")).text for period in ("2026", "2026-06")]

    for page in pages:
        assert '<span class="many">1</span>' in page
        assert "voorbij" not in page


async def test_in_january_a_report_from_outside_begins_with_the_year_that_is_over(rig: Rig) -> None:
    await rig.with_houses()
    rig.clock.forward(days=220)
    async with at_desk(rig, None) as desk:
        page = (await desk.get("/reports")).text

    assert "1-1-2026 tot en met 31-12-2026" in page
    assert '<option value="2026" selected>' in page
    assert 'value="2027' not in page


async def test_a_report_from_outside_is_of_whole_months() -> None:
    part = Period(MARCH.date(), APRIL.date())
    outside, own = ask(OUTSIDE, part, "month", TODAY), ask(OWN, part, "month", TODAY)

    assert outside is not None
    assert own is not None
    assert (outside.period, outside.ends_early) == (Period(date(2026, 3, 1), date(2026, 4, 30)), False)
    assert (own.period, own.ends_early) == (part, False)


# ── Days that nobody means ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "query",
    [
        *("period=9999", "period=0001", "period=9999-12", "period=0001-Q1", "period=x"),
        "period=own&first=0001-01-01&last=0001-01-02",
        "period=own&first=9999-12-01&last=9999-12-31",
    ],
)
@pytest.mark.parametrize("who", ["staff", "operator"])
async def test_a_year_that_was_typed_wrong_is_told(rig: Rig, house: int, who: str, query: str) -> None:
    async with at_desk(rig, await make_staff(rig) if who == "staff" else None) as desk:
        page = await desk.get(f"/reports?{query}")
        files = [(await desk.get(f"/reports/export.{kind}?{query}")).status_code for kind in ("csv", "xlsx")]

    assert (page.status_code, WRONG in page.text, NOT_OVER in page.text) == (200, True, False)
    assert files == [404, 404]


# ── Appointments of a few people ───────────────────────────────────────────────────────────────────────────


def appointments(found: Report, group: str | None = None) -> dict[str, object]:
    cells: list[Cell] = [cell for key, cell in found.numbers if key == group and cell[0] == D.APPOINTMENT]
    return {value: found.number((kind, value), Group(group, "") if group else None) for kind, value in cells}


async def test_many_appointments_of_one_person_are_hidden_with_the_person(rig: Rig, house: int) -> None:
    await sign_up(rig, SignUp(at=MARCH, house=house, met=range(1, 8), missed=range(10, 16)))
    found = await report(rig)

    assert found.sign_ups is Sign.SMALL
    assert appointments(found) == dict.fromkeys(("came", "no_show", "all"), Sign.COVER)
    assert appointments(await report(rig, scope=OWN)) == {"came": 7, "no_show": 6, "all": 13}


async def test_a_month_of_few_people_keeps_its_appointments_to_itself_and_cannot_be_worked_out(
    rig: Rig, house: int
) -> None:
    await sign_up(
        rig,
        SignUp(at=MARCH, house=house, met=range(1, 8), missed=range(10, 16)),
        *(SignUp(at=APRIL, house=house, met=(1,), missed=(2,)) for _ in range(8)),
        *(SignUp(at=MARCH.replace(month=5), house=house, met=(1,), missed=(2,)) for _ in range(9)),
        *(SignUp(at=MARCH.replace(month=2), house=house, met=(1,), missed=(2,)) for _ in range(30)),
    )
    found = await report(rig, by=By.MONTH)

    months = {one.key: one for one in found.groups}
    assert found.number(TOTAL, months["2026-03"]) is Sign.SMALL
    assert set(appointments(found, "2026-03").values()) == {Sign.COVER}
    # Else the March of each column follows from the others.
    for value in ("came", "no_show", "all"):
        shown = [found.number((D.APPOINTMENT, value), one) for one in (None, *found.groups)]
        assert shown.count(Sign.COVER) >= 2
    assert appointments(found, "2026-02") == {"came": 30, "no_show": 30, "all": 60}


async def test_of_few_who_had_a_talk_it_is_not_told_how_often_they_came(rig: Rig, house: int) -> None:
    await sign_up(
        rig,
        SignUp(at=MARCH, house=house, met=range(1, 8)),
        *(SignUp(at=MARCH, house=house, missed=(1,)) for _ in range(20)),
    )
    found = appointments(await report(rig))

    assert found["came"] is Sign.COVER
    assert list(found.values()).count(Sign.COVER) > 1
