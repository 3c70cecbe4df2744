"""A question of the Taalhuis to a learner, and the way to answer it: typed, or spoken where that can be."""

from __future__ import annotations

from flows.cards.relay import written
from flows.deeds import card_button
from flows.model import Name, Prompt, Text, VoiceNote

# Translators: to the learner: thanks for the answer.
THANKS = Text("question.thanks")
# Translators: to the learner, who does not want to answer now.
LATER = Text("question.later")


def question(referral: int, note: int, asker: Name, house: Name, said: str | VoiceNote) -> Prompt:
    """The words are those of the member, as they were written or spoken."""
    # Translators: above a question of staff: {name} is their first name.
    frame = Text("question.frame", {"name": asker, "house": house})
    # Translators: button.
    button = card_button(Text("question.answer"), "✍️", "answer", referral, note)
    if isinstance(said, VoiceNote):
        return Prompt((frame,), rows=((button,),), voice=said)
    return Prompt((frame, *written(said)), rows=((button,),))


def asks_answer(referral: int, note: int, *, may_speak: bool) -> Prompt:
    """Words are waited for."""
    # Translators: the learner pressed "answer", and can type or speak.
    ask = Text("question.ask") if may_speak else Text("question.ask.typed")
    # Translators: button: do not answer now.
    never = card_button(Text("question.never_mind"), "↩️", "answer", referral, note, "no")
    return Prompt((ask,), rows=((never,),), hears=may_speak)
