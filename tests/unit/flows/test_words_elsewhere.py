"""People type in their own language, with their own keyboard, whatever language is on the screen."""

from __future__ import annotations

import pytest

from flows import words, words_elsewhere
from flows.replies import Typed
from flows.validators import chosen, name_in, plain
from tests.support.walks import Walker
from tests.support.worlds import FakeWorld
from tests.unit.flows.test_language_change import EIGHT, LANGUAGES
from tests.unit.flows.test_typed import FLOW, TO_PLACE
from tests.unit.flows.test_validators import YES_NO

TABLES = [name for name in dir(words_elsewhere) if name.isupper() and not name.startswith("BEFORE")]
TO_NEEDS = (*TO_PLACE, "k8", "k80", "k801", "k8011")


@pytest.mark.parametrize("table", [*TABLES, "WISHES", "HELP", "ALL", "UNSURE", "CHANGE", "YES", "NO"])
def test_every_word_is_written_as_typed_words_are_compared(table: str) -> None:
    said = getattr(words_elsewhere, table, None) or getattr(words, table)
    unlike = {word for word in said if plain(word) not in ("", word)}
    assert not unlike


@pytest.mark.parametrize(
    "said",
    [
        "نعم",
        "نَعَم",
        "أجل",
        "Evet",
        "Tamam",
        "Tak!",
        "dobrze",
        "так",
        "Добре",
        "بله",
        "آره",
        "Sí",
        "si",
        "claro",
    ],
)
def test_a_yes_is_a_yes_in_every_language(said: str) -> None:
    assert chosen(said, YES_NO) == "yes"


@pytest.mark.parametrize(
    "said", ["لا", "Hayır", "HAYIR", "hayir", "HAYİR", "Nie", "ні", "Ні!", "نه", "خیر", "No"]
)
def test_a_no_is_a_no_in_every_language(said: str) -> None:
    assert chosen(said, YES_NO) == "no"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("القراءة", "القِراءَة"),
        ("أريد", "اريد"),
        ("كتابة", "کتابه"),
        ("يوم", "یوم"),
        ("İSTANBUL", "istanbul"),
        ("IĞDIR", "ığdır"),
        ("п'ятниця", "п’ятниця"),
        ("п'ятниця", "пʼятниця"),
        ("نمی‌فهمم", "نميفهمم"),
        ("\u2068Zwolle\u2069", "zwolle"),
        ("٣٥", "35"),
        ("۳۵", "35"),
    ],
)
def test_two_ways_to_type_the_same_are_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(
    ("said", "ticked"),
    [
        ("القراءة والكتابة", ["reading", "writing"]),
        ("الحساب، القراءة", ["reading", "numbers"]),
        ("okuma ve yazma", ["reading", "writing"]),
        ("czytanie i pisanie", ["reading", "writing"]),
        ("читати, писати", ["reading", "writing"]),
        ("خواندن و نوشتن", ["reading", "writing"]),
        ("leer y escribir", ["reading", "writing"]),
        ("lezen, leer, okuma", ["reading"]),
        ("٢ ٣", ["reading", "writing"]),
        ("۲، ۳", ["reading", "writing"]),
    ],
)
@pytest.mark.parametrize("shown_in", ["nl", "ar"])
def test_ticks_may_be_typed_in_any_language(said: str, ticked: list[str], shown_in: str) -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(shown_in, *TO_NEEDS[1:])
    walker.move(Typed(said))
    assert walker.state.answers["needs"] == ticked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_on_a_button_press_it_on_a_screen_in_another_language(language: str) -> None:
    shown_in = "pl" if language == "nl" else "nl"
    walker = Walker(FLOW, EIGHT)
    walker.tap(shown_in, "start", "yes")
    other = next(button for row in walker.screen[-1].rows for button in row if button.choice == "other")
    walker.move(Typed(EIGHT.label(other.label, language)))
    assert walker.state.answers.get("for_whom") == "other"


@pytest.mark.parametrize(
    "said",
    ["لا أفهم", "anlamadım", "Nie rozumiem", "не розумію", "نمی‌فهمم", "No entiendo", "i do not understand"],
)
def test_who_does_not_understand_may_say_so_in_every_language(said: str) -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_PLACE)
    walker.move(Typed(said))
    assert walker.turn.prompts[-1].lines[0].key == "intake.place.explain"


@pytest.mark.parametrize("said", ["توقف", "dur", "koniec", "стоп", "بس است", "parar"])
def test_stop_is_understood_in_every_language(said: str) -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_PLACE)
    walker.move(Typed(said))
    assert walker.state.aside == "stop"


@pytest.mark.parametrize(
    "said", ["احذف كل شيء", "her şeyi sil", "usuń wszystko", "видалити все", "حذف", "borrar todo"]
)
def test_everything_can_be_erased_in_every_language(said: str) -> None:
    walker = Walker(FLOW, EIGHT)
    walker.tap(*TO_PLACE)
    walker.move(Typed(said))
    assert walker.state.aside == "erase"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("اسمي ليلى", "ليلى"),
        ("أنا فاطمة", "فاطمة"),
        ("benim adım Ayşe", "Ayşe"),
        ("Mam na imię Łukasz", "Łukasz"),
        ("мене звати Олена", "Олена"),
        ("اسم من رضا", "رضا"),
        ("me llamo José", "José"),
        ("Ben", "Ben"),
        ("Dilan", "Dilan"),
        ("سلام", "سلام"),
    ],
)
def test_a_first_name_is_found_in_what_people_say_around_it(said: str, name: str) -> None:
    assert name_in(said) == name


@pytest.mark.parametrize("said", ["نعم", "hayır", "nie rozumiem", "допомога", "توقف", "idioma"])
def test_words_that_ask_for_something_are_no_names(said: str) -> None:
    assert name_in(said) is None


@pytest.mark.parametrize(
    "said",
    [
        "أسكن في زفولة",
        "mieszkam w Zwolle",
        "я живу в Zwolle",
        "من در Zwolle",
        "vivo en Zwolle",
        "٨٠١١",
        "۸۰۱۱",
    ],
)
def test_a_place_is_found_in_what_people_say_around_it(said: str) -> None:
    walker = Walker(FLOW, FakeWorld(languages=LANGUAGES))
    walker.tap(*TO_PLACE)
    walker.move(Typed(said.replace("زفولة", "زفوله")))
    place = walker.state.answers.get("place")
    assert isinstance(place, dict)
    assert place["name"] == "Zwolle"


def test_nothing_of_daily_life_stops_the_conversation() -> None:
    stops = {word for word, wish in words.WISHES.items() if wish in ("stop", "person")}
    assert stops.isdisjoint({"para", "son", "alto", "ja", "no", "tak", "work", "geld", "post"})
