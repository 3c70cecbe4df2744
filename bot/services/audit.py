"""Who read or changed what, and when: collected in a scene, and written at the end of its transaction.

Each entry carries a keyed digest of itself and of the one before, and the end of the chain is sealed. So a
row that is changed, added or taken away shows (`bot.services.audit_check`, `taalwijzer check`). The key is
the oldest one, which stays when keys are changed.

    chats ─▶ cases ─▶ … everything else that a transaction locks ─▶ audit_head ─▶ commit

Whoever adds holds the end of the chain until the commit, so `write` is the last thing before it: nothing is
locked after it, and no two transactions can wait for each other here.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import audit as rows
from bot.db.queries.audit import Entry, Head
from bot.db.session import Database
from bot.db.vault import Vault
from bot.domain.act import Act, Detail
from bot.services.scene import Scene

LONGEST_DETAIL = 2000
BROKEN = "audit.broken"
"""The end of the chain was not the one that was written: somebody cut it off, or put back another."""


def note(scene: Scene, act: Act) -> None:
    """Remember this for the end of the transaction."""
    scene.acts.append(act)


async def write(scene: Scene) -> None:
    """Write what was noted, at the end of the chain. Call it last, see above."""
    if scene.acts:
        await append(scene.connection, scene.codec.vault, scene.acts, scene.now)
        scene.acts.clear()


async def append(connection: AsyncConnection, vault: Vault, acts: Sequence[Act], now: datetime) -> None:
    """Write these at the end of the chain; the last thing of a transaction.

    A chain that was tampered with goes on, since people wait for what is done here, but it says so itself
    from then on: a new seal would hide what happened.
    """
    head = await rows.hold_head(connection)
    if not is_sealed(vault, head):
        acts = (Act(what=BROKEN, role="machine"), *acts)
    entries: list[Entry] = []
    digest = head.digest
    for number, act in enumerate(acts, head.number + 1):
        entry = _entry(act, number, now)
        digest = vault.chained(digest, words(entry))
        entries.append(replace(entry, digest=digest))
    number = entries[-1].number
    await rows.add(connection, entries, Head(number, digest, seal(vault, number, digest)))


def seal(vault: Vault, number: int, digest: bytes) -> bytes:
    """What makes an entry the end of the chain."""
    return vault.chained(digest, f"end {number}")


def is_sealed(vault: Vault, head: Head) -> bool:
    """Whether this end was written by somebody with the key. Of an empty chain nothing can be said."""
    if head.number == 0:
        return head.digest == bytes(32) and not head.seal
    return hmac.compare_digest(head.seal, seal(vault, head.number, head.digest))


def words(entry: Entry) -> str:
    """All of an entry but its digest, always written the same way, whichever database it comes from."""
    return json.dumps(
        [
            entry.number,
            entry.at.astimezone(UTC).isoformat(),
            entry.role,
            entry.member_id,
            entry.what,
            entry.referral_id,
            entry.taalhuis_id,
            entry.about,
            entry.detail,
        ]
    )


def _entry(act: Act, number: int, now: datetime) -> Entry:
    return Entry(
        number=number,
        at=now,
        role=act.role,
        member_id=act.member_id,
        what=act.what,
        referral_id=act.referral_id,
        taalhuis_id=act.taalhuis_id,
        about=act.about,
        detail=fitting(act.detail) if act.detail else "",
        digest=b"",
    )


def fitting(detail: Mapping[str, Detail]) -> str:
    """As JSON, with the longest lists cut until it fits: an entry that is too long would take back what was
    done. `left_out` says how much is not there.
    """
    kept: dict[str, Detail] = dict(detail)
    left_out = 0
    while True:
        text = json.dumps(
            {**kept, "left_out": left_out} if left_out else kept, sort_keys=True, separators=(",", ":")
        )
        if len(text) <= LONGEST_DETAIL:
            return text
        longest = max(kept, key=lambda name: len(json.dumps(kept[name])))
        value = kept.pop(longest)
        if isinstance(value, str | int) or len(value) < 2:
            left_out += 1
            continue
        half = len(value) // 2
        left_out += len(value) - half
        kept[longest] = value[:half]


async def note_operator(database: Database, vault: Vault, act: Act, now: datetime) -> None:
    """Write one entry of somebody at the command line, in a transaction of its own.

    Raises:
        StorageUnavailable: the database is away.
    """
    async with database.transaction() as connection:
        await append(connection, vault, [replace(act, role="operator")], now)
