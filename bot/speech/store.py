"""Clips on disk: `<folder>/<engine>/<language>/<name>.ogg`, made once, whole or not there at all.

The name is the SHA-256 of everything that the sound depends on. Nothing is ever changed in place: other words
have another name, and a damaged file is as good as none. What nobody made again for long is swept.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

import structlog

# Clips of texts that no longer exist are never asked for again; those that do are made again in a moment.
KEPT_DAYS = 180
_SECONDS_A_DAY = 86_400


def name_of(*parts: str | Sequence[str]) -> str:
    """The name of a clip: 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


class ClipStore:
    """The clips of all engines and languages. A full or read-only disk costs time and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = structlog.get_logger(__name__)

    def path(self, engine: str, language: str, name: str) -> Path:
        return self.folder / engine / language / f"{name}.ogg"

    def read(self, engine: str, language: str, name: str) -> bytes:
        """The clip; b"" when there is none."""
        try:
            return self.path(engine, language, name).read_bytes()
        except OSError:
            return b""

    def write(self, engine: str, language: str, name: str, content: bytes) -> None:
        """Keep the clip; readers see all of it or nothing."""
        path = self.path(engine, language, name)
        fresh = path.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(content)
            os.replace(fresh, path)
        except OSError as error:
            self._log.warning("clip_not_kept", error=error.strerror)
            with contextlib.suppress(OSError):
                fresh.unlink(missing_ok=True)

    def count(self, engine: str, language: str) -> int:
        return sum(1 for _ in (self.folder / engine / language).glob("*.ogg"))

    def sweep(self) -> int:
        """Remove what was made more than `KEPT_DAYS` ago, and what a crash left; how many files."""
        oldest = time.time() - KEPT_DAYS * _SECONDS_A_DAY
        swept = 0
        for file in self.folder.glob("*/*/*"):
            with contextlib.suppress(OSError):
                begun = file.name.startswith(".") and file.stat().st_mtime < time.time() - _SECONDS_A_DAY
                if begun or file.stat().st_mtime < oldest:
                    file.unlink()
                    swept += 1
        return swept
