"""Fixtures over the builders: a clock, and rigs whose dispatcher runs and is stopped again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Protocol

import pytest

from bot.db.session import Database
from tests.support.building import Rig, build_rig
from tests.support.clock import FakeClock


class Rigs(Protocol):
    """Makes one more process; `own` when it has a connection of its own. The rest as `build_rig`."""

    def __call__(self, own: Database | None = None, **options: Any) -> Rig: ...


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def rigs(database: Database, clock: FakeClock) -> AsyncIterator[Rigs]:
    """Processes over the test's database, all with the same clock."""
    made: list[Rig] = []

    def make(own: Database | None = None, **options: Any) -> Rig:
        rig = build_rig(own or database, clock, **options)
        rig.dispatcher.start()
        made.append(rig)
        return rig

    yield make
    for rig in made:
        await rig.dispatcher.stop(patience_seconds=2.0)


@pytest.fixture
async def rig(rigs: Rigs) -> Rig:
    """One process."""
    return rigs()
