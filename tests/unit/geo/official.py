"""Finds the official GeoNames file that lies beside the checkout and is never part of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

OFFICIAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "geonames_NL.txt"


def official_file() -> Path:
    """Its path. Without it the test is skipped, loudly; where changes are judged it fails."""
    if not OFFICIAL.exists():
        reason = f"{OFFICIAL} is not there: the official file is no part of the repository"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return OFFICIAL
