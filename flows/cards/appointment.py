"""What learner and volunteer see of an appointment: the question which moment, and what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cards.calendar import Availability, availability, stamp
from flows.deeds import card_button
from flows.model import Button, Day, Document, Moment, Name, Prompt, Text

# Translators: a button of the learner: none of these moments.
NONE_FITS = Text("appointment.none")
# Translators: a button: I will be there.
COME = Text("appointment.come")
# Translators: a button: I cannot be there.
CANNOT = Text("appointment.cannot")
# Translators: a button of an old question was pressed; there is nothing to do.
OLD_QUESTION = Text("appointment.old")
# Translators: the learner chose a moment that has gone by or is taken meanwhile.
GONE_BY = Text("appointment.gone_by")
# Translators: the learner asks for the appointment, and there is none.
NO_APPOINTMENT = Text("appointment.nothing")
NUMBERS = ("1️⃣", "2️⃣", "3️⃣")
"""The pictures of things that differ in no other way: moments, houses. At most three are offered."""
# Translators: a button of a volunteer: another moment for this appointment.
_MOVE = Text("volunteer.appointment.move")
# Translators: a button of a volunteer: it does not take place.
_CANCEL = Text("volunteer.appointment.cancel")


# ── The learner ────────────────────────────────────────────────────────────────────────────────────────────


def ask_card(appointment_id: int, sequence: int, name: Name, moments: Sequence[str], moved: str) -> Prompt:
    """Which of these moments? `moved` is the one that does not take place, "" when there was none."""
    if moved:
        # Translators: the appointment at {moment} does not take place, and the learner chooses another.
        question = Text("appointment.ask.moved", {"name": name, "moment": Moment(moved)})
    else:
        # Translators: the learner chooses one of some moments to meet {name}.
        question = Text("appointment.ask", {"name": name})
    # Translators: a button: a moment, such as "dinsdag 3 juni, 10 uur".
    rows = [
        (
            card_button(
                Text("appointment.moment", {"moment": Moment(wall)}),
                number,
                "mom",
                appointment_id,
                stamp(wall),
            ),
        )
        for wall, number in zip(moments, NUMBERS, strict=False)
    ]
    none = card_button(NONE_FITS, "✖️", "nofit", appointment_id, sequence)
    return Prompt((question,), rows=(*rows, (none,)))


def chose_card(wall: str) -> Prompt:
    """In the place of the question: what the learner chose."""
    # Translators: in the place of the question which moment.
    return Prompt((Text("appointment.chose", {"moment": Moment(wall)}),))


def cannot_card(wall: str) -> Prompt:
    """In the place of an appointment to which the learner cannot come."""
    # Translators: in the place of an appointment that the learner called off.
    return Prompt((Text("appointment.off", {"moment": Moment(wall)}),))


def learner_buttons(appointment_id: int, sequence: int, says: str) -> tuple[tuple[Button, ...], ...]:
    """What a learner can do with an appointment. `says` is "yes" when they said to come already."""
    cannot = card_button(CANNOT, "✖️", "cannot", appointment_id, sequence)
    if says == "yes":
        return ((cannot,),)
    return ((card_button(COME, "👍", "come", appointment_id, sequence),), (cannot,))


def plans_again(name: Name, before: Day, document: Document | None = None) -> Prompt:
    """The learner cannot come, or none of the moments fits: what happens next."""
    # Translators: {name} is going to propose other moments.
    line = Text("appointment.again", {"name": name})
    return Prompt((line, Text("news.before", {"day": before})), document=document)


# ── The volunteer ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Agreed:
    """An appointment as the volunteer, or staff, see it: with whom, when, in which house.

    `says` is "yes" when the learner said to come, `i_say` when whoever they meet did; `mine`: that is who
    reads this. `told`: the learner is reminded by us.
    """

    appointment_id: int
    sequence: int
    referral_id: int
    name: Name
    wall: str
    house: Name
    says: str
    i_say: str
    told: bool
    mine: bool = True
    document: Document | None = None


def planned_card(agreed: Agreed) -> Prompt:
    """What is agreed, and what the volunteer can do with it."""
    # Translators: an appointment: {name} is the first name of the learner.
    line = Text("volunteer.appointment.planned", {"name": agreed.name, "moment": Moment(agreed.wall)})
    return Prompt(
        (line, place(agreed), *_own_word(agreed), *word_of_learner(agreed)),
        rows=(*_come(agreed), *member_buttons(agreed.referral_id)),
        document=agreed.document,
    )


def place(agreed: Agreed) -> Text:
    """In which house: some volunteers work at two."""
    # Translators: where the appointment is: the name of a Taalhuis.
    return Text("volunteer.appointment.place", {"house": agreed.house})


def _own_word(agreed: Agreed) -> tuple[Text, ...]:
    # Translators: the volunteer pressed "Ik kom".
    return (Text("volunteer.appointment.you_come"),) if agreed.mine and agreed.i_say == "yes" else ()


def _come(agreed: Agreed) -> tuple[tuple[Button, ...], ...]:
    """Only who is met can say to come, and once is enough."""
    if not agreed.mine or agreed.i_say == "yes":
        return ()
    return ((card_button(COME, "👍", "vcome", agreed.appointment_id, agreed.sequence),),)


def word_of_learner(agreed: Agreed) -> tuple[Text, ...]:
    """Whether the learner said to come; or that nobody reminds them but the volunteer."""
    if agreed.says == "yes":
        # Translators: the learner pressed "Ik kom".
        return (Text("volunteer.appointment.comes", {"name": agreed.name}),)
    if not agreed.told:
        # Translators: the learner has no chat here, so gets no reminder.
        return (Text("volunteer.appointment.call", {"name": agreed.name}),)
    return ()


def member_buttons(referral_id: int) -> tuple[tuple[Button, ...], ...]:
    return ((card_button(_MOVE, "🔁", "pmove", referral_id), card_button(_CANCEL, "✖️", "pcan", referral_id)),)


def sent_card(referral_id: int, name: Name, moments: Sequence[str]) -> Prompt:
    """The learner was asked, and has not chosen yet."""
    # Translators: the learner was asked; the moments follow.
    title = Text("volunteer.proposal.sent", {"name": name})
    lines = (Text("volunteer.proposal.moment", {"moment": Moment(wall)}) for wall in moments)
    # Translators: a button: take the question back and choose other moments.
    other = card_button(Text("volunteer.proposal.other"), "🔁", "pclr", referral_id)
    return Prompt((title, *lines), rows=((other,),))


def cancel_card(referral_id: int, name: Name, wall: str) -> Prompt:
    """Really?"""
    # Translators: before an appointment is cancelled.
    question = Text("volunteer.appointment.cancel.ask", {"name": name, "moment": Moment(wall)})
    # Translators: a button: yes, cancel it.
    yes = card_button(Text("volunteer.appointment.cancel.yes"), "✖️", "pcanyes", referral_id)
    # Translators: a button: no, leave it.
    no = card_button(Text("volunteer.appointment.keep"), "↩️", "prop", referral_id)
    return Prompt((question,), rows=((yes,), (no,)))


def cannot_be_there(referral_id: int, name: Name, wall: str) -> Prompt:
    """The volunteer cannot be there: move it or call it off."""
    # Translators: a volunteer cannot be there; two buttons follow: move, cancel.
    line = Text("volunteer.appointment.cannot_me", {"name": name, "moment": Moment(wall)})
    # Translators: a button: no, leave it.
    keep = card_button(Text("volunteer.appointment.keep"), "↩️", "prop", referral_id)
    return Prompt((line,), rows=(*member_buttons(referral_id), (keep,)))


def cancelled_card(
    referral_id: int, wall: str, document: Document | None = None, *, call: Name | None = None
) -> Prompt:
    """It does not take place, and somebody has to propose another moment. `call`: the learner, when they
    cannot be told here.
    """
    # Translators: an appointment that does not take place.
    line = Text("volunteer.appointment.cancelled", {"moment": Moment(wall)})
    # Translators: the learner has no chat here: telephone, please.
    calls = (Text("volunteer.appointment.tell", {"name": call}),) if call else ()
    return Prompt((line, *calls), rows=((propose_button(referral_id),),), document=document)


def in_place(wall: str) -> Prompt:
    """In the place of the card on which it was decided; what was decided follows as a message of its own,
    for a file cannot stand in the place of a card.
    """
    # Translators: which appointment something was decided about just now.
    return Prompt((Text("volunteer.appointment.about", {"moment": Moment(wall)}),))


def off_card(wall: str, document: Document | None = None) -> Prompt:
    """It does not take place, and nothing has to be done; no name, for the learner may be gone."""
    return Prompt((Text("volunteer.appointment.cancelled", {"moment": Moment(wall)}),), document=document)


def moving_card(name: Name, wall: str, document: Document | None) -> Prompt:
    """Staff moved it: it does not take place, and the learner is asked for another moment."""
    # Translators: to a volunteer: staff of the Taalhuis asked {name} for another moment.
    asked = Text("volunteer.appointment.moving", {"name": name})
    return Prompt((*off_card(wall).lines, asked), document=document)


def learner_cannot(
    referral_id: int, name: Name, wish: Availability, wall: str, document: Document | None
) -> Prompt:
    """The learner cannot come to what was planned."""
    # Translators: the learner cannot come.
    line = Text("volunteer.appointment.cannot", {"name": name, "moment": Moment(wall)})
    rows = ((propose_button(referral_id),),)
    return Prompt((line, availability(name, wish)), rows=rows, document=document)


def none_fitted(referral_id: int, name: Name, wish: Availability) -> Prompt:
    """None of the proposed moments fits the learner."""
    # Translators: none of the moments fits the learner.
    line = Text("volunteer.proposal.none_fits", {"name": name})
    return Prompt((line, availability(name, wish)), rows=((propose_button(referral_id),),))


def no_answer(referral_id: int, name: Name) -> Prompt:
    """The learner was asked, and has said nothing for some days."""
    # Translators: the learner did not answer the question which moment.
    line = Text("volunteer.proposal.no_answer", {"name": name})
    return Prompt((line,), rows=((propose_button(referral_id),),))


def propose_button(referral_id: int) -> Button:
    """To the calendar, or to what stands there."""
    # Translators: a button of a volunteer: propose moments for an appointment.
    return card_button(Text("volunteer.appointment.propose"), "📅", "prop", referral_id)
