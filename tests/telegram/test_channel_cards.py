"""Cards, files and voice notes as they arrive on a phone, and what becomes of each that Telegram refuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.channels.callback_data import CallbackData, unpack
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_markup import CAPTION_LIMIT
from bot.channels.telegram_sounds import TelegramSounds
from bot.errors import Retry
from flows.deeds import card_button
from flows.model import Document, Prompt, Text, Venue, VoiceNote
from handlers.application import DurableApplication
from tests.support.bot_api import BadRequest, BotApiServer, DropConnection, Phone
from tests.support.bot_api.world import StoredFile
from tests.unit.channels.builders import CHAT, make_envelope, make_prompt

ACCEPT = ((card_button(Text("accept"), "👍", "acc", 100), card_button(Text("decline"), "", "dec", 100)),)
CARD = make_prompt("offer", rows=ACCEPT)
TAKEN = replace(make_prompt("taken"), replaces=True, card_ref="1")
CALENDAR = Document("afspraak.ics", "text/calendar", "BEGIN:VCALENDAR\r\nSUMMARY:één uur\r\n", "REQUEST")
PLANNED = replace(make_prompt("planned", rows=ACCEPT), document=CALENDAR)
HOUSE = Venue("Taalhuis Zwolle", "Zeven Alleetjes 1A, Zwolle", 52.51, 6.09)


@pytest.fixture
def phone(server: BotApiServer) -> Iterator[Phone]:
    yield server.phone(chat_id=CHAT)
    assert server.defects == []


def spoken(server: BotApiServer) -> Prompt:
    """What somebody said on another phone, on its way to this one."""
    other = server.phone(chat_id=CHAT + 1)
    other.voice(seconds=7)
    file = other.screen.last.file
    assert file is not None
    return replace(make_prompt("anna_says", rows=ACCEPT), voice=VoiceNote("telegram", file.file_id, 7))


async def test_a_cards_buttons_carry_a_deed_and_no_question(channel: TelegramChannel, phone: Phone) -> None:
    await channel.deliver(make_envelope(CARD))
    assert [unpack(button.data or "") for button in phone.screen.buttons] == [
        CallbackData(7, 0, "do:acc:2s"),
        CallbackData(7, 0, "do:dec:2s"),
    ]


async def test_a_card_that_was_answered_changes_where_it_stands(
    channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(CARD))
    await channel.deliver(make_envelope(make_prompt("next", rows=ACCEPT, serial=4)))
    assert await channel.deliver(make_envelope(TAKEN, replaces_ref=ref)) == ref
    assert [message.text for message in phone.screen.messages] == ["taken", "next"]
    assert phone.screen.messages[0].labels == []


async def test_a_card_with_buttons_whose_message_is_gone_comes_anew(
    channel: TelegramChannel, phone: Phone
) -> None:
    changed = replace(CARD, replaces=True)
    ref = await channel.deliver(make_envelope(changed, replaces_ref="9999"))
    assert (str(phone.last_question.message_id), phone.last_question.text) == (ref, "offer")


async def test_of_an_answered_card_that_is_gone_nothing_is_said(
    channel: TelegramChannel, phone: Phone
) -> None:
    assert await channel.deliver(make_envelope(TAKEN, replaces_ref="9999")) == "9999"
    assert phone.screen.messages == ()


async def test_a_file_goes_before_the_words_with_its_type_and_its_letters(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(replace(PLANNED, venue=HOUSE)))
    venue, file, words = phone.screen.messages
    assert (venue.kind, file.kind, words.text, str(words.message_id)) == ("venue", "document", "planned", ref)
    assert words.labels == ["👍 accept", "decline"]
    assert file.file is not None
    assert file.file.name == "afspraak.ics"
    assert file.file.mime == "text/calendar; charset=utf-8; method=REQUEST"
    assert server.world.files[file.file.file_id].data == CALENDAR.content.encode()


async def test_a_file_alone_is_the_message(channel: TelegramChannel, phone: Phone) -> None:
    ref = await channel.deliver(make_envelope(replace(PLANNED, lines=())))
    [file] = phone.screen.messages
    assert (file.kind, str(file.message_id), file.labels) == ("document", ref, ["👍 accept", "decline"])


async def test_a_file_that_is_refused_does_not_keep_the_words_back(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    server.faults.next(fault=BadRequest("wrong file"), method="sendDocument")
    with capture_logs() as logs:
        await channel.deliver(make_envelope(PLANNED))
    assert [message.text for message in phone.screen.messages] == ["planned"]
    assert [entry["event"] for entry in logs] == ["document_refused"]


async def test_a_file_that_may_not_have_arrived_is_sent_again_with_its_words(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    server.faults.next(fault=DropConnection(after_effect=True), method="sendDocument")
    with pytest.raises(Retry):
        await channel.deliver(make_envelope(PLANNED))
    await channel.deliver(make_envelope(PLANNED))
    assert [message.kind for message in phone.screen.messages] == ["document", "document", "text"]


async def test_a_file_is_not_sent_twice_when_its_card_comes_anew(
    channel: TelegramChannel, phone: Phone
) -> None:
    await channel.deliver(make_envelope(replace(PLANNED, replaces=True), replaces_ref="9999"))
    assert [message.kind for message in phone.screen.messages] == ["document", "text"]


async def test_what_was_said_arrives_with_its_words_and_buttons(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(spoken(server)))
    [note] = phone.screen.messages
    assert (note.kind, note.text, str(note.message_id)) == ("voice", "anna_says", ref)
    assert note.labels == ["👍 accept", "decline"]
    assert note.file is not None
    assert note.file.seconds == 7


async def test_a_voice_note_without_words_is_the_message(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    await channel.deliver(make_envelope(replace(spoken(server), lines=(), rows=())))
    assert [(note.kind, note.text, note.labels) for note in phone.screen.messages] == [("voice", "", [])]


async def test_words_too_long_for_a_caption_go_before_the_voice_note(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    long = "a " * CAPTION_LIMIT
    await channel.deliver(make_envelope(replace(spoken(server), lines=(Text(long),))))
    words, note = phone.screen.messages
    assert (words.kind, words.labels, note.kind, note.text) == ("text", [], "voice", "")
    assert note.labels == ["👍 accept", "decline"]


async def test_that_somebody_spoke_is_told_where_it_cannot_be_heard(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    server.faults.next(fault=BadRequest("VOICE_MESSAGES_FORBIDDEN"), method="sendVoice")
    with capture_logs() as logs:
        ref = await channel.deliver(make_envelope(spoken(server)))
    assert (phone.last_question.text, str(phone.last_question.message_id)) == (
        "anna_says\nvoice.not_here",
        ref,
    )
    assert [entry["event"] for entry in logs] == ["voice_refused"]
    elsewhere = replace(make_prompt("anna_says"), voice=VoiceNote("web", "1", 3))
    await channel.deliver(make_envelope(elsewhere))
    assert phone.screen.last.text == "anna_says\nvoice.not_here"


async def test_words_under_a_voice_note_can_change(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(spoken(server)))
    await channel.deliver(make_envelope(TAKEN, replaces_ref=ref))
    assert [(note.kind, note.text, note.labels) for note in phone.screen.messages] == [("voice", "taken", [])]


async def test_the_words_of_a_place_on_the_map_cannot_change_and_nothing_breaks(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(replace(CARD, lines=(), venue=HOUSE)))
    assert await channel.deliver(make_envelope(TAKEN, replaces_ref=ref)) == ref
    assert [violation.rule for violation in server.violations] == ["no_text_to_edit", "no_caption_to_edit"]


async def test_what_was_said_can_be_fetched_for_a_page(
    server: BotApiServer, application: DurableApplication, phone: Phone
) -> None:
    phone.voice(b"OggS hallo")
    file = phone.screen.last.file
    assert file is not None
    sounds = TelegramSounds(application.bot)
    assert await sounds.fetch(VoiceNote("telegram", file.file_id, 3)) == b"OggS hallo"


async def test_a_sound_that_cannot_be_had_is_none_and_no_token_is_logged(
    server: BotApiServer, application: DurableApplication, phone: Phone
) -> None:
    phone.voice()
    file = phone.screen.last.file
    assert file is not None
    voice = VoiceNote("telegram", file.file_id, 3)
    sounds = TelegramSounds(application.bot)
    server.faults.next(fault=BadRequest("file is too big"), method="getFile")
    server.faults.next(fault=DropConnection(after_effect=False), method="getFile")
    with capture_logs() as logs:
        assert [await sounds.fetch(voice), await sounds.fetch(voice)] == [None, None]
        # The name is known, but what it names is gone.
        path = server.world.files.pop(file.file_id).path
        server.world.files[file.file_id] = StoredFile(file.file_id, f"gone/{path}/..", b"x")
        assert await sounds.fetch(voice) is None
    assert [entry["event"] for entry in logs] == ["voice_not_fetched"] * 3
    assert server.token not in str(logs)
