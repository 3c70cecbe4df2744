"""Reads an official file of postcodes and keeps the result as the override of the shipped table.

Three forms: GeoNames `NL.txt` (tab separated), a zip that holds it, or CSV `postcode,latitude,longitude`.

A row that cannot be read is a *fault*: the file is refused, every fault named by line and field, nothing
imported. A row that can be read but cannot be right is *skipped* with a warning (the official file has some):
a point outside the Netherlands; a code that cannot exist; a row far from the codes with the same first three
digits. Several good rows of one code (a code that serves several villages) give their median.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.domain.distance import distance_km
from bot.errors import InputFileError
from bot.geo.places import OVERRIDE_FILE
from bot.geo.postcode import is_postcode

LARGEST_FILE = 20_000_000  # bytes, unpacked; the official file has 325,000
# The European Netherlands with a margin of some kilometres.
SOUTH, NORTH, WEST, EAST = 50.70, 53.60, 3.30, 7.25
# Codes with the same first three digits lie together; the farthest real one, Eemshaven (9979), is 34 km off.
FAR_FROM_REGION_KM = 35.0
_FEWEST_OF_A_REGION = 3

_GEONAMES_FIELDS = {"postcode": 1, "latitude": 9, "longitude": 10}
_GEONAMES_WIDTH = 11
_CSV_HEADER = ["postcode", "latitude", "longitude"]


@dataclass(frozen=True, slots=True)
class PostcodeFile:
    """`points`: postcode → (latitude, longitude) in degrees. `skipped`: one plain sentence a row left out."""

    points: dict[str, tuple[float, float]]
    skipped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    postcode: str
    latitude: float
    longitude: float


def read_postcodes(path: Path) -> PostcodeFile:
    """Parse the file at `path`. Raises InputFileError with every fault; OSError when it cannot be opened."""
    if path.stat().st_size > LARGEST_FILE:
        raise InputFileError((f"{path.name}: larger than {LARGEST_FILE // 1_000_000} MB",))
    return parse_postcodes(path.read_bytes(), name=path.name)


def parse_postcodes(content: bytes, *, name: str) -> PostcodeFile:
    """The same for bytes; `name` is only used in messages."""
    if content[:2] == b"PK":
        content = _unzip(content, name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputFileError((f"line {line}: is not UTF-8 text",)) from error
    rows, faults = _read_rows(text)
    if faults:
        raise InputFileError(tuple(faults))
    good, skipped = _plausible(rows)
    if not good:
        raise InputFileError((f"{name}: no postcode in the Netherlands", *skipped))
    return PostcodeFile(points=_points(good), skipped=tuple(skipped))


def write_override(points: dict[str, tuple[float, float]], var_dir: Path) -> Path:
    """Put the points before the shipped table in one move: a reader sees the old file or the new."""
    target = var_dir / OVERRIDE_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".postcodes-", suffix=".csv")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_CSV_HEADER)
            writer.writerows(
                (code, f"{lat:.6f}", f"{lon:.6f}") for code, (lat, lon) in sorted(points.items())
            )
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return target


def _unzip(content: bytes, name: str) -> bytes:
    """The table in a zip of GeoNames: NL.txt, or the only .txt or .csv beside its readme."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            tables = [
                entry
                for entry in archive.infolist()
                if entry.filename.lower().endswith((".txt", ".csv"))
                and "readme" not in entry.filename.lower()
            ]
            if len(tables) != 1:
                raise InputFileError(
                    (f"{name}: the zip must hold one table, like NL.txt, but holds {len(tables)}",)
                )
            if tables[0].file_size > LARGEST_FILE:
                raise InputFileError((f"{name}: larger than {LARGEST_FILE // 1_000_000} MB when unpacked",))
            return archive.read(tables[0])
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise InputFileError((f"{name}: the zip cannot be read ({error})",)) from error


def _read_rows(text: str) -> tuple[list[_Row], list[str]]:
    lines = text.splitlines()
    if lines and "\t" in lines[0]:
        cells = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line.strip()]
        return _checked(cells, _GEONAMES_FIELDS, _GEONAMES_WIDTH)
    header = [field.strip().lower() for field in lines[0].split(",")] if lines else []
    if header != _CSV_HEADER:
        return [], [
            "line 1: the first line must be postcode,latitude,longitude, or the file a GeoNames NL.txt"
        ]
    cells = [(n, line.split(",")) for n, line in enumerate(lines[1:], 2) if line.strip()]
    return _checked(cells, {field: n for n, field in enumerate(_CSV_HEADER)}, len(_CSV_HEADER))


def _checked(
    cells: Iterable[tuple[int, list[str]]], fields: dict[str, int], width: int
) -> tuple[list[_Row], list[str]]:
    rows, faults = [], []
    for line, row in cells:
        if len(row) < width:
            faults.append(f"line {line}: has {len(row)} fields, needs {width}")
            continue
        values = {field: row[number].strip() for field, number in fields.items()}
        wrong = [
            f"line {line}, {field}: {said}"
            for field, value in values.items()
            if (said := _wrong(field, value))
        ]
        faults += wrong
        if not wrong:
            rows.append(_Row(line, values["postcode"], float(values["latitude"]), float(values["longitude"])))
    return rows, faults


def _wrong(field: str, value: str) -> str | None:
    if field == "postcode":
        known = len(value) == 4 and value.isascii() and value.isdigit()
        return None if known else f"{value[:20]!r} is not four digits"
    try:
        number = float(value)
    except ValueError:
        return f"{value[:20]!r} is not a number"
    limit = 90 if field == "latitude" else 180
    return None if -limit <= number <= limit else f"{value[:20]!r} is not between -{limit} and {limit}"


def _plausible(rows: list[_Row]) -> tuple[list[_Row], list[str]]:
    """Rows that can be right, and a sentence for every other one."""
    inside, skipped = [], []
    for row in rows:
        if not is_postcode(row.postcode):
            skipped.append(f"line {row.line}, postcode: {row.postcode} does not exist")
        elif not (SOUTH <= row.latitude <= NORTH and WEST <= row.longitude <= EAST):
            skipped.append(f"line {row.line}, latitude/longitude: outside the Netherlands")
        else:
            inside.append(row)
    near = []
    for row, km in zip(inside, _km_from_region(inside), strict=True):
        if km <= FAR_FROM_REGION_KM:
            near.append(row)
        else:
            begin = row.postcode[:3]
            skipped.append(f"line {row.line}, latitude/longitude: {km:.0f} km from the others of {begin}x")
    return near, skipped


def _km_from_region(rows: list[_Row]) -> list[float]:
    """Distance to the middle of the codes with the same first three digits (two where those are few)."""
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        for digits in (2, 3):
            groups[row.postcode[:digits]].append(row)
    centres = {key: _middle(group) for key, group in groups.items() if len(group) >= _FEWEST_OF_A_REGION}
    found = []
    for row in rows:
        centre = (
            centres.get(row.postcode[:3]) or centres.get(row.postcode[:2]) or (row.latitude, row.longitude)
        )
        found.append(distance_km(row.latitude, row.longitude, *centre))
    return found


def _middle(rows: list[_Row]) -> tuple[float, float]:
    return median([row.latitude for row in rows]), median([row.longitude for row in rows])


def _points(rows: list[_Row]) -> dict[str, tuple[float, float]]:
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        groups[row.postcode].append(row)
    return {code: _middle(group) for code, group in groups.items()}
