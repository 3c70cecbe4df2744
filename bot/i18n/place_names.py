"""How readers of another script write Dutch places: `locale/<language>/places.csv`, name by Dutch name.

Built by tools/build_place_names.py; a language without the file shows the Dutch names alone.
"""

from __future__ import annotations

import csv
from pathlib import Path


def read_places(path: Path) -> dict[str, str]:
    """The names of this language by the Dutch ones; empty when there is no such file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["shown"] for row in csv.DictReader(file)}
