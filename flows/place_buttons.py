"""Buttons that carry a place, so that nothing of it has to be remembered between the question and the tap.

p:8011        a postcode
t1:hengelo    the second town of that name
g:52.05:6.31  a point, for a town whose name does not fit
"""

from __future__ import annotations

import re

from flows.facts import PlaceFact
from flows.model import Button, Name, Text
from flows.step import Again, Body
from flows.world import World

MOST_OFFERED = 4
_TOWN = re.compile(r"t(\d):([a-z0-9+\-.]{1,21})")
_NO_SLUG = re.compile(r"[^a-z0-9+\-.]")
_LONGEST_SLUG = 21
_POINT = re.compile(r"g:(\d{1,2}\.\d{1,4}):(-?\d{1,3}\.\d{1,4})")
_NONE_OF_THESE = Button("again", Text("intake.place.none_of_these"), "↩️")


def which_place(line: Text, places: tuple[PlaceFact, ...], world: World) -> Again:
    """Ask which of these is meant; the first four are shown."""
    buttons = tuple((_place_button(place, places, world),) for place in places[:MOST_OFFERED])
    return Again(Body((line,), (*buttons, (_NONE_OF_THESE,))))


def _place_button(place: PlaceFact, places: tuple[PlaceFact, ...], world: World) -> Button:
    """The name, and where names are the same what tells them apart."""
    same = [other for other in places if other.name == place.name]
    label = Text("intake.place.named", {"name": Name(place.name)})
    if len(same) > 1:
        provinces = {other.province for other in same}
        area = place.province if len(provinces) == len(same) else place.gemeente
        label = Text("intake.place.named_in", {"name": Name(place.name), "area": Name(area)})
    return Button(f"p:{place.postcode}" if place.postcode else _town_token(place, world), label, "📍")


def _town_token(town: PlaceFact, world: World) -> str:
    """What leads back to this town: its name and which of that name, or else its point."""
    slug = _NO_SLUG.sub("", town.name.casefold().replace(" ", "+"))
    for at, found in enumerate(world.places_named(slug.replace("+", " "))):
        if found == town and len(slug) <= _LONGEST_SLUG:
            return f"t{at}:{slug}"
    return f"g:{town.latitude:.4f}:{town.longitude:.4f}"


def place_on_button(choice: str, world: World) -> PlaceFact | None:
    """The place that this button carries; None when it carries none."""
    if choice.startswith("p:"):
        return world.place_of(choice[2:])
    if town := _TOWN.fullmatch(choice):
        found = world.places_named(town[2].replace("+", " "))
        return found[int(town[1])] if int(town[1]) < len(found) else None
    if point := _POINT.fullmatch(choice):
        return world.place_near(float(point[1]), float(point[2]))
    return None
