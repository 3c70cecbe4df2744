"""Ways around signing in: links that nobody made, forms of other sites, planted cookies, traces of a link."""

from __future__ import annotations

import re

from tests.support.building import Rig
from tests.support.loop import make_staff, tap_card
from tests.support.office import COOKIE
from tests.support.signing_in import OPENING, OVER, asked_for, browser, by_command


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
