"""Collects words that the search would take for a slip in a Dutch place name, though they mean other things.

Sources: the gazetteer of the world (big cities anywhere, towns just over the border), tools/chat_words.txt.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.geo.names import search_key
from bot.geo.places import PlaceTable

BIG = 100_000
NEIGHBOURS = {"BE": 5_000, "DE": 20_000}


def not_places(data_dir: Path, cities: list[dict[str, Any]]) -> list[str]:
    """Search keys, in order; only those that a table without this list would match by a slip.

    Ordinary words also when they are an uncommon other name of a place.
    """
    table = PlaceTable.load(data_dir)
    ordinary = {search_key(word) for word in _chat_words()}
    foreign = {search_key(name) for name in _foreign_names(cities)}
    refused = {word for word in ordinary if any(match.score < 100 for match in table.search(word))}
    refused |= {word for word in foreign if any(not match.exact for match in table.search(word))}
    return sorted(refused)


def _chat_words() -> Iterator[str]:
    text = (Path(__file__).parent / "chat_words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()


def _foreign_names(cities: list[dict[str, Any]]) -> Iterator[str]:
    """The main name always; the other names only of the biggest, for the small ones' are rare spellings."""
    for row in cities:
        country = row["countrycode"]
        if country == "NL" or row["population"] < NEIGHBOURS.get(country, BIG):
            continue
        yield row["name"]
        if row["population"] >= 10 * BIG:
            yield from (alias for alias in row["alternatenames"] if not alias[:1].islower())
