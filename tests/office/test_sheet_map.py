"""The small map of a sign-up: north is up, distances are true, and nothing lies outside or hides another."""

from __future__ import annotations

import math

import pytest

from bot.domain.distance import distance_km
from bot.services.office.map_of import HEIGHT, WIDTH, Drawing, Spot, drawn

ZWOLLE = Spot(52.5125, 6.0944)
HASSELT = Spot(52.5911, 6.0931)
ALMELO = Spot(52.3570, 6.6624)
RAALTE = Spot(52.3861, 6.2744)


def _km(drawing: Drawing, one: int, other: int) -> float:
    """The distance on the drawing, by its own scale."""
    a, b = drawing.marks[one], drawing.marks[other]
    return math.hypot(a.x - b.x, a.y - b.y) / drawing.scale.length * drawing.scale.km


def test_north_is_up_and_east_is_right() -> None:
    home, north, east, _ = drawn([ZWOLLE, HASSELT, ALMELO, RAALTE]).marks

    assert north.y < home.y
    assert abs(north.x - home.x) < 2
    assert east.x > home.x


@pytest.mark.parametrize("spots", [[ZWOLLE, HASSELT], [ZWOLLE, ALMELO], [ZWOLLE, HASSELT, ALMELO, RAALTE]])
def test_distances_on_the_drawing_are_those_of_the_earth(spots: list[Spot]) -> None:
    drawing = drawn(spots)
    for number, spot in enumerate(spots[1:], 1):
        true = distance_km(ZWOLLE.latitude, ZWOLLE.longitude, spot.latitude, spot.longitude)
        assert _km(drawing, 0, number) == pytest.approx(true, rel=0.01)


@pytest.mark.parametrize("spots", [[ZWOLLE], [ZWOLLE, ZWOLLE], [ZWOLLE, HASSELT, ALMELO, RAALTE]])
def test_everything_lies_on_the_drawing(spots: list[Spot]) -> None:
    for mark in drawn(spots).marks:
        assert 20 <= mark.x <= WIDTH - 20
        assert 20 <= mark.y <= HEIGHT - 20


def test_houses_at_one_place_do_not_hide_each_other_and_the_learner_may_live_there() -> None:
    home, *houses = drawn([ZWOLLE, ZWOLLE, ZWOLLE, ZWOLLE, ZWOLLE]).marks
    apart = [
        math.hypot(one.x - other.x, one.y - other.y)
        for number, one in enumerate(houses)
        for other in houses[:number]
    ]

    assert min(apart) >= 22
    assert (home.x, home.y) == (houses[0].x, houses[0].y)


def test_the_scale_is_a_round_distance_that_fits() -> None:
    for spots in ([ZWOLLE], [ZWOLLE, HASSELT], [ZWOLLE, ALMELO], [ZWOLLE, Spot(50.85, 5.69)]):
        scale = drawn(spots).scale
        first = f"{scale.km:e}"[0]

        assert first in "125"
        assert WIDTH / 8 <= scale.length <= WIDTH / 3


def test_there_is_no_map_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing"):
        drawn([])
