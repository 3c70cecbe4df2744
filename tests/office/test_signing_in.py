"""Signing in: a link of the chat or the command line, the button, the question in the chat, and a session."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from bot.db.queries.members import MemberRow
from bot.services.office import signing_in
from bot.services.office.office import Office
from flows.model import Name
from flows.replies import Command
from tests.support.building import Rig, keys_of
from tests.support.loop import cards, make_regional, make_staff, make_volunteer, tap_card
from tests.support.office import COOKIE, HOST, office_app
from tests.support.staffing import later, press

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
OVER = "Deze link werkt niet meer"
OPENING = "taalwijzer_opening"


@asynccontextmanager
async def browser(rig: Rig, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which nobody is signed in."""
    transport = httpx.ASGITransport(office_app(rig))
    shown = {"user-agent": FIREFOX, **headers}
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=shown) as http:
        yield http


async def asked_for(rig: Rig, address: str = "staff") -> str:
    """The path of the link that somebody gets for /console."""
    await rig.hear(Command("console"), address=address)
    link = cards(rig, address)[0].prompt.lines[0].params["link"]
    assert isinstance(link, Name)
    assert link.name.startswith(f"{HOST}/console/in/")
    return link.name.removeprefix(HOST)


async def by_command(rig: Rig, member: MemberRow | None) -> str:
    """The path of a link of the command line; None for the operator."""
    async with Office(rig.process).acting() as scene:
        link = await signing_in.make_by_command(scene, member)
    return link.address("")


def question(rig: Rig, address: str = "staff") -> dict[str, object]:
    """What the chat asks: the browser and the code."""
    [line] = cards(rig, address)[0].prompt.lines
    assert line.key == "staff.console.ask"
    return {name: value.name for name, value in line.params.items() if isinstance(value, Name)}


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


async def test_unknown_words_get_the_page_of_a_link_that_is_over(rig: Rig) -> None:
    async with browser(rig) as http:
        for token in ("x", "A" * 43, "%00", "..%2fx", "é"):
            for method in ("GET", "POST"):
                answer = await http.request(method, f"/console/in/{token}")
                assert answer.status_code == 404, token
        assert OVER in (await http.get("/console/in/" + "A" * 43)).text


async def test_a_form_of_another_site_opens_nothing_and_signs_nobody_in(rig: Rig) -> None:
    link = await by_command(rig, None)
    async with browser(rig) as http:
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
            assert (await http.post(link, headers=headers)).status_code == 403
            assert (await http.post("/console/in/wait", headers=headers)).status_code == 403

    assert await rig.rows("SELECT id FROM console_login WHERE opened_at IS NOT NULL") == []


async def test_a_cookie_that_was_planted_never_becomes_a_session(rig: Rig) -> None:
    link = await by_command(rig, None)
    async with browser(rig) as http:
        http.cookies.set(COOKIE, "p" * 43, domain="test.example")
        http.cookies.set(OPENING, "q" * 43, domain="test.example")
        signed_in = await http.post(link)

    assert "p" * 43 not in str(signed_in.headers)
    assert re.search(rf"{COOKIE}=[A-Za-z0-9_-]{{43}};", signed_in.headers["set-cookie"])


async def test_who_signs_in_where_somebody_is_signed_in_takes_their_place(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with browser(rig) as http:
        for who in (staff, None):
            await http.post(await by_command(rig, who))

    assert await rig.rows("SELECT chat_id FROM console_session WHERE ended_at IS NULL") == [(None,)]


async def test_the_cookies_are_for_this_site_and_no_script(rig: Rig) -> None:
    await make_staff(rig)
    link = await asked_for(rig)
    async with browser(rig) as http:
        opened = await http.post(link)
        await rig.due()
        await tap_card(rig, "conyes", "staff")
        signed_in = await http.post("/console/in/wait")
    for answer, name in ((opened, OPENING), (signed_in, COOKIE)):
        [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}=")]
        assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


async def test_the_token_of_a_link_leaves_no_trace(rig: Rig) -> None:
    link = await by_command(rig, None)
    token = link.rpartition("/")[2]
    async with browser(rig) as http:
        page = await http.get(link)
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert page.text.count(token) == 1  # Where the button sends the form.
        signed_in = await http.post(link)
        assert token not in f"{signed_in.headers}{(await http.get('/console')).text}"
    stored = await rig.rows("SELECT token_hash, browser_hash, browser, code FROM console_login")
    assert token not in str(stored)


async def test_who_tries_many_links_is_stopped(rig: Rig) -> None:
    async with browser(rig) as http:
        tried = [(await http.get("/console/in/" + "A" * 43)).status_code for _ in range(40)]
        assert tried[0] == 404
        assert tried[-1] == 429
        assert (await http.get("/console/in")).status_code == 200


async def test_signing_in_is_written_down(rig: Rig) -> None:
    staff = await make_staff(rig)
    async with browser(rig) as http:
        await http.post(await by_command(rig, staff))

    written = await rig.rows("SELECT what, role, member_id, about FROM audit_entry ORDER BY number")
    assert written == [
        ("console.link", "operator", None, f"member:{staff.id}"),
        ("console.in", "staff", staff.id, "session:1"),
    ]
