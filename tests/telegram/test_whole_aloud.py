"""The whole bot with its own voice, over Telegram's wire: each message is heard before it is read."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Core
from flows.intake import intake_flow
from flows.model import Speech, Text
from tests.support.bot_api import BadRequest, BotApiServer, Phone
from tests.support.running import bot_inside

pytestmark = pytest.mark.asyncio(loop_scope="module")

_chats = itertools.count(700)
_TRIES, _PATIENCE = 30, 20.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def telegram() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module", autouse=True)
async def core(telegram: BotApiServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    async with bot_inside(telegram, Path(tmp_path_factory.mktemp("bot"))) as running:
        # The first words load the libraries, which may take longer than a message waits on a busy machine.
        for name, shown in (("hello", 2), ("consent", 2)):
            speech = Speech((Text(f"intake.{name}.ask"),), intake_flow().steps[name].choices[:shown])
            await _made(running, speech)
        yield running


async def _made(running: Core, speech: Speech) -> None:
    for _ in range(_TRIES):
        if await running.voices.clip(speech, "nl"):
            return
        await asyncio.sleep(0.2)
    raise AssertionError("no voice")


@pytest.fixture(autouse=True)
def in_order(telegram: BotApiServer) -> Iterator[None]:
    """Whatever a test does, every call was one that the Bot API allows."""
    yield
    assert telegram.defects == []


async def at_hello(telegram: BotApiServer) -> Phone:
    phone = telegram.phone(chat_id=next(_chats), first_name="Fatima", language_code="nl")
    phone.start()
    await phone.wait_for(lambda screen: "Welke taal" in screen.text)
    phone.tap("Nederlands")
    await phone.wait_for(lambda screen: "Taalwijzer" in screen.text)
    return phone


def kinds(phone: Phone) -> list[str]:
    return [message.kind for message in phone.screen.from_bot]


async def test_who_wants_that_hears_each_question_before_reading_it(telegram: BotApiServer) -> None:
    phone = await at_hello(telegram)
    assert "voice" not in kinds(phone)
    phone.tap("📢 Altijd voorlezen")
    screen = await phone.wait_for(lambda screen: screen.from_bot[-1].labels[:1] == ["👍 Ja"], _PATIENCE)
    voice, words = screen.from_bot[-2:]
    assert (voice.kind, words.kind) == ("voice", "text")
    assert voice.file is not None
    assert telegram.world.files[voice.file.file_id].data.startswith(b"OggS")
    assert voice.file.seconds > 1


async def test_the_same_question_is_uploaded_once_for_all_people(telegram: BotApiServer) -> None:
    files = []
    for _ in range(2):
        phone = await at_hello(telegram)
        phone.tap("📢 Altijd voorlezen")
        screen = await phone.wait_for(lambda screen: screen.from_bot[-1].labels[:1] == ["👍 Ja"], _PATIENCE)
        voice = screen.from_bot[-2].file
        assert voice is not None
        files.append(voice.file_id)
    assert files[0] == files[1]


async def test_the_loudspeaker_reads_the_question_and_leaves_it_open(telegram: BotApiServer) -> None:
    phone = await at_hello(telegram)
    phone.tap("🔊 Lees voor")
    screen = await phone.wait_for(lambda screen: screen.from_bot[-1].kind == "voice", _PATIENCE)
    assert screen.from_bot[-1].labels == ["📢 Altijd voorlezen"]
    question = screen.from_bot[-2]
    assert question.labels[:2] == ["▶️ Beginnen", "📢 Altijd voorlezen"]
    phone.tap("▶️ Beginnen")
    await phone.wait_for(lambda screen: screen.from_bot[-1].labels[:1] == ["👍 Ja"], _PATIENCE)


async def test_who_takes_no_voice_notes_comes_just_as_far(telegram: BotApiServer) -> None:
    phone = await at_hello(telegram)
    telegram.faults.next(
        fault=BadRequest("VOICE_MESSAGES_FORBIDDEN"), method="sendVoice", chat_id=phone.chat_id
    )
    phone.tap("📢 Altijd voorlezen")
    await phone.wait_for(lambda screen: screen.from_bot[-1].labels[:1] == ["👍 Ja"], _PATIENCE)
    assert "voice" not in kinds(phone)
