"""Counts become a report: what may not be shown is taken out here, once, for the page and for every file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.domain import masking
from bot.domain.masking import SMALL, Table, grid, listed
from bot.domain.referral_status import SUCCESS, ReferralStatus
from bot.domain.reporting import (
    ALL,
    APPOINTMENTS,
    CAME,
    NEEDS,
    OTHERWISE,
    PARTS,
    REASONS,
    TOTAL,
    WELL,
    YES,
    Cell,
    Dimension,
    histogram,
    median,
)
from bot.services.reports.model import Asked, Days, Group, Place, Report, Shown, Sign

_D = Dimension
MEETINGS: Cell = (_D.APPOINTMENT, ALL)
"""How many appointments there were."""
_HISTOGRAMS: Mapping[Dimension, Dimension] = {_D.CONTACT: _D.DAYS_CONTACT, _D.MET: _D.DAYS_MET}
_NO_LISTS = frozenset(_HISTOGRAMS.values())

Counted = Mapping[str, Mapping[Cell, int]]
"""By the key of a group."""


def shape(asked: Asked, groups: Sequence[Group], counted: Counted, *, left_out: bool) -> Report:
    """A report of what was counted; `groups` are all of `counted`, in the order in which they are shown."""
    whole: Counter[Cell] = Counter()
    for counts in counted.values():
        whole.update(counts)
    of: dict[str | None, Mapping[Cell, int]] = {None: whole}
    of |= {group.key: counted[group.key] for group in groups}
    numbers = _numbers(of)
    keys = [group.key for group in groups]
    gone = _hidden(numbers, keys) if asked.scope.masked else {}
    shown: dict[Place, Shown] = {place: gone.get(place, value) for place, value in numbers.items()}
    days = {
        (key, dimension): _days(counts, dimension, shown.get((key, (dimension, YES)), 0))
        for key, counts in of.items()
        for dimension in _HISTOGRAMS
    }
    return Report(asked, tuple(groups), shown, days, left_out)


def _numbers(of: Mapping[str | None, Mapping[Cell, int]]) -> dict[Place, int]:
    numbers: Counter[Place] = Counter()
    for key, counts in of.items():
        for cell, many in counts.items():
            if cell[0] in _NO_LISTS:
                continue
            numbers[key, cell] += many
            if cell[0] == _D.APPOINTMENT:
                numbers[key, MEETINGS] += many
    return dict(numbers)


def _hidden(numbers: Mapping[Place, int], groups: Sequence[str]) -> Mapping[Place, Sign]:
    """What stands in the place of what may not be shown.

    One person can have many appointments, so their number says nothing of how many people they are of.
    Those of a few people are hidden by the number of the people, and what gives them away with them.
    """
    people = masking.hidden(numbers, list(_tables(groups)))
    of_few = [
        (group, (_D.APPOINTMENT, value))
        for group in (None, *groups)
        for value in (ALL, *APPOINTMENTS)
        if (group, TOTAL) in people.keys
    ]
    # Who had a first talk are those whose learner came.
    of_few += [
        (group, (_D.APPOINTMENT, CAME))
        for group in (None, *groups)
        if 0 < numbers.get((group, (_D.MET, YES)), 0) < SMALL
    ]
    meetings = masking.hidden(numbers, [_meetings(groups)], of_few)
    return {
        place: Sign.SMALL if place in found.small else Sign.COVER
        for found, of_meetings in ((people, False), (meetings, True))
        for place in found.keys
        if (place[1][0] == _D.APPOINTMENT) is of_meetings
    }


def _days(counts: Mapping[Cell, int], dimension: Dimension, people: Shown) -> Days:
    """Of people whose number is hidden there is no median either: it could be that of one."""
    if isinstance(people, Sign):
        return Days(None, people)
    return Days(median(histogram(counts, _HISTOGRAMS[dimension])), people)


# ── What adds up to what ────────────────────────────────────────────────────────────────────────────────


def _tables(groups: Sequence[str]) -> Iterable[Table]:
    """Every table of the page but the appointments, for what can be worked out from it."""
    everybody = [[(dimension, value) for value in values] for dimension, values in PARTS.items()]
    yield listed((None, TOTAL), *([(None, cell) for cell in cells] for cells in everybody))
    for cells in everybody if groups else ():
        yield _table(groups, TOTAL, cells)
    if groups:
        # Somebody may want to learn several things: those do not add up, but each does over the groups.
        for need in NEEDS:
            cell = (_D.NEED, need)
            yield listed((None, cell), [(group, cell) for group in groups])
    well = [why for why in REASONS[_D.FINISH] if why in SUCCESS]
    other = [why for why in REASONS[_D.FINISH] if why not in SUCCESS]
    yield _table((), (_D.STATE, WELL), [(_D.FINISH, why) for why in well])
    yield _table((), (_D.STATE, OTHERWISE), [(_D.FINISH, why) for why in other])
    rejected = (_D.STATE, ReferralStatus.REJECTED)
    yield _table((), rejected, [(_D.REJECT, why) for why in REASONS[_D.REJECT]])


def _meetings(groups: Sequence[str]) -> Table:
    """Appointments add up to each other, and to nothing that counts people."""
    return _table(groups, MEETINGS, [(_D.APPOINTMENT, value) for value in APPOINTMENTS])


def _table(groups: Sequence[str], total: Cell, parts: Sequence[Cell]) -> Table:
    if not groups:
        return listed((None, total), [(None, part) for part in parts])
    return grid(
        (None, total),
        {group: (group, total) for group in groups},
        {part: (None, part) for part in parts},
        {(group, part): (group, part) for group in groups for part in parts},
    )
