"""Signing in: a link of the chat or the command line, the button, the question in the chat, and a session."""

from __future__ import annotations

import pytest

from flows.replies import Command
from tests.support.building import Rig, keys_of
from tests.support.loop import cards, make_regional, make_staff, make_volunteer, tap_card
from tests.support.signing_in import OPENING, OVER, asked_for, browser, by_command, question
from tests.support.staffing import later, press


async def test_a_link_of_the_chat_signs_in_after_yes_and_only_once(rig: Rig) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    async with browser(rig) as http:
        shown = await http.get(link)
        assert (shown.status_code, cards(rig, "staff")[0].prompt.lines[0].key) == (200, "staff.console.link")
        opened = await http.post(link)
        assert opened.headers["location"] == "/console/in/wait"
        await rig.due()
        code = str(question(rig)["code"])
        assert question(rig)["browser"] == "Firefox, Linux"
        assert f'<p class="code">{code}</p>' in (await http.get("/console/in/wait")).text
        assert "nog niet op Ja gedrukt" in (await http.post("/console/in/wait")).text
        assert (await http.get("/console")).headers["location"] == "/console/in"

        await tap_card(rig, "conyes", "staff")
        signed_in = await http.post("/console/in/wait")
        assert signed_in.headers["location"] == "/console"
        assert OPENING not in http.cookies
        # The page goes on asking while the console opens: that must not lead it away.
        late = await http.post("/console/in/wait", headers={"hx-request": "true"})
        assert (late.status_code, "hx-redirect" in late.headers) == (204, False)
        assert (await http.get("/console/in/wait")).headers["location"] == "/console"
        assert (await http.get("/console")).status_code == 200
    async with browser(rig) as other:
        assert OVER in (await other.get(link)).text
        assert OVER in (await other.post(link)).text


@pytest.mark.parametrize("role", ["staff", "regional"])
async def test_staff_and_regional_staff_get_a_link(rig: Rig, role: str) -> None:
    await (make_staff(rig) if role == "staff" else make_regional(rig))

    assert await asked_for(rig, role)


async def test_volunteers_and_learners_do_not_get_a_link(rig: Rig) -> None:
    await make_volunteer(rig)
    await rig.start("7")
    for address in ("anna", "7"):
        await rig.hear(Command("console"), address=address)

    assert await press(rig, "console", address="anna") == "desk.not_yours"
    assert await rig.rows("SELECT id FROM console_login") == []


async def test_without_an_address_of_the_web_pages_the_chat_says_what_is_missing(rig: Rig) -> None:
    rig.worlds.site.url = ""
    await make_staff(rig)

    await rig.hear(Command("console"), address="staff")

    assert keys_of(cards(rig, "staff")[0].prompt) == ["staff.console.no_address"]
    assert await rig.rows("SELECT id FROM console_login") == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_at_a_link_uses_nothing_up(rig: Rig, method: str) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    async with browser(rig) as preview:
        for _ in range(3):
            looked = await preview.request(method, link)
            assert (looked.status_code, list(looked.cookies)) == (200, [])

    assert await rig.rows("SELECT id FROM console_login WHERE opened_at IS NOT NULL") == []


async def test_another_browser_is_refused_and_the_first_goes_on(rig: Rig) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    async with browser(rig) as first, browser(rig) as second:
        await first.post(link)
        assert OVER in (await second.post(link)).text
        assert OVER in (await second.get("/console/in/wait")).text
        again = await first.post(link)
        assert again.headers["location"] == "/console/in/wait"
        await rig.due()
        await tap_card(rig, "conyes", "staff")
        assert OVER in (await second.post("/console/in/wait")).text
        assert (await first.post("/console/in/wait")).headers["location"] == "/console"

    assert [key for one in cards(rig, "staff") for key in keys_of(one.prompt)].count("staff.console.ask") == 1


async def test_after_no_every_link_of_that_chat_is_over(rig: Rig) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    async with browser(rig) as http:
        await http.post(link)
        await rig.due()
        await tap_card(rig, "conno", "staff")
        assert keys_of(cards(rig, "staff")[0].prompt) == ["staff.console.no.done"]
        by_script = await http.post("/console/in/wait", headers={"hx-request": "true"})
        assert by_script.headers["hx-redirect"] == "/console/in/wait"
        assert OVER in (await http.get("/console/in/wait")).text
        await press(rig, "conyes", 1)
        assert OVER in (await http.post("/console/in/wait")).text
        assert (await http.get("/console")).status_code == 303


async def test_no_after_yes_signs_out_who_came_in(rig: Rig) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    async with browser(rig) as http:
        await http.post(link)
        await rig.due()
        await tap_card(rig, "conyes", "staff")
        await http.post("/console/in/wait")
        await press(rig, "conno", 1)

        assert (await http.get("/console")).status_code == 303


async def test_nobody_confirms_the_link_of_somebody_else(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="colleague")
    link = await asked_for(rig)
    async with browser(rig) as http:
        await http.post(link)
        await press(rig, "conyes", 1, address="colleague")
        await press(rig, "conno", 1, address="colleague")
        assert "nog niet op Ja gedrukt" in (await http.post("/console/in/wait")).text


async def test_yes_before_anybody_opened_the_link_confirms_nothing(rig: Rig) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    await press(rig, "conyes", 1)
    async with browser(rig) as http:
        await http.post(link)

        assert "nog niet op Ja gedrukt" in (await http.post("/console/in/wait")).text


async def test_a_link_is_over_after_ten_minutes_also_when_it_waits_or_was_confirmed(rig: Rig) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    async with browser(rig) as http:
        await http.post(link)
        await rig.due()
        await tap_card(rig, "conyes", "staff")
        await later(rig, minutes=11)
        assert OVER in (await http.post("/console/in/wait")).text
        assert OVER in (await http.get(link)).text


async def test_a_new_link_ends_the_one_before(rig: Rig) -> None:
    await make_staff(rig)
    first = await asked_for(rig)
    second = await asked_for(rig)
    async with browser(rig) as http:
        assert OVER in (await http.post(first)).text
        assert (await http.post(second)).is_redirect


async def test_who_lost_the_role_meanwhile_does_not_come_in(rig: Rig) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    async with browser(rig) as http:
        await http.post(link)
        await rig.due()
        await tap_card(rig, "conyes", "staff")
        await rig.run("UPDATE member SET ended_at = :now", now=rig.moment())

        assert OVER in (await http.post("/console/in/wait")).text
    assert await rig.rows("SELECT id FROM console_session") == []


async def test_a_link_of_the_command_line_needs_its_button_and_nothing_else(rig: Rig) -> None:
    for who in (await make_staff(rig), None):
        link = await by_command(rig, who)
        async with browser(rig) as http:
            assert (await http.get(link)).status_code == 200
            assert (await http.get("/console")).status_code == 303
            assert (await http.post(link)).headers["location"] == "/console"
            assert (await http.get("/console")).status_code == 200
            assert OVER in (await http.post(link)).text
