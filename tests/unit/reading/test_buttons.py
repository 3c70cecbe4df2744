"""The texts on buttons are found in the code, however it names them."""

from __future__ import annotations

from pathlib import Path

from tests.unit.reading.builders import ROOT
from tools.reading_buttons import Label, labels_in

CODE = """
_NO = Text("a.no")
_FACES = ((2, "🙂", Text("a.good")), (0, "🙁", _BAD))
_BAD = Text("a.bad")
_BY_ROLE = {"learner": (Text("a.mine"), "📋")}
_TITLE = Text("a.title")


def _choice(value, label, picture, said):
    return Choice(value, Button(value, label, picture), said)


def menu(label):
    return card_button(label, "📋", "menu")


WORK = _choice("work", Text("a.work"), "💼", "baan")


def rows(role, many):
    yield card_button(Text("a.yes"), "👍", "yes")
    yield card_button(_NO, "👎", "no")
    for value, face, label in _FACES:
        yield card_button(label, face, "feel", value)
    label, picture = _BY_ROLE[role]
    yield card_button(label, picture, "mine")
    last = Text("a.many") if many else Text("a.one")
    yield card_button(last, "", "last")
    yield menu(Text("a.menu"))
    return Prompt((_TITLE, Text("a.line")))
"""
TEMPLATE = '<h1>{{ t("web.title") }}</h1><button class="x">{{ t("web.send") }}</button>'


def test_labels_are_found_in_calls_tables_wrappers_and_templates(tmp_path: Path) -> None:
    (tmp_path / "flows" / "cards").mkdir(parents=True)
    (tmp_path / "flows" / "cards" / "one.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "console" / "templates").mkdir(parents=True)
    (tmp_path / "console" / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")

    assert labels_in(tmp_path) == {
        Label("a.yes", "👍"),
        Label("a.no", "👎"),
        Label("a.good", "🙂"),
        Label("a.bad", "🙁"),
        Label("a.mine", "📋"),
        Label("a.many"),
        Label("a.one"),
        Label("a.menu", "📋"),
        Label("a.work", "💼"),
        Label("web.send"),
    }


def test_the_buttons_of_this_project_are_found_wherever_they_stand() -> None:
    keys = {label.key for label in labels_in(ROOT)}

    assert {
        "general.stop",  # a constant
        "intake.needs.reading",  # by a wrapper
        "intake.scale.well",  # in a table
        "goodbye.first",  # the same, by its place
        "news.write",  # on a card
        "after.good",  # in a table of a card
        "my.withdraw.yes",  # on a card
        "volunteer.offer.yes",
        "staff.do.accept",
        "web.send",  # in a template
    } <= keys
    assert not keys & {"intake.hello.ask", "overview.ask", "staff.tasks.none", "web.title"}
