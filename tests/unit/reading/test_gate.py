"""The gate of the reading level lets nothing through: each test plants one fault and reads its line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.reading.builders import ROOT, make_checkout
from tools.check_reading import main, problems
from tools.reading_figures import BEGIN, END, PAGE
from tools.reading_words import ALLOWED, BANNED


def test_a_checkout_without_faults_passes(tmp_path: Path) -> None:
    assert problems(make_checkout(tmp_path)) == []


def test_a_finding_names_the_key_the_rule_and_the_text(tmp_path: Path) -> None:
    root = make_checkout(
        tmp_path, {"general.back": "Wacht even tot het weer gaat of kom een keer op een andere dag terug."}
    )

    assert problems(root) == [
        "locale/nl: general.back: a sentence of 15 words, at most 12: "
        "Wacht even tot het weer gaat of kom een keer op een andere dag terug."
    ]


@pytest.mark.parametrize("language", ["en", "tr", "ar"])
def test_other_languages_keep_the_limits_of_length(tmp_path: Path, language: str) -> None:
    texts = {"general.back": "a " * 13 + "b.", "general.yes": "c" * 21, "general.no": "d? e؟"}

    found = problems(make_checkout(tmp_path, texts, language=language))

    assert [line.split(": ")[2] for line in found] == [
        "a sentence of 14 words, at most 12",
        "2 question marks, at most 1",
        f"a button of {23 if language == 'en' else 21} characters, at most 20",
    ]


def test_texts_that_are_each_good_may_not_be_long_on_average(tmp_path: Path) -> None:
    nine = "Kom met de fiets of de bus naar ons."
    found = problems(make_checkout(tmp_path, {f"general.a{at}": nine for at in range(20)}))

    assert len(found) == 1
    assert found[0].startswith("locale/nl: all texts of learners: sentences of 8.")


def test_all_learner_texts_together_must_read_easily(tmp_path: Path) -> None:
    texts = {f"general.a{at}": "Iedereen komt opnieuw binnen." for at in range(20)}

    found = problems(make_checkout(tmp_path, texts))

    assert len(found) == 1
    assert found[0].startswith("locale/nl: all texts of learners: Flesch-Douma ")


def test_a_hard_word_passes_with_a_reason(tmp_path: Path) -> None:
    texts = {"general.person.library": "Ga naar de bibliotheek."}
    assert problems(make_checkout(tmp_path / "without", texts)) == [
        "locale/nl: general.person.library: a word of 4 syllables without a reason (bibliotheek): "
        "Ga naar de bibliotheek."
    ]
    assert problems(make_checkout(tmp_path / "with", texts, allowed='bibliotheek = "known"\n')) == []


def test_an_allowed_word_that_no_text_uses_is_a_finding(tmp_path: Path) -> None:
    root = make_checkout(tmp_path, allowed='bibliotheek = "known"\n')
    assert problems(root) == [f"{ALLOWED}: bibliotheek: no text uses it"]


def test_an_allowed_word_that_only_staff_use_is_a_finding(tmp_path: Path) -> None:
    root = make_checkout(tmp_path, {"staff.x": "De bibliotheek"}, allowed='bibliotheek = "known"\n')
    assert problems(root) == [f"{ALLOWED}: bibliotheek: no text uses it"]


def test_an_allowed_word_that_is_not_hard_is_a_finding(tmp_path: Path) -> None:
    root = make_checkout(tmp_path, allowed='buurt = "near"\n')
    assert problems(root) == [f"{ALLOWED}: buurt: it is neither long nor rare"]


@pytest.mark.parametrize(
    ("allowed", "problem"),
    [
        ('bibliotheek = " "\n', f"{ALLOWED}: bibliotheek: no reason"),
        ('Bibliotheek = "known"\n', f"{ALLOWED}: Bibliotheek: write it in small letters"),
    ],
)
def test_an_allowed_word_is_in_small_letters_and_has_a_reason(
    tmp_path: Path, allowed: str, problem: str
) -> None:
    root = make_checkout(tmp_path)
    (root / ALLOWED).write_text(allowed, encoding="utf-8")
    assert problems(root) == [problem]


def test_a_file_of_words_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    (root / BANNED).write_text("[nl", encoding="utf-8")
    assert problems(root)[0].startswith("banned_words.toml: ")


def test_the_page_must_have_the_present_figures(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    page = root / PAGE
    page.write_text(
        page.read_text(encoding="utf-8").replace("| Staff | 1 |", "| Staff | 2 |"), encoding="utf-8"
    )
    assert problems(root) == [
        f"{PAGE}: the figures are out of step (write them with: python -m tools.check_reading --figures)"
    ]


@pytest.mark.parametrize("content", ["# Page\n", f"# Page\n{BEGIN}\n", f"# Page\n{END}\n"])
def test_the_page_must_have_a_place_for_the_figures(tmp_path: Path, content: str) -> None:
    root = make_checkout(tmp_path)
    (root / PAGE).write_text(content, encoding="utf-8")
    assert problems(root) == [f"{PAGE}: no place for the figures ({BEGIN} … {END})"]


def test_a_page_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    (root / PAGE).unlink()
    assert problems(root) == [f"{PAGE}: missing"]


def test_other_arguments_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help-me"]) == 2
    assert "usage" in capsys.readouterr().err


def test_any_text_can_be_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "brief.txt"
    file.write_text("Wie wil, komt om 10.30 uur.\n\nBel ons. Dat kan elke dag.\n", encoding="utf-8")
    assert main(["--measure", str(file)]) == 0
    assert "| brief | 2 | 3 | 13 | 4.3 | 7 |" in capsys.readouterr().out


def test_the_texts_of_this_project_pass_the_command_of_make_check() -> None:
    done = subprocess.run(
        [sys.executable, "tools/check_reading.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == "reading level: fine\n"
    assert done.returncode == 0
