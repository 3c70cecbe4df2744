"""Telegram and the network misbehave, and still everybody gets to the end, each message in its order."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from tests.support.aftermath import differences, repeats, rows_left, signups
from tests.support.bot_api import BotApiServer, DropConnection, ReadTimeout, ServerError, TooManyRequests
from tests.support.bot_api.faults import Fault
from tests.support.learners import Learner, step_of
from tests.support.plans import IN_ORDER, some_plan
from tests.support.running import bot_inside
from tests.support.telling import Tell

# How long the bot waits for an answer here, and how long a lost answer takes: longer than that.
READ_SECONDS = 0.8
LOST_SECONDS = 1.2


def make_learners(server: BotApiServer, number: int) -> list[Learner]:
    dice = random.Random(number)
    return [
        Learner(
            server.phone(chat_id=100 + at),
            some_plan(dice),
            dice=random.Random(at),
            think_s=0.0,
            patience_s=20.0,
            # A message whose answer was lost twice in a row is not sent a third time: then the person asks.
            lost_after_s=8.0,
        )
        for at in range(number)
    ]


def steps_seen(learner: Learner) -> list[int]:
    """The questions on the screen, from old to new, as places in the conversation."""
    steps = [step_of(message) for message in learner.phone.screen.from_bot]
    return [IN_ORDER.index(step) for step in steps if step]


async def test_one_chat_that_must_rest_holds_up_nobody_else(server: BotApiServer, tmp_path: Path) -> None:
    async with bot_inside(server, tmp_path):
        stalled, *others = make_learners(server, 4)
        server.faults.next(
            fault=TooManyRequests(6), method="sendMessage", chat_id=stalled.phone.chat_id, times=1
        )
        waiting = asyncio.create_task(stalled.run(until="for_whom", within=30))
        await asyncio.gather(*(learner.run(until="place", within=5) for learner in others))
        assert stalled.phone.screen.from_bot == []
        await waiting
    assert repeats(server) == 0
    assert server.defects == []


async def test_a_change_of_a_message_that_was_refused_is_tried_again(
    server: BotApiServer, tmp_path: Path
) -> None:
    async with bot_inside(server, tmp_path):
        [learner] = make_learners(server, 1)
        server.faults.next(fault=ServerError(502), method="editMessageText")
        await learner.run(until="hello", within=10)
        assert "✅ Nederlands" in learner.phone.screen.text
    assert server.defects == []


FAULTS: dict[str, tuple[Fault, ...]] = {
    "refused": (TooManyRequests(1), ServerError(500), ServerError(502)),
    "lost": (
        DropConnection(after_effect=False),
        DropConnection(after_effect=True),
        ReadTimeout(LOST_SECONDS, after_effect=False),
        ReadTimeout(LOST_SECONDS, after_effect=True),
    ),
}


@pytest.mark.parametrize("kind", FAULTS)
async def test_everybody_gets_to_the_end_whatever_the_network_does(
    server: BotApiServer,
    tmp_path: Path,
    kind: str,
    tell: Tell,
) -> None:
    async with bot_inside(server, tmp_path, read_seconds=READ_SECONDS) as core:
        learners = make_learners(server, 5)
        server.faults.random(seed=20, rate=0.04, kinds=FAULTS[kind])
        await asyncio.gather(*(learner.run(within=100) for learner in learners))
        server.faults.clear()
        assert differences(learners, await signups(core)) == []
        assert (await rows_left(core))["referral"] == len(learners)
    assert len(server.faults.applied) > 5
    twice = repeats(server)
    lost = sum(learner.lost for learner in learners)
    tell(f"{kind}: {len(server.faults.applied)} faults, {twice} messages repeated, {lost} questions lost")
    arrived = [fault for fault in server.faults.applied if getattr(fault.fault, "after_effect", False)]
    # Only a message that may have arrived can come twice, and it comes no third time.
    assert twice <= len(arrived)
    assert server.defects == []
    for learner in learners:
        steps = steps_seen(learner)
        assert steps == sorted(steps), learner.phone.screen.describe()
