"""Who else has the page of a sign-up open now.

Held in the memory of one process, and of half a minute: it is a courtesy and no lock. With several processes
somebody may be missing from it, so a page only ever says who is there, and never that nobody is. What must
not go wrong does not rest on it: two who decide at once are kept apart by the mark in their forms.
"""

from __future__ import annotations

from datetime import datetime, timedelta

_SEEN_WITHIN = timedelta(seconds=30)
_MOST_PAGES = 5_000


class Present:
    """The open pages of one process."""

    def __init__(self) -> None:
        self._seen: dict[int, dict[int, datetime]] = {}

    def others(self, referral_id: int, member_id: int, now: datetime) -> tuple[int, ...]:
        """The other members who have it open; from now on this one has it open too."""
        if len(self._seen) >= _MOST_PAGES:
            self._forget(now)
        here = self._seen.setdefault(referral_id, {})
        here[member_id] = now
        return tuple(
            sorted(other for other, at in here.items() if other != member_id and now - at <= _SEEN_WITHIN)
        )

    def _forget(self, now: datetime) -> None:
        """Pages that nobody has open any more."""
        still = {
            referral: {member: at for member, at in here.items() if now - at <= _SEEN_WITHIN}
            for referral, here in self._seen.items()
        }
        self._seen = {referral: here for referral, here in still.items() if here}
