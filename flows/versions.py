"""Whether a remembered state is one of this version of a conversation, and what of another one is kept."""

from __future__ import annotations

from flows.model import State
from flows.step import Answers, Flow
from flows.world import World


def fits(flow: Flow, state: State) -> bool:
    """Whether the conversation can go on from here."""
    return (
        state.flow == flow.name
        and state.version == flow.version
        and state.step in flow.steps
        and (not state.aside or state.aside in flow.aside_steps)
    )


def unread(language: str, serial: int = 0, *, aloud: bool = False) -> State:
    """In the place of a state that cannot be read at all; it fits no flow. `serial` is the last one, if
    known.
    """
    return State("", 0, "", language, serial, aloud=aloud)


def language_of(state: State, world: World) -> str:
    """The language of the conversation, or the default one when it is not spoken any more."""
    return state.language if state.language in world.languages else world.languages[0]


def place_after(flow: Flow, old: State, kept: Answers) -> str:
    """The room where the conversation rested, if it still can; else what follows from the answers."""
    following = flow.next_step(kept)
    room = next((room for room in flow.rooms if room.name == old.step and old.flow == flow.name), following)
    return room.without_answers if room.without_answers and following is not flow.overview else room.name
