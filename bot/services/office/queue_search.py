"""Looking for one person in the queue: what was typed never stands in an address that anybody can read.

It goes along sealed, with whose session it is for. So no row is kept of what somebody looked for, every
process can open it, and an address that is copied or logged says nothing and is of no use to another.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.db.queries import office_queue as rows
from bot.db.types import Sealed
from bot.db.vault import Vault, VaultError
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.validators import phone_in

MOST_LETTERS = 60
_PLACES = 8


class Kind(StrEnum):
    """What somebody looks for."""

    NAME = "name"
    PLACE = "place"
    CODE = "code"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for, in their own words."""

    kind: Kind
    words: str


def sealed(vault: Vault, viewer: Viewer, search: Search) -> str:
    """For an address, for this session alone."""
    body = json.dumps([viewer.session_id, search.kind, search.words], ensure_ascii=False)
    return urlsafe_b64encode(vault.seal(body)).decode().rstrip("=")


def opened(vault: Vault, viewer: Viewer, token: str) -> Search | None:
    """None for what was not sealed by us for this session."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        session_id, kind, words = json.loads(vault.open(Sealed(raw)))
    except (VaultError, NotBase64, ValueError):
        return None
    return Search(Kind(kind), words) if session_id == viewer.session_id else None


async def conditions(scene: Scene, search: Search) -> dict[str, Any]:
    """What it means for `bot.db.queries.office_queue_model.Wanted`. Names and numbers are found by their
    keyed hashes, a place however it is spelled.
    """
    vault, words = scene.codec.vault, search.words
    if search.kind is Kind.NAME:
        return {"name": vault.hash(words)}
    if search.kind is Kind.PHONE:
        return {"phone": vault.hash(phone_in(words) or words)}
    if search.kind is Kind.CODE:
        return {"code": "".join(words.split()).upper()}
    found = scene.worlds.places.search(words, limit=_PLACES)
    exact = [match for match in found if match.exact]
    places = tuple(sorted({match.place.name for match in exact or found} | {words}))
    many = await rows.places_with(scene.connection, places, most=rows.FEW)
    return {"common_places" if many >= rows.FEW else "places": places}
