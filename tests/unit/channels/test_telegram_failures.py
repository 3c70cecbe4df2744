"""What each failure of sending means: sent again, perhaps arrived, the person gone, or a defect of ours.

The failures are made below the library, where httpx meets the network, because the library tells some of them
apart only by what lies under its own error.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel, WireBot
from bot.errors import DeliveryError, Permanent, RecipientGone, Retry, Unsure
from flows.model import Name, Text, Venue
from handlers.application import QuietRequest
from tests.unit.channels.builders import KeyRenderer, make_button, make_envelope, make_prompt

TOKEN = "123456:secret-token"
SENT = {"ok": True, "result": {"message_id": 41, "date": 1, "chat": {"id": 1, "type": "private"}}}
Answer = Callable[[httpx.Request], httpx.Response]


def refusal(status: int, description: str, **parameters: int) -> httpx.Response:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return httpx.Response(status, json={**body, "parameters": parameters} if parameters else body)


class Line:
    """A line to Telegram that gives the next of its answers to each call, and success after the last."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.endpoints: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.endpoints.append(request.url.path.rsplit("/", 1)[-1])
        answer = self.answers.pop(0) if self.answers else httpx.Response(200, json=SENT)
        if isinstance(answer, Exception):
            raise answer
        return answer


@asynccontextmanager
async def channel_over(line: Line) -> AsyncIterator[TelegramChannel]:
    request = QuietRequest(httpx_kwargs={"transport": httpx.MockTransport(line)})
    bot = WireBot(TOKEN, base_url="http://telegram/bot", request=request, get_updates_request=request)
    yield TelegramChannel(bot, KeyRenderer())
    await request.shutdown()


async def failure_of(*answers: httpx.Response | Exception) -> DeliveryError:
    async with channel_over(Line(*answers)) as channel:
        with pytest.raises(DeliveryError) as caught:
            await channel.deliver(make_envelope(make_prompt()))
    return caught.value


async def test_what_arrived_is_known_by_its_message_id() -> None:
    async with channel_over(Line()) as channel:
        assert await channel.deliver(make_envelope(make_prompt())) == "41"


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("busy"),
        httpx.ProxyError("no proxy"),
    ],
    ids=repr,
)
async def test_without_a_connection_nothing_has_left(error: Exception) -> None:
    assert type(await failure_of(error)) is Retry


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout("slow"),
        httpx.WriteTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.WriteError("reset"),
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
    ],
    ids=repr,
)
async def test_once_it_may_have_left_nobody_knows_whether_it_arrived(error: Exception) -> None:
    assert type(await failure_of(error)) is Unsure


@pytest.mark.parametrize("payload", [b"", b"<html>ok</html>", b"[]"])
async def test_a_success_that_nobody_can_read_may_have_arrived(payload: bytes) -> None:
    assert type(await failure_of(httpx.Response(200, content=payload))) is Unsure


async def test_too_many_requests_says_how_long_to_wait() -> None:
    error = await failure_of(refusal(429, "Too Many Requests: retry after 17", retry_after=17))
    assert isinstance(error, Retry)
    assert error.retry_after == 17


@pytest.mark.parametrize(
    "answer",
    [
        refusal(429, "Too Many Requests"),
        refusal(500, "Internal Server Error"),
        httpx.Response(502, content=b"<html>Bad Gateway</html>"),
        httpx.Response(503, content=b""),
        refusal(409, "Conflict: terminated by other getUpdates request"),
        refusal(401, "Unauthorized"),
        refusal(404, "Not Found"),
    ],
    ids=lambda answer: str(answer.status_code),
)
async def test_what_is_not_the_fault_of_the_message_is_tried_again(answer: httpx.Response) -> None:
    error = await failure_of(answer)
    assert isinstance(error, Retry)
    assert error.retry_after is None


@pytest.mark.parametrize(
    "answer",
    [
        refusal(403, "Forbidden: bot was blocked by the user"),
        refusal(403, "Forbidden: user is deactivated"),
        refusal(403, "Forbidden: bot was kicked from the supergroup chat"),
        refusal(403, "Forbidden: bot can't initiate conversation with a user"),
        refusal(400, "Bad Request: chat not found"),
        refusal(400, "Bad Request: PEER_ID_INVALID"),
        refusal(400, "Bad Request: not enough rights to send text messages to the chat"),
        refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100),
    ],
    ids=lambda answer: answer.json()["description"],
)
async def test_who_cannot_be_reached_any_more_is_gone(answer: httpx.Response) -> None:
    assert type(await failure_of(answer)) is RecipientGone


@pytest.mark.parametrize(
    "description",
    ["Bad Request: message text is empty", "Bad Request: BUTTON_DATA_INVALID", "Bad Request: x"],
)
async def test_a_message_that_is_refused_is_a_defect(description: str) -> None:
    assert type(await failure_of(refusal(400, description))) is Permanent


async def test_a_reason_holds_neither_words_of_a_person_nor_the_token(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="telegram")
    quoting = refusal(400, 'Bad Request: can\'t parse entities: unsupported start tag "Fatima" at offset 3')
    reasons = [
        str(await failure_of(answer))
        for answer in (
            quoting,
            refusal(401, "Unauthorized"),
            httpx.ConnectError(f"http://telegram/bot{TOKEN}/sendMessage"),
            httpx.Response(200, content=b"Fatima"),
        )
    ]
    assert "Fatima" not in f"{reasons}{caplog.text}"
    assert TOKEN not in f"{reasons}{caplog.text}"
    assert all(reasons)


UNCHANGED = refusal(400, "Bad Request: message is not modified: specified new message content is the same")
NOT_FOUND = refusal(400, "Bad Request: message to edit not found")
TOO_OLD = refusal(400, "Bad Request: message can't be edited")
ANSWERED = replace(make_prompt(serial=2), replaces=True, chosen=(Text("read"),))
TOGGLE = replace(make_prompt(rows=((make_button(),),), serial=2), replaces=True)


async def test_an_edit_that_changes_nothing_was_delivered_before() -> None:
    async with channel_over(Line(UNCHANGED)) as channel:
        assert await channel.deliver(make_envelope(TOGGLE, replaces_ref="5")) == "5"


@pytest.mark.parametrize("answer", [NOT_FOUND, TOO_OLD])
async def test_buttons_need_not_be_taken_off_a_message_that_is_gone(answer: httpx.Response) -> None:
    line = Line(answer)
    async with channel_over(line) as channel:
        assert await channel.deliver(make_envelope(ANSWERED, replaces_ref="5")) == "5"
    assert line.endpoints == ["editMessageText"]


@pytest.mark.parametrize("answer", [NOT_FOUND, TOO_OLD])
async def test_a_toggle_of_a_message_that_is_gone_goes_out_as_a_new_one(answer: httpx.Response) -> None:
    line = Line(answer)
    async with channel_over(line) as channel:
        assert await channel.deliver(make_envelope(TOGGLE, replaces_ref="5")) == "41"
    assert line.endpoints == ["editMessageText", "sendMessage"]


async def test_an_edit_that_is_refused_is_a_defect() -> None:
    async with channel_over(Line(refusal(400, "Bad Request: BUTTON_DATA_INVALID"))) as channel:
        with pytest.raises(Permanent):
            await channel.deliver(make_envelope(TOGGLE, replaces_ref="5"))


async def test_when_the_map_does_not_arrive_what_is_said_of_it_waits_too() -> None:
    line = Line(httpx.ConnectError("refused"))
    async with channel_over(line) as channel:
        with pytest.raises(Retry):
            await channel.deliver(make_envelope(replace(make_prompt(), venue=HOUSE)))
    assert line.endpoints == ["sendVenue"]


HOUSE = Venue("Taalhuis", "Straat 1", 52.5, 6.1)


async def test_a_question_that_has_not_left_is_tried_again_whatever_became_of_its_map() -> None:
    async with channel_over(Line(httpx.ReadTimeout("slow"))) as channel:
        with pytest.raises(Retry):
            await channel.deliver(make_envelope(replace(make_prompt(), venue=HOUSE)))


async def test_a_map_that_is_refused_does_not_keep_the_words_back() -> None:
    line = Line(refusal(400, "Bad Request: VENUE_TITLE_INVALID"))
    async with channel_over(line) as channel:
        with capture_logs() as logs:
            assert await channel.deliver(make_envelope(replace(make_prompt(), venue=HOUSE))) == "41"
    assert line.endpoints == ["sendVenue", "sendMessage"]
    assert [(entry["event"], entry["outbox_id"]) for entry in logs] == [("venue_refused", 1)]


async def test_a_person_who_is_gone_is_gone_at_the_first_of_two_messages() -> None:
    async with channel_over(Line(refusal(403, "Forbidden: bot was blocked by the user"))) as channel:
        with pytest.raises(RecipientGone):
            await channel.deliver(make_envelope(replace(make_prompt(), venue=HOUSE)))


async def test_nothing_is_called_when_there_is_nothing_to_show() -> None:
    line = Line()
    async with channel_over(line) as channel:
        assert await channel.deliver(make_envelope(ANSWERED)) == ""
    assert line.endpoints == []


async def test_what_leaves_is_the_text_with_names_made_harmless() -> None:
    bodies: list[httpx.QueryParams] = []

    class Reading(Line):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            bodies.append(httpx.QueryParams(request.content.decode()))
            return super().__call__(request)

    prompt = replace(make_prompt(), lines=(Text("hello", {"name": Name("<b>&")}),))
    async with channel_over(Reading()) as channel:
        await channel.deliver(make_envelope(prompt))
    [body] = bodies
    assert (body["text"], body["parse_mode"]) == ("hello &lt;b&gt;&amp;", "HTML")
    assert json.loads(body["link_preview_options"]) == {"is_disabled": True}
