"""Somebody's appointments in their own calendar program: by a secret address, for as long as that is good."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from bot.services.loop import feeds
from bot.services.loop import members as roles
from bot.services.office.office import Office
from console.office.calendar import BURST
from tests.support.building import Rig
from tests.support.feeds import address_of, program, read, volunteer_of
from tests.support.loop import OTHER_HOUSE, make_staff, make_volunteer, tap_card
from tests.support.meetings import (
    LEARNER,
    TUESDAY,
    VOLUNTEER,
    appointment_of,
    files,
    matched_case,
    planned_case,
    press,
    propose,
)
from tests.support.planning import plan_at
from tests.support.signups import NAME, PHONE_STORED

# ── What stands in it ──────────────────────────────────────────────────────────────────────────────────────


async def test_a_volunteers_calendar_holds_the_entry_that_the_chat_sent(rig: Rig) -> None:
    case = await planned_case(rig)
    sent: Any = Calendar.from_ical(files(rig, VOLUNTEER)[-1].content)
    calendar = await read(rig, await address_of(rig, await volunteer_of(rig)))

    (event,), (in_chat,) = calendar.events, sent.events
    row = await appointment_of(rig, case)
    for key in ("uid", "sequence", "summary", "location", "status"):
        assert str(event[key]) == str(in_chat[key])
    assert (str(event["uid"]), int(event["sequence"])) == (row.uid, row.sequence)
    assert (event.start, event.end) == (in_chat.start, in_chat.end)
    assert event.start.isoformat() == "2026-06-08T11:00:00+02:00"
    assert str(event["status"]) == "CONFIRMED"
    assert "organizer" not in event
    assert "attendee" not in event
    assert calendar["method"] == "PUBLISH"
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Amsterdam"]


async def test_a_moved_appointment_keeps_its_entry_with_a_higher_number(rig: Rig) -> None:
    case = await planned_case(rig)
    address = await address_of(rig, await volunteer_of(rig))
    (before,) = (await read(rig, address)).events
    await press(rig, VOLUNTEER, "pagr", case.id, "2606091430")
    (after,) = (await read(rig, address)).events

    assert before["uid"] == after["uid"]
    assert int(before["sequence"]) < int(after["sequence"])
    assert after.start.isoformat() == "2026-06-09T14:30:00+02:00"


async def test_what_was_called_off_says_so_for_a_while_and_names_nobody(rig: Rig) -> None:
    case = await planned_case(rig)
    address = await address_of(rig, await volunteer_of(rig))
    await press(rig, VOLUNTEER, "pcanyes", case.id)
    (event,) = (await read(rig, address)).events
    assert str(event["status"]) == "CANCELLED"
    assert NAME not in str(event["summary"])

    rig.clock.forward(days=feeds.KEPT_DAYS + 6)
    assert list((await read(rig, address)).events) == []


async def test_proposed_moments_are_tentative_and_take_away_what_was_agreed(rig: Rig) -> None:
    case = await planned_case(rig)
    address = await address_of(rig, await volunteer_of(rig))
    await press(rig, VOLUNTEER, "pmove", case.id)
    await propose(rig, case, TUESDAY, "2026-06-10T10:00")
    found = (await read(rig, address)).events

    row = await appointment_of(rig, case)
    assert {str(event["uid"]): str(event["status"]) for event in found} == {
        row.uid: "CANCELLED",
        f"{TUESDAY}-{row.uid}": "TENTATIVE",
        f"2026-06-10T10:00-{row.uid}": "TENTATIVE",
    }
    await rig.due()
    await tap_card(rig, "mom", LEARNER)
    (chosen,) = (await read(rig, address)).events
    assert (str(chosen["uid"]), str(chosen["status"])) == (row.uid, "CONFIRMED")


async def test_staff_see_all_of_their_house_and_volunteers_only_their_own(rig: Rig) -> None:
    case = await planned_case(rig)
    await plan_at(rig, case, "2026-06-10T10:00", address="8")
    other = await make_volunteer(rig, address="bram", name="Bram")
    staff, elsewhere = await make_staff(rig), await make_staff(rig, OTHER_HOUSE, address="there")

    of_staff = (await read(rig, await address_of(rig, staff))).events
    assert sorted(str(event["summary"]) for event in of_staff) == [f"Taalhuis: {NAME} en Anna"] * 2
    assert len((await read(rig, await address_of(rig, await volunteer_of(rig)))).events) == 2
    assert list((await read(rig, await address_of(rig, other))).events) == []
    assert list((await read(rig, await address_of(rig, elsewhere))).events) == []


async def test_no_telephone_number_and_no_code_stands_in_it(rig: Rig) -> None:
    await planned_case(rig)
    # Two letters of a short one may stand in the number of an appointment by chance.
    await rig.run("UPDATE intake SET code = :code", code="QWXZKVYQ")
    address = await address_of(rig, await make_staff(rig))
    async with program(rig) as http:
        text = (await http.get(address)).text

    assert NAME in text
    assert PHONE_STORED.removeprefix("+31") not in text
    assert "QWXZKVYQ" not in text


async def test_an_erased_learner_is_gone_from_it_and_the_program_is_told_that_it_changed(rig: Rig) -> None:
    case = await planned_case(rig)
    address = await address_of(rig, await make_staff(rig))
    async with program(rig) as http:
        before = await http.get(address)
        rig.clock.forward(minutes=5)
        await rig.run("DELETE FROM referral WHERE id = :id", id=case.id)
        after = await http.get(address, headers={"If-Modified-Since": before.headers["last-modified"]})

    assert after.status_code == 200
    assert NAME not in after.text


@pytest.mark.parametrize(
    ("wall", "offset"),
    [("2027-03-27T10:00", "+01:00"), ("2027-03-28T10:00", "+02:00"), ("2026-10-25T10:00", "+01:00")],
)
async def test_ten_o_clock_is_ten_o_clock_when_the_clocks_change(rig: Rig, wall: str, offset: str) -> None:
    case = await matched_case(rig)
    await plan_at(rig, case, wall, address="8")
    (event,) = (await read(rig, await address_of(rig, await make_staff(rig)))).events

    assert event.start.isoformat() == f"{wall}:00{offset}"


# ── Reading it ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_program_is_told_when_nothing_is_new(rig: Rig) -> None:
    case = await planned_case(rig)
    address = await address_of(rig, await volunteer_of(rig))
    async with program(rig) as http:
        first = await http.get(address)
        rig.clock.forward(hours=1)
        tags = {"If-None-Match": f'"other", {first.headers["etag"]}'}
        assert (await http.get(address, headers=tags)).status_code == 304
        dates = {"If-Modified-Since": first.headers["last-modified"]}
        same = await http.get(address, headers=dates)
        assert (same.status_code, same.content) == (304, b"")
        assert same.headers["etag"] == first.headers["etag"]
        assert (await http.head(address)).status_code == 200
        await press(rig, VOLUNTEER, "pagr", case.id, "2606091430")
        for headers in (tags, dates, {**tags, **dates}):
            assert (await http.get(address, headers=headers)).status_code == 200
        assert (await http.get(address)).headers["cache-control"] == "private, no-cache"


async def test_unknown_revoked_ended_and_badly_written_are_answered_alike(rig: Rig) -> None:
    await planned_case(rig)
    staff, volunteer = await make_staff(rig), await volunteer_of(rig)
    replaced, revoked, ended = (
        await address_of(rig, staff),
        await address_of(rig, staff),
        await address_of(rig, volunteer),
    )
    async with Office(rig.process).acting() as scene:
        assert await feeds.revoke(scene, staff)
        assert not await feeds.revoke(scene, staff)
        await roles.end(scene, volunteer)
    known = [
        replaced,
        revoked,
        ended,
        revoked.removesuffix(".ics"),
        "/calendar/x.ics",
        "/calendar/.ics",
        "/calendar/a/b",
    ]
    async with program(rig) as http:
        answers = [await http.get(address) for address in known]

    assert [answer.status_code for answer in answers] == [404] * len(known)
    assert {answer.text for answer in answers[:-1]} == {""}


async def test_reading_is_written_down_once_a_day(rig: Rig) -> None:
    await planned_case(rig)
    staff = await make_staff(rig)
    address = await address_of(rig, staff)
    for hours in (0, 1, 1, 12, 1):
        rig.clock.forward(hours=hours)
        await read(rig, address)

    noted = await rig.rows("SELECT role, member_id FROM audit_entry WHERE what = 'calendar.read'")
    assert noted == [("staff", staff.id)] * 2


async def test_a_program_that_reads_without_end_is_braked(rig: Rig) -> None:
    address = await address_of(rig, await make_staff(rig))
    async with program(rig) as http:
        statuses = {(await http.get("/calendar/guess.ics")).status_code for _ in range(BURST)}
        last = await http.get(address)

    assert statuses == {404}
    assert last.status_code == 429
    assert last.headers["retry-after"]


async def test_only_a_hash_of_the_address_is_kept(rig: Rig) -> None:
    address = await address_of(rig, await make_staff(rig))
    token = address.removeprefix("/calendar/").removesuffix(".ics")

    (row,) = await rig.rows("SELECT * FROM calendar_feed")
    assert len(token) > 40
    assert token not in str(row)
