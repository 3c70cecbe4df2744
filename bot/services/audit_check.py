"""Goes along the chain of the audit and says which entry is not as it was written.

1 ─▶ 2 ─▶ 3 ─▶ … ─▶ the end, sealed        and the end of the check before this one, kept in a file
│    │    └ gone: the numbers have a gap
│    └ changed: its digest does not follow from its words and the entry before
└ cut off, or put back as it was once: the end is not the one that was written, or that was seen before
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import audit as rows
from bot.db.queries.audit import Entry
from bot.db.vault import Vault
from bot.services import audit

MOST_TOLD = 20
Progress = Callable[[int, int], None]
"""Told now and then: how many entries of how many were looked at."""


class Wrong(StrEnum):
    """What happened to entries."""

    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    """Stands outside the chain."""
    END = "end"
    """The end is not the one that was written."""
    PUT_BACK = "put back"
    """Not as at the last check: the end was cut off, or older entries were put in the place of newer ones."""
    BROKEN = "broken before"
    """While it was written to, the bot found another end than the one that it had written."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with the entries from the first to the last of it."""

    wrong: Wrong
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the chain at an earlier check."""

    number: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. `faults`: the first `MOST_TOLD`; `end` is what to keep for the next check."""

    entries: int
    faults: tuple[Fault, ...]
    end: Anchor


async def verify(
    connection: AsyncConnection, vault: Vault, before: Anchor | None, progress: Progress
) -> Verdict:
    """Go along the whole chain, in batches. Under a minute for a million entries."""
    head = await rows.head(connection)
    walk = _Walk(vault, before)
    async for entries in rows.in_order(connection, last=head.number):
        walk.along(entries)
        progress(walk.number, head.number)
    walk.ends(head.number)
    for number in await rows.beyond(connection, limit=MOST_TOLD):
        walk.found(Wrong.ADDED, number)
    last = walk.stored if head.number else head.digest
    if not audit.is_sealed(vault, head) or not hmac.compare_digest(last, head.digest):
        walk.found(Wrong.END, head.number)
    return Verdict(walk.seen, tuple(walk.faults[:MOST_TOLD]), Anchor(head.number, head.digest))


class _Walk:
    """Where a check is. An entry may follow from the digest that stands before it or from the one that should
    stand there: of a changed entry only that one is told, and not the next as well.
    """

    def __init__(self, vault: Vault, before: Anchor | None) -> None:
        self._vault = vault
        self._before = before
        self._met = before is None or before.number == 0
        self.number = 0
        self.seen = 0
        self.stored = self._right = bytes(32)
        self._gap = False
        self.faults: list[Fault] = []

    def along(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.number != self.number + 1:
                self.found(Wrong.REMOVED, self.number + 1, entry.number - 1)
                self._gap = True
            self._one(entry)

    def _one(self, entry: Entry) -> None:
        words = audit.words(entry)
        right = self._vault.chained(self.stored, words)
        # Behind a gap there is nothing that it could follow from.
        if right != entry.digest and not self._gap:
            if self._right == self.stored or self._vault.chained(self._right, words) != entry.digest:
                self.found(Wrong.CHANGED, entry.number)
            else:
                right = entry.digest
        if entry.what == audit.BROKEN:
            self.found(Wrong.BROKEN, entry.number)
        self._gap = False
        self.number, self.stored, self._right = entry.number, entry.digest, right
        self.seen += 1
        if self._before is not None and entry.number == self._before.number:
            self._met = True
            if not hmac.compare_digest(entry.digest, self._before.digest):
                self.found(Wrong.PUT_BACK, entry.number)

    def ends(self, last: int) -> None:
        """After the last entry up to where the chain should go."""
        if self.number < last:
            self.found(Wrong.REMOVED, self.number + 1, last)
        if not self._met and self._before is not None and last < self._before.number:
            self.found(Wrong.PUT_BACK, last + 1, self._before.number)

    def found(self, wrong: Wrong, first: int, last: int | None = None) -> None:
        if len(self.faults) <= MOST_TOLD:
            self.faults.append(Fault(wrong, first, first if last is None else last))
