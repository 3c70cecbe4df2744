"""Buttons that carry a place, so that nothing of it has to be remembered between the question and the tap.

p:8011        a postcode
t1:hengelo    the second town of that name
g:52.05:6.31  a point, for a town whose name does not fit
"""

from __future__ import annotations

import re

from flows.facts import PlaceFact
from flows.model import Button, Name, Place, Text
from flows.step import Again, Body
from flows.world import World

MOST_OFFERED = 4
WHICH, NEAR, KNOWN = "which", "near", "known"
_LINES = {
    # Translators: several places have that name.
    WHICH: Text("intake.place.which"),
    # Translators: no such postcode; buttons with places nearby follow.
    NEAR: Text("intake.place.near_code"),
    # Translators: a name that was not found twice; buttons with big places follow.
    KNOWN: Text("intake.place.known"),
}
_TOWN = re.compile(r"t(\d):([a-z0-9+\-.]{1,21})")
_NO_SLUG = re.compile(r"[^a-z0-9+\-.]")
_LONGEST_SLUG = 21
_POINT = re.compile(r"g:(\d{1,2}\.\d{1,4}):(-?\d{1,3}\.\d{1,4})")
_NONE_OF_THESE = Button("again", Text("intake.place.none_of_these"), "↩️")


def which_place(kind: str, places: tuple[PlaceFact, ...], world: World) -> Again:
    """Ask which of these is meant, of one of the kinds of lists; the first four are shown.

    The view is the kind and what is on each button; nothing is added for the list that is always the same.
    """
    tokens = tuple(_token(place, world) for place in places[:MOST_OFFERED])
    view = (kind,) if kind == KNOWN else (kind, *tokens)
    return Again(_list(kind, tokens, places[:MOST_OFFERED]), view)


def open_list(view: tuple[str, ...], world: World) -> Body | None:
    """The list that is on the screen; None when none is, or when the view does not say of what."""
    kind, tokens = (view[0], view[1:]) if view else ("", ())
    if kind == KNOWN:
        return which_place(KNOWN, world.well_known_places(), world).body
    places = tuple(place for token in tokens if (place := place_on_button(token, world)))
    if kind not in _LINES or not places or len(places) < len(tokens):
        return None
    return _list(kind, tokens, places)


def _list(kind: str, tokens: tuple[str, ...], places: tuple[PlaceFact, ...]) -> Body:
    named = zip(tokens, places, strict=True)
    buttons = tuple((Button(token, _label(place, places), "📍"),) for token, place in named)
    return Body((_LINES[kind],), (*buttons, (_NONE_OF_THESE,)))


def _label(place: PlaceFact, places: tuple[PlaceFact, ...]) -> Text:
    """The name, and where names are the same what tells them apart."""
    same = [other for other in places if other.name == place.name]
    if len(same) == 1:
        return Text("intake.place.named", {"name": Place(place.name)})
    provinces = {other.province for other in same}
    area = place.province if len(provinces) == len(same) else place.gemeente
    return Text("intake.place.named_in", {"name": Place(place.name), "area": Name(area)})


def _token(place: PlaceFact, world: World) -> str:
    return f"p:{place.postcode}" if place.postcode else _town_token(place, world)


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
