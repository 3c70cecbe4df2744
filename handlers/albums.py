"""An album is one thing that a person sends, but Telegram delivers each picture as a message of its own.

Only the first is passed on, so that ten photos get one kind answer and not ten. This is remembered in the
process alone: after a restart in the middle of an album somebody may read it twice, and nothing is lost.
"""

from __future__ import annotations

from collections import OrderedDict

# Albums that can be arriving at the same time.
REMEMBERED = 1000


class Albums:
    """Knows the albums of which one message was stored."""

    def __init__(self) -> None:
        self._stored: OrderedDict[str, None] = OrderedDict()

    def has(self, album: str | None) -> bool:
        """Whether a message of this album was stored; False for what is in no album."""
        return album is not None and album in self._stored

    def store(self, album: str | None) -> None:
        """Remember it, and forget the oldest when there are too many. Call it after the commit."""
        if album is None:
            return
        self._stored[album] = None
        if len(self._stored) > REMEMBERED:
            self._stored.popitem(last=False)
