"""The queue of a desk: who waits at the houses of a person, for how long, and who is to do the next thing.

What is read is read without holding anything, and written down before it is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.db.queries import members, tasks
from bot.db.queries import office_queue as rows
from bot.db.queries.office_queue_model import Mark, Order, Row, Spot, Term, Wanted
from bot.domain.act import Detail
from bot.domain.referral_status import WAITS_FOR_STAFF, ReferralStatus
from bot.domain.waiting import over, soon
from bot.services import audit
from bot.services.loop.idle import PATIENCE_DAYS
from bot.services.loop.notifications import LATE_AFTER_DAYS
from bot.services.loop.todo import SHOWN
from bot.services.office import queue_search
from bot.services.office.office import Office
from bot.services.office.queue_filter import ME, NONE, Filter
from bot.services.office.queue_search import Search
from bot.services.office.viewer import Viewer
from bot.services.scene import Scene
from flows.model import Name

COUNTED = rows.COUNTED
_MOST_ON_TOP = 1_000


@dataclass(frozen=True, slots=True)
class Start:
    """From where a page is read: `spot` None is the beginning, or with `backwards` the end."""

    spot: Spot | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """So many; `more` when there may be more than that."""

    number: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member of a house, to choose by."""

    id: int
    name: str
    house: str


@dataclass(frozen=True, slots=True)
class Line:
    """One sign-up with the names in it."""

    row: Row
    name: Name
    staff: Name | None
    volunteer: Name | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A page of the queue at this moment. `before` and `after`: where the pages around it begin, where there
    are any; `stopped`: the search gave up here, and can go on. `on_top`: how many there are of what must be
    seen. `signed` says to this session who is on it: nobody can make one for what they were not shown.
    """

    now: datetime
    lines: tuple[Line, ...]
    total: Count
    before: Spot | None
    after: Spot | None
    stopped: Spot | None
    on_top: Mapping[str, Count]
    search: Search | None
    signed: str


async def look(office: Office, viewer: Viewer, chosen: Filter, *, find: str, start: Start) -> Looked:
    """A page of what this person may see; `find` is what `queue_search` sealed, or "".

    Raises:
        StorageUnavailable: the database is away.
    """
    async with office.looking() as scene:
        await rows.as_written(scene.connection)
        search = queue_search.opened(scene.codec.vault, viewer, find) if find else None
        wanted = await _wanted(scene, viewer, chosen, search)
        found = await rows.page(
            scene.connection, wanted, start=start.spot, backwards=start.backwards, limit=chosen.size + 1
        )
        total = Count(*await rows.count(scene.connection, wanted))
        on_top = await _on_top(scene, wanted)
    shown = found.rows
    more = len(shown) > chosen.size
    if more:
        shown = shown[1:] if start.backwards else shown[:-1]
    earlier = more if start.backwards else start.spot is not None
    later = start.spot is not None if start.backwards else more
    return Looked(
        now=scene.now,
        lines=tuple(_line(scene, row) for row in shown),
        total=total,
        before=shown[0].spot if shown and earlier else None,
        after=shown[-1].spot if shown and later else None,
        stopped=found.stopped,
        on_top=on_top,
        search=search,
        signed=_signed(scene, viewer, [row.id for row in shown]),
    )


async def choices(office: Office, viewer: Viewer) -> tuple[tuple[Somebody, ...], tuple[Somebody, ...]]:
    """The volunteers and the staff of their houses, by name."""
    async with office.looking() as scene:
        found = []
        for role in ("volunteer", "staff"):
            of_all = [
                Somebody(one.id, scene.codec.vault.open(one.name), one.taalhuis)
                for house in viewer.houses
                for one in await members.of_house(scene.connection, house, role)
            ]
            found.append(tuple(sorted(of_all, key=lambda one: (one.name.casefold(), one.id))))
    return found[0], found[1]


async def find_by(office: Office, viewer: Viewer, search: Search) -> str:
    """What somebody looks for, sealed for an address."""
    async with office.looking() as scene:
        return queue_search.sealed(scene.codec.vault, viewer, search)


async def write_down(office: Office, viewer: Viewer, looked: Looked) -> None:
    """Who listed whom: an entry for each house that is on the page, since staff of one may not see what there
    is of another.

    Raises:
        StorageUnavailable: the database is away; then the page may not be shown.
    """
    of_house: dict[int, list[int]] = defaultdict(list)
    for line in looked.lines:
        of_house[line.row.taalhuis_id].append(line.row.id)
    if not of_house:
        return
    async with office.acting() as scene:
        for house, ids in sorted(of_house.items()):
            detail: dict[str, Detail] = {
                "listed": ids,
                **({"by": str(looked.search.kind)} if looked.search else {}),
            }
            audit.note(scene, replace(viewer.act("queue.list", by=viewer.houses[house]), detail=detail))


def terms(scene: Scene) -> tuple[Term, ...]:
    """How long each state may last: what escalates, and what a volunteer is asked about."""
    days: dict[tuple[int, bool], set[str]] = defaultdict(set)
    days[LATE_AFTER_DAYS, False].update(WAITS_FOR_STAFF)
    for status, patience in PATIENCE_DAYS.items():
        days[patience, True].add(status)
    near = soon(scene.now, scene.zone)
    return tuple(
        Term(frozenset(statuses), over(scene.now, many, scene.zone), over(near, many, scene.zone), signs)
        for (many, signs), statuses in sorted(days.items())
    )


def _line(scene: Scene, row: Row) -> Line:
    staff, volunteer = (scene.name(one) if one else None for one in (row.staff, row.volunteer))
    return Line(row, scene.name(row.first_name), staff, volunteer)


def _signed(scene: Scene, viewer: Viewer, ids: Sequence[int]) -> str:
    return scene.codec.vault.hash(f"listed {viewer.session_id} {list(ids)}").hex()[:24]


async def _wanted(scene: Scene, viewer: Viewer, chosen: Filter, search: Search | None) -> Wanted:
    mark = Mark(chosen.one("mark")) if chosen.one("mark") else None
    wait = chosen.number("wait")
    people, owners = chosen.one("volunteer"), chosen.one("staff")
    known = terms(scene)
    return Wanted(
        houses=_houses(viewer, chosen),
        statuses=_marked(chosen.statuses, known) if mark else tuple(chosen.statuses),
        order=chosen.order,
        newest_first=chosen.one("down") == "1",
        terms=known,
        mark=mark,
        waited=over(scene.now, wait, scene.zone) if wait else (),
        need=chosen.one("need"),
        language=chosen.one("language"),
        unreachable=chosen.one("unreachable") == "1",
        volunteers=(int(people),) if people.isdecimal() else (),
        without_volunteer=people == NONE,
        staff=_owners(viewer, owners),
        without_staff=owners == NONE,
        **(await queue_search.conditions(scene, search) if search else {}),
    )


def _houses(viewer: Viewer, chosen: Filter) -> tuple[int, ...]:
    """All of theirs by name, or the one that was chosen."""
    theirs = sorted(viewer.houses.values(), key=lambda one: (one.taalhuis, one.id))
    ids = tuple(one.taalhuis_id for one in theirs if one.taalhuis_id)
    return (chosen.number("house"),) if chosen.number("house") in ids else ids


def _owners(viewer: Viewer, owners: str) -> tuple[int, ...]:
    if owners == ME:
        return tuple(sorted(one.id for one in viewer.houses.values()))
    return (int(owners),) if owners.isdecimal() else ()


def _marked(statuses: Sequence[ReferralStatus], known: Sequence[Term]) -> tuple[str, ...]:
    """Of these, the ones that have a term at all."""
    return tuple(one for one in statuses if any(one in term.statuses for term in known))


async def on_top(office: Office, viewer: Viewer) -> Mapping[str, Count]:
    """How many wait at all houses of this person: "new", "soon", "late", "wait", "vol" and "tasks".

    Raises:
        StorageUnavailable: the database is away.
    """
    async with office.looking() as scene:
        return await _on_top(scene, await _wanted(scene, viewer, Filter({}), None))


async def _on_top(scene: Scene, wanted: Wanted) -> dict[str, Count]:
    """How many wait at these houses, whatever else was chosen."""
    plain = Wanted(houses=wanted.houses, statuses=(), order=Order.CHANGED, terms=wanted.terms)
    marked = _marked([one for one in ReferralStatus if one in SHOWN["all"]], wanted.terms)
    asked = {
        "new": replace(plain, statuses=tuple(sorted(SHOWN["new"]))),
        "soon": replace(plain, statuses=marked, mark=Mark.SOON),
        "late": replace(plain, statuses=marked, mark=Mark.LATE),
        "wait": replace(plain, statuses=tuple(sorted(SHOWN["wait"]))),
        "vol": replace(plain, statuses=tuple(sorted(SHOWN["vol"]))),
    }
    found = {}
    for name, one in asked.items():
        counting = rows.count_marked if one.mark else rows.count
        found[name] = Count(*await counting(scene.connection, one, most=_MOST_ON_TOP))
    return {**found, "tasks": Count(await tasks.count_open(scene.connection, wanted.houses))}
