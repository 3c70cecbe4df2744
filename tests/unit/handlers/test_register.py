"""The one list of handlers, and one matrix of what happens when each of them fails."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram import Update
from telegram.error import BadRequest, TelegramError, TimedOut
from telegram.ext import TypeHandler

import handlers
from bot.channels.callback_data import pack
from bot.errors import StorageUnavailable
from flows.model import Text
from handlers.albums import REMEMBERED, Albums
from handlers.application import Context
from handlers.register import RULES, TOASTS_WAITING, Handlers, add
from tests.unit.handlers.fakes import Edge
from tests.unit.handlers.updates import (
    PERSON,
    PICTURE,
    JsonDict,
    change_membership,
    make_message,
    make_update,
    press,
    say,
)

RECEIVED: dict[str, JsonDict] = {
    "message": say("hallo"),
    "tap": press(pack(1, 2, "yes")),
    "edited": make_update(edited_message=make_message(text="x", edit_date=1_800_000_001)),
    "membership": change_membership("member", "kicked"),
}


def _callbacks() -> Iterator[str]:
    for name, method in inspect.getmembers(Handlers, inspect.iscoroutinefunction):
        if list(inspect.signature(method).parameters)[1:2] == ["update"]:
            yield name


def test_every_handler_is_in_the_one_list(edge: Edge) -> None:
    listed = [handler.callback.__name__ for handler in edge.handlers.in_order()]
    assert sorted(listed) == sorted(_callbacks())


def test_nothing_else_is_registered(edge: Edge) -> None:
    [(group, registered)] = edge.application.handlers.items()
    kinds = [(type(handler), handler.callback.__name__) for handler in registered]
    listed = [(type(handler), handler.callback.__name__) for handler in edge.handlers.in_order()]
    assert (group, kinds) == (0, listed)


def test_handlers_are_added_in_one_place_only() -> None:
    folder = Path(handlers.__file__).parent
    adding = [path.name for path in folder.glob("*.py") if ".add_handler" in path.read_text(encoding="utf-8")]
    assert adding == ["register.py"]


def test_every_handler_has_its_line_in_the_table_of_who_may_use_it(edge: Edge) -> None:
    [(_, registered)] = edge.application.handlers.items()
    assert sorted(handler.callback.__name__ for handler in registered) == sorted(RULES)


async def test_a_handler_without_a_rule_is_refused_and_never_asked(edge: Edge) -> None:
    asked: list[Update] = []

    async def planted(update: Update, _: Context) -> None:
        asked.append(update)

    before = list(edge.application.handlers[0])
    with pytest.raises(LookupError, match="planted has no rule"):
        add(edge.application, TypeHandler(Update, planted))
    await edge.give(say("hallo"))
    assert edge.application.handlers[0] == before
    assert asked == []


def test_every_handler_waits_for_its_commit(edge: Edge) -> None:
    assert all(handler.block for handler in edge.handlers.in_order())


def test_the_matrix_of_failures_names_every_handler_that_receives() -> None:
    assert sorted([*RECEIVED, "ignored"]) == sorted(_callbacks())


@pytest.mark.parametrize(
    "error", [StorageUnavailable("away"), ValueError("a defect"), TimeoutError()], ids=repr
)
@pytest.mark.parametrize("kind", RECEIVED)
async def test_a_failed_transaction_reaches_whoever_brought_the_update(
    edge: Edge, kind: str, error: Exception
) -> None:
    edge.inbox.fail_on(1, error=error)
    with pytest.raises(type(error)):
        await edge.give(RECEIVED[kind])
    assert edge.telegram.of("answerCallbackQuery") == []


@pytest.mark.parametrize("kind", RECEIVED)
async def test_a_stored_update_ends_quietly(edge: Edge, kind: str) -> None:
    await edge.give(RECEIVED[kind])
    assert edge.inbox.ids == [1]


async def test_a_tap_is_answered_with_a_toast_after_the_commit(edge: Edge) -> None:
    edge.inbox.toast = Text("done")
    await edge.give(press(pack(1, 2, "yes")))
    assert edge.telegram.of("answerCallbackQuery") == [{"callback_query_id": "q1", "text": "done"}]


async def test_a_tap_without_a_toast_only_stops_the_clock_on_the_button(edge: Edge) -> None:
    await edge.give(press(pack(1, 2, "yes")))
    assert edge.telegram.of("answerCallbackQuery") == [{"callback_query_id": "q1"}]


async def test_a_tap_that_nobody_can_use_still_stops_the_clock(edge: Edge) -> None:
    raw = press(pack(1, 2, "yes"))
    del raw["callback_query"]["message"]
    await edge.give(raw)
    assert edge.inbox.received == []
    assert len(edge.telegram.of("answerCallbackQuery")) == 1


@pytest.mark.parametrize("error", [BadRequest("query is too old"), TimedOut()])
async def test_a_toast_that_fails_is_no_failure(edge: Edge, error: TelegramError) -> None:
    edge.telegram.refusals["answerCallbackQuery"] = [error]
    await edge.give(press(pack(1, 2, "yes")))
    assert edge.inbox.ids == [1]


async def test_more_toasts_than_anybody_can_see_are_dropped(edge: Edge) -> None:
    edge.telegram.toasts_pass.clear()
    for number in range(TOASTS_WAITING + 20):
        raw = press(pack(1, 2, "yes"), update_id=number)
        await edge.application.process_update(Update.de_json(raw, edge.application.bot))
    edge.telegram.toasts_pass.set()
    await edge.handlers.close()
    assert len(edge.inbox.received) == TOASTS_WAITING + 20
    assert len(edge.telegram.of("answerCallbackQuery")) == TOASTS_WAITING


async def test_a_slow_toast_does_not_hold_up_the_next_answer(edge: Edge) -> None:
    edge.telegram.toasts_pass.clear()
    for number in (1, 2):
        raw = press(pack(1, 2, "yes"), update_id=number)
        await edge.application.process_update(Update.de_json(raw, edge.application.bot))
    assert edge.inbox.ids == [1, 2]
    edge.telegram.toasts_pass.set()


def _picture(update_id: int, album: str, chat: int = PERSON) -> JsonDict:
    return make_update(update_id, message=make_message(chat, photo=[PICTURE], media_group_id=album))


async def test_an_album_of_ten_photos_gets_one_answer(edge: Edge) -> None:
    for number in range(10):
        await edge.give(_picture(number, "album"))
    await edge.give(_picture(20, "another"))
    assert edge.inbox.ids == [0, 20]


async def test_an_album_counts_only_once_it_was_stored(edge: Edge) -> None:
    edge.inbox.fail_on(1, error=StorageUnavailable("away"))
    with pytest.raises(StorageUnavailable):
        await edge.give(_picture(1, "album"))
    await edge.give(_picture(2, "album"))
    assert edge.inbox.ids == [2]


def test_albums_of_long_ago_are_forgotten() -> None:
    albums = Albums()
    for number in range(REMEMBERED + 1):
        albums.store(str(number))
    assert (albums.has("0"), albums.has("1"), albums.has(None)) == (False, True, False)
