"""A page of an appointment that is old, or not theirs: nothing is changed, and it says so."""

from __future__ import annotations

from tests.support.building import Rig
from tests.support.loop import OTHER_HOUSE, make_regional, make_staff
from tests.support.meetings import (
    LEARNER,
    TUESDAY,
    VOLUNTEER,
    appointment_of,
    go_to,
    planned_case,
    press,
    said,
)
from tests.support.office import at_desk
from tests.support.planning import fields_of, looked_at, put, version_on

# ── An old page ────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_old_page_changes_nothing_and_says_so(rig: Rig) -> None:
    case = await planned_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await looked_at(desk, case.id, TUESDAY)
        old = fields_of(desk)
        await press(rig, VOLUNTEER, "pcanyes", case.id)
        cancelled = await appointment_of(rig, case)
        response = await desk.post(f"/planning/case/{case.id}", **old, how="agreed")

        assert response.status_code == 409
        assert "Er is niets veranderd" in response.text
        assert await appointment_of(rig, case) == cancelled


async def test_calling_off_what_was_moved_meanwhile_does_nothing(rig: Rig) -> None:
    case = await planned_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/planning/case/{case.id}?cancel=1")
        version = version_on(desk)
        await press(rig, VOLUNTEER, "pagr", case.id, "2606091430")
        response = await desk.post(f"/planning/case/{case.id}/cancel", version=version)

    assert response.status_code == 409
    assert (await appointment_of(rig, case)).wall_at == TUESDAY


async def test_a_drag_on_an_old_week_is_told_before_anything_is_asked(rig: Rig) -> None:
    case = await planned_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await looked_at(desk, case.id, TUESDAY, v="1-1")

        assert "Er is niets veranderd" in desk.page.text
        assert 'name="how"' not in desk.page.text


async def test_the_same_form_sent_twice_moves_once(rig: Rig) -> None:
    case = await planned_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await looked_at(desk, case.id, TUESDAY)
        form = fields_of(desk)
        first = await desk.post(f"/planning/case/{case.id}", **form, how="agreed")
        await desk.get(f"/planning/case/{case.id}?cancel=1")
        second = await desk.post(f"/planning/case/{case.id}", **form, how="agreed")
    await rig.due()

    assert (first.status_code, second.status_code) == (303, 303)
    assert said(rig, LEARNER).count("news.moved") == 1


# ── Whose it is ────────────────────────────────────────────────────────────────────────────────────────────


async def test_nobody_elsewhere_sees_or_changes_it(rig: Rig) -> None:
    case = await planned_case(rig)
    before = await appointment_of(rig, case)
    async with at_desk(rig, await make_staff(rig, OTHER_HOUSE, address="there")) as desk:
        assert (await desk.get(f"/planning/case/{case.id}")).status_code == 404
        assert (await desk.get("/planning/case/999999")).status_code == 404
        await desk.get("/calendar")
        sent = {"version": "1-1", "day": "2026-06-09", "time": "10:00", "minutes": "60"}
        for path in (f"/planning/case/{case.id}", f"/planning/case/{case.id}/cancel"):
            assert (await desk.post(path, **sent, how="agreed")).status_code == 404
    async with at_desk(rig, await make_regional(rig)) as desk:
        assert (await desk.get(f"/planning/case/{case.id}")).status_code == 403

    assert await appointment_of(rig, case) == before


async def test_reading_and_moving_are_written_down_and_the_learner_can_see_who_looked(rig: Rig) -> None:
    case = await planned_case(rig)
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        await put(desk, case.id, TUESDAY, "agreed")

    noted = await rig.rows(
        "SELECT what, role, member_id, referral_id FROM audit_entry WHERE member_id = :id", id=staff.id
    )
    assert ("deed.pagr", "staff", staff.id, case.id) in noted
    assert ("meeting.read", "staff", staff.id, case.id) in noted
    assert await rig.rows("SELECT DISTINCT member_id FROM reading") == [(staff.id,)]


async def test_a_learner_without_a_volunteer_cannot_be_planned_for(rig: Rig) -> None:
    case = await planned_case(rig)
    go_to(rig, "2026-06-05T10:00")
    await rig.run("UPDATE referral SET status = 'accepted' WHERE id = :id", id=case.id)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/planning/case/{case.id}")
        assert "Er is nu geen afspraak te maken" in desk.page.text
        assert 'name="day"' not in desk.page.text
