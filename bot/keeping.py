"""Commands about how long things are kept: what is due to go, what went, and the privacy report of a year."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.db.queries.rights import Erased
    from bot.settings import Settings

Say = Callable[[str], None]
_TERMS = {
    "never_started": "sign-ups that never began, without contact since",
    "finished": "sign-ups that finished before",
    "chat": "chats to be forgotten before",
}


def add_commands(app: typer.Typer, settings_of: Callable[[], AbstractContextManager[Settings]]) -> None:
    """Add `purge`, `privacy-report`, `erased` and `erase-again`."""

    @app.command("purge")
    def purge(
        dry_run: Annotated[
            bool, typer.Option("--dry-run", help="Say what would go, and erase nothing.")
        ] = False,
    ) -> None:
        """Erase what is kept longer than its term. A bot that runs does this every minute by itself."""
        with settings_of() as settings:
            asyncio.run(purge_now(settings, typer.echo, datetime.now(UTC), dry_run=dry_run))

    @app.command("privacy-report")
    def privacy_report(
        year: Annotated[
            int, typer.Option(min=2020, max=2100, help="Which year; this one when left out.")
        ] = 0,
    ) -> None:
        """The privacy report of a year: numbers, no persons."""
        with settings_of() as settings:
            asyncio.run(tell_report(settings, typer.echo, year or datetime.now(settings.zone).year))

    @app.command("erased")
    def erased(file: Annotated[Path, typer.Argument(help="Where to, one line each.")]) -> None:
        """Write down what was erased, by number: keep it beside the backups, for `erase-again`."""
        with settings_of() as settings:
            asyncio.run(write_erased(settings, file, typer.echo))

    @app.command("erase-again")
    def erase_again(
        file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Made by `erased`.")],
    ) -> None:
        """After an older backup was put back: erase again what had been erased since."""
        with settings_of() as settings:
            asyncio.run(erase_listed(settings, file, typer.echo, datetime.now(UTC)))


async def purge_now(settings: Settings, say: Say, now: datetime, *, dry_run: bool) -> None:
    """Say what is due by each term, and erase it unless it is only a try.

    Raises:
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    from bot.app import terms_of
    from bot.opened import opened
    from bot.services.housekeeping import Housekeeping

    async with opened(settings) as database:
        keeping = Housekeeping(database, lambda: now, terms_of(settings), zone=settings.zone)
        for one in await keeping.due():
            moment = one.before.astimezone(settings.zone).strftime("%Y-%m-%d %H:%M")
            say(f"{_TERMS[one.term]} {moment}: {one.many}")
        if dry_run:
            say("Nothing was erased.")
            return
        gone = 0
        while tidied := await keeping.tidy():
            people = tidied["learners"] + tidied["finished"]
            gone += people
            if not people:
                break
        say(f"{gone} sign-ups erased.")


async def tell_report(settings: Settings, say: Say, year: int) -> None:
    """The numbers of everything in this installation.

    Raises:
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    from bot.app import load_catalogues
    from bot.opened import opened
    from bot.services.rights import report

    texts = load_catalogues(settings)
    async with opened(settings) as database, database.reading() as connection:
        found = await report.of_year(connection, year, settings.zone)
    say(f"{year}")
    for part in found.parts:
        say(texts.render(part.title, "en"))
        for label, many in part.rows:
            say(f"  {many:>8}  {texts.render(label, 'en')}")


async def write_erased(settings: Settings, file: Path, say: Say) -> None:
    """Write the numbers of all that was erased, for nobody else to read.

    Raises:
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    from bot.db.queries import rights
    from bot.opened import opened

    async with opened(settings) as database, database.reading() as connection:
        found = await rights.erased_since(connection, datetime(2000, 1, 1, tzinfo=UTC))
    part = file.with_name(f".{file.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.writelines(
            json.dumps([one.what, one.number, one.erased_at.isoformat(), one.why]) + "\n" for one in found
        )
    part.replace(file)
    say(f"{file}: {len(found)} erasures.")


async def erase_listed(settings: Settings, file: Path, say: Say, now: datetime) -> None:
    """Erase what this list names, where it is there again.

    Raises:
        InputFileError: the file is no such list; nothing was erased.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    from bot.domain.act import Act
    from bot.opened import opened_core
    from bot.services import audit
    from bot.services.rights import erasing

    gone = _listed(file)
    act = Act(what="command.erase_again", role="operator")
    async with opened_core(settings, lambda: now) as core:
        async with core.office.acting() as scene:
            there = await erasing.again(scene, gone)
            audit.note(scene, replace(act, detail={"listed": len(gone), "erased": there}))
        await core.database.empty_log()
    say(f"{len(gone)} erasures listed, {there} of them were there again and are erased.")


def _listed(file: Path) -> list[Erased]:
    """A line of an older version does not say why."""
    from bot.db.queries.rights import ASKED, TERM, Erased
    from bot.errors import InputFileError

    gone: list[Erased] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            what, row, moment, *rest = json.loads(line)
            (why,) = rest or (None,)
            if why not in (TERM, ASKED, None):
                raise ValueError(why)
            gone.append(Erased(str(what), int(row), datetime.fromisoformat(moment), why))
        except (ValueError, TypeError):
            raise InputFileError((f"{file}, line {number}: not a line of `taalwijzer erased`",)) from None
    return gone
