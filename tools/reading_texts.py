"""Every text of every catalogue, with who reads it; `reading_buttons` says which stand on a button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

from bot.i18n import NOT_FOR_LEARNERS
from bot.i18n.catalogue import strings_of

LEARNERS, VOLUNTEERS, STAFF = "learners", "volunteers", "staff"

# What a language calls itself, in its own script: no words of the catalogue's language.
NAMES_OF_LANGUAGES = "language."


@dataclass(frozen=True, slots=True)
class Shown:
    """One text as it stands in the catalogue: one form of a plural, placeholders and all."""

    language: str
    key: str
    text: str

    @property
    def readers(self) -> str:
        """Who reads it; what helpers of the project and operators read counts as staff."""
        if not self.key.startswith(NOT_FOR_LEARNERS):
            return LEARNERS
        return VOLUNTEERS if self.key.startswith("volunteer.") else STAFF


def read_texts(root: Path) -> list[Shown]:
    """All texts of the catalogues under `root`, by language and key."""
    found = [
        shown
        for path in sorted((root / "locale").glob("*/LC_MESSAGES/messages.po"))
        for shown in _texts_of(path, path.parents[1].name)
    ]
    return sorted(found, key=lambda shown: (shown.language, shown.key))


def _texts_of(path: Path, language: str) -> Iterator[Shown]:
    with path.open("rb") as file:
        # Not aborting: what is wrong with the file itself is for check_catalogues.py.
        catalog = read_po(file, locale=language, abort_invalid=False)
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        for text in dict.fromkeys(strings_of(message.string)):
            if text and not key.startswith(NAMES_OF_LANGUAGES):
                yield Shown(language, key, text)
