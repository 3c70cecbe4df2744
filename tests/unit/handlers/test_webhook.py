"""200 is the acknowledgement: it goes out only after the commit."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.errors import SettingsError, StorageUnavailable
from handlers.webhook import AT_ONCE, LIMIT_BYTES, SECRET_HEADER, ChatOrder, set_webhook, webhook_route
from tests.unit.handlers.fakes import Edge, FakeTime
from tests.unit.handlers.updates import JsonDict, say

SECRET = "a-secret-of-enough-characters"
PATH = "/telegram/webhook"
PROVEN = {SECRET_HEADER: SECRET}


@pytest.fixture
async def client(edge: Edge) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[webhook_route(edge.application, secret=SECRET, path=PATH)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as ready:
        yield ready


async def post(client: httpx.AsyncClient, raw: JsonDict | bytes, **how: Any) -> int:
    content = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
    answer = await client.post(PATH, content=content, headers=how.get("headers", PROVEN))
    return answer.status_code


async def test_what_is_stored_is_acknowledged(edge: Edge, client: httpx.AsyncClient) -> None:
    assert await post(client, say("hallo", update_id=9)) == 200
    assert edge.inbox.ids == [9]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {SECRET_HEADER: ""},
        {SECRET_HEADER: SECRET[:-1]},
        {SECRET_HEADER: SECRET + "x"},
        {SECRET_HEADER: "é"},
    ],
)
async def test_who_does_not_know_the_secret_is_not_telegram(
    edge: Edge, client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    encoded = {name: value.encode("latin-1").decode("latin-1") for name, value in headers.items()}
    answer = await client.post(PATH, content=json.dumps(say("x")), headers=list(_raw(encoded)))
    assert answer.status_code == 403
    assert edge.inbox.deliveries == []


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]


def test_an_empty_secret_is_refused_at_the_start(edge: Edge) -> None:
    with pytest.raises(ValueError, match="secret"):
        webhook_route(edge.application, secret="", path=PATH)


async def test_only_post_is_answered(client: httpx.AsyncClient) -> None:
    assert (await client.get(PATH, headers=PROVEN)).status_code == 405


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b"{}", b'{"update_id": "x"}', b"\xff\xfe", b"[" * 100_000]
)
async def test_what_is_no_update_is_a_bad_request(client: httpx.AsyncClient, body: bytes) -> None:
    assert await post(client, body) == 400


async def test_a_body_that_is_too_long_is_refused(client: httpx.AsyncClient) -> None:
    assert await post(client, b" " * (LIMIT_BYTES + 1)) == 413


async def test_without_a_database_telegram_has_to_come_again(edge: Edge, client: httpx.AsyncClient) -> None:
    edge.inbox.fail_on(9, error=StorageUnavailable("away"))
    assert await post(client, say("hallo", update_id=9)) == 503
    edge.inbox.recover()
    assert await post(client, say("hallo", update_id=9)) == 200
    assert edge.inbox.ids == [9]


async def test_a_defect_is_never_acknowledged_and_tells_no_words(
    edge: Edge, client: httpx.AsyncClient
) -> None:
    edge.inbox.fail_on(9, error=ValueError("words of a person"))
    with capture_logs() as logs:
        assert await post(client, say("hallo", update_id=9)) == 500
    assert [line["update_id"] for line in logs] == [9]
    assert "words of a person" not in repr(logs)


async def test_an_update_that_can_never_be_read_does_not_come_for_ever(client: httpx.AsyncClient) -> None:
    assert await post(client, {"update_id": 9, "message": {"message_id": "no", "chat": 3}}) == 200


async def test_a_second_delivery_changes_nothing(edge: Edge, client: httpx.AsyncClient) -> None:
    assert [await post(client, say("hallo", update_id=9)) for _ in range(2)] == [200, 200]
    assert (edge.inbox.deliveries, edge.inbox.ids) == ([9, 9], [9])


async def test_a_hundred_chats_are_served_side_by_side(edge: Edge, client: httpx.AsyncClient) -> None:
    updates = [say("x", update_id=number, chat=number) for number in range(1, 101)]
    assert set(await asyncio.gather(*(post(client, update) for update in updates))) == {200}
    assert edge.inbox.most_at_once > 50


async def test_one_chat_keeps_its_order(edge: Edge, client: httpx.AsyncClient) -> None:
    updates = [say("x", update_id=number) for number in range(1, 31)]
    await asyncio.gather(*(post(client, update) for update in updates))
    assert edge.inbox.ids == list(range(1, 31))
    assert edge.inbox.most_at_once == 1


async def test_a_chat_is_forgotten_when_nothing_is_under_way() -> None:
    order = ChatOrder()

    async def visit(chat: int) -> None:
        async with order.turn(chat):
            await asyncio.sleep(0)
            assert len(order) > 0

    await asyncio.gather(*(visit(number % 3) for number in range(30)))
    assert (len(order), order.under_way) == (0, 0)


async def test_a_turn_that_is_given_up_leaves_nothing_behind() -> None:
    order = ChatOrder()
    async with order.turn(1):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.001), order.turn(1):
                pytest.fail("two at once in one chat")
    assert len(order) == 0


async def test_a_flood_is_sent_back_to_telegram_which_keeps_it(edge: Edge, client: httpx.AsyncClient) -> None:
    gate = asyncio.Event()
    inner = edge.inbox.receive

    async def slow(inbound: Any) -> Any:
        await gate.wait()
        return await inner(inbound)

    edge.inbox.receive = slow  # type: ignore[method-assign]
    updates = [say("x", update_id=number, chat=number) for number in range(1, AT_ONCE + 11)]
    tasks = [asyncio.create_task(post(client, update)) for update in updates]
    refused = itertools.islice(asyncio.as_completed(tasks), 10)
    assert [await code for code in refused] == [503] * 10
    gate.set()
    codes = await asyncio.gather(*tasks)
    assert (codes.count(503), codes.count(200)) == (10, AT_ONCE)


async def test_telegram_is_told_the_address_and_the_secret(edge: Edge) -> None:
    await set_webhook(edge.application, url="https://bot.example/hook", secret=SECRET, sleep=FakeTime().sleep)
    [told] = edge.telegram.of("setWebhook")
    assert (told["url"], told["secret_token"], told["drop_pending_updates"]) == (
        "https://bot.example/hook",
        SECRET,
        "false",
    )
    assert json.loads(told["allowed_updates"]) == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_telegram_is_told_again_and_again_until_it_answers(edge: Edge) -> None:
    time = FakeTime()
    edge.telegram.refusals["setWebhook"] = [
        NetworkError("away"),
        RetryAfter(17),
        TimedOut(),
        NetworkError("5xx"),
    ]
    await set_webhook(edge.application, url="https://bot.example/hook", secret=SECRET, sleep=time.sleep)
    assert time.slept == [1, 17, 2, 4]
    assert len({json.dumps(told) for told in edge.telegram.of("setWebhook")}) == 1


@pytest.mark.parametrize(
    ("refusal", "setting"),
    [
        (BadRequest("Bad webhook: HTTPS url must be provided for webhook"), "TAALWIJZER_WEBHOOK_URL"),
        (BadRequest("Secret token contains unallowed characters"), "TAALWIJZER_WEBHOOK_SECRET"),
        (InvalidToken("Unauthorized"), "TAALWIJZER_TELEGRAM_TOKEN"),
    ],
)
async def test_what_telegram_refuses_is_a_wrong_setting_and_is_asked_once(
    edge: Edge, refusal: TelegramError, setting: str
) -> None:
    time = FakeTime()
    edge.telegram.refusals["setWebhook"] = [refusal]
    with pytest.raises(SettingsError, match=setting) as caught:
        await set_webhook(edge.application, url="http://bot.example/hook", secret=SECRET, sleep=time.sleep)
    assert time.slept == []
    assert SECRET not in str(caught.value)
