"""Where a conversation rests after a sign-up: everything the person can always do, on two calm pages."""

from __future__ import annotations

from dataclasses import replace

from flows.events import AnswersAsked, DataAsked
from flows.facts import Answer
from flows.lists import back_button
from flows.manners import PRESS
from flows.model import Button, State, Text
from flows.questions import rows_of
from flows.replies import Reply, Tap, Typed
from flows.step import FROM_ANSWERS, Body, Go, Misunderstood, Outcome, Redrawn, Step
from flows.tongue import LANGUAGE, ask_language
from flows.validators import Option, chosen
from flows.world import World

# Translators: after the sign-up.
_ASK = Text("home.ask")
_PERSON = Button("person", Text("general.person"), "🙋")
_ANSWERS = Button("answers", Text("home.answers"), "📋")
_ANOTHER = Button("another", Text("home.another"), "👫")
_MORE = Button("more", Text("general.more"), "🔽")
DATA = Button("data", Text("home.data"), "🔒")
ERASE = Button("erase", Text("home.erase"), "🗑️")
_ALL = (_PERSON, _ANSWERS, _ANOTHER, LANGUAGE, DATA, ERASE)
_PRIVATE = ("answers", "data")
_SECOND_PAGE = ("more",)


def home_step() -> Step:
    """The resting place. On a screen that others use, nothing of the last person can be called up."""
    return Step(
        name="home",
        ask=_ask,
        read=_read,
        fixed=False,
        rests=True,
        choices=(_PERSON, _ANSWERS, _ANOTHER, _MORE),
    )


def at_home(state: State) -> dict[str, Answer]:
    """What is remembered here: the sign-up itself is with the Taalhuis now."""
    return {"language": state.language, "hello": "start", "consent": True}


def _ask(state: State, world: World) -> Body:
    return _more(world) if state.view == _SECOND_PAGE else _first(world)


def _first(world: World) -> Body:
    return Body((_ASK,), _rows(world, (_PERSON, _ANSWERS, _ANOTHER, _MORE)))


def _more(world: World) -> Body:
    return Body((_ASK,), _rows(world, (LANGUAGE, DATA, ERASE, back_button())))


def _rows(world: World, buttons: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    return rows_of([button for button in buttons if _shown(button, world)], 1)


def _shown(button: Button, world: World) -> bool:
    return not (world.capabilities.kiosk and button.choice in _PRIVATE)


def _read(state: State, reply: Reply, world: World) -> Outcome:
    if isinstance(reply, Tap):
        return _wanted(reply.choice, state, world)
    if isinstance(reply, Typed):
        options = [Option(button.choice, world.label(button.label, state.language)) for button in _ALL]
        return _wanted(chosen(reply.text, options) or "", state, world)
    return Misunderstood(PRESS)


def _wanted(choice: str, state: State, world: World) -> Outcome:
    match choice:
        case "more":
            return Redrawn(_more(world), view=_SECOND_PAGE)
        case "back":
            return Redrawn(_first(world))
        case "another":
            fresh: dict[str, Answer] = {"language": state.language, "hello": "start"}
            return Go(FROM_ANSWERS, answers=fresh, chosen=(_ANOTHER.label,))
        case "language":
            # Afterwards the calm first page again.
            return ask_language(replace(state, view=()), (LANGUAGE.label,))
        case "erase":
            return Go(aside=choice, chosen=(ERASE.label,))
        case "answers" if _shown(_ANSWERS, world):
            return Go(chosen=(_ANSWERS.label,), events=(AnswersAsked(),))
        case "data" if _shown(DATA, world):
            return Go(chosen=(DATA.label,), events=(DataAsked(),))
        case _:
            return Misunderstood(PRESS)
