"""Tiny catalogues for the tests of texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

Entries = Mapping[str, str | tuple[str, ...]]

UNITS = {"unit.clock": "{hour}.{minute} uur", "unit.clock_whole_hour": "{hour} uur"}
DUTCH: Entries = {
    "hello": "Hallo {name}!",
    "near": "{name} is {distance} ver.",
    "open": "Open tot {time}.",
    "houses": ("{count} Taalhuis", "{count} Taalhuizen"),
    "raw": "Lees & schrijf <samen> {niet hier}",
    "list": "U wilt leren: {needs}.",
    "reading": "lezen",
    "unit.moment": "{weekday} {date}, {clock}",
    **UNITS,
}
ENGLISH: Entries = {
    "hello": "Hello {name}!",
    "near": "{name} is {distance} away.",
    "open": "Open until {time}.",
    "houses": ("{count} Taalhuis", "{count} Taalhuizen"),
    "raw": "Read & write <together> {not here}",
    "list": "You want to learn: {needs}.",
    "reading": "reading",
    "unit.moment": "{weekday} {date}, {clock}",
    "unit.clock": "{hour}:{minute}",
    "unit.clock_whole_hour": "{hour}:00",
}
ARABIC: Entries = {"hello": "مرحبا {name}!", "near": "{name} على بعد {distance}."}


def catalogue(language: str, entries: Entries) -> Catalog:
    """A catalogue; a tuple makes a plural entry."""
    made = Catalog(locale=language, charset="utf-8")
    for key, text in entries.items():
        made.add(key if isinstance(text, str) else (key, f"{key}#plural"), text)
    return made


def write(root: Path, language: str, entries: Entries) -> Path:
    """Write `root/<language>/LC_MESSAGES/messages.po` and return its path."""
    path = root / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue(language, entries), width=0)
    return path


def review(path: Path, who: str) -> None:
    """Write into the header of this catalogue which native speaker read it."""
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"MIME-Version', f'"X-Reviewed-By: {who}\\n"\n"MIME-Version', 1), encoding="utf-8"
    )
