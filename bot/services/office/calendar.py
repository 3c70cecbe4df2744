"""Calendars of people at a desk: the addresses of their roles, and the door at which programs read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.db.queries.members import MemberRow
from bot.services import audit
from bot.services.loop import feeds
from bot.services.loop.feeds import Address, Feed
from bot.services.office.office import Office
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """The calendar of one of somebody's roles; without `made_at` it has no address."""

    member: MemberRow
    made_at: datetime | None
    last_read_at: datetime | None


class Calendars:
    """Answers calendar programs."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def read(self, token: str) -> Feed | None:
        """What stands behind an address; None when it leads nowhere.

        Raises:
            StorageUnavailable: the database is away.
        """
        async with self._office.looking() as scene:
            found = await feeds.read(scene, token)
            noted = found is None or not feeds.has_to_note(scene, *found)
        if found is not None and not noted:
            async with self._office.acting() as scene:
                await feeds.note(scene, *found)
        return found[1] if found else None


async def own(scene: Scene, viewer: Viewer) -> tuple[OwnCalendar, ...]:
    """One for each house where they are staff."""
    found = []
    for member in viewer.houses.values():
        row = await feeds.current(scene, member)
        found.append(OwnCalendar(member, row.made_at if row else None, row.last_read_at if row else None))
    return tuple(found)


async def make(scene: Scene, viewer: Viewer, house_id: int) -> Address | None:
    """A new address for one of them; None for a house that is not theirs."""
    member = viewer.houses.get(house_id)
    if member is None:
        return None
    audit.note(scene, replace(viewer.act("calendar.new", by=member), about=f"member:{member.id}"))
    return await feeds.make(scene, member)


async def revoke(scene: Scene, viewer: Viewer, house_id: int) -> bool | None:
    """Take an address back; False when there was none, None for a house that is not theirs."""
    member = viewer.houses.get(house_id)
    if member is None:
        return None
    if not await feeds.revoke(scene, member):
        return False
    audit.note(scene, replace(viewer.act("calendar.off", by=member), about=f"member:{member.id}"))
    return True
