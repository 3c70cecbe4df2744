"""The first page of the console: for who is signed in, and for nobody else; what waits for whom."""

from __future__ import annotations

import re

import pytest

from tests.support.building import Rig
from tests.support.loop import HOUSE, house_id, make_regional, make_staff, submitted_case
from tests.support.office import Desk, at_desk
from tests.support.signups import NAME
from tests.support.staffing import later


async def test_staff_regional_staff_and_the_operator_each_begin_at_the_first_page(rig: Rig) -> None:
    for who in (await make_staff(rig), await make_regional(rig), None):
        async with at_desk(rig, who) as desk:
            page = await desk.get()

            assert page.status_code == 200
            assert "<h1>" in page.text


async def test_who_is_not_signed_in_is_sent_to_the_page_for_that(stranger: Desk) -> None:
    page = await stranger.get()

    assert page.is_redirect
    assert page.headers["location"] == "/console/in"


async def _tiles(desk: Desk) -> dict[str, str]:
    text = (await desk.get()).text
    return {label: many for many, label in re.findall(r"<strong>([^<]*)</strong> ([^<]*)</", text)}


async def test_staff_see_what_waits_and_what_is_late_and_a_house_of_others_not(rig: Rig) -> None:
    staff = await make_staff(rig)
    elsewhere = await make_staff(rig, "demo-almelo-1", address="elsewhere")
    await submitted_case(rig)
    async with at_desk(rig, staff) as desk, at_desk(rig, elsewhere) as other:
        fresh = await _tiles(desk)
        await later(rig, hours=1)
        assert (fresh["nieuwe aanmeldingen"], fresh["te laat"]) == ("1", "0")
        assert (await _tiles(other))["nieuwe aanmeldingen"] == "0"
    await later(rig, days=8)
    async with at_desk(rig, staff) as desk:
        assert (await _tiles(desk))["te laat"] == "1"
        assert NAME not in desk.page.text


async def test_an_appointment_of_today_is_counted_and_one_of_tomorrow_not(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    house = await house_id(rig)
    for number, hours in enumerate((1, 30)):
        await rig.run(
            "INSERT INTO appointment (referral_id, taalhuis_id, uid, status, moments, wall_at, zone,"
            " starts_at, minutes, made_at, updated_at) VALUES (:case, :house, :uid, 'planned', '[]', '',"
            " 'Europe/Amsterdam', :starts, 60, :now, :now)",
            case=case.id,
            house=house,
            uid=f"{number}@x",
            starts=rig.moment(seconds=hours * 3600),
            now=rig.moment(),
        )
    async with at_desk(rig, staff) as desk:
        assert (await _tiles(desk))["afspraken vandaag"] == "1"


@pytest.mark.parametrize(("many", "shown"), [(0, "0"), (1, "minder dan 5"), (5, "5")])
async def test_regional_staff_see_counts_and_never_a_few(rig: Rig, many: int, shown: str) -> None:
    regional = await make_regional(rig)
    for number in range(many):
        await submitted_case(rig, str(number + 1))
    rig.clock.forward(days=30)
    async with at_desk(rig, regional) as desk:
        assert (await _tiles(desk))["wachten op een Taalhuis"] == shown
        assert NAME not in desk.page.text


async def test_who_signs_up_today_changes_no_count_of_the_region_until_the_month_is_over(rig: Rig) -> None:
    regional = await make_regional(rig)
    seen = []
    for many in (5, 1):
        for number in range(many):
            await submitted_case(rig, f"{many}{number}")
        async with at_desk(rig, regional) as desk:
            seen.append((await _tiles(desk))["wachten op een Taalhuis"])
            assert "Wie zich tot en met 31-05-2026 aanmeldde." in desk.page.text
    rig.clock.forward(days=28)
    async with at_desk(rig, regional) as desk:
        seen.append((await _tiles(desk))["wachten op een Taalhuis"])

    assert seen == ["0", "0", "6"]


async def test_the_operator_sees_which_taalhuis_with_sign_ups_has_no_staff(rig: Rig) -> None:
    await submitted_case(rig)
    async with at_desk(rig, None) as desk:
        assert HOUSE in (await desk.get()).text
        assert NAME not in desk.page.text
    await make_staff(rig)
    async with at_desk(rig, None) as desk:
        assert HOUSE not in (await desk.get()).text
