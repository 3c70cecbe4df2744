"""Offers without a yes: a no, no answer in time, nobody left to ask, taken back; and how load decides."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.db.queries import volunteers
from bot.domain.referral_status import ReferralStatus
from bot.services.loop import offers
from bot.services.loop import volunteers as service
from flows.cards.profile import Term
from flows.replies import Tap
from tests.support.building import Rig
from tests.support.loop import case_now, find_button, make_volunteer, tap_card
from tests.support.offering import (
    accepted_case,
    alerts,
    ask_all_at_once,
    asked,
    asked_case,
    begin,
    heard,
    member_now,
    move_to,
    offered,
    offers_of,
    scene,
)

TAKEN = "volunteer.offer.taken"
NOT_NEEDED = "volunteer.offer.not_needed"


# ── No, and no answer ──────────────────────────────────────────────────────────────────────────────────────


async def test_after_a_no_the_next_is_asked_and_the_reason_is_kept(rig: Rig) -> None:
    first = await make_volunteer(rig, address="a", languages=["tr"])
    second = await make_volunteer(rig, address="b")
    case = await asked_case(rig)

    await tap_card(rig, "pass", "a")
    await rig.due()
    await tap_card(rig, "volunteer.offer.why.too_far", "a")

    assert await asked(rig, case) == [(first.id, "declined"), (second.id, "open")]
    assert (await offers_of(rig, case))[0].reasons[-1] == "too_far"
    assert offered(rig, "b")


async def test_without_an_answer_in_24_hours_the_next_is_asked(rig: Rig) -> None:
    first = await make_volunteer(rig, address="a", languages=["tr"])
    second = await make_volunteer(rig, address="b")
    case = await asked_case(rig)  # Wednesday noon

    rig.clock.forward(hours=23)
    await rig.due()
    assert await asked(rig, case) == [(first.id, "open")]

    rig.clock.forward(hours=1)
    await rig.due()
    assert await asked(rig, case) == [(first.id, "timed_out"), (second.id, "open")]
    assert heard(rig, "a")[0] == ["volunteer.offer.timed_out"]


async def test_a_weekend_does_not_count(rig: Rig) -> None:
    await make_volunteer(rig, address="a", languages=["tr"])
    await make_volunteer(rig, address="b")
    case = await accepted_case(rig)
    rig.clock.now = datetime(2026, 6, 5, 14, tzinfo=UTC)  # Friday 16:00 in Amsterdam
    await begin(rig, case)

    rig.clock.now = datetime(2026, 6, 8, 13, 59, tzinfo=UTC)
    await rig.due()
    assert not offered(rig, "b")

    rig.clock.now = datetime(2026, 6, 8, 14, tzinfo=UTC)
    await rig.due()
    assert offered(rig, "b")


async def test_an_answer_to_an_offer_whose_time_is_over_is_kind(rig: Rig) -> None:
    await make_volunteer(rig, address="a")
    await asked_case(rig)
    envelope, button = find_button(rig, "take", "a")
    rig.clock.forward(hours=24)
    await rig.due()

    await rig.hear(Tap(button.choice, 0, envelope.conversation, "m1"), address="a")

    assert heard(rig, "a")[0] == ["volunteer.offer.timed_out"]


async def test_when_the_list_is_exhausted_staff_and_learner_hear_of_it(rig: Rig) -> None:
    await make_volunteer(rig, address="a", languages=["tr"])
    await make_volunteer(rig, address="b")
    case = await asked_case(rig)

    await tap_card(rig, "pass", "a")
    await rig.due()
    await tap_card(rig, "pass", "b")
    await rig.due()

    assert (await case_now(rig, case.id)).status == "accepted"
    assert await alerts(rig, case) == ["exhausted"]
    assert heard(rig, "7")[0][0] == "news.looking"


async def test_when_all_are_asked_the_last_no_exhausts_the_list(rig: Rig) -> None:
    await make_volunteer(rig, address="a")
    await make_volunteer(rig, address="b")
    await ask_all_at_once(rig)
    case = await asked_case(rig)

    await tap_card(rig, "pass", "a")
    assert (await case_now(rig, case.id)).status == "offered"
    await tap_card(rig, "pass", "b")
    assert (await case_now(rig, case.id)).status == "accepted"


async def test_a_second_round_asks_everybody_again(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    case = await asked_case(rig)
    await tap_card(rig, "pass", "anna")

    assert await begin(rig, case)

    assert await asked(rig, case) == [(anna.id, "declined"), (anna.id, "open")]


# ── Taken back ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_closing_tells_who_was_asked_and_not_who_was_not_yet(rig: Rig) -> None:
    await make_volunteer(rig, address="a", languages=["tr"])
    case = await asked_case(rig)

    async with scene(rig) as at:
        await offers.close(at, case.id)
    await rig.due()

    assert heard(rig, "a")[0] == [NOT_NEEDED]
    assert [status for _, status in await asked(rig, case)] == ["withdrawn"]


async def test_an_offer_that_is_closed_before_nine_is_never_shown(rig: Rig) -> None:
    await make_volunteer(rig)
    case = await accepted_case(rig)
    rig.clock.now = datetime(2026, 6, 3, 20, 30, tzinfo=UTC)
    await begin(rig, case)
    async with scene(rig) as at:
        await offers.close(at, case.id)

    rig.clock.now = datetime(2026, 6, 4, 8, tzinfo=UTC)
    await rig.due()

    assert heard(rig, "anna") == []


async def test_a_pause_passes_on_what_is_being_asked(rig: Rig) -> None:
    first = await make_volunteer(rig, address="a", languages=["tr"])
    second = await make_volunteer(rig, address="b")
    case = await asked_case(rig)

    async with scene(rig) as at:
        await service.pause(at, await member_now(rig, first.id), Term.TWO_WEEKS)
    await rig.due()

    assert (await member_now(rig, first.id)).paused_until == date(2026, 6, 17)
    assert await asked(rig, case) == [(first.id, "withdrawn"), (second.id, "open")]


async def test_the_load_counts_learners_that_a_volunteer_has_now(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    assert anna.taalhuis_id is not None
    await asked_case(rig)
    await tap_card(rig, "take", "anna")

    async with rig.database.reading() as connection:
        assert await volunteers.loads(connection, anna.taalhuis_id) == {anna.id: 1}
        assert await volunteers.load(connection, anna.id) == 1


async def test_who_has_fewest_learners_is_asked_first(rig: Rig) -> None:
    busy = await make_volunteer(rig, address="a")
    free = await make_volunteer(rig, address="b")
    await asked_case(rig, "7")
    await tap_card(rig, "take", "a")

    second = await asked_case(rig, "8")

    assert busy.id < free.id
    assert await asked(rig, second) == [(free.id, "open")]


@pytest.mark.parametrize("status", [ReferralStatus.WAITING_LIST, ReferralStatus.REJECTED])
async def test_nobody_is_asked_for_a_case_that_is_not_accepted(rig: Rig, status: ReferralStatus) -> None:
    await make_volunteer(rig)
    case = await accepted_case(rig)
    await move_to(rig, case, status)

    assert not await begin(rig, case)
