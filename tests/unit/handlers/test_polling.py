"""The offset is the acknowledgement: it passes an update only after its commit."""

from __future__ import annotations

import asyncio
from collections import defaultdict

import pytest
from structlog.testing import capture_logs
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot.errors import SettingsError, StorageUnavailable
from bot.services.inbox import Inbound
from flows.replies import Typed
from handlers.lanes import TRIES, TRIES_ALONE
from handlers.polling import Poller
from tests.unit.handlers.fakes import Edge, FakeTime
from tests.unit.handlers.updates import PERSON, say


class Run:
    """Runs the poller over what waits at Telegram, for a number of polls."""

    def __init__(self, edge: Edge) -> None:
        self.edge = edge
        self.time = FakeTime()
        self.poller = Poller(edge.application, clock=self.time.now, sleep=self.time.sleep)
        self.polls = 0

    async def polls_of(self, number: int) -> None:
        """Let it poll `number` times, then stop and wait for the end."""

        def count() -> None:
            self.polls += 1
            if self.polls > number:
                self.poller.stop()

        self.edge.telegram.on_poll = count
        async with asyncio.timeout(10):
            await self.poller.run()

    @property
    def offsets(self) -> list[int | None]:
        """The offset of every poll; the last is the confirmation."""
        polls = self.edge.telegram.of("getUpdates")
        return [int(poll["offset"]) if "offset" in poll else None for poll in polls]

    def put(self, *ids: int, chat: int = PERSON) -> None:
        self.edge.telegram.waiting += [say(str(number), update_id=number, chat=chat) for number in ids]


@pytest.fixture
async def run(edge: Edge) -> Run:
    return Run(edge)


async def test_it_passes_what_was_committed_and_confirms_it_at_the_end(run: Run) -> None:
    run.put(5, 6, 7)
    await run.polls_of(1)
    assert run.edge.inbox.ids == [5, 6, 7]
    assert run.offsets[-1] == 8
    assert run.edge.telegram.waiting == []


async def test_a_webhook_is_taken_away_without_dropping_what_waits(run: Run) -> None:
    await run.polls_of(1)
    assert run.edge.telegram.of("deleteWebhook") == [{"drop_pending_updates": "false"}]


async def test_a_stop_without_updates_confirms_nothing(run: Run) -> None:
    await run.polls_of(2)
    assert set(run.offsets) == {None}


async def test_the_offset_stays_at_the_update_that_was_not_stored(run: Run) -> None:
    run.put(5, chat=1)
    run.put(6, chat=2)
    run.put(7, chat=3)
    run.edge.inbox.fail_on(6, error=StorageUnavailable("away"))
    await run.polls_of(3)
    assert run.offsets[1:] == [6, 6, 6, 6]
    assert [update["update_id"] for update in run.edge.telegram.waiting] == [6, 7]


async def test_what_failed_comes_again_and_nothing_is_stored_twice(run: Run) -> None:
    run.put(5, chat=1)
    run.put(6, chat=2)
    run.put(7, chat=3)
    inbox = run.edge.inbox
    failures = iter([StorageUnavailable("away"), StorageUnavailable("away")])
    inbox.failure = lambda inbound: next(failures, None) if inbound.update_id == 6 else None
    await run.polls_of(5)
    assert sorted(inbox.ids) == [5, 6, 7]
    assert inbox.deliveries.count(7) == 3
    assert run.edge.telegram.waiting == []


async def test_after_a_failure_the_rest_of_that_chat_waits(run: Run) -> None:
    run.put(5, 6, 7, chat=1)
    inbox = run.edge.inbox
    failures = iter([StorageUnavailable("away")])
    inbox.failure = lambda inbound: next(failures, None) if inbound.update_id == 6 else None
    await run.polls_of(4)
    assert inbox.deliveries == [5, 6, 6, 7]
    assert inbox.ids == [5, 6, 7]


async def test_the_wait_grows_while_the_database_is_away_and_starts_small_again(run: Run) -> None:
    run.put(5)
    run.edge.inbox.fail_on(5, error=StorageUnavailable("away"))

    def away_for_six(inbound: Inbound) -> Exception | None:
        tries = run.edge.inbox.deliveries.count(inbound.update_id)
        return StorageUnavailable("away") if tries <= 6 else None

    run.edge.inbox.failure = away_for_six
    await run.polls_of(8)
    assert run.time.slept == [0.5, 1, 2, 4, 8, 8]
    assert run.edge.inbox.ids == [5]


async def test_a_hundred_chats_are_served_side_by_side(run: Run) -> None:
    for number in range(100):
        run.put(number + 1, chat=number + 1)
    await run.polls_of(1)
    assert run.edge.inbox.most_at_once == 100


async def test_each_chat_keeps_its_order_while_chats_mix(run: Run) -> None:
    for number in range(100):
        run.put(number + 1, chat=number % 7 + 1)
    await run.polls_of(1)
    by_chat: dict[str, list[int]] = defaultdict(list)
    for inbound in run.edge.inbox.received:
        by_chat[inbound.actor.address].append(inbound.update_id)
    assert len(by_chat) == 7
    assert all(ids == sorted(ids) for ids in by_chat.values())
    assert run.edge.inbox.most_at_once == 7


async def test_more_than_a_hundred_come_in_batches(run: Run) -> None:
    run.put(*range(1, 251))
    await run.polls_of(4)
    assert run.edge.inbox.ids == list(range(1, 251))
    assert run.offsets[:4] == [None, 101, 201, 251]


async def test_an_update_that_cannot_be_read_is_passed_over(run: Run) -> None:
    run.put(5)
    run.edge.telegram.waiting.append({"update_id": 6, "message": {"message_id": "no", "chat": 3}})
    run.put(7)
    with capture_logs() as logs:
        await run.polls_of(2)
    assert run.edge.inbox.ids == [5, 7]
    assert run.offsets[-1] == 8
    assert [line["update_id"] for line in logs if line["event"] == "update_unreadable"] == [6]


async def test_a_defect_does_not_hold_up_the_others(run: Run) -> None:
    run.put(5, 6, chat=1)
    run.edge.inbox.fail_on(5, error=ValueError("words of a person"))
    # Somebody else gets through in every batch.
    for number in range(10):
        run.put(10 + number, chat=10 + number)
    with capture_logs() as logs:
        await run.polls_of(TRIES + 2)
    assert run.edge.inbox.deliveries.count(5) == TRIES
    assert 6 in run.edge.inbox.ids
    assert run.edge.telegram.waiting == []
    assert [line["update_id"] for line in logs if line["event"] == "update_set_apart"] == [5]
    assert "words of a person" not in repr(logs)


async def test_when_nothing_gets_through_an_update_is_not_given_up_soon(run: Run) -> None:
    run.put(5)
    run.edge.inbox.fail_on(5, error=ValueError("everything is broken"))
    await run.polls_of(TRIES * 3)
    assert [update["update_id"] for update in run.edge.telegram.waiting] == [5]


async def test_nobody_is_stuck_for_ever_behind_a_defect(run: Run) -> None:
    run.put(5, 6)
    run.edge.inbox.fail_on(5, error=ValueError("broken"))
    await run.polls_of(TRIES_ALONE + 2)
    assert run.edge.inbox.ids == [6]
    assert run.edge.telegram.waiting == []


@pytest.mark.parametrize("error", [NetworkError("away"), Conflict("two bots")])
async def test_telegram_is_asked_again_after_a_wait_that_grows(
    run: Run, error: NetworkError | Conflict
) -> None:
    run.put(5)
    run.edge.telegram.refusals["getUpdates"] = [error] * 6
    await run.polls_of(2)
    assert run.time.slept == [1, 2, 4, 8, 16, 30]
    assert run.edge.inbox.ids == [5]


async def test_another_process_that_polls_is_named_in_the_log(run: Run) -> None:
    run.edge.telegram.refusals["getUpdates"] = [Conflict("terminated by other getUpdates request")]
    with capture_logs() as logs:
        await run.polls_of(1)
    assert "polled_by_another_process" in [line["event"] for line in logs]


async def test_a_poll_that_came_too_soon_waits_as_long_as_it_is_told(run: Run) -> None:
    run.edge.telegram.refusals["getUpdates"] = [RetryAfter(21)]
    await run.polls_of(1)
    assert run.time.slept == [21]


async def test_a_token_that_is_refused_ends_it_with_a_clear_word(run: Run) -> None:
    run.edge.telegram.refusals["getUpdates"] = [InvalidToken("Unauthorized")]
    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN"):
        await run.polls_of(1)


async def test_it_tells_when_telegram_last_answered(run: Run) -> None:
    assert run.poller.polled_at is None
    await run.polls_of(1)
    assert run.poller.polled_at == run.time.now()


async def test_a_stop_finishes_what_is_in_hand(run: Run) -> None:
    run.put(5, 6, 7)

    def stop_in_the_middle(inbound: Inbound) -> None:
        assert isinstance(inbound.reply, Typed)
        if inbound.update_id == 5:
            run.poller.stop()

    run.edge.inbox.failure = stop_in_the_middle
    await run.polls_of(10)
    assert run.edge.inbox.ids == [5, 6, 7]
    assert run.edge.telegram.waiting == []


async def test_a_stop_does_not_wait_for_a_long_poll(run: Run) -> None:
    async def endless(seconds: float) -> None:
        await asyncio.sleep(3600)

    poller = Poller(run.edge.application, clock=run.time.now, sleep=endless)
    run.edge.telegram.refusals["getUpdates"] = [NetworkError("away")]
    task = asyncio.create_task(poller.run())
    await asyncio.sleep(0.01)
    poller.stop()
    async with asyncio.timeout(1):
        await task


async def test_a_last_poll_that_fails_is_only_told(run: Run) -> None:
    run.put(5)

    def stop(inbound: Inbound) -> None:
        run.edge.telegram.refusals["getUpdates"] = [NetworkError("away")]
        run.poller.stop()

    run.edge.inbox.failure = stop
    with capture_logs() as logs:
        await run.polls_of(5)
    assert logs[-1]["event"] == "offset_not_confirmed"
