"""Typed words that press a button of the question that is on the screen.

A number means the button in that place ("2", "nummer 2"), whatever list or page is open: people count what
they see. Also the whole label of a button, and "terug" and "meer" where those can be pressed. All the rest
is for the step to understand, and so is a question ("Klopt?"): only where the conversation rests may a wish
sound like one ("Mijn antwoorden?").
"""

from __future__ import annotations

from flows import doubt, words
from flows.model import Button, State
from flows.replies import Reply, Tap, Typed
from flows.step import Body, Step
from flows.validators import place_said, plain
from flows.world import World

_LONGEST = 60
"""Characters; no label is longer."""
_NOTHING = ""
"""As a choice: a number that no button has. Every step answers kindly."""


def as_tap(step: Step, state: State, reply: Reply, world: World) -> Reply:
    """The tap that these words stand for, or the reply itself."""
    if not isinstance(reply, Typed) or len(reply.text) > _LONGEST:
        return reply
    if doubt.asks(reply.text) and not step.rests:
        return reply
    body = step.ask(state, world)
    buttons = answer_buttons(body)
    if not buttons or body.reads_numbers:
        return reply
    said = plain(reply.text)
    place = place_said(said)
    if place is not None:
        return Tap(buttons[place - 1].choice if 1 <= place <= len(buttons) else _NOTHING, state.serial)
    others = (language for language in world.languages if language != state.language)
    for language in (state.language, *others):
        for button in buttons:
            if _is_said(button, said, language, world):
                return Tap(button.choice, state.serial)
    return reply


def answer_buttons(body: Body) -> tuple[Button, ...]:
    """The buttons of this question as people count them, without the fixed row."""
    return tuple(button for row in body.rows for button in row)


def _is_said(button: Button, said: str, language: str, world: World) -> bool:
    head = button.choice.partition(":")[0]
    if said in words.TURNS.get(head, ()):
        return True
    return bool(said) and said == plain(world.label(button.label, language))
