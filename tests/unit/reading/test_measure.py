"""Measuring counts as people do."""

from __future__ import annotations

import pytest

from tools.reading_measure import (
    flesch_douma,
    measure,
    own_words,
    questions,
    sentences,
    syllables,
    syllables_by_library,
    syllables_by_vowels,
    words,
    zipf,
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("u", 1),
        ("geeft", 1),
        ("bibliotheek", 4),
        ("buurt", 1),
        ("bewaar", 2),
        ("eieren", 3),
        ("avond", 2),
        ("over", 2),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_larger_count_of_syllables_counts() -> None:
    assert (syllables_by_library("over"), syllables_by_vowels("over")) == (1, 2)
    assert (syllables_by_library("beroemd"), syllables_by_vowels("beroemd")) == (2, 2)
    assert (syllables_by_library("team"), syllables("team")) == (1, 2)


def test_a_number_with_a_point_and_a_placeholder_end_no_sentence() -> None:
    assert sentences("Hallo! Om 10.30 uur komt {name}. Goed?") == [
        "Hallo!",
        "Om 10,30 uur komt naam.",
        "Goed?",
    ]


def test_words_with_a_stroke_or_an_apostrophe_are_one_word() -> None:
    assert words("E-mail, 's ochtends") == ["E-mail", "s", "ochtends"]


@pytest.mark.parametrize(
    ("text", "sentence_count", "word_count", "question_count"),
    [
        ("ما اسمك؟ اكتب اسمك.", 2, 4, 1),
        ("¿Cómo se llama? Escriba su nombre.", 2, 6, 1),
        ("این را می‌خوانم.", 1, 3, 0),
    ],
    ids=["arabic", "spanish", "persian"],
)
def test_other_scripts_are_counted(
    text: str, sentence_count: int, word_count: int, question_count: int
) -> None:
    assert (len(sentences(text)), len(words(text)), questions(text)) == (
        sentence_count,
        word_count,
        question_count,
    )


def test_own_words_leave_out_what_is_filled_in() -> None:
    assert own_words("{name} komt om 10 uur. Ja, {name}!") == ["komt", "om", "uur", "ja"]


def test_usual_words_are_more_frequent_than_rare_ones() -> None:
    assert zipf("huis") > 5 > zipf("bewaar") > zipf("convenant") > 0
    assert zipf("taalwijzer") == 0


def test_the_formula_is_that_of_douma() -> None:
    # 4 words, 5 syllables, 1 sentence: 206.8 - 0.77 x 125 - 0.93 x 4
    assert flesch_douma(["Kom in het water."]) == pytest.approx(106.83)


def test_figures_are_of_all_texts_together() -> None:
    figures = measure(["Kom. Ja, kom in het huis!", "convenant"], rare_below=4)
    assert (figures.texts, figures.sentences, figures.words, figures.longest) == (2, 3, 7, 5)
    assert figures.mean_words == pytest.approx(7 / 3)
    assert (figures.different, figures.rare) == (6, frozenset({"convenant"}))


def test_nothing_has_no_figures() -> None:
    with pytest.raises(ValueError, match="no sentence"):
        measure(["..."], rare_below=4)
