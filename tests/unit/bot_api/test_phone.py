"""A phone does what fingers do, and every update it makes is one that two libraries can read."""

import asyncio
from typing import Any

import aiogram.types
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import ChatMigrated, Forbidden

from tests.support.bot_api import BotApiServer, Phone
from tests.unit.bot_api.conftest import RawApi


def make_buttons(**data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=value)] for label, value in data.items()]
    )


def newest(server: BotApiServer) -> dict[str, Any]:
    return server.updates.pending[-1]


def unknown_to_aiogram(value: object) -> list[str]:
    """The fields of a parsed object that aiogram does not know, however deep."""
    if isinstance(value, list):
        return [name for item in value for name in unknown_to_aiogram(item)]
    if not isinstance(value, aiogram.types.TelegramObject):
        return []
    own = list(value.model_extra or {})
    return own + [
        name for field in value.model_fields_set for name in unknown_to_aiogram(getattr(value, field))
    ]


async def test_every_kind_of_update_is_read_by_both_libraries(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1, first_name="Amina", username="amina")
    group = server.group(chat_id=-5)
    message = await bot.send_message(1, "Kies", reply_markup=make_buttons(Ja="j"))
    phone.start("code")
    phone.edit(phone.screen.last.message_id, "verbeterd")
    phone.tap("Ja")
    phone.press(999, "weg")
    phone.share_location(52.5, 6.1)
    phone.share_contact()
    phone.share_contact("+31600000000", own=False)
    phone.forward_contact()
    phone.voice()
    phone.photo(caption="kijk")
    phone.sticker()
    phone.block()
    phone.unblock()
    group.member(phone).send("/start@TaalwijzerBot")
    group.migrate(phone)
    group.remove_bot(phone)
    updates = server.updates.pending
    assert len(updates) == 17
    for raw in updates:
        assert unknown_to_aiogram(aiogram.types.Update.model_validate(raw)) == [], raw
        read = Update.de_json(raw, bot)
        assert read is not None
        assert read.api_kwargs == {}
        assert read.effective_user is not None
        assert read.effective_user.id == 1
    assert message.message_id == updates[2]["callback_query"]["message"]["message_id"]
    assert server.violations == []


async def test_a_command_is_marked_in_utf16_units(server: BotApiServer) -> None:
    server.phone(chat_id=1).send("😀 /help en /start@TaalwijzerBot")
    assert newest(server)["message"]["entities"] == [
        {"type": "bot_command", "offset": 3, "length": 5},
        {"type": "bot_command", "offset": 12, "length": 20},
    ]


async def test_a_button_is_found_by_text_by_data_by_a_part_and_by_place(
    server: BotApiServer, bot: Bot
) -> None:
    phone = server.phone(chat_id=1)
    keyboard = [
        [
            InlineKeyboardButton("🙂 lukt goed", callback_data="0"),
            InlineKeyboardButton("🙁 hulp", callback_data="2"),
        ]
    ]
    message = await bot.send_message(1, "Lukt het?", reply_markup=InlineKeyboardMarkup(keyboard))
    for what in ("🙁 hulp", "2", "hulp", (message.message_id, 0, 1)):
        phone.tap(what)
        query = newest(server)["callback_query"]
        assert (query["data"], query["message"]["text"]) == ("2", "Lukt het?")
        assert query["message"]["reply_markup"]["inline_keyboard"][0][1]["callback_data"] == "2"
    with pytest.raises(AssertionError, match="no button 'bestaat niet'"):
        phone.tap("bestaat niet")


async def test_of_two_buttons_with_one_text_the_newest_is_pressed(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    old = await bot.send_message(1, "eerst", reply_markup=make_buttons(Ja="oud"))
    await bot.send_message(1, "dan", reply_markup=make_buttons(Ja="nieuw"))
    phone.tap("Ja")
    assert newest(server)["callback_query"]["data"] == "nieuw"
    phone.tap((old.message_id, 0, 0))
    assert newest(server)["callback_query"]["data"] == "oud"
    assert phone.last_question.text == "dan"


async def test_a_button_that_was_taken_away_can_still_be_pressed_by_a_slow_phone(
    server: BotApiServer, bot: Bot
) -> None:
    phone = server.phone(chat_id=1)
    message = await bot.send_message(1, "Kies", reply_markup=make_buttons(Ja="j"))
    await message.edit_text("Ja")
    with pytest.raises(AssertionError, match="no button"):
        phone.tap("Ja")
    phone.press(message.message_id, "j")
    assert newest(server)["callback_query"]["message"]["text"] == "Ja"
    await message.delete()
    phone.press(message.message_id, "j")
    assert newest(server)["callback_query"]["message"]["date"] == 0


async def test_a_press_spins_until_it_is_answered(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    await bot.send_message(1, "Kies", reply_markup=make_buttons(Ja="j"))
    phone.tap("Ja")
    assert phone.unanswered == [newest(server)["callback_query"]["id"]]
    await bot.answer_callback_query(phone.unanswered[0])
    assert phone.unanswered == []
    assert phone.screen.toasts == ()


async def test_keys_below_type_their_text_or_share_the_number(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    keys = [
        [
            KeyboardButton("Bel mij", request_contact=True),
            KeyboardButton("Hier", request_location=True),
            KeyboardButton("Nee"),
        ]
    ]
    await bot.send_message(1, "Hoe?", reply_markup=ReplyKeyboardMarkup(keys, one_time_keyboard=True))
    with pytest.raises(AssertionError, match="use share_location"):
        phone.tap("Hier")
    phone.tap("Bel mij")
    assert newest(server)["message"]["contact"]["user_id"] == 1
    assert phone.screen.keyboard == ()
    await bot.send_message(1, "Hoe?", reply_markup=ReplyKeyboardMarkup(keys))
    phone.tap("Nee")
    assert newest(server)["message"]["text"] == "Nee"
    assert len(phone.screen.keyboard) == 1


async def test_a_contact_of_somebody_else_does_not_carry_the_own_id(server: BotApiServer) -> None:
    phone = server.phone(chat_id=1)
    phone.share_contact("+31600000000", own=False)
    assert newest(server)["message"]["contact"]["user_id"] != 1
    phone.forward_contact()
    assert newest(server)["message"]["forward_origin"]["type"] == "user"


async def test_message_numbers_rise_over_both_sides(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    for text in ("een", "twee"):
        phone.send(text)
        await bot.send_message(1, text)
    numbers = [message.message_id for message in phone.screen.messages]
    assert numbers == sorted(set(numbers))
    assert [message.from_bot for message in phone.screen.messages] == [False, True, False, True]


async def test_waiting_ends_when_the_screen_is_right(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    phone.send("hallo")
    waiting = asyncio.create_task(phone.wait_for(lambda screen: screen.from_bot[0].text == "dag"))
    following = asyncio.create_task(phone.next_message())
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await bot.send_message(1, "dag")
    assert (await waiting).last.text == "dag"
    assert (await following).text == "dag"


async def test_waiting_in_vain_shows_the_screen(server: BotApiServer) -> None:
    phone = server.phone(chat_id=1)
    phone.send("hallo")
    with pytest.raises(AssertionError, match=r"not seen within 0\.05 s\n.*hallo"):
        await phone.wait_for(lambda screen: False, 0.05)


async def test_next_message_does_not_take_an_older_one_for_the_answer(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    await bot.send_message(1, "oud")
    phone.send("hallo")
    with pytest.raises(AssertionError):
        await phone.next_message(0.05)


async def test_a_person_who_blocked_the_bot_is_out_of_reach_until_they_come_back(
    server: BotApiServer, bot: Bot
) -> None:
    phone = server.phone(chat_id=1)
    phone.block()
    assert newest(server)["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(1, "x")
    with pytest.raises(AssertionError, match="blocked"):
        phone.send("ik kan niets sturen")
    phone.unblock()
    await bot.send_message(1, "x")
    assert newest(server)["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert server.violations == []


async def test_the_bot_cannot_be_the_first_to_write(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1, started=False)
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(1, "x")
    phone.start()
    await bot.send_message(1, "x")
    phone.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(1, "x")


def make_group_with(server: BotApiServer, chat_id: int = -5) -> tuple[Phone, Any]:
    return server.phone(chat_id=1), server.group(chat_id=chat_id)


async def test_in_a_group_the_bot_hears_commands_for_it_only(server: BotApiServer) -> None:
    phone, group = make_group_with(server)
    member = group.member(phone)
    for unheard in ("hallo", "kijk /start", "/start@AnderBot"):
        assert member.send(unheard) == 0
    assert server.updates.pending == []
    member.send("/start")
    member.send("/start@taalwijzerbot")
    assert [update["message"]["chat"]["type"] for update in server.updates.pending] == ["group"] * 2
    assert len(group.screen.messages) == 5


async def test_a_group_that_becomes_a_supergroup_says_where_it_went(server: BotApiServer, bot: Bot) -> None:
    phone, group = make_group_with(server)
    new_id = group.migrate(phone)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(-5, "x")
    assert caught.value.new_chat_id == new_id == group.chat_id
    await bot.send_message(new_id, "x")
    assert group.screen.last.text == "x"
    assert server.violations == []


async def test_a_bot_that_left_or_was_thrown_out_cannot_write(
    server: BotApiServer, bot: Bot, api: RawApi
) -> None:
    phone, group = make_group_with(server, chat_id=-1_000_000_000_005)
    group.remove_bot(phone)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.chat_id, "x")
    group.add_bot(phone)
    await bot.leave_chat(group.chat_id)
    with pytest.raises(Forbidden, match="not a member of the supergroup chat"):
        await bot.send_message(group.chat_id, "x")
    assert group.member(phone).send("/start") == 0
