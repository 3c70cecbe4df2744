"""The flow, built once for all tests."""

from __future__ import annotations

import pytest

from flows.intake import intake_flow
from flows.step import Flow


@pytest.fixture(scope="session")
def flow() -> Flow:
    return intake_flow()
