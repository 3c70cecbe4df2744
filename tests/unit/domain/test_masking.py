"""What is hidden cannot be worked out: every table that is small enough is tried out in full."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.masking import SMALL, Hidden, Table, grid, hidden, listed

few = st.integers(min_value=0, max_value=9)


def room(value: int, is_small: bool) -> tuple[int, int]:
    """What a reader knows of a hidden number by the sign in its place. The other sign is at least 5, or a 4
    that "< 5" would give away.
    """
    return (1, SMALL - 1) if is_small else (min(value, SMALL), value + SMALL)


def possible(
    values: Mapping[Hashable, int],
    inner: Sequence[Hashable],
    sums: Mapping[Hashable, Sequence[Hashable]],
    found: Hidden,
) -> Iterator[dict[Hashable, int]]:
    """Every table that a reader must hold for possible, near the true one: one more or one less of each."""

    def fits(key: Hashable, value: int) -> bool:
        if key not in found.keys:
            return value == values[key]
        low, high = room(values[key], key in found.small)
        return low <= value <= high

    choices = [
        [one for one in range(values[key] - 2, values[key] + 3) if fits(key, one)]
        if key in found.keys
        else [values[key]]
        for key in inner
    ]
    for tried in itertools.product(*choices):
        world = dict(zip(inner, tried, strict=True))
        for total, parts in sums.items():
            world[total] = sum(world[part] for part in parts)
        if all(fits(key, value) for key, value in world.items()):
            yield world


def _table(sums: Mapping[Hashable, Sequence[Hashable]]) -> Table:
    if set(sums) == {"all"}:
        return listed("all", sums["all"])
    rows = {key[1]: key for key in sums if isinstance(key, tuple) and key[0] == "row"}
    columns = {key[1]: key for key in sums if isinstance(key, tuple) and key[0] == "column"}
    return grid("all", rows, columns, {place: place for place in itertools.product(rows, columns)})


def all_hidden_have_room(
    values: Mapping[Hashable, int],
    inner: Sequence[Hashable],
    sums: Mapping[Hashable, Sequence[Hashable]],
    also: Sequence[Hashable] = (),
) -> None:
    hides = hidden(values, [_table(sums)], also)
    gone = hides.keys
    found: dict[Hashable, set[int]] = {key: set() for key in gone}
    for world in possible(values, inner, sums, hides):
        for key in gone:
            found[key].add(world[key])
        if all(len(seen) > 1 for seen in found.values()):
            return
    assert all(len(seen) > 1 for seen in found.values()), (values, gone, found)


@settings(deadline=None, max_examples=60)
@given(st.lists(few, min_size=1, max_size=5))
def test_no_hidden_number_of_a_list_can_be_worked_out(numbers: list[int]) -> None:
    inner = [f"part{place}" for place in range(len(numbers))]
    values: dict[Hashable, int] = {"all": sum(numbers), **dict(zip(inner, numbers, strict=True))}

    assert all(
        key in hidden(values, [listed("all", inner)]).keys
        for key, value in values.items()
        if 0 < value < SMALL
    )
    all_hidden_have_room(values, inner, {"all": inner})


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(few, min_size=3, max_size=3), min_size=2, max_size=2))
def test_no_hidden_number_of_a_table_can_be_worked_out(table: list[list[int]]) -> None:
    rows, columns = range(2), range(3)
    inner = list(itertools.product(rows, columns))
    sums: dict[Hashable, Sequence[Hashable]] = {
        **{("row", row): [(row, column) for column in columns] for row in rows},
        **{("column", column): [(row, column) for row in rows] for column in columns},
        "all": [("row", row) for row in rows],
    }
    values: dict[Hashable, int] = {(row, column): table[row][column] for row, column in inner}
    for total, parts in sums.items():
        values[total] = sum(values[part] for part in parts)

    all_hidden_have_room(values, inner, sums)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 60), min_size=1))
def test_where_nothing_is_small_nothing_is_hidden_and_no_row_has_a_single_hidden_number(
    numbers: dict[str, int],
) -> None:
    values: dict[Hashable, int] = {("all",): sum(numbers.values())}
    values |= {name: many for name, many in numbers.items()}
    gone = hidden(values, [listed(("all",), numbers)]).keys

    assert bool(gone) == any(0 < value < SMALL for value in numbers.values())
    assert len(gone) != 1


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((17, 3), {"all": False, 0: True, 1: True}),
        ((4, 4), {"all": True, 0: True, 1: True}),
        ((40, 8, 2), {"all": False, 0: False, 1: True, 2: True}),
        ((10, 0, 0), {"all": False, 0: False, 1: False, 2: False}),
        ((0, 0, 3), {"all": True, 0: False, 1: False, 2: True}),
    ],
)
def test_as_little_as_possible_is_hidden(parts: tuple[int, ...], expected: dict[Hashable, bool]) -> None:
    values: dict[Hashable, int] = {"all": sum(parts), **dict(enumerate(parts))}
    gone = hidden(values, [listed("all", range(len(parts)))]).keys

    assert {key: key in gone for key in values} == expected


def test_a_total_that_is_hidden_can_be_found_in_no_other_list() -> None:
    values: dict[Hashable, int] = {"all": 8, "a": 4, "b": 4, "c": 8, "d": 0, "e": 7, "f": 1}
    gone = hidden(values, [listed("all", "ab", "cd", "ef")]).keys

    # "c" is the sum, and 7 with a small number would be at least 8.
    assert gone == {"all", "a", "b", "c", "e", "f"}


@pytest.mark.parametrize(("parts", "total"), [((1, 1, 1, 1), "other"), ((1, 1, 2), "small"), ((4,), "small")])
def test_a_total_of_four_ones_is_not_told_to_be_small(parts: tuple[int, ...], total: str) -> None:
    inner: list[Hashable] = list(range(len(parts)))
    values: dict[Hashable, int] = {"all": sum(parts), **dict(zip(inner, parts, strict=True))}
    found = hidden(values, [listed("all", inner)])

    assert found.keys == {"all", *inner}
    assert found.keys - found.small == ({"all"} if total == "other" else set())
    all_hidden_have_room(values, inner, {"all": inner})


@settings(deadline=None, max_examples=60)
@given(st.lists(few, min_size=1, max_size=5), st.data())
def test_what_is_hidden_on_request_takes_along_what_gives_it_away(
    numbers: list[int], data: st.DataObject
) -> None:
    inner: list[Hashable] = list(range(len(numbers)))
    also = data.draw(st.sampled_from(inner))
    values: dict[Hashable, int] = {"all": sum(numbers), **dict(zip(inner, numbers, strict=True))}

    assert (also in hidden(values, [listed("all", inner)], [also]).keys) == bool(values[also])
    all_hidden_have_room(values, inner, {"all": inner}, [also])
