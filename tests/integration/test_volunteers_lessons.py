"""A volunteer and a learner: going on, finishing, seeing the list, and what a helper hears."""

from __future__ import annotations

from flows.replies import Command, Tap
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import (
    card,
    case_now,
    make_volunteer,
    newest_case,
    tap_card,
)
from tests.support.offering import (
    asked_case,
    heard,
    matched,
)

# ── Going on and finishing ─────────────────────────────────────────────────────────────────────────────────


async def test_after_the_first_talk_the_lessons_begin_and_end_with_a_reason(rig: Rig) -> None:
    await make_volunteer(rig)
    referral = await matched(rig, until="intake_done")
    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "mine", "anna")
    await tap_card(rig, "lrn", "anna")

    await tap_card(rig, "going", "anna")
    await rig.due()
    assert (await case_now(rig, referral)).status == "ongoing"
    assert heard(rig, "7")[0][0].startswith("news.going_on")

    await tap_card(rig, "volunteer.done", "anna")
    await tap_card(rig, "volunteer.finish.goal_reached", "anna")
    await rig.due()

    now = await case_now(rig, referral)
    assert (now.status, now.ended_why) == ("finished", "goal_reached")
    assert heard(rig, "7")[0][0] == "news.finished.well"


async def test_who_has_not_begun_cannot_be_finished(rig: Rig) -> None:
    await make_volunteer(rig)
    referral = await matched(rig)

    await rig.hear(Tap(f"do:done:{referral}:work", 0, 0, "m1"), address="anna")

    assert (await case_now(rig, referral)).status == "matched"


async def test_a_volunteer_sees_their_learners_and_where_each_stands(rig: Rig) -> None:
    await make_volunteer(rig)
    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "mine", "anna")
    assert heard(rig, "anna")[0] == ["volunteer.mine.none"]
    await matched(rig)

    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "mine", "anna")

    assert heard(rig, "anna")[0] == ["volunteer.mine.title"]
    assert "volunteer.short.matched" in str(buttons_of(card(rig, "anna"))[0].label)


async def test_each_time_that_a_volunteer_sees_a_learner_is_kept(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    referral = await matched(rig)

    await tap_card(rig, "mine", "anna")
    await tap_card(rig, "lrn", "anna")

    seen = await rig.rows("SELECT member_id, role FROM reading WHERE referral_id = :id", id=referral)
    assert seen == [(anna.id, "volunteer")] * 2


async def test_what_a_volunteer_saw_of_a_learner_is_erased_with_the_learner(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    referral = await matched(rig)
    await tap_card(rig, "volunteer.back", "anna")

    said = await rig.rows(
        "SELECT DISTINCT referral_id FROM outbox WHERE chat_id = :chat ORDER BY 1", chat=anna.chat_id
    )

    # The offer, the card with the number, and the question whether it is meant.
    assert said == [(referral,)]


# ── Somebody whom a helper signed up ───────────────────────────────────────────────────────────────────────


async def test_the_helper_hears_once_of_the_contact_when_the_learner_agrees(rig: Rig) -> None:
    await make_volunteer(rig)
    referral = await matched(rig, by_helper=True)
    before = len(heard(rig, "7"))

    await tap_card(rig, "volunteer.contact.had", "anna")
    await tap_card(rig, "general.yes", "anna")
    await rig.due()

    assert heard(rig, "7")[0] == ["news.helper.contact"]
    assert len(heard(rig, "7")) == before + 1
    receipt = await rig.hear(Tap(f"do:cont:{referral}:yes", 0, 0, "m1"), address="anna")
    await rig.due()
    assert receipt.toast is not None
    assert len(heard(rig, "7")) == before + 1


async def test_that_the_helper_heard_is_known_as_long_as_the_sign_up(rig: Rig) -> None:
    """What a timer did is cleared away after a month; the consent stays."""
    await make_volunteer(rig)
    referral = await matched(rig, by_helper=True)
    await tap_card(rig, "volunteer.contact.had", "anna")
    await tap_card(rig, "general.yes", "anna")
    await rig.due()
    before = len(heard(rig, "7"))
    rig.clock.forward(days=31)
    await rig.housekeeping.tidy()
    assert await rig.rows("SELECT id FROM timer WHERE kind = 'contact'") == []

    await rig.hear(Tap(f"do:lrn:{referral}", 0, 0, "m1"), address="anna")
    assert "volunteer.contact.had" not in str(card(rig, "anna").rows)
    await rig.hear(Tap(f"do:cont:{referral}:yes", 0, 0, "m2"), address="anna")
    await rig.due()

    assert ["news.helper.contact"] not in heard(rig, "7")[:-before]
    kept = "SELECT channel, learner_id IS NULL FROM consent WHERE purpose = 'tell_helper'"
    assert await rig.rows(kept) in ([("volunteer", False)], [("volunteer", 0)])


async def test_the_helper_hears_nothing_when_the_learner_does_not_agree(rig: Rig) -> None:
    await make_volunteer(rig)
    await matched(rig, by_helper=True)
    before = len(heard(rig, "7"))

    await tap_card(rig, "volunteer.contact.had", "anna")
    await tap_card(rig, "general.no", "anna")
    await rig.due()

    assert len(heard(rig, "7")) == before
    assert await rig.rows("SELECT id FROM consent WHERE purpose = 'tell_helper'") == []


async def test_nothing_of_a_match_is_told_in_the_chat_of_a_helper(rig: Rig) -> None:
    await make_volunteer(rig)
    case = await asked_case(rig, by_helper=True)
    before = len(heard(rig, "7"))

    await tap_card(rig, "take", "anna")
    await rig.due()

    assert len(heard(rig, "7")) == before
    shown = card(rig, "anna")
    assert "talk" not in str(buttons_of(shown))
    assert "volunteer.reach.walk_in" in str(shown)
    assert (await newest_case(rig)).id == case.id
    assert keys_of(shown)[0] == "volunteer.yours"
