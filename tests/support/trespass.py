"""One sign-up with everything that can hang on it, people who have nothing to do with it, and every button
that they could make up. For the guard in `tests/architecture/test_desk_access.py`.

All rows of that sign-up have the number 1 (its staff 2), since they are the first in a fresh database. So
each made-up button names its referral, offer, appointment, note, task, invite and people at the same time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, TypeDecorator, insert, or_, select, update

from bot.db.models import (
    Appointment,
    CalendarFeed,
    Invite,
    Note,
    Offer,
    OutboxName,
    Reading,
    Recording,
    Referral,
    RelayMessage,
    Task,
    Timer,
)
from bot.db.models.base import Base
from bot.db.types import SealedBytes
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus
from bot.services.desk.model import Role
from flows.replies import Reply, Tap, Typed
from tests.support.building import Rig
from tests.support.loop import (
    HOUSE,
    OTHER_HOUSE,
    house_id,
    make_regional,
    make_staff,
    make_volunteer,
    newest_case,
)
from tests.support.signups import NAME, PHONE_STORED, sign_up

_S = ReferralStatus
# With the state of its offer and of its appointment.
_PHASES = {
    _S.SUBMITTED: ("declined", "cancelled"),
    _S.OFFERED: ("open", "cancelled"),
    _S.MATCHED: ("accepted", "proposed"),
    _S.APPOINTMENT_PLANNED: ("accepted", "planned"),
    _S.REJECTED: ("declined", "cancelled"),
}

LEARNER, VOLUNTEER, STAFF = "learner-of-it", "volunteer-of-it", "staff-of-it"
INSIDERS = (LEARNER, VOLUNTEER, STAFF)
VOLUNTEERS_NAME, STAFFS_NAME = "Annabella", "Sanneke"
WRITTEN, NOTED = "walvisbrief", "zeepaardnotitie"
SAID = "pinguinwoorden"
"""What a trespasser says whenever somebody might be waiting for words."""

_ROWS_OF_HOUSES = ("taalhuis", "region", "gemeente")


@dataclass(frozen=True, slots=True)
class Trespasser:
    """Somebody who has nothing to do with the sign-up; `own`: the number of a case that is theirs, or 0."""

    address: str
    roles: frozenset[Role]
    own: int = 0


# ── The world ───────────────────────────────────────────────────────────────────────────────────────────


async def plant(rig: Rig) -> None:
    """A sign-up of `LEARNER` at `HOUSE`, with its volunteer and staff."""
    await rig.with_houses()
    await _signs_up(rig, LEARNER, NAME, "8011")
    await make_volunteer(rig, HOUSE, address=VOLUNTEER, name=VOLUNTEERS_NAME)
    await make_staff(rig, HOUSE, address=STAFF, name=STAFFS_NAME)
    case = await newest_case(rig, LEARNER)
    assert case.id == 1
    tables = Base.metadata.tables
    async with rig.database.transaction() as connection:
        for name, row in _rows(rig, await house_id(rig)).items():
            made = await connection.execute(insert(tables[name]).values(row))
            assert made.inserted_primary_key in ((1,), (1, 1, 1)) or name == Timer.__tablename__
    # Tables that are added later: what hangs on a person gets a row without anybody remembering it here.
    for name in [name for name, rows in (await snapshot(rig)).items() if not rows]:
        async with rig.database.transaction() as connection:
            await connection.execute(insert(tables[name]).values(any_row(rig, tables[name])))


def any_row(rig: Rig, table: Table) -> dict[str, Any]:
    """A row that points to the planted ones wherever it can, with something in every column that needs it."""
    now = rig.clock()
    values: dict[type, Any] = {bytes: b"x" * 32, str: "x", int: 1, float: 1.0, bool: False}
    values |= {datetime: now, date: now.date(), dict: []}
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            key = next(iter(column.foreign_keys)).column
            row[column.name] = "0193" if key.table.name == "gemeente" else 1
        elif isinstance(column.type, SealedBytes):
            row[column.name] = rig.codec.vault.seal(WRITTEN)
        elif not (column.nullable or column.server_default is not None or column.primary_key):
            kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
            row[column.name] = values[kind.python_type]
    return row


async def turn_to(rig: Rig, phase: ReferralStatus) -> None:
    """The planted sign-up stands in this phase now."""
    offer, meeting = _PHASES[phase]
    helped = 1 if phase in WITH_VOLUNTEER else None
    async with rig.database.transaction() as connection:
        for change in (
            update(Referral).where(Referral.id == 1).values(status=phase, volunteer_id=helped, staff_id=2),
            update(Offer).where(Offer.id == 1).values(status=offer),
            update(Appointment).where(Appointment.id == 1).values(status=meeting),
        ):
            await connection.execute(change)


def _rows(rig: Rig, house: int) -> dict[str, dict[str, Any]]:
    now, seal = rig.clock(), rig.codec.vault.seal
    tomorrow = now + timedelta(days=1)
    shared = {"referral_id": 1, "member_id": 1}
    wall, zone = "2026-06-04T10:00", "Europe/Amsterdam"
    said, asked = seal(json.dumps({"text": WRITTEN})), seal(json.dumps({"text": NOTED}))
    return {
        Offer.__tablename__: {**shared, "round": 1, "place": 1, "reasons": ["needs"], "status": "open"}
        | {"offered_at": now, "expires_at": tomorrow},
        Appointment.__tablename__: {**shared, "taalhuis_id": house, "uid": "1@x", "status": "planned"}
        | {"moments": [wall], "wall_at": wall, "zone": zone, "starts_at": tomorrow.replace(hour=8)}
        | {"minutes": 60, "made_at": now, "updated_at": now},
        RelayMessage.__tablename__: {**shared, "by": "learner", "body": said, "sent_at": now},
        Note.__tablename__: {"referral_id": 1, "member_id": 2, "kind": "question", "body": asked}
        | {"created_at": now},
        Task.__tablename__: {"kind": "telephone", "chat_id": 1, "taalhuis_id": house, "referral_id": 1}
        | {"step": "blocked", "created_at": now},
        OutboxName.__tablename__: {"chat_id": 1, "number": 1, "referral_id": 1},
        Recording.__tablename__: {"chat_id": 1, "learner_id": 1, "step": "first_name", "channel": "web"}
        | {"file": seal("file-1"), "file_hash": b"x" * 32, "seconds": 2, "sound": seal(b"OggS")}
        | {"created_at": now},
        Reading.__tablename__: {"referral_id": 1, "member_id": 2, "role": "staff", "read_at": now},
        CalendarFeed.__tablename__: {"member_id": 1, "token_hash": b"y" * 32, "made_at": now},
        Invite.__tablename__: {"token_hash": b"x" * 32, "role": "staff", "taalhuis_id": house, "made_by": 2}
        | {"created_at": now, "expires_at": now + timedelta(days=7)},
        Timer.__tablename__: {"key": "planted", "kind": "say", "chat_id": 1, "referral_id": 1}
        | {"due_at": tomorrow, "wall_at": "", "zone": ""},
    }


# ── People who have nothing to do with it ───────────────────────────────────────────────────────────────
# Each is made after the planted sign-up, whose rows are the first.

_EVERYBODY = frozenset({Role.LEARNER})


async def nobody(_rig: Rig) -> Trespasser:
    """Never heard of before."""
    return Trespasser("nobody", _EVERYBODY)


async def another_learner(rig: Rig) -> Trespasser:
    """Has a sign-up of their own, at another house."""
    await _signs_up(rig, "learner", "Yvonne", "7607")
    return Trespasser("learner", _EVERYBODY, (await newest_case(rig, "learner")).id)


async def volunteer_of_the_house(rig: Rig) -> Trespasser:
    """Volunteers at the same house, and was not asked for this learner."""
    await make_volunteer(rig, HOUSE, address="same-house", name="Bert")
    return Trespasser("same-house", _EVERYBODY | {Role.VOLUNTEER})


async def volunteer_elsewhere(rig: Rig) -> Trespasser:
    """Has a learner at another house."""
    case = await another_learner(rig)
    member = await make_volunteer(rig, OTHER_HOUSE, address="volunteer-there", name="Carla")
    changes = {"status": _S.MATCHED, "volunteer_id": member.id}
    async with rig.database.transaction() as connection:
        await connection.execute(update(Referral).where(Referral.id == case.own).values(changes))
    return Trespasser("volunteer-there", _EVERYBODY | {Role.VOLUNTEER}, case.own)


async def staff_elsewhere(rig: Rig) -> Trespasser:
    """Staff of another house, with a sign-up there."""
    case = await another_learner(rig)
    await make_staff(rig, OTHER_HOUSE, address="staff-there", name="Dirk")
    return Trespasser("staff-there", _EVERYBODY | {Role.STAFF}, case.own)


async def regional_staff(rig: Rig) -> Trespasser:
    """Of the region that the house is in."""
    await make_regional(rig, address="regional", name="Els")
    return Trespasser("regional", _EVERYBODY | {Role.REGIONAL})


Comes = Callable[[Rig], Awaitable[Trespasser]]


async def _signs_up(rig: Rig, address: str, name: str, keypad: str) -> None:
    await rig.start(address)
    await rig.taps("nl start yes", address)
    await sign_up(rig, address, name=name, keypad=keypad)
    if address != LEARNER:
        # The same number for all would hide whose it is.
        await rig.run(
            "UPDATE learner SET phone = NULL, phone_hash = NULL"
            " WHERE chat_id = (SELECT id FROM chat WHERE address = :address)",
            address=address,
        )


async def secrets_of(rig: Rig) -> tuple[str, ...]:
    """What nobody else may read: of the learner, of what was written, and the names of who helps."""
    case = await newest_case(rig, LEARNER)
    # Not as "06 12345678": so it stands as an example in the question for a number.
    phone = (PHONE_STORED, PHONE_STORED.removeprefix("+31"), "0612345678", "612 345 678")
    return (NAME, case.code, *phone, VOLUNTEERS_NAME, STAFFS_NAME, WRITTEN, NOTED)


# ── Trying ──────────────────────────────────────────────────────────────────────────────────────────────


async def try_all(rig: Rig, address: str, choices: Sequence[str], *, talks: bool) -> str:
    """Press each, and say something after each that may ask for words; returns all that was shown for it."""
    seen = len(rig.channel.delivered)
    replies: list[Reply] = []
    for choice in choices:
        replies.append(Tap(choice, 0, 0, f"m{seen}"))
        if talks:
            replies.append(Typed(SAID))
    receipts = await rig.conversations.take_in([rig.inbound(reply, address=address) for reply in replies])
    await rig.settle()
    shown = [asdict(one.prompt) for one in rig.channel.delivered[seen:] if one.address == address]
    toasts = [asdict(receipt.toast) for receipt in receipts if receipt.toast]
    return json.dumps([shown, toasts], ensure_ascii=False, default=str)


# ── What there is ───────────────────────────────────────────────────────────────────────────────────────


Snapshot = Mapping[str, Sequence[tuple[Any, ...]]]


async def snapshot(rig: Rig) -> Snapshot:
    """Every row that hangs on the people of the planted sign-up, by table: their chats, whatever points to
    them, and what points to that.
    """
    known: dict[str, set[Any]] = defaultdict(set)
    found: dict[str, list[tuple[Any, ...]]] = {}
    async with rig.database.reading() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in _ROWS_OF_HOUSES:
                rows = list(await connection.execute(select(table)))
            else:
                conditions = [*_roots(table), *_pointing(table, known)]
                if not conditions:
                    continue
                rows = list(await connection.execute(select(table).where(or_(*conditions))))
                if "id" in table.c:
                    known[table.name] = {row.id for row in rows}
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def _roots(table: Table) -> list[ColumnElement[bool]]:
    if table.name == OutboxName.__tablename__:
        return [table.c.referral_id == 1]  # It points to a message, and so to a chat, by two columns.
    return [table.c.address.in_(INSIDERS)] if table.name == "chat" else []


def _pointing(table: Table, known: Mapping[str, set[Any]]) -> list[ColumnElement[bool]]:
    return [
        column.in_(known[key.column.table.name] or ({1} if key.column.table is table else set()))
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name not in _ROWS_OF_HOUSES
    ]


def changed(before: Snapshot, after: Snapshot) -> list[str]:
    """The tables in which something is not as it was, with the rows that differ."""
    return [
        f"{name}: {sorted(set(map(repr, before[name])) ^ set(map(repr, after[name])))}"
        for name in before
        if before[name] != after[name]
    ]
