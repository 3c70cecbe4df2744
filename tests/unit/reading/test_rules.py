"""Each rule of the reading level, with a text that breaks it and one that just keeps it."""

from __future__ import annotations

import pytest

from tests.unit.reading.builders import shown, words_of_the_project
from tools.reading_rules import broken_by, long_button

LEARNER, VOLUNTEER, STAFF = "general.x", "volunteer.x", "staff.x"


def _rules(text: str, key: str = LEARNER, language: str = "nl") -> list[str]:
    return [finding.rule for finding in broken_by(shown(text, key, language), words_of_the_project())]


@pytest.mark.parametrize(
    ("key", "most"), [(LEARNER, 12), (VOLUNTEER, 15), (STAFF, 15)], ids=["learner", "volunteer", "staff"]
)
def test_a_sentence_has_a_most(key: str, most: int) -> None:
    assert _rules(" ".join(["ja"] * most), key) == []
    assert _rules(" ".join(["ja"] * (most + 1)), key) == [f"a sentence of {most + 1} words, at most {most}"]


@pytest.mark.parametrize(("key", "most"), [(LEARNER, 3), (VOLUNTEER, 4), (STAFF, 4)])
def test_a_message_has_a_most_of_sentences(key: str, most: int) -> None:
    assert _rules("Ja. " * most, key) == []
    assert _rules("Ja. " * (most + 1), key) == [f"{most + 1} sentences, at most {most}"]


@pytest.mark.parametrize(("key", "most"), [(LEARNER, 30), (STAFF, 45)])
def test_a_message_has_a_most_of_words(key: str, most: int) -> None:
    sentence = " ".join(["ja"] * (most // 3)) + ". "
    assert _rules(sentence * 3, key) == []
    assert f"{most + 3} words, at most {most}" in _rules(f"Ja {sentence}" * 3, key)


def test_a_placeholder_counts_as_one_word() -> None:
    assert _rules("{name} " * 12) == []
    assert _rules("{name} " * 13) != []


def test_learners_get_one_question_at_a_time() -> None:
    assert _rules("Komt u? Of niet?") == ["2 question marks, at most 1"]
    assert _rules("Komt u? Of niet?", VOLUNTEER) == []
    assert _rules("Komt u? Of niet? Of later?", VOLUNTEER) == ["3 question marks, at most 2"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Indien u wilt.", "a banned word (indien)"),
        ("Kom met e.d. naar ons.", "a banned word (e.d)"),
        ("Kom t/m 3 juni.", "a banned word (t/m)"),
        ("Wat wil je?", "not the polite form (u) (je)"),
        ("U wordt gebeld.", "a passive (wordt)"),
        ("U heeft twee dagen.", "a number in letters (twee)"),
        ("Dit is geen toets.", "a banned word (toets)"),
        ("Zeg nooit niet.", "a double negation (nooit niet)"),
        ("Ik zoek een taalvrijwilliger.", "a word of 5 syllables without a reason (taalvrijwilliger)"),
        ("Ik zoek een convenant.", "a rare word without a reason (convenant, 3.1)"),
        ("Bel de IND.", "an abbreviation without a reason (IND)"),
    ],
)
def test_a_learner_may_not_have_to_read_this(text: str, rule: str) -> None:
    assert rule in _rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ik bewaar geen adres en geen BSN.",
        "U hoeft niet te typen. Niets is fout.",
        "Kom om 10.30 uur. Dat is niet ver.",
        "Dit is een, geen 2.",
    ],
)
def test_a_learner_may_have_to_read_this(text: str) -> None:
    assert _rules(text) == []


@pytest.mark.parametrize("key", [VOLUNTEER, STAFF])
def test_volunteers_and_staff_get_no_officialese_no_passive_and_always_u(key: str) -> None:
    assert _rules("Indien jij wilt, bijv. morgen.", key) == [
        "a banned word (indien)",
        "a banned word (bijv)",
        "not the polite form (u) (jij)",
    ]
    assert _rules("U wordt gebeld.", key) == ["a passive (wordt)"]


@pytest.mark.parametrize("key", [LEARNER, VOLUNTEER, STAFF])
def test_the_same_thing_has_the_same_word_for_everybody(key: str) -> None:
    assert _rules("Klik op een knop.", key) == ["another word for the same thing (klik: druk)"]
    assert _rules("Zeg het nog eens.", key) == ["another word for the same thing (nog eens: nog een keer)"]
    assert _rules("Druk op een knop. Zeg het nog een keer.", key) == []
    assert _rules("Tap it.", key, "en") == ["another word for the same thing (tap: press)"]


def test_volunteers_and_staff_may_read_hard_words() -> None:
    assert _rules("Er zijn twee deelnemers met een indicatie.", STAFF) == []


def test_english_has_its_own_banned_words() -> None:
    assert _rules("However, an intake is free.", language="en") == [
        "a banned word (however)",
        "a banned word (intake)",
    ]
    assert _rules("The intake is done.", STAFF, "en") == []


def test_the_name_of_a_picture_may_be_rare_and_not_long() -> None:
    assert _rules("vergrootglas", "picture.magnifier") == []
    assert _rules("taalvrijwilliger", "picture.person") != []


@pytest.mark.parametrize(
    ("most", "picture", "key", "language"),
    [
        (18, "👍", LEARNER, "nl"),
        (18, "👍", LEARNER, "en"),
        (20, "", LEARNER, "nl"),
        (20, "👍", LEARNER, "pl"),
        (24, "👍", VOLUNTEER, "nl"),
        (24, "👍", STAFF, "en"),
    ],
)
def test_a_button_has_a_most(most: int, picture: str, key: str, language: str) -> None:
    assert long_button(shown("a" * most, key, language), picture) == []
    assert len(long_button(shown("a" * (most + 1), key, language), picture)) == 1


def test_what_is_filled_into_a_button_does_not_count() -> None:
    assert long_button(shown("Kaart van {somebody_with_a_name}", STAFF), "") == []
