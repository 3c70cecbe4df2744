"""The queue page at a desk, over HTTP in this process, with a million sign-ups and with a thousand.

Each kind of page is asked for `BENCH_ROUNDS` times: the whole page with its list, counts and audit entry.
`BENCH_INTAKES` sets how many sign-ups are in it; the number that was used is in the line.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
from sqlalchemy import insert, select

from bench.null_telegram import NullTelegram
from bench.ours import our_bot
from bench.queue_rows import HOUSES, NAME, STAFF_CHAT, fill
from bench.support import Aim, bench_settings, percentiles, size, tell, workshop
from bot.app import Core
from bot.db.models import Chat, Member, Taalhuis
from bot.services.office import sessions
from bot.services.transcripts import Transcripts
from console.app import Site, create_app
from console.office.site import OfficeSite

HOST = "http://127.0.0.1"
COOKIE = "taalwijzer_desk"
PAGES: Mapping[str, str] = {
    "first": "?show=new",
    "everything": "?show=all",
    "late": "?show=all&mark=late",
    "filtered": "?show=all&need=digital&language=ar",
    "waits": "?show=all&wait=5",
    "by_state": "?show=all&sort=state",
    "mine": "?show=all&staff=me",
    "last": "?show=all&end=1",
}
MOST_MS = 250
MOST_RATIO = 5


async def prepare(path: Path, count: int) -> None:
    """A database with a coordinator of three houses, and so many sign-ups there."""
    async with our_bot(path, NullTelegram(0)) as bot, bot.core.database.transaction() as connection:
        now = bot.core.clock()
        houses = (await connection.scalars(select(Taalhuis.id).order_by(Taalhuis.id).limit(HOUSES))).all()
        chat = {"id": STAFF_CHAT, "channel": "telegram", "address": "staff", "language": "nl"}
        times = {"created_at": now, "last_heard_at": now}
        await connection.execute(insert(Chat).values(**chat, **times, timezone="Europe/Amsterdam"))
        name = bot.core.codec.vault.seal("Sanne")
        for house in houses:
            member = {"chat_id": STAFF_CHAT, "role": "staff", "taalhuis_id": house, "name": name}
            await connection.execute(insert(Member).values(**member, joined_at=now))
    fill(path / "taalwijzer.db", bench_settings(path), count)


async def measure(path: Path, rounds: int) -> dict[str, dict[str, float]]:
    """How long each kind of page takes."""
    async with our_bot(path, NullTelegram(0)) as bot:
        core = bot.core
        async with core.office.acting() as scene:
            started = await sessions.start(scene, chat_id=STAFF_CHAT, operator=False, browser="bench")
        async with browser(core, started.token) as http:
            return {name: await timed(http, query, rounds) for name, query in (await addresses(http)).items()}


async def addresses(http: httpx.AsyncClient) -> dict[str, str]:
    """Every page, with the one that a search for a first name leads to."""
    page = await http.get("/console/intakes?show=new")
    form = re.search(r'name="form" value="([0-9a-f]{64})"', page.text)
    if form is None:
        raise RuntimeError("there is no form on the page")
    data = {"form": form[1], "kind": "name", "words": NAME}
    answer = await http.post("/console/intakes/find", data=data)
    return {**PAGES, "searched": f"?{answer.headers['location'].partition('?')[2]}"}


async def timed(http: httpx.AsyncClient, query: str, rounds: int) -> dict[str, float]:
    """One kind of page, `rounds` times."""
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        page = await http.get(f"/console/intakes{query}")
        seconds.append(time.perf_counter() - began)
        page.raise_for_status()
    return percentiles(seconds)


def browser(core: Core, token: str) -> httpx.AsyncClient:
    """A signed-in browser before the console, whose brake sees an hour between any two requests."""
    hours = itertools.count(0, 3600)
    transcripts = Transcripts(core.database, core.codec, "web")
    site = Site(inbox=core.receiver, transcripts=transcripts, catalogues=core.catalogues, public_url="")
    office = OfficeSite(
        office=core.office,
        texts=core.catalogues,
        zone=core.settings.zone,
        public_url="",
        bot_link="",
        clock=lambda: float(next(hours)),
    )
    transport = httpx.ASGITransport(create_app(site, office=office))
    return httpx.AsyncClient(transport=transport, base_url=HOST, cookies={COOKIE: token}, timeout=60)


def main() -> None:
    """Measure and tell."""
    rounds, count, few = size("ROUNDS", 100), size("INTAKES", 1_000_000), 1_000
    with workshop() as path:
        asyncio.run(prepare(path, few))
        small = asyncio.run(measure(path, rounds))
    with workshop() as path:
        began = time.perf_counter()
        asyncio.run(prepare(path, count))
        filled = time.perf_counter() - began
        large = asyncio.run(measure(path, rounds))
    ratios = {name: large[name]["p99_ms"] / small[name]["p99_ms"] for name in large}
    worst, slowest = max(large[name]["p99_ms"] for name in large), max(ratios.values())
    tell(
        "queue",
        ours=large,
        peers={"thousand": small},
        ratios=ratios,
        aims=[
            Aim(f"p99 of every page under {MOST_MS} ms", worst < MOST_MS),
            Aim(f"at most {MOST_RATIO} times the page with a thousand", slowest <= MOST_RATIO),
        ],
        intakes=count,
        rounds=rounds,
        filled_in_seconds=round(filled),
    )


if __name__ == "__main__":
    main()
