"""What is read aloud, and how somebody asks for it: once, always, or not any more.

The loudspeaker stands under every question. What it reads is the question as it stands, the answers with it;
under the sound is the way to hear everything from now on, or nothing, so that nobody has to look for a
setting. Nothing of it is offered in a language that has no voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from flows.deeds import card_button, deed_of
from flows.events import AloudChosen
from flows.model import Button, Name, Prompt, Speech, State, Text
from flows.step import Body, Go, Misunderstood, Outcome, ReadAloud, Rows, Step
from flows.world import World

# Translators: button under every question: hear this question. Short.
_LABEL = Text("general.aloud")
# Translators: button: from now on every message is read aloud.
_ALWAYS = Text("aloud.always")
# Translators: button: from now on no message is read aloud.
_NEVER = Text("aloud.never")
# Translators: every message is read aloud from now on; this is the first.
ON = Text("aloud.on")
# Translators: no message is read aloud any more. "Lees voor" is the button general.aloud.
OFF = Text("aloud.off")
# Translators: somebody wants to hear a message, but we have no voice for this language.
NO_VOICE = Text("aloud.no_voice")

_LOUD = "📢"
"""Not the loudspeaker: beside it, who cannot read the words could not tell one from the other."""
ALOUD = Button("aloud", _LABEL, "🔊")
_ALOUD_EXPLAINED = Button("aloud:explain", _LABEL, "🔊")
ALWAYS = Button("aloud:on", _ALWAYS, _LOUD)
NEVER = Button("aloud:off", _NEVER, "🔇")
BEGIN_ALOUD = Button("hear", _ALWAYS, _LOUD)
BEGIN_QUIET = Button("quiet", _NEVER, "🔇")
"""At the hello, where pressing them is the answer."""
WISHES = frozenset(button.choice for button in (ALOUD, _ALOUD_EXPLAINED, ALWAYS, NEVER))

_OF_ROLES = ("staff.", "volunteer.")
_DIGIT = re.compile(r"k\d{1,17}")
"""The keys of a keypad, which nobody wants to hear one by one."""


def loudspeaker(body_is_explained: bool) -> Button:
    """The button under a question. It carries which words stand there: the question, or what explains it."""
    return _ALOUD_EXPLAINED if body_is_explained else ALOUD


def switch(state: State) -> Button:
    """Changes what is done with every message."""
    return switch_for(aloud=state.aloud)


def switch_for(*, aloud: bool) -> Button:
    """The same, by what is done now."""
    return NEVER if aloud else ALWAYS


def wished(choice: str, step: Step, state: State, world: World) -> Outcome | None:
    """What a button about reading aloud leads to; None for every other."""
    if choice not in WISHES:
        return None
    if choice == NEVER.choice:
        return switched(state, on=False)
    if not world.speaks(state.language):
        return Misunderstood(NO_VOICE)
    if choice == ALWAYS.choice:
        return switched(state, on=True)
    return ReadAloud(_speech(step, state, world, explained=choice == _ALOUD_EXPLAINED.choice))


def switched(state: State, *, on: bool) -> Outcome:
    """Everything is read aloud from now on, or nothing; the question is asked again, and heard at once."""
    return Go(
        aside=state.aside,
        says=(Prompt((ON if on else OFF,)),),
        events=(AloudChosen(on),),
    )


def read_out(speech: Speech, *, always: bool) -> Prompt:
    """The sound alone, with the way to hear everything from now on or nothing. These are deeds, which stay
    good whatever is asked next.
    """
    turn = card_button(_NEVER, "🔇", "aloud", "off") if always else card_button(_ALWAYS, _LOUD, "aloud", "on")
    return Prompt(lines=(), rows=((turn,),), speech=speech)


def with_loudspeaker(prompt: Prompt, number: int) -> Prompt:
    """A card that asks something of a learner gets a loudspeaker below its buttons; every other message is
    left as it is. `number` is that of the message in its chat.
    """
    deeds = [deed_of(button.choice) for button in _buttons(prompt.rows)]
    if prompt.serial or prompt.speech or not any(deeds) or not is_for_learner(prompt):
        return prompt
    hear = card_button(_LABEL, "🔊", "read", number)
    return replace(prompt, always=(*prompt.always, (hear,)))


def speech_of(prompt: Prompt) -> Speech:
    """What a message says to somebody who hears it: its words, what was answered, and its answers."""
    return Speech((*prompt.lines, *prompt.chosen), spoken_choices(prompt.rows))


def is_for_learner(prompt: Prompt) -> bool:
    """Whether a message is part of the learner's side. Who works here has asked for no voice, also when the
    same phone wants one for a sign-up of its own.
    """
    labels = (button.label for button in _buttons(prompt.rows))
    return not any(text.key.startswith(_OF_ROLES) for text in (*prompt.lines, *labels))


def spoken_choices(rows: Rows) -> tuple[Button, ...]:
    """The answers of these rows, each once, without the keys of a keypad."""
    found: dict[str, Button] = {}
    for button in _buttons(rows):
        if not _DIGIT.fullmatch(button.choice) and button.choice not in WISHES:
            found.setdefault(button.choice, button)
    return tuple(found.values())


def _buttons(rows: Rows) -> Iterable[Button]:
    return (button for row in rows for button in row)


def _speech(step: Step, state: State, world: World, *, explained: bool) -> Speech:
    """The question as it stands on the screen, with what was told before it when that belongs to it."""
    body = step.ask(state, world)
    lines: tuple[Text | Name, ...] = _lines(body)
    if explained and step.explain is not None:
        lines = (step.explain(state), *body.hint)
    return Speech(lines, spoken_choices(body.rows))


def _lines(body: Body) -> tuple[Text, ...]:
    before = tuple(line for prompt in body.preface for line in prompt.lines)
    return (*before, *body.lines, *body.hint)
