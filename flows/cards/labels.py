"""What the values of a sign-up and of a profile are called on the cards of people who work here.

The words are those of the learner's own questions: the same thing has the same word everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.languages import language_choices
from flows.model import Items, Name, Text

NEEDS: Mapping[str, Text] = {
    "reading": Text("intake.needs.reading"),
    "writing": Text("intake.needs.writing"),
    "speaking": Text("intake.needs.speaking"),
    "numbers": Text("intake.needs.numbers"),
    "digital": Text("intake.needs.digital"),
}
NEED_PICTURES: Mapping[str, str] = {
    "reading": "📖",
    "writing": "✏️",
    "speaking": "🗣️",
    "numbers": "🔢",
    "digital": "📱",
}
DAY_PARTS: Mapping[str, Text] = {
    "morning": Text("intake.day_parts.morning"),
    "afternoon": Text("intake.day_parts.afternoon"),
    "evening": Text("intake.day_parts.evening"),
}
DAY_PART_PICTURES: Mapping[str, str] = {"morning": "🌅", "afternoon": "☀️", "evening": "🌙"}
DAYS: Mapping[str, Text] = {
    "mon": Text("intake.days.mon"),
    "tue": Text("intake.days.tue"),
    "wed": Text("intake.days.wed"),
    "thu": Text("intake.days.thu"),
    "fri": Text("intake.days.fri"),
    "sat": Text("intake.days.sat"),
    "sun": Text("intake.days.sun"),
}
PLACE = Text("intake.place.label")
NEEDS_LABEL = Text("intake.needs.label")
PARTS = Text("intake.day_parts.label")
DAYS_LABEL = Text("intake.days.label")
# Translators: the language that the learner speaks best.
LANGUAGE = Text("volunteer.language")
# Translators: a button: parts of the day and days.
WHEN = Text("volunteer.profile.times")
# Translators: nothing was ticked, so everything is fine.
ALL_NEEDS = Text("volunteer.all_needs")
ANY_TIME = Text("intake.day_parts.always")
ANY_DAY = Text("intake.days.every")


def language(code: str) -> Text:
    """A language by the name that it has for itself; "other" for one that is not in the list."""
    try:
        return language_choices((code,))[0].button.label
    except KeyError:
        return Text("language.other")


def line(picture: str, what: Text, answer: Text | Name | Items) -> Text:
    """One thing that is known: "📖 Leren: Lezen en Rekenen"."""
    return Text("overview.line", {"picture": Name(picture), "what": what, "answer": answer})


def listed(codes: Sequence[str], known: Mapping[str, Text], anything: Text) -> Text | Items:
    """These by their names, in the order of the table; nothing ticked is `anything`."""
    names = tuple(name for code, name in known.items() if code in codes)
    return Items(names) if names else anything


def languages(codes: Sequence[str]) -> Items:
    """These languages."""
    return Items(tuple(language(code) for code in codes))
