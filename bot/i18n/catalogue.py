"""Read one gettext catalogue into templates that are quick to fill.

A translation is cut once, at the start, into words and placeholders by turns:
"Tot {time}!" becomes ("Tot ", "time", "!").
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

Template = tuple[str, ...]
"""Words at even places, names of placeholders at odd ones."""
Forms = tuple[Template, ...]
"""One template, or one for each plural form of the language."""

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language. `forms` by key; `plural` gives the place of the form for a number."""

    forms: dict[str, Forms]
    plural: Callable[[int], int]


def read_catalogue(folder: Path) -> Catalogue:
    """Read `messages.po`, or `messages.mo` when that is at least as new or stands alone.

    Untranslated and fuzzy entries are left out, so that they fall back to the default language.

    Raises:
        FileNotFoundError: the folder has neither.
    """
    catalog = _read(folder / "messages.po", folder / "messages.mo")
    forms = {
        message.id if isinstance(message.id, str) else message.id[0]: tuple(map(parse_template, strings))
        for message in catalog
        if message.id and not message.fuzzy and all(strings := strings_of(message.string))
    }
    return Catalogue(forms=forms, plural=gettext.c2py(catalog.plural_expr))


def parse_template(text: str) -> Template:
    """Cut a translation at its placeholders. A brace that belongs to none stays a brace."""
    return tuple(PLACEHOLDER.split(text))


def strings_of(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The translations of an entry: one, or one for each plural form."""
    return tuple(string) if isinstance(string, (tuple, list)) else (string or "",)


def _read(po: Path, mo: Path) -> Catalog:
    if mo.exists() and (not po.exists() or mo.stat().st_mtime >= po.stat().st_mtime):
        with mo.open("rb") as file:
            return read_mo(file)
    with po.open("rb") as file:
        return read_po(file)
