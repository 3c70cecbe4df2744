"""The shipped table, read once for all tests of this folder: it never changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.geo.places import PlaceTable
from bot.resources import resource_dir


@pytest.fixture(scope="session")
def data_dir() -> Path:
    return resource_dir("data")


@pytest.fixture(scope="session")
def table(data_dir: Path) -> PlaceTable:
    return PlaceTable.load(data_dir)
