"""From the start of the process to the first answer, and how much memory it takes, before and after work.

The bot runs as a process of its own against the Bot API test server, which is another; somebody has said
hello before it starts. The demo is asked for its page until it answers. Memory is the resident set.
"""

from __future__ import annotations

import asyncio
import os
import socket
import statistics
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]

from bench.support import Aim, size, tell, workshop
from tests.support.bot_api.remote import RemoteBotApi, bot_api_process

ROOT = Path(__file__).resolve().parent.parent
LONGEST_START_SECONDS = 1.5
MOST_MEGABYTES = 120
PATIENCE_SECONDS = 60


async def start(command: str, settings: dict[str, str]) -> Process:
    """Start `taalwijzer <command>`; its words go nowhere."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("TAALWIJZER_")}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", command),
        cwd=ROOT,
        env=known | settings,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )


async def end(process: Process) -> None:
    """Ask it to stop, and wait."""
    if process.returncode is None:
        process.terminate()
    await process.wait()


def megabytes(process: Process) -> float:
    """What it holds in memory now."""
    held: int = psutil.Process(process.pid).memory_info().rss
    return round(held / 1e6, 1)


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def settings(path: Path, port: int) -> dict[str, str]:
    """A bot of its own, away from every other."""
    return {"TAALWIJZER_DATA_DIR": str(path), "TAALWIJZER_WEB_PORT": str(port)}


async def answers(server: RemoteBotApi, most: int) -> int:
    """Wait until the bot has sent so many messages."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (sent := len(await server.calls("sendMessage"))) < most:
        assert time.monotonic() < deadline, f"{sent} of {most} messages after {PATIENCE_SECONDS} s"
        await asyncio.sleep(0.02)
    return sent


async def on_telegram(people: int) -> tuple[float, float, float]:
    """(seconds to the first answer, megabytes then, megabytes when everybody was answered)."""
    with workshop() as path:
        async with bot_api_process() as server:
            ours = settings(path, free_port()) | {
                "TAALWIJZER_TELEGRAM_TOKEN": server.token,
                "TAALWIJZER_TELEGRAM_API_URL": server.url,
            }
            migrating = await start("migrate", ours)
            assert await migrating.wait() == 0, "the schema could not be made"
            first = await server.phone(chat_id=1)
            await first.send("/start")
            began = time.perf_counter()
            bot = await start("run", ours)
            try:
                await answers(server, 1)
                seconds, fresh = time.perf_counter() - began, megabytes(bot)
                for number in range(people):
                    phone = await server.phone(chat_id=1000 + number)
                    await phone.send("/start")
                await answers(server, 1 + people)
                return seconds, fresh, megabytes(bot)
            finally:
                await end(bot)


async def demo() -> tuple[float, float]:
    """(seconds to the first page on a fresh directory, megabytes then)."""
    port = free_port()
    with workshop() as path:
        began = time.perf_counter()
        process = await start("demo", settings(path, port))
        try:
            async with httpx.AsyncClient(trust_env=False) as client:
                while not await _answers(client, port):
                    assert time.perf_counter() - began < PATIENCE_SECONDS, "the demo does not answer"
                    await asyncio.sleep(0.02)
            return time.perf_counter() - began, megabytes(process)
        finally:
            await end(process)


async def _answers(client: httpx.AsyncClient, port: int) -> bool:
    try:
        return (await client.get(f"http://127.0.0.1:{port}/")).status_code < 400
    except httpx.TransportError:
        return False


def library_alone() -> float:
    """Seconds of processor that a process spends on importing the libraries alone: the floor of any start."""
    import subprocess

    libraries = "import sqlalchemy.ext.asyncio, aiosqlite, telegram.ext, pydantic, httpx"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", libraries], check=True)
    return time.perf_counter() - began


def main() -> None:
    """Measure and tell."""
    rounds, people = size("ROUNDS", 3), size("PEOPLE", 100)
    bots = [asyncio.run(on_telegram(people)) for _ in range(rounds)]
    demos = [asyncio.run(demo()) for _ in range(rounds)]
    floors = [library_alone() for _ in range(rounds)]
    first, fresh, loaded = (round(statistics.median(column), 2) for column in zip(*bots, strict=True))
    page, page_memory = (round(statistics.median(column), 2) for column in zip(*demos, strict=True))
    floor = round(statistics.median(floors), 2)
    tell(
        "start",
        ours={
            **{"first_answer_seconds": first, "memory_mb": fresh, "memory_after_load_mb": loaded},
            **{"demo_first_page_seconds": page, "demo_memory_mb": page_memory},
        },
        peers={"importing_the_libraries_alone": {"seconds": floor}},
        ratios={"first_answer": first / floor, "demo_first_page": page / floor},
        aims=[
            Aim(f"first answer within {LONGEST_START_SECONDS} s", first < LONGEST_START_SECONDS),
            Aim(f"first page of the demo within {LONGEST_START_SECONDS} s", page < LONGEST_START_SECONDS),
            Aim(f"under {MOST_MEGABYTES} MB, also after the load", max(loaded, page_memory) < MOST_MEGABYTES),
        ],
        rounds=rounds,
        people=people,
    )


if __name__ == "__main__":
    main()
