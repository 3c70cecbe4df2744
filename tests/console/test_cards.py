"""Cards on the page: their buttons stay good wherever they stand; files and voices belong to one
conversation."""

from __future__ import annotations

import re

import httpx
import pytest

from console.app import Site, create_app
from flows.deeds import card_button
from flows.model import Document, Prompt, Text, VoiceNote
from flows.replies import Command, Tap
from tests.console.conftest import HOST, Visitor
from tests.console.fakes import HOUSE, Chats, KeysAsTexts

ACCEPT = card_button(Text("demo.accept"), "👍", "acc", 100)
OFFER = Prompt((Text("demo.offer"),), ((ACCEPT,),))
CALENDAR = Document("afspraak é\r\n.ics", "text/calendar", "BEGIN:VCALENDAR\r\né", "REQUEST")
SPOKEN = Prompt((Text("demo.anna"),), voice=VoiceNote("telegram", "AwAC", 3))


class Tape:
    """Keeps one sound."""

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        return b"OggS" if voice.file == "AwAC" else None


def hear(chats: Chats, *prompts: Prompt) -> None:
    """Somebody else, or the clock, says something to the only visitor."""
    [talk] = chats.talks.values()
    talk.prompts += prompts


async def test_two_cards_and_the_question_can_be_pressed_at_the_same_time(
    visitor: Visitor, chats: Chats
) -> None:
    await visitor.begin()
    hear(chats, OFFER, OFFER)
    await visitor.get()
    assert re.findall(r'form="deeds" name="card" value="([^"]+)"', visitor.page.text) == [
        "3 do:acc:2s",
        "4 do:acc:2s",
    ]
    assert "demo.name" in visitor.page.text
    await visitor.send(card="3 do:acc:2s")
    assert chats.replies() == [Command("start"), Tap("do:acc:2s", 0, 7, "3")]
    assert re.findall(r'name="card" value="([^"]+)"', visitor.page.text) == ["4 do:acc:2s"]
    await visitor.send(text="Fatma")
    await visitor.send(card="4 do:acc:2s")
    assert 'name="card"' not in visitor.page.text
    assert "demo.agree Fatma" in visitor.page.text


async def test_the_form_of_the_cards_works_without_javascript(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    hear(chats, OFFER)
    await visitor.get()
    form = re.search(
        r'<form id="deeds" method="post" action="/answer".*?</form>', visitor.page.text, re.DOTALL
    )
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    response = await visitor.post("/answer", fields | {"card": "3 do:acc:2s"})
    assert response.status_code == 303
    assert chats.replies()[-1] == Tap("do:acc:2s", 0, 7, "3")


@pytest.mark.parametrize(
    "card", ["do:acc:2s", "3", "x do:acc:2s", "3  do:acc", "3 DO:ACC", f"{10**19} do:acc"]
)
async def test_a_card_that_no_page_sends_is_refused_kindly(visitor: Visitor, chats: Chats, card: str) -> None:
    await visitor.begin()
    response = await visitor.send(card=card)
    assert response.status_code == 400
    assert len(chats.received) == 1


async def test_a_card_says_what_it_is_about_before_where_it_is(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    hear(chats, Prompt((Text("demo.offer"),), ((ACCEPT,),), venue=HOUSE))
    page = (await visitor.get()).text
    order = [page.index(part) for part in ("demo.offer", "Taalhuis &lt;Kade&gt;", "3 do:acc:2s")]
    assert order == sorted(order)
    assert page.count("demo.offer") == 1


# ── What others say comes by itself ────────────────────────────────────────────────────────────────────────


def version(page: httpx.Response) -> str:
    found = re.search(r'data-version="([^"]*)"', page.text)
    assert found is not None
    return found[1]


async def test_a_page_that_knows_everything_gets_nothing_new(visitor: Visitor) -> None:
    await visitor.begin()
    response = await visitor.http.get(f"/new?after={version(visitor.page)}")
    assert (response.status_code, response.text) == (204, "")
    assert "set-cookie" not in response.headers


async def test_what_came_since_comes_with_the_whole_page_and_renews_no_cookie(
    visitor: Visitor, chats: Chats
) -> None:
    await visitor.begin()
    before = version(visitor.page)
    hear(chats, OFFER)
    response = await visitor.http.get(f"/new?after={before}")
    assert "demo.offer" in response.text
    assert version(response) != before
    assert "set-cookie" not in response.headers


async def test_a_page_whose_conversation_is_gone_is_told_so(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    chats.talks.clear()
    response = await visitor.http.get("/new?after=2")
    assert "web.welcome" in response.text


async def test_while_the_database_is_away_nothing_is_new(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    chats.away = True
    assert (await visitor.http.get("/new?after=2")).status_code == 503


# ── Files and voices ───────────────────────────────────────────────────────────────────────────────────────


async def test_a_file_is_kept_and_never_shown_as_a_page_of_ours(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    hear(chats, Prompt((Text("demo.planned"),), document=CALENDAR))
    await visitor.get()
    assert '<a class="map" href="/file/3" download>' in visitor.page.text
    response = await visitor.http.get("/file/3")
    assert response.content == CALENDAR.content.encode()
    assert response.headers["content-type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert response.headers["content-disposition"] == (
        "attachment; filename=\"afspraak____.ics\"; filename*=UTF-8''afspraak_%C3%A9__.ics"
    )
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_a_file_is_for_its_owner_alone(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    hear(chats, Prompt((Text("demo.planned"),), document=CALENDAR), SPOKEN)
    visitor.http.cookies.clear()
    statuses = [(await visitor.http.get(path)).status_code for path in ("/file/3", "/voice/4")]
    await visitor.begin()
    statuses += [
        (await visitor.http.get(path)).status_code
        for path in ("/file/3", "/file/1", "/file/99999999999999999999", "/voice/4", "/file/x")
    ]
    assert statuses == [404] * 7


async def test_a_voice_is_played_where_it_can_be_heard(chats: Chats) -> None:
    site = Site(
        inbox=chats,
        transcripts=chats,
        catalogues=KeysAsTexts(),
        public_url="",
        sounds={"telegram": Tape()},
    )
    app = create_app(site)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as http:
        visitor = Visitor(http)
        await visitor.begin()
        gone = Prompt((Text("demo.anna"),), voice=VoiceNote("telegram", "old", 3))
        hear(chats, SPOKEN, gone)
        await visitor.get()
        assert '<audio controls preload="none" src="/voice/3"' in visitor.page.text
        heard = await http.get("/voice/3")
        assert (heard.content, heard.headers["content-type"]) == (b"OggS", "audio/ogg")
        assert [(await http.get(f"/voice/{number}")).status_code for number in (1, 4)] == [404, 404]


async def test_where_a_voice_cannot_be_heard_a_line_says_so(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    hear(chats, SPOKEN)
    await visitor.get()
    assert 'src="/voice/' not in visitor.page.text
    assert "voice.not_here" in visitor.page.text
