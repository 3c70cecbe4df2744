"""What is said of a message, in which order and voice, and which of it may be kept."""

from __future__ import annotations

import pytest

from bot.speech.said import AFTER_ANSWER, Piece, pieces_of
from flows.model import Button, Clock, Km, Name, Speech, Text
from tests.support.worlds import catalogues
from tests.unit.speech.builders import MadeUpTexts


def _pieces(
    speech: Speech, language: str = "nl", voices: str = "nl en ar tr pl uk fa es"
) -> tuple[Piece, ...]:
    return pieces_of(speech, language, MadeUpTexts(), voices.split().__contains__)


def _words(speech: Speech) -> list[str]:
    return [piece.words for piece in _pieces(speech)]


def test_lines_come_first_and_then_each_answer_with_the_name_of_its_picture() -> None:
    answers = (Button("y", Text("yes"), "👍"), Button("n", Text("no")))

    assert _words(Speech((Text("hello"),), answers)) == ["Hallo", "Ja", "duim omhoog", "Nee"]


def test_an_answer_that_is_ticked_is_said_to_be_chosen() -> None:
    assert _words(Speech((), (Button("y", Text("yes"), "👍", selected=True),))) == [
        "Ja",
        "duim omhoog",
        "gekozen",
    ]


def test_a_picture_with_the_name_of_its_answer_is_not_said_twice() -> None:
    assert _words(Speech((), (Button("l", Text("letter"), "✉️"),))) == ["Brief"]


def test_there_is_a_rest_behind_each_answer_but_not_inside() -> None:
    label, picture = _pieces(Speech((), (Button("y", Text("yes"), "👍"),)))

    assert label.pause < picture.pause == AFTER_ANSWER


def test_a_line_of_pictures_alone_is_not_said() -> None:
    assert _words(Speech((Text("only_picture"), Text("hello")))) == ["Hallo"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (Text("hello"), True),
        (Text("nested", {"what": Text("yes")}), True),
        (Text("nested", {"what": Text("greet", {"name": Name("Fatma")})}), False),
        (Text("greet", {"name": Name("Fatma")}), False),
        (Text("greet", {"name": 4}), False),
        (Text("greet", {"name": Clock("10:30")}), False),
        (Text("greet", {"name": Km(1.5)}), False),
        (Name("Zwolle"), False),
    ],
    ids=lambda value: str(value)[:40],
)
def test_only_what_is_the_same_for_everybody_may_be_kept(text: Text | Name, kept: bool) -> None:
    (piece,) = _pieces(Speech((text,)))

    assert piece.kept is kept


def test_the_name_of_a_language_is_said_by_a_voice_of_that_language() -> None:
    (piece,) = _pieces(Speech((Text("language.ar"),)))

    assert piece.runs == (("ar", "العربية"),)


def test_the_name_of_a_language_without_a_voice_is_said_in_the_language_of_the_listener() -> None:
    (piece,) = _pieces(Speech((Text("language.ar"),)), voices="nl")

    assert piece.runs == (("nl", "Arabisch"),)


@pytest.mark.parametrize(
    ("language", "name", "runs"),
    [
        ("nl", "عمر", (("nl", "Hallo"), ("ar", "عمر"))),
        ("nl", "Олена", (("nl", "Hallo"), ("uk", "Олена"))),
        ("uk", "Олена", (("nl", "Hallo"), ("uk", "Олена"))),
        ("tr", "Ayşe", (("tr", "Hallo Ayşe"),)),
        ("ar", "Anna", (("nl", "Hallo Anna"),)),
    ],
)
def test_a_name_in_another_script_is_said_by_a_voice_that_reads_it(
    language: str, name: str, runs: tuple[tuple[str, str], ...]
) -> None:
    (piece,) = _pieces(Speech((Text("greet", {"name": Name(name)}),)), language)

    assert piece.runs == runs


def test_the_figures_of_a_dutch_address_are_said_in_the_language_of_the_listener() -> None:
    (piece,) = _pieces(Speech((Name("Kerkstraat 12, 8011 AB Zwolle"),)), "uk")

    assert piece.runs == (("nl", "Kerkstraat"), ("uk", "12, 8 0 1 1"), ("nl", "A B, Zwolle"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (Text("house.open_until", {"time": Clock("17:30")}), "Vandaag open tot 17 uur 30."),
        (Text("house.phone", {"phone": Name("038 123 45 67")}), "0 3 8, 1 2 3, 4 5, 6 7"),
        (Text("intake.place.shown", {"postcode": Name("8011"), "name": Name("Zwolle")}), "8 0 1 1, Zwolle"),
    ],
)
def test_what_the_bot_fills_in_is_said_as_people_say_it(text: Text, said: str) -> None:
    (piece,) = pieces_of(Speech((text,)), "nl", catalogues(), lambda _language: True)

    assert piece.runs == (("nl", said),)


def test_a_distance_is_said_with_its_comma() -> None:
    near = Text("house.distance", {"distance": Km(1.5), "count": 6})

    (piece,) = pieces_of(Speech((near,)), "nl", catalogues(), lambda _language: True)

    assert "1 komma 5 kilometer" in piece.runs[0][1]
