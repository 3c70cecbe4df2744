"""A small checkout with a few texts, for the gate of the reading level."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.unit.i18n.builders import write
from tools.reading_figures import BEGIN, END, PAGE, write_page
from tools.reading_texts import Shown, read_texts
from tools.reading_words import ALLOWED, BANNED, Words, read_words

ROOT = Path(__file__).resolve().parents[3]

PLAIN = {
    "intake.hello.ask": "Hallo! Ik zoek een huis bij u in de buurt.",
    "general.yes": "Ja",
    "volunteer.offer.yes": "Ja, ik help",
    "staff.tasks.none": "Er zijn geen taken. Mooi!",
}
CODE = 'YES = Button("yes", Text("general.yes"), "👍")\n'


def make_checkout(
    root: Path, texts: Mapping[str, str] | None = None, *, language: str = "nl", allowed: str = ""
) -> Path:
    """A checkout whose Dutch is plain, with these texts besides; its page has the present figures."""
    write(root / "locale", "nl", {**PLAIN, **(texts or {} if language == "nl" else {})})
    if language != "nl":
        write(root / "locale", language, texts or {})
    for path, content in (("flows/page.py", CODE), (ALLOWED, allowed), (PAGE, f"# Page\n{BEGIN}\n{END}\n")):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    (root / BANNED).write_text((ROOT / BANNED).read_text(encoding="utf-8"), encoding="utf-8")
    write_page(root, read_texts(root))
    return root


def shown(text: str, key: str = "intake.hello.ask", language: str = "nl") -> Shown:
    """A text as it stands in a catalogue."""
    return Shown(language, key, text)


def words_of_the_project() -> Words:
    """The real lists of words."""
    return read_words(ROOT)
