"""Whoever hears an answer can find its picture: every picture that a learner can see has a name."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.picture_names import PICTURE_NAMES, picture_name
from tests.architecture.house import ROOT
from tests.support.worlds import catalogues

# Cards that learners never see.
_OF_ROLES = {
    "calendar", "digest", "history", "idle", "intake_buttons", "intake_card", "members", "menu", "offer",
    "profile", "queue", "staff_choices", "staff_tasks", "team", "volunteer",
}  # fmt: skip
# These stand on cards for volunteers, in modules that have cards for learners too.
_FOR_VOLUNTEERS = {"🚫"}


def _modules() -> list[Path]:
    cards = [path for path in (ROOT / "flows" / "cards").glob("*.py") if path.stem not in _OF_ROLES]
    return sorted([*(ROOT / "flows").glob("*.py"), *cards])


def _is_emoji(text: str) -> bool:
    """One picture: a sign, several that are joined, or the two halves of a flag."""
    signs = [sign for sign in text if unicodedata.category(sign) == "So"]
    is_one = len(signs) == 1 or "\u200d" in text or all("🇦" <= sign <= "🇿" for sign in signs)
    return bool(signs) and is_one and not any(map(str.isalpha, text))


def _pictures(module: Path) -> Iterator[str]:
    """The emoji in a module, except those in lists and sets of words that people type."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    typed = {
        id(element)
        for node in ast.walk(tree)
        if isinstance(node, ast.List | ast.Set)
        for element in node.elts
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in typed:
            yield from [node.value] if _is_emoji(node.value) else []


def _drawings() -> list[str]:
    return sorted(path.stem for path in (ROOT / "data" / "pictures").glob("*.svg"))


@pytest.mark.parametrize("module", _modules(), ids=lambda path: path.stem)
def test_every_picture_of_a_learner_has_a_name(module: Path) -> None:
    seen = set(_pictures(module)) - _FOR_VOLUNTEERS

    assert {picture for picture in seen if picture_name(picture) is None} == set()


def test_the_pictures_are_found() -> None:
    found = {picture for module in _modules() for picture in _pictures(module)}

    assert {"🙂", "📖", "👍", "✖️"} <= found


@pytest.mark.parametrize("drawing", _drawings())
def test_every_drawing_of_ours_has_a_name(drawing: str) -> None:
    assert picture_name(drawing) is not None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pictures_that_can_be_told_apart_have_different_names(language: str) -> None:
    # The faces and thumbs stand side by side: mixing them up would turn an answer round.
    names = [catalogues().render(PICTURE_NAMES[sign], language) for sign in "🙂😐🙁🤷👍👎"]

    assert len(set(names)) == len(names)


def test_an_emoji_has_the_same_name_with_and_without_the_sign_for_colour() -> None:
    assert picture_name("✉️") == picture_name("✉") is not None


def test_no_picture_has_no_name() -> None:
    assert picture_name("") is None
