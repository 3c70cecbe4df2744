"""Whatever staff look at in the chat is a reading, which the learner can see; on both databases."""

from __future__ import annotations

import pytest

from bot.services import privacy
from tests.support.building import Rig
from tests.support.loop import make_staff, submitted_case
from tests.support.meetings import go_to
from tests.support.offering import scene
from tests.support.staffing import press


async def looks(rig: Rig) -> int:
    ((many,),) = await rig.rows("SELECT count(*) FROM reading WHERE role = 'staff'")
    return int(many)


@pytest.mark.parametrize(
    "deed",
    [
        ("intake",),
        ("intake", 1),
        ("notes",),
        ("hist",),
        ("own",),
        ("inacc",),
        ("wl", "full"),
        ("rej", "no_offer"),
    ],
    ids=str,
)
async def test_each_look_at_a_sign_up_is_kept(rig: Rig, deed: tuple[str | int, ...]) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    verb, *rest = deed

    await press(rig, str(verb), case.id, *rest)

    assert await looks(rig) == 1


async def test_what_is_not_theirs_is_no_look(rig: Rig) -> None:
    await make_staff(rig, "demo-enschede-1")
    case = await submitted_case(rig)
    for verb in ("intake", "notes", "hist", "own"):
        await press(rig, verb, case.id)

    assert await looks(rig) == 0


async def test_who_looked_is_told_once_for_each_minute(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    for _ in range(3):
        await press(rig, "intake", case.id)
    go_to(rig, "2026-06-03T15:00")
    await press(rig, "notes", case.id)

    async with scene(rig) as at:
        assert len(await privacy.looked(at, case.chat_id)) == 2
