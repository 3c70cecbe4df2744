"""A tiny checkout with catalogues and the code that uses them, for the gate of the texts."""

from __future__ import annotations

from pathlib import Path

from tests.unit.i18n.builders import Entries, review, write
from tools.check_catalogues import write_template
from tools.reviews import BEGIN, END, write_readme
from tools.translations import write_translations

CODE = """
from flows.model import Text

# Translators: said at the start.
HELLO = Text("intake.hello", {"name": 1})
TABLE = {1: "intake.days"}


def step(kind: str, is_new: bool) -> Text:
    return Text("intake.new" if is_new else "intake.old") or Text(f"intake.form.{kind}.ask")
"""
PAGE = '<h1>{{ t("web.title") }}</h1>{% set other = "web.other" %}<p>"web.nothing"</p>'
DUTCH: Entries = {
    "intake.hello": "Hallo {name}!",
    "intake.days": ("{count} dag", "{count} dagen"),
    "intake.new": "Nieuw",
    "intake.old": "Oud",
    "intake.form.group.ask": "Samen?",
    "web.title": "Taalwijzer",
    "web.other": "Anders",
    "staff.queue": "Wachtrij",
}
ENGLISH: Entries = {
    "intake.hello": "Hello {name}!",
    "intake.days": ("one day", "{count} days"),
    "intake.new": "New",
    "intake.old": "Old",
    "intake.form.group.ask": "Together?",
    "web.title": "Taalwijzer",
    "web.other": "Other",
    "staff.queue": "Queue",
}
POLISH: Entries = {
    "intake.hello": "Dzień dobry {name}!",
    "intake.days": ("{count} dzień", "{count} dni", "{count} dni"),
    "intake.new": "Nowe",
    "intake.old": "Stare",
    "intake.form.group.ask": "Razem?",
    "web.title": "Taalwijzer",
    "web.other": "Inne",
}
README = f"# Taalwijzer\n\n{BEGIN}\n{END}\n\nThe end.\n"


def make_checkout(root: Path, *, nl: Entries = DUTCH, en: Entries = ENGLISH, code: str = CODE) -> Path:
    """A checkout in which only what is passed differs from one without a fault."""
    for room in ("flows", "bot/db", "handlers", "console/templates"):
        (root / room).mkdir(parents=True)
    (root / "flows/intake.py").write_text(code, encoding="utf-8")
    (root / "bot/queue.py").write_text('TITLE = "staff.queue"\nFILE = "intake.csv"\nDEEP = "os.path"\n')
    (root / "bot/db/intakes.py").write_text('COLUMN = "intake.id"\n')
    (root / "console/templates/page.html").write_text(PAGE)
    for language, entries in (("nl", nl), ("en", en)):
        review(write(root / "locale", language, entries), "nobody")
    write_template(root)
    (root / "README.md").write_text(README)
    write_readme(root)
    return root


def add_polish(root: Path, entries: Entries = POLISH) -> Path:
    """A third language, translated by the tool for it."""
    lines = (
        f"{key}\t{text}" if isinstance(text, str) else f"{key}#\t{'|'.join(text)}"
        for key, text in entries.items()
    )
    assert write_translations(root, "pl", "\n".join(lines)) == []
    write_readme(root)
    return root


def change(root: Path, language: str, old: str, new: str) -> None:
    """Change the text of a catalogue as an editor would."""
    path = root / "locale" / language / "LC_MESSAGES" / "messages.po"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def without(entries: Entries, key: str) -> Entries:
    return {name: text for name, text in entries.items() if name != key}
