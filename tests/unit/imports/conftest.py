"""The shipped table, read once: it never changes."""

from __future__ import annotations

import pytest

from bot.geo.places import PlaceTable
from bot.resources import resource_dir


@pytest.fixture(scope="session")
def table() -> PlaceTable:
    return PlaceTable.load(resource_dir("data"))
