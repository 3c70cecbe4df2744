"""Counts of people who are erased: added when they go, and read for reports. None of these commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, KeptCount, Referral
from bot.db.queries.reports import Found, Whom, gather, who
from bot.domain.referral_status import ReferralStatus
from bot.domain.reporting import ERASED, PARTS, TOTAL, Cell, Dimension, month_of

_SAME = [
    *(KeptCount.month, KeptCount.gemeente_code, KeptCount.taalhuis_id),
    *(KeptCount.dimension, KeptCount.value),
]
_SQLITE = sqlite.insert(KeptCount)
_POSTGRESQL = postgresql.insert(KeptCount)
_ADD = {
    "sqlite": _SQLITE.on_conflict_do_update(
        index_elements=_SAME, set_={"count": KeptCount.count + _SQLITE.excluded["count"]}
    ),
    "postgresql": _POSTGRESQL.on_conflict_do_update(
        index_elements=_SAME, set_={"count": KeptCount.count + _POSTGRESQL.excluded["count"]}
    ),
}
_PERSON = (
    Intake.submitted_at,
    Intake.gemeente_code,
    func.coalesce(Referral.taalhuis_id, literal_column("0")),
)
_WITHDRAWN = Referral.status == ReferralStatus.WITHDRAWN


async def keep(connection: AsyncConnection, learner_ids: Sequence[int], *, taken_back: bool = False) -> None:
    """Add what a report counts of these learners, who are erased in this transaction, to the cells of their
    month, gemeente and Taalhuis. Of who took the sign-up back only that it was there; `taken_back`: they all
    did, whatever their rows say.
    """
    if not learner_ids:
        return
    of_them = Intake.learner_id.in_(learner_ids)
    found = [] if taken_back else await gather(connection, _PERSON, of_them, ~_WITHDRAWN)
    back = await _count(connection, of_them if taken_back else and_(of_them, _WITHDRAWN))
    cells = _summed([*found, *((group, cell, many) for group, many in back for cell in _TAKEN_BACK)])
    if cells:
        await connection.execute(_ADD[connection.dialect.name], cells)


_TAKEN_BACK: tuple[Cell, ...] = (
    TOTAL,
    (Dimension.STATE, ReferralStatus.WITHDRAWN),
    *((dimension, ERASED) for dimension, values in PARTS.items() if ERASED in values),
)


async def _count(connection: AsyncConnection, of_them: ColumnElement[bool]) -> list[tuple[Any, int]]:
    rows = await connection.execute(
        select(*_PERSON, func.count())
        .join(Referral, Referral.intake_id == Intake.id)
        .where(of_them)
        .group_by(*_PERSON)
    )
    return [(tuple(row[:-1]), row[-1]) for row in rows]


def _summed(found: Iterable[Found]) -> list[dict[str, Any]]:
    """In one order for everybody, so that two who add at once do not wait for each other in a circle."""
    sums: Counter[tuple[str, str, int, str, str]] = Counter()
    for (submitted_at, gemeente, house), (dimension, value), many in found:
        sums[month_of(submitted_at), gemeente, house, str(dimension), str(value)] += many
    names = ("month", "gemeente_code", "taalhuis_id", "dimension", "value")
    return [{**dict(zip(names, key, strict=True)), "count": sums[key]} for key in sorted(sums)]


async def kept(
    connection: AsyncConnection, months: Sequence[str], whom: Whom, groups: Sequence[Any]
) -> list[Found]:
    """What was kept of these months: of every group (columns of `KeptCount`) every cell."""
    cell = (KeptCount.dimension, KeptCount.value)
    statement = (
        select(*groups, *cell, func.sum(KeptCount.count))
        .where(KeptCount.month.in_(months), *who(whom, KeptCount.gemeente_code, KeptCount.taalhuis_id))
        .group_by(*groups, *cell)
    )
    rows = await connection.execute(statement)
    return [(tuple(row[:-3]), (row[-3], row[-2]), int(row[-1])) for row in rows]
