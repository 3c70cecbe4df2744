"""The figures of the whole catalogue in docs/plain-language.md: written by a command, checked by the gate."""

from __future__ import annotations

from pathlib import Path

from tools.reading_measure import Figures, measure
from tools.reading_rules import RARE_BELOW
from tools.reading_texts import LEARNERS, STAFF, VOLUNTEERS, Shown

PAGE = "docs/plain-language.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
HOW = "write them with: python -m tools.check_reading --figures"

# Buttons and labels have no end mark. They make sentences look shorter than those of a page are.
_ENDS = (".", "!", "?")

_HEAD = (
    "| | Texts | Sentences | Words | Words in a sentence | The longest | Flesch-Douma | Rare words |",
    "|---|--:|--:|--:|--:|--:|--:|--:|",
)


def page_problems(root: Path, texts: list[Shown]) -> list[str]:
    """One line when the page is absent or has other figures than the catalogue."""
    try:
        before, _begin, rest = (root / PAGE).read_text(encoding="utf-8").partition(BEGIN)
    except FileNotFoundError:
        return [f"{PAGE}: missing"]
    inside, end, _after = rest.partition(END)
    if not before or not end:
        return [f"{PAGE}: no place for the figures ({BEGIN} … {END})"]
    return [] if inside.strip() == table(texts) else [f"{PAGE}: the figures are out of step ({HOW})"]


def write_page(root: Path, texts: list[Shown]) -> None:
    """Put the present figures into the page.

    Raises:
        ValueError: the page has no place for them.
    """
    page = root / PAGE
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE}: no place for the figures ({BEGIN} … {END})")
    page.write_text(f"{before}{BEGIN}\n{table(texts)}\n{END}{after}", encoding="utf-8")


def table(texts: list[Shown]) -> str:
    """The Dutch catalogue by its readers, as lines of Markdown."""
    rows = list(_HEAD)
    for readers in (LEARNERS, VOLUNTEERS, STAFF):
        said = [shown.text for shown in texts if shown.language == "nl" and shown.readers == readers]
        whole = [text for text in said if text.endswith(_ENDS)]
        named = ((readers.capitalize(), said), (f"{readers.capitalize()}, whole sentences only", whole))
        rows += [_row(name, measure(of, rare_below=RARE_BELOW)) for name, of in named if of]
    return "\n".join(rows)


def _row(name: str, of: Figures) -> str:
    cells = (
        name,
        f"{of.texts}",
        f"{of.sentences}",
        f"{of.words}",
        f"{of.mean_words:.1f}",
        f"{of.longest}",
        f"{of.flesch_douma:.1f}",
        f"{len(of.rare)} of {of.different}",
    )
    return f"| {' | '.join(cells)} |"


def figures_of_file(path: Path) -> str:
    """The same row for any Dutch text: a file with a paragraph on each line."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return "\n".join([*_HEAD, _row(path.stem, measure(lines, rare_below=RARE_BELOW))])
