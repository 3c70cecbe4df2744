"""Takes over a checked file of Taalhuizen: all of it in one transaction, new houses made and known ones
changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.db.queries import taalhuizen
from bot.db.session import Database
from bot.geo.taalhuis_file import TaalhuisRow


@dataclass(frozen=True, slots=True)
class Imported:
    """How many houses were made and how many changed."""

    made: int
    changed: int


async def import_taalhuizen(database: Database, rows: Sequence[TaalhuisRow], now: datetime) -> Imported:
    """Write the rows. A house that is known by its code gets the values of the file; one that the file does
    not
    name stays as it is.
    """
    made = 0
    async with database.transaction() as connection:
        regions: dict[str, int] = {}
        for row in rows:
            if row.arbeidsmarktregio not in regions:
                regions[row.arbeidsmarktregio] = await taalhuizen.put_region(
                    connection, row.arbeidsmarktregio
                )
        for code, gemeente in {row.gemeente_code: row for row in rows}.items():
            values = {"name": gemeente.gemeente, "region_id": regions[gemeente.arbeidsmarktregio]}
            await taalhuizen.put_gemeente(connection, code, values)
        for row in rows:
            made += await taalhuizen.put(connection, row.code, _values(row, now), row.coverage)
    return Imported(made=made, changed=len(rows) - made)


def _values(row: TaalhuisRow, now: datetime) -> dict[str, object]:
    return {
        "name": row.name,
        "street": row.street,
        "postcode": row.postcode,
        "town": row.town,
        "latitude": row.latitude,
        "longitude": row.longitude,
        "gemeente_code": row.gemeente_code,
        "opening_hours": row.opening_hours,
        "walk_in_hours": row.walk_in_hours,
        "offers": list(row.offers),
        "forms": list(row.forms),
        "phone": row.phone,
        "email": row.email,
        "website": row.website,
        "active": row.active,
        "closed_until": row.closed_until,
        "auto_accept": row.auto_accept,
        "demo": row.demo,
        "updated_at": now,
        # Staff can change it in the chat: an import that says nothing of it leaves it alone.
        **({"offer_mode": row.offer_mode} if row.offer_mode else {}),
    }
