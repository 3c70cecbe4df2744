"""Waits that grow while something is away, and start small again once it is back."""

from __future__ import annotations


class Backoff:
    """Seconds to wait: `first`, doubled each time, at most `longest`."""

    def __init__(self, *, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def grow(self) -> float:
        """How long to wait this time."""
        wait, self._next = self._next, min(self._next * 2, self._longest)
        return wait

    def reset(self) -> None:
        """It went well."""
        self._next = self._first
