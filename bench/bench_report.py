"""A report over a year with a million sign-ups, as the operator asks for it on the console.

The same report over a thousand is the peer: what is left there is what a report costs by itself.
`BENCH_INTAKES` sets how many there are; the number that was used is in the line. Beside the clock stands the
time of the processors, which neighbours disturb less; two of them count at once.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path

from bench.report_rows import YEAR, plant
from bench.support import Aim, bench_settings, median, size, tell, workshop
from bot.db.migrations import upgrade
from bot.db.session import Database
from bot.domain.act import Act
from bot.domain.reporting import period_of
from bot.opened import opened_core
from bot.services.reports.model import By, Kind, Scope
from bot.services.reports.reports import Reports
from bot.services.reports.scopes import ask

CPU = "_cpu"
EVERYTHING = Scope(Kind.ALL, "", "", masked=True)
REGION = Scope(Kind.REGION, "3", "Regio 3", masked=True)
KINDS = {"all": (EVERYTHING, By.NOTHING), "by_month": (EVERYTHING, By.MONTH), "region": (REGION, By.GEMEENTE)}


TODAY = datetime(YEAR + 1, 3, 1, tzinfo=UTC)


async def measure(path: Path, intakes: int, rounds: int) -> dict[str, float]:
    """Seconds for each kind of report over `intakes` sign-ups of one year, by the clock and of processors."""
    settings = bench_settings(path)
    database = Database(settings.database)
    await upgrade(database)
    await database.close()
    plant(path / "taalwijzer.db", settings, intakes)
    period = period_of(str(YEAR))
    assert period is not None
    found: dict[str, list[float]] = {f"{name}{unit}": [] for name in KINDS for unit in ("", CPU)}
    async with opened_core(settings, lambda: TODAY) as core:
        reports = Reports(core.office)
        places = await reports.places()
        for _ in range(rounds):
            for name, (scope, by) in KINDS.items():
                began, used = time.perf_counter(), time.process_time()
                asked = ask(scope, period, by, TODAY.date())
                assert asked is not None
                report = await reports.make(asked, places, Act(what="report.read", role="operator"))
                found[name].append(time.perf_counter() - began)
                found[f"{name}{CPU}"].append(time.process_time() - used)
                assert scope is REGION or report.sign_ups == intakes
    return {name: median(seconds, 2) for name, seconds in found.items()}


def main() -> None:
    """Measure and tell."""
    intakes, rounds = size("INTAKES", 1_000_000), size("ROUNDS", 3)
    few = 1_000
    with workshop() as path:
        small = asyncio.run(measure(path, few, rounds))
    with workshop() as path:
        ours = asyncio.run(measure(path, intakes, rounds))
        megabytes = round((path / "taalwijzer.db").stat().st_size / 1e6)
    tell(
        "report",
        ours={f"{name}_seconds": seconds for name, seconds in ours.items()},
        peers={f"with_{few}": {f"{name}_seconds": seconds for name, seconds in small.items()}},
        ratios={name: ours[name] / small[name] for name in KINDS},
        aims=[Aim("the whole country over a year in less than 5 s", ours["all"] < 5)],
        intakes=intakes,
        database_mb=megabytes,
        rounds=rounds,
    )


if __name__ == "__main__":
    main()
