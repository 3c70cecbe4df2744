"""Plant a queue as long as a country's: all sign-ups at three Taalhuizen, which have one coordinator.

No house has that many; whoever is quick here is quick anywhere. One statement a table makes all rows inside
SQLite, as in `bench.million`. People sign up in the order of time, over five months, so that retention leaves
them, and are spread over states, names, places and needs by small primes that have nothing to do with each
other.
"""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

from bench.million import ANSWERS_BYTES
from bot.db.vault import Vault
from bot.settings import Settings, secret_keys

NAMES, PLACES, HOUSES = 500, 40, 3
NAME = "Fatima"
"""One of the names; one of `NAMES` people has it."""
STAFF_CHAT = 1

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= :count) "
_AGO = "(:count + 1 - i) * 200000.0 / :count"
_STATES = (
    *("finished",) * 11,
    *("ongoing",) * 3,
    *("rejected",) * 2,
    *("matched", "waiting_list", "submitted", "appointment_planned"),
)
_NEEDS = ('["reading"]', '["reading","writing"]', '["digital"]', '["speaking","numbers"]')
_LANGUAGES = ("nl", "nl", "nl", "ar", "tr", "uk", "pl")


def _moment(minutes_ago: str) -> str:
    """As SQLAlchemy writes one."""
    return f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ({minutes_ago}) || ' minutes') || '000'"


def _one_of(step: int, words: tuple[str, ...]) -> str:
    """Each of these words in turn, in another rhythm for every `step`."""
    cases = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(words))
    return f"CASE (i / {step} + i) % {len(words)} {cases} END"


_SENT, _MOVED = _moment(_AGO), _moment(f"({_AGO}) * ((i * 7919) % 100) / 100.0")
_ROWS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "chat",
        {
            **{"id": "i", "channel": "'telegram'", "address": "'p' || i", "language": "'nl'"},
            **{"timezone": "'Europe/Amsterdam'", "messages": "45", "question": "45", "drafts": "1"},
            **{"created_at": _SENT, "last_heard_at": _SENT, "send_tat": "0"},
        },
    ),
    (
        "learner",
        {
            **{"id": "i", "chat_id": "i", "first_name": "(SELECT sealed FROM named WHERE number = i % 500)"},
            **{"first_name_hash": "(SELECT hash FROM named WHERE number = i % 500)"},
            **{"language": _one_of(3, _LANGUAGES), "created_at": _SENT, "last_contact_at": _SENT},
        },
    ),
    (
        "intake",
        {
            **{"id": "i", "learner_id": "i", "chat_id": "i", "code": "printf('%08X', i)", "flow": "'intake'"},
            **{"flow_version": "1", "answers": ":answers", "by_helper": "0", "helper_organisation": "''"},
            **{"postcode": "1000 + i % 8999 || ''", "place": f"'Plaats ' || (i / 7 % {PLACES})"},
            **{"gemeente_code": "printf('GM%04d', i % 342)", "needs": _one_of(5, _NEEDS)},
            **{"purposes": "'[\"work\"]'", "dutch_first": "1", "first_language": "''", "inburgering": "''"},
            **{"signal_language": "'light'", "signal_numbers": "'light'", "signal_digital": "'unknown'"},
            **{"day_parts": "'[\"morning\"]'", "days": "'[\"mon\"]'", "form": "'group'", "contact": "'chat'"},
            **{"channel": "'telegram'", "submitted_at": _SENT},
        },
    ),
    (
        "referral",
        {
            **{
                "id": "i",
                "intake_id": "i",
                "taalhuis_id": f"1 + i % {HOUSES}",
                "status": _one_of(1, _STATES),
            },
            **{"reason": "'coverage'", "distance_km": "1.2", "created_at": _SENT, "updated_at": _MOVED},
            **{"staff_id": "CASE WHEN i % 50 = 0 THEN 1 END"},
        },
    ),
)


def fill(database: Path, settings: Settings, count: int) -> None:
    """Add `count` sign-ups to a database with the demo Taalhuizen and the coordinator."""
    vault = Vault(secret_keys(settings))
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        _name(connection, vault)
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        answers = vault.seal(random.Random(1).randbytes(ANSWERS_BYTES))
        for table, columns in _ROWS:
            connection.execute(_statement(table, columns), {"count": count, "answers": answers})
        for _, sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _name(connection: sqlite3.Connection, vault: Vault) -> None:
    connection.execute("CREATE TEMP TABLE named (number INTEGER PRIMARY KEY, sealed BLOB, hash BLOB)")
    names = [NAME, *(f"Naam{number}" for number in range(1, NAMES))]
    rows = [(number, vault.seal(name), vault.hash(name)) for number, name in enumerate(names)]
    connection.executemany("INSERT INTO named VALUES (?, ?, ?)", rows)


def _statement(table: str, columns: dict[str, str]) -> str:
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) {_NUMBERS} SELECT {', '.join(columns.values())} FROM n"
    )
