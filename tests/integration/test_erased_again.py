"""Why somebody was erased is remembered: an older backup brings back no count of what was taken back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import keeping
from bot.db.queries import rights
from bot.db.queries.rights import ASKED, CHAT, LEARNER, TERM, Erased
from bot.errors import InputFileError
from bot.services.office.office import Office
from bot.services.rights import erasing
from bot.settings import Settings
from flows.replies import Typed
from tests.support.building import KEY, Rig
from tests.support.loop import house_id, make_staff, submitted_case
from tests.support.reporting import SignUp, sign_up

TAKEN_BACK = ["all", "erased", "withdrawn"]
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


async def back_with_the_backup(rig: Rig) -> int:
    """Somebody as an older backup has them: learning, with all that they told. Returns the learner."""
    await rig.with_houses()
    (learner,) = await sign_up(
        rig, SignUp(at=rig.clock(), house=await house_id(rig), status="ongoing", needs=("digital",))
    )
    rig.clock.forward(days=1)
    return learner


async def again(rig: Rig, *gone: Erased) -> int:
    async with Office(rig.process).acting() as scene:
        return await erasing.again(scene, gone)


async def kept(rig: Rig) -> list[str]:
    return [value for (value,) in await rig.rows("SELECT DISTINCT value FROM kept_count ORDER BY value")]


async def remembered(rig: Rig) -> Sequence[Erased]:
    async with rig.database.reading() as connection:
        return await rights.erased_since(connection, BEGINNING)


@pytest.mark.parametrize("why", [ASKED, None])
async def test_of_who_took_it_back_nothing_that_they_told_is_counted_after_a_restore(
    why: str | None, rig: Rig
) -> None:
    """Neither of whom it is not known why: from before that was written down."""
    learner = await back_with_the_backup(rig)
    there = await again(rig, Erased(LEARNER, learner, rig.clock(), why))

    assert there == 1
    assert await kept(rig) == TAKEN_BACK
    assert [(one.number, one.why) for one in await remembered(rig)] == [(learner, why)]


async def test_who_went_by_their_term_is_counted_as_they_stood(rig: Rig) -> None:
    learner = await back_with_the_backup(rig)
    await again(rig, Erased(LEARNER, learner, rig.clock(), TERM))

    assert {"digital", "ongoing", "telegram"} <= {*await kept(rig)}
    assert "withdrawn" not in await kept(rig)
    assert [one.why for one in await remembered(rig)] == [TERM]


@pytest.mark.parametrize("why", [ASKED, None])
async def test_of_a_chat_in_which_all_was_erased_nothing_told_is_counted_either(
    why: str | None, rig: Rig
) -> None:
    learner = await back_with_the_backup(rig)
    ((chat,),) = await rig.rows("SELECT chat_id FROM learner WHERE id = :id", id=learner)
    there = await again(rig, Erased(CHAT, chat, rig.clock(), why))

    assert there == 1
    assert await kept(rig) == TAKEN_BACK
    assert [one.why for one in await remembered(rig)] == [why]


async def test_who_wipes_everything_is_remembered_as_having_asked(rig: Rig) -> None:
    await submitted_case(rig)
    await rig.hear(Typed("wissen"))
    await rig.tap("yes")

    assert [(one.what, one.why) for one in await remembered(rig)] == [(LEARNER, ASKED), (CHAT, ASKED)]


async def test_whom_a_member_of_staff_erased_is_remembered_as_having_asked(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    async with Office(rig.process).acting() as scene:
        await erasing.by_staff(scene, case, staff)

    assert {one.why for one in await remembered(rig)} == {ASKED}


@pytest.mark.parametrize(("status", "days"), [("submitted", 200), ("finished", 740)])
async def test_whose_term_was_over_is_remembered_as_that(status: str, days: int, rig: Rig) -> None:
    await submitted_case(rig)
    await rig.run("UPDATE referral SET status = :status", status=status)
    rig.clock.forward(days=days)
    await rig.housekeeping.tidy()

    assert [(one.what, one.why) for one in await remembered(rig)] == [(LEARNER, TERM)]


# ── The list beside the backups ────────────────────────────────────────────────────────────────────────────


def settings_of(rig: Rig, tmp_path: Path) -> Settings:
    (tmp_path / "secret.key").write_bytes(KEY)
    url = rig.database.url.render_as_string(hide_password=False)
    return Settings(database_url=url, data_dir=tmp_path, secret_key="", _env_file=None)


async def test_the_list_says_why_and_what_it_says_is_done(rig: Rig, tmp_path: Path) -> None:
    settings, file = settings_of(rig, tmp_path), tmp_path / "erased.jsonl"
    learner = await back_with_the_backup(rig)
    async with rig.database.transaction() as connection:
        await rights.remember(connection, LEARNER, [learner], now=rig.clock(), why=TERM)
    await keeping.write_erased(settings, file, print)
    await keeping.erase_listed(settings, file, print, rig.clock())

    assert json.loads(file.read_text(encoding="utf-8"))[3] == "term"
    assert "ongoing" in await kept(rig)


async def test_a_list_of_before_is_read_and_nothing_told_is_counted(rig: Rig, tmp_path: Path) -> None:
    learner = await back_with_the_backup(rig)
    file = tmp_path / "erased.jsonl"
    file.write_text(json.dumps([LEARNER, learner, rig.clock().isoformat()]) + "\n", encoding="utf-8")
    await keeping.erase_listed(settings_of(rig, tmp_path), file, print, rig.clock())

    assert await kept(rig) == TAKEN_BACK


@pytest.mark.parametrize("rest", [["because"], [None, None]])
async def test_a_list_with_another_reason_is_refused(rest: list[object], rig: Rig, tmp_path: Path) -> None:
    file = tmp_path / "erased.jsonl"
    line = json.dumps([LEARNER, 1, rig.clock().isoformat(), *rest])
    file.write_text(f"{line}\n", encoding="utf-8")

    with pytest.raises(InputFileError):
        await keeping.erase_listed(settings_of(rig, tmp_path), file, print, rig.clock())
