"""Who is erased leaves no trace: no byte of any of their rows is found in the file again, log included."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.db.queries import members
from bot.db.queries.cases import Case
from bot.services.office.office import Office
from bot.services.rights import erasing
from flows.replies import Typed
from tests.support.building import Rig
from tests.support.helped import LEARNER, VOLUNTEER, press, with_appointment
from tests.support.loop import make_staff, submitted_case, tap_card
from tests.support.signups import PLANTED
from tests.support.sounds import ogg
from tests.support.traces import file_bytes, found_in, pieces, stored

OTHERS = 4
WORDS = ("Kwelgeest", "Mandarijn", "Torenspits")


async def planted(rig: Rig) -> Case:
    """Somebody of whom everything is kept that can be, among others of whom much is kept as well."""
    await make_staff(rig)
    for number in range(OTHERS):
        await submitted_case(rig, f"other{number}", name=f"Ander{chr(97 + number)}")
    case = await with_appointment(rig)
    await press(rig, VOLUNTEER, "talk", case.id)
    await rig.hear(Typed(WORDS[0]), address=VOLUNTEER)
    await rig.due()
    await press(rig, "staff", "intake", case.id)
    await press(rig, "staff", "note", case.id)
    await rig.hear(Typed(WORDS[1]), address="staff")
    await press(rig, LEARNER, "dfix", case.id, "other")
    await rig.hear(Typed(WORDS[2]))
    await spoken(rig, case)
    await press(rig, LEARNER, "dfile")
    await rig.due()
    return case


async def spoken(rig: Rig, case: Case) -> None:
    """A voice note of theirs, with its sound."""
    vault = rig.codec.vault
    await rig.run(
        "INSERT INTO recording (chat_id, learner_id, step, channel, file, file_hash, seconds, sound,"
        " created_at) VALUES (:chat, :learner, 'relay', 'telegram', :file, :hash, 4, :sound, :now)",
        chat=case.chat_id,
        learner=case.learner_id,
        file=vault.seal("file-of-a-voice"),
        hash=vault.hash("telegram:file-of-a-voice"),
        sound=vault.seal(ogg(1.0)),
        now=rig.moment(),
    )


async def in_the_chat(rig: Rig, _case: Case) -> None:
    await press(rig, LEARNER, "dall")
    await tap_card(rig, "dally", LEARNER)


async def by_the_words(rig: Rig, _case: Case) -> None:
    await rig.hear(Typed("wissen"))
    await rig.tap("yes")


async def by_the_staff(rig: Rig, case: Case) -> None:
    (staff,) = await rig.rows("SELECT id FROM member WHERE role = 'staff'")
    async with Office(rig.process).acting() as scene:
        member = await members.get(scene.connection, staff[0])
        assert member is not None
        await erasing.by_staff(scene, case, member)


async def by_the_term(rig: Rig, case: Case) -> None:
    await rig.run("UPDATE referral SET status = 'finished' WHERE id = :id", id=case.id)
    rig.clock.forward(days=732)
    for number in range(OTHERS):
        await rig.hear(Typed("hallo"), address=f"other{number}")
    await rig.housekeeping.tidy()


WAYS = (in_the_chat, by_the_words, by_the_staff, by_the_term)


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
async def test_not_a_byte_of_who_is_erased_is_found_again(
    way: Callable[[Rig, Case], Awaitable[None]], rig: Rig
) -> None:
    case = await planted(rig)
    before = await stored(rig)
    await rig.database.empty_log()
    if rig.database.is_sqlite:
        piece_of = pieces(before)
        there = {piece_of[piece] for piece in found_in(file_bytes(rig), piece_of)}
        assert there == before, "the search itself would not find what is there"
    await way(rig, case)
    await rig.due()
    rig.clock.forward(hours=2)
    await rig.housekeeping.tidy()
    after = await stored(rig)
    gone = before - after

    assert len(gone) > 40
    assert await rig.rows("SELECT count(*) FROM learner") == [(OTHERS,)]
    for table in ("relay_message", "referral_note", "recording", "appointment", "reading"):
        assert await rig.rows(f"SELECT count(*) FROM {table}") == [(0,)], table
    if rig.database.is_sqlite:
        assert await rig.database.empty_log()
        content = file_bytes(rig)
        left = set(found_in(content, pieces(gone))) - set(pieces(after))
        assert left == set()
        assert [word for word in (*PLANTED, *WORDS) if word.encode() in content] == []


async def test_what_sqlite_deletes_is_overwritten_and_not_only_let_go(rig: Rig) -> None:
    """PostgreSQL has its own way: a row that is gone waits for VACUUM, see docs/privacy.md."""
    wanted = [(1,)] if rig.database.is_sqlite else []
    found = await rig.rows("PRAGMA secure_delete") if rig.database.is_sqlite else []

    assert found == wanted
