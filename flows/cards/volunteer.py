"""The learners of a volunteer: the list, each with where it stands and the next step, and what ends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.cards.appointment import member_buttons, propose_button
from flows.cards.heard import hear_button
from flows.cards.labels import line
from flows.cards.members import MENU, NEVER_MIND, menu_button
from flows.cards.menu import MINE
from flows.cards.news import write_button
from flows.cards.offer import learner_lines
from flows.deeds import card_button
from flows.model import Button, Moment, Name, Prompt, Text

_MATCHED, _PLANNED, _MET, _ONGOING = "matched", "appointment_planned", "intake_done", "ongoing"
_STARTED = frozenset({_MET, _ONGOING})


class Reach(StrEnum):
    """How a volunteer and a learner get in touch."""

    PHONE = "phone"
    CHAT = "chat"
    WALK_IN = "walk_in"
    HOUSE = "house"  # a helper signed them up and left no number: the Taalhuis knows the helper


class BackWhy(StrEnum):
    """Why a volunteer gives a learner back; kept with the move."""

    NO_TIME = "no_time"
    NO_FIT = "no_fit"
    NO_ANSWER = "no_answer"
    OTHER = "other"


# Translators: {name} is the first name of the learner; where it stands and what comes next.
_STATES: Mapping[str, str] = {
    _MATCHED: "volunteer.state.matched",
    _PLANNED: "volunteer.state.planned",
    _MET: "volunteer.state.met",
    _ONGOING: "volunteer.state.ongoing",
}
_IN_SHORT: Mapping[str, Text] = {
    _MATCHED: Text("volunteer.short.matched"),
    _PLANNED: Text("volunteer.short.planned"),
    _MET: Text("volunteer.short.met"),
    _ONGOING: Text("volunteer.short.ongoing"),
}
_PICTURES: Mapping[str, str] = {_MATCHED: "📝", _PLANNED: "📅", _MET: "🤝", _ONGOING: "📖"}
_REACH = Text("volunteer.reach")
_BACK: Mapping[BackWhy, Text] = {
    BackWhy.NO_TIME: Text("volunteer.back.no_time"),
    BackWhy.NO_FIT: Text("volunteer.back.no_fit"),
    BackWhy.NO_ANSWER: Text("volunteer.back.no_answer"),
    BackWhy.OTHER: Text("volunteer.back.other"),
}
FINISH: Mapping[str, Text] = {
    # Translators: why the lessons end.
    "goal_reached": Text("volunteer.finish.goal_reached"),
    "course": Text("volunteer.finish.course"),
    "work": Text("volunteer.finish.work"),
    "moved": Text("volunteer.finish.moved"),
    "stopped": Text("volunteer.finish.stopped"),
    "unreachable": Text("volunteer.finish.unreachable"),
    "other": Text("volunteer.finish.other"),
}
"""By the codes of `bot.domain.referral_status.FinishReason`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A learner of this volunteer. `phone` as people write it, "" for none; `meeting` the wall time of what
    is planned, "" for nothing; `writes`: messages reach the learner here; `may_tell_helper`: a helper signed
    them up and has not heard of the contact; `spoken`: their name can be heard.
    """

    referral: int
    status: str
    name: Name
    place: str
    house: str
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    day_parts: tuple[str, ...]
    days: tuple[str, ...]
    reach: Reach
    phone: str
    meeting: str
    writes: bool
    may_tell_helper: bool
    spoken: bool


# ── The list ───────────────────────────────────────────────────────────────────────────────────────────────


def mine_card(learners: Sequence[Learner]) -> Prompt:
    """All of them, with what comes next for each."""
    if not learners:
        # Translators: a volunteer has no learners yet.
        return Prompt((Text("volunteer.mine.none"),), rows=((menu_button(MENU),),))
    # Translators: above the list of learners of a volunteer.
    title = Text("volunteer.mine.title", {"count": len(learners)})
    rows = [(_one(learner),) for learner in learners]
    return Prompt((title,), rows=(*rows, (menu_button(MENU),)))


def _one(learner: Learner) -> Button:
    # Translators: a button in the list of learners: first name and, in short, where it stands.
    label = Text("volunteer.mine.one", {"name": learner.name, "state": _in_short(learner)})
    return card_button(label, _PICTURES[learner.status], "lrn", learner.referral)


def _in_short(learner: Learner) -> Text:
    if learner.meeting:
        # Translators: in a list: when the appointment is.
        return Text("volunteer.short.meeting", {"moment": Moment(learner.meeting)})
    return _IN_SHORT[learner.status]


# ── One learner ────────────────────────────────────────────────────────────────────────────────────────────


def learner_card(learner: Learner, *, just_accepted: bool = False) -> Prompt:
    """Everything that a volunteer may know who has this learner, and what can be done."""
    lines = (
        *(_thanks(learner) if just_accepted else ()),
        Text(_STATES[learner.status], {"name": learner.name}),
        *_meeting(learner),
        *learner_lines(learner.place, learner.needs, learner.languages, learner.day_parts, learner.days),
        line("☎️", _REACH, _reached(learner)),
    )
    return Prompt(lines, rows=_deeds(learner))


def _thanks(learner: Learner) -> tuple[Text, ...]:
    # Translators: a volunteer has just said yes to {name}.
    yours = Text("volunteer.yours", {"name": learner.name})
    # Translators: follows "you are going to help {name}"; not when a helper signed them up.
    return (yours, Text("volunteer.yours.told", {"name": learner.name})) if learner.writes else (yours,)


def _meeting(learner: Learner) -> tuple[Text, ...]:
    if not learner.meeting:
        return ()
    # Translators: when the appointment is.
    return (Text("volunteer.meeting", {"moment": Moment(learner.meeting)}),)


def _reached(learner: Learner) -> Text | Name:
    if learner.reach is Reach.PHONE:
        return Name(learner.phone)
    if learner.reach is Reach.CHAT:
        # Translators: how to reach {name}: by a message through this bot.
        return Text("volunteer.reach.chat", {"name": learner.name})
    if learner.reach is Reach.WALK_IN:
        # Translators: how to meet {name}, who comes to {house}.
        return Text("volunteer.reach.walk_in", {"name": learner.name, "house": Name(learner.house)})
    # Translators: how to reach {name}, whom a helper signed up without a number.
    return Text("volunteer.reach.house", {"name": learner.name})


def _deeds(learner: Learner) -> tuple[tuple[Button, ...], ...]:
    """What can be done with this learner now."""
    rows: list[tuple[Button, ...]] = [(hear_button(learner.referral),)] if learner.spoken else []
    if learner.status == _MATCHED:
        rows.append((propose_button(learner.referral),))
    if learner.status == _PLANNED:
        rows += member_buttons(learner.referral)
    if learner.writes:
        rows.append((write_button(learner.referral),))
    if learner.may_tell_helper:
        # Translators: a button: there was contact with a learner whom a helper signed up.
        rows.append((card_button(Text("volunteer.contact.had"), "🤝", "cont", learner.referral),))
    if learner.status == _MET:
        # Translators: a button: after the first talk the lessons go on.
        rows.append((card_button(Text("volunteer.going"), "📖", "going", learner.referral),))
    if learner.status in _STARTED:
        # Translators: a button: the lessons end.
        rows.append((card_button(Text("volunteer.done"), "🏁", "done", learner.referral),))
    # Translators: a button: I cannot go on with this learner.
    rows.append((card_button(Text("volunteer.back"), "↩️", "back", learner.referral),))
    return (*rows, (card_button(MINE, "👥", "mine"), menu_button(MENU)))


# ── Giving back, ending, contact ───────────────────────────────────────────────────────────────────────────


def back_card(referral: int, name: Name) -> Prompt:
    """Really? The reason is the yes."""
    rows = [(card_button(label, "", "back", referral, why.value),) for why, label in _BACK.items()]
    # Translators: before a volunteer gives {name} back to the Taalhuis; choosing a reason does it.
    return Prompt((Text("volunteer.back.ask", {"name": name}),), rows=(*rows, (_never_mind(referral),)))


def given_back_card(name: Name) -> Prompt:
    """It is done."""
    # Translators: a volunteer gave {name} back.
    return Prompt((Text("volunteer.back.done", {"name": name}),), rows=_onward())


def finish_card(referral: int, name: Name) -> Prompt:
    """Why the lessons end; the reason is the yes."""
    rows = [(card_button(label, "", "done", referral, why),) for why, label in FINISH.items()]
    # Translators: why the lessons of {name} end.
    return Prompt((Text("volunteer.finish.ask", {"name": name}),), rows=(*rows, (_never_mind(referral),)))


def finished_card(name: Name) -> Prompt:
    """It is done."""
    # Translators: the lessons of {name} have ended; thanks to the volunteer.
    return Prompt((Text("volunteer.finish.done", {"name": name}),), rows=_onward())


def contact_card(referral: int, name: Name) -> Prompt:
    """May the helper hear of it? That is for the learner to say."""
    yes = card_button(Text("general.yes"), "👍", "cont", referral, "yes")
    no = card_button(Text("general.no"), "✖️", "cont", referral, "no")
    # Translators: {name} was signed up by a helper, who may hear that there was contact if {name} agrees.
    return Prompt(
        (Text("volunteer.contact.ask", {"name": name}),), rows=((yes, no), (_never_mind(referral),))
    )


def _never_mind(referral: int) -> Button:
    return card_button(NEVER_MIND, "", "lrn", referral)


def _onward() -> tuple[tuple[Button, ...], ...]:
    return ((card_button(MINE, "👥", "mine"), menu_button(MENU)),)


# ── How a house asks ───────────────────────────────────────────────────────────────────────────────────────


def mode_card(house: str, mode: str) -> Prompt:
    """For staff: are volunteers asked one by one, or all at once?"""
    one = card_button(Text("staff.offers.one"), "👤", "omode", "one", selected=mode == "one")
    everybody = card_button(Text("staff.offers.all"), "👥", "omode", "all", selected=mode == "all")
    # Translators: to staff: how volunteers of {house} are asked whether they can help a learner.
    title = Text("staff.offers.how", {"house": Name(house)})
    return Prompt((title,), rows=((one,), (everybody,), (menu_button(MENU),)))
