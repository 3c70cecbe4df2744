"""Sign-ups that were begun and left: a friendly word at a humane hour, seldom, and then nothing is kept."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.services.inbox import Actor, Inbound, Receipt
from flows.replies import Silence, Typed
from tests.support.building import FakeChannel, Rig, keys_of
from tests.support.database import Opener
from tests.support.rigs import Rigs
from tests.support.worlds import WEB

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TO_NAME = "nl start yes self"


async def begin(rig: Rig) -> None:
    """Somebody who agreed, and then leaves the question after their name open."""
    rig.receiver.start()
    await rig.start()
    await rig.taps(f"{TO_NAME} profile")


async def tick(rig: Rig) -> None:
    await rig.nudges.tick()
    await rig.settle()


def nudges(rig: Rig) -> list[str]:
    """The friendly words so far."""
    new = [envelope.prompt for envelope in rig.channel.delivered if not envelope.prompt.replaces]
    said = [key for prompt in new for key in keys_of(prompt)]
    return [key for key in said if "nudge" in key or key == "general.expired"]


async def hours(rig: Rig, days: float) -> list[str]:
    """Let time go by, hour by hour; when something was said, in wall time."""
    said = []
    for _ in range(int(days * 24)):
        rig.clock.forward(hours=1)
        before = len(nudges(rig))
        await tick(rig)
        if len(nudges(rig)) > before:
            said.append(f"{rig.clock().astimezone(AMSTERDAM):%a %H}")
    return said


async def test_two_friendly_words_and_then_the_draft_is_erased_and_the_person_told(rig: Rig) -> None:
    await begin(rig)

    assert await hours(rig, 9) == ["Thu 12", "Sat 12", "Wed 12"]
    assert nudges(rig) == ["general.nudge.first", "general.nudge.again", "general.expired"]
    (state,) = [rig.codec.open_state(sealed) for (sealed,) in await rig.rows("SELECT state FROM chat")]
    assert dict(state.answers) == {}
    assert await rig.rows("SELECT count(*) FROM consent") == [(0,)]
    await rig.housekeeping.tidy()
    rig.clock.forward(hours=1)
    await rig.housekeeping.tidy()
    assert await rig.rows("SELECT count(*) FROM chat") == [(0,)]
    assert await rig.rows("SELECT count(*) FROM outbox") == [(0,)]
    await rig.receiver.stop()


@pytest.mark.parametrize(
    ("left_at", "first"),
    [
        ("2026-06-03T23:30", "2026-06-05T09:00"),
        ("2026-06-03T03:10", "2026-06-04T09:00"),
        ("2026-06-03T19:59", "2026-06-04T19:59"),
        ("2026-06-03T20:00", "2026-06-05T09:00"),
        # The clock goes forward on 29 March and back on 25 October 2026: ten o'clock stays ten o'clock.
        ("2026-03-28T10:00", "2026-03-29T10:00"),
        ("2026-10-24T10:00", "2026-10-25T10:00"),
        ("2026-03-28T02:30", "2026-03-29T09:00"),
        ("2026-10-24T22:00", "2026-10-26T09:00"),
    ],
)
async def test_a_friendly_word_comes_after_a_day_at_a_humane_hour(rig: Rig, left_at: str, first: str) -> None:
    rig.clock.now = datetime.fromisoformat(left_at).replace(tzinfo=AMSTERDAM).astimezone(UTC)
    await begin(rig)
    due = datetime.fromisoformat(first).replace(tzinfo=AMSTERDAM).astimezone(UTC)
    rig.clock.now = due - timedelta(seconds=1)
    await tick(rig)
    before = nudges(rig)
    wall = await rig.rows("SELECT wall_at, zone FROM timer")
    rig.clock.now = due
    await tick(rig)
    await rig.receiver.stop()

    assert before == []
    assert wall == [(first, "Europe/Amsterdam")]
    assert nudges(rig) == ["general.nudge.first"]


async def test_a_bot_that_was_away_for_days_comes_back_at_a_humane_hour_with_one_word_a_day(rig: Rig) -> None:
    await begin(rig)
    rig.clock.now = datetime(2026, 6, 12, 1, 0, tzinfo=UTC)

    assert await hours(rig, 4) == ["Fri 09", "Sat 09", "Sun 09"]
    await rig.receiver.stop()


async def test_who_answers_in_between_is_left_alone_for_days_again(rig: Rig) -> None:
    await begin(rig)
    rig.clock.forward(hours=23)
    await rig.hear(Typed("een plaats"))
    assert await hours(rig, 0.9) == []
    assert await hours(rig, 0.2) == ["Fri 11"]
    await rig.receiver.stop()


async def test_after_the_first_word_an_answer_moves_the_next_one(rig: Rig) -> None:
    await begin(rig)
    assert await hours(rig, 1.1) == ["Thu 12"]
    await rig.hear(Typed("een plaats"))
    assert await hours(rig, 2.9) == []
    assert await hours(rig, 0.2) == ["Sun 14"]
    await rig.receiver.stop()


async def test_who_has_finished_or_begun_anew_is_not_reminded_of_the_old(rig: Rig) -> None:
    await begin(rig)
    await rig.run("UPDATE chat SET draft = 0")
    assert await hours(rig, 2) == []
    assert await rig.rows("SELECT outcome FROM timer") == [("over",)]
    await rig.receiver.stop()


async def test_two_processes_that_tick_at_once_say_it_once(rigs: Rigs, open_database: Opener) -> None:
    processes = [rigs(open_database()) for _ in range(2)]
    channel = processes[0].channel
    processes[1].dispatcher._channels = processes[0].dispatcher._channels
    processes[1].receiver.start()
    await begin(processes[0])
    processes[0].clock.forward(days=1)
    await asyncio.gather(*(process.nudges.tick() for process in processes))
    for process in processes:
        await process.settle()
        await process.receiver.stop()

    said = [key for envelope in channel.delivered for key in keys_of(envelope.prompt)]
    assert said.count("general.nudge.first") == 1
    assert await processes[0].rows("SELECT days FROM timer WHERE done_at IS NULL") == [(3,)]


class DiesAfterwards:
    """An inbox whose process is killed as soon as the nudge is stored."""

    def __init__(self, rig: Rig) -> None:
        self._rig = rig

    async def receive(self, inbound: Inbound) -> Receipt:
        await self._rig.receiver.receive(inbound)
        raise KeyboardInterrupt


async def test_a_process_that_dies_right_after_a_word_does_not_lead_to_a_second_one(rig: Rig) -> None:
    await begin(rig)
    rig.clock.forward(days=1)
    rig.nudges._inbox = DiesAfterwards(rig)
    with pytest.raises(KeyboardInterrupt):
        await rig.nudges.tick()
    rig.nudges._inbox = rig.receiver
    await tick(rig)
    during_claim = await rig.rows("SELECT count(*) FROM timer WHERE done_at IS NULL")
    rig.clock.forward(minutes=2)
    await tick(rig)
    await rig.receiver.stop()

    assert during_claim == [(1,)]
    assert nudges(rig) == ["general.nudge.first"]
    assert await rig.rows("SELECT days, outcome FROM timer ORDER BY days") == [(1, "nudged"), (3, None)]


async def test_on_a_page_nothing_is_said_but_the_draft_is_erased_all_the_same(rigs: Rigs) -> None:
    rig = rigs(channel=FakeChannel("web", WEB))
    await begin(rig)

    assert await hours(rig, 8) == ["Wed 12"]
    assert nudges(rig) == ["general.expired"]
    assert await rig.rows("SELECT count(*) FROM consent") == [(0,)]
    await rig.receiver.stop()


async def test_somebody_who_cannot_be_reached_hears_nothing_but_their_draft_is_erased(rig: Rig) -> None:
    await begin(rig)
    await rig.run("UPDATE chat SET unreachable_at = :now", now=rig.moment())
    tried = len(rig.channel.tried)
    await hours(rig, 9)
    await rig.sweeper.sweep()
    await rig.settle()
    await rig.receiver.stop()

    assert len(rig.channel.tried) == tried
    assert await rig.rows("SELECT unreachable_at IS NULL FROM chat") == [(False,)]
    (state,) = [rig.codec.open_state(sealed) for (sealed,) in await rig.rows("SELECT state FROM chat")]
    assert dict(state.answers) == {}


async def test_the_numbers_of_timers_and_chats_are_never_given_again(rig: Rig) -> None:
    await begin(rig)
    ((timer, chat),) = await rig.rows("SELECT t.id, c.id FROM timer t JOIN chat c ON c.id = t.chat_id")
    await rig.run("DELETE FROM chat")
    await rig.start()
    ((timer_now, chat_now),) = await rig.rows(
        "SELECT t.id, c.id FROM timer t JOIN chat c ON c.id = t.chat_id"
    )
    await rig.receiver.stop()

    assert timer_now != timer
    assert chat_now != chat


async def test_a_word_that_fails_is_not_followed_by_a_sorry_out_of_the_blue(
    rig: Rig,
) -> None:
    await begin(rig)
    before = len(rig.channel.tried)
    await rig.conversations.refuse(
        Inbound("timer", 99, Actor(rig.channel.name, "7"), Silence(1)), "IntegrityError"
    )
    await rig.settle()
    await rig.receiver.stop()

    assert len(rig.channel.tried) == before
