"""One table of settings: what the code knows, the README tells and .env.example shows."""

from __future__ import annotations

import re

from pydantic import SecretStr

from bot.settings import Settings
from tests.architecture.house import ROOT

_PREFIX = "TAALWIJZER_"
_NAME = re.compile(r"\bTAALWIJZER_[A-Z_]*[A-Z]\b")


def _defaults() -> dict[str, str]:
    """Variable → its default as a person would write it."""
    found: dict[str, str] = {}
    for name, field in Settings.model_fields.items():
        value = field.default
        found[_PREFIX + name.upper()] = (
            value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        )
    return found


def _example_lines() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    settings = [line.lstrip("#") for line in lines if line.lstrip("#").startswith(_PREFIX)]
    return dict(line.split("=", 1) for line in settings)


def test_the_readme_has_every_setting_in_its_table() -> None:
    rows = [
        line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    first_cells = [row.split("|")[1] for row in rows]

    assert {name for cell in first_cells for name in _NAME.findall(cell)} == set(_defaults())


def test_the_example_file_shows_every_setting_with_its_real_default() -> None:
    assert _example_lines() == _defaults()


def test_no_page_names_a_setting_that_does_not_exist() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {name for page in pages for name in _NAME.findall(page.read_text(encoding="utf-8"))}

    assert named <= set(_defaults())
