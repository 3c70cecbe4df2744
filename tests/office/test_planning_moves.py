"""An appointment moved, made and called off at a desk, with everything that follows as after the chat."""

from __future__ import annotations

import re
from typing import Any

import pytest
from icalendar import Calendar

from bot.domain.referral_status import ReferralStatus
from tests.support.building import Rig, keys_of
from tests.support.loop import card, case_now, make_staff, tap_card
from tests.support.meetings import (
    LEARNER,
    MONDAY,
    THURSDAY,
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
from tests.support.office import at_desk
from tests.support.planning import fields_of, looked_at, plan_at, put, version_on, written_appointment


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
        version = version_on(desk)
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
        await desk.post(f"/planning/case/{case.id}/cancel", version=version_on(desk))
        assert "De vraag is teruggenomen" in desk.page.text

    assert (await appointment_of(rig, case)).status == "draft"
    assert await open_timers(rig, "moments", "unheard") == []


# ── What has begun ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("how", ["ask", "agreed", "cancel"])
async def test_what_has_been_is_not_moved_or_called_off_but_asked_about(rig: Rig, how: str) -> None:
    case = await planned_case(rig, THURSDAY)
    before = said(rig, LEARNER)
    go_to(rig, "2026-06-04T09:55")
    async with at_desk(rig, await make_staff(rig)) as desk:
        await looked_at(desk, case.id, TUESDAY)
        fields = fields_of(desk)
        # While the page lay open on the desk.
        go_to(rig, "2026-06-04T10:05")
        form = f"/planning/case/{case.id}" + ("/cancel" if how == "cancel" else "")
        response = await desk.post(form, **fields, how=how)
        assert response.status_code == 409
        assert "Hoe is het gegaan?" in desk.page.text
        await desk.get(f"/planning/case/{case.id}?cancel=1")
        assert f'href="/console/intake/{case.id}">Hoe is het gegaan?' in desk.page.text
        assert 'name="day"' not in desk.page.text
        assert "/cancel" not in desk.page.text

    row = await appointment_of(rig, case)
    assert (row.status, row.wall_at) == ("planned", THURSDAY)
    assert (await case_now(rig, case.id)).status == ReferralStatus.APPOINTMENT_PLANNED
    assert said(rig, LEARNER) == before
