"""The web chat as a browser without JavaScript meets it."""

from __future__ import annotations

import re

import httpx
import pytest

from console.app import Site, create_app
from flows.replies import Command, SharedLocation, Tap, Typed
from tests.console.conftest import HOST, Visitor
from tests.console.fakes import Chats, KeysAsTexts


async def test_a_visitor_who_only_looks_leaves_no_row(visitor: Visitor, chats: Chats) -> None:
    page = await visitor.get()
    assert "web.welcome" in page.text
    assert "set-cookie" not in page.headers
    assert chats.received == []


async def test_the_first_post_begins_the_conversation(visitor: Visitor, chats: Chats) -> None:
    response = await visitor.begin()
    assert (response.status_code, response.headers["location"]) == (303, "/#now")
    assert chats.replies() == [Command("start")]
    assert "demo.name" in visitor.page.text


async def test_who_comes_by_a_leaflet_keeps_that_and_nothing_else_can_be_put_there(
    visitor: Visitor, chats: Chats
) -> None:
    page = await visitor.get("/?from=th_doctor_demo-zwolle-1")
    assert "from=th_doctor_demo-zwolle-1" in page.text
    await visitor.send("/start", begin="1")
    await visitor.send(begin="1", **{"from": "an-invite-or-what-else"})
    assert chats.replies() == [Command("start", "th_doctor_demo-zwolle-1"), Command("start")]


async def test_a_whole_conversation_needs_no_javascript(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await visitor.send(text="Fatma")
    await visitor.send(choice="yes")
    await visitor.send(choice="+reading")
    assert 'value="-reading" aria-pressed="true"' in visitor.page.text
    assert 'value="+writing" aria-pressed="false"' in visitor.page.text
    await visitor.send(choice="ok")
    await visitor.send(choice="k8")
    assert "demo.digits 8" in visitor.page.text
    await visitor.send(choice="k80")
    assert "Taalhuis &lt;Kade&gt;" in visitor.page.text
    assert "https://www.openstreetmap.org/?mlat=52.500000&amp;mlon=6.100000#map=17/" in visitor.page.text
    assert chats.replies()[1:4] == [Typed("Fatma"), Tap("yes", 2, 7), Tap("+reading", 3, 7)]


async def test_a_reload_shows_the_same_question(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.send(text="Fatma")
    again = await visitor.get()
    assert "demo.agree Fatma" in again.text


async def test_a_form_sent_twice_is_one_answer(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    fields = visitor.form(text="Fatma")
    await visitor.post("/answer", fields)
    await visitor.post("/answer", fields)
    assert chats.replies() == [Command("start"), Typed("Fatma")]
    assert "demo.agree Fatma" in visitor.page.text


async def test_the_start_button_pressed_twice_begins_once(visitor: Visitor, chats: Chats) -> None:
    await visitor.get()
    fields = visitor.form(begin="1")
    await visitor.post("/start", fields)
    await visitor.post("/start", fields)
    assert chats.replies() == [Command("start")]
    assert "demo.name" in visitor.page.text


async def test_two_pages_of_one_question_have_numbers_of_their_own(visitor: Visitor) -> None:
    await visitor.begin()
    first = visitor.form()["nonce"]
    await visitor.get()
    assert visitor.form()["nonce"] != first


async def test_the_script_gets_the_page_at_once(visitor: Visitor) -> None:
    await visitor.begin()
    response = await visitor.http.post(
        "/answer", data=visitor.form(text="Fatma"), headers={"X-Requested-With": "fetch"}
    )
    assert response.status_code == 200
    assert "demo.agree Fatma" in response.text


async def test_a_toast_is_said_without_javascript_too(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.send(choice="yes", serial="99")
    assert re.search(r'<p class="toast" id="toast"(?! hidden)[^>]*>demo.already</p>', visitor.page.text)
    assert not re.search(r'<p class="toast"[^>]* hidden', visitor.page.text)


async def test_an_empty_answer_asks_again_and_receives_nothing(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await visitor.send(text=" \x00 ")
    assert chats.replies() == [Command("start")]
    assert "demo.name" in visitor.page.text


async def test_a_typed_command_is_a_command(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await visitor.send(text="/Taal nl")
    assert chats.replies()[-1] == Command("taal", "nl")


async def test_a_shared_location_is_received(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await visitor.send(latitude="52.512", longitude="6.094")
    assert chats.replies()[-1] == SharedLocation(52.512, 6.094)


async def test_the_language_of_the_browser_is_passed_on_as_a_hint(visitor: Visitor, chats: Chats) -> None:
    visitor.http.headers["accept-language"] = "fr;q=0.4, ar-SY, en;q=0.8"
    await visitor.begin()
    assert '<html lang="ar" dir="rtl">' in visitor.page.text
    assert chats.received[0].actor.language_hint == "ar"


async def test_a_language_can_be_chosen_before_the_start(visitor: Visitor, chats: Chats) -> None:
    await visitor.get("/?lang=en")
    assert '<html lang="en" dir="ltr">' in visitor.page.text
    await visitor.send("/start", begin="1")
    assert chats.received[0].actor.language_hint == "en"


@pytest.mark.parametrize(
    "fields",
    [
        {"choice": "Ja!"},
        {"serial": "x", "choice": "yes"},
        {"nonce": "0"},
        {"latitude": "nan", "longitude": "6"},
        {"latitude": "91", "longitude": "6"},
    ],
)
async def test_a_form_that_no_page_sends_is_refused_kindly(
    visitor: Visitor, chats: Chats, fields: dict[str, str]
) -> None:
    await visitor.begin()
    response = await visitor.send(**fields)
    assert response.status_code == 400
    assert "web.problem.unreadable" in response.text
    assert len(chats.received) == 1


async def test_an_answer_is_kept_in_the_form_while_the_database_is_away(
    visitor: Visitor, chats: Chats
) -> None:
    await visitor.begin()
    chats.away = True
    response = await visitor.send(text='Fatma "F" <x>')
    assert response.status_code == 503
    assert 'value="Fatma &#34;F&#34; &lt;x&gt;"' in response.text
    chats.away = False
    visitor.page = response
    await visitor.send()
    assert chats.replies() == [Command("start"), Typed('Fatma "F" <x>')]


async def test_the_page_is_kind_while_the_database_is_away(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    chats.away = True
    response = await visitor.get()
    assert response.status_code == 503
    assert "web.problem.away" in response.text


async def test_every_name_is_shown_as_text(visitor: Visitor) -> None:
    await visitor.begin()
    await visitor.send(text="<script>alert(1)</script>\"'&")
    assert "<script>alert" not in visitor.page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&#34;&#39;&amp;" in visitor.page.text


async def test_the_next_person_sees_nothing_of_the_one_before(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await visitor.send(text="Fatma")
    await visitor.get("/next-person")
    assert "web.next.question" in visitor.page.text
    response = await visitor.send("/next-person")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert "web.welcome" in visitor.page.text
    assert chats.talks == {}
    assert not [cookie for cookie in visitor.http.cookies.jar if cookie.name != "taalwijzer_kiosk"]


async def test_the_screen_is_cleared_even_when_the_database_is_away(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await visitor.get("/next-person")
    chats.away = True
    await visitor.send("/next-person")
    assert "web.welcome" in visitor.page.text


async def test_an_old_cookie_begins_nothing_after_the_next_person(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    cookie = visitor.http.cookies["taalwijzer"]
    fields = visitor.form(text="Fatma")
    await visitor.get("/next-person")
    await visitor.send("/next-person")
    visitor.http.cookies.set("taalwijzer", cookie)
    await visitor.post("/answer", fields)
    assert chats.talks == {}
    assert "web.welcome" in visitor.page.text


async def test_a_kiosk_shows_its_button_and_keeps_a_short_cookie(visitor: Visitor) -> None:
    await visitor.get("/?kiosk=1")
    assert visitor.page.status_code == 303
    response = await visitor.begin()
    assert "Max-Age=660" in response.headers["set-cookie"]
    assert 'href="/next-person">web.next_person' in visitor.page.text
    assert '<dialog id="idle" data-seconds="600"' in visitor.page.text
    assert '<noscript><meta http-equiv="refresh" content="665;url=/"></noscript>' in visitor.page.text


@pytest.mark.parametrize("value", ["0", "", "off"])
async def test_no_link_makes_a_kiosk_an_ordinary_screen_again(visitor: Visitor, value: str) -> None:
    await visitor.get("/?kiosk=1")
    response = await visitor.get(f"/?kiosk={value}")
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert "set-cookie" not in response.headers
    assert "Max-Age=660" in (await visitor.begin()).headers["set-cookie"]


@pytest.mark.parametrize(("site", "marked"), [("none", True), ("cross-site", False), ("same-site", False)])
async def test_a_link_on_another_site_makes_no_kiosk(visitor: Visitor, site: str, marked: bool) -> None:
    response = await visitor.http.get("/?kiosk=1", headers={"sec-fetch-site": site})
    assert response.status_code == 303
    assert ("taalwijzer_kiosk=1" in response.headers.get("set-cookie", "")) is marked


async def test_the_conversation_knows_that_a_kiosk_is_a_shared_screen(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await visitor.get("/?kiosk=1")
    await visitor.get()
    await visitor.send(text="Fatma")

    assert [inbound.actor.shared_screen for inbound in chats.received] == [False, True]


async def test_a_phone_shows_the_next_person_button_only_at_the_end(visitor: Visitor) -> None:
    await visitor.begin()
    assert "/next-person" not in visitor.page.text
    for fields in ({"text": "Fatma"}, {"choice": "yes"}, {"choice": "ok"}, {"choice": "k80"}):
        await visitor.send(**fields)
    assert "/next-person" in visitor.page.text


async def test_routes_of_the_composition_root_are_served_with_our_headers(chats: Chats) -> None:
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def health(_request: object) -> PlainTextResponse:
        return PlainTextResponse("ok")

    site = Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url="")
    app = create_app(site, extra_routes=[Route("/healthz", health)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as http:
        response = await http.get("/healthz")
    assert (response.text, response.headers["cache-control"]) == ("ok", "no-store")
