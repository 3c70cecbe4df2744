"""What is kept too long goes by its term: said before, counted after, and erased again after a restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import keeping
from bot.db.queries import rights
from bot.db.queries.rights import Erased
from bot.domain.retention import Terms
from bot.errors import InputFileError
from bot.services.housekeeping import Housekeeping
from bot.services.office.office import Office
from bot.services.rights import erasing
from bot.settings import Settings
from flows.replies import Typed
from tests.support.building import KEY, Rig
from tests.support.helped import helped_case
from tests.support.loop import make_staff, submitted_case


def settings_of(rig: Rig, tmp_path: Path, **more: object) -> Settings:
    """An installation on the database of this rig."""
    url = rig.database.url.render_as_string(hide_password=False)
    return Settings(database_url=url, data_dir=tmp_path, _env_file=None, **more)  # type: ignore[arg-type]


async def left(rig: Rig) -> int:
    ((many,),) = await rig.rows("SELECT count(*) FROM learner")
    return int(many)


async def test_a_dry_run_says_how_many_would_go_from_which_day_and_erases_nobody(
    rig: Rig, tmp_path: Path
) -> None:
    await submitted_case(rig)
    rig.clock.forward(days=200)
    said: list[str] = []
    await keeping.purge_now(settings_of(rig, tmp_path), said.append, rig.clock(), dry_run=True)

    assert said[0].endswith(": 1")
    assert said[1].endswith(": 0")
    assert said[-1] == "Nothing was erased."
    assert await left(rig) == 1


async def test_without_it_they_go_and_it_is_said(rig: Rig, tmp_path: Path) -> None:
    await submitted_case(rig)
    rig.clock.forward(days=200)
    said: list[str] = []
    await keeping.purge_now(settings_of(rig, tmp_path), said.append, rig.clock(), dry_run=False)

    assert said[-1] == "1 sign-ups erased."
    assert await left(rig) == 0
    assert ("erased.never_started",) in await rig.rows("SELECT what FROM privacy_event")


async def test_an_installation_can_set_its_own_terms(rig: Rig, tmp_path: Path) -> None:
    await submitted_case(rig)
    rig.clock.forward(days=40)
    said: list[str] = []
    settings = settings_of(rig, tmp_path, keep_unstarted_days=30)
    await keeping.purge_now(settings, said.append, rig.clock(), dry_run=False)

    assert await left(rig) == 0


async def test_staff_hear_two_weeks_before_that_a_learner_with_a_volunteer_goes(rig: Rig) -> None:
    await make_staff(rig)
    case = await helped_case(rig)
    rig.clock.forward(days=168)
    await rig.housekeeping.tidy()
    early = await rig.rows("SELECT count(*) FROM alert WHERE kind = 'leaving'")
    rig.clock.forward(days=2)
    await rig.housekeeping.tidy()
    await rig.housekeeping.tidy()
    told = await rig.rows("SELECT referral_id FROM alert WHERE kind = 'leaving'")

    assert early == [(0,)]
    assert told == [(case.id,)]
    assert await left(rig) == 1


async def test_a_word_after_that_keeps_the_sign_up(rig: Rig) -> None:
    await make_staff(rig)
    await helped_case(rig)
    rig.clock.forward(days=175)
    await rig.housekeeping.tidy()
    await rig.hear(Typed("hallo"))
    rig.clock.forward(days=30)
    await Housekeeping(rig.database, rig.clock, Terms(), zone=rig.worlds.zone).tidy()

    assert await left(rig) == 1


async def test_what_was_erased_is_erased_again_after_a_restore(rig: Rig) -> None:
    """The list as it stood, over rows as an older backup brings them back."""
    case = await submitted_case(rig)
    later = rig.clock()
    rig.clock.forward(days=3)
    await rig.run(
        "INSERT INTO erasure (what, number, erased_at) VALUES ('learner', :id, :now), ('chat', :chat, :now)",
        id=case.learner_id,
        chat=case.chat_id,
        now=rig.moment(),
    )
    async with Office(rig.process).acting() as scene:
        listed = await rights.erased_since(scene.connection, later)
        there = await erasing.again(scene, listed)
    rig.clock.forward(hours=1)
    await rig.housekeeping.tidy()

    assert (len(listed), there) == (2, 2)
    for table in ("learner", "intake", "chat", "outbox"):
        assert await rig.rows(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_somebody_who_has_the_number_since_then_is_left_alone(rig: Rig) -> None:
    case = await submitted_case(rig)
    before = case.submitted_at.replace(year=case.submitted_at.year - 1)
    async with Office(rig.process).acting() as scene:
        listed = [Erased("learner", case.learner_id, before), Erased("chat", case.chat_id, before)]
        there = await erasing.again(scene, listed)

    assert there == 0
    assert await left(rig) == 1


async def test_the_list_can_be_kept_elsewhere_and_used(
    rig: Rig,
    tmp_path: Path,
) -> None:
    case = await submitted_case(rig)
    await rig.hear(Typed("wissen"))
    await rig.tap("yes")
    settings = settings_of(rig, tmp_path, secret_key="")
    (tmp_path / "secret.key").write_bytes(KEY)
    said: list[str] = []
    await keeping.write_erased(settings, tmp_path / "erased.jsonl", said.append)
    await keeping.erase_listed(settings, tmp_path / "erased.jsonl", said.append, rig.clock())
    lines = (tmp_path / "erased.jsonl").read_text(encoding="utf-8").splitlines()

    assert f'["learner", {case.learner_id},' in lines[0]
    assert (tmp_path / "erased.jsonl").stat().st_mode & 0o077 == 0
    assert said[1].endswith("1 of them were there again and are erased.")


async def test_another_file_is_refused_whole(rig: Rig, tmp_path: Path) -> None:
    wrong = tmp_path / "list"
    wrong.write_text("hello\n", encoding="utf-8")

    with pytest.raises(InputFileError):
        await keeping.erase_listed(settings_of(rig, tmp_path), wrong, print, rig.clock())


async def test_the_report_of_a_year_is_told_in_numbers(rig: Rig, tmp_path: Path) -> None:
    await submitted_case(rig)
    said: list[str] = []
    await keeping.tell_report(settings_of(rig, tmp_path), said.append, rig.clock().year)

    assert any(line.split(maxsplit=1) == ["1", "Said yes"] for line in said)
