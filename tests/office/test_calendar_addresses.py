"""The secret address of a calendar: made at a desk or in the chat, shown once, and taken back."""

from __future__ import annotations

import re

from flows.model import Name
from tests.support.building import Rig, keys_of
from tests.support.feeds import program, read
from tests.support.loop import OTHER_HOUSE, card, cards, make_regional, make_staff, tap_card
from tests.support.meetings import (
    LEARNER,
    VOLUNTEER,
    matched_case,
    planned_case,
    press,
)
from tests.support.office import HOST, at_desk

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
