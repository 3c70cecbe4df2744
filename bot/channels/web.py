"""The web page as a channel: the page asks for the messages itself.

To deliver is therefore only to say which row may be shown; `bot/services/transcripts.py` reads the rows back.
"""

from __future__ import annotations

from dataclasses import replace

from bot.channels.base import Envelope
from flows.facts import Capabilities

WEB = Capabilities(push=False, location=True, contact=False, typing=True)


class WebChannel:
    """Satisfies `bot.channels.base.Channel`; it has nothing that can fail."""

    def __init__(self, *, push: bool = False) -> None:
        """`push`: somebody looks at the page all the time, as in the demo. Elsewhere a page may be closed for
        good, and nobody can be promised a message there.
        """
        self.name = "web"
        self.capabilities = replace(WEB, push=push)

    async def deliver(self, envelope: Envelope) -> str:
        """Return the outbox id: the page shows the row itself."""
        return str(envelope.outbox_id)
