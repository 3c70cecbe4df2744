"""The gate of the texts: compares the keys in the code with every catalogue, and these with each other.

Run by `make check`: one line for each problem, exit code 1 when there is one. With `--write-pot` it writes
`locale/messages.pot` anew from the code instead, with the comments for translators; with `--write-readme` the
table of languages in the README.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.i18n import NOT_FOR_LEARNERS
from bot.i18n.catalogue import PLACEHOLDER, strings_of
from tools import reviews
from tools.catalogue_keys import Keys, keys_in
from tools.plural_forms import plural_fault
from tools.translations import SOURCE as DEFAULT
from tools.translations import WRITTEN_WITH_SOURCE, fingerprint, stamp_of

POT = "locale/messages.pot"
_ENTRY = re.compile(r'^msgid "(.+)"', re.MULTILINE)
_PLURAL_STRING = re.compile(
    r'^msgid "(.+)"\nmsgid_plural .*\n((?:(?:msgstr\[\d+\] )?".*"\n?|msgstr\[.*\n?)*)', re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Language:
    """One catalogue: its entries by key, and its text for what the library does not tell."""

    code: str
    entries: dict[str, Message]
    catalog: Catalog
    source: str


def problems(root: Path) -> list[str]:
    """One line for each problem in the checkout at `root`, such as "locale/nl: intake.x: missing"."""
    try:
        keys = keys_in(root)
    except SyntaxError as error:
        return [f"{error.filename}: cannot be read: {error.msg} in line {error.lineno}"]
    languages: dict[str, Language] = {}
    found: list[str] = []
    for path in sorted((root / "locale").glob("*/LC_MESSAGES/messages.po")):
        code = path.parents[1].name
        try:
            languages[code] = _read(code, path)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            found.append(f"locale/{code}: cannot be read: {error}")
    source = languages.get(DEFAULT)
    if source is None:
        return [*found, f"locale/{DEFAULT}: missing"]
    for language in languages.values():
        checks = (
            *_compare_with_code(language, keys, source),
            *_compare_with_source(language, source),
            *_look_at_entries(language),
            *_look_at_file(language),
        )
        found += [f"locale/{language.code}: {problem}" for problem in checks]
    found += (f"{POT}: {problem}" for problem in _compare_with_pot(root, keys, source))
    # The README counts what is there, so it is only looked at when nothing is missing.
    return [*found, *(() if found else reviews.problems(root))]


def _read(code: str, path: Path) -> Language:
    text = path.read_text(encoding="utf-8")
    with path.open("rb") as file:
        # Not aborting: too many plural forms are reported below, by their key.
        catalog = read_po(file, locale=code, abort_invalid=False)
    return Language(code, _entries(catalog), catalog, text)


def _entries(catalog: Catalog) -> dict[str, Message]:
    return {_key(message): message for message in catalog if message.id}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _wanted(keys: Keys, source: Language) -> dict[str, str]:
    """The keys that must exist, with where they are used."""
    first_words = {key.partition(".")[0] for key in source.entries}
    named = {key: where for key, where in keys.named.items() if key.partition(".")[0] in first_words}
    return {**named, **keys.asked}


def _compare_with_code(language: Language, keys: Keys, source: Language) -> Iterator[str]:
    for key, where in sorted(_wanted(keys, source).items()):
        optional = _optional(language, key)
        if key not in language.entries and not optional:
            yield f"{key}: missing (used in {where})"
    for key in sorted(language.entries):
        if not keys.uses(key):
            yield f"{key}: unused"
    if language.code == DEFAULT:
        yield from _not_filled(language, keys)
        for pattern, where in sorted(keys.patterns.items()):
            if not any(re.fullmatch(pattern, key) for key in language.entries):
                yield f"{pattern}: no key has this form (used in {where})"


def _optional(language: Language, key: str) -> bool:
    """People who work here have their texts in Dutch and English only."""
    return language.code not in WRITTEN_WITH_SOURCE and key.startswith(NOT_FOR_LEARNERS)


def _not_filled(language: Language, keys: Keys) -> Iterator[str]:
    for key, message in sorted(language.entries.items()):
        needed = _placeholders(message) if isinstance(message.id, str) else {*_placeholders(message), "count"}
        for where, filled in keys.fills.get(key, []):
            if not needed <= filled:
                yield f"{key}: {_listed(needed - filled)} not filled in {where}"


def _compare_with_source(language: Language, source: Language) -> Iterator[str]:
    for key, message in sorted(language.entries.items()):
        of_source = source.entries.get(key)
        if of_source is None or not any(strings_of(message.string)):
            continue
        here, there = _placeholders(message), _placeholders(of_source)
        if here != there:
            yield f"{key}: placeholders {_listed(here)} differ from {_listed(there)} in {source.code}"
        if message.id != of_source.id:
            yield f"{key}: plural here and not in {source.code}, or the other way round"
        if language.code not in WRITTEN_WITH_SOURCE:
            yield from _stale(key, message, of_source)


def _stale(key: str, message: Message, of_source: Message) -> Iterator[str]:
    if stamp_of(message) != fingerprint(strings_of(of_source.string)):
        yield f"{key}: stale, for the {DEFAULT} text has changed (tools/translations.py --missing lists it)"


def _placeholders(message: Message) -> set[str]:
    # Of all forms together: "één dag" may leave out {count} that "{count} dagen" has.
    return {name for string in strings_of(message.string) for name in PLACEHOLDER.findall(string)}


def _listed(names: set[str]) -> str:
    return "{" + ", ".join(sorted(names)) + "}"


def _look_at_entries(language: Language) -> Iterator[str]:
    for key, message in sorted(language.entries.items()):
        strings = strings_of(message.string)
        if message.fuzzy:
            yield f"{key}: fuzzy"
        elif not all(strings) and not _optional(language, key):
            yield f"{key}: untranslated"
        if any(string != string.strip() for string in strings):
            yield f"{key}: blanks at the begin or the end"


def _look_at_file(language: Language) -> Iterator[str]:
    fault = plural_fault(language.code, language.catalog.num_plurals, language.catalog.plural_expr)
    if fault:
        yield f"Plural-Forms: {fault}"
    for key, forms in _PLURAL_STRING.findall(language.source):
        count = forms.count("msgstr[")
        if count != language.catalog.num_plurals:
            yield f"{key}: {count} plural forms, {language.catalog.num_plurals} in Plural-Forms"
    for key, count in sorted(Counter(_ENTRY.findall(language.source)).items()):
        if count > 1:
            yield f"{key}: {count} times"
    for message in language.catalog.obsolete.values():
        also = "obsolete, and in use as well" if _key(message) in language.entries else "obsolete"
        yield f"{_key(message)}: {also}"


def _compare_with_pot(root: Path, keys: Keys, source: Language) -> Iterator[str]:
    path = root / POT
    if not path.exists():
        yield "missing (write it with --write-pot)"
        return
    with path.open("rb") as file:
        there = {_key(message): message.id for message in read_po(file) if message.id}
    expected = {_key(message): message.id for message in template(keys, source.catalog) if message.id}
    for key in sorted(expected.keys() | there.keys()):
        if expected.get(key) != there.get(key):
            yield f"{key}: out of step (write it with --write-pot)"


def template(keys: Keys, source: Catalog) -> Catalog:
    """The catalogue without translations: every entry of the source language that the code uses."""
    made = Catalog(project="Taalwijzer", charset="utf-8")
    for key, message in sorted(_entries(source).items()):
        if keys.uses(key):
            where = keys.asked.get(key) or keys.named.get(key)
            comment = keys.comments.get(key)
            # Without line numbers: they would change with every edit.
            made.add(
                message.id,
                auto_comments=[comment] if comment else [],
                locations=[(where, 0)] if where else [],
            )
    return made


def write_template(root: Path) -> None:
    """Write `locale/messages.pot` anew."""
    source = _read(DEFAULT, root / "locale" / DEFAULT / "LC_MESSAGES" / "messages.po")
    made = template(keys_in(root), source.catalog)
    with (root / POT).open("wb") as file:
        write_po(file, made, width=0, omit_header=False)


def main(arguments: list[str]) -> int:
    root = Path(__file__).resolve().parents[1]
    if arguments == ["--write-pot"]:
        write_template(root)
        return 0
    if arguments == ["--write-readme"]:
        reviews.write_readme(root)
        return 0
    if arguments:
        print("usage: check_catalogues.py [--write-pot | --write-readme]", file=sys.stderr)
        return 2
    found = problems(root)
    print("\n".join(found) if found else "catalogues: fine")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
