"""Deeds for the ear: read a message aloud, and read everything aloud from now on or nothing.

A card says by its number which message is to be heard, so that it is looked up among the messages of this
very chat and nowhere else.
"""

from __future__ import annotations

import structlog
from pydantic import ValidationError

from bot.db.queries import outbox
from bot.db.types import EMPTIED
from bot.db.vault import VaultError
from bot.services.desk.model import EVERYBODY, Doing, Said, Verb
from flows import aloud
from flows.model import Prompt, Text

log = structlog.get_logger()

# Translators: somebody wants to hear a message that is too old: we have not kept its words.
TOO_OLD = Text("aloud.too_old")


async def read(doing: Doing) -> Said:
    """Read a message of this chat aloud: `read:<number>`."""
    connection, chat = doing.scene.connection, doing.chat
    if not doing.scene.worlds.speaks(chat.language):
        return Said((Prompt((aloud.NO_VOICE,)),))
    row = await outbox.message(connection, chat.id, doing.deed.number(0))
    prompt = None
    if row is not None and row.prompt != EMPTIED:
        try:
            prompt = doing.scene.codec.open_prompt(row.prompt)
        except (VaultError, ValidationError):
            log.warning("message_unreadable", chat=chat.id, number=doing.deed.number(0))
    if row is None or prompt is None:
        return Said((Prompt((TOO_OLD,)),))
    said = aloud.read_out(aloud.speech_of(prompt), always=chat.aloud)
    return Said((said,), names=row.names)


async def always(doing: Doing) -> Said:
    """Read everything aloud from now on, or nothing: `aloud:on`, `aloud:off`. The question that is open is
    asked again, and heard at once.
    """
    doing.chat.aloud = doing.deed.word(0) == "on"
    line = aloud.ON if doing.chat.aloud else aloud.OFF
    return Said((Prompt((line,)),), goes="here")


VERBS = (Verb("read", EVERYBODY, read), Verb("aloud", EVERYBODY, always))
