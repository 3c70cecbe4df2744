"""The gate of the reading level: measures every text of every catalogue that a person reads.

Run by `make check`: one line for each finding, with the key, the rule and the text; then the exit code is 1.
Needs no network: the lists of words come with the libraries.

    --figures        write the figures of the whole catalogue into docs/plain-language.md
    --measure FILE   the figures of any Dutch text, for example to compare with
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tools.reading_buttons import labels_in
from tools.reading_figures import figures_of_file, page_problems, write_page
from tools.reading_measure import own_words
from tools.reading_rules import Finding, broken_by, broken_together, is_hard, long_button
from tools.reading_texts import LEARNERS, Shown, read_texts
from tools.reading_words import ALLOWED, Words, WordsError, read_words


def problems(root: Path) -> list[str]:
    """One line for each thing that is wrong in the checkout at `root`."""
    try:
        known = read_words(root)
    except WordsError as error:
        return [str(error)]
    texts = read_texts(root)
    found = [*findings(root, texts, known)]
    return [*map(str, found), *_idle_words(texts, known), *page_problems(root, texts)]


def findings(root: Path, texts: list[Shown], known: Words) -> Iterator[Finding]:
    """Every rule that a text of this checkout breaks."""
    pictures: dict[str, list[str]] = {}
    for label in sorted(labels_in(root), key=lambda label: (label.key, label.picture)):
        pictures.setdefault(label.key, []).append(label.picture)
    for shown in texts:
        yield from broken_by(shown, known)
        if shown.key in pictures:
            yield from long_button(shown, max(pictures[shown.key], key=len))
    for (language, readers), group in _groups(texts):
        yield from broken_together(language, readers, group)


def _groups(texts: list[Shown]) -> Iterator[tuple[tuple[str, str], list[Shown]]]:
    def group_of(shown: Shown) -> tuple[str, str]:
        return shown.language, shown.readers

    for group, members in groupby(sorted(texts, key=group_of), key=group_of):
        yield group, list(members)


def _idle_words(texts: list[Shown], known: Words) -> Iterator[str]:
    said = {
        word
        for shown in texts
        if shown.language == "nl" and shown.readers == LEARNERS
        for word in own_words(shown.text)
    }
    for word in sorted(known.allowed):
        if word not in said:
            yield f"{ALLOWED}: {word}: no text uses it"
        elif not is_hard(word):
            yield f"{ALLOWED}: {word}: it is neither long nor rare"


def main(arguments: list[str]) -> int:
    root = Path(__file__).resolve().parents[1]
    match arguments:
        case []:
            found = problems(root)
            print("\n".join(found) if found else "reading level: fine")
            return 1 if found else 0
        case ["--figures"]:
            write_page(root, read_texts(root))
            return 0
        case ["--measure", file]:
            print(figures_of_file(Path(file)))
            return 0
        case _:
            print("usage: check_reading.py [--figures | --measure FILE]", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
