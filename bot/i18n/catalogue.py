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

from bot.i18n.po import header_field, read_entries

Template = tuple[str, ...]
"""Words at even places, names of placeholders at odd ones."""
Forms = tuple[Template, ...]
"""One template, or one for each plural form of the language."""

REVIEWED, NOBODY = "X-Reviewed-By", "nobody"
"""The field of the header that says which native speaker read the whole catalogue."""

_GERMANIC = "(n != 1)"
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language. `forms` by key; `plural` gives the place of the form for a number; `reviewed` is the
    native speaker who read it all, or "".
    """

    forms: dict[str, Forms]
    plural: Callable[[int], int]
    reviewed: str


def read_catalogue(folder: Path) -> Catalogue:
    """Read `messages.po`.

    Untranslated and fuzzy entries are left out, so that they fall back to the default language.

    Raises:
        FileNotFoundError: the folder has none.
    """
    forms: dict[str, Forms] = {}
    header = ""
    for entry in read_entries((folder / "messages.po").read_text(encoding="utf-8")):
        if not entry.id:
            header = entry.strings[0]
        elif not entry.fuzzy and all(entry.strings):
            forms[entry.id] = tuple(map(parse_template, entry.strings))
    plural = header_field(header, "Plural-Forms").partition("plural=")[2].rstrip("; ")
    reviewed = header_field(header, REVIEWED)
    return Catalogue(forms, gettext.c2py(plural or _GERMANIC), "" if reviewed == NOBODY else reviewed)


def parse_template(text: str) -> Template:
    """Cut a translation at its placeholders. A brace that belongs to none stays a brace."""
    return tuple(PLACEHOLDER.split(text))


def strings_of(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """The translations of an entry: one, or one for each plural form."""
    return tuple(string) if isinstance(string, (tuple, list)) else (string or "",)
