"""What people say, over Telegram's wire: fetched after the commit, kept, and played to who may hear it, also
when it was spoken in the web chat.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.app import Core
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_sounds import TelegramSounds
from bot.errors import Permanent, Retry
from bot.services.recordings import Recordings
from flows.model import Text, VoiceNote
from handlers.application import DurableApplication
from tests.support.bot_api import BadRequest, BotApiServer, Phone, ServerError
from tests.support.learners import Learner
from tests.support.plans import Plan
from tests.support.running import bot_inside
from tests.support.sounds import ogg
from tests.unit.channels.builders import CHAT, make_envelope, make_prompt

HERE, ELSEWHERE = VoiceNote("telegram", "of-another-bot", 2), VoiceNote("web", "0" * 32, 2)


@dataclass
class Kept:
    """The recordings that are kept."""

    sound: bytes | None

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        return self.sound


@pytest.fixture
def phone(server: BotApiServer) -> Phone:
    return server.phone(chat_id=CHAT)


def heard(server: BotApiServer, phone: Phone) -> bytes:
    """The newest message is a voice note; what is in it."""
    last = phone.screen.last
    assert (last.kind, last.text) == ("voice", "anna_says")
    assert last.file is not None
    return server.world.files[last.file.file_id].data


@pytest.mark.parametrize("voice", [ELSEWHERE, HERE], ids=["spoken on the web", "spoken to another bot"])
async def test_a_sound_that_telegram_does_not_have_is_uploaded(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voice: VoiceNote
) -> None:
    channel.sounds = Kept(ogg())
    await channel.deliver(make_envelope(replace(make_prompt("anna_says"), voice=voice)))

    assert heard(server, phone) == ogg()
    assert server.calls[-1].method == "sendVoice"


async def test_a_sound_that_nobody_has_is_told_in_words(channel: TelegramChannel, phone: Phone) -> None:
    channel.sounds = Kept(None)
    for voice in (ELSEWHERE, HERE):
        await channel.deliver(make_envelope(replace(make_prompt("anna_says"), voice=voice)))

    assert [message.text for message in phone.screen.messages] == ["anna_says\nvoice.not_here"] * 2


async def test_what_will_never_be_had_is_told_from_what_may_come_later(
    server: BotApiServer, application: DurableApplication, phone: Phone
) -> None:
    phone.voice(ogg(), seconds=1)
    file = phone.screen.last.file
    assert file is not None
    sounds, voice = TelegramSounds(application.bot), VoiceNote("telegram", file.file_id, 1)

    assert await sounds.bring(voice, most_bytes=1_000_000) == ogg()
    with pytest.raises(Permanent):
        await sounds.bring(voice, most_bytes=len(ogg()) - 1)
    server.faults.next(fault=BadRequest("file is too big"), method="getFile")
    with pytest.raises(Permanent):
        await sounds.bring(voice, most_bytes=1_000_000)
    server.faults.next(fault=ServerError(502), method="getFile")
    with pytest.raises(Retry):
        await sounds.bring(voice, most_bytes=1_000_000)


async def test_a_spoken_name_is_kept_after_the_commit_and_the_questions_go_on(
    server: BotApiServer, tmp_path: Path
) -> None:
    async with bot_inside(server, tmp_path) as core:
        phone = server.phone(chat_id=7_770_900, first_name="Fatma")
        learner = Learner(phone, Plan(), think_s=0.0)
        await learner.run(until="first_name", within=20)
        phone.voice(ogg(2.0), seconds=2)
        asked = core.catalogues.render(Text("intake.place.ask"), "nl")
        await phone.wait_for(lambda screen: asked in screen.text)
        said = "🎤 Fatma" in phone.screen.text
        sound = await _kept(core, phone)

    assert said
    assert sound == ogg(2.0)
    assert server.defects == []


async def _kept(core: Core, phone: Phone) -> bytes | None:
    """The sound, as soon as a tick has fetched it from the phone's server."""
    mine = next(message for message in reversed(phone.screen.messages) if message.kind == "voice")
    assert mine.file is not None
    voice = VoiceNote("telegram", mine.file.file_id, 2)
    for _ in range(300):
        if await core.fetching.tick():
            break
        await asyncio.sleep(0.05)
    return await Recordings(core.database, core.codec, {}).fetch(voice)
