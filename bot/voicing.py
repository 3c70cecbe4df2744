"""`taalwijzer voice …`: what people read in, which voices there are, and clips made ahead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.i18n import Catalogues
    from bot.settings import Settings
    from bot.speech.script import Line
    from bot.speech.workshop import Workshop

Opening = Callable[[], AbstractContextManager["Settings"]]
_Language = Annotated[str, typer.Option(metavar="CODE", help="nl, en, ar, tr, pl, uk, fa or es.")]
_MOST_NAMED = 5


def commands(settings: Opening) -> typer.Typer:
    """The commands under `voice`. `settings` opens the settings and turns errors into exit codes."""
    group = typer.Typer(help="Read aloud: recordings, voices, clips.", no_args_is_help=True)

    @group.command("export-script")
    def export_script(
        file: Annotated[Path, typer.Argument(dir_okay=False, help="A table (.csv), else plain text.")],
        language: _Language = "nl",
    ) -> None:
        """Write down what can be read in, and the name of each recording."""
        with settings() as known:
            typer.echo(_export(known, file, language))

    @group.command("import")
    def take_over(
        source: Annotated[Path, typer.Argument(exists=True, metavar="DIR|ZIP", help="The recordings.")],
    ) -> None:
        """Take over recordings: WAV, OGG, FLAC or MP3. What is right is used; the rest is named."""
        with settings() as known:
            if not _import(known, source):
                raise typer.Exit(1)

    @group.command()
    def make(
        language: Annotated[str, typer.Option(metavar="CODE", help="One language only.")] = "",
    ) -> None:
        """Make the clips of all fixed texts now. Not needed: what is missing is made when it is asked for."""
        with settings() as known:
            _make(known, language)

    @group.command()
    def status() -> None:
        """For each language: who reads it, how many clips there are, and the recordings."""
        with settings() as known:
            _status(known)

    return group


def _export(settings: Settings, file: Path, language: str) -> str:
    from bot.speech.script import write_script

    lines = _scripts(_catalogues(settings), [_spoken(language)])[language]
    write_script(lines, file)
    return f"{len(lines)} texts in {file}. Read them in, name each file as it says, and use `voice import`."


def _import(settings: Settings, source: Path) -> bool:
    from bot import auditing
    from bot.domain.act import Act
    from bot.speech.building import build_workshop
    from bot.speech.engine import SPOKEN_LANGUAGES
    from bot.speech.taking import take_recordings

    scripts = _scripts(_catalogues(settings), SPOKEN_LANGUAGES)
    taken = take_recordings(source, scripts, build_workshop("none", settings.data_dir).recordings)
    asyncio.run(
        auditing.note(
            settings,
            Act(what="command.voice", role="operator", detail={"used": taken.used}),
            datetime.now(UTC),
        )
    )
    for line in taken.refused:
        typer.echo(line, err=True)
    left = (
        f" {len(taken.refused)} were left out, as said above; the others are in use." if taken.refused else ""
    )
    typer.echo(f"{taken.used} recordings taken over.{left}")
    return not taken.refused


def _make(settings: Settings, language: str) -> None:
    from bot.speech.building import build_workshop
    from bot.speech.engine import SPOKEN_LANGUAGES, SpeechFailed
    from bot.speech.said import AFTER_LINE, piece
    from flows.model import Text

    catalogues, workshop = _catalogues(settings), build_workshop(settings.speech, settings.data_dir)
    for code in [_spoken(language)] if language else SPOKEN_LANGUAGES:
        keys = _keys(catalogues, code) if workshop.speaks(code) else ()
        made = 0
        with typer.progressbar(keys, label=code) as shown:
            for key in shown:
                one = piece(Text(key), code, catalogues, workshop.speaks, pause=AFTER_LINE)
                try:
                    made += one is not None and workshop.keep(one, code)
                except SpeechFailed as error:
                    typer.echo(f"{code} {key}: {error}", err=True)
        typer.echo(f"{code}: {made} clips made." if keys else f"{code}: no voice.")


def _status(settings: Settings) -> None:
    from bot.speech.building import build_workshop
    from bot.speech.engine import SPOKEN_LANGUAGES

    catalogues, workshop = _catalogues(settings), build_workshop(settings.speech, settings.data_dir)
    for language, script in _scripts(catalogues, SPOKEN_LANGUAGES).items():
        typer.echo(f"{language}: {_voice(workshop, language)}")
        typer.echo(f"    {_clips(catalogues, workshop, language)}")
        typer.echo(f"    {_recordings(workshop, language, script)}")


def _voice(workshop: Workshop, language: str) -> str:
    engine = workshop.engine_for(language)
    return engine.identity(language) if engine else "no voice"


def _clips(catalogues: Catalogues, workshop: Workshop, language: str) -> str:
    from bot.speech.said import AFTER_LINE, piece
    from flows.model import Text

    keys = _keys(catalogues, language)
    pieces = [piece(Text(key), language, catalogues, workshop.speaks, pause=AFTER_LINE) for key in keys]
    made = sum(one is not None and workshop.is_kept(one, language) for one in pieces)
    return f"clips made: {made} of {len(keys)} fixed texts; the others follow when they are asked for"


def _recordings(workshop: Workshop, language: str, script: Sequence[Line]) -> str:
    present = {line.version for line in script}
    found = workshop.recordings.of(language)
    old = [file.stem.rpartition(".")[0] for version, file in found.items() if version not in present]
    said = f"recordings in use: {len(found) - len(old)} of {len(script)} texts"
    if not old:
        return said
    more = f" and {len(old) - _MOST_NAMED} more" if len(old) > _MOST_NAMED else ""
    return f"{said}; out of date, their text has changed: {', '.join(old[:_MOST_NAMED])}{more}"


def _scripts(catalogues: Catalogues, languages: Sequence[str]) -> dict[str, tuple[Line, ...]]:
    """Language → what can be read in; languages without a complete catalogue have nothing."""
    from bot.speech.script import script_of

    return {code: script_of(_keys(catalogues, code), code, catalogues) for code in languages}


def _keys(catalogues: Catalogues, language: str) -> tuple[str, ...]:
    from bot.speech.script import fixed_keys

    return fixed_keys(catalogues.reader(language).forms) if language in catalogues.languages else ()


def _catalogues(settings: Settings) -> Catalogues:
    from bot.app import load_catalogues

    return load_catalogues(settings)


def _spoken(language: str) -> str:
    from bot.errors import SettingsError
    from bot.speech.engine import SPOKEN_LANGUAGES

    if language not in SPOKEN_LANGUAGES:
        raise SettingsError((f"--language {language}: one of {', '.join(SPOKEN_LANGUAGES)}",))
    return language
