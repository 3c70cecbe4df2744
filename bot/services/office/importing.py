"""A file of Taalhuizen at a desk: its faults, or what taking it over would change; and then exactly that.

The file is kept sealed for an hour, for the session that handed it in. Taking over names what was shown by
its digest: when houses were changed meanwhile, that does not fit any more, and the differences are shown
again.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.db.queries import import_files as rows
from bot.domain.retention import IMPORTS_KEPT
from bot.geo.taalhuis_file import TaalhuisRow
from bot.services import audit
from bot.services.imports import Imported, Plan, planned
from bot.services.imports import take_over as apply
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene


@dataclass(frozen=True, slots=True)
class Content:
    """A file as it was handed in."""

    name: str
    bytes: bytes


async def keep(scene: Scene, viewer: Viewer, content: Content) -> None:
    """Keep a file without faults for whoever looks at it."""
    sealed = scene.codec.vault.seal(zlib.compress(content.bytes))
    values = {
        "session_id": viewer.session_id,
        "name": content.name[:120],
        "content": sealed,
        "made_at": scene.now,
    }
    await rows.put(scene.connection, values)


async def kept(scene: Scene, viewer: Viewer) -> Content | None:
    """The file that this session looks at, if there is one."""
    found = await rows.of_session(scene.connection, viewer.session_id, since=scene.now - IMPORTS_KEPT)
    if found is None:
        return None
    return Content(found.name, zlib.decompress(scene.codec.vault.open_bytes(found.content)))


async def plan(scene: Scene, taalhuizen: Sequence[TaalhuisRow]) -> Plan:
    """What taking over would do now."""
    return await planned(scene.connection, taalhuizen)


async def take_over(
    scene: Scene, viewer: Viewer, taalhuizen: Sequence[TaalhuisRow], digest: str
) -> Imported | None:
    """Do what was shown. None: something changed meanwhile, nothing was done."""
    now = await planned(scene.connection, taalhuizen)
    if now.digest != digest:
        return None
    done = await apply(scene.connection, now, scene.now)
    await drop(scene, viewer)
    detail = {"made": done.made, "changed": done.changed}
    audit.note(scene, replace(viewer.act("import.houses"), detail=detail))
    for one in now.changed:
        fields = {"fields": tuple(change.field for change in one.changes)}
        act = replace(viewer.act("house.change"), taalhuis_id=one.house.id, detail=fields)
        audit.note(scene, act)
    return done


async def drop(scene: Scene, viewer: Viewer) -> None:
    """Forget the file."""
    await rows.drop(scene.connection, viewer.session_id)
