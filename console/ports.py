"""What the pages need of the rest, and nothing more, so that a small fake can stand in for each.

`bot.services.inbox.Inbox` is the third: the one way in.
"""

from __future__ import annotations

from typing import Protocol

from bot.services.transcripts import Transcript
from flows.model import Name, Text, VoiceNote


class Transcripts(Protocol):
    """The conversations that pages may show, by address."""

    async def of(self, address: str) -> Transcript | None:
        """What this address sees now; None when it never started or was forgotten.

        Raises:
            StorageUnavailable: the database did not answer.
        """

    async def version(self, address: str) -> str | None:
        """`Transcript.version` of what this address sees now; None as for `of`.

        Raises:
            StorageUnavailable: the database did not answer.
        """

    async def forget(self, address: str) -> None:
        """Take this conversation from the screen for good: `of` gives None from now on. Twice is no harm.

        Raises:
            StorageUnavailable: nothing was forgotten.
        """


class Sounds(Protocol):
    """Where the voice notes of one channel are kept."""

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        """The sound as Ogg Opus; None when it cannot be had."""


class Texts(Protocol):
    """The catalogues, as far as a page reads them; `bot.i18n.Catalogues` has more."""

    @property
    def languages(self) -> tuple[str, ...]:
        """Complete for learners, the default first."""

    def render(self, text: Text | Name, language: str) -> str:
        """Plain text, not yet escaped for HTML."""

    def best(self, language_hint: str) -> str:
        """The complete language nearest to an IETF tag; the default when none is near."""

    def is_rtl(self, language: str) -> bool: ...

    def own_name(self, language: str) -> str:
        """The language's name for itself: "Nederlands"."""
