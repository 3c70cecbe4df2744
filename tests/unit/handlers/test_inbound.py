"""Every kind of update, and what becomes of it. They pass through the real Application."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import InaccessibleMessage
from telegram.constants import UpdateType

from bot.channels.callback_data import pack
from bot.services.inbox import Actor, Inbound
from flows.model import VoiceNote
from flows.replies import (
    Command,
    Edited,
    Reply,
    SharedContact,
    SharedLocation,
    Spoken,
    Tap,
    Typed,
    Unexpected,
)
from handlers.inbound import read_update
from tests.unit.handlers.fakes import Edge
from tests.unit.handlers.updates import (
    GROUP,
    MEDIA,
    PERSON,
    PICTURE,
    SERVICE,
    change_membership,
    in_group,
    make_message,
    make_update,
    make_user,
    press,
    say,
)


async def reply_to(edge: Edge, **content: Any) -> Reply | None:
    inbound = await edge.narrowed(make_update(message=make_message(**content)))
    return inbound.reply if inbound else None


async def test_a_message_tells_who_sent_it_and_what(edge: Edge) -> None:
    assert await edge.narrowed(say("hallo", update_id=77)) == Inbound(
        "telegram", 77, Actor("telegram", str(PERSON), "Fatima", "ar"), Typed("hallo")
    )


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/start", Command("start")),
        ("/Start", Command("start")),
        ("/start@TaalwijzerBot", Command("start")),
        ("/start taalhuis-8011", Command("start", "taalhuis-8011")),
        ("/start@TaalwijzerBot  a b ", Command("start", "a b")),
        (" /stop\n", Command("stop")),
        ("/taal\nturks", Command("taal", "turks")),
    ],
)
async def test_a_command_loses_its_slash_and_our_name(edge: Edge, text: str, command: Command) -> None:
    assert await reply_to(edge, text=text) == command


@pytest.mark.parametrize("text", ["/", "/ 5", "ik wil /stop", "//start", "/stóp", "8011 AB"])
async def test_what_only_looks_like_a_command_is_text(edge: Edge, text: str) -> None:
    assert await reply_to(edge, text=text) == Typed(text)


@pytest.mark.parametrize(
    "text", [" ", "\n\t", "\u200b", "\u200d\u2060", "\u2800", "\u3164", "\ufeff\u00a0", "\u0301"]
)
async def test_a_text_that_shows_nothing_is_no_answer(edge: Edge, text: str) -> None:
    assert await reply_to(edge, text=text) == Unexpected("empty")


@pytest.mark.parametrize("text", ["🙂", "👩‍👩‍👧", "ja\u200b", "é", "مرحبا", "1", "?"])
async def test_a_text_that_shows_something_is_kept_as_it_is(edge: Edge, text: str) -> None:
    assert await reply_to(edge, text=text) == Typed(text)


async def test_what_no_database_keeps_is_taken_out(edge: Edge) -> None:
    assert await reply_to(edge, text="a\0b\ud83d") == Typed("ab?")


async def test_a_tap_says_of_which_question_it_is(edge: Edge) -> None:
    inbound = await edge.narrowed(press(pack(12, 3, "+reading")))
    assert inbound == Inbound(
        "telegram", 1, Actor("telegram", str(PERSON), "Fatima", "ar"), Tap("+reading", 3, 12, ref="10")
    )


@pytest.mark.parametrize("data", ["", "0:old", "yes", None])
async def test_a_button_that_we_cannot_read_is_an_old_one(edge: Edge, data: str | None) -> None:
    inbound = await edge.narrowed(press(data))
    assert inbound is not None
    assert inbound.reply == Tap("", -1)


async def test_the_question_that_comes_back_with_a_tap_is_not_built_again(edge: Edge) -> None:
    raw = press(pack(1, 2, "yes"))
    raw["callback_query"]["message"]["reply_markup"] = {
        "inline_keyboard": [[{"text": "x", "callback_data": "y"}]]
    }
    sent = json.dumps(raw)
    update = read_update(raw, edge.application.bot)
    assert update.callback_query is not None
    assert isinstance(update.callback_query.message, InaccessibleMessage)
    assert update.callback_query.message.message_id == raw["callback_query"]["message"]["message_id"]
    assert update.callback_query.message.chat.id == PERSON
    assert json.dumps(raw) == sent


async def test_a_button_under_a_message_that_is_gone_still_counts(edge: Edge) -> None:
    raw = press(pack(1, 2, "yes"))
    raw["callback_query"]["message"] = {"chat": make_message()["chat"], "message_id": 1, "date": 0}
    inbound = await edge.narrowed(raw)
    assert inbound is not None
    assert inbound.reply == Tap("yes", 2, 1, ref="1")


@pytest.mark.parametrize(
    "content",
    [
        {"location": {"latitude": 52.5, "longitude": 6.1}},
        {"location": {"latitude": 52.5, "longitude": 6.1, "live_period": 900}},
        {
            "location": {"latitude": 52.5, "longitude": 6.1},
            "venue": {"location": {"latitude": 52.5, "longitude": 6.1}, "title": "t", "address": "a"},
        },
    ],
    ids=["place", "live place", "venue"],
)
async def test_a_place_is_a_place_however_it_was_shared(edge: Edge, content: dict[str, Any]) -> None:
    assert await reply_to(edge, **content) == SharedLocation(52.5, 6.1)


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ({"phone_number": "31612345678", "user_id": PERSON}, SharedContact("+31612345678", own=True)),
        ({"phone_number": "+31612345678", "user_id": PERSON}, SharedContact("+31612345678", own=True)),
        ({"phone_number": "0612345678", "user_id": PERSON}, SharedContact("0612345678", own=True)),
        ({"phone_number": "+31687654321", "user_id": PERSON + 1}, SharedContact("+31687654321", own=False)),
        ({"phone_number": "0687654321"}, SharedContact("0687654321", own=False)),
    ],
)
async def test_a_contact_is_own_only_when_it_is_the_senders(
    edge: Edge, contact: dict[str, Any], expected: SharedContact
) -> None:
    assert await reply_to(edge, contact={"first_name": "F", **contact}) == expected


@pytest.mark.parametrize("kind", MEDIA)
async def test_media_answers_no_question(edge: Edge, kind: str) -> None:
    assert await reply_to(edge, **{kind: MEDIA[kind]}) == Unexpected(kind)


async def test_what_is_said_aloud_is_passed_on_by_its_name(edge: Edge) -> None:
    said = {"file_id": "AwACAgQ", "file_unique_id": "u", "duration": 3}
    assert await reply_to(edge, voice=said) == Spoken(VoiceNote("telegram", "AwACAgQ", 3))


async def test_a_photo_with_words_under_it_is_a_photo(edge: Edge) -> None:
    assert await reply_to(edge, photo=[PICTURE], caption="mijn brief") == Unexpected("photo")


async def test_a_kind_of_message_from_the_future_still_gets_an_answer(edge: Edge) -> None:
    assert await reply_to(edge, hologram={"id": 1}) == Unexpected("other")


@pytest.mark.parametrize("kind", SERVICE)
async def test_what_telegram_itself_writes_is_not_from_the_person(edge: Edge, kind: str) -> None:
    assert await reply_to(edge, **{kind: SERVICE[kind]}) is None


@pytest.mark.parametrize(
    ("content", "text"),
    [({"text": "nee"}, "nee"), ({"photo": [PICTURE], "caption": "x"}, "x"), ({"photo": [PICTURE]}, "")],
)
async def test_an_edited_message_is_told_as_edited(edge: Edge, content: dict[str, Any], text: str) -> None:
    inbound = await edge.narrowed(
        make_update(edited_message=make_message(**content, edit_date=1_800_000_001))
    )
    assert inbound is not None
    assert inbound.reply == Edited(text)


async def test_a_live_place_that_moves_is_ignored(edge: Edge) -> None:
    moved = make_message(location={"latitude": 1.0, "longitude": 2.0}, edit_date=1_800_000_001)
    assert await edge.narrowed(make_update(edited_message=moved)) is None


async def test_another_bot_is_not_answered(edge: Edge) -> None:
    robot = {**make_message(text="hallo"), "from": make_user(is_bot=True)}
    assert await edge.narrowed(make_update(message=robot)) is None
    assert await edge.narrowed(make_update(message=in_group({**robot, "text": "/start"}))) is None


async def test_a_message_without_a_sender_takes_the_name_of_the_chat(edge: Edge) -> None:
    nameless = make_message(text="hallo")
    del nameless["from"]
    inbound = await edge.narrowed(make_update(message=nameless))
    assert inbound is not None
    assert inbound.actor == Actor("telegram", str(PERSON), "Fatima", "")


POST = {
    "message_id": 1,
    "date": 1_800_000_000,
    "chat": {"id": GROUP, "type": "channel", "title": "N"},
    "text": "x",
}
QUERY = {"id": "1", "from": make_user()}
OTHERS: dict[str, Any] = {
    "channel_post": POST,
    "edited_channel_post": POST,
    "inline_query": {**QUERY, "query": "x", "offset": ""},
    "chosen_inline_result": {"result_id": "1", "from": make_user(), "query": "x"},
    "shipping_query": {**QUERY, "invoice_payload": "x", "shipping_address": {}},
    "pre_checkout_query": {**QUERY, "currency": "EUR", "total_amount": 1, "invoice_payload": "x"},
    "poll": MEDIA["poll"],
    "poll_answer": {"poll_id": "1", "user": make_user(), "option_ids": [0], "option_persistent_ids": []},
    "chat_member": change_membership("left", "member")["my_chat_member"],
    "business_message": make_message(text="x"),
    "edited_business_message": make_message(text="x"),
    "guest_message": make_message(text="x"),
    "message_reaction": {
        **{"chat": make_message()["chat"], "message_id": 1, "user": make_user(), "date": 1_800_000_000},
        **{"old_reaction": [], "new_reaction": []},
    },
}
ANSWERED = {"message", "edited_message", "callback_query", "my_chat_member"}


@pytest.mark.parametrize("kind", sorted(set(UpdateType) - ANSWERED))
async def test_every_other_kind_of_update_is_acknowledged_and_forgotten(edge: Edge, kind: str) -> None:
    shipping = {
        "country_code": "NL",
        "state": "",
        "city": "",
        "street_line1": "",
        "street_line2": "",
        "post_code": "",
    }
    content = OTHERS.get(kind)
    if kind == "shipping_query":
        content = {**OTHERS[kind], "shipping_address": shipping}
    # Kinds that are not written out here arrive empty, as one that the library does not know.
    raw = make_update(**({kind: content} if content else {f"new_{kind}": {}}))
    assert await edge.narrowed(raw) is None
