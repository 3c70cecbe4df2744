"""Builds locale/<language>/places.csv: Dutch places as readers of another script write them.

    python -m tools.build_place_names [CACHE]      CACHE keeps the downloaded packages (default var/packages)

GeoNames (CC BY 4.0, see data/README.md) lists other names of a place without saying in which language they
are, so they are told apart by their letters: Persian has letters that Arabic lacks and the other way round,
Ukrainian has letters that Russian lacks. Where that leaves several, the longest is taken, in Cyrillic the one
that sounds most like the Dutch. The Dutch name is always shown with it, for that is on the signs.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from bot.geo.names import search_key
from tools import places_sources as sources
from tools.build_places import NAMES

ROOT = Path(__file__).resolve().parent.parent
FILE = "places.csv"

# Arabic letters that both languages write, those of Arabic alone, and those of Persian alone.
_BOTH = "ءآابتثجحخدذرزسشصضطظعغفقلمنهو"
_ARABIC, _PERSIAN = "أإؤئةكيى", "پچژگکیئ\u200c"
_UKRAINIAN = "іїєґ"
_CYRILLIC = "абвгдежзйклмнопрстуфхцчшщьюя" + _UKRAINIAN
# Names that everybody knows and that no rule finds.
_KNOWN = {("uk", "Den Haag"): "Гаага", ("fa", "Amsterdam"): "آمستردام"}
_SOUNDS = dict(zip("абвгґдеєжзіїйклмнопрстуфхцчшщьюя", "abvhgdeezziijklmnoprstufhccss uj", strict=True))


def arabic(names: Iterable[str], _dutch: str) -> str:
    """The name that is most surely Arabic, or ""."""
    return _first(names, _BOTH + _ARABIC, _ARABIC)


def persian(names: Iterable[str], _dutch: str) -> str:
    """The name that is most surely Persian, or "". Of two that could be both, Arabic has the first."""
    return _first(reversed([*names]), _BOTH + _PERSIAN, _PERSIAN)


def ukrainian(names: Iterable[str], dutch: str) -> str:
    """A name in letters of which each is read so in Ukrainian, most like the Dutch; or ""."""
    fitting = [name for name in names if _written_with(name.casefold(), _CYRILLIC)]
    own = [name for name in fitting if set(name.casefold()) & set(_UKRAINIAN)]
    return max(own or fitting, key=lambda name: _likeness(name, dutch), default="")


LANGUAGES: dict[str, Callable[[Iterable[str], str], str]] = {
    "ar": arabic,
    "fa": persian,
    "uk": ukrainian,
}


def _first(names: Iterable[str], allowed: str, own: str) -> str:
    fitting = [name for name in names if _written_with(name, allowed)]
    sure = [name for name in fitting if set(name) & set(own)]
    # The longest has the most of its vowels written.
    return max(sure or fitting, key=len, default="")


def _written_with(name: str, letters: str) -> bool:
    # A name of several words may begin with "province of".
    return bool(name) and set(name) <= set(letters) | {"-"}


def _likeness(name: str, dutch: str) -> float:
    said = "".join(_SOUNDS.get(letter, letter) for letter in name.casefold())
    return fuzz.ratio(said, search_key(dutch).replace("w", "v"))


def _towns(data: Path) -> set[str]:
    with (data / "places_nl.csv").open(encoding="utf-8", newline="") as file:
        return {row["name"] for row in csv.DictReader(file)}


def names_in(cities: Iterable[dict[str, Any]], towns: set[str]) -> dict[str, dict[str, str]]:
    """By language the name of each of these Dutch towns that has one; of two towns of one name the biggest
    counts.
    """
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    dutch_cities = [city for city in cities if city["countrycode"] == "NL"]
    for city in sorted(dutch_cities, key=lambda city: -city["population"]):
        dutch = NAMES.get(city["name"], city["name"])
        names = [re.split(r"[،,(]", name)[0].strip() for name in city["alternatenames"]]
        for language, choose in LANGUAGES.items():
            name = _KNOWN.get((language, dutch)) or choose(names, dutch)
            if name and dutch in towns:
                found[language].setdefault(dutch, name)
    return found


def main(arguments: list[str]) -> int:
    """Write the files; say how many places each language has."""
    cache = Path(arguments[0]) if arguments else ROOT / "var" / "packages"
    sources.fetch(cache)
    towns = _towns(ROOT / "data")
    for language, names in names_in(sources.world_cities(cache), towns).items():
        with (ROOT / "locale" / language / FILE).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("name", "shown"))
            writer.writerows(sorted(names.items()))
        print(f"{language}: {len(names)} of {len(towns)} places")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
