"""Where does the person live? By digits on a keypad, in words, or by the phone's location.

The keypad stores nothing: each button carries the whole number it leads to ("k801"), so a double tap
does no harm and the road without consent can use it too. A shared point becomes the postcode area it
lies in; the point itself is forgotten.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from flows import keypad, words
from flows.facts import Answer, PlaceFact
from flows.manners import PRESS
from flows.model import Button, Name, Native, Place, State, Text
from flows.place_buttons import KNOWN, MOST_OFFERED, NEAR, WHICH, open_list, place_on_button, which_place
from flows.questions import Wording
from flows.replies import Reply, SharedLocation, Tap, Typed
from flows.step import (
    OFFERED,
    Again,
    Body,
    Done,
    Misunderstood,
    Offered,
    Outcome,
    Redrawn,
    Rows,
    Step,
    Summary,
    Told,
    Understood,
)
from flows.validators import plain
from flows.world import World

DIGITS = 4
_KEY = re.compile(r"(?:k|kd:)([1-9]\d{0,3})|kd:")
_CODE = re.compile(r"(?<!\d)([1-9]\d{3})\s*(?:[a-z]{2})?(?![\da-z])")

_BY_LOCATION = Button("loc", Text("intake.place.by_location"), "📍")
# Translators: no such postcode.
_UNKNOWN_CODE = Text("intake.place.unknown_code")
# Translators: no place of that name.
_UNKNOWN_NAME = Text("intake.place.unknown_name")
# Translators: a number was typed under a list of places.
_PRESS_OR_TYPE = Text("intake.place.press_or_type")
# Translators: too few or too many digits.
_TOO_SHORT = Text("intake.place.too_short")
# Translators: a location outside the Netherlands.
_ABROAD = Text("intake.place.abroad")
# Translators: above the phone's own button.
_PRESS_LOCATION = Text("intake.place.press_location")
# Translators: the phone's own button.
_SHARE = Button("location", Text("intake.place.share"), "📍", native=Native.LOCATION)
# Translators: the place was spoken; the keypad follows.
UNHEARD = Text("intake.place.voice")

_NEAR_CODES = 30
_MISSED = "unknown"
"""The view after a name that was not found: the next time a list is offered."""
_SHORTEST_PART = 3


_ASK = Wording(Text("intake.place.ask"), "intake.place.ask.other")


def place_step() -> Step:
    """The question of the intake; its answer is the place as a plain table."""
    return Step(
        name="place",
        ask=ask_place,
        read=read_place,
        explain=Wording(Text("intake.place.explain"), "intake.place.explain.other"),
        says=say_place,
        valid=_is_place,
        hears=(SharedLocation,),
        unheard=lambda _state, _world: UNHEARD,
        summary=Summary("📍", Text("intake.place.label"), _shown),
    )


def place_in(answer: Answer) -> PlaceFact:
    """The stored answer as a place.

    Raises:
        ValueError: it is no place.
    """
    if not isinstance(answer, dict) or not _is_place(answer):
        raise ValueError("not a place")
    facts: Any = answer
    return PlaceFact(**facts)


# ── Asking ─────────────────────────────────────────────────────────────────────────────────────────────────


def say_place(state: State, world: World) -> tuple[Text, ...]:
    """The question without the keypad."""
    listed = open_list(state.view, world) if state.view else None
    return listed.lines if listed else (_ASK(state),)


def ask_place(state: State, world: World) -> Body:
    """The keypad, empty; or the list of places that is open."""
    return (open_list(state.view, world) if state.view else None) or _keypad(state, world, "")


def _keypad(state: State, world: World, prefix: str) -> Body:
    shown = " ".join(prefix.ljust(DIGITS, "_"))
    # Translators: the digits that were pressed: "8 0 _ _".
    hint = Text("intake.place.digits", {"digits": Name(shown)})
    return Body((_ASK(state),), _keys(prefix, _may_share(state, world)), (hint,), reads_numbers=True)


@cache
def _keys(prefix: str, may_share: bool) -> Rows:
    """The keys after this prefix. Kept, at most some 2,000: making them takes longer than the whole turn."""
    rows = keypad.upper_rows(prefix)
    if prefix:
        rows.append((keypad.delete(prefix), keypad.key(prefix, "0")))
    if may_share:
        rows.append((_BY_LOCATION,))
    return tuple(rows)


def _may_share(state: State, world: World) -> bool:
    """The phone knows where its owner is: no use when it is about somebody else."""
    return world.capabilities.location and state.answers.get("for_whom") != "other"


# ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────


def read_place(state: State, reply: Reply, world: World) -> Outcome:
    """A place from keys, words or a shared point."""
    match reply:
        case Tap(choice):
            return _tapped(state, choice, world)
        case Typed(text):
            return _typed(state, text, world)
        case SharedLocation(latitude, longitude):
            near = world.place_near(latitude, longitude)
            return _understood(near) if near else Misunderstood(_ABROAD)
        case _:
            return Misunderstood(PRESS)


def _tapped(state: State, choice: str, world: World) -> Outcome:
    if choice == "loc" and _may_share(state, world):
        return Done() if state.draft == OFFERED else Offered(_PRESS_LOCATION, _SHARE)
    if choice == "again":
        return Again(_keypad(state, world, ""), ())
    if key := _KEY.fullmatch(choice):
        prefix = key[1] or ""
        if len(prefix) < DIGITS:
            return Redrawn(_keypad(state, world, prefix), state.draft)
        return _by_code(prefix, world)
    place = place_on_button(choice, world)
    return _understood(place) if place else Misunderstood(PRESS)


def _typed(state: State, text: str, world: World) -> Outcome:
    said = plain(text)
    if code := _CODE.search(said):
        return _by_code(code[1], world)
    if any(letter.isdigit() for letter in said):
        return Told(_PRESS_OR_TYPE) if state.view[:1] in ((WHICH,), (NEAR,)) else Misunderstood(_TOO_SHORT)
    named = _after_opening(text)
    found = _named(named, world) if said else ()
    # A wrong place across the country costs more than one tap to be sure.
    if len(found) == 1 and not world.is_guess(named):
        return _understood(found[0])
    if found:
        return which_place(WHICH, found, world)
    return _not_found(state, said, world)


def _named(text: str, world: World) -> tuple[PlaceFact, ...]:
    """The places of this name; "Hengelo, Overijssel" is the one in that province or gemeente."""
    name, _, area = text.replace("(", ",").partition(",")
    if wanted := plain(area):
        there = world.places_named(name.strip())
        fits = [place for place in there if wanted in (plain(place.province), plain(place.gemeente))]
        if fits:
            return tuple(fits)
    return world.places_named(text)


def _not_found(state: State, said: str, world: World) -> Outcome:
    """The first time an example; then a list: of what a part of the words may mean, or of big places."""
    if state.view[:1] not in ((_MISSED,), (KNOWN,)):
        return Misunderstood(_UNKNOWN_NAME, (_MISSED,))
    hits: dict[tuple[str, str], PlaceFact] = {}
    for part in said.split():
        if len(part) >= _SHORTEST_PART:
            for place in world.places_named(part):
                hits.setdefault((place.name, place.gemeente), place)
    if hits:
        return which_place(WHICH, tuple(hits.values()), world)
    known = world.well_known_places()
    return which_place(KNOWN, known, world) if known else Misunderstood(_UNKNOWN_NAME, (_MISSED,))


def _after_opening(text: str) -> str:
    """ "Ik woon in 's-Heerenberg" → "'s-Heerenberg"."""
    said = " ".join(text.split()).strip(" .,!?")
    for opening in words.BEFORE_A_PLACE:
        if said.casefold().startswith(opening + " "):
            return said[len(opening) + 1 :]
    return said


def _by_code(code: str, world: World) -> Outcome:
    place = world.place_of(code)
    if place:
        return _understood(place)
    near = _neighbours(int(code), world)
    return which_place(NEAR, near, world) if near else Misunderstood(_UNKNOWN_CODE)


def _neighbours(code: int, world: World) -> tuple[PlaceFact, ...]:
    """Up to four places of different names whose code differs little: one digit was mistaken, perhaps."""
    found: dict[str, PlaceFact] = {}
    for distance in range(1, _NEAR_CODES + 1):
        for near in (code - distance, code + distance):
            place = world.place_of(str(near)) if 1000 <= near <= 9999 else None
            if place and place.name not in found:
                found[place.name] = place
                if len(found) == MOST_OFFERED:
                    return tuple(found.values())
    return tuple(found.values())


# ── The answer ─────────────────────────────────────────────────────────────────────────────────────────────


def _understood(place: PlaceFact) -> Understood:
    return Understood(_stored(place), (Text("intake.place.named", {"name": Place(place.name)}),))


def _stored(place: PlaceFact) -> dict[str, str | int | float]:
    return {
        "postcode": place.postcode,
        "name": place.name,
        "gemeente": place.gemeente,
        "gemeente_code": place.gemeente_code,
        "province": place.province,
        "latitude": place.latitude,
        "longitude": place.longitude,
    }


_KINDS: dict[str, type | tuple[type, ...]] = {
    "postcode": str,
    "name": str,
    "gemeente": str,
    "gemeente_code": str,
    "province": str,
    "latitude": (float, int),
    "longitude": (float, int),
}


def _is_place(answer: Answer) -> bool:
    return (
        isinstance(answer, dict)
        and answer.keys() == _KINDS.keys()
        and all(isinstance(answer[name], kind) for name, kind in _KINDS.items())
    )


def _shown(answer: Answer) -> Text | Name:
    place = place_in(answer)
    if not place.postcode:
        return Text("intake.place.named", {"name": Place(place.name)})
    return Text("intake.place.shown", {"postcode": Name(place.postcode), "name": Place(place.name)})
