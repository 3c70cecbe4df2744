"""Every test here that asks for a database runs on both."""

from __future__ import annotations

from tests.support.database import (
    database,
    database_url,
    empty_url,
    open_database,
    postgres,
    sqlite_template,
)
from tests.support.rigs import clock, rig, rigs

__all__ = [
    "clock",
    "database",
    "database_url",
    "empty_url",
    "open_database",
    "postgres",
    "rig",
    "rigs",
    "sqlite_template",
]
