"""Every message of a learner can be heard on the page, by nobody else, in the parts that players ask for."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import httpx
import pytest

from bot.services.transcripts import Transcript
from console.app import Site, create_app
from flows.aloud import ALOUD, ALWAYS, NEVER, read_out, with_loudspeaker
from flows.deeds import card_button
from flows.model import Name, Prompt, Speech, Text, VoiceNote
from tests.console.conftest import HOST, Clock, Visitor
from tests.console.fakes import Chats, KeysAsTexts
from tests.support.voices import SOUND, FakeVoices

CARD = Prompt((Text("demo.offer"),), ((card_button(Text("demo.accept"), "👍", "acc", 100),),))
OF_STAFF = replace(CARD, lines=(Text("staff.queue"),))
ASKED = Prompt((Text("demo.ask"),), always=((ALOUD,),), serial=9)


class Listeners(Chats):
    """Conversations of people who may want to hear everything."""

    aloud = False

    async def of(self, address: str) -> Transcript | None:
        transcript = await super().of(address)
        return replace(transcript, aloud=self.aloud) if transcript else None


class Tape:
    """Somebody's voice."""

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        return SOUND


@dataclass
class Scene:
    """One visitor before a page with a voice."""

    visitor: Visitor
    chats: Listeners
    voices: FakeVoices
    clock: Clock

    async def shows(self, *prompts: Prompt) -> str:
        [talk] = self.chats.talks.values()
        talk.prompts += prompts
        return (await self.visitor.get()).text

    async def sound(self, number: int, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.visitor.http.get(f"/speech/{number}", headers=named)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    chats, voices, clock = Listeners(), FakeVoices(), Clock()
    site = Site(
        inbox=chats,
        transcripts=chats,
        catalogues=KeysAsTexts(),
        public_url="",
        sounds={"telegram": Tape()},
        voices=voices,
        spoken=frozenset({"nl"}),
        clock=clock,
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(create_app(site)), base_url=HOST) as http:
        visitor = Visitor(http)
        await visitor.begin()
        yield Scene(visitor, chats, voices, clock)


def loudspeakers(page: str) -> list[str]:
    return re.findall(r'<a class="hear[^"]*" href="([^"]+)"', page)


# ── On the page ────────────────────────────────────────────────────────────────────────────────────────────


async def test_each_message_and_the_question_have_a_loudspeaker_with_a_name(scene: Scene) -> None:
    page = await scene.shows()
    assert loudspeakers(page) == ["/speech/1", "/speech/2"]
    assert page.count("web.aloud</span></a>") == 2
    assert 'aria-describedby="w1"' in page
    assert 'aria-describedby="question"' in page


async def test_who_works_here_sees_none(scene: Scene) -> None:
    page = await scene.shows(OF_STAFF)
    assert "/speech/3" not in loudspeakers(page)
    assert (await scene.sound(3)).status_code == 404


async def test_a_language_without_a_voice_has_none(scene: Scene) -> None:
    [talk] = scene.chats.talks.values()
    talk.language = "ar"
    assert loudspeakers(await scene.shows()) == []


async def test_the_buttons_that_ask_for_a_voice_note_are_not_needed_here(scene: Scene) -> None:
    page = await scene.shows(with_loudspeaker(CARD, 3), ASKED)
    assert "do:read" not in page
    assert f'value="{ALOUD.choice}"' not in page
    assert f'value="{ALWAYS.choice}"' in page
    assert "do:acc:2s" in page
    assert "data-aloud" not in page


async def test_who_hears_everything_can_have_it_quiet(scene: Scene) -> None:
    scene.chats.aloud = True
    page = await scene.shows(ASKED)
    assert "data-aloud" in page
    assert f'value="{NEVER.choice}"' in page
    assert f'value="{ALWAYS.choice}"' not in page


async def test_a_sound_that_was_asked_for_in_words_stands_on_the_page(scene: Scene) -> None:
    page = await scene.shows(read_out(Speech((Text("demo.ask"),)), always=False))
    assert 'href="/speech/3" data-hear=now' in page
    assert "do:aloud:on" in page
    assert (await scene.sound(3)).content == SOUND


async def test_without_a_voice_there_is_no_route(visitor: Visitor) -> None:
    await visitor.begin()
    assert loudspeakers(visitor.page.text) == []
    assert (await visitor.http.get("/speech/1")).status_code == 404


# ── The sound ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_sound_is_ogg_and_kept_by_nobody_but_the_browser(scene: Scene) -> None:
    whole = await scene.sound(1)
    assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, SOUND, "audio/ogg")
    assert whole.headers["cache-control"] == "private, no-cache"
    assert whole.headers["accept-ranges"] == "bytes"
    same = await scene.sound(1, If_None_Match=whole.headers["etag"])
    assert (same.status_code, same.content) == (304, b"")


async def test_words_about_a_person_are_not_even_kept_by_the_browser(scene: Scene) -> None:
    await scene.shows(Prompt((Text("demo.hello", {"name": Name("Fatma")}),)))
    personal = await scene.sound(3)
    assert personal.headers["cache-control"] == "private, no-store"
    assert (await scene.sound(3, If_None_Match=personal.headers["etag"])).status_code == 200


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=10-", 10, len(SOUND) - 1),
        ("bytes=-5", len(SOUND) - 5, len(SOUND) - 1),
        (f"bytes=0-{10**9}", 0, len(SOUND) - 1),
    ],
)
async def test_a_part_is_given_to_who_asks_for_a_part(
    scene: Scene, asked: str, first: int, last: int
) -> None:
    part = await scene.sound(1, Range=asked)
    assert part.status_code == 206
    assert part.content == SOUND[first : last + 1]
    assert part.headers["content-range"] == f"bytes {first}-{last}/{len(SOUND)}"
    assert part.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "lines=0-1", "bytes=-", "bytes=a-b"])
async def test_what_is_no_one_part_gets_all_of_it(scene: Scene, asked: str) -> None:
    assert (await scene.sound(1, Range=asked)).content == SOUND


@pytest.mark.parametrize("asked", [f"bytes={len(SOUND)}-", "bytes=5-2", "bytes=-0"])
async def test_a_part_that_is_not_there_is_refused(scene: Scene, asked: str) -> None:
    refused = await scene.sound(1, Range=asked)
    assert refused.status_code == 416
    assert refused.headers["content-range"] == f"bytes */{len(SOUND)}"


async def test_a_part_of_an_older_sound_gets_the_new_one(scene: Scene) -> None:
    assert (await scene.sound(1, Range="bytes=0-1", If_Range='"older"')).status_code == 200


async def test_the_parts_of_one_sound_are_made_once(scene: Scene) -> None:
    await scene.sound(1, Range="bytes=0-1")
    await scene.sound(1, Range="bytes=2-")
    assert len(scene.voices.said) == 1


async def test_a_voice_note_is_given_in_parts_too(scene: Scene) -> None:
    await scene.shows(Prompt((Text("demo.anna"),), voice=VoiceNote("telegram", "AwAC", 3)))
    part = await scene.visitor.http.get("/voice/3", headers={"Range": "bytes=0-1"})
    assert (part.status_code, part.content) == (206, SOUND[:2])
    assert part.headers["cache-control"] == "private, no-store"


async def test_nobody_hears_the_message_of_somebody_else(scene: Scene) -> None:
    scene.visitor.http.cookies.clear()
    assert (await scene.sound(1)).status_code == 404
    assert scene.voices.said == []


async def test_who_hammers_has_to_wait(scene: Scene) -> None:
    answers = [(await scene.sound(1)).status_code for _ in range(100)]
    assert set(answers) == {200, 429}
    scene.clock.seconds += 60
    assert (await scene.sound(1)).status_code == 200


async def test_without_sound_the_words_are_all_there_is(scene: Scene) -> None:
    scene.voices.silent = True
    assert (await scene.sound(1)).status_code == 404
    scene.chats.away = True
    assert (await scene.sound(1)).status_code == 503
