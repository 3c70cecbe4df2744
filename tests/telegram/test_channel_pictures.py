"""Pictures as they arrive on a phone: with the words and the buttons, sent once as a file, never at the cost
of the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_markup import CAPTION_LIMIT
from bot.channels.telegram_pictures import Painter
from bot.errors import RecipientGone, Retry
from bot.pictures import PictureBook
from bot.resources import resource_dir
from flows.model import HouseCard, Text, Venue
from handlers.application import DurableApplication
from tests.support.bot_api import BadRequest, BotApiServer, Forbidden, Phone, ServerError
from tests.unit.channels.builders import CHAT, make_button, make_envelope, make_prompt

ROWS = ((make_button("yes"), make_button("no")),)
LETTER = replace(make_prompt("question", rows=ROWS, serial=3), picture="letter")
ANSWERED = replace(make_prompt("question", serial=3), picture="letter", replaces=True, chosen=(Text("good"),))
HOUSE = HouseCard("Taalhuis Zwolle", "Straat 1", "Zwolle", 1.2, 6, ((("10:00", "17:00"),), *((),) * 6), 0)


class Memory:
    """The table of names, as a dictionary."""

    def __init__(self) -> None:
        self.names: dict[tuple[str, str], str] = {}

    async def file_of(self, key: str, channel: str) -> str:
        return self.names.get((channel, key), "")

    async def remember(self, key: str, channel: str, file: str) -> None:
        self.names[channel, key] = file


class Broken(PictureBook):
    """Cannot draw."""

    async def house(self, card: HouseCard, language: str) -> bytes:
        raise OSError("no more colours")


@pytest.fixture
def phone(server: BotApiServer) -> Iterator[Phone]:
    yield server.phone(chat_id=CHAT)
    assert server.defects == []


@pytest.fixture
def kept() -> Memory:
    return Memory()


@pytest.fixture
def channel(channel: TelegramChannel, application: DurableApplication, kept: Memory) -> TelegramChannel:
    channel.painter = Painter(application.bot, PictureBook(resource_dir("data")), kept)
    return channel


async def test_a_question_comes_as_a_picture_with_its_words_and_buttons(
    channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(LETTER))
    [question] = phone.screen.messages
    assert (question.kind, question.text, str(question.message_id)) == ("photo", "question", ref)
    assert question.labels == ["label.yes", "label.no"]


async def test_a_picture_is_uploaded_once(
    server: BotApiServer, channel: TelegramChannel, kept: Memory, phone: Phone
) -> None:
    for _ in range(3):
        await channel.deliver(make_envelope(LETTER))
    assert [message.kind for message in phone.screen.messages] == ["photo"] * 3
    [(key, name)] = kept.names.items()
    assert (key[0], key[1].startswith("picture:letter:")) == ("telegram", True)
    assert list(server.world.files) == [name]


async def test_a_name_that_telegram_does_not_know_is_forgotten_for_a_new_one(
    server: BotApiServer, channel: TelegramChannel, kept: Memory
) -> None:
    phone = server.phone(chat_id=CHAT)
    await channel.deliver(make_envelope(LETTER))
    [key] = kept.names
    kept.names[key] = "of-another-bot"
    await channel.deliver(make_envelope(LETTER))
    assert [message.kind for message in phone.screen.messages] == ["photo", "photo"]
    assert kept.names[key] in server.world.files
    assert [defect.rule for defect in server.defects] == ["file_id"]


async def test_an_answered_question_keeps_its_picture_and_loses_its_buttons(
    channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(LETTER))
    assert await channel.deliver(make_envelope(ANSWERED, replaces_ref=ref)) == ref
    [question] = phone.screen.messages
    assert (question.kind, question.text, question.labels) == ("photo", "question\n\n✅ good", [])


@pytest.mark.parametrize("name", ["absent", "../fonts/LICENSE"])
async def test_without_such_a_drawing_the_words_go_alone_and_can_be_changed(
    channel: TelegramChannel, phone: Phone, name: str
) -> None:
    ref = await channel.deliver(make_envelope(replace(LETTER, picture=name)))
    await channel.deliver(make_envelope(replace(ANSWERED, picture=name), replaces_ref=ref))
    [question] = phone.screen.messages
    assert (question.kind, question.text) == ("text", "question\n\n✅ good")


async def test_a_picture_that_is_refused_does_not_cost_the_question(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    server.faults.next(fault=BadRequest("IMAGE_PROCESS_FAILED"), method="sendPhoto")
    with capture_logs() as logs:
        ref = await channel.deliver(make_envelope(LETTER))
    [question] = phone.screen.messages
    assert (question.kind, question.text, str(question.message_id)) == ("text", "question", ref)
    assert question.labels == ["label.yes", "label.no"]
    assert [log["event"] for log in logs] == ["picture_refused"]


async def test_a_person_who_is_gone_is_gone_for_pictures_too(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    server.faults.next(fault=Forbidden(), method="sendPhoto")
    with pytest.raises(RecipientGone):
        await channel.deliver(make_envelope(LETTER))


async def test_a_server_in_trouble_is_asked_again_later(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    server.faults.next(fault=ServerError(), method="sendPhoto")
    with pytest.raises(Retry):
        await channel.deliver(make_envelope(LETTER))
    assert phone.screen.messages == ()


async def test_words_too_long_for_a_caption_go_without_a_picture(
    channel: TelegramChannel, phone: Phone
) -> None:
    long = replace(LETTER, lines=(Text("a " * CAPTION_LIMIT),))
    ref = await channel.deliver(make_envelope(long))
    await channel.deliver(make_envelope(replace(long, replaces=True, rows=()), replaces_ref=ref))
    assert [(message.kind, message.labels) for message in phone.screen.messages] == [("text", [])]


async def test_a_taalhuis_is_drawn_and_its_place_stays_on_the_map(
    channel: TelegramChannel, kept: Memory, phone: Phone
) -> None:
    await channel.deliver(make_envelope(replace(make_prompt("found"), house=HOUSE)))
    venue = Venue("Taalhuis Zwolle", "Straat 1, Zwolle", 52.5, 6.1)
    await channel.deliver(make_envelope(replace(make_prompt("address"), venue=venue)))
    assert [(message.kind, message.text) for message in phone.screen.messages] == [
        ("photo", "found"),
        ("venue", ""),
        ("text", "address"),
    ]
    # The way to a house is that of one person.
    assert kept.names == {}


async def test_a_card_that_cannot_be_drawn_does_not_cost_the_words(
    channel: TelegramChannel, application: DurableApplication, kept: Memory, phone: Phone
) -> None:
    channel.painter = Painter(application.bot, Broken(resource_dir("data")), kept)
    with capture_logs() as logs:
        await channel.deliver(make_envelope(replace(make_prompt("found"), house=HOUSE)))
    assert [(message.kind, message.text) for message in phone.screen.messages] == [("text", "found")]
    assert [log["event"] for log in logs] == ["picture_failed"]


async def test_without_somebody_who_draws_there_are_only_words(
    channel: TelegramChannel, phone: Phone
) -> None:
    channel.painter = None
    ref = await channel.deliver(make_envelope(LETTER))
    await channel.deliver(make_envelope(ANSWERED, replaces_ref=ref))
    assert [(message.kind, message.text) for message in phone.screen.messages] == [
        ("text", "question\n\n✅ good")
    ]
