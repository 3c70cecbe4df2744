"""An appointment from the first proposal to its end, as learner and volunteer see it; on both databases."""

from __future__ import annotations

from typing import Any

from icalendar import Calendar

from bot.domain.referral_status import ReferralStatus
from flows.cards.calendar import stamp
from flows.model import Document, Moment, Prompt
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import card, cards, case_now, make_staff, make_volunteer, tap_card
from tests.support.meetings import (
    LEARNER,
    MONDAY,
    THURSDAY,
    TUESDAY,
    VOLUNTEER,
    appointment_of,
    files,
    go_to,
    last_with,
    matched_case,
    open_timers,
    planned_case,
    press,
    propose,
    said,
)


def event_of(document: Document) -> Any:
    calendar: Any = Calendar.from_ical(document.content)
    (event,) = calendar.events
    return event


def moments_of(prompt: Prompt) -> list[str]:
    params = [button.label.params.get("moment") for button in buttons_of(prompt)]
    return [moment.wall for moment in params if isinstance(moment, Moment)]


async def status(rig: Rig, referral_id: int) -> str:
    return (await case_now(rig, referral_id)).status


# ── Proposing ──────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_volunteer_proposes_three_moments_by_taps_alone(rig: Rig) -> None:
    case = await matched_case(rig)
    await press(rig, VOLUNTEER, "prop", case.id)
    await tap_card(rig, "pday", VOLUNTEER)
    await tap_card(rig, "pt", VOLUNTEER)
    for _ in range(2):
        await tap_card(rig, "volunteer.proposal.more", VOLUNTEER)
        await tap_card(rig, "pday", VOLUNTEER)
        _, free = next(
            (envelope, button)
            for envelope in cards(rig, VOLUNTEER)
            for button in buttons_of(envelope.prompt)
            if button.choice.startswith("do:pt:") and not button.selected
        )
        await tap_card(rig, free.choice, VOLUNTEER)
    await tap_card(rig, "psend", VOLUNTEER)
    await rig.due()

    row = await appointment_of(rig, case)
    assert (row.status, len(row.moments)) == ("proposed", 3)
    assert moments_of(card(rig, LEARNER)) == row.moments
    assert keys_of(card(rig, VOLUNTEER))[0] == "volunteer.proposal.sent"


async def test_the_calendar_shows_when_the_learner_can_come(rig: Rig) -> None:
    case = await matched_case(rig)

    await press(rig, VOLUNTEER, "prop", case.id)

    prompt = card(rig, VOLUNTEER)
    assert "volunteer.can" in keys_of(prompt)
    starred = [button.label.params["day"] for button in buttons_of(prompt) if button.picture == "⭐"]
    assert [str(day) for day in starred] == ["Day(day='2026-06-04')"]


async def test_a_fourth_moment_is_left_out(rig: Rig) -> None:
    case = await matched_case(rig)
    for hour in ("10:00", "11:00", "12:00", "13:00"):
        await press(rig, VOLUNTEER, "pt", case.id, stamp(f"2026-06-05T{hour}"))

    assert len((await appointment_of(rig, case)).moments) == 3


async def test_a_moment_outside_the_hours_is_refused_kindly(rig: Rig) -> None:
    case = await matched_case(rig)

    for wall in ("2026-06-03T10:00", "2026-06-07T11:00", "2026-06-08T20:00", "2026-09-08T11:00"):
        receipt = await press(rig, VOLUNTEER, "pt", case.id, stamp(wall))
        assert receipt.toast is not None
        assert receipt.toast.key == "volunteer.calendar.not_then"

    assert await rig.rows("SELECT id FROM appointment") == []


async def test_what_was_gathered_survives_a_restart(rigs: Any) -> None:
    case = await matched_case(first := rigs())
    await press(first, VOLUNTEER, "pt", case.id, stamp(MONDAY))

    second = rigs(channel=first.channel)
    second.updates = first.updates
    await press(second, VOLUNTEER, "prop", case.id)

    assert keys_of(card(second, VOLUNTEER))[:2] == ["volunteer.proposal.chosen", "volunteer.proposal.moment"]


async def test_another_volunteer_can_do_nothing_with_it(rig: Rig) -> None:
    case = await matched_case(rig)
    await make_volunteer(rig, address="bram", name="Bram")
    await propose(rig, case, MONDAY)

    for verb in ("prop", "pw", "pday", "pt", "pclr", "psend", "pagr", "pmove", "pcan", "pcanyes"):
        await press(rig, "bram", verb, case.id, stamp(TUESDAY))
        assert keys_of(card(rig, "bram")) == ["desk.not_yours"]
    row = await appointment_of(rig, case)
    for verb in ("mom", "nofit", "come", "cannot", "feel", "again", "vcome", "vcannot", "out"):
        await press(rig, "bram", verb, row.id, stamp(MONDAY))
        assert keys_of(card(rig, "bram")) == ["desk.not_yours"]

    assert (await appointment_of(rig, case)) == row


async def test_staff_can_propose_for_the_volunteer(rig: Rig) -> None:
    case = await matched_case(rig)
    await make_staff(rig)
    await press(rig, "staff", "pt", case.id, stamp(MONDAY))
    await press(rig, "staff", "psend", case.id)
    await rig.due()
    await tap_card(rig, "mom", LEARNER)
    await rig.due()

    assert "volunteer.appointment.planned" in said(rig, VOLUNTEER)
    assert (await appointment_of(rig, case)).member_id == case.volunteer_id


# ── Choosing ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_first_tap_plans_it_and_both_have_it_in_their_calendars(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, MONDAY, TUESDAY)
    await rig.due()
    await tap_card(rig, "mom", LEARNER)
    await rig.due()

    row = await appointment_of(rig, case)
    assert (row.status, row.wall_at) == ("planned", MONDAY)
    assert await status(rig, case.id) == ReferralStatus.APPOINTMENT_PLANNED
    planned = last_with(rig, LEARNER, "news.planned")
    assert planned.venue is not None
    (mine,), (theirs,) = files(rig, LEARNER), files(rig, VOLUNTEER)
    assert event_of(mine)["uid"] == event_of(theirs)["uid"] == row.uid
    assert (str(event_of(mine)["summary"]), str(event_of(theirs)["summary"])) == (
        "Taalhuis: Anna",
        "Taalhuis: Xanthippe",
    )


async def test_a_second_tap_and_another_moment_change_nothing(rig: Rig) -> None:
    case = await planned_case(rig)
    before = await appointment_of(rig, case)

    again = await press(rig, LEARNER, "mom", before.id, stamp(MONDAY))
    other = await press(rig, LEARNER, "mom", before.id, stamp(TUESDAY))

    assert [receipt.toast.key for receipt in (again, other) if receipt.toast] == ["general.already_done"] * 2
    assert await appointment_of(rig, case) == before


async def test_none_of_them_fits_and_the_volunteer_hears_when_the_learner_can(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, MONDAY, TUESDAY)
    await rig.due()
    await tap_card(rig, "nofit", LEARNER)
    await rig.due()

    told = last_with(rig, VOLUNTEER, "volunteer.proposal.none_fits")
    assert "volunteer.can" in keys_of(told)
    assert keys_of(card(rig, LEARNER)) == ["appointment.again", "news.before"]
    await tap_card(rig, "prop", VOLUNTEER)
    assert "volunteer.calendar.day" in keys_of(card(rig, VOLUNTEER))
    assert await status(rig, case.id) == ReferralStatus.MATCHED


async def test_a_moment_of_a_question_that_was_taken_back_is_not_planned(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, MONDAY)
    await rig.due()
    await press(rig, VOLUNTEER, "pclr", case.id)

    await tap_card(rig, "mom", LEARNER)

    assert keys_of(card(rig, LEARNER)) == ["appointment.old"]
    assert (await appointment_of(rig, case)).status == "draft"


async def test_a_moment_that_has_gone_by_is_not_planned(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, THURSDAY, MONDAY)
    await rig.due()
    go_to(rig, "2026-06-04T10:01")

    receipt = await press(rig, LEARNER, "mom", (await appointment_of(rig, case)).id, stamp(THURSDAY))

    assert receipt.toast is not None
    assert receipt.toast.key == "appointment.gone_by"
    assert (await appointment_of(rig, case)).status == "proposed"


async def test_when_all_moments_have_gone_by_the_volunteer_proposes_others(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, THURSDAY)
    await rig.due()
    go_to(rig, "2026-06-04T10:01")
    await tap_card(rig, "mom", LEARNER)
    await rig.due()

    assert (await appointment_of(rig, case)).status == "draft"
    assert "volunteer.proposal.none_fits" in said(rig, VOLUNTEER)


async def test_a_learner_who_says_nothing_is_asked_again_and_then_the_volunteer_is_told(rig: Rig) -> None:
    case = await matched_case(rig)
    await propose(rig, case, TUESDAY)
    await rig.due()
    rig.clock.forward(days=1)
    await rig.due()
    assert said(rig, LEARNER).count("appointment.ask") == 2

    rig.clock.forward(days=1)
    await rig.due()
    assert said(rig, LEARNER).count("appointment.ask") == 2
    assert "volunteer.proposal.no_answer" in said(rig, VOLUNTEER)


async def test_who_answered_is_not_asked_again(rig: Rig) -> None:
    await planned_case(rig, TUESDAY)

    assert await open_timers(rig, "moments", "unheard") == []


# ── By telephone ───────────────────────────────────────────────────────────────────────────────────────────


async def test_what_was_agreed_by_telephone_is_planned_at_once(rig: Rig) -> None:
    case = await matched_case(rig)
    await press(rig, VOLUNTEER, "pt", case.id, stamp(MONDAY))
    await tap_card(rig, "pagr", VOLUNTEER)
    await rig.due()

    assert await status(rig, case.id) == ReferralStatus.APPOINTMENT_PLANNED
    assert "news.planned" in said(rig, LEARNER)
    assert len(files(rig, VOLUNTEER)) == 1


async def test_somebody_whom_a_helper_signed_up_can_only_be_called(rig: Rig) -> None:
    case = await matched_case(rig, by_a_helper=True)
    before = len(cards(rig, LEARNER))
    await press(rig, VOLUNTEER, "pt", case.id, stamp(MONDAY))
    shown = card(rig, VOLUNTEER)

    assert "volunteer.proposal.phone" in keys_of(shown)
    assert [button.choice for button in buttons_of(shown) if "psend" in button.choice] == []
    await press(rig, VOLUNTEER, "psend", case.id)
    assert (await appointment_of(rig, case)).status == "draft"
    await tap_card(rig, "pagr", VOLUNTEER)
    await rig.due()
    assert (await appointment_of(rig, case)).status == "planned"
    assert {key.rsplit(":", 1)[1] for key, _ in await open_timers(rig, "remind", "after")} == {"member"}
    new = [keys_of(one.prompt)[0] for one in cards(rig, LEARNER)[: len(cards(rig, LEARNER)) - before]]
    assert new == []
