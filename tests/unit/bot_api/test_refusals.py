"""What the Bot API does not allow is refused with a 400 and written down; the border itself is allowed."""

from typing import Any

import httpx
import pytest
import time_machine

from tests.support.bot_api import BotApiServer
from tests.unit.bot_api.conftest import RawApi


def make_rows(*rows: int, data: str = "x") -> dict[str, Any]:
    button = {"text": "knop", "callback_data": data}
    return {"inline_keyboard": [[button] * length for length in rows]}


TEXT: dict[str, Any] = {"chat_id": 1, "text": "hallo"}


@pytest.mark.parametrize(
    ("rule", "method", "params"),
    [
        ("text_empty", "sendMessage", {"chat_id": 1, "text": " \n"}),
        ("text_empty", "sendMessage", {"chat_id": 1, "text": "<b></b>", "parse_mode": "HTML"}),
        ("text_too_long", "sendMessage", {"chat_id": 1, "text": "a" * 4097}),
        ("text_too_long", "sendPhoto", {"chat_id": 1, "photo": "FILE", "caption": "a" * 1025}),
        ("html", "sendMessage", {"chat_id": 1, "text": "<b>open", "parse_mode": "HTML"}),
        ("html", "sendMessage", {"chat_id": 1, "text": "<b><i>kruis</b></i>", "parse_mode": "HTML"}),
        ("html", "sendMessage", {"chat_id": 1, "text": "dicht</b>", "parse_mode": "HTML"}),
        ("html", "sendMessage", {"chat_id": 1, "text": "<h1>kop</h1>", "parse_mode": "HTML"}),
        ("html", "sendMessage", {"chat_id": 1, "text": "1 < 2", "parse_mode": "HTML"}),
        ("html", "sendMessage", {"chat_id": 1, "text": "<span>x</span>", "parse_mode": "HTML"}),
        ("parse_mode", "sendMessage", {"chat_id": 1, "text": "x", "parse_mode": "MarkdownV2"}),
        ("entities", "sendMessage", TEXT | {"entities": [{"type": "bold", "offset": 3, "length": 9}]}),
        ("callback_data", "sendMessage", TEXT | {"reply_markup": make_rows(1, data="é" * 33)}),
        ("callback_data", "sendMessage", TEXT | {"reply_markup": make_rows(1, data="")}),
        ("too_many_buttons", "sendMessage", TEXT | {"reply_markup": make_rows(*[8] * 12, 5)}),
        ("too_many_buttons_in_row", "sendMessage", TEXT | {"reply_markup": make_rows(9)}),
        ("button_action", "sendMessage", TEXT | {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}),
        (
            "button_action",
            "sendMessage",
            TEXT
            | {
                "reply_markup": {
                    "inline_keyboard": [[{"text": "x", "url": "http://a", "callback_data": "y"}]]
                }
            },
        ),
        (
            "button_text_empty",
            "sendMessage",
            TEXT | {"reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "y"}]]}},
        ),
        ("model", "sendMessage", {"chat_id": 1}),
        ("model", "sendMessage", {"chat_id": 1, "text": {"not": "text"}}),
        (
            "model",
            "sendVenue",
            {"chat_id": 1, "latitude": "hoog", "longitude": 6, "title": "T", "address": "A"},
        ),
        ("unknown_field", "sendMessage", TEXT | {"colour": "red"}),
        (
            "unknown_field",
            "sendMessage",
            TEXT | {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "y", "size": 2}]]}},
        ),
        ("chat_not_found", "sendMessage", {"chat_id": 404, "text": "x"}),
        ("chat_not_found", "sendMessage", {"chat_id": "@nobody", "text": "x"}),
        ("reply_not_found", "sendMessage", TEXT | {"reply_parameters": {"message_id": 99}}),
        ("position", "sendLocation", {"chat_id": 1, "latitude": 91, "longitude": 6}),
        (
            "venue_empty",
            "sendVenue",
            {"chat_id": 1, "latitude": 52, "longitude": 6, "title": " ", "address": "A"},
        ),
        ("file_id", "sendVoice", {"chat_id": 1, "voice": "http://example.org/a.ogg"}),
        ("file_id", "getFile", {"file_id": "unknown"}),
        ("message_to_edit_not_found", "editMessageText", {"chat_id": 1, "message_id": 99, "text": "x"}),
        ("message_id_empty", "editMessageText", {"chat_id": 1, "text": "x"}),
        ("message_to_delete_not_found", "deleteMessage", {"chat_id": 1, "message_id": 99}),
        ("query_too_old", "answerCallbackQuery", {"callback_query_id": "99"}),
        ("text_too_long", "answerCallbackQuery", {"callback_query_id": "99", "text": "a" * 201}),
        ("command_name", "setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}),
        ("command_name", "setMyCommands", {"commands": [{"command": "a" * 33, "description": "x"}]}),
        ("command_description", "setMyCommands", {"commands": [{"command": "a", "description": ""}]}),
        ("too_many_commands", "setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}),
        ("language_code", "setMyCommands", {"commands": [], "language_code": "nld"}),
        ("description_too_long", "setMyDescription", {"description": "a" * 513}),
        ("short_description_too_long", "setMyShortDescription", {"short_description": "a" * 121}),
        ("name_too_long", "setMyName", {"name": "a" * 65}),
        ("secret_token", "setWebhook", {"url": "http://127.0.0.1/", "secret_token": "a b"}),
        ("webhook_url", "setWebhook", {"url": "ftp://127.0.0.1/"}),
        ("max_connections", "setWebhook", {"url": "http://127.0.0.1/", "max_connections": 101}),
        ("private_chat", "leaveChat", {"chat_id": 1}),
    ],
)
async def test_a_call_that_breaks_a_rule_is_refused_and_recorded(
    server: BotApiServer, api: RawApi, rule: str, method: str, params: dict[str, Any]
) -> None:
    phone = server.phone(chat_id=1)
    known = {"FILE": server.world.store_file("photo.jpg", b"x", folder="photos").file_id}
    filled = {
        name: known.get(value, value) if isinstance(value, str) else value for name, value in params.items()
    }
    description = await api.refused(method, **filled)
    assert description.startswith("Bad Request: ")
    assert [(violation.rule, violation.method) for violation in server.violations] == [(rule, method)]
    assert phone.screen.messages == ()


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": 1, "text": "a" * 4096}),
        ("sendMessage", {"chat_id": 1, "text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"}),
        ("sendMessage", TEXT | {"reply_markup": make_rows(1, data="é" * 32)}),
        ("sendMessage", TEXT | {"reply_markup": make_rows(*[8] * 12, 4)}),
        ("setMyDescription", {"description": "a" * 512, "language_code": "nl"}),
        ("setMyShortDescription", {"short_description": "a" * 120}),
        ("setMyCommands", {"commands": [{"command": "a" * 32, "description": "x" * 256}] * 100}),
    ],
)
async def test_the_border_itself_is_allowed(
    server: BotApiServer, api: RawApi, method: str, params: dict[str, Any]
) -> None:
    server.phone(chat_id=1)
    assert (await api(method, **params))["ok"]
    assert server.violations == []


async def test_an_identical_edit_is_refused_but_excused_after_an_accident(
    server: BotApiServer, api: RawApi
) -> None:
    server.phone(chat_id=1)
    sent = await api("sendMessage", **TEXT, reply_markup=make_rows(1))
    where = {"chat_id": 1, "message_id": sent["result"]["message_id"]}
    same = {"text": "hallo", "reply_markup": make_rows(1)}
    assert "message is not modified" in await api.refused("editMessageText", **where, **same)
    assert "message is not modified" in await api.refused(
        "editMessageReplyMarkup", **where, reply_markup=make_rows(1)
    )
    assert [violation.rule for violation in server.violations] == ["message_not_modified"] * 2
    assert server.defects == []


async def test_an_edit_after_an_edit_is_compared_with_the_newer_one(
    server: BotApiServer, api: RawApi
) -> None:
    server.phone(chat_id=1)
    sent = await api("sendMessage", **TEXT)
    where = {"chat_id": 1, "message_id": sent["result"]["message_id"]}
    assert (await api("editMessageText", **where, text="nieuw"))["ok"]
    assert "message is not modified" in await api.refused("editMessageText", **where, text="nieuw")
    assert (await api("editMessageText", **where, text="hallo"))["ok"]


async def test_only_the_bots_own_messages_with_inline_buttons_can_be_edited(
    server: BotApiServer, api: RawApi
) -> None:
    phone = server.phone(chat_id=1)
    phone.send("van mij")
    own = phone.screen.last.message_id
    keyboard = {"keyboard": [[{"text": "Ja"}]]}
    sent = await api("sendMessage", **TEXT, reply_markup=keyboard)
    for message_id in (own, sent["result"]["message_id"]):
        description = await api.refused("editMessageText", chat_id=1, message_id=message_id, text="x")
        assert description == "Bad Request: message can't be edited"
    venue = await api("sendVenue", chat_id=1, latitude=52, longitude=6, title="T", address="A")
    where = {"chat_id": 1, "message_id": venue["result"]["message_id"]}
    assert "there is no text" in await api.refused("editMessageText", **where, text="x")


async def test_a_press_can_be_answered_once_and_only_for_a_while(api: RawApi) -> None:
    async with BotApiServer(query_lifetime_s=0.0) as hasty:
        hasty.phone(chat_id=1).press(1, "x")
        (query_id,) = hasty.world.presses
        async with httpx.AsyncClient(trust_env=False) as client:
            late = await RawApi(client, hasty)("answerCallbackQuery", callback_query_id=query_id)
        assert "query is too old" in late["description"]


async def test_a_press_that_was_answered_cannot_be_answered_again(server: BotApiServer, api: RawApi) -> None:
    phone = server.phone(chat_id=1)
    phone.press(1, "x")
    (query_id,) = server.world.presses
    assert (await api("answerCallbackQuery", callback_query_id=query_id, text="Dank u"))["ok"]
    assert [toast.text for toast in phone.screen.toasts] == ["Dank u"]
    assert "query is too old" in await api.refused("answerCallbackQuery", callback_query_id=query_id)


@pytest.mark.parametrize("wish", ["request_location", "request_contact"])
async def test_a_group_is_not_asked_for_a_place_or_a_number(
    server: BotApiServer, api: RawApi, wish: str
) -> None:
    server.phone(chat_id=1)
    server.group(chat_id=-5)
    markup = {"keyboard": [[{"text": "Deel", wish: True}]]}
    assert (await api("sendMessage", **TEXT, reply_markup=markup))["ok"]
    refused = await api.refused("sendMessage", chat_id=-5, text="x", reply_markup=markup)
    assert "can be requested in private chats only" in refused


async def test_a_message_of_more_than_two_days_is_not_deleted(server: BotApiServer, api: RawApi) -> None:
    server.phone(chat_id=1)
    with time_machine.travel("2026-01-01T12:00:00+00:00", tick=True):
        sent = await api("sendMessage", **TEXT)
    with time_machine.travel("2026-01-03T12:00:01+00:00", tick=True):
        where = {"chat_id": 1, "message_id": sent["result"]["message_id"]}
        assert "can't be deleted for everyone" in await api.refused("deleteMessage", **where)


@pytest.mark.parametrize("body", ["{", "[1]", '"text"'])
async def test_a_body_that_is_no_json_object_is_refused(
    server: BotApiServer, client: httpx.AsyncClient, body: str
) -> None:
    url = f"{server.base_url}{server.token}/getMe"
    answer = await client.post(url, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert [violation.rule for violation in server.violations] == ["json"]


async def test_an_unknown_method_is_404_and_a_wrong_token_401(
    server: BotApiServer, api: RawApi, client: httpx.AsyncClient
) -> None:
    assert (await api("sendTelegram"))["status"] == 404
    assert (await api("sendDice", chat_id=1))["status"] == 404
    assert [violation.rule for violation in server.violations] == ["unknown_method"] * 2
    assert (await client.get(f"{server.base_url}1:wrong/getMe")).status_code == 401
    assert (await client.get(f"{server.base_file_url}1:wrong/x")).status_code == 401
    assert (await client.get(f"{server.base_file_url}{server.token}/nothing")).status_code == 404
