"""What a learner is told about a Taalhuis: a number that can be dialled, as people write it."""

from __future__ import annotations

from dataclasses import replace

from flows.facts import TaalhuisFact
from flows.houses import told
from flows.model import Km, Name, Text

HOUSE = TaalhuisFact(
    code="zwolle",
    name="Taalhuis Zwolle",
    street="Straat 1",
    town="Zwolle",
    latitude=52.5,
    longitude=6.1,
    distance_km=1.0,
    bicycle_minutes=5,
    reason="coverage",
    phone="+31384217278",
)


def test_the_number_of_a_house_is_written_as_people_dial_it() -> None:
    lines = [line for prompt in told(HOUSE, Text("goodbye.found")) for line in prompt.lines]

    assert Text("house.phone", {"phone": Name("038 421 7278")}) in lines


def test_a_house_in_the_middle_of_the_town_that_was_typed_is_near_and_not_at_nought() -> None:
    (first, _map) = told(replace(HOUSE, distance_km=0.04, bicycle_minutes=1), Text("goodbye.found"))
    (there, _map) = told(replace(HOUSE, distance_km=0.06, bicycle_minutes=1), Text("goodbye.found"))

    assert first.lines[-1] == Text("house.near")
    assert there.lines[-1] == Text("house.distance", {"distance": Km(0.06), "count": 1})
