"""The catalogues that we ship: numbers, dates and distances in each language as its readers write them."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.i18n import NOT_FOR_LEARNERS, Catalogues
from bot.resources import resource_dir
from flows.model import Clock, Day, Items, Km, Moment, Name, Text, Weekday
from tests.support.worlds import catalogues

LANGUAGES = ("ar", "en", "es", "fa", "nl", "pl", "tr", "uk")
HIDDEN = dict.fromkeys(map(ord, "\u2068\u2069\u200f"), "")


def shown(text: Text, language: str) -> str:
    """The text without what is not seen."""
    return catalogues().render(text, language).translate(HIDDEN)


def test_eight_languages_are_complete_for_learners_and_nobody_has_reviewed_one_yet() -> None:
    texts = catalogues()
    assert sorted(texts.languages) == sorted(LANGUAGES)
    assert texts.languages[0] == "nl"
    # When this fails because somebody read one: fine, write it down here and in the README.
    assert texts.unreviewed == texts.languages


@pytest.mark.parametrize(
    ("language", "distance"),
    [
        ("nl", "3,6 kilometer"),
        ("en", "3.6 kilometres"),
        ("ar", "3.6 كيلومتر"),
        ("tr", "3,6 kilometre"),
        ("pl", "3,6 kilometra"),
        ("uk", "3,6 кілометра"),
        ("fa", "3.6 کیلومتر"),
        ("es", "3,6 kilómetros"),
    ],
)
def test_a_distance_has_its_unit_in_every_language(language: str, distance: str) -> None:
    assert distance in shown(Text("house.distance", {"distance": Km(3.6), "count": 6}), language)


@pytest.mark.parametrize(
    ("count", "minutes"),
    [
        (1, "دقيقة واحدة"),
        (2, "دقيقتين"),
        (3, "3 دقائق"),
        (10, "10 دقائق"),
        (11, "11 دقيقة"),
        (99, "99 دقيقة"),
        (100, "100 دقيقة"),
        (103, "103 دقائق"),
    ],
)
def test_arabic_counts_in_six_ways(count: int, minutes: str) -> None:
    assert minutes in shown(Text("house.distance", {"distance": Km(2), "count": count}), "ar")


@pytest.mark.parametrize(
    ("language", "forms"), [("pl", 3), ("uk", 3), ("tr", 2), ("fa", 2), ("es", 2), ("ar", 6)]
)
def test_every_plural_has_all_forms_of_its_language(language: str, forms: int) -> None:
    reader = catalogues().reader(language)
    plural = {key: len(made) for key, made in reader.forms.items() if len(made) > 1}
    assert set(plural.values()) == {forms}
    assert {"house.distance", "data.kept"} <= plural.keys()


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("nl", "woensdag 3 juni, 10.30 uur"),
        ("en", "Wednesday 3 June, 10:30"),
        ("ar", "الأربعاء 3 يونيو، الساعة 10:30"),
        ("fa", "چهارشنبه 3 ژوئن، ساعت 10:30"),
    ],
)
def test_a_moment_is_written_in_the_readers_way(language: str, moment: str) -> None:
    assert moment in shown(
        Text("news.planned", {"name": Name("Anna"), "moment": Moment("2026-06-03T10:30")}), language
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_are_those_of_the_keypad_in_every_language(language: str) -> None:
    texts = (
        Text("news.planned", {"name": Name("Anna"), "moment": Moment("2026-06-03T10:30")}),
        Text("data.until", {"day": Day("2026-06-03")}),
        Text("house.opens_on", {"day": Weekday(1), "time": Clock("09:30")}),
        Text("house.distance", {"distance": Km(12.5), "count": 1200}),
    )
    digits = {letter for text in texts for letter in shown(text, language) if letter.isdecimal()}
    assert digits <= set("0123456789")


@pytest.mark.parametrize(
    ("language", "joined"),
    [
        ("nl", "Lezen, Schrijven en Rekenen"),
        ("ar", "القراءة والكتابة والحساب"),
        ("fa", "خواندن، نوشتن، و حساب کردن"),
        ("es", "Leer, Escribir y Hacer cuentas"),
    ],
)
def test_a_list_is_joined_as_the_language_joins_it(language: str, joined: str) -> None:
    needs = Items(tuple(Text(f"intake.needs.{need}") for need in ("reading", "writing", "numbers")))
    assert shown(Text("overview.list", {"items": needs}), language) == joined


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_learner_text_is_borrowed_from_another_language(language: str) -> None:
    fresh = Catalogues(resource_dir("locale"))
    with capture_logs() as logs:
        for key in fresh.reader("nl").forms:
            if not key.startswith(NOT_FOR_LEARNERS):
                fresh.render(Text(key), language)
    assert [log for log in logs if log["event"] == "text_missing"] == []
