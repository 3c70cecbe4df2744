"""Counts of people who signed up between two moments, made by the database: it reads each of them once and
hands over sums. None of these commits.

A person counts for the gemeente where they live. A region is the gemeenten in it; somebody from a gemeente
without a region counts for that of their Taalhuis.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Appointment, Intake, Referral, ReferralMove
from bot.db.models.counts import BECAME_SQL, SENT_ON_SQL
from bot.db.queries.reports_terms import COUNTED, LEFT, days_between, first_contact, first_met
from bot.domain.referral_status import ReferralStatus
from bot.domain.reporting import PARTS, TOTAL, YES, Cell, Dimension

_D = Dimension
Found = tuple[Any, Cell, int]
"""A group, a cell of it, and how many."""


@dataclass(frozen=True, slots=True)
class OfRegion:
    """A region as sets of what belongs to it: its gemeenten, those that have a region at all, its houses."""

    gemeenten: tuple[str, ...]
    placed: tuple[str, ...]
    houses: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Who is counted: everybody, or those of one gemeente, of a region, or of one Taalhuis (0: without)."""

    gemeente_code: str | None = None
    region: OfRegion | None = None
    taalhuis_id: int | None = None


# ── Statements ──────────────────────────────────────────────────────────────────────────────────────────

_SUMS = tuple(func.count().filter(condition) for condition in COUNTED.values())
Columns = Sequence[Any]
"""Columns and conditions as SQLAlchemy takes them."""


def _people(columns: Columns, *conditions: ColumnElement[bool]) -> Select[Any]:
    people = select(*columns).select_from(Intake).join(Referral, Referral.intake_id == Intake.id)
    return people.where(*conditions)


async def gather(
    connection: AsyncConnection, groups: Columns, *conditions: ColumnElement[bool]
) -> list[Found]:
    """Every cell above zero of every group of the sign-ups that meet the conditions. A group is what
    `groups` hold, as a tuple.
    """
    found: list[Found] = []
    many = await _sums(connection, groups, conditions, found)
    for dimension, moment in ((_D.CONTACT, first_contact()), (_D.MET, first_met())):
        await _days(connection, groups, conditions, dimension, moment, found)
    await _appointments(connection, groups, conditions, found)
    await _ever(connection, groups, conditions, found)
    return [*found, *_left(many, found)]


async def _sums(
    connection: AsyncConnection, groups: Columns, conditions: Columns, found: list[Found]
) -> dict[Any, int]:
    statement = _people([*groups, func.count(), *_SUMS], *conditions)
    many: dict[Any, int] = {}
    for row in await connection.execute(statement.group_by(*groups) if groups else statement):
        group, (total, *counts) = tuple(row[: len(groups)]), row[len(groups) :]
        if not total:
            continue
        many[group] = total
        found.append((group, TOTAL, total))
        found.extend((group, cell, count) for cell, count in zip(COUNTED, counts, strict=True) if count)
    return many


async def _days(
    connection: AsyncConnection,
    groups: Columns,
    conditions: Columns,
    dimension: Dimension,
    moment: ColumnElement[datetime | None],
    found: list[Found],
) -> None:
    # The moment is worked out once a person, and then only counted.
    labelled = [group.label(f"g{number}") for number, group in enumerate(groups)]
    people = _people(
        [*labelled, Intake.submitted_at.label("submitted_at"), moment.label("moment")], *conditions
    ).subquery()
    columns = [people.c[f"g{number}"] for number in range(len(groups))]
    days = days_between(people.c.submitted_at, people.c.moment)
    statement = (
        select(*columns, days.label("days"), func.count())
        .where(people.c.moment.is_not(None))
        .group_by(*columns, days)
    )
    kind = _D.DAYS_CONTACT if dimension is _D.CONTACT else _D.DAYS_MET
    for row in await connection.execute(statement):
        group, day, count = tuple(row[:-2]), int(row[-2]), int(row[-1])
        found.append((group, (kind, str(day)), count))
        found.append((group, (dimension, YES), count))


async def _appointments(
    connection: AsyncConnection, groups: Columns, conditions: Columns, found: list[Found]
) -> None:
    became: ColumnElement[str] = literal_column(BECAME_SQL)
    statement = (
        _people([*groups, became, func.count()], *conditions, Appointment.status != "draft")
        .join(Appointment, Appointment.referral_id == Referral.id)
        .group_by(*groups, became)
    )
    for row in await connection.execute(statement):
        found.append((tuple(row[:-2]), (_D.APPOINTMENT, row[-2]), row[-1]))


async def _ever(
    connection: AsyncConnection, groups: Columns, conditions: Columns, found: list[Found]
) -> None:
    """Handed over at least once, on a waiting list at least once."""
    kinds = {ReferralStatus.TRANSFERRED: _D.TRANSFER, ReferralStatus.WAITING_LIST: _D.WAITED}
    statement = (
        _people(
            [*groups, ReferralMove.to_status, func.count(Referral.id.distinct())],
            *conditions,
            literal_column(f"referral_move.{SENT_ON_SQL}"),
        )
        .join(ReferralMove, ReferralMove.referral_id == Referral.id)
        .group_by(*groups, ReferralMove.to_status)
    )
    for row in await connection.execute(statement):
        found.append((tuple(row[:-2]), (kinds[ReferralStatus(row[-2])], YES), row[-1]))


def _left(many: Mapping[Any, int], found: Sequence[Found]) -> Iterator[Found]:
    """Of each dimension to which everybody belongs: those who have none of the values that were counted."""
    rest: dict[tuple[Any, str], int] = {
        (group, dimension): total for group, total in many.items() for dimension in PARTS
    }
    for group, (dimension, _), count in found:
        if dimension in PARTS:
            rest[group, dimension] -= count
    for (group, dimension), count in rest.items():
        if count:
            yield group, (dimension, LEFT.get(Dimension(dimension), "no")), count


# ── Who ─────────────────────────────────────────────────────────────────────────────────────────────────


def signed_up(whom: Whom, start: datetime, end: datetime) -> list[ColumnElement[bool]]:
    """Who signed up from a moment until just before another."""
    return [
        Intake.submitted_at >= start,
        Intake.submitted_at < end,
        *who(whom, Intake.gemeente_code, Referral.taalhuis_id),
    ]


def who(whom: Whom, gemeente: Any, house: Any) -> list[ColumnElement[bool]]:
    """Conditions over the columns of where somebody lives and of their Taalhuis."""
    conditions: list[ColumnElement[bool]] = []
    if whom.gemeente_code is not None:
        conditions.append(gemeente == whom.gemeente_code)
    if whom.region is not None:
        of_house = and_(gemeente.not_in(whom.region.placed), house.in_(whom.region.houses))
        conditions.append(or_(gemeente.in_(whom.region.gemeenten), of_house))
    if whom.taalhuis_id is not None:
        conditions.append(func.coalesce(house, 0) == whom.taalhuis_id)
    return conditions


def house_of_unplaced(gemeente: Any, house: Any, placed: Sequence[str]) -> ColumnElement[int]:
    """The Taalhuis of whoever lives in a gemeente without a region, which then counts for them; else 0."""
    # Written into the statement: it stands there twice, and PostgreSQL would not see that both are the same.
    codes: Any = bindparam("placed", list(placed), expanding=True, literal_execute=True)
    return case((gemeente.in_(codes), literal_column("0")), else_=func.coalesce(house, literal_column("0")))
