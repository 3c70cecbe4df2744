"""Fill an embedded database with finished intakes, as many as a country has, in minutes.

One statement a table makes all rows inside SQLite; secondary indexes are taken off before and made again
after. Every intake gets a chat, a learner, a consent, the intake itself, a referral with its two moves, a
message that was sent, an update that was received and a timer that is done. These last three are dated so
that housekeeping may not throw them away yet: more than a real bot would keep of so many people.
"""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

from bot.db.types import Sealed
from bot.db.vault import Vault
from bot.services.codec import Codec
from bot.settings import Settings, secret_keys
from flows.model import State

# Chats of Telegram are numbered from here; the people who walk have other numbers.
FIRST_ADDRESS = 600_000_000
ANSWERS_BYTES, PROMPT_BYTES, NAME_BYTES = 400, 180, 5

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count) "
# A moment of the last two years, and one of the last six days, as SQLAlchemy writes them.
_LONG_AGO = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || (i * 7919 % 1051200) || ' minutes') || '000'"
_LATELY = "strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || (i * 7919 % 8640) || ' minutes') || '000'"

_ROWS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "chat",
        {
            **{
                "id": "i",
                "channel": "'telegram'",
                "address": f"{FIRST_ADDRESS} + i || ''",
                "language": "'nl'",
            },
            **{"timezone": "'Europe/Amsterdam'", "state": ":state", "messages": "45", "question": "45"},
            **{"drafts": "1", "created_at": _LONG_AGO, "last_heard_at": _LONG_AGO, "send_tat": "0"},
        },
    ),
    (
        "learner",
        {
            **{"id": "i", "chat_id": "i", "first_name": ":name", "first_name_hash": "randomblob(32)"},
            **{"phone": ":name", "phone_hash": "randomblob(32)", "language": "'nl'"},
            **{"created_at": _LONG_AGO, "last_contact_at": _LONG_AGO},
        },
    ),
    (
        "consent",
        {
            **{"id": "i", "chat_id": "i", "learner_id": "i", "purpose": "'pass_on'", "text_version": "'1'"},
            **{"channel": "'telegram'", "given_at": _LONG_AGO},
        },
    ),
    (
        "intake",
        {
            **{"id": "i", "learner_id": "i", "chat_id": "i", "code": "printf('%08X', i)", "flow": "'intake'"},
            **{"flow_version": "1", "answers": ":answers", "by_helper": "0", "helper_organisation": "''"},
            **{"postcode": "1000 + i % 8999 || ''", "place": "'Zwolle'", "needs": "'[\"reading\"]'"},
            **{"gemeente_code": "printf('GM%04d', i % 342)", "purposes": "'[\"work\"]'", "dutch_first": "1"},
            **{"first_language": "''", "inburgering": "''", "signal_language": "'light'", "form": "'group'"},
            **{"signal_numbers": "'light'", "signal_digital": "'unknown'", "day_parts": "'[\"morning\"]'"},
            **{
                "days": "'[\"mon\"]'",
                "contact": "'chat'",
                "channel": "'telegram'",
                "submitted_at": _LONG_AGO,
            },
        },
    ),
    (
        "referral",
        {
            **{"id": "i", "intake_id": "i", "taalhuis_id": "NULL", "status": "'finished'"},
            **{
                "reason": "'coverage'",
                "distance_km": "1.2",
                "created_at": _LONG_AGO,
                "updated_at": _LONG_AGO,
            },
        },
    ),
    (
        "referral_move",
        {
            **{"referral_id": "i", "from_status": "'draft'", "to_status": "'submitted'", "by": "'learner'"},
            **{"why": "'sent'", "moved_at": _LONG_AGO},
        },
    ),
    (
        "referral_move",
        {
            **{"referral_id": "i", "from_status": "'ongoing'", "to_status": "'finished'", "by": "'staff'"},
            **{"why": "'done'", "moved_at": _LONG_AGO},
        },
    ),
    (
        "outbox",
        {
            **{"chat_id": "i", "number": "45", "status": "'sent'", "priority": "0", "replaces": "0"},
            **{"prompt": ":prompt", "created_at": _LATELY, "due_at": _LATELY, "sent_at": _LATELY},
            **{"attempts": "0", "unsure": "0", "ref": "i || ''"},
        },
    ),
    ("received_update", {"source": "'telegram'", "update_id": "i", "received_at": _LATELY}),
    (
        "timer",
        {
            **{"id": "i", "key": "'draft:' || i || ':1:1'", "kind": "'draft'", "chat_id": "i", "draft": "1"},
            **{"days": "1", "due_at": _LATELY, "wall_at": "'2026-06-03T10:00'", "zone": "'Europe/Amsterdam'"},
            **{"done_at": _LATELY, "outcome": "'finished'"},
        },
    ),
)


def fill(database: Path, settings: Settings, count: int) -> None:
    """Add `count` finished intakes to a database with the present schema and no such rows yet."""
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
        values = {**_sealed(settings), "count": count}
        for table, columns in _ROWS:
            connection.execute(_statement(table, columns), values)
        for _, sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _statement(table: str, columns: dict[str, str]) -> str:
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) {_NUMBERS} SELECT {', '.join(columns.values())} FROM n"
    )


def _sealed(settings: Settings) -> dict[str, Sealed]:
    vault = Vault(secret_keys(settings))
    codec = Codec(vault)
    letters = random.Random(1).randbytes
    return {
        "state": codec.seal_state(State("intake", 1, "home", "nl", 20)),
        "answers": vault.seal(letters(ANSWERS_BYTES)),
        "prompt": vault.seal(letters(PROMPT_BYTES)),
        "name": vault.seal(letters(NAME_BYTES)),
    }
