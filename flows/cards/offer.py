"""What a volunteer sees who is asked to help somebody, until the answer is given.

Before the yes: the first name, the place, the needs, the language and when the learner can come. Nothing
else of a person is in `Wanted`, so nothing else can be shown; a test reads what left over the wire.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.cards import labels
from flows.cards.labels import line
from flows.cards.members import MENU, PROFILE, menu_button
from flows.deeds import card_button
from flows.model import Moment, Name, Prompt, Text

# Translators: above an offer to a volunteer; {name} is the learner's first name.
_TITLE = "volunteer.offer.title"
# Translators: before which moment a volunteer is asked to answer.
_BEFORE = "volunteer.offer.before"
_YES = Text("volunteer.offer.yes")
_NO = Text("volunteer.offer.no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a volunteer may know before saying yes. `before` is a wall time; the rest as in an intake."""

    offer: int
    name: Name
    place: str
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    day_parts: tuple[str, ...]
    days: tuple[str, ...]
    before: str


class Closed(StrEnum):
    """Why an offer cannot be taken any more."""

    TAKEN = "taken"  # somebody else was quicker
    NOT_NEEDED = "not_needed"  # the learner or the Taalhuis found another way
    TIMED_OUT = "timed_out"
    DECLINED = "declined"
    FULL = "full"  # the volunteer has as many learners as they want


class WhyNot(StrEnum):
    """Why a volunteer said no; kept with the offer."""

    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    OTHER = "other"


_CLOSED: Mapping[Closed, Text] = {
    Closed.TAKEN: Text("volunteer.offer.taken"),
    Closed.NOT_NEEDED: Text("volunteer.offer.not_needed"),
    Closed.TIMED_OUT: Text("volunteer.offer.timed_out"),
    Closed.DECLINED: Text("volunteer.offer.declined"),
    Closed.FULL: Text("volunteer.offer.full"),
}
_WHY_NOT: Mapping[WhyNot, tuple[Text, str]] = {
    WhyNot.NO_TIME: (Text("volunteer.offer.why.no_time"), "🕐"),
    WhyNot.TOO_FAR: (Text("volunteer.offer.why.too_far"), "📍"),
    WhyNot.OTHER: (Text("volunteer.offer.why.other"), "➕"),
}


def learner_lines(
    place: str,
    needs: Sequence[str],
    languages: Sequence[str],
    day_parts: Sequence[str],
    days: Sequence[str],
) -> tuple[Text, ...]:
    """What every volunteer sees of a learner, before the yes and after it."""
    return (
        line("📍", labels.PLACE, Name(place)),
        line("📖", labels.NEEDS_LABEL, labels.listed(needs, labels.NEEDS, labels.ALL_NEEDS)),
        line("🌍", labels.LANGUAGE, labels.languages(languages)),
        line("🕐", labels.PARTS, labels.listed(day_parts, labels.DAY_PARTS, labels.ANY_TIME)),
        line("📅", labels.DAYS_LABEL, labels.listed(days, labels.DAYS, labels.ANY_DAY)),
    )


def offer_card(wanted: Wanted) -> Prompt:
    """The question whether somebody can help this learner."""
    lines = (
        Text(_TITLE, {"name": wanted.name}),
        *learner_lines(wanted.place, wanted.needs, wanted.languages, wanted.day_parts, wanted.days),
        Text(_BEFORE, {"moment": Moment(wanted.before)}),
    )
    yes = card_button(_YES, "👍", "take", wanted.offer)
    no = card_button(_NO, "✖️", "pass", wanted.offer)
    return Prompt(lines, rows=((yes,), (no,)))


def closed_card(why: Closed, *, ref: str = "") -> Prompt:
    """What stands in the place of an offer that is over: nothing of the learner any more."""
    # Whoever is full can say that there is room for more.
    rows = ((card_button(PROFILE, "📝", "prof"),),) if why is Closed.FULL else ()
    return Prompt((_CLOSED[why],), rows=rows, replaces=bool(ref), card_ref=ref)


def declined_card(offer: int) -> Prompt:
    """Thanks for the answer; who wants may say why."""
    reasons = tuple(
        card_button(label, picture, "pass", offer, why.value) for why, (label, picture) in _WHY_NOT.items()
    )
    lines = (_CLOSED[Closed.DECLINED], Text("volunteer.offer.why"))
    return Prompt(lines, rows=(reasons[:2], reasons[2:]))


def thanked_card() -> Prompt:
    """The reason is known."""
    return Prompt((Text("volunteer.offer.thanks"),), rows=((menu_button(MENU),),))


def assigned_card(referral: int, name: Name) -> Prompt:
    """The Taalhuis gave a learner to this volunteer; the button leads to all that they may know."""
    look = card_button(Text("volunteer.look"), "👀", "lrn", referral)
    return Prompt((Text("volunteer.assigned", {"name": name}),), rows=((look,),))


def taken_over_card(name: Name) -> Prompt:
    """Somebody else has the learner from now on."""
    return Prompt((Text("volunteer.taken_over", {"name": name}),))
