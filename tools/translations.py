"""Translate the texts for learners: list what a language lacks, and write what was translated.

    python -m tools.translations CODE --missing      what is missing or stale, as lines to fill in
    python -m tools.translations CODE FILE.tsv       write these translations into the catalogue
    python -m tools.translations CODE --show         every learner text beside its Dutch, to read it again

One line a text: the key, a TAB, the translation. A text with plural forms has `#` behind its key and all
forms of the language, in the order of the catalogue, with `|` between them. Lines that begin with `#` are
skipped.

A translation is kept with the fingerprint of the Dutch that it was made from (`# nl: 1a2b3c4d`). When the
Dutch changes, the translation is stale: it is listed here, and `make check` fails until somebody has looked
at it.
"""

from __future__ import annotations

import fcntl
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.i18n import NOT_FOR_LEARNERS
from bot.i18n.catalogue import NOBODY, PLACEHOLDER, REVIEWED, strings_of
from tools.plural_forms import plural_header, plural_tags

SOURCE = "nl"
WRITTEN_WITH_SOURCE = (SOURCE, "en")
"""English is written by whoever writes the Dutch, in the same change, so it carries no fingerprints."""
_REVIEWED = re.compile(rf'^"{REVIEWED}: (.*?)\\n"$', re.MULTILINE)
_SEEN = re.compile(r"# \w* ?@([0-9a-f]{8})\b")
_STAMP = re.compile(r"nl: ([0-9a-f]{8})")
_HEAD = """\
# {code} translations for Taalwijzer.
# Copyright (C) 2026 the Taalwijzer authors
# This file is distributed under the same license as the Taalwijzer project.
#
# X-Reviewed-By: the native speaker who read every text of this file, and when; or "nobody".
# nl: the fingerprint of the Dutch text that the translation was made from.
#
msgid ""
msgstr ""
"Project-Id-Version: Taalwijzer 1\\n"
"Language: {code}\\n"
"Plural-Forms: {plurals}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"X-Reviewed-By: {reviewed}\\n"
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One translated text: its forms (one, or one for each plural form), and what it was made from."""

    key: str
    forms: tuple[str, ...]
    plural: bool = False
    stamp: str = ""


@dataclass(slots=True)
class Book:
    """One catalogue file: who reviewed it, and its entries by key."""

    code: str
    reviewed: str = NOBODY
    entries: dict[str, Entry] = field(default_factory=dict)


def fingerprint(forms: tuple[str, ...]) -> str:
    """Eight hexadecimal digits of these Dutch forms; another text has others."""
    return sha256("\0".join(forms).encode()).hexdigest()[:8]


def stamp_of(message: Message) -> str:
    """The fingerprint that stands with a translation, or ""."""
    found = (_STAMP.fullmatch(comment.strip()) for comment in message.user_comments)
    return next((match[1] for match in found if match), "")


def reviewer(text: str) -> str:
    """Who reviewed the catalogue with this text ("nobody" included); "" when its header does not say."""
    found = _REVIEWED.search(text)
    return found[1].strip() if found else ""


def path_of(root: Path, code: str) -> Path:
    """Where the catalogue of a language is kept in this checkout."""
    return root / "locale" / code / "LC_MESSAGES" / "messages.po"


def read_book(root: Path, code: str) -> Book:
    """The catalogue of a language; an empty one when there is none yet."""
    path = path_of(root, code)
    if not path.exists():
        return Book(code)
    text = path.read_text(encoding="utf-8")
    entries = {
        entry.key: entry for message in _catalog(path, code) if message.id for entry in (_entry(message),)
    }
    return Book(code, reviewer(text) or NOBODY, entries)


def write_book(root: Path, book: Book) -> None:
    """Write the catalogue, sorted by key. Only for languages other than those written with the source."""
    head = _HEAD.format(code=book.code, plurals=plural_header(book.code), reviewed=book.reviewed)
    blocks = [_block(book.entries[key]) for key in sorted(book.entries)]
    path = path_of(root, book.code)
    path.parent.mkdir(parents=True, exist_ok=True)
    # In one step, so that nobody reads half a catalogue.
    new = path.with_suffix(".new")
    new.write_text("\n".join([head, *blocks]), encoding="utf-8")
    new.replace(path)


def wanted(root: Path) -> dict[str, Entry]:
    """The Dutch texts that every language needs: those that learners see."""
    source = read_book(root, SOURCE).entries
    return {key: entry for key, entry in source.items() if not key.startswith(NOT_FOR_LEARNERS)}


def state_of(entry: Entry | None, source: Entry) -> str:
    """ "missing", "stale" (made from another Dutch text), or "" when it is up to date."""
    if entry is None or not all(entry.forms):
        return "missing"
    return "" if entry.stamp == fingerprint(source.forms) else "stale"


def faults(entry: Entry, source: Entry | None) -> Iterator[str]:
    """What keeps this translation from being written."""
    if source is None:
        yield f"{entry.key}: no learner text of this name in {SOURCE}"
        return
    if entry.plural != source.plural:
        yield f"{entry.key}: {'has plural forms' if source.plural else 'has no plural forms'} in {SOURCE}"
    here, there = _placeholders(entry), _placeholders(source)
    if here != there:
        yield f"{entry.key}: placeholders {sorted(here)} differ from {sorted(there)} in {SOURCE}"
    if any(form != form.strip() or not form for form in entry.forms):
        yield f"{entry.key}: empty, or blanks at the begin or the end"


def translated(code: str, text: str, sources: dict[str, Entry]) -> tuple[list[Entry], list[str]]:
    """The entries of a file of translations, and what is wrong with it, one line each."""
    entries, found = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        key, tab, words = line.partition("\t")
        if not tab:
            found.append(f"line {number}: no TAB")
            continue
        words, _, others = words.partition("\t")
        entry = _from_line(key.strip(), words.strip(), sources, seen=_SEEN.search(others))
        wrong = [*faults(entry, sources.get(entry.key))]
        if entry.plural and len(entry.forms) != len(plural_tags(code)):
            wrong.append(f"{entry.key}: {len(entry.forms)} forms, needs {'|'.join(plural_tags(code))}")
        found += [f"line {number}: {problem}" for problem in wrong]
        entries += [] if wrong else [entry]
    return entries, found


def _from_line(key: str, words: str, sources: dict[str, Entry], *, seen: re.Match[str] | None) -> Entry:
    """`seen` holds the fingerprint of the Dutch that the translator had before them, when the line still has
    it: the Dutch may have changed since.
    """
    plural = key.endswith("#")
    key = key.removesuffix("#")
    forms = tuple(form.strip() for form in words.split("|")) if plural else (words.replace("\\n", "\n"),)
    source = sources.get(key)
    stamp = seen[1] if seen else fingerprint(source.forms) if source else ""
    return Entry(key, forms, plural, stamp)


def _catalog(path: Path, code: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=code, abort_invalid=False)


def _entry(message: Message) -> Entry:
    plural = not isinstance(message.id, str)
    key = message.id[0] if plural else message.id
    return Entry(str(key), strings_of(message.string), plural, stamp_of(message))


def _placeholders(entry: Entry) -> set[str]:
    # Of all forms together: "one day" may leave out {count} that "{count} days" has.
    return {name for form in entry.forms for name in PLACEHOLDER.findall(form)}


def _block(entry: Entry) -> str:
    lines = [f"# nl: {entry.stamp}"] if entry.stamp else []
    lines.append(f'msgid "{entry.key}"')
    if entry.plural:
        lines.append(f'msgid_plural "{entry.key}#plural"')
        lines += [f'msgstr[{place}] "{_escaped(form)}"' for place, form in enumerate(entry.forms)]
    else:
        lines.append(f'msgstr "{_escaped(entry.forms[0])}"')
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


# ── The command ────────────────────────────────────────────────────────────────────────────────────────────


def write_translations(root: Path, code: str, text: str) -> list[str]:
    """Write these lines into the catalogue; returns what is wrong, one line each. What is right is written.

    Entries whose key Dutch no longer has are dropped on the way.
    """
    with path_of(root, SOURCE).open() as lock:
        # Two people at once: the file is read again under the lock.
        fcntl.flock(lock, fcntl.LOCK_EX)
        sources, known = wanted(root), read_book(root, SOURCE).entries
        entries, found = translated(code, text, sources)
        book = read_book(root, code)
        book.entries.update({entry.key: entry for entry in entries})
        book.entries = {key: entry for key, entry in book.entries.items() if key in known}
        write_book(root, book)
    return found


def listing(root: Path, code: str, *, everything: bool) -> Iterator[str]:
    """A line for each text that is missing or stale, or for `everything`: key, Dutch, English, comment."""
    english, book = read_book(root, "en").entries, read_book(root, code).entries
    comments = {_entry(message).key: message for message in _catalog(root / "locale/messages.pot", SOURCE)}
    for key, source in sorted(wanted(root).items()):
        state = state_of(book.get(key), source)
        if not state and not everything:
            continue
        there = book[key].forms if key in book else ()
        comment = " ".join(comments[key].auto_comments) if key in comments else ""
        words = ["|".join(forms).replace("\n", "\\n") for forms in (there, source.forms, _of(english, key))]
        pieces = [key + "#" * source.plural, *(words if everything or state == "stale" else words[1:])]
        yield "\t".join([*pieces, f"# {state} @{fingerprint(source.forms)} {comment}".rstrip()])


def _of(entries: dict[str, Entry], key: str) -> tuple[str, ...]:
    return entries[key].forms if key in entries else ()


def main(arguments: list[str]) -> int:
    """Runs one of the commands above; 0 fine, 1 something was refused, 2 wrong use."""
    root = Path(__file__).resolve().parents[1]
    if len(arguments) != 2 or arguments[0] in WRITTEN_WITH_SOURCE:
        print(__doc__, file=sys.stderr)
        return 2
    code, what = arguments
    if what in ("--missing", "--show"):
        print(f"# {code}: forms of a plural: {'|'.join(plural_tags(code))}")
        for line in listing(root, code, everything=what == "--show"):
            print(line)
        return 0
    found = write_translations(root, code, Path(what).read_text(encoding="utf-8"))
    print("\n".join(found) if found else f"{code}: written")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
