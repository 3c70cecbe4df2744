"""The queue in words: what stands in each line of it, above it, and in the lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.db.queries.office_queue_model import Order, Row
from bot.domain.referral_status import Ball, ReferralStatus, ball
from bot.services.office import queue_filter
from bot.services.office.queue import COUNTED, Count, Line, Looked, Somebody
from bot.services.office.queue_filter import ME, NONE, Filter
from bot.services.office.viewer import Viewer
from console.office.table import ROOT
from flows.cards.intake_card import age, state
from flows.choice_order import NEEDS
from flows.model import Name, Text

HERE = f"{ROOT}/intakes"
_ORDERS: Mapping[Order, Text] = {
    Order.STATE: Text("console.queue.state"),
    Order.CHANGED: Text("console.queue.changed"),
    Order.SENT: Text("console.queue.sent"),
    Order.HOUSE: Text("console.queue.house"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The top of a column by which one can sort; `now` is "ascending" or "descending" while it is."""

    label: Text
    address: str
    now: str


@dataclass(frozen=True, slots=True)
class Told:
    """One line. `mark` is "late", "soon" or ""."""

    id: int
    address: str
    code: str
    name: Name
    place: Name
    state: Text
    mark: str
    changed: Text
    sent: Text
    sent_at: datetime
    needs: tuple[Text, ...]
    language: Text
    first_language: Text | None
    ball: Text | Name | None
    staff: Name | None
    unreachable: bool
    house: Name


@dataclass(frozen=True, slots=True)
class Shown:
    """The list as it is shown. `digest` says whether anything of it is new; `again` fetches it anew."""

    lines: tuple[Told, ...]
    total: Text
    headings: Mapping[str, Heading]
    several: bool
    addresses: Mapping[str, str]
    address: str
    digest: str
    again: str


@dataclass(frozen=True, slots=True)
class Top:
    """A count that must be seen, and where it leads."""

    label: Text
    count: Text
    address: str
    here: bool
    look: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a list to choose from."""

    value: str
    label: Text | Name
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Choices below a heading, or without one."""

    heading: Text | None
    choices: tuple[Choice, ...]


def shown_of(viewer: Viewer, chosen: Filter, looked: Looked, addresses: Mapping[str, str]) -> Shown:
    """The list in words."""
    several = len(viewer.houses) > 1
    lines = tuple(_told(viewer, line, looked.now) for line in looked.lines)
    total = _total(looked.total)
    counts = counts_of(chosen, looked)
    digest = sha256(repr((lines, total, counts, sorted(addresses))).encode()).hexdigest()[:16]
    here = addresses["here"]
    return Shown(
        lines=lines,
        total=total,
        headings=dict(_headings(chosen, addresses["find"])),
        several=several,
        addresses=addresses,
        address=here,
        digest=digest,
        again=f"{here}&poll=1&seen={looked.signed}&same={digest}",
    )


def counts_of(chosen: Filter, looked: Looked) -> tuple[Top, ...]:
    """What a coordinator must see at a glance, each a way to the list of it."""
    house = {"house": chosen.one("house")} if chosen.one("house") else {}
    to = {
        "new": (Text("console.queue.top.new"), {"show": "new"}),
        "soon": (Text("console.queue.top.soon"), {"show": "all", "mark": "soon"}),
        "late": (Text("console.queue.top.late"), {"show": "all", "mark": "late"}),
        "wait": (Text("console.queue.top.wait"), {"show": "wait"}),
        "vol": (Text("console.queue.top.vol"), {"show": "vol"}),
    }
    found = [
        Top(
            label,
            _few(looked.on_top[name]),
            f"{HERE}?{Filter({**house, **fields}).query()}",
            chosen.show == fields["show"] and chosen.one("mark") == fields.get("mark", ""),
            name if looked.on_top[name].number else "",
        )
        for name, (label, fields) in to.items()
    ]
    tasks = looked.on_top["tasks"]
    # Translators: beside a number: people to telephone.
    label = Text("console.queue.top.tasks")
    return (*found, Top(label, _few(tasks), f"{HERE}/tasks", False, "tasks" if tasks.number else ""))


def lists_of(
    viewer: Viewer, chosen: Filter, people: tuple[Sequence[Somebody], Sequence[Somebody]]
) -> Mapping[str, tuple[Group, ...]]:
    """What can be chosen in each field of the filter."""
    volunteers, staff = (tuple(_somebody(viewer, one) for one in group) for group in people)
    all_of_them = ("", Text("console.queue.all"))
    nobody = (NONE, Text("console.queue.nobody"))
    houses = sorted(viewer.houses.values(), key=lambda one: (one.taalhuis, one.id))
    found: dict[str, Iterable[tuple[str, Text | Name]]] = {
        "mark": (
            all_of_them,
            ("soon", Text("console.queue.mark.soon")),
            ("late", Text("console.queue.mark.late")),
        ),
        "wait": (
            all_of_them,
            *((str(days), Text("console.queue.wait", {"count": days})) for days in queue_filter.WAITS),
        ),
        "need": (all_of_them, *((one, Text(f"intake.needs.{one}")) for one in NEEDS)),
        "language": (
            all_of_them,
            *((one, Text(f"language.{one}")) for one in queue_filter.LANGUAGE_CODES),
        ),
        "volunteer": (all_of_them, nobody, *volunteers),
        "staff": (all_of_them, (ME, Text("console.queue.mine")), nobody, *staff),
        "house": (all_of_them, *((str(one.taalhuis_id), Name(one.taalhuis)) for one in houses)),
        "size": tuple((str(size), Name(str(size))) for size in queue_filter.SIZES),
    }
    now = {**{name: chosen.one(name) for name in found}, "size": str(chosen.size)}
    lists = {
        name: (Group(None, tuple(Choice(value, label, value == now[name]) for value, label in choices)),)
        for name, choices in found.items()
    }
    return {**lists, "show": _shows(chosen)}


def _shows(chosen: Filter) -> tuple[Group, ...]:
    now = chosen.show
    groups = tuple(Choice(one, Text(f"staff.queue.{one}"), now == one) for one in queue_filter.GROUPS)
    states = tuple(Choice(one, state(one), now == one) for one in queue_filter.STATES)
    return Group(Text("console.queue.groups"), groups), Group(Text("console.queue.states"), states)


def _somebody(viewer: Viewer, one: Somebody) -> tuple[str, Name]:
    return str(one.id), Name(f"{one.name} · {one.house}" if len(viewer.houses) > 1 else one.name)


def _told(viewer: Viewer, line: Line, now: datetime) -> Told:
    row = line.row
    return Told(
        id=row.id,
        address=f"{ROOT}/intake/{row.id}",
        code=row.code,
        name=line.name,
        place=Name(row.place),
        state=state(row.status, row.ended_why),
        mark="late" if row.late else "soon" if row.soon else "",
        changed=_age(row.changed_at, now),
        sent=_age(row.sent_at, now),
        sent_at=row.sent_at,
        needs=tuple(Text(f"intake.needs.{one}") for one in row.needs),
        language=Text(f"language.{row.language}"),
        first_language=_first(row),
        ball=_ball(line),
        staff=line.staff,
        unreachable=row.unreachable,
        house=Name(viewer.houses[row.taalhuis_id].taalhuis),
    )


def _first(row: Row) -> Text | None:
    """The first language, where that is another one than we talk in."""
    other = row.first_language and row.first_language != row.language
    return Text(f"language.{row.first_language}") if other else None


def _ball(line: Line) -> Text | Name | None:
    who = ball(ReferralStatus(line.row.status))
    if who is Ball.NOBODY:
        return None
    return line.volunteer if who is Ball.VOLUNTEER and line.volunteer else Text(f"staff.ball.{who}")


def _age(since: datetime, now: datetime) -> Text:
    return age(int((now - since).total_seconds() // 60))


def _headings(chosen: Filter, find: str) -> Iterable[tuple[str, Heading]]:
    down = chosen.one("down") == "1"
    for order, label in _ORDERS.items():
        is_now = chosen.order is order
        other = "" if down or not is_now else "1"
        address = f"{HERE}?{chosen.query(sort=order, down=other, find=find)}"
        yield str(order), Heading(label, address, ("descending" if down else "ascending") if is_now else "")


def _total(total: Count) -> Text:
    if not total.more:
        # Translators: how many sign-ups the filter finds.
        return Text("console.queue.total", {"count": total.number})
    if total.number < COUNTED:
        # Translators: how many sign-ups were found so far; there may be more.
        return Text("console.queue.total.least", {"count": total.number})
    # Translators: counting stopped at this number.
    return Text("console.queue.total.more", {"count": total.number})


def _few(count: Count) -> Text:
    # Translators: a number, and there may be more.
    return Text("console.queue.or_more" if count.more else "console.queue.number", {"number": count.number})
