"""Takes the file of `import-taalhuizen` apart into records of text, each with its line.

JSON follows Open Referral's Human Services Data Specification (HSDS 3): a list of *location* objects, bare or
under "locations" or "contents". What HSDS has no field for stands in `attributes` as {"label": …, "value": …}
under the names of the CSV columns.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from bot.errors import InputFileError

_LISTS = ("locations", "contents")
_DAYS = {"MO": "Mo", "TU": "Tu", "WE": "We", "TH": "Th", "FR": "Fr", "SA": "Sa", "SU": "Su"}
_SEPARATOR = re.compile(r'"?sep=([;,\t])"?', re.IGNORECASE)
_SPACE_OR_COMMA = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Record:
    """`values`: field → text as in the file; `line` counts from 1."""

    line: int
    values: dict[str, str]


def csv_records(text: str, *, known: Collection[str], required: Collection[str]) -> list[Record]:
    """Rows under a header line. Raises InputFileError when the header or the quoting is wrong."""
    first, _, rest = text.partition("\n")
    # "sep=;" on a line of its own tells a spreadsheet how to read what follows; it stays a line in the count.
    said = _SEPARATOR.fullmatch(first.strip())
    header_line = rest.partition("\n")[0] if said else first
    delimiter = said[1] if said else max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        if said:
            next(reader)
        header = _without_empty_end([field.strip().lower() for field in next(reader, [])])
        faults = _header_faults(header, known, required)
        records, begin = [], reader.line_num + 1
        for row in (_without_empty_end(row, len(header)) for row in reader):
            if any(cell.strip() for cell in row):
                if len(row) == len(header):
                    records.append(Record(begin, dict(zip(header, row, strict=True))))
                else:
                    faults.append(f"line {begin}: has {len(row)} fields, the header has {len(header)}")
            begin = reader.line_num + 1
    except csv.Error as error:
        raise InputFileError((f"line {reader.line_num}: is not well-formed CSV ({error})",)) from error
    if faults:
        raise InputFileError(tuple(faults))
    return records


def _without_empty_end(row: list[str], least: int = 0) -> list[str]:
    """A spreadsheet saves empty columns beside the table too."""
    length = len(row)
    while length > least and not row[length - 1].strip():
        length -= 1
    return row[:length]


def _header_faults(header: list[str], known: Collection[str], required: Collection[str]) -> list[str]:
    faults = [f"line 1, {field}: this column is missing" for field in required if field not in header]
    faults += [
        f"line 1, {field or '(empty)'}: this column is not known" for field in header if field not in known
    ]
    faults += [
        f"line 1, {field}: this column is there twice" for field in set(header) if header.count(field) > 1
    ]
    return faults


def json_records(text: str) -> list[Record]:
    """One record a location. Raises InputFileError when it is not JSON or holds no list of locations."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputFileError((f"line {error.lineno}: is not well-formed JSON ({error.msg})",)) from error
    locations, start = _locations(data, text)
    records, faults = [], []
    for number, (line, location) in enumerate(zip(_lines(text, start), locations, strict=False), 1):
        try:
            records.append(Record(line, _location(location)))
        except (TypeError, AttributeError, ValueError, LookupError) as error:
            faults.append(f"line {line}: location {number} is not an HSDS location ({error})")
    if faults:
        raise InputFileError(tuple(faults))
    return records


def _locations(data: Any, text: str) -> tuple[list[Any], int]:
    """The list and where in the text its first element can be looked for."""
    if isinstance(data, list):
        return data, text.index("[") + 1
    for key in _LISTS:
        found = re.search(rf'"{key}"\s*:\s*\[', text)
        if isinstance(data.get(key), list) and found:
            return data[key], found.end()
    raise InputFileError(('line 1: needs a list of HSDS locations, bare or under "locations"',))


def _lines(text: str, position: int) -> Iterator[int]:
    """The line on which each element of a JSON list begins."""
    decoder = json.JSONDecoder()
    while True:
        position = _end_of_space(text, position)
        if position >= len(text) or text[position] == "]":
            return
        yield text.count("\n", 0, position) + 1
        _, position = decoder.raw_decode(text, position)


def _end_of_space(text: str, position: int) -> int:
    found = _SPACE_OR_COMMA.match(text, position)
    return found.end() if found else position


def _location(location: Any) -> dict[str, str]:
    """HSDS field → ours; our own fields come from `attributes`."""
    if not isinstance(location, dict):
        raise TypeError("it is no object")
    address = (location.get("addresses") or [{}])[0]
    phone = (location.get("phones") or [{}])[0]
    values = {
        "code": location.get("external_identifier") or location.get("id"),
        "name": location.get("name"),
        "latitude": location.get("latitude"),
        "longitude": location.get("longitude"),
        "street": address.get("address_1"),
        "postcode": address.get("postal_code"),
        "town": address.get("city"),
        "phone": phone.get("number"),
        "email": location.get("email"),
        "website": location.get("url"),
        "opening_hours": _hours(location.get("schedules") or []),
        "coverage": ";".join(area["extent"] for area in location.get("service_areas") or []),
    }
    values |= {item["label"]: item["value"] for item in location.get("attributes") or []}
    return {field: _text(value) for field, value in values.items() if value not in (None, "")}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, list):
        return ";".join(str(item) for item in value)
    if not isinstance(value, str | int | float):
        raise TypeError(f"{type(value).__name__} where text is needed")
    return str(value)


def _hours(schedules: list[Any]) -> str:
    """HSDS schedules → opening_hours: byday "MO,TU", opens_at "10:00", closes_at "17:00"."""
    rules = []
    for schedule in schedules:
        days = ",".join(_DAYS[day.strip().upper()[-2:]] for day in schedule["byday"].split(","))
        rules.append(f"{days} {schedule['opens_at'][:5]}-{schedule['closes_at'][:5]}")
    return ", ".join(rules)
