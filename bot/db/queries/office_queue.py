"""The queue of a desk: sign-ups of some houses in some order, found by an index and a page at a time.

A page has to be quick with a million sign-ups, so nothing here reads more than it is told to. Each state of
each house has its own stretch of an index, in the order of the list; a page takes a little from the head of
each and merges that. It begins after the last row of the page before (a keyset), so the last page costs what
the first does. What no index knows (needs, language, marks) is looked up row by row in a window of `SCANNED`
sign-ups, and a page that found too few says where it stopped. None of these commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    false,
    func,
    literal,
    literal_column,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db.models import Intake, Learner, Referral
from bot.db.queries.office_queue_lines import joined, lines, looks_closer, marked, row_of
from bot.db.queries.office_queue_model import Found, Mark, Order, Spot, Wanted
from bot.db.types import UtcDateTime

SCANNED = 2_000
"""Sign-ups that one page looks at, at most, for what no index knows."""
FEW = 5_000
"""So many can be found one by one and put in order."""
COUNTED = 10_000
"""More are said as "more than"."""


async def as_written(connection: AsyncConnection) -> None:
    """To be called first in a transaction. PostgreSQL joins in the order of the statement from here on: the
    window first, and what is looked up row by row after it. By itself it takes a condition on needs for so
    rare that it goes through all sign-ups for every row of the window. SQLite keeps the order anyway.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL join_collapse_limit = 1"))


async def page(
    connection: AsyncConnection, wanted: Wanted, *, start: Spot | None, backwards: bool, limit: int
) -> Found:
    """The next rows after `start`, or with `backwards` the ones before it (without one: the last of all)."""
    down = wanted.newest_first != backwards
    looks = looks_closer(wanted)
    window = _window(wanted, start, down, SCANNED if looks else limit).subquery("w")
    order = _ordered(window.c.rank, window.c.moment, window.c.id, down=down)
    rows = await connection.execute(lines(window, wanted).order_by(*order).limit(limit))
    found = [row_of(row) for row in rows.mappings()]
    stopped = None
    if looks and len(found) < limit:
        last = select(window.c.rank, window.c.moment, window.c.id).order_by(*order).offset(SCANNED - 1)
        row = (await connection.execute(last.limit(1))).one_or_none()
        stopped = Spot(*row) if row else None
    return Found(tuple(reversed(found)) if backwards else tuple(found), stopped)


async def count(connection: AsyncConnection, wanted: Wanted, *, most: int = COUNTED) -> tuple[int, bool]:
    """How many there are, and whether there may be more: counting stops after `most`, or where a page would
    have stopped looking.
    """
    if not looks_closer(wanted):
        source = _narrow(wanted) if _is_narrow(wanted) else select(Referral.id).where(*_where(wanted))
        number = await _number(
            connection, select(func.count()).select_from(source.limit(most + 1).subquery())
        )
        return min(number, most), number > most
    window = _window(wanted, None, wanted.newest_first, SCANNED).subquery("w")
    matching = joined(select(window.c.id), window, wanted).limit(most + 1)
    number = await _number(connection, select(func.count()).select_from(matching.subquery()))
    all_of_it = await _number(connection, select(func.count()).select_from(window))
    return min(number, most), number > most or all_of_it >= SCANNED


async def count_marked(connection: AsyncConnection, wanted: Wanted, *, most: int) -> tuple[int, bool]:
    """As `count`, for a mark and nothing else: in no order, so it stops as soon as there are enough."""
    heads = [
        select(Referral.id, Referral.status, Referral.updated_at)
        .where(Referral.taalhuis_id == house, Referral.status == status, *_bound(wanted, status))
        .limit(most + 1)
        .subquery()
        for house in wanted.houses
        for status in wanted.statuses
    ]
    some = union_all(*(select(head) for head in heads)).subquery("w")
    # All that it takes stands in the index: the rows themselves are not looked at.
    matching = select(some.c.id).where(marked(wanted, some.c)).limit(most + 1)
    number = await _number(connection, select(func.count()).select_from(matching.subquery()))
    looked_at = select(some.c.id).limit(most + 1).subquery()
    all_of_it = await _number(connection, select(func.count()).select_from(looked_at))
    return min(number, most), all_of_it > most


async def places_with(connection: AsyncConnection, places: Sequence[str], *, most: int) -> int:
    """How many sign-ups came from these places, counted up to `most`."""
    some = select(Intake.id).where(Intake.place.in_(places)).limit(most).subquery()
    return await _number(connection, select(func.count()).select_from(some))


# ── The window: ids in the order of the list ───────────────────────────────────────────────────────────────


def _window(wanted: Wanted, start: Spot | None, down: bool, limit: int) -> Select[*tuple[Any, ...]]:
    if _is_narrow(wanted):
        rank, moment = _rank(wanted), _moment(wanted)
        ids = _narrow(wanted).add_columns(rank.label("rank"), moment.label("moment"))
        if start:
            ids = ids.where(_beyond(tuple_(rank, moment, Referral.id), start, down, ranked=True))
        # A number alone would mean a column by its place.
        ranked = [rank] if wanted.order in {Order.STATE, Order.HOUSE} else []
        return ids.order_by(*_ordered(*ranked, moment, Referral.id, down=down)).limit(limit)
    stretches = [
        _stretch(wanted, house, status, start, down, limit)
        for house in wanted.houses
        for status in wanted.statuses
    ]
    parts = [select(one.subquery()) for one in stretches if one is not None]
    if not parts:
        return select(Referral.id, literal_column("0").label("rank"), _moment(wanted).label("moment")).where(
            false()
        )
    merged = union_all(*parts).subquery("m")
    order = _ordered(merged.c.rank, merged.c.moment, merged.c.id, down=down)
    return select(merged.c.id, merged.c.rank, merged.c.moment).order_by(*order).limit(limit)


def _stretch(
    wanted: Wanted, house: int, status: str, start: Spot | None, down: bool, limit: int
) -> Select[*tuple[Any, ...]] | None:
    """The head of one stretch of the index; None when all of it lies before the start."""
    rank = _rank_of(wanted, house, status)
    moment = _moment(wanted)
    ids: Select[*tuple[Any, ...]] = select(
        Referral.id, literal_column(str(rank)).label("rank"), moment.label("moment")
    ).where(Referral.taalhuis_id == house, Referral.status == status, *_bound(wanted, status))
    if start and start.rank != rank:
        if (rank < start.rank) != down:
            return None
    elif start:
        ids = ids.where(_beyond(tuple_(moment, Referral.id), start, down, ranked=False))
    return ids.order_by(*_ordered(moment, Referral.id, down=down)).limit(limit)


def _bound(wanted: Wanted, status: str) -> list[ColumnElement[bool]]:
    """What is marked, or has waited for so long, lies at the old end of the index of the last move."""
    if wanted.order is not Order.CHANGED:
        return []
    bounds = [Referral.updated_at < wanted.waited[-1].until] if wanted.waited else []
    terms = [term for term in wanted.terms if status in term.statuses]
    if wanted.mark and terms:
        spans = terms[0].now if wanted.mark is Mark.LATE else terms[0].soon
        bounds.append(Referral.updated_at < spans[-1].until)
    return bounds


def _is_narrow(wanted: Wanted) -> bool:
    """Something is asked for that an index of its own knows, and of which there are not many."""
    return bool(
        wanted.name or wanted.phone or wanted.code or wanted.places or wanted.volunteers or wanted.staff
    )


def _narrow(wanted: Wanted) -> Select[*tuple[Any, ...]]:
    # It begins at the one thing of which there are few, and goes from there. A sum is in no index.
    here: list[ColumnElement[bool]] = [
        (Referral.taalhuis_id + literal_column("0")).in_(wanted.houses),
        Referral.status.in_(wanted.statuses),
    ]
    ids = select(Referral.id)
    if wanted.name or wanted.phone:
        ids = ids.select_from(Learner).join(Intake, Intake.learner_id == Learner.id)
        ids = ids.join(Referral, Referral.intake_id == Intake.id)
    elif wanted.code or wanted.places:
        ids = ids.select_from(Intake).join(Referral, Referral.intake_id == Intake.id)
    asked = (
        (wanted.name, Learner.first_name_hash == wanted.name),
        (wanted.phone, Learner.phone_hash == wanted.phone),
        (wanted.code, Intake.code == wanted.code),
        (wanted.places, Intake.place.in_(wanted.places)),
        (wanted.volunteers, Referral.volunteer_id.in_(wanted.volunteers)),
        (wanted.staff, Referral.staff_id.in_(wanted.staff)),
    )
    return ids.where(*here, *(condition for value, condition in asked if value))


def _where(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    return Referral.taalhuis_id.in_(wanted.houses), Referral.status.in_(wanted.statuses)


def _moment(wanted: Wanted) -> ColumnElement[datetime]:
    return (Referral.updated_at if wanted.order is Order.CHANGED else Referral.created_at).expression


def _rank_of(wanted: Wanted, house: int, status: str) -> int:
    if wanted.order is Order.STATE:
        return wanted.statuses.index(status)
    return wanted.houses.index(house) if wanted.order is Order.HOUSE else 0


def _rank(wanted: Wanted) -> ColumnElement[int]:
    if wanted.order is Order.STATE:
        places = [(Referral.status == one, number) for number, one in enumerate(wanted.statuses)]
        return case(*places, else_=len(places))
    if wanted.order is Order.HOUSE:
        places = [(Referral.taalhuis_id == one, number) for number, one in enumerate(wanted.houses)]
        return case(*places, else_=len(places))
    return literal_column("0")


def _beyond(key: ColumnElement[Any], start: Spot, down: bool, *, ranked: bool) -> ColumnElement[bool]:
    spot = [literal(start.moment, UtcDateTime()), literal(start.id)]
    there = tuple_(*([literal(start.rank)] if ranked else []), *spot)
    return key < there if down else key > there


def _ordered(*columns: Any, down: bool) -> list[ColumnElement[Any]]:
    return [column.desc() if down else column.asc() for column in columns]


async def _number(connection: AsyncConnection, counted: Select[*tuple[Any, ...]]) -> int:
    return await connection.scalar(counted) or 0
