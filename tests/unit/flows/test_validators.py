"""Typed words are understood generously, and never wrongly."""

from __future__ import annotations

import pytest

from flows import words
from flows.validators import Option, all_chosen, chosen, name_in, phone_in, phone_shown, plain

YES_NO = (Option("yes", "Ja", words.YES), Option("no", "Nee", words.NO))
NEEDS = (
    Option("reading", "Lezen", anywhere=True),
    Option("writing", "Schrijven", anywhere=True),
    Option("numbers", "Rekenen"),
    Option("money", "Geld en post", frozenset({"geld", "post"})),
)


@pytest.mark.parametrize(
    "said", ["ja", "JA!", " Ja. ", "yes", "ja hoor", "ja graag", "jawel", "oke", "Oké!", "👍", "1"]
)
def test_a_yes_is_a_yes(said: str) -> None:
    assert chosen(said, YES_NO) == "yes"


@pytest.mark.parametrize("said", ["nee", "Nee hoor", "no", "NEE!!", "nee dank u", "2", "2e", "👎"])
def test_a_no_is_a_no(said: str) -> None:
    assert chosen(said, YES_NO) == "no"


@pytest.mark.parametrize(
    "said", ["", "   ", "misschien", "ja nee", "3", "0", "99999999999", "?", "\u202e", "😀" * 50]
)
def test_what_is_neither_is_asked_again(said: str) -> None:
    assert chosen(said, YES_NO) is None


@pytest.mark.parametrize(
    "said",
    [
        *("ja dat klopt", "ja ik wil graag", "yes please", "evet lütfen", "tak proszę", "так, будь ласка"),
        *("نعم من فضلك", "بله لطفا", "sí por favor", "zekr", "dat is goed"),
    ],
)
def test_politeness_leaves_a_yes_a_yes(said: str) -> None:
    assert chosen(said, YES_NO) == "yes"


@pytest.mark.parametrize(
    "said", ["nee ik wil niet", "hayır istemiyorum", "لا شكرا", "нет спасибо", "no gracias", "nee geen zin"]
)
def test_a_no_with_more_words_that_say_no_is_a_no(said: str) -> None:
    assert chosen(said, YES_NO) == "no"


@pytest.mark.parametrize(
    "said",
    [
        *("lo siento pero no entiendo", "disculpe señora yo no entiendo", "عفوا ولكن أنا لا أفهم"),
        *("a jeśli powiem nie", "moje imię się nie zgadza", "what happens if i say no", "wat als ik nee zeg"),
        *("sorry but i have no idea", "weet ik niet", "ik begrijp niet", "snap niet", "waarom niet"),
        *("nee ik snap het niet", "no understand", "no sé", "no entiendo nada", "nie wiem", "не знаю"),
        *("nie rozumiem tego", "لا اعرف", "no problem", "no hay problema", "لا مشكلة", "nie ma problemu"),
        *("sorun yok", "nee hoor geen probleem", "لا بأس", "dat is niet erg", "maakt niet uit"),
        *("nog niet gevraagd", "kan niet lezen"),
    ],
)
def test_who_does_not_understand_or_has_no_objection_has_not_said_no(said: str) -> None:
    assert chosen(said, YES_NO) != "no"


@pytest.mark.parametrize(
    "said",
    [
        *(
            "is dat goed",
            "klopt dat",
            "is het akkoord",
            "is that ok",
            "is this ok",
            "klopt het",
            "is dit goed",
        ),
        *("ja is dat goed", "mag ik ja zeggen", "goed toch", "¿Correcto", "ja？", "hoe zeker"),
    ],
)
def test_a_question_without_a_mark_is_never_a_yes(said: str) -> None:
    assert chosen(said, YES_NO) is None


@pytest.mark.parametrize("said", ["ja dat is goed", "is goed", "ja is goed", "dat is goed hoor"])
def test_a_yes_with_the_verb_of_a_question_stays_a_yes(said: str) -> None:
    assert chosen(said, YES_NO) == "yes"


@pytest.mark.parametrize(
    "said",
    [
        *("not sure", "not okay", "sure?", "zeker?", "is dat goed?", "oke maar waarom", "oke wacht even"),
        *(
            "ja maar",
            "niet akkoord",
            "i don't agree, sure",
            "kabul etmiyorum",
            "kabul etmiyor",
            "tamam değil",
        ),
        *("موافق نیستم", "خوب نیست", "لست موافق", "مش موافق", "نعم؟", "не добре", "nie jasne", "bueno no sé"),
    ],
)
def test_a_doubt_or_a_refusal_is_never_a_yes(said: str) -> None:
    assert chosen(said, YES_NO) != "yes"


DAYS = tuple(
    Option(token, label, frozenset({label[:2].lower()}))
    for token, label in (("mon", "Maandag"), ("tue", "Dinsdag"), ("wed", "Woensdag"), ("thu", "Donderdag"))
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ma t/m wo", ("mon", "tue", "wed")),
        ("dinsdag t/m donderdag", ("tue", "wed", "thu")),
        ("maandag tot en met dinsdag en donderdag", ("mon", "tue", "thu")),
        ("Monday to wo", None),
        ("maandag tot woensdag", ("mon", "tue", "wed")),
        ("donderdag tot maandag", None),
        ("ma en wo", ("mon", "wed")),
        ("niet maandag", None),
        ("maandag, maar niet dinsdag", None),
        ("maandag?", None),
        ("behalve maandag", None),
        ("ik werk op maandag", None),
        ("i work on monday", None),
    ],
)
def test_days_from_one_to_another_and_days_that_are_not_meant(
    said: str, meant: tuple[str, ...] | None
) -> None:
    assert all_chosen(said, DAYS) == meant


@pytest.mark.parametrize("said", ["سه شنبه", "سه\u200cشنبه", "سهشنبه"])
def test_a_persian_day_is_the_same_without_its_joint(said: str) -> None:
    assert all_chosen(said, (Option("sat", "شنبه"), Option("tue", "سه\u200cشنبه"))) == ("tue",)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("lezen", ("reading",)),
        ("Lezn", ("reading",)),
        ("ik wil beter lezen", ("reading",)),
        ("ik wil leren lezen en schrijven", ("reading", "writing")),
        ("niet lezen", None),
        ("ik wil het heel graag leren en dat is niet lezen", None),
        ("schrijve", ("writing",)),
        ("rekennen", ("numbers",)),
        ("lezen en rekenen", ("reading", "numbers")),
        ("rekenen, lezen", ("reading", "numbers")),
        ("1, 3", ("reading", "numbers")),
        ("1 3", ("reading", "numbers")),
        ("١ ٣", ("reading", "numbers")),
        ("1 en 3", ("reading", "numbers")),
        ("geld en post", ("money",)),
        ("lezen & post", ("reading", "money")),
    ],
)
def test_several_answers_in_one_line_are_understood(said: str, meant: tuple[str, ...]) -> None:
    assert all_chosen(said, NEEDS) == meant


@pytest.mark.parametrize("said", ["", "lezen en vliegen", "9", "1, 9", "en", ",", "vliegen"])
def test_a_part_that_is_not_understood_spoils_the_line(said: str) -> None:
    assert all_chosen(said, NEEDS) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Fatma", "Fatma"),
        ("  jan  ", "Jan"),
        ("ik heet Fatma", "Fatma"),
        ("Mijn naam is Jan.", "Jan"),
        ("my name is John", "John"),
        ("I'm Ann", "Ann"),
        ("Anne-Marie", "Anne-Marie"),
        ("O'Brien", "O'Brien"),
        ("علي", "علي"),
        ("Олена", "Олена"),
        ("ሰላም", "ሰላም"),
        ("Jan 😊", "Jan"),
        ("Jan Peter", "Jan Peter"),
        ("McDonald", "McDonald"),
    ],
)
def test_a_name_is_taken_from_what_was_said(said: str, name: str) -> None:
    assert name_in(said) == name


@pytest.mark.parametrize(
    "said",
    ["", " ", "123", "a" * 41, "<b>", "😀", "jan@x.nl", "-", "ik heet", "ja", "Hallo!", "{0}", "06 12345678"],
)
def test_what_cannot_be_a_name_is_asked_again(said: str) -> None:
    assert name_in(said) is None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("0612345678", "+31612345678"),
        ("06-12 34 56 78", "+31612345678"),
        ("+31 6 1234 5678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("mijn nummer is 06 12345678", "+31612345678"),
        ("038-4218470", "+31384218470"),
        ("+49 30 901820", "+4930901820"),
        ("٠٦١٢٣٤٥٦٧٨", "+31612345678"),
    ],
)
def test_a_telephone_number_is_understood(said: str, number: str) -> None:
    assert phone_in(said) == number


@pytest.mark.parametrize(
    "said",
    ["612345678", "06 1234", "", "nul zes", "0000000000", "+", "+99999999999999", "12345678901234567890"],
)
def test_what_is_no_telephone_number_is_asked_again(said: str) -> None:
    assert phone_in(said) is None


def test_a_number_is_shown_as_people_write_it() -> None:
    assert phone_shown("+31612345678") == "06 12345678"
    assert phone_shown("+4930901820") == "+49 30 901820"
    assert phone_shown("vraag aan de balie") == "vraag aan de balie"


def test_plain_words_are_lower_case_without_punctuation() -> None:
    assert plain("  Ja, GRAAG!! ") == "ja graag"
    assert plain("٨٠١١") == "8011"
