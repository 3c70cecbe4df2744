"""The gate of the texts lets nothing through: each test plants one fault and reads its line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.unit.i18n.checkout import CODE, DUTCH, ENGLISH, add_polish, change, make_checkout, without
from tools.check_catalogues import problems, write_template

ROOT = Path(__file__).resolve().parents[3]


def test_a_checkout_without_faults_passes(tmp_path: Path) -> None:
    assert problems(make_checkout(tmp_path)) == []


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("intake.hello", "flows/intake.py"),
        ("intake.days", "flows/intake.py"),
        ("intake.new", "flows/intake.py"),
        ("intake.old", "flows/intake.py"),
        ("web.title", "console/templates/page.html"),
        ("web.other", "console/templates/page.html"),
    ],
)
def test_a_missing_key_is_named_with_the_place_that_uses_it(tmp_path: Path, key: str, where: str) -> None:
    root = make_checkout(tmp_path, en=without(ENGLISH, key))
    assert problems(root) == [f"locale/en: {key}: missing (used in {where})"]


def test_a_key_that_dutch_lacks_is_missing(tmp_path: Path) -> None:
    root = make_checkout(tmp_path, nl=without(DUTCH, "intake.hello"), en=without(ENGLISH, "intake.hello"))
    assert "locale/nl: intake.hello: missing (used in flows/intake.py)" in problems(root)


def test_dutch_and_english_need_the_texts_of_staff_and_other_languages_do_not(tmp_path: Path) -> None:
    code = CODE + 'O = Text("staff.other")\n'
    extra = {"staff.other": "Anders"}
    root = add_polish(make_checkout(tmp_path, nl={**DUTCH, **extra}, en={**ENGLISH, **extra}, code=code))
    assert problems(root) == []
    change(root, "nl", 'msgstr "Anders"', 'msgstr ""')
    assert "locale/nl: staff.other: untranslated" in problems(root)
    change(root, "en", 'msgid "staff.other"', 'msgid "staff.queue"')
    assert "locale/en: staff.other: missing (used in flows/intake.py)" in problems(root)


def test_a_form_of_key_that_no_key_has_is_named(tmp_path: Path) -> None:
    key = "intake.form.group.ask"
    root = make_checkout(tmp_path, nl=without(DUTCH, key), en=without(ENGLISH, key))
    assert any("no key has this form (used in flows/intake.py)" in problem for problem in problems(root))


def test_a_code_that_a_table_puts_into_words_is_no_key(tmp_path: Path) -> None:
    code = CODE + 'WORDS = {"intake.read": Text("intake.new")}\nWHAT = "intake.read"\n'
    assert problems(make_checkout(tmp_path, code=code)) == []
    assert problems(make_checkout(tmp_path / "other", code=CODE + 'WHAT = "intake.read"\n')) != []


def test_a_template_may_put_the_end_of_a_key_behind_its_beginning(tmp_path: Path) -> None:
    extra = {"web.mark.late": "Laat"}
    root = make_checkout(tmp_path, nl={**DUTCH, **extra}, en={**ENGLISH, **extra})
    assert "locale/nl: web.mark.late: unused" in problems(root)
    (root / "console/templates/mark.html").write_text('{{ t("web.mark." + mark) }}', encoding="utf-8")
    write_template(root)
    assert problems(root) == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_unused_key_is_named(tmp_path: Path, language: str) -> None:
    extra = {"web.nothing": "Niets"}
    nl, en = ({**DUTCH, **extra}, ENGLISH) if language == "nl" else (DUTCH, {**ENGLISH, **extra})
    assert f"locale/{language}: web.nothing: unused" in problems(make_checkout(tmp_path, nl=nl, en=en))


def test_a_placeholder_that_differs_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path, en={**ENGLISH, "intake.hello": "Hello {first_name}!"})
    assert problems(root) == ["locale/en: intake.hello: placeholders {first_name} differ from {name} in nl"]


@pytest.mark.parametrize("params", ["", ", {}", ", params={'other': 1}", ", {'other': 1}"])
def test_a_placeholder_that_the_code_does_not_fill_is_named(tmp_path: Path, params: str) -> None:
    root = make_checkout(tmp_path, code=f'{CODE}\nAGAIN = Text("intake.hello"{params})\n')
    assert problems(root) == ["locale/nl: intake.hello: {name} not filled in flows/intake.py"]


def test_a_plural_without_a_count_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path, code=f'{CODE}\nDAYS = Text("intake.days", {{"number": 3}})\n')
    assert problems(root) == ["locale/nl: intake.days: {count} not filled in flows/intake.py"]


@pytest.mark.parametrize("params", ["params", "{**params}", "dict(name=1)"])
def test_what_is_only_known_when_it_runs_is_not_judged(tmp_path: Path, params: str) -> None:
    code = f'{CODE}\ndef again(params):\n    return Text("intake.hello", {params})\n'
    assert problems(make_checkout(tmp_path, code=code)) == []


def test_a_fuzzy_translation_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    change(root, "en", 'msgid "intake.new"', '#, fuzzy\nmsgid "intake.new"')
    assert problems(root) == ["locale/en: intake.new: fuzzy"]


def test_an_untranslated_text_is_named(tmp_path: Path) -> None:
    assert problems(make_checkout(tmp_path, en={**ENGLISH, "intake.new": ""})) == [
        "locale/en: intake.new: untranslated"
    ]


def test_an_empty_plural_form_is_untranslated(tmp_path: Path) -> None:
    root = make_checkout(tmp_path, en={**ENGLISH, "intake.days": ("", "{count} days")})
    assert problems(root) == ["locale/en: intake.days: untranslated"]


@pytest.mark.parametrize("text", [" New", "New ", "New\n"])
def test_blanks_around_a_text_are_named(tmp_path: Path, text: str) -> None:
    root = make_checkout(tmp_path, en={**ENGLISH, "intake.new": text})
    assert problems(root) == ["locale/en: intake.new: blanks at the begin or the end"]


def test_too_many_plural_forms_are_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    change(root, "en", 'msgstr[1] "{count} days"', 'msgstr[1] "{count} days"\nmsgstr[2] "{count} days"')
    assert problems(root) == ["locale/en: intake.days: 3 plural forms, 2 in Plural-Forms"]


def test_too_few_plural_forms_are_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    change(root, "nl", 'msgstr[1] "{count} dagen"\n', "")
    assert "locale/nl: intake.days: 1 plural forms, 2 in Plural-Forms" in problems(root)


def test_plural_forms_that_are_not_those_of_the_language_are_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    change(root, "en", "nplurals=2; plural=(n != 1);", "nplurals=1; plural=0;")
    assert "locale/en: Plural-Forms: 1 forms, 2 in CLDR" in problems(root)


def test_a_plural_in_one_language_only_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path, en={**ENGLISH, "intake.days": "{count} days"})
    assert problems(root) == ["locale/en: intake.days: plural here and not in nl, or the other way round"]


def test_the_same_key_twice_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    change(root, "en", 'msgid "web.other"', 'msgid "intake.old"\nmsgstr "Old"\n\nmsgid "web.other"')
    assert problems(root) == ["locale/en: intake.old: 2 times"]


@pytest.mark.parametrize(
    ("key", "said"), [("intake.old", "obsolete, and in use as well"), ("intake.gone", "obsolete")]
)
def test_an_obsolete_entry_is_named(tmp_path: Path, key: str, said: str) -> None:
    root = make_checkout(tmp_path)
    path = root / "locale/en/LC_MESSAGES/messages.po"
    path.write_text(path.read_text() + f'\n#~ msgid "{key}"\n#~ msgstr "Before"\n')
    assert problems(root) == [f"locale/en: {key}: {said}"]


def test_a_template_that_is_out_of_step_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    pot = root / "locale/messages.pot"
    pot.write_text(pot.read_text().replace("intake.old", "intake.older"))
    line = "out of step (write it with --write-pot)"
    assert problems(root) == [f"locale/messages.pot: intake.{key}: {line}" for key in ("old", "older")]


def test_a_template_that_does_not_exist_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    (root / "locale/messages.pot").unlink()
    assert problems(root) == ["locale/messages.pot: missing (write it with --write-pot)"]


def test_the_template_carries_the_comments_for_translators(tmp_path: Path) -> None:
    with (make_checkout(tmp_path) / "locale/messages.pot").open("rb") as file:
        entry = read_po(file)["intake.hello"]
    assert entry.auto_comments == ["said at the start."]
    assert [path for path, _ in entry.locations] == ["flows/intake.py"]


def test_without_dutch_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    (root / "locale/nl/LC_MESSAGES/messages.po").unlink()
    assert problems(root) == ["locale/nl: missing"]


def test_a_file_that_is_no_catalogue_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    (root / "locale/en/LC_MESSAGES/messages.po").write_bytes(b"\xff\xfe\x00")
    assert problems(root)[0].startswith("locale/en: cannot be read: ")


def test_a_module_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    root = make_checkout(tmp_path)
    (root / "flows/intake.py").write_text("x = 1\ndef (:\n")
    assert problems(root) == ["flows/intake.py: cannot be read: invalid syntax in line 2"]


def test_wrong_use_is_answered_with_exit_code_2() -> None:
    command = [sys.executable, "-m", "tools.check_catalogues", "--nonsense"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        2,
        "usage: check_catalogues.py [--write-pot | --write-readme]\n",
    )
