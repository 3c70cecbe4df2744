"""A clock for tests that stands still until it is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass(slots=True)
class FakeClock:
    """Call it for the moment it shows, aware UTC. It begins on Wednesday 3 June 2026, noon in Amsterdam."""

    now: datetime = field(default_factory=lambda: datetime(2026, 6, 3, 10, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move on."""
        self.now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
