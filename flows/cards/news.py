"""What a learner hears when something changes: one message, what it is and what happens next, with a day.

A day that is promised is said as "voor vrijdag 5 juni": whoever computed it (`bot.services.loop.news`) counts
working days. A helper hears one thing only, and that is here too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flows.deeds import card_button
from flows.model import Button, Day, Document, Moment, Name, Param, Prompt, Text, Venue

# Translators: a button: write to the volunteer or the Taalhuis.
WRITE = Text("news.write")
# Translators: on a line of its own: the day before which the learner hears more.
_BEFORE = "news.before"
# Translators: a sign-up for which a Taalhuis was found after all.
_RECEIVED = "news.received"
# Translators: a Taalhuis looks at a sign-up again that was closed.
_PUT_BACK = Text("news.put_back")
# Translators: the Taalhuis accepts the sign-up and looks for somebody.
_ACCEPTED = Text("news.accepted")
# Translators: it takes longer to find somebody.
_LOOKING = Text("news.looking")
# Translators: no Taalhuis was found yet.
STILL_NO_HOUSE = Text("my.no_house")
# Translators: nobody at the Taalhuis has decided yet.
_LONGER_HOUSE = Text("news.longer.house")
# Translators: follows what is waited for; the day before which they hear more follows.
_LONGER = Text("news.longer")
# Translators: the volunteer stops; the Taalhuis looks for another.
_CHANGED = Text("news.changed")
# Translators: another Taalhuis, whose name and address follow.
_TRANSFERRED = "news.transferred"
# Translators: on the waiting list.
_WAITING = Text("news.waiting")
# Translators: still on the waiting list, a month later.
_STILL_WAITING = Text("news.still_waiting")
# Translators: the Taalhuis cannot help this learner.
_REJECTED = Text("news.rejected")
# Translators: the learner wants no help now.
_NOT_WANTED = Text("news.rejected.wish")
# Translators: follows "the Taalhuis cannot help you".
_PHONE = "news.rejected.phone"
# Translators: somebody signed up twice.
DUPLICATE = Prompt((Text("news.duplicate"),))
# Translators: the lessons end, and the learner got what they wanted.
_FINISHED_WELL = Text("news.finished.well")
# Translators: the lessons end.
_FINISHED = Text("news.finished")
# Translators: the appointment is cancelled, and nobody makes another yet.
_CANCELLED = "news.cancelled"
# Translators: the appointment is cancelled; {name} makes a new one.
_CANCELLED_AGAIN = "news.cancelled.again"
NO_HOUSE = "no_house"
"""Instead of the state of a referral: there is no Taalhuis for it yet."""
_SEARCHING = frozenset({"accepted", "offered"})
_HOW = {
    # Translators: who helps from now on; {name} is a first name, {day} the day before which they write.
    ("chat", False): "news.matched.chat",
    # Translators: who helps from now on, by telephone.
    ("call", False): "news.matched.call",
    # Translators: who helps from now on instead of somebody else.
    ("chat", True): "news.matched.new.chat",
    # Translators: who helps from now on instead of somebody else, by telephone.
    ("call", True): "news.matched.new.call",
}


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment as it is told: with whom, when ("YYYY-MM-DDTHH:MM", wall time of the house), where.

    `rows` are the buttons of whoever knows what can be done to it.
    """

    with_whom: Name
    wall: str
    house: Name
    venue: Venue | None = None
    document: Document | None = None
    rows: tuple[tuple[Button, ...], ...] = ()


def write_button(referral_id: int) -> Button:
    """Write to whoever has this case."""
    return card_button(WRITE, "✍️", "talk", referral_id)


def received(house: Name, before: Day) -> Prompt:
    return Prompt((Text(_RECEIVED, {"house": house}), _before(before)))


def put_back(before: Day) -> Prompt:
    return Prompt((_PUT_BACK, _before(before)))


def accepted(before: Day) -> Prompt:
    return Prompt((_ACCEPTED, _before(before)))


def looking(before: Day) -> Prompt:
    return Prompt((_LOOKING, _before(before)))


def longer(state: str, before: Day) -> Prompt:
    """Nobody did anything yet. `state` is that of the referral, or `NO_HOUSE`."""
    if state in _SEARCHING:
        return looking(before)
    return Prompt((STILL_NO_HOUSE if state == NO_HOUSE else _LONGER_HOUSE, _LONGER, _before(before)))


def matched(referral_id: int, name: Name, before: Day, *, calls: bool, instead: bool) -> Prompt:
    """Who helps from now on. `calls`: the learner asked for a call. `instead`: it was somebody else."""
    params: Mapping[str, Param] = {"name": name, "day": before}
    line = Text(_HOW["call" if calls else "chat", instead], params)
    return Prompt((line,), rows=((write_button(referral_id),),))


def volunteer_left(before: Day) -> Prompt:
    return Prompt((_CHANGED, _before(before)))


def transferred(house: Name, venue: Venue | None, before: Day) -> Prompt:
    return Prompt((Text(_TRANSFERRED, {"house": house}), _before(before)), venue=venue)


def waiting(before: Day) -> Prompt:
    return Prompt((_WAITING, _before(before)))


def still_waiting(before: Day) -> Prompt:
    return Prompt((_STILL_WAITING, _before(before)))


def rejected(phone: str, *, by_wish: bool) -> Prompt:
    """`by_wish`: the learner wants no help (any more). `phone` answers for people whom this house cannot
    help; "" when there is none.
    """
    if by_wish:
        return Prompt((_NOT_WANTED,))
    other_road = (Text(_PHONE, {"phone": Name(phone)}),) if phone else ()
    return Prompt((_REJECTED, *other_road))


def going_on(referral_id: int, name: Name) -> Prompt:
    # Translators: the first talk is done; from now on they learn together.
    return Prompt((Text("news.going_on", {"name": name}),), rows=((write_button(referral_id),),))


def finished(*, well: bool) -> Prompt:
    return Prompt((_FINISHED_WELL if well else _FINISHED,))


def planned(meeting: Meeting) -> Prompt:
    # Translators: an appointment: {moment} is a day and a time, {name} a first name.
    return _meeting(Text("news.planned", _who_and_when(meeting)), meeting)


def moved(meeting: Meeting) -> Prompt:
    # Translators: the appointment is at another time.
    return _meeting(Text("news.moved", _who_and_when(meeting)), meeting)


def cancelled(meeting: Meeting, *, again: bool) -> Prompt:
    """`again`: the same person makes another appointment."""
    line = Text(_CANCELLED_AGAIN if again else _CANCELLED, _who_and_when(meeting))
    return Prompt((line,), rows=meeting.rows, document=meeting.document)


def contact_made(first_name: Name) -> Prompt:
    """The one thing that a helper hears later, when the learner agreed."""
    # Translators: to a helper: {name} is the first name of whom they signed up.
    return Prompt((Text("news.helper.contact", {"name": first_name}),))


def _meeting(line: Text, meeting: Meeting) -> Prompt:
    # Translators: where an appointment is.
    where = Text("news.place", {"house": meeting.house})
    return Prompt((line, where), rows=meeting.rows, venue=meeting.venue, document=meeting.document)


def _who_and_when(meeting: Meeting) -> Mapping[str, Param]:
    return {"name": meeting.with_whom, "moment": Moment(meeting.wall)}


def _before(day: Day) -> Text:
    return Text(_BEFORE, {"day": day})
