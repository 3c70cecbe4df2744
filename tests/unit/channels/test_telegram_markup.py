"""How a prompt looks on Telegram."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.callback_data import CallbackData, unpack
from bot.channels.telegram_markup import TEXT_LIMIT, Call, calls, split, toast_text
from flows.model import Button, Name, Native, Prompt, Text, Venue
from tests.unit.channels.builders import KeyRenderer, make_button, make_envelope, make_native, make_prompt

HOUSE = Venue("Taalhuis Zwolle", "Zeven Alleetjes 1A, Zwolle", 52.51, 6.09)
YES_NO = ((make_button("yes"), make_button("no")),)


def planned(prompt: Prompt, *, replaces_ref: str = "", texts: dict[str, str] | None = None) -> list[Call]:
    return list(calls(make_envelope(prompt, replaces_ref=replaces_ref), KeyRenderer(texts)))


def only(prompt: Prompt, **how: Any) -> Mapping[str, str]:
    [call] = planned(prompt, **how)
    return call.parameters


def markup(parameters: Mapping[str, str]) -> Any:
    return json.loads(parameters["reply_markup"])


def test_lines_stand_under_each_other() -> None:
    assert only(make_prompt("one", "two"))["text"] == "one\ntwo"


def test_links_get_no_preview() -> None:
    assert json.loads(only(make_prompt())["link_preview_options"]) == {"is_disabled": True}


@pytest.mark.parametrize("name", ["<b>&", "</b><a href='x'>", "&lt;", '"', "{0}", "<script>", "& <", "🙂<"])
def test_no_name_can_become_markup(name: str) -> None:
    prompt = replace(make_prompt(), lines=(Text("hello", {"name": Name(name)}),), chosen=(Name(name),))
    text = only(prompt)["text"]
    assert text.replace("<b>", "", 1).replace("</b>", "", 1).count("<") == 0
    assert name in unescape(text)


def test_the_chosen_answer_stands_in_bold_under_the_question() -> None:
    prompt = replace(make_prompt("question"), chosen=(Text("read"), Text("write")))
    assert only(prompt)["text"] == "question\n\n✅ <b>read, write</b>"


def test_buttons_keep_their_rows_and_the_fixed_row_comes_last() -> None:
    prompt = replace(make_prompt(rows=YES_NO, serial=3), always=((make_button("help"),),))
    labels = [[key["text"] for key in row] for row in markup(only(prompt))["inline_keyboard"]]
    assert labels == [["label.yes", "label.no"], ["label.help"]]


def test_a_button_carries_its_conversation_question_and_choice() -> None:
    [[yes, _]] = markup(only(make_prompt(rows=YES_NO, serial=3)))["inline_keyboard"]
    assert unpack(yes["callback_data"]) == CallbackData(7, 3, "yes")


def test_a_ticked_button_shows_a_tick_before_its_picture() -> None:
    prompt = make_prompt(rows=((make_button("yes", picture="📖", selected=True),),), serial=1)
    assert markup(only(prompt))["inline_keyboard"][0][0]["text"] == "✅ 📖 label.yes"


def test_a_question_without_buttons_has_no_keyboard() -> None:
    assert "reply_markup" not in only(make_prompt())


def test_an_answered_question_is_edited_and_loses_its_buttons() -> None:
    prompt = replace(make_prompt(serial=3), replaces=True, chosen=(Text("read"),))
    [call] = planned(prompt, replaces_ref="55")
    assert call.endpoint == "editMessageText"
    assert call.parameters["message_id"] == "55"
    assert "reply_markup" not in call.parameters


def test_a_toggle_is_edited_with_its_buttons() -> None:
    prompt = replace(make_prompt(rows=YES_NO, serial=3), replaces=True)
    [call] = planned(prompt, replaces_ref="55")
    assert call.endpoint == "editMessageText"
    assert len(markup(call.parameters)["inline_keyboard"]) == 1


def test_buttons_are_not_taken_off_a_message_that_was_never_sent() -> None:
    assert planned(replace(make_prompt(serial=3), replaces=True, chosen=(Text("read"),))) == []


def test_a_toggle_of_a_message_that_was_never_sent_goes_out_as_a_new_one() -> None:
    [call] = planned(replace(make_prompt(rows=YES_NO, serial=3), replaces=True))
    assert call.endpoint == "sendMessage"


@pytest.mark.parametrize(
    ("native", "request_key"), [(Native.LOCATION, "request_location"), (Native.CONTACT, "request_contact")]
)
def test_the_phone_itself_is_asked_with_its_own_keyboard(native: Native, request_key: str) -> None:
    keyboard = markup(only(replace(make_prompt(), native=(make_native(native),))))
    assert keyboard["keyboard"] == [[{"text": f"label.{native}", request_key: True}]]
    assert keyboard["one_time_keyboard"]
    assert keyboard["resize_keyboard"]


def test_a_question_with_both_keyboards_brings_the_phones_own_one_first() -> None:
    first, question = planned(replace(make_prompt(rows=YES_NO, serial=1), native=(make_native(),)))
    assert "keyboard" in markup(first.parameters)
    assert "inline_keyboard" in markup(question.parameters)


def test_the_phones_keyboard_is_taken_away_again() -> None:
    assert markup(only(replace(make_prompt(), closes_native=True))) == {"remove_keyboard": True}


def test_the_phones_keyboard_is_taken_away_before_a_question_with_buttons() -> None:
    first, question = planned(replace(make_prompt(rows=YES_NO, serial=1), closes_native=True))
    assert markup(first.parameters) == {"remove_keyboard": True}
    assert "inline_keyboard" in markup(question.parameters)


def test_an_edit_takes_the_phones_keyboard_away_by_a_message_of_its_own() -> None:
    prompt = replace(make_prompt(), replaces=True, closes_native=True, chosen=(Text("read"),))
    first, edit = planned(prompt, replaces_ref="5")
    assert markup(first.parameters) == {"remove_keyboard": True}
    assert edit.endpoint == "editMessageText"


def test_a_native_button_in_a_row_is_left_out() -> None:
    rows = ((make_button("yes"), Button("share", Text("x"), native=Native.CONTACT)), (make_native(),))
    assert len(markup(only(make_prompt(rows=rows, serial=1)))["inline_keyboard"]) == 1


def test_a_taalhuis_comes_on_the_map_before_what_is_said_of_it() -> None:
    venue, message = planned(replace(make_prompt(rows=YES_NO, serial=1), venue=HOUSE))
    assert (venue.endpoint, venue.parameters["title"]) == ("sendVenue", "Taalhuis Zwolle")
    assert "inline_keyboard" in markup(message.parameters)


def test_a_taalhuis_without_words_carries_the_buttons_itself() -> None:
    [venue] = planned(Prompt((), rows=YES_NO, serial=1, venue=HOUSE))
    assert venue.endpoint == "sendVenue"
    assert "inline_keyboard" in markup(venue.parameters)


def test_a_taalhuis_without_an_address_shows_its_name_there() -> None:
    [venue] = planned(Prompt((), venue=replace(HOUSE, address="")))
    assert venue.parameters["address"] == HOUSE.name


def test_a_long_text_becomes_several_messages_and_the_last_has_the_buttons() -> None:
    long = {f"k{number}": "woord " * 300 for number in range(5)}
    sent = planned(make_prompt(*long, rows=YES_NO, serial=1), texts=long)
    assert len(sent) == 3
    assert ["reply_markup" in call.parameters for call in sent] == [False, False, True]
    assert all(len(call.parameters["text"]) <= TEXT_LIMIT for call in sent)


@given(st.lists(st.text(max_size=60), max_size=12), st.integers(20, 60))
def test_every_page_keeps_to_the_limit(lines: list[str], limit: int) -> None:
    pages = split("\n".join(lines), limit)
    assert all(len(page.encode("utf-16-le", "surrogatepass")) // 2 <= limit for page in pages)


@given(st.lists(st.text("abc 🙂", max_size=15), max_size=12))
def test_no_word_is_lost_between_pages(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert " ".join(split(text, 30)).split() == text.split()


def test_a_line_that_is_too_long_is_cut_between_words() -> None:
    assert split("<b>een &amp; twee drie</b>", 12) == ["een &amp;", "twee drie"]


def test_a_toast_is_as_long_as_telegram_allows() -> None:
    assert len(toast_text("x" * 300)) == 200
    assert toast_text("Klaar") == "Klaar"


@given(
    st.integers(0, 2**63 - 1),
    st.from_regex(r"do:[a-z]{2,8}(:[a-z0-9_+.\-]{1,12})?", fullmatch=True).filter(lambda c: len(c) <= 24),
)
def test_the_button_of_a_card_fits_into_64_bytes_and_comes_back(conversation: int, choice: str) -> None:
    prompt = make_prompt(rows=((make_button(choice),),))
    [call] = calls(make_envelope(prompt, conversation=conversation), KeyRenderer())
    [[key]] = markup(call.parameters)["inline_keyboard"]
    assert len(key["callback_data"].encode()) <= 64
    assert unpack(key["callback_data"]) == CallbackData(conversation, 0, choice)
