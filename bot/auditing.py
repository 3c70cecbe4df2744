"""The audit at the command line: check its chain, write down what the operator does, and export it.

The end of the chain at the last check that found nothing is kept in `data_dir/audit.anchor`, sealed with the
key: a database that was put back as it was once is whole in itself, and shows only by what was seen before.
"""

from __future__ import annotations

import csv
import hmac
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.db.migrations import check_schema
from bot.db.queries import audit_search
from bot.db.queries.audit import Entry
from bot.db.queries.audit_search import Wanted
from bot.db.session import Database
from bot.db.vault import Vault
from bot.domain.act import Act
from bot.errors import InputFileError, SchemaOutdated, StorageUnavailable, TaalwijzerError
from bot.services import audit
from bot.services.audit_check import MOST_TOLD, Anchor, Fault, Progress, Verdict, Wrong, verify
from bot.settings import Settings, secret_keys

Say = Callable[[str], None]

ANCHOR = "audit.anchor"
COLUMNS = ("number", "at", "role", "member", "what", "referral", "taalhuis", "about", "detail", "digest")
_PURPOSE = "anchor"
_TELL_EVERY = 250_000


@dataclass(frozen=True, slots=True)
class Exported:
    """How many entries were written, and where to."""

    entries: int
    file: Path


# ── The operator's own deeds ──────────────────────────────────────────────────────────────────────────────


async def note(settings: Settings, act: Act, now: datetime) -> bool:
    """Write down what the operator did at the command line. False when there is no database of this schema
    to write it to: an older one is copied before it is migrated.
    """
    database = Database(settings.database)
    try:
        await check_schema(database)
        await audit.note_operator(database, Vault(secret_keys(settings)), act, now)
    except (SchemaOutdated, StorageUnavailable):
        return False
    finally:
        await database.close()
    return True


# ── Checking ──────────────────────────────────────────────────────────────────────────────────────────────


async def check_chain(settings: Settings, database: Database, say: Say) -> str:
    """Go along the chain; what stands behind is kept for the next time.

    Raises:
        TaalwijzerError: which entries are not as they were written.
    """
    vault = Vault(secret_keys(settings))
    before = read_anchor(settings, vault)
    async with database.reading() as connection:
        verdict = await verify(connection, vault, before, _progress(say))
    if verdict.faults:
        told = "; ".join(_fault(fault) for fault in verdict.faults)
        more = " and more" if len(verdict.faults) >= MOST_TOLD else ""
        raise TaalwijzerError(f"{told}{more}: see docs/audit.md, and make no backup over an older one")
    write_anchor(settings, vault, verdict.end)
    return _whole(verdict)


def _whole(verdict: Verdict) -> str:
    if not verdict.entries:
        return "no entries yet"
    return f"{verdict.entries:,} entries, unbroken; the last ends in {verdict.end.digest.hex()[-8:]}"


def _fault(fault: Fault) -> str:
    one = fault.first == fault.last
    entry = f"entry {fault.first}" if one else f"entries {fault.first} to {fault.last}"
    was = "was" if one else "were"
    return {
        Wrong.CHANGED: f"{entry} {was} changed",
        Wrong.REMOVED: f"{entry} {was} removed",
        Wrong.ADDED: f"{entry} {was} added by somebody else",
        Wrong.END: f"the end at {entry} is not the one that was written",
        Wrong.PUT_BACK: f"{entry} {was} there at the last check, and not as now",
        Wrong.BROKEN: f"before {entry} the end had been cut off or put back",
    }[fault.wrong]


def _progress(say: Say) -> Progress:
    told = 0

    def progress(done: int, of: int) -> None:
        nonlocal told
        if done - told >= _TELL_EVERY and done < of:
            told = done
            say(f"  audit: {done:,} of {of:,} entries …")

    return progress


def read_anchor(settings: Settings, vault: Vault) -> Anchor | None:
    """The end of the chain at the last check; None when there was none.

    Raises:
        TaalwijzerError: the file is not as this program wrote it.
    """
    path = settings.data_dir / ANCHOR
    if not path.exists():
        return None
    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        anchor = Anchor(int(kept["number"]), bytes.fromhex(kept["digest"]))
        seal = bytes.fromhex(kept["seal"])
    except (ValueError, KeyError, TypeError):
        seal, anchor = b"", Anchor(0, b"")
    if not hmac.compare_digest(seal, _seal(vault, anchor)):
        raise TaalwijzerError(f"{path} was changed: it is not as this program wrote it; see docs/audit.md")
    return anchor


def write_anchor(settings: Settings, vault: Vault, anchor: Anchor) -> None:
    """Keep this end, in the place of the one before, in one stroke."""
    path = settings.data_dir / ANCHOR
    kept = {
        "number": anchor.number,
        "digest": anchor.digest.hex(),
        "seal": _seal(vault, anchor).hex(),
    }
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_text(json.dumps(kept) + "\n", encoding="ascii")
    fresh.replace(path)


def _seal(vault: Vault, anchor: Anchor) -> bytes:
    return vault.chained(anchor.digest, f"{_PURPOSE} {anchor.number}")


# ── Exporting ─────────────────────────────────────────────────────────────────────────────────────────────


def of_days(settings: Settings, since: datetime | None, until: datetime | None) -> Wanted:
    """The entries of these days, both counted, in the zone of the Taalhuizen."""
    zone = ZoneInfo(settings.timezone)
    return Wanted(
        since=since.replace(tzinfo=zone) if since else None,
        until=(until + timedelta(days=1)).replace(tzinfo=zone) if until else None,
    )


async def export(settings: Settings, wanted: Wanted, target: Path, now: datetime) -> Exported:
    """Write the entries of some days to a CSV file, the oldest first. That it was done is written down.

    Raises:
        InputFileError: the file is there already.
        SchemaOutdated: run `taalwijzer migrate` first.
    """
    database = Database(settings.database)
    try:
        await check_schema(database)
        many = 0
        try:
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise InputFileError((f"{target} exists already; nothing is overwritten",)) from None
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            async with database.reading() as connection:
                async for entries in audit_search.in_order(connection, wanted):
                    writer.writerows(lines_of(entries))
                    many += len(entries)
        act = Act(what="audit.exported", role="operator", detail={"rows": many})
        await audit.note_operator(database, Vault(secret_keys(settings)), act, now)
    finally:
        await database.close()
    return Exported(many, target)


def lines_of(entries: Iterable[Entry]) -> list[tuple[str | int | None, ...]]:
    """Entries as lines of a CSV file, with `COLUMNS`."""
    return [
        (
            one.number,
            one.at.isoformat(),
            one.role,
            one.member_id,
            one.what,
            one.referral_id,
            one.taalhuis_id,
            one.about,
            one.detail,
            one.digest.hex(),
        )
        for one in entries
    ]
