"""Texts are shown in the reader's own way, and no name can do harm in them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.i18n import Catalogues
from bot.i18n.catalogue import strings_of
from bot.i18n.po import read_entries
from bot.resources import resource_dir
from flows.model import Clock, Items, Km, Name, Text, Weekday
from tests.unit.i18n.builders import ARABIC, DUTCH, ENGLISH, review, write

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FSI, PDI, RLM = "\u2068", "\u2069", "\u200f"


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
    write(tmp_path, "pl", {"days": ("{count} dzień", "{count} dni", "{count} dni")})
    polish = [Catalogues(tmp_path).render(Text("days", {"count": n}), "pl") for n in (1, 3, 5)]
    assert polish == ["1 dzień", "3 dni", "5 dni"]


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
    assert shown.startswith(f"{RLM}{FSI}Zwolle{PDI} ")
    assert f"{FSI}2.3 " in shown
    assert texts.is_rtl("ar")
    assert not texts.is_rtl("nl")


def test_a_line_that_begins_with_a_latin_name_is_still_led_from_the_right(texts: Catalogues) -> None:
    assert texts.render(Text("hello", {"name": Name("Zwolle")}), "ar").startswith("مرحبا")
    assert texts.render(Text("near", {"name": Name("زوله"), "distance": Km(1)}), "ar").startswith(FSI)


def test_who_works_here_in_another_language_reads_those_texts_in_dutch_without_a_complaint(
    tmp_path: Path,
) -> None:
    write(tmp_path, "en", {"a.b": "Hello"})
    write(tmp_path, "nl", {"a.b": "Dag", "staff.queue": "Wachtrij"})
    write(tmp_path, "ar", {"a.b": "مرحبا"})
    with capture_logs() as logs:
        texts = Catalogues(tmp_path, "en")
        assert texts.render(Text("staff.queue"), "ar") == f"{FSI}Wachtrij{PDI}"
    assert not logs


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


def test_a_language_that_nobody_reviewed_is_known_as_such(tmp_path: Path) -> None:
    write(tmp_path, "nl", {"a.b": "Dag"})
    review(write(tmp_path, "en", {"a.b": "Hello"}), "Jane Doe, 3 June 2026")
    review(write(tmp_path, "ar", {"a.b": "مرحبا"}), "nobody")
    assert Catalogues(tmp_path).unreviewed == ("nl", "ar")


@pytest.mark.parametrize("path", sorted(resource_dir("locale").glob("*/LC_MESSAGES/messages.po")))
def test_our_quick_reader_reads_every_catalogue_as_the_library_does(path: Path) -> None:
    with path.open("rb") as file:
        theirs = {
            message.id if isinstance(message.id, str) else message.id[0]: list(strings_of(message.string))
            for message in read_po(file)
            if message.id
        }
    ours = {entry.id: entry.strings for entry in read_entries(path.read_text(encoding="utf-8")) if entry.id}
    assert ours == theirs


def test_lines_that_an_editor_wrapped_and_escaped_are_read_whole() -> None:
    text = 'msgid "a.b"\nmsgstr ""\n"Een \\"twee\\"\\n"\n"drie"\n\n#~ msgid "gone"\n#~ msgstr "weg"\n'
    assert [(entry.id, entry.strings) for entry in read_entries(text)] == [("a.b", ['Een "twee"\ndrie'])]


def test_a_file_that_is_no_catalogue_is_not_taken_for_one() -> None:
    with pytest.raises(ValueError, match="no line of a catalogue"):
        list(read_entries("<html>"))


def test_a_fuzzy_translation_is_not_shown(tmp_path: Path) -> None:
    write(tmp_path, "nl", {"a.b": "Dag"})
    po = write(tmp_path, "en", {"a.b": "Guess"})
    po.write_text(po.read_text().replace('msgid "a.b"', '#, fuzzy\nmsgid "a.b"'))
    texts = Catalogues(tmp_path)
    assert texts.languages == ("nl",)
    assert texts.render(Text("a.b"), "en") == "Dag"
