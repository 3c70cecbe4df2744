"""The web page as a channel: nothing is pushed, the page asks for the messages itself.

To deliver is therefore only to say which row may be shown; `bot/services/transcripts.py` reads the rows back.
"""

from __future__ import annotations

from bot.channels.base import Envelope
from flows.facts import Capabilities

WEB = Capabilities(push=False, location=True, contact=False, typing=True)


class WebChannel:
    """Satisfies `bot.channels.base.Channel`; it has nothing that can fail."""

    def __init__(self) -> None:
        self.name = "web"
        self.capabilities = WEB

    async def deliver(self, envelope: Envelope) -> str:
        """Return the outbox id: the page shows the row itself."""
        return str(envelope.outbox_id)
