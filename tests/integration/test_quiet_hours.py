"""Nobody is written to at night without being asked, also not when what was due in the evening is late; on
both databases.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.services.loop import news
from bot.services.scene import tell
from flows.model import Prompt, Text
from tests.support.building import Rig
from tests.support.loop import submitted_case
from tests.support.meetings import (
    LEARNER,
    MONDAY,
    VOLUNTEER,
    go_to,
    matched_case,
    planned_case,
    propose,
    said,
)
from tests.support.offering import scene

Before = Callable[[Rig], Awaitable[object]]


async def written(rig: Rig) -> None:
    """Told just before eight in the evening."""
    case = await submitted_case(rig)
    go_to(rig, "2026-06-05T19:58")
    async with scene(rig) as at:
        await news.duplicate(at, case)


async def met(rig: Rig) -> None:
    await planned_case(rig, MONDAY)
    go_to(rig, "2026-06-08T12:00")


async def asked(rig: Rig) -> None:
    await propose(rig, await matched_case(rig), MONDAY)
    await rig.due()


async def on_the_list(rig: Rig) -> None:
    case = await submitted_case(rig)
    await rig.run("UPDATE referral SET status = 'waiting_list'")
    async with scene(rig) as at:
        await news.waiting(at, case)


LATE = {
    "news": (written, LEARNER, "news.duplicate", "2026-06-05T23:30", "2026-06-06T09:00"),
    "what became of it": (met, VOLUNTEER, "volunteer.after.ask", "2026-06-08T23:30", "2026-06-09T09:00"),
    "asked again": (asked, LEARNER, "appointment.ask", "2026-06-04T23:30", "2026-06-05T09:00"),
    "unheard": (asked, VOLUNTEER, "volunteer.proposal.no_answer", "2026-06-05T23:30", "2026-06-06T09:00"),
    "still waiting": (on_the_list, LEARNER, "news.still_waiting", "2026-07-01T23:30", "2026-07-02T09:00"),
}


@pytest.mark.parametrize(("before", "address", "key", "night", "morning"), LATE.values(), ids=LATE)
async def test_what_is_late_after_a_standstill_waits_for_the_morning(
    rig: Rig, before: Before, address: str, key: str, night: str, morning: str
) -> None:
    await before(rig)
    heard = said(rig, address).count(key)

    go_to(rig, night)
    await rig.due()
    assert said(rig, address).count(key) == heard

    go_to(rig, morning)
    await rig.due()
    assert said(rig, address).count(key) == heard + 1


async def test_whoever_waits_for_it_is_told_at_any_hour(rig: Rig) -> None:
    case = await matched_case(rig)
    go_to(rig, "2026-06-05T23:30")
    async with scene(rig) as at:
        await tell(at, case.chat_id, Prompt((Text("general.sorry"),)))
    await rig.due()

    assert said(rig, LEARNER) == ["general.sorry"]
