"""What a person sees on the phone, and what each accident of the network and of Telegram means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_markup import TEXT_LIMIT
from bot.errors import DeliveryError, Permanent, RecipientGone, Retry, Unsure
from bot.settings import Settings
from flows.model import Button, Name, Native, Prompt, Text, Venue
from handlers.application import DurableApplication, build_application
from tests.support.bot_api import (
    BadRequest,
    BotApiServer,
    DropConnection,
    Forbidden,
    Phone,
    ReadTimeout,
    ServerError,
    TooManyRequests,
)
from tests.unit.channels.builders import (
    CHAT,
    KeyRenderer,
    make_button,
    make_envelope,
    make_native,
    make_prompt,
)

YES_NO = ((make_button("yes"), make_button("no")),)
QUESTION = replace(make_prompt(rows=YES_NO, serial=2), always=((make_button("help"),),))
KEYPAD = tuple(tuple(make_button(f"k{row * 3 + key}") for key in range(3)) for row in range(4))
HOUSE = Venue("Taalhuis Zwolle", "Zeven Alleetjes 1A, Zwolle", 52.51, 6.09)


@pytest.fixture
def phone(server: BotApiServer) -> Iterator[Phone]:
    yield server.phone(chat_id=CHAT)
    assert server.defects == []


async def test_a_question_shows_its_words_and_its_buttons(channel: TelegramChannel, phone: Phone) -> None:
    ref = await channel.deliver(make_envelope(QUESTION))
    assert str(phone.last_question.message_id) == ref
    assert phone.last_question.text == "question"
    assert phone.last_question.labels == ["label.yes", "label.no", "label.help"]


async def test_a_keypad_has_three_keys_a_row(channel: TelegramChannel, phone: Phone) -> None:
    await channel.deliver(make_envelope(make_prompt(rows=KEYPAD, serial=2)))
    assert [len(row) for row in phone.last_question.buttons] == [3, 3, 3, 3]


async def test_an_answered_question_keeps_the_answer_and_loses_its_buttons(
    channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(QUESTION))
    answered = replace(make_prompt(serial=2), replaces=True, chosen=(Text("label.yes"),))
    assert await channel.deliver(make_envelope(answered, replaces_ref=ref)) == ref
    [message] = phone.screen.messages
    assert message.text == "question\n\n✅ label.yes"
    assert message.buttons == ()
    assert [entity["type"] for entity in message.entities] == ["bold"]


async def test_a_toggle_shows_the_tick_in_the_same_message(channel: TelegramChannel, phone: Phone) -> None:
    ref = await channel.deliver(make_envelope(QUESTION))
    ticked = replace(make_prompt(rows=((make_button("yes", selected=True),),), serial=2), replaces=True)
    await channel.deliver(make_envelope(ticked, replaces_ref=ref))
    assert [message.labels for message in phone.screen.messages] == [["✅ label.yes"]]


async def test_an_edit_that_was_done_before_counts_as_delivered(
    channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(QUESTION))
    again = replace(QUESTION, replaces=True)
    assert await channel.deliver(make_envelope(again, replaces_ref=ref)) == ref
    assert len(phone.screen.messages) == 1


async def test_a_toggle_of_a_message_that_never_was_comes_as_a_new_one(
    channel: TelegramChannel, phone: Phone
) -> None:
    ref = await channel.deliver(make_envelope(replace(QUESTION, replaces=True), replaces_ref="99999"))
    assert str(phone.last_question.message_id) == ref


@pytest.mark.parametrize(
    "name", ["<b>&", "</b></a>", "&lt;script&gt;", "'\"", "\u202eabc", "<tg-spoiler>", "a\nb"]
)
async def test_every_name_arrives_as_it_is(channel: TelegramChannel, phone: Phone, name: str) -> None:
    prompt = Prompt((Text("hello", {"name": Name(name)}),), chosen=(Name(name),))
    await channel.deliver(make_envelope(prompt))
    assert phone.screen.last.text == f"hello {name}\n\n✅ {name}"


@pytest.mark.parametrize(("native", "asks"), [(Native.LOCATION, "location"), (Native.CONTACT, "contact")])
async def test_the_phones_own_button_appears_and_goes_again(
    channel: TelegramChannel, phone: Phone, native: Native, asks: str
) -> None:
    await channel.deliver(make_envelope(replace(make_prompt(), native=(make_native(native),))))
    assert [[key.asks for key in row] for row in phone.screen.keyboard] == [[asks]]
    await channel.deliver(make_envelope(replace(QUESTION, closes_native=True)))
    assert phone.screen.keyboard == ()
    assert phone.screen.last.labels == ["label.yes", "label.no", "label.help"]


async def test_the_phones_own_button_and_a_question_can_stand_together(
    channel: TelegramChannel, phone: Phone
) -> None:
    await channel.deliver(make_envelope(replace(QUESTION, native=(make_native(),))))
    assert phone.screen.keyboard != ()
    assert phone.screen.last.labels == ["label.yes", "label.no", "label.help"]


async def test_a_taalhuis_stands_on_the_map(channel: TelegramChannel, phone: Phone) -> None:
    await channel.deliver(make_envelope(replace(QUESTION, venue=HOUSE)))
    on_map, question = phone.screen.from_bot
    assert on_map.venue is not None
    assert (on_map.venue.title, on_map.venue.latitude) == (HOUSE.name, HOUSE.latitude)
    assert question.labels == ["label.yes", "label.no", "label.help"]


async def test_a_very_long_text_comes_in_parts(application: DurableApplication, phone: Phone) -> None:
    words = {"long": "\n".join(f"regel {number} & <meer>" for number in range(600))}
    long = TelegramChannel(application.bot, KeyRenderer(words))
    await long.deliver(make_envelope(make_prompt("long", rows=YES_NO, serial=1)))
    parts = phone.screen.from_bot
    assert len(parts) > 1
    assert all(len(part.text) <= TEXT_LIMIT for part in parts)
    assert "\n".join(part.text for part in parts) == words["long"]
    assert [part.labels for part in parts[:-1]] == [[]] * (len(parts) - 1)
    assert parts[-1].labels == ["label.yes", "label.no"]


async def test_the_longest_button_is_accepted(channel: TelegramChannel, phone: Phone) -> None:
    prompt = make_prompt(rows=((Button("z" * 24, Text("x")),),), serial=2**63 - 1)
    await channel.deliver(make_envelope(prompt, conversation=2**63 - 1))
    assert phone.last_question.labels == ["x"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (TooManyRequests(3), Retry),
        (ServerError(500), Retry),
        (ServerError(502), Retry),
        (Forbidden(), RecipientGone),
        (Forbidden("user is deactivated"), RecipientGone),
        (BadRequest("chat not found"), RecipientGone),
        (BadRequest("message text is empty"), Permanent),
        (ReadTimeout(3.0, after_effect=False), Unsure),
        (ReadTimeout(3.0, after_effect=True), Unsure),
        (DropConnection(after_effect=False), Unsure),
        (DropConnection(after_effect=True), Unsure),
    ],
    ids=repr,
)
async def test_every_accident_has_its_name(
    server: BotApiServer,
    channel: TelegramChannel,
    phone: Phone,
    fault: TooManyRequests | ServerError | Forbidden | BadRequest | ReadTimeout | DropConnection,
    expected: type[DeliveryError],
) -> None:
    server.faults.next(fault=fault, method="sendMessage")
    with pytest.raises(DeliveryError) as caught:
        await channel.deliver(make_envelope(make_prompt()))
    assert type(caught.value) is expected
    arrived = isinstance(fault, ReadTimeout | DropConnection) and fault.after_effect
    assert len(phone.screen.messages) == int(arrived)


async def test_too_many_requests_names_the_wait(
    server: BotApiServer, channel: TelegramChannel, phone: Phone
) -> None:
    server.faults.next(fault=TooManyRequests(3))
    with pytest.raises(Retry) as caught:
        await channel.deliver(make_envelope(make_prompt()))
    assert caught.value.retry_after == 3
    assert phone.screen.messages == ()


async def test_who_blocked_us_is_gone(channel: TelegramChannel, phone: Phone) -> None:
    phone.block()
    with pytest.raises(RecipientGone):
        await channel.deliver(make_envelope(make_prompt()))


async def test_a_server_that_is_away_got_nothing(settings: Settings) -> None:
    # Port 9 is "discard", where nobody listens.
    away = Settings(
        telegram_token=settings.telegram_token, telegram_api_url="http://127.0.0.1:9", _env_file=None
    )
    bot = build_application(away).bot
    with pytest.raises(Retry):
        await TelegramChannel(bot, KeyRenderer()).deliver(make_envelope(make_prompt()))
    await bot.request.shutdown()
