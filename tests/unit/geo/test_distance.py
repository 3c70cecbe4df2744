"""The great-circle distance is the one that others measure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.distance import distance_km

LATITUDES, LONGITUDES = st.floats(-90, 90), st.floats(-180, 180)


def test_zwolle_to_enschede_is_64_kilometres() -> None:
    assert distance_km(52.5125, 6.0944, 52.2183, 6.8958) == pytest.approx(63.6, abs=0.3)


def test_a_quarter_of_the_equator_is_a_quarter_of_the_earth() -> None:
    assert distance_km(0, 0, 0, 90) == pytest.approx(10_007.6, abs=0.5)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_way_back_is_as_long(a: float, b: float, c: float, d: float) -> None:
    assert distance_km(a, b, c, d) == pytest.approx(distance_km(c, d, a, b), abs=1e-6)
    assert 0 <= distance_km(a, b, c, d) <= 20_016
