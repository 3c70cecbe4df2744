"""What the events of a turn change for all that follows: the language, and whether it is read aloud."""

from __future__ import annotations

from flows.events import AloudChosen, Event, LanguageChosen
from flows.model import State
from flows.step import FROM_ANSWERS, Go
from flows.world import World


def language_after(events: tuple[Event, ...], state: State) -> str:
    """The language from now on."""
    for event in events:
        if isinstance(event, LanguageChosen):
            return event.language
    return state.language


def aloud_after(events: tuple[Event, ...], state: State) -> bool:
    """Whether every message is read aloud from now on."""
    for event in events:
        if isinstance(event, AloudChosen):
            return event.on
    return state.aloud


def is_next_person(go: Go, world: World) -> bool:
    """On a screen that others use, somebody else may begin: a voice that they did not ask for would startle
    them. On a phone it is the same ear, also when it signs up another.
    """
    fresh = go.answers is not None and "consent" not in go.answers
    return world.capabilities.kiosk and fresh and go.step == FROM_ANSWERS
