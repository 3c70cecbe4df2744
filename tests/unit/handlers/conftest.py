"""The edge, ready for updates."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.unit.handlers.fakes import Edge, open_edge


@pytest.fixture(autouse=True)
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `build_application` chooses for the running bot, and taken back after each test."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def edge() -> AsyncIterator[Edge]:
    async with open_edge() as ready:
        yield ready
