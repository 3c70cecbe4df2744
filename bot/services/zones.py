"""Works out every moment anew when the rules of a time zone have changed: what was agreed is the time on
the wall.

The table of zones comes with the system or a package, and changes with an update of either. At the start, and
once a day, its version is compared with the one that is remembered. Every timer and appointment keeps the
wall time and zone that it was made from; only those whose moment is another now are written. A process that
dies on the way has not remembered the new version, so the next one does all of it again, which changes
nothing twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.queries import zones
from bot.db.queries.zones import WallRow
from bot.db.session import Database
from bot.domain import wall_time

log = structlog.get_logger()

PAGE = 1000
# A wall time has no seconds: a timer that was set for half past a minute is not late, and stays.
_SAME = timedelta(minutes=1)

ZoneOf = Callable[[str], ZoneInfo]
_Read = Callable[[AsyncConnection, int, int], Awaitable[list[WallRow]]]
_Write = Callable[[AsyncConnection, Sequence[WallRow]], Awaitable[None]]


class Zones:
    """Keeps the moments of one database true to their wall times. `version` tells which table of zones this
    process has, `zone_of` reads a zone of it.
    """

    def __init__(
        self,
        database: Database,
        *,
        version: Callable[[], str] = wall_time.tz_version,
        zone_of: ZoneOf = ZoneInfo.no_cache,
    ) -> None:
        self._database = database
        self._version = version
        self._zone_of = zone_of
        self._began_with = ""

    async def keep_true(self) -> int:
        """Work out what has to be; returns how many moments changed.

        Raises:
            StorageUnavailable: the database is away; the next time does it all again.
        """
        version = self._version()
        self._began_with = self._began_with or version
        async with self._database.reading() as connection:
            known = await zones.known_version(connection)
        if known == version:
            return 0
        read = cache(self._zone_of)
        changed = await self._anew(zones.open_timers, zones.move_timers, read)
        changed += await self._anew(zones.planned_appointments, zones.move_appointments, read)
        if version == self._began_with:
            async with self._database.transaction() as connection:
                await zones.remember_version(connection, version)
        else:
            log.warning("zones_changed_meanwhile", version=version, began_with=self._began_with)
        if known:
            log.info("zones_changed", version=version, moved=changed)
        return changed

    async def _anew(self, read: _Read, write: _Write, zone_of: ZoneOf) -> int:
        """A page a transaction, so that nobody waits long."""
        changed, after = 0, 0
        while True:
            async with self._database.transaction() as connection:
                page = await read(connection, after, PAGE)
                moved = [true for row in page if (true := _true(row, zone_of(row.zone)))]
                await write(connection, moved)
            changed += len(moved)
            if len(page) < PAGE:
                return changed
            after = page[-1].id


def _true(row: WallRow, zone: ZoneInfo) -> WallRow | None:
    """The row with the moment that its wall time means now; None when it is as it was."""
    moment = wall_time.resolve(row.wall_at, zone)
    return None if abs(moment - row.moment) < _SAME else replace(row, moment=moment)
