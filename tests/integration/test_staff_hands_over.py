"""A sign-up goes to another house: nothing of the old one is left, and everybody who must know hears it."""

from __future__ import annotations

import pytest

from flows.replies import Typed
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    case_now,
    house_id,
    make_staff,
    make_volunteer,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)
from tests.support.staffing import press, said_to


async def test_a_transfer_cancels_everything_of_the_old_house_and_tells_all_who_must_know(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, OTHER_HOUSE, address="there", name="Teun")
    volunteer = await make_volunteer(rig)
    case = await submitted_case(rig)
    await press(rig, "assign", case.id, volunteer.id)
    await rig.due()
    await plan_a_meeting(rig, case.id, volunteer.id)
    there = await house_id(rig, OTHER_HOUSE)
    await press(rig, "move", case.id, there)

    now = await case_now(rig, case.id)
    assert (now.status, now.taalhuis_id, now.reason) == ("submitted", there, "changed_by_staff")
    assert (now.volunteer_id, now.staff_id) == (None, None)
    assert 30 < now.distance_km < 60
    assert await rig.rows("SELECT status FROM appointment") == [("cancelled",)]
    assert await rig.rows("SELECT count(*) FROM offer WHERE status = 'open'") == [(0,)]
    moves = await rig.rows("SELECT to_status, taalhuis_id FROM referral_move ORDER BY id DESC LIMIT 2")
    assert [to for to, _ in moves] == ["submitted", "transferred"]
    assert moves[0][1] == there != moves[1][1]
    await rig.due()
    assert said_to(rig)[-2:] == ["news.transferred", "news.before"]
    assert "volunteer.case.let_go" in said_to(rig, "anna")
    rig.clock.forward(minutes=11)
    await rig.due()
    assert "staff.digest.moved_in" in said_to(rig, "there")
    assert await press(rig, "intake", case.id) == "desk.not_yours"


async def plan_a_meeting(rig: Rig, referral: int, member: int) -> None:
    """Something that must be cancelled."""
    await rig.run(
        "INSERT INTO appointment (referral_id, taalhuis_id, member_id, uid, status, moments, wall_at, zone,"
        " starts_at, minutes, made_at, updated_at) SELECT :referral, taalhuis_id, :member, 'u@x', 'planned',"
        " '[]', '2026-06-10T10:00', 'Europe/Amsterdam', :at, 60, :at, :at FROM referral WHERE id = :referral",
        referral=referral,
        member=member,
        at=rig.moment(seconds=6 * 86400),
    )


async def test_another_house_is_found_by_its_town_and_the_nearest_are_offered(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "move", case.id)
    nearest = [button for button in buttons_of(card(rig, "staff")) if button.label.key == "staff.move.house"]
    assert len(nearest) == 5
    await tap_card(rig, "find", "staff")
    await rig.hear(Typed("almelo"), address="staff")
    found = [button for button in buttons_of(card(rig, "staff")) if button.label.key == "staff.move.house"]
    assert found
    assert all("Almelo" in repr(button.label.params["house"]) for button in found)
    await press(rig, "find", case.id)
    await rig.hear(Typed("qwxzjk"), address="staff")
    assert keys_of(card(rig, "staff")) == ["staff.ask.move.none"]


async def test_who_cannot_be_told_in_the_chat_is_telephoned(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_by_a_helper(rig)
    await press(rig, "rej", case.id, "no_offer")

    assert await rig.rows("SELECT kind, step, referral_id FROM task") == [("telephone", "rejected", case.id)]
    assert "news.rejected" not in said_to(rig)


async def test_once_somebody_helps_the_learner_stays_at_that_house_and_hears_why(rig: Rig) -> None:
    await make_staff(rig)
    volunteer = await make_volunteer(rig)
    case = await submitted_case(rig)
    await press(rig, "assign", case.id, volunteer.id)
    await rig.taps("others h:demo-zwolle-3")

    assert (await case_now(rig, case.id)).taalhuis_id == case.taalhuis_id
    assert "news.house_stays" in said_to(rig)


async def test_who_was_rejected_can_choose_another_house_and_is_looked_at_there(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, "demo-zwolle-3", address="there", name="Teun")
    case = await submitted_case(rig)
    await press(rig, "rej", case.id, "no_offer")
    await rig.taps("others h:demo-zwolle-3")

    now = await case_now(rig, case.id)
    assert (now.status, now.reason, now.ended_why) == ("submitted", "chosen_by_learner", "")
    assert (now.taalhuis_id, now.staff_id) == (await house_id(rig, "demo-zwolle-3"), None)
    assert "news.house_stays" not in said_to(rig)
    assert await rig.rows("SELECT kind, taalhuis_id FROM alert WHERE done_at IS NULL") == [
        ("new", now.taalhuis_id)
    ]


async def test_a_helper_who_chooses_another_house_leaves_nobody_to_tell_of_the_rejection(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_by_a_helper(rig)
    await press(rig, "rej", case.id, "no_offer")
    await rig.taps("others h:demo-zwolle-3")

    assert (await case_now(rig, case.id)).status == "submitted"
    assert await rig.rows("SELECT step FROM task WHERE done_at IS NULL") == []


@pytest.mark.parametrize("ended", ["finished", "duplicate"])
async def test_with_what_is_over_nobody_is_said_to_help_and_no_other_house_has_it(
    rig: Rig, ended: str
) -> None:
    case = await submitted_case(rig)
    await rig.run("UPDATE referral SET status = :to WHERE id = :id", to=ended, id=case.id)
    before = said_to(rig)
    await rig.taps("others h:demo-zwolle-3")

    now = await case_now(rig, case.id)
    assert (now.status, now.taalhuis_id) == (ended, case.taalhuis_id)
    new = said_to(rig)[len(before) :]
    assert f"my.{ended}" in new
    assert "news.house_stays" not in new


async def test_while_a_volunteer_is_being_asked_the_learner_can_still_choose_another_house(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    case = await submitted_case(rig)
    await press(rig, "inacc", case.id)
    await rig.taps("others h:demo-zwolle-3")

    now = await case_now(rig, case.id)
    assert (now.status, now.reason) == ("submitted", "chosen_by_learner")
    assert now.taalhuis_id == await house_id(rig, "demo-zwolle-3")
    assert await rig.rows("SELECT count(*) FROM offer WHERE status = 'open'") == [(0,)]


async def test_who_took_a_sign_up_does_not_keep_it_when_the_learner_chooses_another_house(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "own", case.id)
    assert (await case_now(rig, case.id)).staff_id == staff.id
    await rig.taps("others h:demo-zwolle-3")

    now = await case_now(rig, case.id)
    assert (now.status, now.staff_id) == ("submitted", None)
    assert now.taalhuis_id == await house_id(rig, "demo-zwolle-3")


@pytest.mark.parametrize("status", ["offered", "matched", "ongoing", "finished", "duplicate"])
async def test_a_helper_who_chooses_late_changes_nothing_and_hears_nothing_of_where_it_stands(
    rig: Rig, status: str
) -> None:
    case = await submitted_by_a_helper(rig)
    await rig.run("UPDATE referral SET status = :status", status=status)
    await rig.taps("others h:demo-zwolle-3")

    assert (await case_now(rig, case.id)).taalhuis_id == case.taalhuis_id
    assert said_to(rig)[-1] == "news.helper.too_late"


async def test_a_helper_may_choose_another_house_as_long_as_nobody_decided(rig: Rig) -> None:
    case = await submitted_by_a_helper(rig)
    await rig.taps("others h:demo-zwolle-3")

    assert (await case_now(rig, case.id)).taalhuis_id == await house_id(rig, "demo-zwolle-3")
