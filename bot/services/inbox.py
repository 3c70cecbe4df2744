"""What comes in, told in one way for every channel, and what a channel gets back once it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flows.model import Text
from flows.replies import Reply


@dataclass(frozen=True, slots=True)
class Actor:
    """Who sent it: `address` is the channel's own name of the chat; `language_hint` an IETF tag or "".

    `shared_screen`: a kiosk, where somebody else will sit down soon.
    """

    channel: str
    address: str
    profile_name: str = ""
    language_hint: str = ""
    shared_screen: bool = False


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that was received. `update_id` is unique within `source`; a second delivery of it changes
    nothing.

    `gone` and `back` tell that the person blocked the bot, or opened it again; then there is no reply.
    `group` marks something said in a group chat, where we only say where to find us.
    """

    source: str
    update_id: int
    actor: Actor
    reply: Reply | None
    gone: bool = False
    back: bool = False
    group: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """It is committed. `repeated` when it had been received before. `toast` is a short word for the one who
    tapped.
    """

    repeated: bool
    toast: Text | None
    language: str


class Inbox(Protocol):
    """The one way in. Returns only after the commit."""

    async def receive(self, inbound: Inbound) -> Receipt:
        """Store it, answer it, remember it: one transaction.

        Raises:
            StorageUnavailable: nothing was stored; the channel must not acknowledge it.
        """
