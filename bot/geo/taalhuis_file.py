"""Checks the file of `import-taalhuizen`, CSV or HSDS-style JSON, before anything touches the database.

All faults are collected, each with its line and field, and raised together; a fault means no rows at all.
The columns are described in data/README.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bot.domain.distance import distance_km
from bot.errors import InputFileError
from bot.geo import taalhuis_fields as fields
from bot.geo.places import Gemeente, PlaceTable
from bot.geo.taalhuis_fields import Form, Offer, OfferMode, Range
from bot.geo.taalhuis_source import Record, csv_records, json_records
from bot.geo.taalhuis_wrong import Fault, TaalhuisFileError, Wrong
from flows.model import Text

LARGEST_FILE = 20_000_000  # bytes
# A house this far from its own postcode has a slip in one of the two, like latitude and longitude swapped.
FAR_FROM_POSTCODE_KM = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaalhuisRow:
    """One house (one branch) as the file says, checked.

    `postcode` is "8011 AB" or "8011"; degrees in WGS 84; hours in the opening_hours syntax of OpenStreetMap;
    `coverage` ranges of four-digit postcodes, both ends included, in order; `phone` E.164; '' is not given.
    `closed_until` is the last day on which it is closed for a while. `offer_mode` '' leaves what it is.
    """

    code: str
    name: str
    street: str
    postcode: str
    town: str
    latitude: float
    longitude: float
    gemeente_code: str
    gemeente: str
    arbeidsmarktregio: str
    opening_hours: str
    walk_in_hours: str
    offers: tuple[Offer, ...]
    forms: tuple[Form, ...]
    coverage: tuple[Range, ...]
    phone: str
    email: str
    website: str
    active: bool
    closed_until: date | None
    auto_accept: bool
    demo: bool
    offer_mode: OfferMode


Reader = Callable[[str], Any]

# Column → how it is read, in the order of the CSV. An empty or absent optional column has its default.
_READERS: dict[str, Reader] = {
    "code": fields.code,
    "name": partial(fields.needed, longest=120),
    "street": partial(fields.needed, longest=120),
    "postcode": fields.postcode,
    "town": partial(fields.needed, longest=80),
    "latitude": fields.latitude,
    "longitude": fields.longitude,
    "gemeente": partial(fields.needed, longest=80),
    "opening_hours": partial(fields.hours, required=True),
    "offers": fields.offers,
    "forms": fields.forms,
    "arbeidsmarktregio": partial(fields.text, longest=80),
    "walk_in_hours": partial(fields.hours, required=False),
    "coverage": fields.coverage,
    "phone": fields.phone,
    "email": fields.email,
    "website": fields.website,
    "active": partial(fields.yes_or_no, default=True),
    "closed_until": fields.day,
    "auto_accept": partial(fields.yes_or_no, default=False),
    "demo": partial(fields.yes_or_no, default=False),
    "offer_mode": fields.offer_mode,
}
# A point and a telephone number can look like a BSN, and can hold nothing else.
_NUMBERS = frozenset({"latitude", "longitude", "phone"})
COLUMNS = tuple(_READERS)
REQUIRED = COLUMNS[:11]


def read_field(field: str, raw: str) -> Any:
    """One value of a Taalhuis as somebody wrote it; `field` is one of `COLUMNS`.

    Raises:
        Wrong: it cannot be used.
    """
    raw = raw.strip()
    if not raw and field in REQUIRED:
        raise fields.missing()
    return _READERS[field](raw if field in _NUMBERS else fields.without_bsn(raw))


def read_taalhuizen(path: Path, places: PlaceTable) -> tuple[TaalhuisRow, ...]:
    """The rows of the file at `path`. Raises InputFileError with every fault; OSError if there is none."""
    if path.stat().st_size > LARGEST_FILE:
        raise InputFileError((f"{path.name}: larger than {LARGEST_FILE // 1_000_000} MB",))
    return parse_taalhuizen(path.read_bytes(), places)


def parse_taalhuizen(content: bytes, places: PlaceTable) -> tuple[TaalhuisRow, ...]:
    """The same for bytes. What begins with [ or { is JSON, all else CSV with commas or semicolons."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputFileError((f"line {line}: is not UTF-8 text; save the file as 'CSV UTF-8'",)) from error
    is_json = text.lstrip()[:1] in ("[", "{")
    records = json_records(text) if is_json else csv_records(text, known=COLUMNS, required=REQUIRED)
    rows, faults = _checked(records, places)
    if faults:
        raise TaalhuisFileError(tuple(faults))
    if not rows:
        raise InputFileError(("the file holds no Taalhuis",))
    return tuple(rows)


def _checked(records: Iterable[Record], places: PlaceTable) -> tuple[list[TaalhuisRow], list[Fault]]:
    rows: list[TaalhuisRow] = []
    faults: list[Fault] = []
    first_line: dict[str, int] = {}
    for record in records:
        values, wrong = _read_fields(record)
        if not wrong:
            wrong = _together(values, places)
        code = str(values.get("code", ""))
        if code and code in first_line:
            said = f"{code!r} is already on line {first_line[code]}"
            wrong["code"] = Wrong(said, Text("console.fault.twice", {"line": first_line[code]}))
        if code:
            first_line.setdefault(code, record.line)
        faults += [Fault(record.line, field, said) for field, said in wrong.items()]
        if not wrong:
            rows.append(TaalhuisRow(**values))
    return rows, faults


def _read_fields(record: Record) -> tuple[dict[str, Any], dict[str, Wrong]]:
    """Values and faults by field; a field of the record that nobody knows is a fault too."""
    values: dict[str, Any] = {}
    wrong = {
        field: Wrong("is not a field of a Taalhuis", Text("console.fault.field"))
        for field in record.values
        if field not in _READERS
    }
    for field in COLUMNS:
        try:
            values[field] = read_field(field, record.values.get(field, ""))
        except Wrong as error:
            wrong[field] = error
    return values, wrong


def _together(values: dict[str, Any], places: PlaceTable) -> dict[str, Wrong]:
    """Faults that show only when fields are held against the place table; fills in the gemeente."""
    gemeente = find_gemeente(values["gemeente"], places)
    if gemeente is None:
        said = f"{values['gemeente']!r} is no gemeente; write its name or its code, like GM0193"
        return {"gemeente": Wrong(said, Text("console.fault.gemeente"))}
    values["gemeente_code"], values["gemeente"] = gemeente.code, gemeente.name
    wrong: dict[str, Wrong] = {}
    values["arbeidsmarktregio"] = values["arbeidsmarktregio"] or gemeente.arbeidsmarktregio
    if not values["arbeidsmarktregio"]:
        said = f"is missing, and not known for gemeente {gemeente.name}"
        wrong["arbeidsmarktregio"] = Wrong(said, Text("console.fault.region"))
    place = places.by_postcode(values["postcode"][:4])
    if place is None:
        said = f"{values['postcode'][:4]} is not in use"
        wrong["postcode"] = Wrong(said, Text("console.fault.unused"))
        return wrong
    km = distance_km(place.latitude, place.longitude, values["latitude"], values["longitude"])
    if km > FAR_FROM_POSTCODE_KM:
        said = f"the point is {km:.0f} km from postcode {place.postcode}"
        wrong["latitude"] = Wrong(said, Text("console.fault.far"))
    return wrong


def find_gemeente(text: str, places: PlaceTable) -> Gemeente | None:
    """By name ("Zwolle"), code ("GM0193") or both ("Zwolle GM0193"), in which case they must agree."""
    words = text.replace("(", " ").replace(")", " ").split()
    codes = [word for word in words if word.upper() in places.gemeenten]
    if not codes or len(words) == 1:
        return places.gemeente(text)
    by_code = places.gemeente(codes[0])
    by_name = places.gemeente(" ".join(word for word in words if word not in codes))
    return by_code if len(codes) == 1 and by_code == by_name else None
