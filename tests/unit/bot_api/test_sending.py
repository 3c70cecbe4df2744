"""What the real python-telegram-bot sends is understood, and stands on the screen."""

import httpx
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from tests.support.bot_api import BotApiServer, Venue
from tests.unit.bot_api.conftest import RawApi


def make_buttons(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=f"d:{label}")] for label in labels]
    )


async def test_html_becomes_text_with_entities_in_utf16_units(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    await bot.send_message(1, " 😀 <b>A &lt;i&gt;</b> en <u><i>B</i></u> &eacute;\n", parse_mode="HTML")
    shown = phone.screen.last
    assert shown.text == "😀 A <i> en B &eacute;"
    assert [(e["type"], e["offset"], e["length"]) for e in shown.entities] == [
        ("bold", 3, 5),
        ("italic", 12, 1),
        ("underline", 12, 1),
    ]
    assert server.violations == []


async def test_an_edit_changes_the_text_and_takes_the_buttons_away(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    message = await bot.send_message(1, "Lukt het?", reply_markup=make_buttons("Ja", "Nee"))
    assert phone.screen.last.labels == ["Ja", "Nee"]
    await message.edit_text("Lukt het? Ja")
    shown = phone.screen.last
    assert (shown.text, shown.labels, shown.edited) == ("Lukt het? Ja", [], True)
    assert len(phone.screen.messages) == 1
    assert server.violations == []


async def test_buttons_can_be_replaced_without_the_text(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    message = await bot.send_message(1, "Kies", reply_markup=make_buttons("een"))
    await message.edit_reply_markup(make_buttons("twee"))
    assert (phone.screen.last.text, phone.screen.last.labels) == ("Kies", ["twee"])
    await message.edit_reply_markup(None)
    assert phone.screen.last.labels == []
    assert server.violations == []


async def test_an_empty_inline_keyboard_counts_as_none(server: BotApiServer, api: RawApi) -> None:
    phone = server.phone(chat_id=1)
    sent = await api("sendMessage", chat_id=1, text="x", reply_markup={"inline_keyboard": []})
    assert "reply_markup" not in sent["result"]
    assert phone.screen.last.labels == []


async def test_a_deleted_message_is_gone(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    message = await bot.send_message(1, "weg")
    await message.delete()
    assert phone.screen.messages == ()


async def test_a_venue_stands_on_the_map(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    await bot.send_venue(1, 52.51, 6.09, "Taalhuis", "Kerkstraat 1")
    assert phone.screen.last.venue == Venue("Taalhuis", "Kerkstraat 1", 52.51, 6.09)
    await bot.send_location(1, 52.51, 6.09)
    assert [message.kind for message in phone.screen.messages] == ["venue", "location"]
    assert server.violations == []


async def test_the_keyboard_below_comes_and_goes(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    keys = ReplyKeyboardMarkup(
        [[KeyboardButton("Waar ik ben", request_location=True)], [KeyboardButton("Nee")]]
    )
    await bot.send_message(1, "Waar woont u?", reply_markup=keys)
    assert [(key.text, key.asks) for row in phone.screen.keyboard for key in row] == [
        ("Waar ik ben", "location"),
        ("Nee", "text"),
    ]
    await bot.send_message(1, "Dank u.", reply_markup=ReplyKeyboardRemove())
    assert phone.screen.keyboard == ()
    assert server.violations == []


async def test_files_go_up_by_multipart_and_can_be_sent_again_by_their_id(
    server: BotApiServer, bot: Bot
) -> None:
    phone = server.phone(chat_id=1)
    voice = await bot.send_voice(1, b"OggS spoken", caption="<b>Luister</b>", parse_mode="HTML")
    await bot.send_photo(1, b"\xff\xd8 picture")
    document = await bot.send_document(1, b"BEGIN:VCALENDAR", filename="afspraak.ics")
    assert voice.voice is not None
    assert document.document is not None
    assert document.document.file_name == "afspraak.ics"
    again = await bot.send_voice(1, voice.voice.file_id)
    assert again.voice is not None
    assert again.voice.file_id == voice.voice.file_id
    assert [message.kind for message in phone.screen.messages] == ["voice", "photo", "document", "voice"]
    assert phone.screen.messages[0].text == "Luister"
    assert server.violations == []


async def test_a_caption_can_be_changed_or_given_to_what_had_none(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    voice = await bot.send_voice(1, b"OggS spoken", reply_markup=make_buttons("Ja"))
    await voice.edit_caption("<b>Anna</b>", parse_mode="HTML")
    shown = phone.screen.last
    assert (shown.kind, shown.text, shown.labels, shown.edited) == ("voice", "Anna", [], True)
    assert server.violations == []


async def test_a_text_has_no_caption_and_only_sound_is_a_voice_note(
    server: BotApiServer, bot: Bot, api: RawApi
) -> None:
    server.phone(chat_id=1)
    text = await bot.send_message(1, "x")
    photo = await bot.send_photo(1, b"\xff\xd8 picture")
    refused = await api.refused("editMessageCaption", chat_id=1, message_id=text.message_id, caption="y")
    assert "no caption in the message to edit" in refused
    assert "VoiceNote" in await api.refused("sendVoice", chat_id=1, voice=photo.photo[0].file_id)
    assert [violation.rule for violation in server.violations] == ["no_caption_to_edit", "file_kind"]


async def test_a_spoken_message_can_be_downloaded(server: BotApiServer, bot: Bot) -> None:
    server.phone(chat_id=1).voice(b"OggS hallo")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.voice is not None
    file = await update.message.voice.get_file()
    assert bytes(await file.download_as_bytearray()) == b"OggS hallo"


async def test_a_message_can_answer_another(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    phone.send("vraag")
    asked = phone.screen.last.message_id
    await bot.send_message(1, "antwoord", reply_parameters=ReplyParameters(asked))
    assert phone.screen.last.reply_to == asked
    assert server.violations == []


async def test_the_profile_is_kept_for_each_language(server: BotApiServer, bot: Bot) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("start", "Beginnen")], scope=scope, language_code="nl")
    await bot.set_my_description("Ik zoek een Taalhuis.", language_code="nl")
    await bot.set_my_short_description("Gratis.", language_code="nl")
    await bot.set_my_name("Taalwijzer")
    assert [c.command for c in await bot.get_my_commands(scope=scope, language_code="nl")] == ["start"]
    assert await bot.get_my_commands() == ()
    await bot.delete_my_commands(scope=scope, language_code="nl")
    assert await bot.get_my_commands(scope=scope, language_code="nl") == ()
    profile = server.world.profile
    assert profile.descriptions == {"nl": "Ik zoek een Taalhuis."}
    assert profile.short_descriptions == {"nl": "Gratis."}
    assert profile.names == {"": "Taalwijzer"}
    assert server.violations == []


async def test_get_me_get_chat_and_chat_action_answer(server: BotApiServer, bot: Bot) -> None:
    server.phone(chat_id=1, first_name="Amina")
    assert (await bot.get_me()).username == "TaalwijzerBot"
    assert (await bot.get_chat(1)).first_name == "Amina"
    assert await bot.send_chat_action(1, "typing")
    assert server.world.chats[1].actions == ["typing"]
    assert server.violations == []


async def test_get_and_form_and_json_say_the_same(
    server: BotApiServer, client: httpx.AsyncClient, api: RawApi
) -> None:
    phone = server.phone(chat_id=1)
    root = f"{server.base_url}{server.token}"
    markup = '{"inline_keyboard": [[{"text": "Ja", "callback_data": "j"}]]}'
    params = {"chat_id": "1", "text": "12", "reply_markup": markup, "disable_notification": "True"}
    assert (await client.get(f"{root}/sendMessage", params=params)).json()["ok"]
    assert (await client.post(f"{root}/SENDMESSAGE", data=params)).json()["ok"]
    assert (await api("sendMessage", chat_id=1, text="12", reply_markup=markup))["ok"]
    assert [(m.text, m.labels) for m in phone.screen.messages] == [("12", ["Ja"])] * 3
    assert server.violations == []


async def test_every_call_is_written_down_with_its_answer_and_time(server: BotApiServer, bot: Bot) -> None:
    server.phone(chat_id=1)
    server.phone(chat_id=2)
    await bot.send_message(1, "een")
    await bot.send_message(2, "twee")
    first, second = server.calls_of("sendMessage")
    assert (first.chat_id, second.chat_id) == (1, 2)
    assert first.at < second.at
    assert first.ok
    assert first.answer is not None
    assert first.answer["result"]["text"] == "een"
    assert server.calls_of("sendmessage", chat_id=2) == [second]
