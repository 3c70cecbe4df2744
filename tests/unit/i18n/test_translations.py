"""What translators do: nothing wrong is written, and nothing is called up to date or reviewed that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.i18n.checkout import POLISH, add_polish, change, make_checkout, without
from tools.check_catalogues import problems
from tools.plural_forms import plural_fault, plural_header, plural_tags
from tools.reviews import write_readme
from tools.translations import fingerprint, listing, write_translations


def test_a_translation_is_stale_when_its_dutch_has_changed_and_is_named_until_it_is_looked_at(
    tmp_path: Path,
) -> None:
    root = add_polish(make_checkout(tmp_path))
    assert problems(root) == []
    change(root, "nl", 'msgstr "Nieuw"', 'msgstr "Net nieuw"')
    stale = "intake.new: stale, for the nl text has changed (tools/translations.py --missing lists it)"
    assert problems(root) == [f"locale/pl: {stale}"]
    assert [*listing(root, "pl", everything=False)] == [
        f"intake.new\tNowe\tNet nieuw\tNew\t# stale @{fingerprint(('Net nieuw',))}"
    ]
    assert write_translations(root, "pl", "intake.new\tNowe") == []
    assert problems(root) == []


HELLO = fingerprint(("Hallo {name}!",))


def test_a_translation_of_a_list_that_was_overtaken_by_a_change_of_the_dutch_is_stale(tmp_path: Path) -> None:
    root = add_polish(make_checkout(tmp_path))
    (line,) = [line for line in listing(root, "pl", everything=True) if line.startswith("intake.new\t")]
    change(root, "nl", 'msgstr "Nieuw"', 'msgstr "Net nieuw"')
    assert write_translations(root, "pl", line) == []
    assert [problem for problem in problems(root) if "stale" in problem]


def test_what_is_missing_is_listed_for_the_translator_with_dutch_and_english(tmp_path: Path) -> None:
    root = add_polish(make_checkout(tmp_path), without(without(POLISH, "intake.hello"), "intake.days"))
    assert [*listing(root, "pl", everything=False)] == [
        "intake.days#\t{count} dag|{count} dagen\tone day|{count} days"
        f"\t# missing @{fingerprint(('{count} dag', '{count} dagen'))}",
        f"intake.hello\tHallo {{name}}!\tHello {{name}}!\t# missing @{HELLO} said at the start.",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("intake.hello\tCześć!", "placeholders [] differ from ['name'] in nl"),
        ("intake.days#\t{count} dzień|{count} dni", "2 forms, needs one|few|many"),
        ("intake.days\t{count} dni", "has plural forms in nl"),
        ("intake.new#\tNowe|Nowe|Nowe", "has no plural forms in nl"),
        ("intake.new\t", "empty, or blanks at the begin or the end"),
        ("staff.queue\tKolejka", "no learner text of this name in nl"),
        ("intake.new Nowe", "no TAB"),
    ],
)
def test_a_translation_that_cannot_be_right_is_refused_and_the_others_are_written(
    tmp_path: Path, line: str, said: str
) -> None:
    root = add_polish(make_checkout(tmp_path))
    found = write_translations(root, "pl", f"# a comment\n{line}\nintake.old\tDawne\n")
    assert len(found) == 1
    assert found[0].startswith("line 2: ")
    assert said in found[0]
    change(root, "pl", "Dawne", "Stare")
    assert problems(root) == []


def test_forms_in_another_order_than_those_of_the_language_are_named(tmp_path: Path) -> None:
    root = add_polish(make_checkout(tmp_path))
    path = root / "locale/pl/LC_MESSAGES/messages.po"
    text = path.read_text(encoding="utf-8")
    head = text.index("plural=(")
    path.write_text(text[:head] + "plural=(n%3);" + text[text.index("\\n", head) :], encoding="utf-8")
    assert "locale/pl: Plural-Forms: the wrong form for 0" in problems(root)


def test_a_catalogue_that_hides_whether_it_was_reviewed_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    change(root, "en", '"X-Reviewed-By: nobody\\n"\n', "")
    line = "X-Reviewed-By: missing (the native speaker who read it all, or 'nobody')"
    assert problems(root) == [f"locale/en: {line}"]


def test_a_readme_that_says_another_state_of_review_is_named(tmp_path: Path) -> None:
    root = add_polish(make_checkout(tmp_path))
    change(root, "pl", "X-Reviewed-By: nobody", "X-Reviewed-By: Jan Kowalski, 3 June 2026")
    line = "the table of languages is out of step (write it with --write-readme)"
    assert problems(root) == [f"README.md: {line}"]
    write_readme(root)
    assert problems(root) == []
    assert "| Polish, polski (`pl`) | all | in Dutch | Jan Kowalski, 3 June 2026 |" in (
        root / "README.md"
    ).read_text(encoding="utf-8")


def test_a_readme_without_a_place_for_the_table_is_not_written(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    (root / "README.md").write_text("# Taalwijzer\n")
    with pytest.raises(ValueError, match="has no"):
        write_readme(root)


@pytest.mark.parametrize(
    ("code", "tags"),
    [
        ("nl", "one other"),
        ("tr", "one other"),
        ("fa", "one other"),
        ("es", "one other"),
        ("pl", "one few many"),
        ("uk", "one few many"),
        ("ar", "zero one two few many other"),
    ],
)
def test_the_plural_forms_are_those_of_cldr_that_whole_numbers_reach(code: str, tags: str) -> None:
    header = plural_header(code)
    number = int(header.partition("nplurals=")[2].partition(";")[0])
    assert plural_tags(code) == tuple(tags.split())
    assert plural_fault(code, number, header.partition("plural=")[2].rstrip(";")) == ""
