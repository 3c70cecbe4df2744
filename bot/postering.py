"""What `taalwijzer poster` does: a leaflet of one Taalhuis for a wall, whose code opens the chat there."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import load_catalogues
from bot.db.queries import origins, places_of_work, taalhuizen
from bot.domain.origin import Origin, Wall, origin_of
from bot.errors import SettingsError
from bot.i18n import Catalogues
from bot.leaflet import WIDTHS, Leaflet, as_png, draw
from bot.named import find
from bot.opened import opened
from bot.resources import resource_dir
from bot.settings import Settings
from flows.model import Text
from flows.validators import phone_shown
from handlers.application import ask_username

Say = Callable[[str], None]

_NEEDS = (
    ("reading", Text("intake.needs.reading")),
    ("writing", Text("intake.needs.writing")),
    ("talking", Text("intake.needs.speaking")),
    ("numbers", Text("intake.needs.numbers")),
    ("digital", Text("intake.needs.digital")),
)
_TITLE, _HELP = Text("poster.title"), Text("poster.help")
_STEPS = (
    Text("poster.step.phone"),
    Text("poster.step.camera"),
    Text("poster.step.square"),
    Text("poster.step.press"),
)
_HEARD, _LANGUAGES = Text("poster.heard"), Text("poster.languages")
_COME, _CALL = Text("poster.come"), Text("poster.call")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line says. `wall` is where it is to hang, `size` "a4" or "a5", `file` without or with
    the ending of one of the two files; None for a name of its own in the present folder.
    """

    taalhuis: str
    wall: str
    size: str
    language: str
    web: bool
    file: Path | None


async def make_poster(settings: Settings, wanted: Wanted, say: Say) -> None:
    """Write the leaflet as PDF and as PNG.

    Raises:
        SettingsError: wrong use: no such Taalhuis, wall, size or language, a file that is there already, or
            no address that the code could open.
        TaalwijzerError: Telegram does not answer; nothing was written.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    catalogues = load_catalogues(settings)
    _check(wanted, catalogues)
    async with opened(settings) as database, database.reading() as connection:
        houses = await places_of_work.houses(connection)
        house = find("--taalhuis", wanted.taalhuis, {one.code: one for one in houses})
        place = await taalhuizen.place_of(connection, house.id)
    files = _files(wanted, house.code)
    origin = Origin(Wall(wanted.wall), house.code)
    link = await _link(settings, origin, web=wanted.web)
    assert place is not None  # noqa: S101 - its id was read a moment ago
    leaflet = _leaflet(
        catalogues,
        wanted.language,
        house=place.name,
        address=f"{place.street}, {place.town}" if place.street else place.town,
        phone=phone_shown(place.phone) if place.phone else "",
        link=link,
    )
    pdf = draw(leaflet, size=wanted.size, data=resource_dir("data"))
    for file, content in zip(files, (pdf, as_png(pdf)), strict=True):
        _write(file, content)
        say(f"Written: {file}")
    say(f"Its code opens {link}")


async def count_origins(settings: Settings, say: Say) -> None:
    """How many sign-ups came by a leaflet: of which Taalhuis, from which wall; a line each.

    Raises:
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    async with opened(settings) as database, database.reading() as connection:
        lines = await _counted(connection)
    for line in lines:
        say(line)


async def _counted(connection: AsyncConnection) -> list[str]:
    counted = await origins.count_sign_ups(connection)
    by_leaflet = {origin_of(words): many for words, many in sorted(counted.items())}
    without = by_leaflet.pop(None, 0)
    lines = [f"{many:6}  {one.code}, {one.wall}" for one, many in by_leaflet.items() if one]
    return [*lines, f"{without:6}  not by a leaflet"]


def _check(wanted: Wanted, catalogues: Catalogues) -> None:
    """All that can be said without the database.

    Raises:
        SettingsError: every problem at once.
    """
    problems = []
    if not wanted.taalhuis:
        problems.append("--taalhuis: needed: the code of the Taalhuis")
    if wanted.wall not in list(Wall):
        problems.append(f"--at: {wanted.wall!r} should be one of {', '.join(Wall)}")
    if wanted.size not in WIDTHS:
        problems.append(f"--size: {wanted.size!r} should be one of {', '.join(WIDTHS)}")
    if wanted.language not in catalogues.languages:
        problems.append(f"--language: {wanted.language!r} should be one of {', '.join(catalogues.languages)}")
    if problems:
        raise SettingsError(tuple(problems))


def _files(wanted: Wanted, code: str) -> tuple[Path, Path]:
    """The PDF and the PNG, neither of which is there yet."""
    stem = wanted.file or Path(f"poster-{code}-{wanted.wall}-{wanted.size}-{wanted.language}")
    if stem.suffix.lower() in (".pdf", ".png"):
        stem = stem.with_suffix("")
    files = stem.with_name(f"{stem.name}.pdf"), stem.with_name(f"{stem.name}.png")
    problems = [f"{file} exists already" for file in files if file.exists()]
    if not stem.absolute().parent.is_dir():
        problems.append(f"there is no directory {stem.absolute().parent}")
    if problems:
        raise SettingsError(tuple(problems))
    return files


async def _link(settings: Settings, origin: Origin, *, web: bool) -> str:
    """The address that the code opens.

    Raises:
        SettingsError: there is none.
    """
    if settings.telegram_token.get_secret_value() and not web:
        return f"https://t.me/{await ask_username(settings)}?start={origin}"
    if settings.public_url:
        return f"{str(settings.public_url).rstrip('/')}/?from={origin}"
    missing = "TAALWIJZER_PUBLIC_URL" if web else "TAALWIJZER_TELEGRAM_TOKEN or TAALWIJZER_PUBLIC_URL"
    raise SettingsError((f"{missing} is not set, so there is no address for the code",))


def _leaflet(
    catalogues: Catalogues, language: str, *, house: str, address: str, phone: str, link: str
) -> Leaflet:
    def t(text: Text) -> str:
        return catalogues.render(text, language)

    return Leaflet(
        title=t(_TITLE),
        help=t(_HELP),
        needs=tuple((picture, t(label)) for picture, label in _NEEDS),
        steps=tuple(map(t, _STEPS)),
        heard=t(_HEARD),
        choose=t(_LANGUAGES),
        languages=tuple(map(catalogues.own_name, catalogues.languages)),
        come=t(_COME),
        house=house,
        address=address,
        call=t(_CALL),
        phone=phone,
        link=link,
        right_to_left=catalogues.is_rtl(language),
    )


def _write(file: Path, content: bytes) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as opened:
        opened.write(content)
