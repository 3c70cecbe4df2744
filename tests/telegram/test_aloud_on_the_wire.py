"""What is read aloud as it arrives on a phone: as sound once and by name afterwards, never at the cost of the
words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.channels.base import NOT_READ_NOW, Envelope
from bot.channels.callback_data import CallbackData, unpack
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_aloud import FORBIDDEN
from bot.errors import RecipientGone, Retry
from flows.aloud import read_out
from flows.model import Name, Prompt, Speech, Text
from tests.support.bot_api import BadRequest, BotApiServer, DropConnection, Forbidden, Phone, TooManyRequests
from tests.support.voices import SOUND, FakeVoices
from tests.unit.channels.builders import CHAT, make_button, make_envelope, make_prompt

YES_NO = ((make_button("yes"), make_button("no")),)
QUESTION = make_prompt("ask", rows=YES_NO, serial=3)
SPEECH = Speech((Text("ask"),), YES_NO[0])
FORBIDDEN_BY_USER = BadRequest("VOICE_MESSAGES_FORBIDDEN")


@pytest.fixture
def phone(server: BotApiServer) -> Iterator[Phone]:
    yield server.phone(chat_id=CHAT)
    assert server.defects == []


@pytest.fixture
def voices(channel: TelegramChannel) -> FakeVoices:
    channel.voices = FakeVoices()
    return channel.voices


def aloud(prompt: Prompt, replaces_ref: str = "") -> Envelope:
    return replace(make_envelope(prompt, replaces_ref=replaces_ref), aloud=True)


def shown(phone: Phone) -> list[str]:
    return [message.text or message.kind for message in phone.screen.messages]


async def test_a_message_is_heard_before_it_is_read(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    ref = await channel.deliver(aloud(QUESTION))
    voice, words = phone.screen.messages
    assert (voice.kind, words.text, str(words.message_id)) == ("voice", "ask", ref)
    assert voice.file is not None
    assert server.world.files[voice.file.file_id].data == SOUND
    assert voice.file.seconds == 2
    assert voices.said == [(SPEECH, "nl")]


async def test_the_same_words_are_sent_by_name_the_second_time(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    await channel.deliver(aloud(QUESTION))
    await channel.deliver(aloud(QUESTION))
    first, _, second, _ = phone.screen.messages
    assert first.file is not None
    assert second.file is not None
    assert first.file.file_id == second.file.file_id
    assert len(server.world.files) == 1


async def test_words_about_a_person_are_sent_as_sound_each_time_and_not_remembered(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    personal = replace(QUESTION, lines=(Text("hello", {"name": Name("Fatma")}),))
    await channel.deliver(aloud(personal))
    await channel.deliver(aloud(personal))
    assert len(server.world.files) == 2
    assert voices.files == {}


async def test_a_name_that_telegram_knows_no_more_is_replaced_by_the_sound(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    await channel.deliver(aloud(QUESTION))
    [(key, first)] = voices.files.items()
    server.faults.next(fault=BadRequest("wrong file identifier/HTTP URL specified"), method="sendVoice")
    await channel.deliver(aloud(QUESTION))
    assert shown(phone) == ["voice", "ask", "voice", "ask"]
    assert voices.files[key] != first


@pytest.mark.parametrize("known", [True, False])
async def test_who_takes_no_voice_notes_gets_the_words(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices, known: bool
) -> None:
    if known:
        await channel.deliver(aloud(QUESTION))
    before = len(phone.screen.messages)
    server.faults.next(fault=FORBIDDEN_BY_USER, method="sendVoice")
    with capture_logs() as logs:
        await channel.deliver(aloud(QUESTION))
    assert shown(phone)[before:] == ["ask"]
    assert [entry["event"] for entry in logs] == ["not_read_aloud"]


async def test_without_a_clip_the_words_go_alone(
    channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    voices.silent = True
    await channel.deliver(aloud(QUESTION))
    assert shown(phone) == ["ask"]


@pytest.mark.parametrize("fault", [DropConnection(after_effect=False), DropConnection(after_effect=True)])
async def test_a_voice_note_that_got_lost_on_the_way_does_not_hold_up_the_words(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices, fault: DropConnection
) -> None:
    server.faults.next(fault=fault, method="sendVoice")
    await channel.deliver(aloud(QUESTION))
    assert shown(phone)[-1] == "ask"


async def test_a_chat_that_has_to_rest_rests_with_its_words(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    server.faults.next(fault=TooManyRequests(retry_after=7), method="sendVoice")
    with pytest.raises(Retry) as error:
        await channel.deliver(aloud(QUESTION))
    assert error.value.retry_after == 7
    assert shown(phone) == []


async def test_who_blocked_us_is_gone_whatever_comes_first(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    server.faults.next(fault=Forbidden(), method="sendVoice")
    with pytest.raises(RecipientGone):
        await channel.deliver(aloud(QUESTION))


async def test_what_only_takes_the_place_of_another_message_is_silent(
    channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    ref = await channel.deliver(make_envelope(QUESTION))
    ticked = replace(make_prompt("ticked", rows=YES_NO, serial=3), replaces=True)
    await channel.deliver(aloud(ticked, replaces_ref=ref))
    assert shown(phone) == ["ticked"]
    assert voices.said == []


async def test_nobody_hears_anything_who_did_not_ask_for_it(
    channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    await channel.deliver(make_envelope(QUESTION))
    assert shown(phone) == ["ask"]
    assert voices.said == []


# ── The loudspeaker ────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_read_out_is_the_voice_note_itself_with_the_way_to_hear_all(
    channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    ref = await channel.deliver(make_envelope(read_out(SPEECH, always=False)))
    [voice] = phone.screen.messages
    assert (voice.kind, str(voice.message_id)) == ("voice", ref)
    assert [unpack(button.data or "") for button in phone.screen.buttons] == [
        CallbackData(7, 0, "do:aloud:on")
    ]
    assert voices.said == [(SPEECH, "nl")]


async def test_it_is_heard_once_by_who_hears_everything(
    channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    await channel.deliver(aloud(read_out(SPEECH, always=True)))
    assert shown(phone) == ["voice"]


async def test_when_nothing_can_be_heard_that_is_said(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    server.faults.next(fault=FORBIDDEN_BY_USER, method="sendVoice")
    await channel.deliver(make_envelope(read_out(SPEECH, always=False)))
    voices.silent = True
    await channel.deliver(aloud(read_out(SPEECH, always=True)))
    assert shown(phone) == [FORBIDDEN.key, NOT_READ_NOW.key]


async def test_it_is_tried_again_when_it_did_not_arrive(
    server: BotApiServer, channel: TelegramChannel, phone: Phone, voices: FakeVoices
) -> None:
    server.faults.next(fault=TooManyRequests(retry_after=2), method="sendVoice")
    with pytest.raises(Retry):
        await channel.deliver(make_envelope(read_out(SPEECH, always=False)))
    await channel.deliver(make_envelope(read_out(SPEECH, always=False)))
    assert shown(phone) == ["voice"]
