"""What a page shows of a conversation: the messages of the outbox, each where the person now sees it.

A chat program keeps its own list of messages; a web page has to be given it again with every visit. It is
built from the same outbox rows that other channels send, so that nothing is told twice in two ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import structlog
from pydantic import ValidationError
from sqlalchemy import Row

from bot.db.queries import chats, consents, outbox, pages, recordings
from bot.db.session import Database
from bot.db.types import EMPTIED, Sealed
from bot.db.vault import VaultError
from bot.services.codec import Codec
from flows.model import Prompt

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as it stands now. `outbox_id` is that of the row that showed it first, replaced or not."""

    outbox_id: int
    prompt: Prompt


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation in its order. `language` is a catalogue code; `conversation` goes into every tap.
    `version` changes with every message. `aloud`: the person wants every message read aloud.
    """

    language: str
    conversation: int
    messages: tuple[Shown, ...]
    version: str = ""
    aloud: bool = False


def merge(prompts: Iterable[tuple[int, Prompt]]) -> tuple[Shown, ...]:
    """Put each prompt that replaces in the place of the newest one with its serial; a card in the place of
    the message that it names, by the number of the row that showed it first or last.

    `prompts` are (outbox id, prompt) in the order in which they were written. One that replaces something
    which is not there (any more) is shown at the end: better seen twice than never.
    """
    shown: list[Shown] = []
    question_at: dict[int, int] = {}
    row_at: dict[str, int] = {}
    for outbox_id, prompt in prompts:
        place = None
        if prompt.replaces:
            place = row_at.get(prompt.card_ref) if prompt.card_ref else question_at.get(prompt.serial)
        if place is None:
            place = len(shown)
            shown.append(Shown(outbox_id, prompt))
            if prompt.serial:
                question_at[prompt.serial] = place
        else:
            shown[place] = Shown(shown[place].outbox_id, prompt)
        row_at[str(outbox_id)] = place
    return tuple(shown)


class Transcripts:
    """The conversations of one channel, read from the database. `console.ports.Transcripts` is this."""

    def __init__(self, database: Database, codec: Codec, channel: str) -> None:
        self._database = database
        self._codec = codec
        self._channel = channel

    async def of(self, address: str) -> Transcript | None:
        """What this address sees now; None when it never started or was forgotten."""
        async with self._database.reading() as connection:
            chat = await pages.of_address(connection, self._channel, address)
            if chat is None:
                return None
            rows = await outbox.of_chat(connection, chat.id)
        messages = merge(self._readable(chat.id, rows))
        return Transcript(chat.language, chat.id, messages, _version(chat), chat.aloud)

    async def version(self, address: str) -> str | None:
        """The version of what this address sees now, for little; None as for `of`."""
        async with self._database.reading() as connection:
            chat = await pages.of_address(connection, self._channel, address)
        return _version(chat) if chat else None

    def _readable(self, chat_id: int, rows: Iterable[Row[int, Sealed]]) -> Iterator[tuple[int, Prompt]]:
        """One message that cannot be opened (its key is gone) may not hide the others."""
        for row in rows:
            if row.prompt == EMPTIED:
                continue
            try:
                yield row.number, self._codec.open_prompt(row.prompt)
            except (VaultError, ValidationError):
                log.error("message_unreadable", chat=chat_id, number=row.number)

    async def forget(self, address: str) -> None:
        """The next person sits down: nothing of this conversation may be seen any more.

        A sign-up that was sent stays, of course, and so does its chat; its messages go, and its address too,
        so that no
        cookie leads to it. What was not sent is erased.
        """
        async with self._database.transaction() as connection:
            chat = await chats.find(connection, self._channel, address)
            if chat is not None:
                await chats.hold(connection, [chat.id])
                await consents.forget_unused(connection, chat.id)
                await recordings.forget_draft(connection, chat.id)
                await chats.leave(connection, chat.id)


def _version(chat: pages.PageRow) -> str:
    return f"{chat.id}-{chat.messages}"
