"""The hours of a week as a form shows them, from and to in boxes for each day, and the syntax of
OpenStreetMap in which they are kept.

What is more than a week (holidays, a day in December) stays in that syntax, in a line of its own. Hours that
somebody wrote in a way of their own stay whole in that line, and the boxes stay empty.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.geo.taalhuis_wrong import Wrong
from flows.model import Text

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOST_BLOCKS = 3
"""From and to on one day."""

Block = tuple[str, str]
"""From and to, "HH:MM"; "" where nothing was filled in. "00:00" as the end is midnight."""
Week = tuple[tuple[Block, ...], ...]
"""Monday to Sunday."""

_EMPTY: Week = ((),) * 7
_DAY = "|".join(DAYS)
_TIME = r"\d{1,2}:\d{2}"
_RULE = re.compile(
    rf"(?P<days>(?:{_DAY})(?:-(?:{_DAY}))?(?:,\s*(?:{_DAY})(?:-(?:{_DAY}))?)*)"
    rf"\s+(?P<times>off|closed|{_TIME}-{_TIME}(?:,\s*{_TIME}-{_TIME})*)"
)
# People write 9, 9.30 and 09:30.
_CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[:.]([0-5]\d))?")


@dataclass(frozen=True, slots=True)
class Hours:
    """A week in boxes, and what stands behind it."""

    week: Week = _EMPTY
    more: str = ""


def taken_apart(expression: str) -> Hours:
    """The boxes that say the same, if a week of simple rules comes first; else all of it in `more`."""
    rules = [rule.strip() for rule in expression.split(";") if rule.strip()]
    found = [_RULE.fullmatch(rule) for rule in rules]
    many = next((at for at, rule in enumerate(found) if rule is None), len(found))
    week: list[tuple[Block, ...]] = [()] * 7
    for rule in found[:many]:
        if rule is not None:
            blocks = _blocks(rule["times"])
            for day in _days(rule["days"]):
                week[day] = blocks
    # A week behind an exception could undo it: then the order counts, and stays.
    if not many or any(found[many:]) or any(len(day) > MOST_BLOCKS for day in week):
        return Hours(more=expression.strip())
    return Hours(tuple(week), "; ".join(rules[many:]))


def put_together(hours: Hours) -> str:
    """The expression that the boxes and the line behind them say; "" for nothing at all.

    Raises:
        Wrong: a box that holds no time, half of a pair, or two pairs that overlap.
    """
    days = [",".join(_span(block) for block in _in_order(day)) for day in hours.week]
    rules = []
    for times, group in groupby(range(7), key=lambda day: days[day]):
        same = list(group)
        if times:
            first, last = DAYS[same[0]], DAYS[same[-1]]
            rules.append(f"{first if first == last else f'{first}-{last}'} {times}")
    return "; ".join([*rules, *([hours.more.strip()] if hours.more.strip() else [])])


def _in_order(day: Sequence[Block]) -> list[Block]:
    filled = sorted((_clock(start), _clock(end)) for start, end in day if start or end)
    through_midnight = any(end <= start for start, end in filled[:-1])
    overlap = any(start < end for (_, end), (start, _) in pairwise(filled))
    if through_midnight or overlap or any(start == end for start, end in filled):
        raise Wrong("two times of one day overlap", Text("console.fault.order"))
    return filled


def _clock(time: str) -> str:
    found = _CLOCK.fullmatch(time.strip())
    if found is None:
        raise Wrong("from and to go together", Text("console.fault.half"))
    hour, minute = int(found[1]), found[2] or "00"
    if hour == 24 and minute != "00":
        raise Wrong("a day has 24 hours", Text("console.fault.half"))
    return f"{hour % 24:02}:{minute}"


def _span(block: Block) -> str:
    start, end = block
    return f"{start}-{'24:00' if end == '00:00' else end}"


def _blocks(times: str) -> tuple[Block, ...]:
    if times in ("off", "closed"):
        return ()
    pairs = (part.strip().split("-") for part in times.split(","))
    return tuple((_shown(start), _shown(end)) for start, end in pairs)


def _shown(time: str) -> str:
    return "00:00" if time == "24:00" else time.zfill(5)


def _days(days: str) -> list[int]:
    found: list[int] = []
    for part in (piece.strip() for piece in days.split(",")):
        first, _, last = part.partition("-")
        begin = DAYS.index(first)
        length = (DAYS.index(last or first) - begin) % 7
        found += [(begin + step) % 7 for step in range(length + 1)]
    return found
