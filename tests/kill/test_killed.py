"""No answer is lost, no referral doubled and nobody stuck, however often the process is killed.

TAALWIJZER_TEST_KILLS sets how often (12 when it is not set), TAALWIJZER_TEST_SEED repeats a run's choices.
What a kill may cost is a message that comes twice; the figures are printed.
"""

from __future__ import annotations

import os
import random
import secrets
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.kill.street import Street, kill_at_random
from tests.support.aftermath import differences, looking_into, repeats, rows_left, signups
from tests.support.bot_api import BotApiServer
from tests.support.running import bot_process

KILLS = int(os.environ.get("TAALWIJZER_TEST_KILLS", "12"))
LEARNERS = 10
# A kill with the start after it, on a machine with other work.
SECONDS_A_KILL = 8.0
SECONDS_AT_THE_END = 120.0
LONGEST = KILLS * SECONDS_A_KILL + SECONDS_AT_THE_END


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str], pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Writes a line to the terminal, also when the test passes."""

    def line(text: str) -> None:
        with capsys.disabled():
            pytestconfig.get_terminal_writer().line(f"\n{text}")

    return line


@pytest.mark.kill
@pytest.mark.timeout(LONGEST + 60)
@pytest.mark.parametrize("way", ["polling", "webhook"])
async def test_kills_cost_no_answer_and_double_no_referral(
    tmp_path: Path, way: str, tell: Callable[[str], None]
) -> None:
    seed = int(os.environ.get("TAALWIJZER_TEST_SEED") or secrets.randbits(32))
    dice = random.Random(seed)
    tell(f"{way}: seed {seed}")
    async with BotApiServer() as server, bot_process(server, tmp_path, webhook=way == "webhook") as bot:
        street = Street(server, dice, LEARNERS)
        began = time.monotonic()
        street.talk(within=LONGEST)
        try:
            await kill_at_random(bot, dice, street, kills=KILLS)
            killed_for = time.monotonic() - began
            await street.leave()
        finally:
            street.close()
        assert await bot.stop() == 0, bot.tail()
        async with looking_into(bot.settings) as core:
            rows, wrong = await rows_left(core), differences(street.people, await signups(core))
        again = sum(person.again for person in street.people)
        tell(
            f"{way}: {KILLS} kills in {killed_for:.0f} s, {time.monotonic() - began:.0f} s in all; "
            f"{len(street.people)} learners, {sum(person.goodbye for person in street.people)} reached the "
            f"goodbye; {len(wrong)} with a lost or doubled answer; {street.told()} messages, "
            f"{repeats(server)} of them repeated; {again} taps made again after {street.patience_s:.0f} s"
        )
        assert wrong == []
        people = len(street.people)
        assert rows == {"unsent": 0, "learner": people, "consent": people, "referral": people}
        assert sum(person.lost for person in street.people) == 0
        assert server.updates.pending == []
        assert server.defects == []
