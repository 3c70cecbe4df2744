"""Telegram's sending limits: about 30 messages a second overall, one a second in a chat after a short burst.

Always counted; refused with 429 only when `enforce` is set. Source: https://core.telegram.org/bots/faq.
"""

import math
import time
from collections import deque
from dataclasses import dataclass, field

from tests.support.bot_api.model import ApiError

_LIMITED_PREFIXES = ("send", "edit")
_NOT_LIMITED = frozenset({"sendchataction"})
# A bot that sends exactly one a second must not be refused because the network shook two messages together.
_JITTER = 0.1


def is_limited(method: str) -> bool:
    """True for the methods that put something on a screen."""
    name = method.lower()
    return name.startswith(_LIMITED_PREFIXES) and name not in _NOT_LIMITED


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


@dataclass(slots=True)
class Limits:
    """The counters and the switch. Numbers are messages and seconds."""

    enforce: bool = False
    per_second: int = 30
    chat_burst: int = 3
    chat_per_second: float = 1.0
    exceeded: int = 0
    refused: int = 0
    peak_per_second: int = 0
    _window: deque[float] = field(default_factory=deque)
    _buckets: dict[int | str, _Bucket] = field(default_factory=dict)

    def check(self, method: str, chat_id: int | str | None, now: float | None = None) -> None:
        """Counts one call at monotonic time `now`. Raises a 429 when it is too fast and `enforce` is set."""
        if not is_limited(method) or chat_id is None:
            return
        moment = time.monotonic() if now is None else now
        wait = max(self._overall_wait(moment), self._chat_wait(chat_id, moment))
        if wait <= 0:
            self._take(chat_id, moment)
            return
        self.exceeded += 1
        if not self.enforce:
            self._take(chat_id, moment)
            return
        self.refused += 1
        seconds = max(1, math.ceil(wait))
        raise ApiError(429, f"Too Many Requests: retry after {seconds}", parameters={"retry_after": seconds})

    def _overall_wait(self, now: float) -> float:
        while self._window and now - self._window[0] >= 1:
            self._window.popleft()
        return 0.0 if len(self._window) < self.per_second else 1 - (now - self._window[0])

    def _chat_wait(self, chat_id: int | str, now: float) -> float:
        bucket = self._buckets.setdefault(chat_id, _Bucket(float(self.chat_burst), now))
        gained = (now - bucket.at) * self.chat_per_second
        bucket.tokens = min(float(self.chat_burst), bucket.tokens + gained)
        bucket.at = now
        return 0.0 if bucket.tokens >= 1 - _JITTER else (1 - bucket.tokens) / self.chat_per_second

    def _take(self, chat_id: int | str, now: float) -> None:
        self._window.append(now)
        self.peak_per_second = max(self.peak_per_second, len(self._window))
        bucket = self._buckets[chat_id]
        bucket.tokens = max(0.0, bucket.tokens - 1)
