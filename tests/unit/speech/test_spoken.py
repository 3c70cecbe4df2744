"""What a voice would read wrongly is written out: times, decimals, telephone numbers, postcodes, days."""

from __future__ import annotations

import re

import pytest

from bot.speech.espeak import Espeak
from bot.speech.spoken import clean, spoken


@pytest.mark.parametrize(
    ("language", "shown", "said"),
    [
        ("nl", "dinsdag 3 juni, 10.30 uur", "dinsdag 3 juni, 10 uur 30"),
        ("nl", "Vandaag open tot 17.00 uur.", "Vandaag open tot 17 uur."),
        ("nl", "Open van 9.05 tot 12.30 uur", "Open van 9 uur 5 tot 12 uur 30"),
        ("nl", "9.00–12.30", "9 uur tot 12 uur 30"),
        ("nl", "9.00-12.30", "9 uur tot 12 uur 30"),
        ("nl", "Het is 1,5 kilometer.", "Het is 1 komma 5 kilometer."),
        ("nl", "Kerkstraat 12, 8011 AB Zwolle", "Kerkstraat 12, 8 0 1 1 A B, Zwolle"),
        ("nl", "8011 Zwolle", "8 0 1 1, Zwolle"),
        ("nl", "zoals 8011. Druk op die 4 cijfers.", "zoals 8 0 1 1. Druk op die 4 cijfers."),
        ("nl", "Bel 06 12345678.", "Bel 0 6, 1 2, 3 4, 5 6, 7 8."),
        ("nl", "Bel 038 123 45 67.", "Bel 0 3 8, 1 2 3, 4 5, 6 7."),
        ("nl", "+31 6 12345678", "plus 3 1, 6, 1 2, 3 4, 5 6, 7 8"),
        ("nl", "Meer dan 1 mag. 25 procent.", "Meer dan 1 mag. 25 procent."),
        ("nl", "1. Taalhuis, 0,4 kilometer", "1. Taalhuis, 0 komma 4 kilometer"),
        ("en", "Tuesday 3 June, 10:30", "Tuesday the 3rd of June, 10 30"),
        ("en", "Friday 12 June, 17:00", "Friday the 12th of June, 17 o'clock"),
        ("en", "at 10:05", "at 10 oh 5"),
        ("en", "It is 1.5 kilometres.", "It is 1 point 5 kilometres."),
        ("tr", "1,5 kilometre, saat 10.30", "1 virgül 5 kilometre, saat 10 30"),
        ("pl", "wtorek 3 czerwca, 10:30", "wtorek trzeciego czerwca, 10 30"),
        ("pl", "środa 21 maja", "środa dwudziestego pierwszego maja"),
        ("uk", "вівторок, 9:00", "вівторок, 9 нуль нуль"),
        ("uk", "вівторок 31 травня, 1,5 кілометра", "вівторок тридцять першого травня, 1 кома 5 кілометра"),
        ("es", "martes, 3 de junio, 10:30", "martes, 3 de junio, 10 y 30"),
        ("ar", "\u2068١٠:٣٠\u2069، \u2068١٫٥\u2069 كيلومتر", "10 و30 دقيقة، 1 فاصلة 5 كيلومتر"),
        ("fa", "ساعت ۱۰:۳۰، ۸۰۱۱", "ساعت 10 و 30 دقیقه، 8 0 1 1"),
    ],
)
def test_figures_are_written_as_people_say_them(language: str, shown: str, said: str) -> None:
    assert spoken(shown, language) == said


def _sounds(phonemes: str) -> str:
    """Without stress, length and rests, which a figure has in other places than the word for it."""
    return re.sub(r"[ˈˌː\s]", "", phonemes)


@pytest.mark.parametrize(
    ("language", "shown", "in_words"),
    [
        ("nl", "dinsdag 3 juni, 10.30 uur", "dinsdag drie juni, tien uur dertig"),
        ("nl", "open tot 17.00 uur", "open tot zeventien uur"),
        ("nl", "8011 Zwolle", "acht nul één één, Zwolle"),
        ("nl", "Bel 06 12345678", "Bel nul zes, één twee, drie vier, vijf zes, zeven acht"),
        ("en", "Tuesday 3 June, 10:30", "Tuesday the third of June, ten thirty"),
        ("en", "8011", "eight zero one one"),
        ("es", "8011", "ocho cero uno uno"),
        ("pl", "8011", "osiem zero jeden jeden"),
    ],
)
def test_the_voice_says_it_exactly_as_if_it_were_written_in_words(
    language: str, shown: str, in_words: str
) -> None:
    voice = Espeak()

    assert _sounds(voice.phonemes(spoken(shown, language), language)) == _sounds(
        voice.phonemes(in_words, language)
    )


def test_without_that_the_voice_would_say_a_postcode_as_one_number() -> None:
    voice = Espeak()

    assert voice.phonemes("8011", "nl") != voice.phonemes(spoken("8011", "nl"), "nl")


@pytest.mark.parametrize(
    ("shown", "read"),
    [
        ("📍 Kerkstraat 12", "Kerkstraat 12"),
        ("☎️ 038", "038"),
        ("👉 8 0 _ _", "8 0"),
        ("1️⃣ Taalhuis", "1 Taalhuis"),
        ("\u2068Anna\u2069 helpt", "Anna helpt"),
        ("eerste\ntweede", "eerste. tweede"),
        ("👩‍🏫 🇳🇱", ""),
    ],
)
def test_pictures_and_signs_of_direction_are_not_read(shown: str, read: str) -> None:
    assert clean(shown) == read


def test_the_sign_that_holds_persian_letters_apart_stays() -> None:
    assert clean("سه‌شنبه") == "سه‌شنبه"
