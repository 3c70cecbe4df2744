"""The command line: reads the settings, calls one program, and turns errors into a plain sentence and an
exit code.

Exit codes: 0 fine, 1 a failed run, 2 wrong use or settings.
"""

from __future__ import annotations

import asyncio
import sys
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import desk_command, exporting, keeping, voicing
from bot.errors import InputFileError, SchemaOutdated, SettingsError, TaalwijzerError
from bot.lean import start_lightly

if TYPE_CHECKING:
    from bot.settings import Settings

app = typer.Typer(
    name="taalwijzer",
    help="Taalwijzer: from a hard letter to the nearest Taalhuis.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
FAILED, WRONG_USE = 1, 2


@app.command()
def run(
    webhook: Annotated[
        bool, typer.Option(help="Telegram calls us at WEBHOOK_URL, instead of us asking.")
    ] = False,
) -> None:
    """The bot on Telegram, with the web chat beside it. Needs TAALWIJZER_TELEGRAM_TOKEN."""
    with _settings() as settings:
        from bot.programs import run_bot

        if webhook and not settings.webhook_url:
            raise SettingsError(("TAALWIJZER_WEBHOOK_URL: not set; --webhook needs the address to call",))
        asyncio.run(run_bot(settings, webhook=webhook))


@app.command()
def demo() -> None:
    """The web chat on this computer with demo Taalhuizen. No token, no network."""
    with _settings() as settings:
        from bot.programs import run_demo

        asyncio.run(run_demo(settings, typer.echo))


@app.command()
def chat() -> None:
    """The whole conversation in the terminal, with the demo Taalhuizen; answers may be piped in."""
    with _settings() as settings:
        from bot.programs import run_chat

        finished = asyncio.run(run_chat(settings, sys.stdin, sys.stdout))
        if not finished:
            typer.echo("The answers ended before the conversation did.", err=True)
            raise typer.Exit(FAILED)


@app.command()
def check() -> None:
    """What is wrong, and what to do? One line each; exit code 1 when something is."""
    with _settings() as settings:
        from bot import checking

        if not asyncio.run(checking.check(settings, typer.echo)):
            raise typer.Exit(FAILED)


@app.command()
def migrate() -> None:
    """Bring the database to the schema of this version."""
    with _settings() as settings:
        from bot import maintenance

        asyncio.run(maintenance.migrate(settings, typer.echo))


@app.command("import-taalhuizen")
def import_taalhuizen(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV, or HSDS-style JSON.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would change, house by house.")
    ] = False,
) -> None:
    """Take over a file of Taalhuizen, all or nothing. Running it again changes what is known."""
    with _settings() as settings:
        from bot import maintenance

        if dry_run:
            asyncio.run(maintenance.compare_taalhuizen(settings, file, typer.echo))
            return
        done = asyncio.run(maintenance.take_over_taalhuizen(settings, file, datetime.now(UTC)))
        same = f", {done.unchanged} as they were" if done.unchanged else ""
        typer.echo(f"{done.made} Taalhuizen made, {done.changed} changed{same}.")


@app.command("import-postcodes")
def import_postcodes(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="NL.txt of GeoNames, its zip, or a CSV."),
    ] = None,
    download: Annotated[bool, typer.Option("--download", help="From TAALWIJZER_POSTCODES_URL.")] = False,
) -> None:
    """Replace the coordinates of the built-in place table by exact ones."""
    with _settings() as settings:
        from bot import maintenance

        if (file is None) != download:
            raise SettingsError(("give either a FILE or --download",))
        done = maintenance.take_over_postcodes(settings, file)
        asyncio.run(maintenance.note(settings, "command.postcodes", datetime.now(UTC)))
        for warning in done.skipped:
            typer.echo(f"skipped: {warning}", err=True)
        typer.echo(f"{done.count} postcodes written to {done.written_to}; a bot reads them when it starts.")


@app.command()
def invite(
    role: Annotated[str, typer.Argument(metavar="[ROLE]", help="staff, volunteer or regional.")] = "",
    taalhuis: Annotated[str, typer.Option(metavar="CODE", help="For staff and volunteers: where.")] = "",
    region: Annotated[str, typer.Option(metavar="NAME", help="For regional staff: of which region.")] = "",
    qr: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The link as QR code: .png or .svg.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=90, help="How long the link is good.")] = 7,
    listing: Annotated[bool, typer.Option("--list", help="Show the open invites.")] = False,
    revoke: Annotated[int | None, typer.Option(metavar="ID", help="Take an invite back.")] = None,
) -> None:
    """Make a link that gives one person a role; or show the open invites, or take one back."""
    with _settings() as settings:
        from bot import inviting

        now = datetime.now(UTC)
        if role and (listing or revoke is not None):
            raise SettingsError(("--list and --revoke go without a role",))
        if listing:
            asyncio.run(inviting.list_invites(settings, typer.echo, now))
        elif revoke is not None:
            asyncio.run(inviting.revoke_invite(settings, revoke, typer.echo, now))
        else:
            asked = inviting.Asked(role=role, taalhuis=taalhuis, region=region, days=days, qr=qr)
            asyncio.run(inviting.make_invite(settings, asked, typer.echo, now))


@app.command()
def poster(
    taalhuis: Annotated[str, typer.Option(metavar="CODE", help="Of which Taalhuis.")] = "",
    at: Annotated[
        str, typer.Option(help="Where it will hang: library, doctor, school, work, other.")
    ] = "library",
    size: Annotated[str, typer.Option(help="a4 or a5.")] = "a4",
    language: Annotated[str, typer.Option(help="In which language.")] = "nl",
    web: Annotated[bool, typer.Option(help="The code opens the web chat instead of Telegram.")] = False,
    file: Annotated[Path | None, typer.Argument(help="Where to, without its ending.")] = None,
    counts: Annotated[bool, typer.Option("--counts", help="How many came by which leaflet.")] = False,
) -> None:
    """Draw a leaflet for a wall, as PDF and PNG, whose code opens the chat with this Taalhuis."""
    with _settings() as settings:
        from bot import postering

        if counts:
            asyncio.run(postering.count_origins(settings, typer.echo))
            return
        wanted = postering.Wanted(
            taalhuis=taalhuis, wall=at, size=size, language=language, web=web, file=file
        )
        asyncio.run(postering.make_poster(settings, wanted, typer.echo))


@app.command()
def backup(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; var/backup/<moment>.db when left out.")
    ] = None,
) -> None:
    """Copy the embedded database, also while the bot runs."""
    with _settings() as settings:
        from bot import backups, maintenance

        now = datetime.now(UTC)
        target = file or settings.data_dir / "backup" / f"taalwijzer-{now:%Y%m%dT%H%M%SZ}.db"
        backups.back_up(settings, target, typer.echo)
        asyncio.run(maintenance.note(settings, "command.backup", now))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A file that `backup` made.")],
) -> None:
    """Put a backup in the place of the embedded database, with the bot stopped. Nothing is thrown away."""
    with _settings() as settings:
        from bot import backups

        asyncio.run(backups.restore(settings, file, typer.echo, datetime.now(UTC)))


@app.command("rotate-key")
def rotate_key(
    new: Annotated[bool, typer.Option("--new", help="Put a new key into the key file first.")] = False,
) -> None:
    """Seal everything anew with the newest key, also while the bot runs. It can be broken off."""
    with _settings() as settings:
        from bot import rotating

        if new:
            rotating.add_key(settings, typer.echo)
            return
        if not asyncio.run(rotating.rotate(settings, typer.echo, datetime.now(UTC))):
            raise typer.Exit(FAILED)


@app.command()
def audit(
    file: Annotated[Path, typer.Argument(help="Where to, as CSV.")],
    since: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")
    ] = None,
) -> None:
    """Write down who read or changed what, and when: the entries of some days, or all."""
    with _settings() as settings:
        from bot import auditing

        wanted = auditing.of_days(settings, since, until)
        done = asyncio.run(auditing.export(settings, wanted, file, datetime.now(UTC)))
        typer.echo(f"{done.entries} entries in {done.file}.")


@contextmanager
def _settings() -> Iterator[Settings]:
    """Settings for a command; what goes wrong in it becomes a sentence and an exit code."""
    from bot.logging import set_up_logging
    from bot.settings import load_settings

    try:
        settings = load_settings()
        set_up_logging(settings.log_format)
        yield settings
    except (SettingsError, SchemaOutdated) as error:
        _end(error, WRONG_USE)
    except (TaalwijzerError, OSError) as error:
        _end(error, FAILED)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _end(error: Exception, code: int) -> None:
    lines = error.faults if isinstance(error, InputFileError) else (str(error),)
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(code) from error


app.add_typer(voicing.commands(_settings), name="voice")
keeping.add_commands(app, _settings)
desk_command.add_command(app, _settings)
exporting.add_command(app, _settings)


def main() -> None:
    """The entry point of the `taalwijzer` command."""
    start_lightly()
    # The table of time zones that we come with: the machine's own may be years older, and is looked at first.
    zoneinfo.reset_tzpath(to=())
    app(prog_name="taalwijzer")


if __name__ == "__main__":
    main()
