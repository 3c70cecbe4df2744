"""What a person hears when they ask what is kept: in general, and of themselves."""

from __future__ import annotations

from flows.events import DataAsked
from flows.model import Prompt, State, Text
from flows.step import Go, Outcome, Step
from flows.world import World

_KEPT = (
    # Translators: asked for with /privacy or the word privacy: what is kept.
    (Text("general.privacy.what"),),
    # Translators: of a name that is spoken the sound is kept.
    (Text("general.privacy.voice"),),
    # Translators: who gets the answers, and for how long they are kept.
    (Text("general.privacy.who"), Text("general.privacy.how_long")),
)
# Translators: Telegram's chats are not closed to Telegram itself.
_TELEGRAM_READS = Text("general.privacy.telegram")
# Translators: how to have everything deleted.
_HOW_TO_ERASE = Text("general.privacy.erase")
# Translators: on the web, where nobody reads along.
_NO_ILLNESS = Text("general.privacy.illness")
_LABEL = Text("home.data")


def told(state: State, world: World) -> Outcome:
    """What is kept of everybody, for whom and how long; and who else may read along."""
    along = _TELEGRAM_READS if world.capabilities.push else _NO_ILLNESS
    return Go(aside=state.aside, says=tuple(Prompt(lines) for lines in (*_KEPT, (along, _HOW_TO_ERASE))))


def asked(step: Step, state: State, world: World) -> Outcome:
    """What is kept of this person. On a screen that others use nothing of the last one can be called up."""
    if step.rests and world.capabilities.kiosk:
        return told(state, world)
    return Go(aside=state.aside, chosen=(_LABEL,), events=(DataAsked(),))
