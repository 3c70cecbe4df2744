"""A learner whom a volunteer took and forgot is not forgotten: the volunteer is asked, and then staff."""

from __future__ import annotations

import pytest

from bot.db.queries.cases import Case
from flows.cards.volunteer import BackWhy
from flows.replies import Typed
from tests.support.building import Rig, keys_of
from tests.support.loop import cards, case_now, make_staff, make_volunteer, submitted_case, tap_card
from tests.support.meetings import (
    MONDAY,
    TUESDAY,
    appointment_of,
    at,
    go_to,
    matched_case,
    press,
    propose,
)

ASKED, STAFF_TOLD = "volunteer.idle.waits", "staff.digest.idle"


@pytest.fixture
async def taken(rig: Rig) -> Case:
    """On Wednesday 3 June, noon, Anna said yes to somebody."""
    await make_staff(rig)
    await make_volunteer(rig)
    await rig.run("UPDATE taalhuis SET auto_accept = :yes", yes=True)
    case = await submitted_case(rig)
    await rig.due()
    await tap_card(rig, "take", "anna")
    await rig.due()
    return await case_now(rig, case.id)


async def until(rig: Rig, *walls: str) -> None:
    """Let what falls due until then happen, in the order in which it does."""
    for wall in walls:
        go_to(rig, wall)
        await rig.due()


def heard(rig: Rig, address: str, key: str) -> int:
    return sum(key in keys_of(envelope.prompt) for envelope in cards(rig, address))


async def test_a_volunteer_of_whom_nothing_is_heard_is_asked_after_two_working_days(
    rig: Rig, taken: Case
) -> None:
    await until(rig, "2026-06-05T11:59")
    assert heard(rig, "anna", ASKED) == 0

    await until(rig, "2026-06-05T12:00", "2026-06-06T12:00", "2026-06-08T18:00")
    assert heard(rig, "anna", ASKED) == 1
    assert heard(rig, "staff", STAFF_TOLD) == 0


async def test_staff_hear_of_it_two_working_days_later_and_again_as_long_as_it_lasts(
    rig: Rig, taken: Case
) -> None:
    await until(rig, "2026-06-05T12:00", "2026-06-09T12:00", "2026-06-09T12:11")
    assert (heard(rig, "anna", ASKED), heard(rig, "staff", STAFF_TOLD)) == (2, 1)

    await until(rig, "2026-06-11T12:01", "2026-06-11T12:12")
    assert heard(rig, "staff", STAFF_TOLD) == 2


async def test_who_proposed_a_moment_is_left_alone_until_it_is_quiet_again(rig: Rig, taken: Case) -> None:
    await until(rig, "2026-06-05T11:00")
    await propose(rig, taken, MONDAY)
    await until(rig, "2026-06-05T11:01", "2026-06-08T20:00")
    assert heard(rig, "anna", ASKED) == 0


async def test_a_learner_who_writes_is_no_sign_of_the_volunteer(rig: Rig, taken: Case) -> None:
    for day in (4, 5, 8, 9):
        await until(rig, f"2026-06-{day:02}T11:00")
        await press(rig, "7", "talk", taken.id)
        await rig.hear(Typed("Wanneer kan ik komen?"), address="7")
        await until(rig, f"2026-06-{day:02}T12:01", f"2026-06-{day:02}T12:12")

    assert await rig.rows('SELECT count(*) FROM relay_message WHERE "by" = :by', by="learner") == [(4,)]
    assert (heard(rig, "anna", ASKED), heard(rig, "staff", STAFF_TOLD)) == (2, 1)


async def test_a_volunteer_who_writes_is_left_alone(rig: Rig, taken: Case) -> None:
    await until(rig, "2026-06-05T11:00")
    await press(rig, "anna", "talk", taken.id)
    await rig.hear(Typed("Dag! Ik bel u maandag."), address="anna")
    await until(rig, "2026-06-05T12:01", "2026-06-08T20:00")

    assert heard(rig, "anna", ASKED) == 0


async def test_who_gave_the_learner_back_is_not_asked_any_more(rig: Rig, taken: Case) -> None:
    await press(rig, "anna", "back", taken.id, next(iter(BackWhy)).value)
    assert (await case_now(rig, taken.id)).volunteer_id is None

    await until(rig, "2026-06-05T12:00", "2026-06-09T12:11")
    assert heard(rig, "anna", ASKED) == 0


async def met_before(rig: Rig) -> Case:
    """They have had lessons for a while; on Thursday 4 June, noon, the next is proposed for Tuesday."""
    await make_staff(rig)
    case = await matched_case(rig)
    await rig.run("UPDATE referral SET status = 'ongoing' WHERE id = :id", id=case.id)
    await until(rig, "2026-06-04T12:00")
    await propose(rig, case, TUESDAY)
    await rig.due()
    return await case_now(rig, case.id)


@pytest.mark.parametrize("says", ["cannot", "nofit", "again"])
async def test_who_was_promised_another_moment_is_not_kept_waiting_among_lessons(rig: Rig, says: str) -> None:
    case = await met_before(rig)
    if says != "nofit":
        await tap_card(rig, "mom", "7")
    if says == "again":
        await until(rig, "2026-06-09T16:00")
        await press(rig, "anna", "out", (await appointment_of(rig, case)).id, "no_show")
        await rig.due()
    start = 9 if says == "again" else 4
    await tap_card(rig, says, "7")
    await until(rig, f"2026-06-{start + 1:02}T18:00")
    assert heard(rig, "anna", ASKED) == 0

    days = {4: ("08", "10"), 9: ("11", "15")}[start]
    await until(rig, f"2026-06-{days[0]}T18:00")
    assert (heard(rig, "anna", ASKED), heard(rig, "staff", STAFF_TOLD)) == (1, 0)
    await until(rig, f"2026-06-{days[1]}T18:01", f"2026-06-{days[1]}T18:12")
    assert (heard(rig, "anna", ASKED), heard(rig, "staff", STAFF_TOLD)) == (2, 1)


async def test_who_proposes_another_moment_in_time_is_not_asked_for_it(rig: Rig) -> None:
    case = await met_before(rig)
    await tap_card(rig, "nofit", "7")
    await until(rig, "2026-06-05T11:00")
    await propose(rig, case, "2026-06-16T10:00")
    await rig.due()
    await tap_card(rig, "mom", "7")
    await until(rig, "2026-06-08T18:00", "2026-06-11T18:00")

    assert heard(rig, "anna", ASKED) == 0
    assert await rig.rows("SELECT outcome FROM timer WHERE kind = 'idle'") == [("proposed",)]


async def test_the_next_question_falls_on_a_working_day_at_a_humane_hour(rig: Rig, taken: Case) -> None:
    await until(rig, "2026-06-05T12:00")
    ((due_at,),) = await rig.rows("SELECT wall_at FROM timer WHERE kind = 'idle' AND done_at IS NULL")

    assert due_at == "2026-06-09T12:00"
    assert at(str(due_at)) > rig.clock()


async def test_what_was_taken_back_and_erased_leaves_nobody_to_ask_about(rig: Rig, taken: Case) -> None:
    await rig.run("DELETE FROM referral WHERE id = :id", id=taken.id)

    assert await rig.rows("SELECT count(*) FROM timer WHERE kind = 'idle'") == [(0,)]
