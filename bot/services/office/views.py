"""Lists of the queue that somebody at a desk keeps by name; each person has their own."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.db.queries import views as rows
from bot.services import audit
from bot.services.office.queue_filter import Filter
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene

MOST_LETTERS = 40
MOST = 30


@dataclass(frozen=True, slots=True)
class View:
    """One of them. `query` is the address of the list; `first`: the queue opens with it."""

    id: int
    name: str
    query: str
    first: bool


async def of(scene: Scene, viewer: Viewer) -> tuple[View, ...]:
    """Those of this person, oldest first."""
    if viewer.chat_id is None:
        return ()
    found = await rows.of_chat(scene.connection, viewer.chat_id)
    return tuple(View(one.id, scene.codec.vault.open(one.name), one.query, one.first) for one in found)


async def one_of(scene: Scene, viewer: Viewer, view_id: int) -> View | None:
    """One of theirs."""
    return next((one for one in await of(scene, viewer) if one.id == view_id), None)


async def first_of(scene: Scene, viewer: Viewer) -> View | None:
    """The one with which the queue opens, if they chose one."""
    return next((one for one in await of(scene, viewer) if one.first), None)


async def save(scene: Scene, viewer: Viewer, name: str, chosen: Filter) -> int | None:
    """Keep these choices by a name: the id; None when they keep as many as one may."""
    if viewer.chat_id is None or await rows.count(scene.connection, viewer.chat_id) >= MOST:
        return None
    values = {"chat_id": viewer.chat_id, "name": scene.codec.vault.seal(name), "query": chosen.query()}
    view_id = await rows.add(scene.connection, {**values, "made_at": scene.now})
    _note(scene, viewer, "view.save", view_id)
    return view_id


async def rename(scene: Scene, viewer: Viewer, view_id: int, name: str) -> bool:
    """False for what is not theirs."""
    if viewer.chat_id is None:
        return False
    sealed = scene.codec.vault.seal(name)
    done = await rows.rename(scene.connection, viewer.chat_id, view_id, sealed)
    return _noted(scene, viewer, "view.rename", view_id, done=done)


async def open_first(scene: Scene, viewer: Viewer, view_id: int) -> bool:
    """The queue opens with this one from now on, or with none of them for 0. False for what is not theirs."""
    if viewer.chat_id is None:
        return False
    done = await rows.open_first(scene.connection, viewer.chat_id, view_id)
    return _noted(scene, viewer, "view.first", view_id, done=done)


async def remove(scene: Scene, viewer: Viewer, view_id: int) -> bool:
    """False for what is not theirs."""
    if viewer.chat_id is None:
        return False
    done = await rows.remove(scene.connection, viewer.chat_id, view_id)
    return _noted(scene, viewer, "view.remove", view_id, done=done)


def _noted(scene: Scene, viewer: Viewer, what: str, view_id: int, *, done: bool) -> bool:
    if done:
        _note(scene, viewer, what, view_id)
    return done


def _note(scene: Scene, viewer: Viewer, what: str, view_id: int) -> None:
    by = next(iter(viewer.houses.values()), None)
    audit.note(scene, replace(viewer.act(what, by=by), about=f"view:{view_id}"))
