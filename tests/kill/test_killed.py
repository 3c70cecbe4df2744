"""No answer is lost, no referral doubled and nobody stuck, however often the process is killed.

TAALWIJZER_TEST_KILLS sets how often (12 when it is not set), TAALWIJZER_TEST_SEED repeats a run's choices.
`make kill` takes 100: so many by polling, so many by webhook, and a third of it on PostgreSQL.
What a kill may cost is a message that comes twice; the figures are printed.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from pathlib import Path

import pytest

from tests.kill.street import Street, kill_at_random
from tests.support.aftermath import differences, looking_into, repeats, rows_left, signups
from tests.support.bot_api import BotApiServer
from tests.support.database import Postgres
from tests.support.running import BotProcess, bot_process
from tests.support.telling import Tell

KILLS = int(os.environ.get("TAALWIJZER_TEST_KILLS", "12"))
LEARNERS = 10
# A kill with the start after it, on a machine with other work; one that is slower still gets fewer kills.
SECONDS_A_KILL = 12.0
SECONDS_AT_THE_END = 180.0
# Even the slowest machine must manage this many within the time, or the test has shown nothing.
FEWEST = 3
LONGEST = KILLS * SECONDS_A_KILL + SECONDS_AT_THE_END

pytestmark = [pytest.mark.kill, pytest.mark.timeout(LONGEST + 60)]


def enough(kills: int, seconds: float) -> int:
    """How many of the wanted kills there must have been: all, unless the time limit ended it."""
    return min(FEWEST, kills) if seconds >= kills * SECONDS_A_KILL else kills


def test_only_the_time_limit_excuses_kills_that_were_not_made() -> None:
    assert enough(100, seconds=100 * SECONDS_A_KILL - 1) == 100
    assert enough(100, seconds=100 * SECONDS_A_KILL) == FEWEST
    assert enough(1, seconds=SECONDS_A_KILL) == 1


async def talk_and_kill(server: BotApiServer, bot: BotProcess, tell: Tell, *, kills: int) -> None:
    """Let people talk to a bot that dies this often, and compare what is stored with what they chose."""
    seed = int(os.environ.get("TAALWIJZER_TEST_SEED") or secrets.randbits(32))
    dice = random.Random(seed)
    tell(f"seed {seed}")
    street = Street(server, dice, LEARNERS)
    began = time.monotonic()
    street.talk(within=LONGEST)
    try:
        killed = await kill_at_random(bot, dice, street, kills=kills, within=kills * SECONDS_A_KILL)
        killed_for = time.monotonic() - began
        await street.leave()
    finally:
        street.close()
    assert await bot.stop() == 0, bot.tail()
    async with looking_into(bot.settings) as core:
        rows, wrong = await rows_left(core), differences(street.people, await signups(core))
    people = len(street.people)
    tell(
        f"{killed} of {kills} kills in {killed_for:.0f} s, {time.monotonic() - began:.0f} s in all; "
        f"{people} learners, {sum(person.goodbye for person in street.people)} reached the goodbye; "
        f"{len(wrong)} with a lost or doubled answer; "
        f"{street.told()} messages, {repeats(server)} of them repeated; "
        f"{sum(person.again for person in street.people)} taps made again after {street.patience_s:.0f} s"
    )
    assert killed >= enough(kills, killed_for), f"only {killed} of {kills} kills in {killed_for:.0f} s"
    assert wrong == []
    assert rows == {"unsent": 0, "learner": people, "consent": people, "referral": people}
    assert sum(person.lost for person in street.people) == 0
    assert server.updates.pending == []
    assert server.defects == []


@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_kills_cost_no_answer_and_double_no_referral(tmp_path: Path, way: str, tell: Tell) -> None:
    async with BotApiServer() as server, bot_process(server, tmp_path, webhook=way == "webhook") as bot:
        await talk_and_kill(server, bot, tell, kills=KILLS)


@pytest.mark.postgres
async def test_kills_cost_nothing_on_postgresql_either(
    tmp_path: Path, postgres: Postgres, tell: Tell
) -> None:
    await postgres.copy("killed")
    try:
        url = postgres.url("killed")
        async with BotApiServer() as server, bot_process(server, tmp_path, database_url=url) as bot:
            await talk_and_kill(server, bot, tell, kills=max(3, KILLS // 3))
    finally:
        await postgres.drop("killed")
