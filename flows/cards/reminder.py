"""What is said before and after an appointment: reminders, the question how it was, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flows.cards.appointment import CANNOT, COME, Agreed, place, propose_button, word_of_learner
from flows.deeds import card_button
from flows.model import Button, Day, Moment, Name, Prompt, Text, Venue

# Translators: the question of a reminder, after when and where.
_COMES = Text("reminder.ask")
# Translators: the learner said to come.
_SEE_YOU = Text("reminder.see_you")
# Translators: after the learner said how it was.
_THANKS = Text("after.thanks")
# Translators: the learner did not like it: talk to somebody of the Taalhuis?
_BAD = Text("after.bad")
# Translators: a button: yes, I want to talk to a person.
_A_PERSON = Text("after.person")
# Translators: somebody of the Taalhuis is going to write or call.
PERSON_COMES = Prompt((Text("after.person.done"),))
_FEELINGS = (
    # Translators: a button with a smiling face.
    (2, "🙂", Text("after.good")),
    # Translators: a button with a neutral face.
    (1, "😐", Text("after.so")),
    # Translators: a button with a sad face.
    (0, "🙁", Text("after.not_good")),
)


class Outcome(StrEnum):
    """What became of an appointment, as the volunteer says."""

    CAME = "came"
    NO_SHOW = "no_show"
    MOVED = "moved"


_OUTCOMES = (
    # Translators: a button: the learner came.
    (Outcome.CAME, "✅", Text("volunteer.after.came")),
    # Translators: a button: the learner did not come.
    (Outcome.NO_SHOW, "🚫", Text("volunteer.after.no_show")),
    # Translators: a button: the appointment was moved.
    (Outcome.MOVED, "🔁", Text("volunteer.after.moved")),
)


class When(StrEnum):
    """The day of an appointment, as seen from today."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"


_WHEN = {
    # Translators: an appointment today: {moment} is a day and a time.
    When.TODAY: "reminder.today",
    # Translators: an appointment tomorrow.
    When.TOMORROW: "reminder.tomorrow",
    # Translators: an appointment in some days.
    When.LATER: "news.planned",
}


@dataclass(frozen=True, slots=True)
class Reminder:
    """What a learner is reminded of. `says` is "yes" when they said to come already."""

    appointment_id: int
    sequence: int
    name: Name
    wall: str
    when: When
    house: Name
    says: str
    venue: Venue | None = None


# ── The learner ────────────────────────────────────────────────────────────────────────────────────────────


def remind_learner(of: Reminder) -> Prompt:
    """When, with whom, where; and "Komt u?"."""
    line = Text(_WHEN[of.when], {"name": of.name, "moment": Moment(of.wall)})
    come = card_button(COME, "👍", "come", of.appointment_id, of.sequence, selected=of.says == "yes")
    return Prompt((line, _where(of), _COMES), rows=((come,), (_cannot(of),)), venue=of.venue)


def see_you(of: Reminder) -> Prompt:
    """In the place of the reminder or of the appointment's card, when the learner said to come."""
    line = Text("news.planned", {"name": of.name, "moment": Moment(of.wall)})
    return Prompt((_SEE_YOU, line, _where(of)), rows=((_cannot(of),),))


def _where(of: Reminder) -> Text:
    return Text("news.place", {"house": of.house})


def how_was_it(appointment_id: int, name: Name) -> Prompt:
    """How was it?"""
    # Translators: after an appointment with {name}.
    line = Text("after.ask", {"name": name})
    row = tuple(card_button(label, face, "feel", appointment_id, value) for value, face, label in _FEELINGS)
    return Prompt((line,), rows=(row,))


def thanks(referral_id: int, feeling: int) -> Prompt:
    """Thank you; and where it was bad, a person."""
    if feeling:
        return Prompt((_THANKS,))
    return Prompt((_THANKS, _BAD), rows=((card_button(_A_PERSON, "🙋", "wantp", referral_id),),))


def missed(appointment_id: int, name: Name) -> Prompt:
    """One kind message to somebody who did not come."""
    # Translators: the learner did not come; friendly, without blame.
    line = Text("after.missed", {"name": name})
    # Translators: a button: make another appointment.
    again = card_button(Text("after.again"), "📅", "again", appointment_id)
    return Prompt((line,), rows=((again,),))


def wants_again(name: Name, before: Day) -> Prompt:
    """The learner wants another appointment: what happens next."""
    return Prompt((Text("appointment.again", {"name": name}), Text("news.before", {"day": before})))


def _cannot(of: Reminder) -> Button:
    return card_button(CANNOT, "✖️", "cannot", of.appointment_id, of.sequence)


# ── The volunteer ──────────────────────────────────────────────────────────────────────────────────────────


def remind_member(agreed: Agreed, when: When) -> Prompt:
    """When, with whom and where, and what is known of the learner."""
    keys = {
        # Translators: to a volunteer: an appointment today.
        When.TODAY: "volunteer.reminder.today",
        # Translators: to a volunteer: an appointment tomorrow.
        When.TOMORROW: "volunteer.reminder.tomorrow",
        # Translators: to a volunteer: an appointment in some days.
        When.LATER: "volunteer.reminder.later",
    }
    line = Text(keys[when], {"name": agreed.name, "moment": Moment(agreed.wall)})
    of = agreed.appointment_id, agreed.sequence
    come = card_button(COME, "👍", "vcome", *of, selected=agreed.i_say == "yes")
    cannot = card_button(CANNOT, "✖️", "vcannot", *of)
    return Prompt((line, place(agreed), *word_of_learner(agreed)), rows=((come, cannot),))


def what_became(appointment_id: int, name: Name, wall: str) -> Prompt:
    """Did the learner come?"""
    # Translators: after an appointment: {name} is the first name of the learner.
    line = Text("volunteer.after.ask", {"name": name, "moment": Moment(wall)})
    rows = tuple(
        (card_button(label, picture, "out", appointment_id, what.value),)
        for what, picture, label in _OUTCOMES
    )
    return Prompt((line,), rows=rows)


def came(referral_id: int, name: Name) -> Prompt:
    """They have met. What comes next stands on the card of the learner."""
    # Translators: the learner came.
    line = Text("volunteer.after.came.done", {"name": name})
    # Translators: a button: the card of the learner, with what can be done next.
    card = card_button(Text("volunteer.after.card", {"name": name}), "👤", "lrn", referral_id)
    return Prompt((line,), rows=((card,), (propose_button(referral_id),)))


def did_not_come(referral_id: int, name: Name, *, told: bool) -> Prompt:
    """`told`: the learner gets a kind message; else the volunteer telephones."""
    # Translators: the learner did not come, and was sent a kind message.
    kindly = Text("volunteer.after.no_show.told", {"name": name})
    # Translators: the learner did not come, and cannot be told here.
    call = Text("volunteer.after.no_show.call", {"name": name})
    return Prompt((kindly if told else call,), rows=((propose_button(referral_id),),))


def learner_wants_again(referral_id: int, name: Name) -> Prompt:
    """After a no-show the learner asked for another appointment."""
    # Translators: the learner asks for another appointment.
    line = Text("volunteer.after.again", {"name": name})
    return Prompt((line,), rows=((propose_button(referral_id),),))
