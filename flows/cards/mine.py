"""What a learner sees of their own sign-up: where it stands, who has it, what comes next, and what they can
do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flows.cards.news import NO_HOUSE, STILL_NO_HOUSE, write_button
from flows.deeds import card_button
from flows.model import Button, Day, Moment, Name, Prompt, Text

# Translators: a button: take the sign-up back.
_WITHDRAW = Text("my.withdraw")
# Translators: before a sign-up is taken back.
_SURE = Text("my.withdraw.ask")
# Translators: a button: yes, take it back.
_YES = Text("my.withdraw.yes")
# Translators: a button: no, keep it.
_NO = Text("my.withdraw.no")
# Translators: the sign-up is taken back and erased.
WITHDRAWN = Text("my.withdrawn")
# Translators: to somebody who works at a Taalhuis and erased their own sign-ups.
ROLE_STAYS = Text("volunteer.role_stays")
# Translators: the day that was promised has gone by.
_SOON = Text("my.soon")
_LEARNING = "my.learning"
_HELPED = "my.matched"
# Translators: what the sign-up waits for, by its state.
_STATES = {
    NO_HOUSE: STILL_NO_HOUSE,
    "submitted": Text("my.submitted"),
    "transferred": Text("my.submitted"),
    "accepted": Text("my.looking"),
    "offered": Text("my.looking"),
    "waiting_list": Text("my.waiting"),
    "finished": Text("my.finished"),
    "rejected": Text("my.rejected"),
    "duplicate": Text("my.duplicate"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A sign-up as its learner is told of it. `state` is that of the referral, or `NO_HOUSE`. `helper` is the
    first name of who helps, `wall` the moment of what is planned ("" when nothing is), `before` the day that
    was promised (None when it is past) and `promises` whether any was. `buttons` are those of the
    appointment; `is_open`: the two can write, and `muted`: the learner stopped that.
    """

    referral_id: int
    state: str
    house: Name | None = None
    helper: Name | None = None
    wall: str = ""
    before: Day | None = None
    promises: bool = False
    is_open: bool = True
    muted: bool = False
    buttons: Sequence[tuple[Button, ...]] = ()


def card(mine: Standing) -> Prompt:
    """Where it stands."""
    lines = [_state(mine)]
    if mine.house is not None:
        # Translators: the Taalhuis that has the sign-up.
        lines.append(Text("my.house", {"house": mine.house}))
    if mine.before is not None:
        lines.append(Text("news.before", {"day": mine.before}))
    elif mine.promises:
        lines.append(_SOON)
    return Prompt(tuple(lines), rows=(*mine.buttons, *_buttons(mine)))


def over(state: str) -> Prompt:
    """Why nobody goes on with a sign-up: it is finished, rejected or a double."""
    return Prompt((_STATES[state],))


def _state(mine: Standing) -> Text:
    if mine.helper is None:
        return _STATES.get(mine.state, _STATES["submitted"])
    if mine.wall:
        return Text("news.planned", {"name": mine.helper, "moment": Moment(mine.wall)})
    if mine.state in ("intake_done", "ongoing"):
        # Translators: the learner and {name} have begun.
        return Text(_LEARNING, {"name": mine.helper})
    # Translators: {name} is the first name of who helps.
    return Text(_HELPED, {"name": mine.helper})


def _buttons(mine: Standing) -> tuple[tuple[Button, ...], ...]:
    withdraw = (card_button(_WITHDRAW, "🚪", "wd", mine.referral_id),)
    if not mine.is_open:
        return (withdraw,)
    if mine.muted:
        # Translators: a button: the messages may come again.
        again = card_button(Text("relay.again"), "🔔", "unmute", mine.referral_id)
        return ((again,), withdraw)
    return ((write_button(mine.referral_id),), withdraw)


def sure(referral_id: int) -> Prompt:
    """Before it is taken back."""
    yes = card_button(_YES, "🗑️", "wdy", referral_id)
    return Prompt((_SURE,), rows=((yes,), (card_button(_NO, "↩️", "my", referral_id),)))


def for_staff(place: str) -> Prompt:
    """To the staff of the house: nobody is named."""
    # Translators: a learner took their sign-up back; {place} is where they live.
    return Prompt((Text("staff.withdrawn", {"place": Name(place)}),))


def for_volunteer(place: str) -> Prompt:
    """To the volunteer: nobody is named."""
    # Translators: a learner took their sign-up back; {place} is where they live.
    return Prompt((Text("volunteer.withdrawn", {"place": Name(place)}),))
