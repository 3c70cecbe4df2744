"""Where a sign-up has been: every move with who, when and why, and how long each state lasted; its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cards.intake_card import NoteLine, age, note_line, state
from flows.deeds import card_button
from flows.model import Button, Moment, Name, Param, Prompt, Text, VoiceNote

_WHYS = frozenset(
    {
        *(
            "sent",
            "accepted",
            "by_itself",
            "asked",
            "assigned",
        ),
        *(
            "reassigned",
            "exhausted",
            "changed_by_staff",
            "chosen_by_learner",
            "duplicate",
        ),
        *(
            "reopened",
            "unreachable",
            "not_wanted",
            "other_help",
            "no_offer",
        ),
        *(
            "moved",
            "not_real",
            "other",
            "full",
            "no_volunteer",
        ),
        *(
            "no_group",
            "later",
            "goal_reached",
            "course",
            "work",
        ),
        *(
            "stopped",
            "left",
            "finished",
            "goes_on",
            "planned",
        ),
        *(
            "cancelled",
            "learner_cannot",
            "house_found",
        ),
    }
)
_BY = frozenset({"learner", "volunteer", "staff", "machine"})
MOST_LINES = 25
"""Lines of one message; the newest of a long history."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One move: `by` a role, `who` the member when it was one, `why` a code, `at` a wall time, `minutes` from
    the move before it; `house` where it stood afterwards.
    """

    to: str
    by: str
    who: Name | None
    why: str
    at: str
    minutes: int | None
    house: str


def history_card(referral: int, name: Name, moves: Sequence[Moved]) -> Prompt:
    """All moves, oldest first."""
    # Translators: above the history of a sign-up.
    lines = [Text("staff.history.title", {"name": name}), *(_line(move) for move in moves[-MOST_LINES:])]
    return Prompt(tuple(lines), rows=((_back(referral),),))


def notes_card(referral: int, name: Name, notes: Sequence[NoteLine], *, earlier: int | None) -> Prompt:
    """A page of the notes in full; `earlier` is the page with those before. What was spoken can be heard."""
    # Translators: above the notes, questions and answers of a sign-up.
    lines = [Text("staff.notes.title", {"name": name}), *(note_line(note, whole=True) for note in notes)]
    spoken = [note for note in notes if isinstance(note.said, VoiceNote)]
    # Translators: button: listen to what was spoken.
    hear = [
        (card_button(Text("staff.do.hear", {"moment": Moment(note.at)}), "🔊", "hear", referral, note.id),)
        for note in spoken
    ]
    last = [_back(referral)]
    if earlier is not None:
        # Translators: button: notes that were written before these.
        last.insert(0, card_button(Text("staff.notes.earlier"), "🔄", "notes", referral, earlier))
    return Prompt(tuple(lines), rows=(*hear, tuple(last)))


def who_moved(move: Moved) -> Text | Name:
    """The member, or the role where it was nobody in particular."""
    # Translators: who moved it, when it was nobody in particular.
    role = Text(f"staff.by.{move.by}") if move.by in _BY else Name(move.by)
    return move.who or role


def why_moved(move: Moved) -> Text | Name:
    """The reason in words."""
    # Translators: why it was moved.
    return Text(f"staff.why.{move.why}") if move.why in _WHYS else Name(move.why.replace("_", " "))


def _back(referral: int) -> Button:
    # Translators: button: back to the card of the sign-up.
    return card_button(Text("general.back"), "↩️", "intake", referral)


def _line(move: Moved) -> Text:
    filled: dict[str, Param] = {
        "moment": Moment(move.at),
        "state": state(move.to),
        "who": who_moved(move),
        "why": why_moved(move),
        "house": Name(move.house),
    }
    if move.minutes is None:
        # Translators: the first line of a history: when, to which state, by whom and why.
        return Text("staff.history.line.first", filled)
    # Translators: one move of a sign-up; {age} is how long it was in the state before.
    return Text("staff.history.line", {**filled, "age": age(move.minutes)})
