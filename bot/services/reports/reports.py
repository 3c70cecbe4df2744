"""Makes reports: who may have which, and the counting itself, a month at a time and two at once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, literal_column
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, KeptCount, Referral
from bot.db.queries import kept_counts, report_places
from bot.db.queries import reports as rows
from bot.db.queries.report_places import Places
from bot.db.queries.reports import Found, OfRegion, Whom
from bot.domain.act import Act
from bot.domain.reporting import Cell, Period
from bot.services import audit
from bot.services.office.office import Office
from bot.services.reports.model import Asked, By, Kind, Report, Scope
from bot.services.reports.scopes import named
from bot.services.reports.shaping import shape

AT_ONCE = 2
"""Months that are counted at the same time, each on a connection of its own."""
_HOUSE = func.coalesce(Referral.taalhuis_id, literal_column("0"))


class Reports:
    """The reports of this installation."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def places(self) -> Places:
        """What there can be a report of, with the names of gemeenten that have no Taalhuis too."""
        async with self._office.looking() as scene:
            found = await report_places.places(scene.connection)
            others = {code: (one.name, None) for code, one in scene.worlds.places.gemeenten.items()}
        return replace(found, gemeenten={**others, **found.gemeenten})

    async def make(self, asked: Asked, places: Places, act: Act) -> Report:
        """Count it. `act` says who wants it and what for; it is written down with what was asked.

        Raises:
            StorageUnavailable: the database is away.
        """
        limit = asyncio.Semaphore(AT_ONCE)
        whom = whom_of(asked.scope, places)

        async def piece(month: Period) -> tuple[str, list[Found], bool]:
            async with limit, self._office.looking() as scene:
                await report_places.one_moment(scene.connection)
                found, left_out = await _count(scene.connection, month, whom, asked.by, places)
            return month.month, found, left_out

        pieces = await asyncio.gather(*(piece(month) for month in asked.period.months()))
        counted = _grouped(pieces, asked, places)
        groups = named(asked.by, list(counted), places)
        await self._note(asked, act)
        left_out = any(left for _, _, left in pieces)
        # Hiding what is small takes a while in a large table, and nobody else should wait for it.
        return await asyncio.to_thread(shape, asked, groups, counted, left_out=left_out)

    async def _note(self, asked: Asked, act: Act) -> None:
        period = f"{asked.period.first}/{asked.period.last}"
        detail = {**act.detail, "scope": asked.scope.code, "period": period, "by": str(asked.by)}
        async with self._office.acting() as scene:
            audit.note(scene, replace(act, detail=detail))


def whom_of(scope: Scope, places: Places) -> Whom:
    """Who is counted for a scope."""
    match scope.kind:
        case Kind.GEMEENTE:
            return Whom(gemeente_code=scope.key)
        case Kind.HOUSE:
            house = next(one.id for one in places.houses.values() if one.code == scope.key)
            return Whom(taalhuis_id=house)
        case Kind.REGION:
            region = int(scope.key)
            return Whom(
                region=OfRegion(
                    tuple(code for code in places.placed if places.region_of(code) == region),
                    places.placed,
                    tuple(one for one in places.houses if places.region_of_house(one) == region),
                )
            )
        case _:
            return Whom()


async def _count(
    connection: AsyncConnection, month: Period, whom: Whom, by: By, places: Places
) -> tuple[list[Found], bool]:
    """Who is still there, and what was kept; whether something was kept that cannot be told by day."""
    live = _groups(by, Intake.gemeente_code, _HOUSE, places)
    found = await rows.gather(connection, live, *rows.signed_up(whom, *month.bounds))
    groups = _groups(by, KeptCount.gemeente_code, KeptCount.taalhuis_id, places)
    kept = await kept_counts.kept(connection, [month.month], whom, groups)
    return ([*found, *kept], False) if month.whole_months else (found, bool(kept))


def _groups(by: By, gemeente: Any, house: Any, places: Places) -> Sequence[Any]:
    match by:
        case By.GEMEENTE:
            return [gemeente]
        case By.HOUSE:
            return [house]
        case By.REGION:
            return [gemeente, rows.house_of_unplaced(gemeente, house, places.placed)]
        case _:
            return []


def _grouped(
    pieces: Sequence[tuple[str, list[Found], bool]], asked: Asked, places: Places
) -> Mapping[str, Mapping[Cell, int]]:
    """By the key of each group: every month that was asked, or whatever there is somebody of."""
    counted: dict[str, Counter[Cell]] = {}
    if asked.by in (By.NOTHING, By.MONTH):
        counted = {month if asked.by is By.MONTH else "": Counter() for month, _, _ in pieces}
    for month, found, _ in pieces:
        for group, (dimension, value), many in found:
            key = month if asked.by is By.MONTH else _key(asked.by, group, places)
            counted.setdefault(key, Counter())[str(dimension), str(value)] += many
    return counted


def _key(by: By, group: Sequence[Any], places: Places) -> str:
    match by:
        case By.GEMEENTE:
            return str(group[0])
        case By.HOUSE:
            return str(group[0] or "")
        case By.REGION:
            region = places.region_of(group[0]) or places.region_of_house(group[1])
            return str(region or "")
        case _:
            return ""
