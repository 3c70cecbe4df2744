"""Takes over official data: `import-postcodes` puts exact coordinates before the shipped place table.

The file is read and checked as a whole first (`bot.geo.postcode_file`); only then one move makes it count.
A running bot goes on with the table that it has; it reads the new one at its next start.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.geo.postcode_download import download
from bot.geo.postcode_file import PostcodeFile, parse_postcodes, read_postcodes, write_override


@dataclass(frozen=True, slots=True)
class PostcodeImport:
    """`count` postcodes are now in `written_to`; `skipped` says by line what was left out and why."""

    count: int
    skipped: tuple[str, ...]
    written_to: Path


def import_postcodes(path: Path, *, data_dir: Path) -> PostcodeImport:
    """From a file. `data_dir` is the setting DATA_DIR. Raises InputFileError or OSError; then all stays."""
    return _keep(read_postcodes(path), data_dir)


def import_downloaded_postcodes(url: str, *, client: httpx.Client, data_dir: Path) -> PostcodeImport:
    """From the setting POSTCODES_URL. Raises InputFileError or OSError; then all stays."""
    return _keep(parse_postcodes(download(url, client), name=url), data_dir)


def _keep(file: PostcodeFile, data_dir: Path) -> PostcodeImport:
    target = write_override(file.points, data_dir)
    return PostcodeImport(count=len(file.points), skipped=file.skipped, written_to=target)
