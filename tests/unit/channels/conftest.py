"""The library's new way to give waiting times, as `build_application` chooses it for the running bot."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
