"""The learners of a volunteer: given, given back, left behind, and given by staff."""

from __future__ import annotations

import pytest

from bot.domain.referral_status import ReferralStatus
from bot.services.loop import offers, tasks
from flows.replies import Command, Tap
from tests.support.building import Rig
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    case_now,
    find_button,
    make_staff,
    make_volunteer,
    tap_card,
)
from tests.support.offering import (
    STATES,
    accepted_case,
    alerts,
    asked,
    asked_case,
    begin,
    heard,
    history,
    matched,
    member_now,
    move_to,
    scene,
)

# ── Giving back ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("until", list(STATES))
async def test_giving_back_leaves_the_learner_to_staff_from_every_state(rig: Rig, until: str) -> None:
    await make_volunteer(rig)
    referral = await matched(rig, until=until)

    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "mine", "anna")
    await tap_card(rig, "lrn", "anna")
    await tap_card(rig, "volunteer.back", "anna")
    await tap_card(rig, "volunteer.back.no_time", "anna")
    await rig.due()

    now = await case_now(rig, referral)
    assert (now.status, now.volunteer_id) == ("accepted", None)
    assert (await history(rig, referral))[-1] == ("accepted", "no_time")
    assert await alerts(rig, now) == ["volunteer_gone"]
    assert heard(rig, "7")[0][0] == "news.changed"
    assert heard(rig, "anna")[0] == ["volunteer.back.done"]


async def test_whoever_gave_a_learner_back_is_not_asked_for_them_again(rig: Rig) -> None:
    anna = await make_volunteer(rig, languages=["tr"])
    other = await make_volunteer(rig, address="b", days=["sun"])
    referral = await matched(rig)
    async with scene(rig) as at:
        await offers.give_back(at, await case_now(rig, referral), anna, "no_fit")

    case = await case_now(rig, referral)
    assert await begin(rig, case)

    assert await asked(rig, case) == [(anna.id, "accepted"), (other.id, "open")]


async def test_giving_back_twice_is_done_once(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    referral = await matched(rig)
    case = await case_now(rig, referral)
    async with scene(rig) as at:
        assert await offers.give_back(at, case, anna, "no_fit")
        assert not await offers.give_back(at, case, anna, "no_fit")

    assert [status for status, _ in await history(rig, referral)].count("accepted") == 2


async def test_thinking_again_keeps_the_learner(rig: Rig) -> None:
    await make_volunteer(rig)
    referral = await matched(rig)

    await tap_card(rig, "volunteer.back", "anna")
    await tap_card(rig, "staff.never_mind", "anna")

    assert (await case_now(rig, referral)).status == "matched"
    assert heard(rig, "anna")[0][0] == "volunteer.state.matched"


async def test_the_old_card_shows_nothing_more_after_giving_back(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    referral = await matched(rig)
    envelope, button = find_button(rig, "volunteer.back", "anna")
    async with scene(rig) as at:
        await offers.give_back(at, await case_now(rig, referral), anna, "no_fit")

    receipt = await rig.hear(Tap(button.choice, 0, envelope.conversation, "m1"), address="anna")

    assert receipt.toast is not None
    assert receipt.toast.key == "desk.not_yours"


# ── Leaving ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_when_a_volunteer_leaves_their_learners_and_questions_go_on(rig: Rig) -> None:
    anna = await make_volunteer(rig, languages=["tr"])
    other = await make_volunteer(rig, address="b", days=["sun"])
    first = await matched(rig)
    waiting = await asked_case(rig, "8")
    assert await asked(rig, waiting) == [(anna.id, "open")]

    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "leave", "anna")
    await tap_card(rig, "staff.leave.yes", "anna")
    await rig.due()

    assert (await member_now(rig, anna.id)).ended_at is not None
    assert (await case_now(rig, first)).status == "accepted"
    assert await alerts(rig, await case_now(rig, first)) == ["volunteer_gone"]
    assert await asked(rig, waiting) == [(anna.id, "withdrawn"), (other.id, "open")]


async def test_when_a_volunteer_blocks_us_their_learners_go_back_to_staff(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    referral = await matched(rig)

    async with rig.database.transaction() as connection:
        await tasks.person_unreachable(connection, anna.chat_id, rig.clock(), reason="blocked")
    await rig.due()

    now = await case_now(rig, referral)
    assert (now.status, now.volunteer_id) == ("accepted", None)
    assert (await history(rig, referral))[-1] == ("accepted", "unreachable")
    assert await alerts(rig, now) == ["volunteer_gone"]
    assert heard(rig, "7")[0][0] == "news.changed"


async def test_somebody_who_is_back_at_once_keeps_their_learners(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    referral = await matched(rig)
    async with rig.database.transaction() as connection:
        await tasks.person_unreachable(connection, anna.chat_id, rig.clock(), reason="blocked")

    await rig.hear(Command("menu"), address="anna")
    await rig.due()

    assert (await case_now(rig, referral)).volunteer_id == anna.id


async def test_an_offer_to_somebody_who_blocked_us_goes_to_the_next(rig: Rig) -> None:
    anna = await make_volunteer(rig, languages=["tr"])
    other = await make_volunteer(rig, address="b")
    case = await asked_case(rig)

    async with rig.database.transaction() as connection:
        await tasks.person_unreachable(connection, anna.chat_id, rig.clock(), reason="blocked")
    await rig.due()

    assert await asked(rig, case) == [(anna.id, "withdrawn"), (other.id, "open")]


# ── Given by staff ─────────────────────────────────────────────────────────────────────────────────────────


async def test_staff_can_give_a_learner_to_a_volunteer_who_was_not_asked(rig: Rig) -> None:
    await make_volunteer(rig, address="asked", languages=["tr"])
    anna = await make_volunteer(rig, capacity=0)
    sanne = await make_staff(rig)
    case = await asked_case(rig)

    async with scene(rig) as at:
        assert await offers.assign(at, case, anna, sanne)
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.volunteer_id) == ("matched", anna.id)
    assert heard(rig, "asked")[0] == ["volunteer.offer.taken"]
    assert heard(rig, "anna")[0] == ["volunteer.assigned"]
    assert heard(rig, "7")[0][0] == "news.matched.call"
    await tap_card(rig, "lrn", "anna")
    assert "06 12345678" in str(card(rig, "anna"))


async def test_who_is_given_a_learner_and_is_full_holds_up_no_question(rig: Rig) -> None:
    anna = await make_volunteer(rig, capacity=1, languages=["tr"])
    other = await make_volunteer(rig, address="b", days=["sun"])
    sanne = await make_staff(rig)
    given, waiting = await accepted_case(rig, "7"), await asked_case(rig, "8")
    assert await asked(rig, waiting) == [(anna.id, "open")]

    async with scene(rig) as at:
        assert await offers.assign(at, given, anna, sanne)
    await rig.due()

    assert await asked(rig, waiting) == [(anna.id, "withdrawn"), (other.id, "open")]


@pytest.mark.parametrize("until", list(STATES))
async def test_staff_can_give_a_learner_to_another_volunteer(rig: Rig, until: str) -> None:
    await make_volunteer(rig, languages=["tr"])
    other = await make_volunteer(rig, address="b", days=["sun"])
    sanne = await make_staff(rig)
    referral = await matched(rig, until=until)

    async with scene(rig) as at:
        assert await offers.assign(at, await case_now(rig, referral), other, sanne)
    await rig.due()

    now = await case_now(rig, referral)
    assert (now.status, now.volunteer_id) == ("matched", other.id)
    assert heard(rig, "anna")[0] == ["volunteer.taken_over"]
    assert heard(rig, "7")[0][0] == "news.matched.new.call"


async def test_a_learner_is_not_given_to_a_volunteer_of_another_house(rig: Rig) -> None:
    stranger = await make_volunteer(rig, OTHER_HOUSE, address="x")
    sanne = await make_staff(rig)
    case = await accepted_case(rig)

    async with scene(rig) as at:
        assert not await offers.assign(at, case, stranger, sanne)
        assert not await offers.assign(at, case, sanne, sanne)

    assert (await case_now(rig, case.id)).status == "accepted"


async def test_a_case_that_is_opened_again_can_go_to_whoever_had_it(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    sanne = await make_staff(rig)
    referral = await matched(rig, until="ongoing")
    case = await case_now(rig, referral)
    for status in ("finished", "submitted", "accepted"):
        await move_to(rig, case, ReferralStatus(status))

    async with scene(rig) as at:
        assert await offers.assign(at, await case_now(rig, referral), anna, sanne)
    await rig.due()

    assert (await case_now(rig, referral)).status == "matched"
    assert heard(rig, "anna")[0] == ["volunteer.assigned"]
    assert heard(rig, "7")[0][0] == "news.matched.call"
