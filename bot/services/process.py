"""What everybody in one process works with who takes something in or does what falls due."""

from __future__ import annotations

from dataclasses import dataclass

from bot.db.session import Database
from bot.services.bell import Bell
from bot.services.codec import Codec
from bot.services.dispatch import Dispatcher
from bot.services.outgoing import SendingRules
from bot.services.world import Worlds


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its database and keys, how it sends and as whom, and what it knows of the world."""

    database: Database
    codec: Codec
    rules: SendingRules
    dispatcher: Dispatcher
    worlds: Worlds
    bell: Bell
