"""What a person has read in: `<folder>/<language>/<key>.<version>.ogg`. It goes before every synthetic voice.

The version is that of the words. When a text changes its version does, so that a recording of the old words
is simply not found any more; it stays for `voice status` to name, and counts again if the words come back.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

_VERSION_LENGTH = 12


def version_of(words: str) -> str:
    """Twelve hexadecimal digits that say which words were read in."""
    return hashlib.sha256(words.encode()).hexdigest()[:_VERSION_LENGTH]


class Recordings:
    """The recordings of all languages. The folder is looked at again when something in it changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, tuple[int, dict[str, Path]]] = {}

    def find(self, language: str, words: str) -> Path | None:
        """The recording of exactly these words, whichever text they belong to."""
        return self.of(language).get(version_of(words))

    def of(self, language: str) -> dict[str, Path]:
        """Version → file."""
        folder = self.folder / language
        try:
            changed = folder.stat().st_mtime_ns
        except OSError:
            return {}
        known = self._known.get(language)
        if known is None or known[0] != changed:
            files = {file.stem.rpartition(".")[2]: file for file in sorted(folder.glob("*.*.ogg"))}
            known = self._known[language] = (changed, files)
        return known[1]

    def keep(self, language: str, key: str, version: str, content: bytes) -> None:
        """Take over a recording, Ogg Opus; it replaces an earlier one of the same words.

        Raises:
            OSError: it cannot be written.
        """
        folder = self.folder / language
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".{secrets.token_hex(4)}"
        try:
            fresh.write_bytes(content)
            os.replace(fresh, folder / f"{key}.{version}.ogg")
        finally:
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)
