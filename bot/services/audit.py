"""Who read or changed what, and when: collected in a scene, and written at the end of its transaction.

Each entry carries a keyed digest of itself and of the one before, so that a row that is changed or taken away
shows (`taalwijzer check`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.db.queries import audit as rows
from bot.db.queries.audit import Head
from bot.domain.act import Act
from bot.services.scene import Scene


def note(scene: Scene, act: Act) -> None:
    """Remember this for the end of the transaction."""
    scene.acts.append(act)


async def write(scene: Scene) -> None:
    """Write what was noted, at the end of the chain. Call it last: whoever adds holds the end of the chain
    until the commit.
    """
    if not scene.acts:
        return
    head = await rows.hold_head(scene.connection)
    entries = []
    for act in scene.acts:
        row = _row(act, head.number + 1, scene.now)
        head = Head(head.number + 1, scene.codec.vault.chained(head.digest, _words(row)))
        entries.append({**row, "digest": head.digest})
    await rows.add(scene.connection, entries, head)
    scene.acts.clear()


def _row(act: Act, number: int, now: datetime) -> dict[str, Any]:
    return {
        "number": number,
        "at": now,
        "role": act.role,
        "member_id": act.member_id,
        "what": act.what,
        "referral_id": act.referral_id,
        "taalhuis_id": act.taalhuis_id,
        "about": act.about,
        "detail": json.dumps(act.detail, sort_keys=True, separators=(",", ":")) if act.detail else "",
    }


def _words(row: Mapping[str, Any]) -> str:
    """All of an entry but its digest, always written the same way."""
    return json.dumps({**row, "at": row["at"].astimezone(UTC).isoformat()}, sort_keys=True)
