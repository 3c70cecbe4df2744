"""What happened in a turn, for the services to act on. The engine only says it; it never does it.

Each event is acted on in the same transaction that stores the new state, so it happens exactly once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from flows.facts import Answer, PlaceFact, TaalhuisFact


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """The person reads this language from now on; every later message follows it."""

    language: str


@dataclass(frozen=True, slots=True)
class AloudChosen:
    """Every later message is read aloud, or none is."""

    on: bool


class Purpose(StrEnum):
    """What somebody agreed to: that the Taalhuis gets the answers; that a helper signs them up, as the helper
    says; that this helper hears of the contact, as they told their volunteer.
    """

    REFERRAL = "referral"
    SIGNED_UP = "signed_up"
    TELL_HELPER = "tell_helper"


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """One purpose, with the version of the text that was shown."""

    purpose: Purpose
    text_version: str


@dataclass(frozen=True, slots=True)
class ConsentRefused:
    """The person said no: nothing about them may be kept. Their chat is forgotten when the last message has
    left.
    """


@dataclass(frozen=True, slots=True)
class IntakeSubmitted:
    """The overview was confirmed. `answers` by step as in `State.answers`; `match` is the Taalhuis shown
    first.
    """

    answers: Mapping[str, Answer]
    place: PlaceFact
    match: TaalhuisFact | None


@dataclass(frozen=True, slots=True)
class TaalhuisChanged:
    """The learner tapped another Taalhuis at the goodbye: the same sign-up goes there, reason
    `chosen_by_learner`.
    """

    match: TaalhuisFact


@dataclass(frozen=True, slots=True)
class PersonAsked:
    """Someone wants to talk to a person; `step` says where they were. After consent this becomes a task for
    staff.
    """

    step: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person left before the end and was told what happens: the draft is erased now (`keep` False) or
    kept for the days of an unfinished draft.
    """

    keep: bool


@dataclass(frozen=True, slots=True)
class AnswersAsked:
    """Show every sign-up that was sent from this chat."""


@dataclass(frozen=True, slots=True)
class DataAsked:
    """Show what is kept about this person, why, and for how long."""


@dataclass(frozen=True, slots=True)
class EraseConfirmed:
    """ "Alles wissen", tapped twice: everything of this chat goes, in this transaction."""


@dataclass(frozen=True, slots=True)
class NameSpoken:
    """The first name of this step was spoken: the sound is to be kept with the draft. Fields as in
    `flows.model.VoiceNote`.
    """

    step: str
    channel: str
    file: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Expired:
    """The draft was too old and is erased; the person is told."""


@dataclass(frozen=True, slots=True)
class NumberRefused:
    """A citizen service number was typed and not kept."""


Event = (
    LanguageChosen
    | AloudChosen
    | ConsentGiven
    | ConsentRefused
    | IntakeSubmitted
    | TaalhuisChanged
    | PersonAsked
    | Stopped
    | AnswersAsked
    | DataAsked
    | EraseConfirmed
    | NameSpoken
    | Expired
    | NumberRefused
)
