"""The rules of sending: how fast, and what follows when a message does not arrive. Pure arithmetic.

Telegram's limits are 30 messages a second overall, one a second in a chat and 20 a minute in a group; we
stay below each of them.
"""

from __future__ import annotations

from dataclasses import dataclass

RETRY_DELAYS_SECONDS = (1, 2, 5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200)
"""Wait this long after the first, second … failure; after the last one, some 22 hours later, the message has
failed.
"""

UNSURE_DELAYS_SECONDS = (3, 30, 300)
"""The same where it may have arrived; see docs/decisions/0015."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast one channel may be used.

    `per_second` overall, evenly spaced. `horizon_seconds`: places further ahead than this are not taken, so
    that something more
    urgent can still go first. In a chat `chat_burst` messages at once, then one every `chat_seconds`; in a
    group one every `group_seconds`.
    """

    per_second: float = 28.0
    horizon_seconds: float = 1.0
    chat_seconds: float = 1.0
    chat_burst: int = 3
    group_seconds: float = 60 / 18

    def interval(self, *, is_group: bool) -> float:
        return self.group_seconds if is_group else self.chat_seconds

    def slack(self, *, is_group: bool) -> float:
        """How far the theoretical arrival time may be ahead of now."""
        return 0.0 if is_group else (self.chat_burst - 1) * self.chat_seconds


def earliest(tat: float, now: float, limits: Limits, *, is_group: bool) -> float:
    """When the next message may go to a chat with this theoretical arrival time (seconds since 1970)."""
    return max(now, tat - limits.slack(is_group=is_group))


def counted(tat: float, now: float, limits: Limits, *, is_group: bool) -> float:
    """The theoretical arrival time after one more message."""
    return max(tat, now) + limits.interval(is_group=is_group)


def retry_delay(failures: int) -> int | None:
    """Seconds to wait after this many failures; None when it is enough."""
    return _delay(RETRY_DELAYS_SECONDS, failures)


def unsure_delay(times: int) -> int | None:
    """Seconds to wait when it may have arrived, this many times; None when it is enough."""
    return _delay(UNSURE_DELAYS_SECONDS, times)


def _delay(delays: tuple[int, ...], times: int) -> int | None:
    return delays[times - 1] if times <= len(delays) else None
