"""What `taalwijzer export` does: a report as a file, as the operator may see it, so without small numbers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.db.queries.report_places import Places
    from bot.services.reports.model import Asked, Scope
    from bot.settings import Settings
    from flows.model import Text

KINDS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line says. `taalhuis` is a code, `region` a name, "" when not given."""

    first: str
    last: str
    taalhuis: str
    region: str
    by: str
    kind: str
    language: str
    file: Path


def add_command(app: typer.Typer, settings_of: Callable[[], AbstractContextManager[Settings]]) -> None:
    """Add `export`."""

    @app.command("export")
    def export(
        file: Annotated[Path, typer.Argument(dir_okay=False, help="Where to; it may not be there yet.")],
        first: Annotated[str, typer.Option("--from", metavar="DAY", help="First day of a month.")],
        last: Annotated[str, typer.Option("--to", metavar="DAY", help="Last day of a month.")],
        taalhuis: Annotated[str, typer.Option(metavar="CODE", help="Of one Taalhuis.")] = "",
        region: Annotated[str, typer.Option(metavar="NAME", help="Of one region.")] = "",
        by: Annotated[str, typer.Option(help="nothing, month, region, gemeente, house.")] = "nothing",
        kind: Annotated[str, typer.Option("--format", help="csv or xlsx.")] = "csv",
        language: Annotated[str, typer.Option(help="nl or en.")] = "nl",
    ) -> None:
        """Write a report of sign-ups: counts only, and no number of people under 5."""
        with settings_of() as settings:
            wanted = Wanted(
                first=first,
                last=last,
                taalhuis=taalhuis,
                region=region,
                by=by,
                kind=kind,
                language=language,
                file=file,
            )
            typer.echo(asyncio.run(write(settings, wanted)))


async def write(settings: Settings, wanted: Wanted) -> str:
    """Write the file, and say what is in it.

    Raises:
        SettingsError: wrong use: every problem at once.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    # Only now: the other commands need none of it.
    from bot.app import utc_now
    from bot.domain.act import Act
    from bot.domain.reporting import dutch_day
    from bot.opened import opened_core
    from bot.services.reports.files import make_file
    from bot.services.reports.reports import Reports
    from bot.services.reports.tables import sign

    _check(wanted)
    async with opened_core(settings, utc_now) as core:
        reports = Reports(core.office)
        places = await reports.places()
        act = Act(what="report.export", role="operator", detail={"format": wanted.kind})
        today = dutch_day(core.worlds.clock())
        report = await reports.make(_asked(wanted, places, today), places, act)

        def say(text: Text) -> str:
            return core.worlds.catalogues.render(text, wanted.language)

        made = make_file(report, wanted.kind, say, today)
    with os.fdopen(os.open(wanted.file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(made.body)
    until = f" up to and including {report.asked.period.last}" if report.asked.ends_early else ""
    return f"{sign(report.sign_ups) or report.sign_ups} sign-ups{until}; the report is in {wanted.file}."


def _check(wanted: Wanted) -> None:
    """All that can be said without the database.

    Raises:
        SettingsError: every problem at once.
    """
    from bot.domain.reporting import period_between
    from bot.errors import SettingsError
    from bot.services.reports.model import By

    period = period_between(wanted.first, wanted.last)
    problems = []
    if period is None or not period.whole_months:
        problems.append(
            "--from and --to: the first and the last day of months, like 2026-01-01 and 2026-12-31"
        )
    if wanted.kind not in KINDS:
        problems.append(f"--format: {wanted.kind}: say {' or '.join(KINDS)}")
    if wanted.by not in list(By):
        problems.append(f"--by: {wanted.by}: say one of {', '.join(By)}")
    if wanted.language not in ("nl", "en"):
        problems.append(f"--language: {wanted.language}: nl or en")
    if wanted.taalhuis and wanted.region:
        problems.append("--taalhuis and --region: one of the two")
    if wanted.file.exists():
        problems.append(f"{wanted.file} exists already")
    if problems:
        raise SettingsError(tuple(problems))


def _asked(wanted: Wanted, places: Places, today: date) -> Asked:
    from bot.domain.reporting import period_between
    from bot.errors import SettingsError
    from bot.services.reports.model import BREAKDOWNS
    from bot.services.reports.scopes import ask

    scope = _scope(wanted, places)
    possible = BREAKDOWNS[scope.kind]
    if wanted.by not in possible:
        raise SettingsError((f"--by: {wanted.by}: of this it can be {', '.join(possible)}",))
    period = period_between(wanted.first, wanted.last)
    assert period is not None  # noqa: S101 - `_check` has seen it
    asked = ask(scope, period, wanted.by, today)
    if asked is None:
        raise SettingsError(
            (f"--from: {wanted.first}: a month is told of when it is over, and this one is not yet",)
        )
    return asked


def _scope(wanted: Wanted, places: Places) -> Scope:
    from bot.db.queries.places_of_work import PlaceOfWork
    from bot.named import find
    from bot.services.reports.model import Kind, Scope

    if wanted.taalhuis:
        houses = {one.code: PlaceOfWork(one.id, one.code, one.name) for one in places.houses.values()}
        house = find("--taalhuis", wanted.taalhuis, houses)
        return Scope(Kind.HOUSE, house.code, house.name, masked=True)
    if wanted.region:
        regions = {name: PlaceOfWork(number, "", name) for number, name in places.regions.items()}
        region = find("--region", wanted.region, regions)
        return Scope(Kind.REGION, str(region.id), region.name, masked=True)
    return Scope(Kind.ALL, "", "", masked=True)
