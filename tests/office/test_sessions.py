"""Sessions: listed, ended, and over by themselves after a while or with the last role."""

from __future__ import annotations

import pytest

from tests.support.building import Rig
from tests.support.loop import make_regional, make_staff, make_volunteer
from tests.support.office import COOKIE, Desk, at_desk
from tests.support.staffing import later, press


async def _is_in(desk: Desk) -> bool:
    return (await desk.get()).status_code == 200


async def test_somebody_sees_their_own_sessions_and_nobody_elses(rig: Rig) -> None:
    staff = await make_staff(rig)
    colleague = await make_staff(rig, address="colleague", name="Kees")
    async with at_desk(rig, staff) as here, at_desk(rig, staff), at_desk(rig, colleague), at_desk(rig, None):
        page = await here.get("/sessions")

    assert page.text.count("/end") == 2
    assert page.text.count("deze browser") == 1


async def test_one_other_session_is_ended_and_stays_ended(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as old, at_desk(rig, staff) as new:
        await new.get("/sessions")
        await new.post("/sessions/1/end")

        assert (await _is_in(old), await _is_in(new)) == (False, True)
        await new.get("/sessions")
        assert (await new.post("/sessions/1/end")).status_code == 404


async def test_all_others_are_ended_at_once(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as old, at_desk(rig, staff) as older, at_desk(rig, None) as operator:
        await old.get("/sessions")
        await old.post("/sessions/others")

        assert [await _is_in(one) for one in (old, older, operator)] == [True, False, True]


@pytest.mark.parametrize("path", ["/sessions/out", "/sessions/1/end"])
async def test_signing_out_ends_the_session_and_takes_the_cookie(rig: Rig, path: str) -> None:
    async with at_desk(rig, None) as desk:
        kept = desk.http.cookies[COOKIE]
        await desk.get("/sessions")
        out = await desk.post(path)
        assert out.headers["location"] == "/console/in"
        assert f'{COOKIE}="";' in out.headers["set-cookie"]
        desk.http.cookies.set(COOKIE, kept, domain="test.example")
        assert not await _is_in(desk)


async def test_a_session_ends_after_two_idle_hours_and_in_any_case_after_twelve(rig: Rig) -> None:
    async with at_desk(rig, None) as idle, at_desk(rig, None) as busy:
        for _ in range(7):
            await later(rig, minutes=100)
            assert await _is_in(busy)
        assert not await _is_in(idle)
        await later(rig, minutes=30)
        assert not await _is_in(busy)


async def test_a_page_that_looks_for_news_by_itself_keeps_nobody_signed_in(rig: Rig) -> None:
    async with at_desk(rig, None) as left_open:
        for _ in range(2):
            await later(rig, minutes=50)
            news = await left_open.http.get("/console", headers={"HX-Request": "true"})
            assert news.status_code == 200
        await later(rig, minutes=30)
        assert not await _is_in(left_open)


async def test_whoever_loses_the_last_role_of_a_desk_is_signed_out_for_good(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_volunteer(rig, address="staff")
    async with at_desk(rig, staff) as desk:
        assert await _is_in(desk)
        await press(rig, "leave", staff.id, "yes", address="staff")
        assert not await _is_in(desk)
        await rig.run("UPDATE member SET ended_at = NULL")
        assert not await _is_in(desk)


async def test_one_role_of_two_ended_leaves_the_pages_of_the_other(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_regional(rig, address="staff")
    async with at_desk(rig, staff) as desk:
        await press(rig, "leave", staff.id, "yes", address="staff")
        assert await _is_in(desk)


async def test_old_links_and_sessions_are_thrown_away(rig: Rig) -> None:
    staff = await make_staff(rig)
    await press(rig, "console")
    async with at_desk(rig, staff):
        pass
    await later(rig, days=29)
    await rig.housekeeping.tidy()
    kept = await rig.rows(
        "SELECT (SELECT count(*) FROM console_login), (SELECT count(*) FROM console_session)"
    )
    await later(rig, days=3)
    await rig.housekeeping.tidy()
    gone = await rig.rows(
        "SELECT (SELECT count(*) FROM console_login), (SELECT count(*) FROM console_session)"
    )

    assert (kept, gone) == ([(1, 1)], [(0, 0)])
