"""What is sealed opens with its own key only; what is hashed is found however it was written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from bot.db.models import Chat, Timer
from bot.db.session import Database
from bot.db.types import Sealed
from bot.db.vault import Vault, VaultError

OLD, NEW = b"o" * 44, b"n" * 44
AT = datetime(2026, 6, 3, 10, tzinfo=UTC)


def chat_values(**changes: object) -> dict[str, object]:
    """A row of the chat table."""
    values: dict[str, object] = {
        "channel": "telegram",
        "address": "7",
        "language": "nl",
        "timezone": "Europe/Amsterdam",
        "created_at": AT,
        "last_heard_at": AT,
    }
    return values | changes


@pytest.mark.parametrize("text", ["Fatma", "", "نور", "😀" * 500, "a\0b"])
def test_what_is_sealed_can_be_opened(text: str) -> None:
    vault = Vault((NEW,))

    assert vault.open(vault.seal(text)) == text


def test_the_same_word_is_never_sealed_the_same_way_twice() -> None:
    vault = Vault((NEW,))

    assert vault.seal("Fatma") != vault.seal("Fatma")
    assert bytes(vault.seal("Fatma")).find(b"Fatma") == -1


def test_after_a_change_of_keys_the_old_one_still_opens_and_the_new_one_seals() -> None:
    before = Vault((OLD,)).seal("Fatma")
    both = Vault((NEW, OLD))

    assert both.open(before) == "Fatma"
    assert Vault((NEW,)).open(both.seal("Fatma")) == "Fatma"
    with pytest.raises(VaultError):
        Vault((NEW,)).open(before)


def test_a_change_of_keys_does_not_change_what_is_looked_up() -> None:
    assert Vault((NEW, OLD)).hash("Fatma") == Vault((OLD,)).hash("Fatma")
    assert Vault((NEW,)).hash("Fatma") != Vault((OLD,)).hash("Fatma")


def test_a_changed_or_cut_off_value_is_refused() -> None:
    vault = Vault((NEW,))
    sealed = vault.seal("Fatma")

    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(VaultError):
            vault.open(Sealed(bytes(changed)))
    for length in range(len(sealed)):
        with pytest.raises(VaultError):
            vault.open(Sealed(sealed[:length]))


def test_a_vault_needs_a_key() -> None:
    with pytest.raises(VaultError):
        Vault(())


@pytest.mark.parametrize("written", ["fatma", " FATMA ", "Fatma\n"])
def test_a_name_is_found_in_spite_of_how_it_is_written(written: str) -> None:
    vault = Vault((NEW,))

    assert vault.hash(written) == vault.hash("Fatma")


def test_an_accent_may_be_written_in_two_ways_and_is_not_nothing() -> None:
    vault = Vault((NEW,))

    assert vault.hash("Re\u0301my") == vault.hash("R\u00e9my")
    assert vault.hash("Remy") != vault.hash("R\u00e9my")


async def test_a_sealed_column_takes_only_what_the_vault_has_sealed(database: Database) -> None:
    with pytest.raises(StatementError, match="sealed"):
        async with database.transaction() as connection:
            await connection.execute(insert(Chat).values(chat_values(state=b"Fatma")))
    sealed = Vault((NEW,)).seal("Fatma")
    async with database.transaction() as connection:
        await connection.execute(insert(Chat).values(chat_values(state=sealed)))
        assert await connection.scalar(select(Chat.state)) == sealed


async def test_a_moment_without_a_zone_is_refused_and_every_other_comes_back_in_utc(
    database: Database,
) -> None:
    with pytest.raises(StatementError, match="time zone"):
        async with database.transaction() as connection:
            await connection.execute(insert(Chat).values(chat_values(created_at=AT.replace(tzinfo=None))))
    east = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    async with database.transaction() as connection:
        await connection.execute(insert(Chat).values(chat_values(created_at=east)))
        found = await connection.scalar(select(Chat.created_at).where(Chat.created_at == east))
        none = await connection.scalar(select(Timer.done_at))

    assert found == AT
    assert found is not None
    assert found.utcoffset() == timedelta(0)
    assert none is None
