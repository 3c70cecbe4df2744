"""Words that were not understood, again: the same words a third time help nobody."""

from __future__ import annotations

from flows.manners import PERSON, PRESS, fixed_row, in_other_words
from flows.model import State, Text
from flows.step import Body, Step
from flows.world import World

# Translators: not understood again; 'Vraag een mens' is what general.person says.
_PRESS_OR_ASK = Text("general.press_or_ask")
_OFTEN = 2


def asked_again(step: Step, state: State, line: Text, world: World) -> tuple[Text, Body | None]:
    """What to say of an answer that was not understood, and how to ask again; None: as before. The second
    time it is asked in other words, and with the button for a person pointed out.
    """
    if line != PRESS or state.misses < _OFTEN or state.view or state.aside:
        return line, None
    has_person = any(PERSON in row for row in fixed_row(step, state, world))
    return (_PRESS_OR_ASK if has_person else line), in_other_words(step, state, world)
