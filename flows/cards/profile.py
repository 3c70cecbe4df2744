"""The profile of a volunteer, filled in by taps: what they help with, in which languages, when, with how many
learners, and a pause. Each page says what nothing ticked means, and changes where it stands.

`do:pn:<member>:<way>[:<what>]`: the way is "g" while a new volunteer is led through all pages, else "e".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from flows.cards import labels
from flows.cards.labels import line
from flows.cards.members import MENU, menu_button
from flows.choice_order import FIRST_LANGUAGES
from flows.deeds import card_button
from flows.model import Button, Day, Name, Prompt, Text
from flows.questions import rows_of

MOST_LEARNERS = 6
LANGUAGES = tuple(code for code in FIRST_LANGUAGES if code != "other")
"""Besides Dutch, which they all speak. "Another language" says nothing: nobody can be matched by it."""
FOR_NOW = "9999-12-31"
"""The last day of a pause that has no end yet."""

_READY = Text("general.ready")
# Translators: a question to a volunteer; nothing ticked means everything.
_ASK_NEEDS = Text("volunteer.profile.needs.ask")
# Translators: a question to a volunteer about languages besides Dutch.
_ASK_LANGUAGES = Text("volunteer.profile.languages.ask")
# Translators: a question to a volunteer about parts of the day and days.
_ASK_TIMES = Text("volunteer.profile.times.ask")
# Translators: a question to a volunteer: how many learners at a time.
_ASK_CAPACITY = Text("volunteer.profile.capacity.ask")
# Translators: above the profile of a volunteer.
_TITLE = Text("volunteer.profile.title")
# Translators: a new volunteer has seen all pages of the profile.
_COMPLETE = Text("volunteer.profile.complete")
_HELPS_WITH = Text("volunteer.profile.needs")
_SPEAKS = Text("volunteer.profile.languages")
_CAPACITY = Text("volunteer.profile.capacity")
_MOST = Text("volunteer.profile.most")
# Translators: no language besides Dutch.
_DUTCH_ONLY = Text("volunteer.profile.dutch")
# Translators: how many learners a volunteer has now, and wants at most.
_LOAD = "volunteer.profile.load"
_PAUSE = Text("volunteer.pause.button")
# Translators: shown in a profile: up to and with which day there are no new learners.
_PAUSED_UNTIL = "volunteer.pause.until"
# Translators: shown in a profile: no new learners until the volunteer comes back.
_PAUSED_FOR_NOW = Text("volunteer.pause.for_now")


class Term(StrEnum):
    """How long a pause lasts."""

    THIS_WEEK = "week"
    TWO_WEEKS = "weeks"
    MONTH = "month"
    FOR_NOW = "stay"
    BACK = "back"


_TERMS: Mapping[Term, tuple[Text, str]] = {
    # Translators: button: no new learners up to and with Sunday.
    Term.THIS_WEEK: (Text("volunteer.pause.week"), "📅"),
    Term.TWO_WEEKS: (Text("volunteer.pause.weeks"), "📅"),
    Term.MONTH: (Text("volunteer.pause.month"), "🏖️"),
    # Translators: button: no new learners until I say so.
    Term.FOR_NOW: (Text("volunteer.pause.stay"), "⏸️"),
    # Translators: button: the pause is over.
    Term.BACK: (Text("volunteer.pause.back"), "▶️"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a volunteer told of themselves; empty lists mean "all fine". `paused_until` is "YYYY-MM-DD", the
    last day of a pause, or "".
    """

    member: int
    house: str
    needs: tuple[str, ...]
    languages: tuple[str, ...]
    day_parts: tuple[str, ...]
    days: tuple[str, ...]
    capacity: int
    learners: int
    paused_until: str


# ── The profile as a whole ─────────────────────────────────────────────────────────────────────────────────


def profile_card(profile: Profile, *, is_new: bool = False) -> Prompt:
    """Everything, with a button to change each. `is_new`: it was just filled in for the first time."""
    lines = (
        _COMPLETE if is_new else _TITLE,
        *([Text(_LOAD, {"count": profile.learners, "most": profile.capacity})] if not is_new else []),
        *facts(profile),
    )
    pages = (
        (_HELPS_WITH, "📖", "pn"),
        (_SPEAKS, "🌍", "pl"),
        (labels.WHEN, "🕐", "pd"),
        (_CAPACITY, "👥", "pc"),
    )
    buttons = [card_button(label, picture, verb, profile.member, "e") for label, picture, verb in pages]
    pause = card_button(_PAUSE, "⏸️", "pause", profile.member)
    return Prompt(lines, rows=(*rows_of(buttons, 2), (pause, menu_button(MENU))))


def facts(profile: Profile) -> tuple[Text, ...]:
    """A line for each thing, for the volunteer and for staff."""
    return (
        line("📖", _HELPS_WITH, labels.listed(profile.needs, labels.NEEDS, labels.ALL_NEEDS)),
        line("🌍", _SPEAKS, labels.languages(profile.languages) if profile.languages else _DUTCH_ONLY),
        line("🕐", labels.PARTS, labels.listed(profile.day_parts, labels.DAY_PARTS, labels.ANY_TIME)),
        line("📅", labels.DAYS_LABEL, labels.listed(profile.days, labels.DAYS, labels.ANY_DAY)),
        line("👥", _MOST, Name(str(profile.capacity))),
        *pause_lines(profile.paused_until),
    )


def pause_lines(until: str) -> tuple[Text, ...]:
    """Whether there is a pause, and how long."""
    if not until:
        return ()
    return (_PAUSED_FOR_NOW if until == FOR_NOW else Text(_PAUSED_UNTIL, {"day": Day(until)}),)


# ── Its pages ──────────────────────────────────────────────────────────────────────────────────────────────

Page = Callable[[Profile, str], Prompt]
"""(profile, way) → the page."""


def needs_page(profile: Profile, way: str) -> Prompt:
    """What they help with."""
    buttons = _ticks("pn", profile.member, way, labels.NEEDS, profile.needs, labels.NEED_PICTURES)
    return Prompt((_ASK_NEEDS,), rows=(*rows_of(buttons, 2), (_ready("pn", profile.member, way),)))


def languages_page(profile: Profile, way: str) -> Prompt:
    """Which languages they speak besides Dutch."""
    known = {code: labels.language(code) for code in LANGUAGES}
    buttons = _ticks("pl", profile.member, way, known, profile.languages, {})
    return Prompt((_ASK_LANGUAGES,), rows=(*rows_of(buttons, 2), (_ready("pl", profile.member, way),)))


def times_page(profile: Profile, way: str) -> Prompt:
    """Parts of the day and days, together."""
    parts = _ticks("pd", profile.member, way, labels.DAY_PARTS, profile.day_parts, labels.DAY_PART_PICTURES)
    days = _ticks("pd", profile.member, way, labels.DAYS, profile.days, {})
    rows = (*rows_of(parts, 2), *rows_of(days, 2), (_ready("pd", profile.member, way),))
    return Prompt((_ASK_TIMES,), rows=rows)


def capacity_page(profile: Profile, way: str) -> Prompt:
    """How many learners at a time."""
    buttons = [
        card_button(
            Text("volunteer.profile.number", {"number": Name(str(many))}),
            "",
            "pc",
            profile.member,
            way,
            str(many),
            selected=many == profile.capacity,
        )
        for many in range(1, MOST_LEARNERS + 1)
    ]
    return Prompt((_ASK_CAPACITY,), rows=(*rows_of(buttons, 2), (_ready("pc", profile.member, way),)))


PAGES: Mapping[str, Page] = {
    "pn": needs_page,
    "pl": languages_page,
    "pd": times_page,
    "pc": capacity_page,
}
"""By verb, in the order in which a new volunteer is led through them."""


def _ticks(
    verb: str,
    member: int,
    way: str,
    known: Mapping[str, Text],
    ticked: Sequence[str],
    pictures: Mapping[str, str],
) -> list[Button]:
    """A button for each, which says what is to be true after it."""
    return [
        card_button(
            label,
            pictures.get(code, ""),
            verb,
            member,
            way,
            f"-{code}" if code in ticked else f"+{code}",
            selected=code in ticked,
        )
        for code, label in known.items()
    ]


def _ready(verb: str, member: int, way: str) -> Button:
    return card_button(_READY, "✅", verb, member, way, "ok")


# ── A pause ────────────────────────────────────────────────────────────────────────────────────────────────


def pause_card(profile: Profile) -> Prompt:
    """For how long there are to be no new learners."""
    terms = [term for term in Term if term is not Term.BACK or profile.paused_until]
    buttons = [
        card_button(label, picture, "pause", profile.member, term.value)
        for term, (label, picture) in ((term, _TERMS[term]) for term in terms)
    ]
    # Translators: for how long a volunteer wants no new learners.
    lines = (Text("volunteer.pause.ask"), *pause_lines(profile.paused_until))
    return Prompt(lines, rows=(*rows_of(buttons, 2), (menu_button(MENU),)))


def paused_card(profile: Profile) -> Prompt:
    """It is noted."""
    if not profile.paused_until:
        # Translators: the pause of a volunteer is over.
        return Prompt((Text("volunteer.pause.over"),), rows=((menu_button(MENU),),))
    lines = list(pause_lines(profile.paused_until))
    if profile.learners:
        # Translators: a volunteer who pauses keeps so many learners.
        lines.append(Text("volunteer.pause.keeps", {"count": profile.learners}))
    back = card_button(*_TERMS[Term.BACK], "pause", profile.member, Term.BACK.value)
    return Prompt(tuple(lines), rows=((back,), (menu_button(MENU),)))
