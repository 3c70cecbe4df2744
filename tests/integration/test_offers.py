"""Offers: who is asked, in which order, what an answer does, and who goes on when none comes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.db.queries import volunteers
from bot.domain.referral_status import ReferralStatus
from bot.services import offers
from bot.services import volunteers as service
from flows.cards.profile import Term
from flows.model import Tap
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import OTHER_HOUSE, card, cards, case_now, find_button, make_volunteer, tap_card
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


# ── Who is asked ───────────────────────────────────────────────────────────────────────────────────────────


async def test_the_best_fit_is_asked_first_and_alone_and_the_reasons_are_kept(rig: Rig) -> None:
    await make_volunteer(rig, address="late", days=["sun"])
    best = await make_volunteer(rig, address="fits", languages=["tr"], days=["mon", "thu"])

    case = await asked_case(rig)

    (offer,) = await offers_of(rig, case)
    assert (offer.member_id, offer.place, offer.round, offer.status) == (best.id, 1, 1, "open")
    assert offer.reasons == ["needs_all", "language", "times_enough", "no_learners"]
    assert offered(rig, "fits")
    assert not offered(rig, "late")
    assert case.status == "offered"


async def test_a_house_that_asks_all_at_once_asks_everybody_who_fits(rig: Rig) -> None:
    for address in ("a", "b", "c"):
        await make_volunteer(rig, address=address)
    await make_volunteer(rig, address="other needs", needs=["digital"])
    await make_volunteer(rig, OTHER_HOUSE, address="elsewhere")
    await ask_all_at_once(rig)

    await asked_case(rig)

    who = ("a", "b", "c", "other needs", "elsewhere")
    assert [offered(rig, address) for address in who] == [True, True, True, False, False]


async def test_who_pauses_is_full_or_cannot_be_reached_is_passed_over(rig: Rig) -> None:
    await make_volunteer(rig, address="pauses", paused_until=date(2026, 6, 3))
    await make_volunteer(rig, address="full", capacity=0)
    await make_volunteer(rig, address="gone")
    await rig.run("UPDATE chat SET unreachable_at = :now WHERE address = 'gone'", now=rig.moment(seconds=-1))
    last = await make_volunteer(rig, address="here", days=["sun"])
    await ask_all_at_once(rig)

    case = await asked_case(rig)

    assert await asked(rig, case) == [(last.id, "open")]


async def test_a_pause_ends_after_its_last_day(rig: Rig) -> None:
    back = await make_volunteer(rig, address="back", paused_until=date(2026, 6, 2))

    case = await asked_case(rig)

    assert await asked(rig, case) == [(back.id, "open")]


async def test_somebody_who_volunteers_is_not_asked_to_help_themselves(rig: Rig) -> None:
    case = await accepted_case(rig)
    await make_volunteer(rig, address="7")

    assert not await begin(rig, case)
    assert await asked(rig, case) == []


async def test_with_nobody_to_ask_staff_hear_of_it_and_the_case_stays_theirs(rig: Rig) -> None:
    case = await accepted_case(rig)

    assert not await begin(rig, case)
    assert (await case_now(rig, case.id)).status == "accepted"
    assert await alerts(rig, case) == ["exhausted"]


async def test_asking_twice_asks_once(rig: Rig) -> None:
    await make_volunteer(rig, address="a")
    await make_volunteer(rig, address="b")
    case = await asked_case(rig)

    assert not await begin(rig, case)
    assert len(await offers_of(rig, case)) == 1


async def test_an_offer_made_at_night_arrives_at_nine_and_its_time_counts_from_then(rig: Rig) -> None:
    await make_volunteer(rig)
    case = await accepted_case(rig)
    rig.clock.now = datetime(2026, 6, 3, 20, 30, tzinfo=UTC)  # 22:30 in Amsterdam

    await begin(rig, case)
    assert not offered(rig, "anna")

    rig.clock.now = datetime(2026, 6, 4, 7, tzinfo=UTC)
    await rig.due()
    assert offered(rig, "anna")
    assert (await offers_of(rig, case))[0].expires_at == datetime(2026, 6, 5, 7, tzinfo=UTC)


async def test_an_offer_holds_five_things_and_two_buttons(rig: Rig) -> None:
    await make_volunteer(rig)
    await asked_case(rig)

    shown = card(rig, "anna")
    assert keys_of(shown) == ["volunteer.offer.title", *["overview.line"] * 5, "volunteer.offer.before"]
    assert [button.label.key for button in buttons_of(shown)] == ["volunteer.offer.yes", "volunteer.offer.no"]


# ── Yes ────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_yes_matches_tells_the_learner_who_and_shows_the_number(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    case = await asked_case(rig)

    await tap_card(rig, "take", "anna")
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.volunteer_id) == ("matched", anna.id)
    assert await asked(rig, case) == [(anna.id, "accepted")]
    assert keys_of(card(rig, "7"))[0] == "news.matched.call"
    mine = card(rig, "anna")
    assert keys_of(mine)[0] == "volunteer.yours"
    assert "06 12345678" in str(mine)


async def test_a_second_yes_shows_the_learner_again_and_changes_nothing(rig: Rig) -> None:
    await make_volunteer(rig)
    case = await asked_case(rig)
    envelope, button = find_button(rig, "take", "anna")
    await tap_card(rig, "take", "anna")
    before = (await case_now(rig, case.id)).version

    receipt = await rig.hear(Tap(button.choice, 0, envelope.conversation, "m1"), address="anna")

    assert receipt.toast is not None
    assert receipt.toast.key == "general.already_done"
    assert (await case_now(rig, case.id)).version == before


async def test_the_others_are_told_kindly_where_the_question_stood(rig: Rig) -> None:
    for address in ("a", "b", "c"):
        await make_volunteer(rig, address=address)
    await ask_all_at_once(rig)
    await asked_case(rig)

    await tap_card(rig, "take", "b")
    await rig.due()

    for address in ("a", "c"):
        told = [one for one in cards(rig, address) if keys_of(one.prompt) == [TAKEN]]
        assert [bool(one.replaces_ref) for one in told] == [True]


async def test_a_yes_that_comes_too_late_is_answered_kindly(rig: Rig) -> None:
    for address in ("a", "b"):
        await make_volunteer(rig, address=address)
    await ask_all_at_once(rig)
    case = await asked_case(rig)

    await tap_card(rig, "take", "b")
    await tap_card(rig, "take", "a")

    assert heard(rig, "a")[0] == [TAKEN]
    assert [status for _, status in await asked(rig, case)] == ["withdrawn", "accepted"]


async def test_who_became_full_meanwhile_is_not_given_one_more(rig: Rig) -> None:
    anna = await make_volunteer(rig, capacity=1)
    other = await make_volunteer(rig, address="b", days=["sun"])
    first, second = await asked_case(rig, "7"), await asked_case(rig, "8")
    assert await asked(rig, second) == [(anna.id, "open")]

    await tap_card(rig, "do:take:1", "anna")
    await tap_card(rig, "do:take:2", "anna")
    await rig.due()

    assert heard(rig, "anna")[0] == ["volunteer.offer.full"]
    assert (await case_now(rig, first.id)).volunteer_id == anna.id
    assert await asked(rig, second) == [(anna.id, "withdrawn"), (other.id, "open")]


async def test_nobody_can_say_yes_to_an_offer_of_somebody_else(rig: Rig) -> None:
    await make_volunteer(rig, languages=["tr"])
    await make_volunteer(rig, address="thief", days=["sun"])
    case = await asked_case(rig)
    _, button = find_button(rig, "take", "anna")

    receipt = await rig.hear(Tap(button.choice, 0, 0, "m99"), address="thief")

    assert receipt.toast is not None
    assert receipt.toast.key == "desk.not_yours"
    assert (await case_now(rig, case.id)).status == "offered"


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
