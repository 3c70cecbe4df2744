"""Texts are shown in the reader's own way, and no name can do harm in them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.i18n import Catalogues
from flows.model import Clock, Items, Km, Name, Text, Weekday
from tests.unit.i18n.builders import ARABIC, DUTCH, ENGLISH, catalogue, write

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FSI, PDI = "\u2068", "\u2069"


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Catalogues:
    root = tmp_path_factory.mktemp("locale")
    write(root, "en", ENGLISH)
    write(root, "nl", DUTCH)
    write(root, "ar", ARABIC)
    return Catalogues(root)


def test_the_default_language_comes_first_and_an_incomplete_one_is_left_out(texts: Catalogues) -> None:
    assert texts.languages == ("nl", "en")


def test_a_language_is_complete_without_the_texts_that_only_staff_see(tmp_path: Path) -> None:
    write(tmp_path, "nl", {"a.b": "Dag", "staff.queue": "Wachtrij"})
    write(tmp_path, "fr", {"a.b": "Bonjour"})
    assert Catalogues(tmp_path).languages == ("nl", "fr")


def test_without_the_default_catalogue_there_is_nothing_to_show(tmp_path: Path) -> None:
    write(tmp_path, "en", ENGLISH)
    with pytest.raises(FileNotFoundError, match="nl"):
        Catalogues(tmp_path)


@pytest.mark.parametrize(("language", "shown"), [("nl", "Hallo Anna!"), ("en", "Hello Anna!")])
def test_a_text_is_filled_in_the_language_of_the_reader(texts: Catalogues, language: str, shown: str) -> None:
    assert texts.render(Text("hello", {"name": Name("Anna")}), language) == shown


def test_a_language_that_does_not_exist_is_shown_in_dutch(texts: Catalogues) -> None:
    assert texts.render(Text("reading"), "xx") == "lezen"


@pytest.mark.parametrize("name", ["{0}", "{name}", "{distance}", "%s", "{", "}}", "{name!r:>99}"])
def test_a_name_is_never_read_as_a_template(texts: Catalogues, name: str) -> None:
    assert texts.render(Text("hello", {"name": Name(name)}), "nl") == f"Hallo {name}!"


@given(st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20))
def test_whatever_the_name_no_markup_comes_out_of_it(texts: Catalogues, name: str) -> None:
    shown = texts.render(Text("hello", {"name": Name(name)}), "nl", html=True)
    assert not set("<>\"'") & set(shown)


def test_html_escapes_the_text_itself_as_well(texts: Catalogues) -> None:
    assert texts.render(Text("raw"), "nl", html=True) == "Lees &amp; schrijf &lt;samen&gt; {niet hier}"
    assert texts.render(Text("raw"), "nl") == "Lees & schrijf <samen> {niet hier}"


@pytest.mark.parametrize(
    ("count", "shown"), [(1, "1 Taalhuis"), (2, "2 Taalhuizen"), (1500, "1.500 Taalhuizen")]
)
def test_the_count_chooses_the_plural(texts: Catalogues, count: int, shown: str) -> None:
    assert texts.render(Text("houses", {"count": count}), "nl") == shown


def test_a_language_with_three_forms_uses_all_of_them(tmp_path: Path) -> None:
    write(tmp_path, "nl", {"days": ("{count} dag", "{count} dagen")})
    write(tmp_path, "pl", {"days": ("{count} dzień", "{count} dni", "{count} dnia")})
    polish = [Catalogues(tmp_path).render(Text("days", {"count": n}), "pl") for n in (1, 3, 5)]
    assert polish == ["1 dzień", "3 dni", "5 dnia"]


@pytest.mark.parametrize(
    ("language", "shown"),
    [("nl", "Zwolle is 2,3 kilometer ver."), ("en", "Zwolle is 2.3 kilometres away.")],
)
def test_a_distance_has_one_decimal_in_the_readers_way(texts: Catalogues, language: str, shown: str) -> None:
    text = Text("near", {"name": Name("Zwolle"), "distance": Km(2.345)})
    assert texts.render(text, language) == shown


@pytest.mark.parametrize(
    ("language", "clock", "shown"),
    [
        ("nl", "17:00", "Open tot 17.00 uur."),
        ("en", "17:00", "Open until 17:00."),
        ("nl", "09:30", "Open tot 9.30 uur."),
    ],
)
def test_a_time_of_day_is_written_in_the_readers_way(
    texts: Catalogues, language: str, clock: str, shown: str
) -> None:
    assert texts.render(Text("open", {"time": Clock(clock)}), language) == shown


@pytest.mark.parametrize(("language", "shown"), [("nl", "Open tot dinsdag."), ("en", "Open until Tuesday.")])
def test_a_weekday_has_its_own_name(texts: Catalogues, language: str, shown: str) -> None:
    assert texts.render(Text("open", {"time": Weekday(1)}), language) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("nl", "U wilt leren: lezen, X en Y."), ("en", "You want to learn: reading, X and Y.")],
)
def test_a_list_is_joined_in_the_readers_way(texts: Catalogues, language: str, shown: str) -> None:
    needs = Items((Text("reading"), Name("X"), Name("Y")))
    assert texts.render(Text("list", {"needs": needs}), language) == shown


@pytest.mark.parametrize(
    ("moment", "language", "shown"),
    [
        (datetime(2025, 6, 3, 8, 0, tzinfo=UTC), "nl", "dinsdag 3 juni, 10 uur"),
        (datetime(2025, 6, 3, 8, 30, tzinfo=UTC), "nl", "dinsdag 3 juni, 10.30 uur"),
        (datetime(2025, 6, 3, 8, 0, tzinfo=UTC), "en", "Tuesday 3 June, 10:00"),
        (datetime(2025, 6, 3, 22, 5, tzinfo=UTC), "nl", "woensdag 4 juni, 0.05 uur"),
        (datetime(2025, 12, 2, 9, 0, tzinfo=UTC), "nl", "dinsdag 2 december, 10 uur"),
    ],
)
def test_a_moment_is_written_in_wall_time(
    texts: Catalogues, moment: datetime, language: str, shown: str
) -> None:
    assert texts.day(moment, language, AMSTERDAM) == shown


def test_names_and_figures_are_isolated_in_a_language_from_right_to_left(texts: Catalogues) -> None:
    shown = texts.render(Text("near", {"name": Name("Zwolle"), "distance": Km(2.3)}), "ar")
    assert shown.startswith(f"{FSI}Zwolle{PDI} ")
    assert f"{FSI}2.3 " in shown
    assert texts.is_rtl("ar")
    assert not texts.is_rtl("nl")


def test_a_name_from_right_to_left_is_isolated_in_a_dutch_text(texts: Catalogues) -> None:
    assert texts.render(Text("hello", {"name": Name("ليلى")}), "nl") == f"Hallo {FSI}ليلى{PDI}!"
    assert texts.render(Text("hello", {"name": Name("Zoë")}), "nl") == "Hallo Zoë!"


def test_a_name_cannot_turn_the_text_around_it_or_begin_a_line(texts: Catalogues) -> None:
    name = Name("\u202eAnna\u2069\nBel 0900")
    assert texts.render(Text("hello", {"name": name}), "nl") == "Hallo Anna Bel 0900!"


def test_a_dutch_text_within_a_language_from_right_to_left_is_isolated(texts: Catalogues) -> None:
    text = Text("hello", {"name": Text("reading")})
    assert f"{FSI}lezen{PDI}" in texts.render(text, "ar")


def test_a_missing_text_is_logged_once_by_its_key_and_never_with_words_of_a_person(tmp_path: Path) -> None:
    write(tmp_path, "nl", DUTCH)
    write(tmp_path, "ar", ARABIC)
    with capture_logs() as logs:
        texts = Catalogues(tmp_path)
        for _ in range(3):
            assert texts.render(Text("nowhere.at_all", {"name": Name("Anna")}), "nl") == "nowhere.at_all"
            texts.render(Text("open", {"time": Name("Anna")}), "ar")
    assert [(log["key"], log["language"]) for log in logs] == [("nowhere.at_all", "nl"), ("open", "ar")]
    assert "Anna" not in repr(logs)


def test_a_placeholder_that_nobody_fills_stays_visible(texts: Catalogues) -> None:
    assert texts.render(Text("hello"), "nl") == "Hallo {name}!"


@pytest.mark.parametrize(
    ("hint", "language"),
    [
        ("nl-BE", "nl"),
        ("en_us", "en"),
        ("EN", "en"),
        ("", "nl"),
        ("ar", "nl"),
        ("tlh-Latn", "nl"),
        ("-", "nl"),
    ],
)
def test_a_hint_leads_to_the_nearest_complete_language(texts: Catalogues, hint: str, language: str) -> None:
    assert texts.best(hint) == language


@pytest.mark.parametrize(
    ("language", "name"), [("nl", "Nederlands"), ("en", "English"), ("ar", "العربية"), ("pl", "Polski")]
)
def test_a_language_is_called_by_its_own_name(texts: Catalogues, language: str, name: str) -> None:
    assert texts.own_name(language) == name


def test_a_compiled_catalogue_is_read_only_when_it_is_not_older(tmp_path: Path) -> None:
    po = write(tmp_path, "nl", {"a.b": "uit po"})
    mo = po.with_suffix(".mo")
    with mo.open("wb") as file:
        write_mo(file, catalogue("nl", {"a.b": "uit mo", "n": ("een", "meer")}))
    os.utime(po, (1000, 1000))
    os.utime(mo, (2000, 2000))
    assert Catalogues(tmp_path).render(Text("a.b"), "nl") == "uit mo"
    assert Catalogues(tmp_path).render(Text("n", {"count": 2}), "nl") == "meer"
    os.utime(mo, (500, 500))
    assert Catalogues(tmp_path).render(Text("a.b"), "nl") == "uit po"


def test_a_fuzzy_translation_is_not_shown(tmp_path: Path) -> None:
    write(tmp_path, "nl", {"a.b": "Dag"})
    po = write(tmp_path, "en", {"a.b": "Guess"})
    po.write_text(po.read_text().replace('msgid "a.b"', '#, fuzzy\nmsgid "a.b"'))
    texts = Catalogues(tmp_path)
    assert texts.languages == ("nl",)
    assert texts.render(Text("a.b"), "en") == "Dag"
