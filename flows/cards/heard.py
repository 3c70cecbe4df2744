"""A first name that was spoken: to hear it, and for staff to write down what they heard."""

from __future__ import annotations

from flows.deeds import card_button
from flows.model import Button, Name, Prompt, Text, VoiceNote

HELPER = "h"
"""The argument of the deed `voice` for the name of a helper; the learner's own has none."""
# Translators: button: listen to the first name that a learner spoke.
_HEAR = Text("volunteer.name.hear")
# Translators: to staff: what was typed is no first name.
UNCLEAR = Text("staff.name.unclear")


def hear_button(referral: int) -> Button:
    """Listen to the learner's name."""
    return card_button(_HEAR, "🎤", "voice", referral)


def staff_buttons(referral: int, steps: frozenset[str]) -> list[Button]:
    """Listen to the names that were spoken, and write the learner's down."""
    found = []
    if "first_name" in steps:
        # Translators: button: write down the first name that was spoken.
        write = card_button(Text("staff.name.write"), "✏️", "spell", referral)
        found += [hear_button(referral), write]
    if "helper_name" in steps:
        # Translators: button: listen to the name that a helper spoke.
        found.append(card_button(Text("staff.name.hear.helper"), "🎤", "voice", referral, HELPER))
    return found


def staff_lines(steps: frozenset[str]) -> tuple[Text, ...]:
    """What stands on the card of the sign-up."""
    # Translators: to staff: the first name was spoken; a button plays it.
    return (Text("staff.name.spoken"),) if "first_name" in steps else ()


def heard(name: Name, voice: VoiceNote, *, of_helper: bool) -> Prompt:
    """The voice note itself."""
    if of_helper:
        # Translators: with the voice note in which the helper of {name} says their own name.
        return Prompt((Text("staff.name.voice.helper", {"name": name}),), voice=voice)
    # Translators: with the voice note in which a learner says the first name; {name} is how it is shown now.
    return Prompt((Text("volunteer.name.voice", {"name": name}),), voice=voice)


def unheard(name: Name) -> Prompt:
    """The sound could never be fetched."""
    # Translators: a spoken first name cannot be heard any more: ask for it.
    return Prompt((Text("volunteer.name.unheard", {"name": name}),))
