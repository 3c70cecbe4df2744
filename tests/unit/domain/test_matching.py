"""The Taalhuis that is shown is the one that the written rules name, and always one that is open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.distance import distance_km
from bot.domain.matching import Match, TaalhuisOnMap, bicycle_minutes, match

TODAY = date(2025, 6, 3)
NEEDS = ("reading", "writing", "digital")


@dataclass(frozen=True, slots=True)
class Home:
    """A learner's place."""

    postcode: str = "8011"
    gemeente_code: str = "GM0193"
    latitude: float = 52.5112
    longitude: float = 6.0948


def make_house(
    number: int = 1,
    *,
    north_km: float = 0.0,
    gemeente: str = "GM0153",
    offers: frozenset[str] = frozenset(NEEDS),
    coverage: tuple[tuple[int, int], ...] = (),
    active: bool = True,
    closed_until: date | None = None,
) -> TaalhuisOnMap:
    """A house so many kilometres north of `Home()`, in another gemeente unless told."""
    return TaalhuisOnMap(
        id=number,
        code=f"house-{number}",
        name=f"Taalhuis {number}",
        street="Straat 1",
        town="Stad",
        latitude=Home().latitude + north_km / 111.195,
        longitude=Home().longitude,
        gemeente_code=gemeente,
        offers=offers,
        coverage=coverage,
        active=active,
        closed_until=closed_until,
    )


def find(
    *houses: TaalhuisOnMap, needs: tuple[str, ...] = ("reading",), home: Home | None = None
) -> list[tuple[int, str]]:
    return [(m.taalhuis.id, m.reason) for m in match(home or Home(), needs, houses, today=TODAY)]


def test_coverage_comes_before_the_gemeente_and_the_gemeente_before_the_nearest() -> None:
    nearest = make_house(1, north_km=1)
    same = make_house(2, north_km=5, gemeente="GM0193")
    covers = make_house(3, north_km=20, coverage=((8000, 8010), (8011, 8011)))
    assert find(nearest, same, covers) == [(3, "coverage"), (2, "same_gemeente"), (1, "nearest")]


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [(8011, 8020, "coverage"), (8000, 8011, "coverage"), (8012, 8020, "nearest"), (8000, 8010, "nearest")],
)
def test_both_ends_of_a_range_are_covered(first: int, last: int, reason: str) -> None:
    assert find(make_house(coverage=((first, last),))) == [(1, reason)]


def test_a_town_without_postcode_is_covered_by_nobody() -> None:
    house = make_house(coverage=((0, 9999),), gemeente="GM0193")
    assert find(house, home=Home(postcode="")) == [(1, "same_gemeente")]


def test_two_places_without_a_gemeente_are_not_in_the_same_one() -> None:
    assert find(make_house(gemeente=""), home=Home(gemeente_code="")) == [(1, "nearest")]


def test_within_a_step_the_nearest_comes_first() -> None:
    assert find(make_house(1, north_km=9), make_house(2, north_km=3), make_house(3, north_km=-6)) == [
        (2, "nearest"),
        (3, "nearest"),
        (1, "nearest"),
    ]


def test_two_houses_in_one_building_always_come_in_the_same_order() -> None:
    one, other = make_house(1), make_house(2)
    assert find(one, other) == find(other, one)


def test_a_house_that_is_not_active_is_never_shown() -> None:
    assert find(make_house(active=False)) == []


@pytest.mark.parametrize(
    ("closed_until", "shown"),
    [(TODAY, False), (TODAY + timedelta(days=9), False), (TODAY - timedelta(days=1), True)],
)
def test_a_house_is_closed_up_to_and_including_its_last_closed_day(closed_until: date, shown: bool) -> None:
    assert bool(find(make_house(closed_until=closed_until))) is shown


def test_a_house_that_offers_everything_comes_before_a_nearer_one_that_offers_a_part() -> None:
    part = make_house(1, north_km=1, offers=frozenset({"reading"}))
    everything = make_house(2, north_km=8)
    found = match(Home(), ("reading", "digital"), (part, everything), today=TODAY)
    assert [(m.taalhuis.id, m.offers_all) for m in found] == [(2, True), (1, False)]


def test_a_house_that_offers_nothing_gives_way_to_one_far_away_that_helps() -> None:
    nothing = make_house(1, coverage=((8011, 8011),), offers=frozenset({"digital"}))
    assert find(nothing, make_house(2, north_km=100)) == [(2, "nearest")]


def test_a_house_that_offers_nothing_is_better_than_no_address() -> None:
    assert find(make_house(offers=frozenset({"digital"}))) == [(1, "nearest")]


def test_somebody_who_ticked_nothing_gets_the_nearest() -> None:
    houses = (make_house(1, north_km=1, offers=frozenset()), make_house(2, north_km=2))
    assert find(*houses, needs=()) == [(1, "nearest"), (2, "nearest")]


def test_no_more_houses_are_shown_than_asked_for() -> None:
    houses = [make_house(number, north_km=number) for number in range(1, 9)]
    assert len(match(Home(), ("reading",), houses, today=TODAY)) == 3
    assert len(match(Home(), ("reading",), houses, today=TODAY, limit=1)) == 1


@pytest.mark.parametrize(
    ("kilometres", "minutes"),
    [(0.0, 1), (0.1, 1), (2.3, 12), (2.5, 13), (2.5001, 14), (100.0, 520), (25 / 1.3, 100)],
)
def test_minutes_by_bicycle_are_rounded_up(kilometres: float, minutes: int) -> None:
    assert bicycle_minutes(kilometres) == minutes


def test_a_match_knows_how_far_it_is() -> None:
    found = match(Home(), (), (make_house(north_km=2.5),), today=TODAY)[0]
    assert found.distance_km == pytest.approx(2.5, abs=0.01)
    assert found.bicycle_minutes in {13, 14}


houses_anywhere = st.lists(
    st.builds(
        TaalhuisOnMap,
        id=st.integers(),
        code=st.uuids().map(str),
        name=st.just("Taalhuis"),
        street=st.just(""),
        town=st.just(""),
        latitude=st.floats(50.7, 53.6),
        longitude=st.floats(3.3, 7.2),
        gemeente_code=st.sampled_from(["GM0193", "GM0153", "GM0150"]),
        offers=st.frozensets(st.sampled_from(NEEDS)),
        coverage=st.lists(st.tuples(st.integers(7990, 8030), st.integers(7990, 8030)), max_size=2).map(tuple),
        active=st.booleans(),
        closed_until=st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3)),
        phone=st.just(""),
        opening_hours=st.just(""),
    ),
    max_size=12,
)


def naive(home: Home, needs: frozenset[str], houses: list[TaalhuisOnMap]) -> list[tuple[str, bool, float]]:
    """The rules read aloud: step by step, each step sorted by itself."""
    able = [h for h in houses if h.active and not (h.closed_until and h.closed_until >= TODAY)]
    if needs and any(h.offers & needs for h in able):
        able = [h for h in able if h.offers & needs]
    covers = [h for h in able if any(a <= int(home.postcode) <= b for a, b in h.coverage)]
    same = [h for h in able if h not in covers and h.gemeente_code == home.gemeente_code]
    rest = [h for h in able if h not in covers and h not in same]
    found: list[tuple[str, bool, float]] = []
    for reason, step in (("coverage", covers), ("same_gemeente", same), ("nearest", rest)):
        for offers_all in (True, False):
            distances = sorted(
                distance_km(home.latitude, home.longitude, h.latitude, h.longitude)
                for h in step
                if (needs <= h.offers) is offers_all
            )
            found += [(reason, offers_all, distance) for distance in distances]
    return found[:3]


def seen(found: Match) -> tuple[str, bool, float]:
    return found.reason, found.offers_all, found.distance_km


@given(houses_anywhere, st.frozensets(st.sampled_from(NEEDS)), st.integers(8000, 8020).map(str))
def test_the_quick_search_finds_what_the_rules_say(
    houses: list[TaalhuisOnMap], needs: frozenset[str], postcode: str
) -> None:
    home = Home(postcode=postcode)
    quick = [seen(found) for found in match(home, needs, houses, today=TODAY)]
    slow = naive(home, needs, houses)
    assert [row[:2] for row in quick] == [row[:2] for row in slow]
    assert [row[2] for row in quick] == pytest.approx([row[2] for row in slow], abs=1e-6)
