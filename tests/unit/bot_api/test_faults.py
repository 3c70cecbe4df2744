"""Every accident looks to the bot as it does in the wild, and leaves the world as it says."""

import time
from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest as BadRequestError
from telegram.error import Forbidden as ForbiddenError
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest

from tests.support.bot_api import (
    BadRequest,
    BotApiServer,
    DropConnection,
    Forbidden,
    ReadTimeout,
    ServerError,
    TooManyRequests,
)
from tests.support.bot_api.faults import Fault
from tests.support.bot_api.limits import Limits
from tests.support.bot_api.model import ApiError


async def test_too_many_requests_says_how_long_to_wait(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    server.faults.next(method="sendMessage", chat_id=1, fault=TooManyRequests(retry_after=3))
    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(1, "een")
    assert caught.value.retry_after == timedelta(seconds=3)
    assert phone.screen.messages == ()
    await bot.send_message(1, "twee")
    assert phone.screen.text == "twee"
    assert server.violations == []


async def test_a_server_error_is_a_page_of_html_as_from_a_proxy(server: BotApiServer, bot: Bot) -> None:
    phone = server.phone(chat_id=1)
    server.faults.next(fault=ServerError(502))
    with pytest.raises(NetworkError, match="Bad Gateway"):
        await bot.send_message(1, "een")
    assert phone.screen.messages == ()
    assert server.calls[-1].status == 502


@pytest.mark.parametrize(
    ("fault", "error", "text"),
    [
        (Forbidden("bot was blocked by the user"), ForbiddenError, "bot was blocked by the user"),
        (BadRequest("no such day"), BadRequestError, "(?i)no such day"),
    ],
)
async def test_a_scripted_refusal_carries_its_reason(
    server: BotApiServer, bot: Bot, fault: Fault, error: type[Exception], text: str
) -> None:
    server.phone(chat_id=1)
    server.faults.next(fault=fault)
    with pytest.raises(error, match=text):
        await bot.send_message(1, "een")
    assert server.violations == []


@pytest.mark.parametrize("after_effect", [True, False])
async def test_a_read_timeout_loses_the_answer_and_perhaps_the_message(
    server: BotApiServer, bot: Bot, after_effect: bool
) -> None:
    phone = server.phone(chat_id=1)
    server.faults.next(fault=ReadTimeout(30, after_effect=after_effect))
    begin = time.monotonic()
    with pytest.raises(TimedOut):
        await bot.send_message(1, "een", read_timeout=0.2)
    assert time.monotonic() - begin < 5
    assert len(phone.screen.messages) == after_effect
    assert (server.calls[-1].answer, server.calls[-1].status) == (None, None)


@pytest.mark.parametrize("after_effect", [True, False])
async def test_a_dropped_connection_loses_the_answer_and_perhaps_the_message(
    server: BotApiServer, bot: Bot, client: httpx.AsyncClient, after_effect: bool
) -> None:
    phone = server.phone(chat_id=1)
    server.faults.next(fault=DropConnection(after_effect=after_effect), times=2)
    with pytest.raises(NetworkError):
        await bot.send_message(1, "een")
    url = f"{server.base_url}{server.token}/sendMessage"
    with pytest.raises(httpx.TransportError):
        await client.post(url, json={"chat_id": 1, "text": "twee"})
    assert len(phone.screen.messages) == 2 * after_effect
    await bot.send_message(1, "drie")
    assert phone.screen.last.text == "drie"


async def test_a_fault_waits_for_its_method_and_chat(server: BotApiServer, bot: Bot) -> None:
    server.phone(chat_id=1)
    server.phone(chat_id=2)
    server.faults.next(method="sendMessage", chat_id=2, fault=ServerError(500))
    await bot.send_message(1, "een")
    await bot.send_location(2, 52, 6)
    with pytest.raises(NetworkError):
        await bot.send_message(2, "twee")
    assert [(applied.method, applied.chat_id) for applied in server.faults.applied] == [("sendMessage", 2)]


async def test_a_call_of_the_wrong_form_that_meets_a_lost_answer_is_still_a_violation(
    server: BotApiServer, client: httpx.AsyncClient
) -> None:
    server.phone(chat_id=1)
    server.faults.next(fault=DropConnection(after_effect=True))
    with pytest.raises(httpx.TransportError):
        await client.post(f"{server.base_url}{server.token}/sendMessage", json={"chat_id": 1, "text": ""})
    assert [violation.rule for violation in server.violations] == ["text_empty"]


async def accidents(seed: int) -> list[bool]:
    """Which of 40 messages met an accident at a rate of a quarter."""
    async with BotApiServer() as server:
        server.phone(chat_id=1)
        server.faults.random(seed=seed, rate=0.25, kinds=[ServerError(502), TooManyRequests(1)])
        request = HTTPXRequest(httpx_kwargs={"trust_env": False})
        async with Bot(server.token, base_url=server.base_url, request=request) as bot:
            return [await fails(bot) for _ in range(40)]


async def fails(bot: Bot) -> bool:
    try:
        await bot.send_message(1, "x")
    except (NetworkError, RetryAfter):
        return True
    return False


async def test_random_faults_follow_their_seed_and_rate() -> None:
    first, again, other = await accidents(1), await accidents(1), await accidents(2)
    assert first == again
    assert first != other
    assert 3 <= sum(first) <= 20


async def test_faults_can_be_cleared(server: BotApiServer, bot: Bot) -> None:
    server.phone(chat_id=1)
    server.faults.random(seed=1, rate=1.0, kinds=[ServerError(502)])
    server.faults.next(fault=ServerError(500))
    server.faults.clear()
    await bot.send_message(1, "x")
    assert server.faults.applied == []


async def test_enforced_limits_let_three_at_once_through_and_then_one_a_second(
    server: BotApiServer, bot: Bot
) -> None:
    server.phone(chat_id=1)
    server.phone(chat_id=2)
    server.limits.enforce = True
    for number in range(3):
        await bot.send_message(1, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(1, "te snel")
    await bot.send_message(2, "een ander")
    assert (server.limits.exceeded, server.limits.refused) == (1, 1)


def test_more_than_thirty_a_second_overall_is_too_many() -> None:
    limits = Limits(enforce=True)
    for chat_id in range(30):
        limits.check("sendMessage", chat_id, now=10.0 + chat_id / 100)
    with pytest.raises(ApiError, match="retry after 1"):
        limits.check("sendMessage", 99, now=10.5)
    limits.check("sendMessage", 99, now=11.01)
    assert limits.peak_per_second == 30


def test_one_a_second_in_a_chat_is_never_too_many_even_when_the_network_shakes() -> None:
    limits = Limits(enforce=True)
    for second in range(60):
        limits.check("sendMessage", 1, now=second + (0.05 if second % 2 else 0.0))
    assert limits.exceeded == 0


def test_limits_that_are_not_enforced_are_counted() -> None:
    limits = Limits()
    for _ in range(10):
        limits.check("editMessageText", 1, now=5.0)
    limits.check("getUpdates", None, now=5.0)
    limits.check("sendChatAction", 1, now=5.0)
    assert (limits.exceeded, limits.refused) == (7, 0)
