"""Pictures on the page: our own drawings beside questions and answers, and the card of a Taalhuis."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import httpx
import pytest
from PIL import Image

from bot.i18n import Catalogues
from bot.pictures import PictureBook
from bot.resources import resource_dir
from console.app import Site, create_app
from console.drawings import DRAWN, drawn, house_of
from flows.model import Button, HouseCard, Prompt, Text
from tests.console.conftest import HOST, Visitor
from tests.console.fakes import Chats, KeysAsTexts

WEEK = ((("10:00", "17:00"),), *((),) * 6)
HOUSE = HouseCard('Taalhuis "Kade" <1>', "Kade 1", "Zwolle", 1.2, 6, WEEK, 0)
FOUND = Prompt((Text("demo.found"),), house=HOUSE)
LETTER = Prompt(
    (Text("demo.letter"),),
    rows=((Button("group", Text("demo.group"), "👥"), Button("good", Text("demo.good"), "🙂")),),
    serial=9,
    picture="letter",
)


def say(chats: Chats, *prompts: Prompt) -> None:
    [talk] = chats.talks.values()
    talk.prompts.extend(prompts)


@pytest.fixture
async def painted(chats: Chats) -> AsyncIterator[Visitor]:
    """Somebody on a page with pictures."""
    book = PictureBook(resource_dir("data"))
    site = Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url="", pictures=book)
    transport = httpx.ASGITransport(create_app(site))
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as http:
        yield Visitor(http)


async def test_a_question_has_its_drawing_with_what_is_seen_on_it(painted: Visitor, chats: Chats) -> None:
    await painted.begin()
    say(chats, LETTER)
    await painted.get()

    assert '<img src="/static/pictures/letter.svg?v=' in painted.page.text
    assert 'alt="picture.letter" width="96" height="96">' in painted.page.text


async def test_a_button_has_our_drawing_where_there_is_one_and_the_emoji_where_there_is_none(
    painted: Visitor, chats: Chats
) -> None:
    await painted.begin()
    say(chats, LETTER)
    await painted.get()

    assert '<img class="picture" src="/static/pictures/group.svg?v=' in painted.page.text
    assert "👥" not in painted.page.text
    assert '<span class="picture" aria-hidden="true">🙂</span>' in painted.page.text


async def test_a_drawing_is_kept_by_the_browser_and_its_address_changes_with_it(painted: Visitor) -> None:
    drawing = await painted.http.get("/static/pictures/letter.svg?v=x")

    assert (drawing.status_code, drawing.headers["content-type"]) == (200, "image/svg+xml")
    assert "immutable" in drawing.headers["cache-control"]
    assert (await painted.http.get("/static/pictures/absent.svg")).status_code == 404
    assert (await painted.http.get("/static/pictures/..%2Ffonts%2FLICENSE.txt")).status_code == 404


async def test_a_taalhuis_is_a_picture_that_is_told_in_words_too(painted: Visitor, chats: Chats) -> None:
    await painted.begin()
    say(chats, FOUND)
    await painted.get()

    number = len(next(iter(chats.talks.values())).prompts)
    assert (
        f'<img class="house" src="/picture/{number}" alt="Taalhuis &#34;Kade&#34; &lt;1&gt;, '
        in painted.page.text
    )
    assert "house.open_day" in painted.page.text
    assert 'width="800" height="640">' in painted.page.text
    answer = await painted.http.get(f"/picture/{number}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["cache-control"] == "no-store"
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (800, 640)


async def test_the_picture_of_somebody_else_is_a_page_that_is_not_there(
    painted: Visitor, chats: Chats
) -> None:
    await painted.begin()
    say(chats, FOUND)
    number = len(next(iter(chats.talks.values())).prompts)
    painted.http.cookies.clear()
    statuses = [(await painted.http.get(f"/picture/{number}")).status_code]
    await painted.begin()
    statuses += [
        (await painted.http.get(path)).status_code
        for path in (f"/picture/{number}", "/picture/1", "/picture/99999999999999999999", "/picture/x")
    ]

    assert statuses == [404] * 5


async def test_when_the_database_is_away_the_picture_can_be_asked_for_again(
    painted: Visitor, chats: Chats
) -> None:
    await painted.begin()
    say(chats, FOUND)
    chats.away = True

    assert (await painted.http.get("/picture/3")).status_code == 503


async def test_without_somebody_who_draws_there_is_no_picture(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    say(chats, FOUND)
    number = len(next(iter(chats.talks.values())).prompts)

    assert (await visitor.http.get(f"/picture/{number}")).status_code == 404


def test_all_that_is_on_a_card_is_said_in_words() -> None:
    told = house_of(FOUND, Catalogues(resource_dir("locale")), "nl")

    assert told is not None
    assert told.told.startswith('Taalhuis "Kade" <1>, Kade 1, Zwolle. ')
    for words in ("1,2 kilometer", "6 minuten", "maandag", "10.00 uur", "17.00 uur"):
        assert words in told.told
    assert "dinsdag" not in told.told


@pytest.mark.parametrize("emoji", ["✉️", "✉", "☀️", "☀"])
def test_an_emoji_is_known_in_both_its_writings(emoji: str) -> None:
    assert drawn(emoji) in DRAWN.values()


def test_what_we_have_no_drawing_of_stays_an_emoji() -> None:
    assert (drawn("🙂"), drawn("")) == ("", "")
