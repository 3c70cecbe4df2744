"""What a volunteer is asked of whom nothing was heard: friendly, with the button for what comes next."""

from __future__ import annotations

from flows.cards.appointment import propose_button
from flows.deeds import card_button
from flows.model import Button, Name, Prompt, Text


def still_waits(referral_id: int, name: Name) -> Prompt:
    """The learner waits for a moment to meet."""
    # Translators: to a volunteer who took a learner and has not proposed a moment yet.
    line = Text("volunteer.idle.waits", {"name": name})
    return Prompt((line,), rows=((propose_button(referral_id),), _card(referral_id, name)))


def how_is_it(referral_id: int, name: Name) -> Prompt:
    """They have met, and nothing was heard since."""
    # Translators: to a volunteer: do you still meet this learner? The answer stands on the learner's card.
    line = Text("volunteer.idle.how", {"name": name})
    return Prompt((line,), rows=(_card(referral_id, name),))


def _card(referral_id: int, name: Name) -> tuple[Button, ...]:
    return (card_button(Text("volunteer.after.card", {"name": name}), "👤", "lrn", referral_id),)
