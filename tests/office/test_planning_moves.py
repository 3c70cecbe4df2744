"""An appointment moved, made and called off at a desk, with everything that follows as after the chat."""

from __future__ import annotations

import re
from typing import Any

import pytest
from icalendar import Calendar

from bot.domain.referral_status import ReferralStatus
from tests.support.building import Rig, keys_of
from tests.support.loop import OTHER_HOUSE, card, case_now, make_regional, make_staff, tap_card
from tests.support.meetings import (
    LEARNER,
    MONDAY,
    TUESDAY,
    VOLUNTEER,
    appointment_of,
    files,
    go_to,
    last_with,
    matched_case,
    open_timers,
    planned_case,
    press,
    propose,
    said,
)
from tests.support.office import Desk, at_desk
from tests.support.planning import plan_at, written_appointment


def fields_of(desk: Desk) -> dict[str, str | list[str]]:
    """The hidden fields of the form that asks or plans."""
    form = re.search(r'<form method="post"[^>]*case/\d+">(.*?)</form>', desk.page.text, re.DOTALL)
    assert form, "nothing is looked at"
    return dict(re.findall(r'name="(version|day|time|minutes|instead)" value="([^"]*)"', form[1]))


async def looked_at(desk: Desk, referral: int, wall: str, **more: str) -> None:
    """Look at another moment."""
    asked = {"day": wall[:10], "time": wall[11:], **more}
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    await desk.get(f"/planning/case/{referral}?{query}")


async def put(desk: Desk, referral: int, wall: str, how: str, **more: str) -> int:
    """Look at a moment, then ask or plan it."""
    await looked_at(desk, referral, wall, **more)
    response = await desk.post(f"/planning/case/{referral}", **fields_of(desk), how=how)
    return response.status_code


def events(rig: Rig, who: str) -> list[Any]:
    calendars: list[Any] = [Calendar.from_ical(document.content) for document in files(rig, who)]
    return [calendar.events[0] for calendar in calendars]


# ── Moving ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_was_agreed_by_telephone_is_planned_at_once_and_both_are_told(rig: Rig) -> None:
    case = await planned_case(rig)
    old = await open_timers(rig, "remind", "after")
    async with at_desk(rig, await make_staff(rig)) as desk:
        assert await put(desk, case.id, TUESDAY, "agreed", minutes="90") == 303
        assert "De afspraak is gepland" in desk.page.text
        assert "14:30–16:00" in desk.page.text
    await rig.due()

    row = await appointment_of(rig, case)
    assert (row.status, row.wall_at, row.minutes) == ("planned", TUESDAY, 90)
    assert "news.moved" in keys_of(card(rig, LEARNER))
    assert "volunteer.appointment.planned" in keys_of(card(rig, VOLUNTEER))
    first, second = events(rig, LEARNER)
    assert first["uid"] == second["uid"]
    assert int(first["sequence"]) < int(second["sequence"]) == row.sequence
    assert (second.end - second.start).total_seconds() == 90 * 60
    new = await open_timers(rig, "remind", "after")
    assert new
    assert not set(old) & set(new)
    assert all(f":{row.sequence}:" in key for key, _ in new)
    assert (await case_now(rig, case.id)).status == ReferralStatus.APPOINTMENT_PLANNED


async def test_a_planned_appointment_can_be_asked_anew_and_is_off_until_the_learner_chose(rig: Rig) -> None:
    case = await planned_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        assert await put(desk, case.id, TUESDAY, "ask") == 303
        assert "De vraag is gestuurd" in desk.page.text
    assert await open_timers(rig, "remind", "after") == []
    await rig.due()

    assert (await case_now(rig, case.id)).status == ReferralStatus.MATCHED
    assert "appointment.ask.moved" in keys_of(card(rig, LEARNER))
    told = last_with(rig, VOLUNTEER, "volunteer.appointment.moving")
    assert told.document is not None
    assert events(rig, VOLUNTEER)[-1]["status"] == "CANCELLED"
    await tap_card(rig, "mom", LEARNER)
    await rig.due()
    assert (await appointment_of(rig, case)).wall_at == TUESDAY
    assert "volunteer.appointment.planned" in keys_of(card(rig, VOLUNTEER))


async def test_a_proposed_moment_is_replaced_and_the_others_stay(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, MONDAY, TUESDAY)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await put(desk, case.id, "2026-06-10T10:00", "ask", instead=MONDAY)

    row = await appointment_of(rig, case)
    assert (row.status, row.moments) == ("proposed", [TUESDAY, "2026-06-10T10:00"])
    assert len(await open_timers(rig, "moments")) == 1


async def test_one_more_moment_is_asked_beside_those_before(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, MONDAY)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await put(desk, case.id, TUESDAY, "ask", instead="none")

    assert (await appointment_of(rig, case)).moments == [MONDAY, TUESDAY]


async def test_the_old_question_of_the_learner_does_nothing_after_another_was_asked(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, MONDAY)
    await rig.due()
    row = await appointment_of(rig, case)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await put(desk, case.id, TUESDAY, "ask", instead=MONDAY)
    await press(rig, LEARNER, "mom", row.id, "2606081100")

    assert (await appointment_of(rig, case)).status == "proposed"


async def test_a_moment_outside_the_hours_is_shown_as_such_and_can_be_planned_all_the_same(rig: Rig) -> None:
    case = await planned_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await looked_at(desk, case.id, "2026-06-08T19:00")
        assert "Buiten de openingstijden" in desk.page.text
        assert "De deelnemer kan dan meestal niet" in desk.page.text
        await desk.post(f"/planning/case/{case.id}", **fields_of(desk), how="agreed")

    assert (await appointment_of(rig, case)).wall_at == "2026-06-08T19:00"


async def test_what_is_in_the_way_is_shown_before_it_is_done(rig: Rig) -> None:
    case = await planned_case(rig)
    await plan_at(rig, case, "2026-06-11T10:00", address="8")
    await rig.run("UPDATE member SET paused_until = '2026-06-11' WHERE id = :id", id=case.volunteer_id)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await looked_at(desk, case.id, "2026-06-11T10:30")
        assert "De vrijwilliger heeft dan al een afspraak" in desk.page.text
        assert "De vrijwilliger heeft dan pauze" in desk.page.text
        assert "De deelnemer kan dan meestal niet" not in desk.page.text
        await looked_at(desk, case.id, "2026-06-15T10:30")
        assert "Er is niets dat in de weg staat" in desk.page.text


@pytest.mark.parametrize(
    ("day", "hour", "words"),
    [
        ("2026-06-02", "10:00", "Dit moment is al voorbij"),
        ("2026-06-03", "12:00", "Dit moment is al voorbij"),
        ("2027-03-28", "02:30", "Deze tijd bestaat niet"),
        ("2026-02-30", "10:00", "Dit is geen dag en tijd"),
        ("tomorrow", "noon", "Dit is geen dag en tijd"),
        ("2026-06-08", "", "Dit is geen dag en tijd"),
    ],
)
async def test_a_moment_that_cannot_be_is_refused_kindly(rig: Rig, day: str, hour: str, words: str) -> None:
    case = await planned_case(rig)
    before = await appointment_of(rig, case)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/planning/case/{case.id}?day={day}&time={hour}")
        assert desk.page.status_code == 200
        assert words in desk.page.text
        assert 'name="how"' not in desk.page.text
        version = re.search(r'name="v" value="([^"]*)"', desk.page.text)
        assert version
        await desk.get(f"/planning/case/{case.id}?cancel=1")
        sent = {"version": version[1], "day": day, "time": hour, "minutes": "60", "instead": ""}
        response = await desk.post(f"/planning/case/{case.id}", **sent, how="agreed")

    assert response.status_code == 422
    assert words in response.text
    assert await appointment_of(rig, case) == before


async def test_the_hour_that_comes_twice_is_the_first_and_the_page_says_so(rig: Rig) -> None:
    case = await planned_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await looked_at(desk, case.id, "2026-10-25T02:30")

        assert "Deze tijd komt die nacht twee keer" in desk.page.text


async def test_a_move_over_a_clock_change_keeps_the_hour_of_the_wall(rig: Rig) -> None:
    case = await matched_case(rig)
    await written_appointment(rig, case, "2026-10-24T10:00")
    async with at_desk(rig, await make_staff(rig)) as desk:
        await put(desk, case.id, "2026-10-26T10:00", "agreed")
    row = await appointment_of(rig, case)

    assert row.wall_at == "2026-10-26T10:00"
    assert row.starts_at is not None
    assert row.starts_at.isoformat() == "2026-10-26T09:00:00+00:00"
    assert ("remind", "2026-10-25T10:00") in [
        (key.split(":")[0], wall) for key, wall in await open_timers(rig, "remind")
    ]


# ── Making and calling off ─────────────────────────────────────────────────────────────────────────────────


async def test_the_first_appointment_of_a_learner_is_made_at_a_desk(rig: Rig) -> None:
    case = await matched_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/planning/case/{case.id}")
        assert "Nieuwe afspraak" in desk.page.text
        assert await put(desk, case.id, MONDAY, "agreed") == 303
    await rig.due()

    assert (await case_now(rig, case.id)).status == ReferralStatus.APPOINTMENT_PLANNED
    assert "news.planned" in keys_of(card(rig, LEARNER))


async def test_of_who_was_signed_up_by_a_helper_only_the_telephone_is_offered(rig: Rig) -> None:
    case = await matched_case(rig, by_a_helper=True)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await looked_at(desk, case.id, MONDAY)
        assert 'value="ask"' not in desk.page.text
        assert 'value="agreed"' in desk.page.text
        response = await desk.post(f"/planning/case/{case.id}", **fields_of(desk), how="ask")
        assert response.status_code == 409
        assert "krijgt hier geen berichten" in response.text

    assert await rig.rows("SELECT id FROM appointment") == []


async def test_a_planned_appointment_is_called_off_after_one_more_question(rig: Rig) -> None:
    case = await planned_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/planning/case/{case.id}?cancel=1")
        assert "Wilt u deze afspraak afzeggen?" in desk.page.text
        version = _version(desk)
        assert (await desk.post(f"/planning/case/{case.id}/cancel", version=version)).status_code == 303
        assert "De afspraak is afgezegd" in desk.page.text
    assert await open_timers(rig, "remind", "after") == []
    await rig.due()

    assert (await appointment_of(rig, case)).status == "cancelled"
    assert "news.cancelled.again" in said(rig, LEARNER)
    assert "volunteer.appointment.cancelled" in said(rig, VOLUNTEER)


async def test_a_question_is_taken_back(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, MONDAY)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get(f"/planning/case/{case.id}?cancel=1")
        await desk.post(f"/planning/case/{case.id}/cancel", version=_version(desk))
        assert "De vraag is teruggenomen" in desk.page.text

    assert (await appointment_of(rig, case)).status == "draft"
    assert await open_timers(rig, "moments", "unheard") == []


def _version(desk: Desk) -> str:
    found = re.search(r'name="version" value="([^"]*)"', desk.page.text)
    assert found
    return found[1]


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
        version = _version(desk)
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

    assert (first.status_code, second.status_code) == (303, 409)
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
    assert ("meeting.planned", "staff", staff.id, case.id) in noted
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
