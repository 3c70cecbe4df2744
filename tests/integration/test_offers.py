"""Offers: who is asked, in which order, what an answer does, and who goes on when none comes."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flows.replies import Tap
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
    offered,
    offers_of,
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


async def test_who_wants_no_more_learners_holds_up_no_other_question(rig: Rig) -> None:
    anna = await make_volunteer(rig, capacity=1)
    other = await make_volunteer(rig, address="b", days=["sun"])
    await asked_case(rig, "7")
    second = await asked_case(rig, "8")

    await tap_card(rig, "do:take:1", "anna")
    await rig.due()

    assert await asked(rig, second) == [(anna.id, "withdrawn"), (other.id, "open")]
    assert offered(rig, "b")
    told = [one for one in cards(rig, "anna") if keys_of(one.prompt) == ["volunteer.offer.full"]]
    assert [bool(one.replaces_ref) for one in told] == [True]


async def test_who_has_room_for_one_more_keeps_the_question(rig: Rig) -> None:
    anna = await make_volunteer(rig, capacity=2)
    await make_volunteer(rig, address="b", days=["sun"])
    await asked_case(rig, "7")
    second = await asked_case(rig, "8")

    await tap_card(rig, "do:take:1", "anna")
    await rig.due()

    assert await asked(rig, second) == [(anna.id, "open")]


async def test_nobody_can_say_yes_to_an_offer_of_somebody_else(rig: Rig) -> None:
    await make_volunteer(rig, languages=["tr"])
    await make_volunteer(rig, address="thief", days=["sun"])
    case = await asked_case(rig)
    _, button = find_button(rig, "take", "anna")

    receipt = await rig.hear(Tap(button.choice, 0, 0, "m99"), address="thief")

    assert receipt.toast is not None
    assert receipt.toast.key == "desk.not_yours"
    assert (await case_now(rig, case.id)).status == "offered"
