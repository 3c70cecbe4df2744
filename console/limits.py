"""A brake for somebody who hammers, wide enough for a library where everybody shares one address.

It lives in memory: after a restart everybody begins with a full bucket, which is no harm.
"""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

BURST = 240
PER_SECOND = 8.0
SPOKEN_BURST = 40
SPOKEN_PER_SECOND = 0.2
"""What is recorded is large: a classroom at once, and then one each five seconds."""
_REMEMBERED = 10_000


@dataclass(slots=True)
class RateLimiter:
    """A token bucket for each client address. `clock` gives seconds that only go up."""

    clock: Callable[[], float]
    burst: int = BURST
    per_second: float = PER_SECOND
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def allows(self, client: str) -> bool:
        """Take one from this client's bucket; False when it is empty."""
        key, now = network_of(client), self.clock()
        tokens, since = self._buckets.pop(key, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - since) * self.per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _REMEMBERED:
            self._buckets.popitem(last=False)
        return allowed


def network_of(client: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 address: one home has a whole /64 to choose from."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
