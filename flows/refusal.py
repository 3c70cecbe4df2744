"""The roads without a sign-up: no consent, no agreement, and a conversation that was ended. Nothing is
kept on them.

Without consent the person still gets the address of the nearest Taalhuis. The place is only looked at:
it stands in the buttons and in the reply, never in the state.
"""

from __future__ import annotations

from dataclasses import replace

from flows import words
from flows.events import DataAsked
from flows.home import DATA, ERASE
from flows.houses import told
from flows.intake_place import ask_place, place_in, read_place, say_place
from flows.manners import PRESS
from flows.model import Button, Prompt, State, Text
from flows.questions import Wording, rows_of
from flows.replies import Reply, SharedLocation, Tap, Typed
from flows.step import FROM_ANSWERS, Again, Body, Go, Misunderstood, Outcome, Step, Understood
from flows.validators import plain
from flows.world import World

_AGAIN = Button("restart", Text("general.restart"), "🔁")
# Translators: after no to consent; the name follows.
_FOUND = Text("refused.found")
# Translators: after no to consent.
_NO_HOUSE = Text("refused.no_house")
# Translators: after no to consent.
_KEPT_NOTHING = (Prompt((Text("refused.kept_nothing"),)),)


def refusal_steps() -> tuple[Step, ...]:
    """The rooms of these roads."""
    return (
        _no_place(),
        # Translators: after no to consent, at the end.
        _resting("no_goodbye", Text("refused.goodbye")),
        # Translators: the person who was to be signed up does not agree.
        _resting("no_agreement", Text("refused.no_agreement")),
        # Translators: after the end.
        _resting("ended", Text("ended.ask")),
    )


def _no_place() -> Step:
    def asks(state: State, world: World) -> Body:
        return replace(ask_place(state, world), preface=_KEPT_NOTHING)

    def reads(state: State, reply: Reply, world: World) -> Outcome:
        outcome = read_place(state, reply, world)
        if isinstance(outcome, Again) and outcome.view:
            # Which places they are would say where this person lives.
            return replace(outcome, view=outcome.view[:1])
        if not isinstance(outcome, Understood):
            return outcome
        houses = world.taalhuizen(place_in(outcome.value), ())
        says = told(houses[0], _FOUND) if houses else (Prompt((_NO_HOUSE,)),)
        return Go("no_goodbye", says=says, chosen=outcome.chosen)

    return Step(
        name="no_place",
        ask=asks,
        read=reads,
        explain=Wording(Text("intake.place.explain")),
        says=say_place,
        hears=(SharedLocation,),
        rests=True,
    )


def _resting(name: str, line: Text) -> Step:
    """A last message, and a way on: begin again, or see and erase what was sent before."""
    return Step(
        name=name,
        ask=lambda _state, world: Body((line,), rows_of(_ways_on(world), 1)),
        read=_wanted,
        fixed=False,
        rests=True,
        choices=(_AGAIN, DATA, ERASE),
    )


def _ways_on(world: World) -> tuple[Button, ...]:
    """On a screen that others use nothing of the last person can be called up."""
    return (_AGAIN,) if world.capabilities.kiosk else (_AGAIN, DATA, ERASE)


def _wanted(state: State, reply: Reply, world: World) -> Outcome:
    wish = ""
    if isinstance(reply, Tap):
        wish = reply.choice
    elif isinstance(reply, Typed):
        wish = _AGAIN.choice if plain(reply.text) in words.AGAIN else ""
    match wish:
        case "restart":
            return Go(FROM_ANSWERS, answers={"language": state.language}, chosen=(_AGAIN.label,))
        case "data" if not world.capabilities.kiosk:
            return Go(chosen=(DATA.label,), events=(DataAsked(),))
        case "erase" if not world.capabilities.kiosk:
            return Go(aside="erase", chosen=(ERASE.label,))
        case _:
            return Misunderstood(PRESS)
