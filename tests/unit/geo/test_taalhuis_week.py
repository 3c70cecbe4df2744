"""Hours in boxes and in the syntax of OpenStreetMap say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.geo import opening
from bot.geo.taalhuis_week import DAYS, Hours, put_together, taken_apart
from bot.geo.taalhuis_wrong import Wrong

EMPTY: tuple[tuple[tuple[str, str], ...], ...] = ((),) * 7


@pytest.mark.parametrize(
    "expression",
    [
        "Mo-Fr 10:00-17:00; Sa 10:00-13:00; PH off",
        "Mo 09:00-12:00,13:00-17:00; Dec 24 10:00-12:00",
        "Fr 22:00-24:00",
        "Fr 22:00-01:00",
        "PH off; Mo 10:00-12:00",
        "Mo-Fr 10:00-17:00, Sa 10:00-13:00",
        "24/7",
        "",
    ],
)
def test_what_was_taken_apart_is_put_together_as_it_was(expression: str) -> None:
    assert put_together(taken_apart(expression)) == expression


@pytest.mark.parametrize("end", ["24:00", "0:00", "24", "00.00"])
def test_times_are_read_as_people_write_them(end: str) -> None:
    week = ((("9", "12.30"), ("13:00", end)), *EMPTY[1:])

    assert put_together(Hours(week, "")) == "Mo 09:00-12:30,13:00-24:00"


def test_a_later_rule_of_the_week_counts_for_its_days() -> None:
    apart = taken_apart("Mo-We 9:00-17:00; We off; PH off")

    assert apart.week[:3] == ((("09:00", "17:00"),), (("09:00", "17:00"),), ())
    assert apart.more == "PH off"


def test_a_week_behind_an_exception_stays_in_its_own_words() -> None:
    assert taken_apart("PH off; Mo 10:00-12:00") == Hours(EMPTY, "PH off; Mo 10:00-12:00")


@pytest.mark.parametrize(
    ("day", "key"),
    [
        ((("10:00", ""),), "console.fault.half"),
        ((("10:00", "25:00"),), "console.fault.half"),
        ((("10:00", "24:30"),), "console.fault.half"),
        ((("10:00", "10:00"),), "console.fault.order"),
        ((("10:00", "13:00"), ("12:00", "14:00")), "console.fault.order"),
        ((("10:00", "09:00"), ("12:00", "14:00")), "console.fault.order"),
    ],
)
def test_boxes_that_say_nothing_are_named(day: tuple[tuple[str, str], ...], key: str) -> None:
    with pytest.raises(Wrong) as raised:
        put_together(Hours((day, *EMPTY[1:]), ""))

    assert raised.value.text.key == key


_MOMENTS = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{half % 2 * 30:02}")


@given(st.lists(st.lists(_MOMENTS, max_size=6, unique=True), min_size=7, max_size=7))
def test_every_week_in_boxes_comes_back_as_it_was(moments: list[list[str]]) -> None:
    week = tuple(
        tuple((one, other) for one, other in zip(sorted(day)[::2], sorted(day)[1::2], strict=False))
        for day in moments
    )
    expression = put_together(Hours(week, ""))

    assert taken_apart(expression).week == week
    if expression:
        assert opening.problem(expression) is None
        told = opening.week(expression)
        # Two blocks that touch are told as one.
        assert [bool(day) for day in told] == [bool(day) for day in week], DAYS
