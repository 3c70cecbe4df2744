"""An answer that is recorded on the page: taken from its own session alone, for what it is, and once."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.services.recordings import MOST_BYTES
from console.limits import SPOKEN_BURST
from flows.replies import Spoken
from tests.console.conftest import Visitor
from tests.console.fakes import Chats
from tests.support.sounds import ogg, webm


def headers(visitor: Visitor, **changes: str) -> dict[str, str]:
    """What the script sends along, from the page."""
    form = visitor.form()
    sent = {"content-type": "audio/webm;codecs=opus", "x-form": form["form"], "x-nonce": form["nonce"]}
    return sent | {"x-seconds": "9"} | {name.replace("_", "-"): value for name, value in changes.items()}


async def say(visitor: Visitor, sound: bytes, **changes: str) -> httpx.Response:
    return await visitor.http.post("/spoken", content=sound, headers=headers(visitor, **changes))


async def test_what_is_recorded_answers_the_question_as_a_sound_that_every_phone_plays(
    visitor: Visitor, chats: Chats
) -> None:
    await visitor.begin()
    assert 'id="speak"' in visitor.page.text
    await say(visitor, webm(ogg(2.0)))
    reply = chats.replies()[-1]

    assert isinstance(reply, Spoken)
    assert (reply.voice.channel, reply.voice.seconds) == ("web", 2)
    assert re.fullmatch(r"[0-9a-f]{32}", reply.voice.file)
    assert reply.sound.startswith(b"OggS")
    await visitor.get()
    assert "demo.agree" in visitor.page.text
    assert 'id="speak"' not in visitor.page.text


async def test_a_safari_says_how_long_it_was_and_too_short_is_silence(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    await say(visitor, b"\x00\x00\x00\x1cftypM4A " + b"x" * 40, content_type="audio/mp4")
    await visitor.get()
    await say(visitor, ogg(0.1), content_type="audio/ogg")
    replies = [reply.voice.seconds for reply in chats.replies() if isinstance(reply, Spoken)]

    assert replies == [9, 0]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"x_form": "0" * 64}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"x_nonce": "0"}, 400),
        ({"x_nonce": "x"}, 400),
        ({"content_type": "text/html"}, 400),
    ],
)
async def test_it_comes_from_our_own_page_and_session(
    visitor: Visitor, chats: Chats, changes: dict[str, str], status: int
) -> None:
    await visitor.begin()
    response = await say(visitor, ogg(1.0), **changes)

    assert response.status_code == status
    assert len(chats.received) == 1


async def test_what_is_no_sound_or_too_much_is_refused(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    statuses = [
        (await say(visitor, sent)).status_code for sent in (b"", b"<script>", b"OggS" + b"x" * MOST_BYTES)
    ]

    assert statuses == [400, 400, 413]
    assert len(chats.received) == 1


async def test_without_a_session_nothing_is_taken(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    sent = headers(visitor)
    visitor.http.cookies.clear()
    response = await visitor.http.post("/spoken", content=ogg(1.0), headers=sent)

    assert response.status_code == 403
    assert len(chats.received) == 1


async def test_the_same_recording_sent_twice_counts_once(visitor: Visitor, chats: Chats) -> None:
    await visitor.begin()
    sent = headers(visitor)
    for _ in range(2):
        await visitor.http.post("/spoken", content=webm(ogg(1.0)), headers=sent)

    assert len(chats.received) == 2


async def test_who_sends_one_after_the_other_has_to_wait(visitor: Visitor) -> None:
    await visitor.begin()
    statuses = [(await say(visitor, b"")).status_code for _ in range(SPOKEN_BURST + 1)]

    assert statuses == [400] * SPOKEN_BURST + [429]
