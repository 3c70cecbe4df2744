"""PostgreSQL for the kills that need it."""

from __future__ import annotations

from tests.support.database import postgres

__all__ = ["postgres"]
