"""The audit is a chain: many write to it at once, and whatever is changed, taken away or put back shows."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, update

from bot.db.models import AuditEntry, AuditHead
from bot.db.queries import audit as rows
from bot.db.queries.audit import Entry
from bot.db.session import Database
from bot.db.vault import Vault
from bot.domain.act import Act
from bot.services import audit
from bot.services.audit_check import Anchor, Fault, Verdict, Wrong, verify
from tests.support.database import Opener

OLD, NEW = b"o" * 44, b"n" * 44
NOW = datetime(2026, 6, 3, 9, 30, 15, 120_000, tzinfo=UTC)
VAULT = Vault((OLD,))
BOTH = pytest.mark.parametrize(
    "database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def write(database: Database, many: int = 1, *, vault: Vault = VAULT) -> None:
    """Entries, each in a transaction of its own."""
    for number in range(many):
        async with database.transaction() as connection:
            act = Act(what="intake.read", role="staff", member_id=3, referral_id=number, taalhuis_id=1)
            await audit.append(connection, vault, [act], NOW + timedelta(microseconds=number))


async def checked(database: Database, before: Anchor | None = None, *, vault: Vault = VAULT) -> Verdict:
    async with database.reading() as connection:
        return await verify(connection, vault, before, lambda _done, _of: None)


async def tamper(database: Database, *statements: str) -> None:
    async with database.transaction() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)


@BOTH
async def test_what_is_written_is_found_unbroken(database: Database) -> None:
    assert await checked(database) == Verdict(0, (), Anchor(0, bytes(32)))

    await write(database, 12)

    verdict = await checked(database)
    assert verdict.faults == ()
    assert verdict.entries == verdict.end.number == 12


@BOTH
async def test_processes_that_write_at_once_make_one_chain(open_database: Opener) -> None:
    databases = [open_database() for _ in range(4)]

    await asyncio.gather(*(write(one, 15) for one in databases))

    verdict = await checked(databases[0])
    assert verdict.faults == ()
    assert verdict.entries == verdict.end.number == 60


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_holds_the_end_lets_others_check_and_wait(open_database: Opener) -> None:
    """A transaction that is not committed yet is no gap, and the next writer goes on behind it."""
    first, second = open_database(), open_database()
    await write(first, 3)
    async with first.transaction() as connection:
        await audit.append(connection, VAULT, [Act(what="intake.read", role="staff")], NOW)
        other = asyncio.create_task(write(second, 1))
        assert (await checked(second)).faults == ()
        await asyncio.sleep(0)
        assert not other.done()
    await other

    verdict = await checked(first)
    assert (verdict.entries, verdict.faults) == (5, ())


@BOTH
async def test_a_taken_back_transaction_leaves_no_gap(database: Database) -> None:
    await write(database, 2)
    with contextlib.suppress(RuntimeError):
        async with database.transaction() as connection:
            await audit.append(connection, VAULT, [Act(what="intake.read", role="staff")], NOW)
            raise RuntimeError
    await write(database, 1)

    assert await checked(database) == Verdict(3, (), (await checked(database)).end)


@BOTH
async def test_an_entry_with_far_too_much_in_it_is_cut_and_says_so(database: Database) -> None:
    act = Act(what="deed.queue", role="staff", detail={"listed": list(range(5000)), "args": ["new"]})
    async with database.transaction() as connection:
        await audit.append(connection, VAULT, [act], NOW)

    (entry,) = [one async for batch in _entries(database) for one in batch]
    detail = json.loads(entry.detail)
    assert len(entry.detail) <= audit.LONGEST_DETAIL
    assert detail["args"] == ["new"]
    assert len(detail["listed"]) + detail["left_out"] == 5000
    assert (await checked(database)).faults == ()


async def _entries(database: Database) -> AsyncIterator[Sequence[Entry]]:
    async with database.reading() as connection:
        async for batch in rows.in_order(connection, last=10):
            yield batch


def test_a_text_that_does_not_fit_is_left_out() -> None:
    assert json.loads(audit.fitting({"file": "x" * 3000, "rows": 7})) == {"left_out": 1, "rows": 7}


@SQLITE
async def test_after_the_key_was_changed_the_chain_goes_on(database: Database) -> None:
    await write(database, 3)
    await write(database, 3, vault=Vault((NEW, OLD)))

    assert (await checked(database, vault=Vault((NEW, OLD)))).faults == ()
    assert (await checked(database, vault=Vault((NEW,)))).faults != ()


@BOTH
@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        (["UPDATE audit_entry SET what = 'home.read' WHERE number = 4"], [Fault(Wrong.CHANGED, 4, 4)]),
        (["UPDATE audit_entry SET member_id = 9 WHERE number = 4"], [Fault(Wrong.CHANGED, 4, 4)]),
        (["UPDATE audit_entry SET detail = 'x' WHERE number = 9"], [Fault(Wrong.CHANGED, 9, 9)]),
        (["DELETE FROM audit_entry WHERE number = 4"], [Fault(Wrong.REMOVED, 4, 4)]),
        (["DELETE FROM audit_entry WHERE number < 4"], [Fault(Wrong.REMOVED, 1, 3)]),
        (
            ["DELETE FROM audit_entry WHERE number > 7"],
            [Fault(Wrong.REMOVED, 8, 9), Fault(Wrong.END, 9, 9)],
        ),
        (
            ["INSERT INTO audit_entry (number, at, role, what, digest) SELECT 10, at, role, what, digest"
             " FROM audit_entry WHERE number = 2"],
            [Fault(Wrong.ADDED, 10, 10)],
        ),
        (
            ["DELETE FROM audit_entry WHERE number = 5",
             "UPDATE audit_entry SET number = number - 1 WHERE number = 6"],
            [Fault(Wrong.CHANGED, 5, 5), Fault(Wrong.REMOVED, 6, 6)],
        ),
    ],
)  # fmt: skip
async def test_a_check_names_the_entry_that_is_not_as_it_was_written(
    database: Database, statements: list[str], faults: list[Fault]
) -> None:
    await write(database, 9)

    await tamper(database, *statements)

    assert list((await checked(database)).faults) == faults


@SQLITE
async def test_a_changed_digest_is_told_of_that_entry_alone(database: Database) -> None:
    await write(database, 9)

    await tamper(database, "UPDATE audit_entry SET digest = zeroblob(32) WHERE number = 4")

    assert (await checked(database)).faults == (Fault(Wrong.CHANGED, 4, 4),)


_CUT_OFF = (
    "DELETE FROM audit_entry WHERE number > 6",
    "UPDATE audit_head SET number = 6, digest = (SELECT digest FROM audit_entry WHERE number = 6)",
)


@BOTH
async def test_an_earlier_entry_cannot_be_made_the_end_without_the_key(database: Database) -> None:
    await write(database, 9)

    await tamper(database, *_CUT_OFF)

    assert (await checked(database)).faults == (Fault(Wrong.END, 6, 6),)


@BOTH
async def test_writing_on_does_not_mend_an_end_that_was_cut_off(database: Database) -> None:
    await write(database, 9)
    await tamper(database, *_CUT_OFF)

    await write(database, 2)

    verdict = await checked(database)
    assert verdict.faults == (Fault(Wrong.BROKEN, 7, 7),)
    assert verdict.entries == 9


@BOTH
async def test_an_old_end_that_is_put_back_shows_by_the_end_of_the_last_check(database: Database) -> None:
    await write(database, 6)
    async with database.reading() as connection:
        old = await rows.head(connection)
    await write(database, 3)
    before = (await checked(database)).end
    async with database.transaction() as connection:
        await connection.execute(delete(AuditEntry).where(AuditEntry.number > 6))
        await connection.execute(update(AuditHead).values(asdict(old)))

    assert (await checked(database)).faults == (), "as it was once: nothing in it is wrong"
    assert (await checked(database, before)).faults == (Fault(Wrong.PUT_BACK, 7, 9),)

    await write(database, 1)
    await write(database, 6)
    assert (await checked(database, before)).faults == (Fault(Wrong.PUT_BACK, 9, 9),), "it has grown since"


@SQLITE
async def test_other_entries_in_the_place_of_those_of_the_last_check_show(database: Database) -> None:
    await write(database, 9)
    other = Anchor(7, b"z" * 32)

    assert (await checked(database, other)).faults == (Fault(Wrong.PUT_BACK, 7, 7),)


@SQLITE
async def test_an_audit_that_was_emptied_shows_by_the_end_of_the_last_check(database: Database) -> None:
    await write(database, 9)
    before = (await checked(database)).end

    await tamper(
        database,
        "DELETE FROM audit_entry",
        "UPDATE audit_head SET number = 0, digest = zeroblob(32), seal = x''",
    )

    assert (await checked(database, before)).faults == (Fault(Wrong.PUT_BACK, 1, 9),)
