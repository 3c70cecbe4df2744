"""Somebody's appointments in their own calendar program: by a secret address, for as long as that is good."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from icalendar import Calendar

from bot.db.queries import members
from bot.db.queries.members import MemberRow
from bot.services.loop import feeds
from bot.services.loop import members as roles
from bot.services.office.office import Office
from console.office.calendar import BURST
from flows.model import Name
from tests.support.building import Rig, keys_of
from tests.support.loop import OTHER_HOUSE, card, cards, make_regional, make_staff, make_volunteer, tap_card
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
from tests.support.office import HOST, at_desk, office_app
from tests.support.planning import plan_at
from tests.support.signups import NAME, PHONE_STORED


@asynccontextmanager
async def program(rig: Rig) -> AsyncIterator[httpx.AsyncClient]:
    """A calendar program, which is signed in nowhere."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(office_app(rig)), base_url=HOST) as http:
        yield http


async def address_of(rig: Rig, member: MemberRow) -> str:
    async with Office(rig.process).acting() as scene:
        return (await feeds.make(scene, member)).url.removeprefix(HOST)


async def read(rig: Rig, address: str) -> Any:
    async with program(rig) as http:
        response = await http.get(address)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


async def volunteer_of(rig: Rig) -> MemberRow:
    async with rig.database.reading() as connection:
        (row,) = await rig.rows("SELECT id FROM member WHERE role = 'volunteer' ORDER BY id LIMIT 1")
        found = await members.get(connection, int(row[0]))
    assert found is not None
    return found


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
    case = await planned_case(rig)
    address = await address_of(rig, await make_staff(rig))
    async with program(rig) as http:
        text = (await http.get(address)).text

    assert NAME in text
    assert PHONE_STORED.removeprefix("+31") not in text
    assert case.code not in text


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


# ── Made and taken back at a desk ──────────────────────────────────────────────────────────────────────────


async def test_staff_make_an_address_see_it_once_and_take_it_back(rig: Rig) -> None:
    await planned_case(rig)
    staff = await make_staff(rig)
    async with at_desk(rig, staff) as desk:
        await desk.get("/calendar")
        assert "alleen voornamen" in desk.page.text
        await desk.post("/calendar/new", house=str(staff.taalhuis_id))
        shown = re.search(r'value="(http://test\.example/calendar/[^"]+\.ics)"', desk.page.text)
        assert shown
        assert f'href="webcal://{shown[1].removeprefix("http://")}"' in desk.page.text
        address = shown[1].removeprefix(HOST)
        assert len((await read(rig, address)).events) == 1
        await desk.get("/calendar")
        assert "test.example/calendar/" not in desk.page.text
        await desk.post("/calendar/off", house=str(staff.taalhuis_id))
        async with program(rig) as http:
            assert (await http.get(address)).status_code == 404

    noted = [what for (what,) in await rig.rows("SELECT what FROM audit_entry ORDER BY number")]
    assert [what for what in noted if what.startswith("calendar")] == [
        "calendar.new",
        "calendar.read",
        "calendar.off",
    ]


async def test_nobody_makes_an_address_for_a_house_that_is_not_theirs(rig: Rig) -> None:
    staff = await make_staff(rig)
    elsewhere = await make_staff(rig, OTHER_HOUSE, address="there")
    async with at_desk(rig, elsewhere) as desk:
        await desk.get("/calendar")
        for path in ("/calendar/new", "/calendar/off"):
            assert (await desk.post(path, house=str(staff.taalhuis_id))).status_code == 404
            await desk.get("/calendar")
    async with at_desk(rig, await make_regional(rig)) as desk:
        assert (await desk.get("/calendar")).status_code == 403

    assert await rig.rows("SELECT id FROM calendar_feed") == []


# ── In the chat ────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_volunteer_makes_an_address_in_the_chat_and_takes_it_back(rig: Rig) -> None:
    await planned_case(rig)
    await press(rig, VOLUNTEER, "menu")
    await tap_card(rig, "cal", VOLUNTEER)
    assert "volunteer.calendar.feed.elsewhere" in keys_of(card(rig, VOLUNTEER))
    await tap_card(rig, "volunteer.calendar.feed.new", VOLUNTEER)
    links = [line.params["link"] for line in cards(rig, VOLUNTEER)[1].prompt.lines]
    url, webcal = (link.name for link in links if isinstance(link, Name))
    assert webcal == url.replace("http://", "webcal://")
    address = url.removeprefix(HOST)
    assert len((await read(rig, address)).events) == 1

    assert "volunteer.calendar.feed.since" in keys_of(card(rig, VOLUNTEER))
    await tap_card(rig, "volunteer.calendar.feed.revoke", VOLUNTEER)
    async with program(rig) as http:
        assert (await http.get(address)).status_code == 404
    again = await press(rig, VOLUNTEER, "cal", "off")
    assert again.toast is not None
    assert again.toast.key == "general.already_done"


async def test_staff_make_theirs_in_the_chat_for_the_role_that_they_wear(rig: Rig) -> None:
    staff = await make_staff(rig)
    await press(rig, "staff", "cal", "new")

    assert await rig.rows("SELECT member_id FROM calendar_feed") == [(staff.id,)]


async def test_who_has_no_part_in_a_house_has_no_calendar(rig: Rig) -> None:
    await matched_case(rig)
    await make_regional(rig)
    for address in (LEARNER, "regional", "nobody"):
        await press(rig, address, "cal", "new")

    assert await rig.rows("SELECT id FROM calendar_feed") == []


async def test_without_a_web_address_the_chat_says_that_it_cannot_be(rig: Rig) -> None:
    rig.worlds.site.url = ""
    staff = await make_staff(rig)
    await press(rig, "staff", "cal", "new")
    assert "volunteer.calendar.feed.no_site" in keys_of(card(rig, "staff"))
    async with at_desk(rig, staff) as desk:
        await desk.get("/calendar")
        assert "TAALWIJZER_PUBLIC_URL" in desk.page.text

    assert await rig.rows("SELECT id FROM calendar_feed") == []
