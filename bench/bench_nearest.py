"""The nearest Taalhuis among 1,500, beside the loop that one writes first."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bench.support import Aim, median, size, tell
from bot.domain.distance import distance_km
from bot.domain.matching import TaalhuisOnMap, match

HOUSES = 1_500
TODAY = date(2026, 6, 3)
NEEDS = ("reading", "numbers")
OFFERS = ("reading", "writing", "speaking", "numbers", "digital")


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives."""

    postcode: str
    gemeente_code: str
    latitude: float
    longitude: float


def houses(chance: random.Random) -> list[TaalhuisOnMap]:
    """Houses all over the country; each covers a range of postcodes and offers three of five things."""
    return [
        TaalhuisOnMap(
            id=number,
            code=f"house-{number}",
            name=f"Taalhuis {number}",
            street="Straat 1",
            town="Stad",
            latitude=chance.uniform(50.8, 53.4),
            longitude=chance.uniform(3.5, 7.1),
            gemeente_code=f"GM{chance.randrange(342):04}",
            offers=frozenset(chance.sample(OFFERS, 3)),
            coverage=((first := chance.randrange(1000, 9900), first + 30),),
        )
        for number in range(HOUSES)
    ]


def naive(home: Home, all_houses: Sequence[TaalhuisOnMap]) -> list[TaalhuisOnMap]:
    """The three nearest by haversine; it knows neither coverage nor gemeente nor what is offered."""
    return sorted(
        all_houses,
        key=lambda house: distance_km(home.latitude, home.longitude, house.latitude, house.longitude),
    )[:3]


def _microseconds(search: Callable[[Home], object], homes: Sequence[Home]) -> float:
    began = time.process_time()
    for home in homes:
        search(home)
    return (time.process_time() - began) / len(homes) * 1e6


def main() -> None:
    """Measure and tell."""
    chance = random.Random(1)
    all_houses = houses(chance)
    homes = [
        Home(
            str(chance.randrange(1000, 9999)),
            f"GM{chance.randrange(342):04}",
            chance.uniform(50.8, 53.4),
            chance.uniform(3.5, 7.1),
        )
        for _ in range(size("HOMES", 200))
    ]
    mine, peer = [], []
    for _ in range(size("ROUNDS", 3)):
        mine.append(_microseconds(lambda home: match(home, NEEDS, all_houses, today=TODAY), homes))
        peer.append(_microseconds(lambda home: naive(home, all_houses), homes))
    tell(
        "nearest",
        ours={"microseconds": median(mine)},
        peers={"haversine_loop": {"microseconds": median(peer)}},
        ratios={"faster": median(peer) / median(mine)},
        aims=[Aim("not slower than the loop, with all rules of matching", median(mine) <= median(peer))],
        houses=HOUSES,
        homes=len(homes),
    )


if __name__ == "__main__":
    main()
