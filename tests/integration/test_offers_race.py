"""A hundred volunteers say yes at the same moment: one wins, 99 are told kindly, the learner hears once."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.support.accepting import MANY, Heard, Yes, all_say_yes, heard_in, judge, many_asked
from tests.support.building import Rig
from tests.support.database import Opener
from tests.support.loop import case_now
from tests.support.rigs import Rigs

PROCESSES = 4
ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120.0


async def one_has_it(rig: Rig, referral: int) -> None:
    """In the database as on the screens."""
    case = await case_now(rig, referral)
    offers = await rig.rows("SELECT status, count(*) FROM offer GROUP BY status")
    assert case.status == "matched"
    assert case.volunteer_id is not None
    assert sorted(offers) == [("accepted", 1), ("withdrawn", MANY - 1)]
    moves = await rig.rows("SELECT count(*) FROM referral_move WHERE to_status = 'matched'")
    assert moves == [(1,)]


async def test_in_one_process_a_hundred_yeses_have_one_winner(rig: Rig) -> None:
    referral, yeses = await many_asked(rig)
    before = len(rig.channel.delivered)

    await all_say_yes(rig, yeses)

    judge(heard_in(rig, before), yeses)
    await one_has_it(rig, referral)


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
async def test_with_four_engines_a_hundred_yeses_have_one_winner(
    rig: Rig, rigs: Rigs, open_database: Opener
) -> None:
    referral, yeses = await many_asked(rig)
    others = [rigs(open_database()) for _ in range(PROCESSES)]

    await asyncio.gather(*(all_say_yes(one, yeses[at::PROCESSES]) for at, one in enumerate(others)))

    judge([heard for one in others for heard in heard_in(one)], yeses)
    await one_has_it(rig, referral)


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
async def test_with_four_processes_a_hundred_yeses_have_one_winner(rig: Rig, database_url: str) -> None:
    referral, yeses = await many_asked(rig)
    running = [await _begin(database_url, yeses[at::PROCESSES]) for at in range(PROCESSES)]
    try:
        async with asyncio.timeout(SECONDS):
            assert {await _line(one) for one in running} == {"ready"}
            for one in running:
                _say(one, "go")
            said = [await _line(one) for one in running]
            assert [await one.wait() for one in running] == [0] * PROCESSES
    finally:
        for one in running:
            if one.returncode is None:
                one.kill()

    judge([Heard(**heard) for line in said for heard in json.loads(line)], yeses)
    await one_has_it(rig, referral)


async def _begin(url: str, yeses: Sequence[Yes]) -> Process:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = (sys.executable, "-m", "tests.support.accepting", url)
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, cwd=ROOT, env=environment, limit=1_000_000
    )
    _say(process, json.dumps([asdict(yes) for yes in yeses]))
    return process


def _say(process: Process, line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n".encode())


async def _line(process: Process) -> str:
    """The next line that is not of the log."""
    assert process.stdout is not None
    while True:
        line = (await process.stdout.readline()).decode().strip()
        assert line, f"a process ended with {await process.wait()}"
        if line == "ready" or line.startswith("["):
            return line
