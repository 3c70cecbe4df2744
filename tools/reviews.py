"""Says which languages there are and whether a native speaker has read them: the table in the README.

The state of review stands in the header of each catalogue (`X-Reviewed-By`) and nowhere else; the table is
written from it (`python -m tools.check_catalogues --write-readme`) and the gate of the texts compares both.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel import Locale

from bot.i18n.catalogue import NOBODY, REVIEWED
from tools.translations import WRITTEN_WITH_SOURCE, path_of, read_book, reviewer, wanted

README = "README.md"
BEGIN, END = "<!-- languages: written by tools/check_catalogues.py -->", "<!-- end of languages -->"
_HEAD = """\
| Language | Texts for learners | For volunteers and staff | Read by a native speaker |
|---|---|---|---|"""


def languages(root: Path) -> tuple[str, ...]:
    """The codes of all catalogues, the source first, then what is written with it, then by code."""
    codes = sorted(path.parents[1].name for path in (root / "locale").glob("*/LC_MESSAGES/messages.po"))
    first = [code for code in WRITTEN_WITH_SOURCE if code in codes]
    return (*first, *(code for code in codes if code not in first))


def table(root: Path) -> str:
    """The table of the README: a row for each language."""
    needed = wanted(root)
    rows = []
    for code in languages(root):
        there = read_book(root, code).entries
        done = sum(1 for key in needed if key in there and all(there[key].forms))
        share = "all" if done == len(needed) else f"{done} of {len(needed)}"
        staff = "all" if code in WRITTEN_WITH_SOURCE else "in Dutch"
        rows.append(f"| {_called(code)} (`{code}`) | {share} | {staff} | {_read_by(root, code)} |")
    return "\n".join((_HEAD, *rows))


def problems(root: Path) -> Iterator[str]:
    """One line for each catalogue that hides whether it was reviewed, and for a README out of step."""
    for code in languages(root):
        if not reviewer(path_of(root, code).read_text(encoding="utf-8")):
            yield f"locale/{code}: {REVIEWED}: missing (the native speaker who read it all, or {NOBODY!r})"
    readme = root / README
    if not readme.exists() or _within(readme.read_text(encoding="utf-8")) != table(root):
        yield f"{README}: the table of languages is out of step (write it with --write-readme)"


def write_readme(root: Path) -> None:
    """Write the table anew.

    Raises:
        ValueError: the README has no place for it.
    """
    readme = root / README
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{README} has no {BEGIN} … {END}")
    readme.write_text(f"{before}{BEGIN}\n{table(root)}\n{END}{after}", encoding="utf-8")


def _within(text: str) -> str:
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def _called(code: str) -> str:
    locale = Locale.parse(code.replace("-", "_"))
    own = locale.get_display_name() or code
    english = locale.get_display_name("en") or code
    return english if own == english else f"{english}, {own}"


def _read_by(root: Path, code: str) -> str:
    who = reviewer(path_of(root, code).read_text(encoding="utf-8"))
    return "not yet" if who in ("", NOBODY) else who
