"""Plant sign-ups as a whole country has in a year, with what a report counts of them.

One statement a table makes all rows inside SQLite, as in `bench.million`; what is not counted (chats,
messages, timers) is left out, so foreign keys are off. People sign up in the order of time. Values differ
from person to person, by small primes that have nothing to do with each other.
"""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

from bench.million import ANSWERS_BYTES, NAME_BYTES
from bot.db.vault import Vault
from bot.settings import Settings, secret_keys

YEAR = 2025
GEMEENTEN, HOUSES, REGIONS = 342, 500, 35

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "


def _after(days: str = "0") -> str:
    """The moment of a sign-up in the year, or so many days later, as SQLAlchemy writes it."""
    minutes = f"(i * 520000 / :count) + {days} * 1440"
    return (
        f"strftime('%Y-%m-%d %H:%M:%f', '{YEAR}-01-01 12:00:00', '+' || ({minutes}) || ' minutes') || '000'"
    )


def _one_of(step: int, *words: str) -> str:
    """Each of these words in turn, in another rhythm for every `step`."""
    cases = " ".join(f"WHEN {number} THEN '{word}'" for number, word in enumerate(words))
    return f"CASE (i / {step} + i) % {len(words)} {cases} END"


_SIGNAL = ("unknown", "no_signal", "light", "strong")
_STATES = ("finished", "finished", "ongoing", "submitted", "matched", "rejected", "waiting_list")
_HELPERS = ("", "", "", "library", "uwv", "welfare", "volunteers")
_NEEDS = ('["reading"]', '["reading", "writing"]', '["digital"]', '["speaking", "numbers"]')

_ROWS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("region", "i <= 35", {"id": "i", "name": "'Regio ' || i"}),
    (
        "gemeente",
        "i <= 342",
        {"code": "printf('GM%04d', i)", "name": "'Gemeente ' || i", "region_id": "1 + i % 35"},
    ),
    (
        "taalhuis",
        "i <= 500",
        {
            **{"id": "i", "code": "'huis-' || i", "name": "'Taalhuis ' || i", "street": "''"},
            **{"postcode": "'8011'", "town": "'Zwolle'", "latitude": "52.5", "longitude": "6.1"},
            **{"gemeente_code": "printf('GM%04d', 1 + i % 342)", "opening_hours": "''"},
            **{"walk_in_hours": "''", "offers": "'[]'", "forms": "'[]'", "phone": "''", "email": "''"},
            **{"website": "''", "active": "1", "auto_accept": "0", "demo": "0", "updated_at": _after()},
        },
    ),
    (
        "learner",
        "1",
        {
            **{"id": "i", "chat_id": "i", "first_name": ":name", "first_name_hash": "randomblob(32)"},
            **{"language": "'nl'", "created_at": _after(), "last_contact_at": _after()},
        },
    ),
    (
        "intake",
        "1",
        {
            **{"id": "i", "learner_id": "i", "chat_id": "i", "code": "printf('%08X', i)", "flow": "'intake'"},
            **{"flow_version": "1", "answers": ":answers", "by_helper": f"({_one_of(11, *_HELPERS)}) <> ''"},
            **{"helper_organisation": _one_of(11, *_HELPERS), "postcode": "1000 + i % 8999 || ''"},
            **{"place": "'Zwolle'", "gemeente_code": "printf('GM%04d', 1 + i % 342)"},
            **{"needs": _one_of(5, *_NEEDS), "purposes": "'[\"work\"]'", "dutch_first": "i % 3 = 0"},
            **{"first_language": "''", "inburgering": "''", "signal_language": _one_of(3, *_SIGNAL)},
            **{"signal_numbers": _one_of(7, *_SIGNAL), "signal_digital": _one_of(13, *_SIGNAL)},
            **{"day_parts": "'[\"morning\"]'", "days": "'[\"mon\"]'", "form": "'group'", "contact": "'chat'"},
            **{"channel": _one_of(17, "telegram", "telegram", "web"), "submitted_at": _after()},
            **{"origin": _one_of(19, "", "", "th_library_huis-1", "th_doctor_huis-2")},
        },
    ),
    (
        "referral",
        "1",
        {
            **{"id": "i", "intake_id": "i", "taalhuis_id": "1 + i % 500", "status": _one_of(23, *_STATES)},
            **{"ended_why": "'goal_reached'", "reason": "'coverage'", "distance_km": "1.2"},
            **{"created_at": _after(), "updated_at": _after("9")},
        },
    ),
    *(
        (
            "referral_move",
            which,
            {
                **{"referral_id": "i", "from_status": "'draft'", "to_status": f"'{status}'"},
                **{"by": "'staff'", "why": "'sent'", "moved_at": _after(days)},
            },
        )
        for status, which, days in (
            ("submitted", "1", "0"),
            ("accepted", "i % 7 > 0", "(1 + i % 3)"),
            ("matched", "i % 7 > 1", "(2 + i % 5)"),
            ("appointment_planned", "i % 7 > 2", "(3 + i % 7)"),
            ("intake_done", "i % 7 > 3", "(7 + i % 14)"),
            ("transferred", "i % 20 = 0", "2"),
        )
    ),
    (
        "appointment",
        "i % 7 > 2",
        {
            **{"referral_id": "i", "taalhuis_id": "1 + i % 500", "uid": "i || '@bench'", "status": "'done'"},
            **{"moments": "'[]'", "zone": "'Europe/Amsterdam'", "starts_at": _after("(7 + i % 14)")},
            **{"minutes": "60", "outcome": "CASE WHEN i % 11 = 0 THEN 'no_show' ELSE 'came' END"},
            **{"made_at": _after("3"), "updated_at": _after("3")},
        },
    ),
)


def plant(database: Path, settings: Settings, count: int) -> None:
    """Add `count` sign-ups to a database with the present schema and nobody in it yet."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        for pragma in ("foreign_keys=OFF", "synchronous=OFF", "journal_mode=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        for table in ("region", "gemeente", "taalhuis"):
            connection.execute(f"DELETE FROM {table}")
        vault, letters = Vault(secret_keys(settings)), random.Random(1).randbytes
        values = {
            "answers": vault.seal(letters(ANSWERS_BYTES)),
            "name": vault.seal(letters(NAME_BYTES)),
            "count": count,
        }
        for table, which, columns in _ROWS:
            connection.execute(_statement(table, which, columns), values)
        for _, sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _statement(table: str, which: str, columns: dict[str, str]) -> str:
    names, values = ", ".join(columns), ", ".join(columns.values())
    return f"INSERT INTO {table} ({names}) {_NUMBERS} SELECT {values} FROM n WHERE {which}"
