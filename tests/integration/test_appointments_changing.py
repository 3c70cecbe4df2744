"""Appointments that are moved, called off, and come to an end with the referral; on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from icalendar import Calendar

from bot.domain.referral_status import ReferralStatus
from bot.services.codec import Codec
from bot.services.loop import appointments as service
from bot.services.outgoing import Outgoing
from bot.services.scene import Scene
from flows.cards.calendar import stamp
from flows.model import Document
from flows.replies import Command
from tests.support.building import Rig, keys_of
from tests.support.loop import card, case_now, find_button, tap_card
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

FRIDAY = "2026-06-05T10:00"


def event_of(document: Document) -> Any:
    calendar: Any = Calendar.from_ical(document.content)
    (event,) = calendar.events
    return event


async def status(rig: Rig, referral_id: int) -> str:
    return (await case_now(rig, referral_id)).status


# ── Moving and calling off ─────────────────────────────────────────────────────────────────────────────────


async def test_a_moved_appointment_keeps_its_place_in_the_calendar(rig: Rig) -> None:
    case = await planned_case(rig)
    old = await open_timers(rig, "remind", "after")
    await press(rig, VOLUNTEER, "pmove", case.id)
    await press(rig, VOLUNTEER, "pt", case.id, stamp(TUESDAY))
    assert await open_timers(rig, "remind", "after") == old

    await press(rig, VOLUNTEER, "psend", case.id)
    assert await open_timers(rig, "remind", "after") == []
    assert await status(rig, case.id) == ReferralStatus.MATCHED
    await rig.due()
    assert "appointment.ask.moved" in keys_of(card(rig, LEARNER))
    await tap_card(rig, "mom", LEARNER)
    await rig.due()

    first, second = (event_of(document) for document in files(rig, LEARNER))
    assert first["uid"] == second["uid"]
    assert int(first["sequence"]) < int(second["sequence"])
    assert str(second.start).startswith("2026-06-09 14:30")
    assert await status(rig, case.id) == ReferralStatus.APPOINTMENT_PLANNED
    assert {key.split(":")[3] for key, _ in await open_timers(rig, "remind")} == {
        str(int(second["sequence"]))
    }


async def test_a_learner_who_cannot_come_gets_another_moment(rig: Rig) -> None:
    case = await planned_case(rig)
    await tap_card(rig, "cannot", LEARNER)
    await rig.due()

    assert await status(rig, case.id) == ReferralStatus.MATCHED
    assert await open_timers(rig, "remind", "after") == []
    told = last_with(rig, VOLUNTEER, "volunteer.appointment.cannot")
    assert "volunteer.can" in keys_of(told)
    assert [str(event_of(files(rig, who)[-1])["status"]) for who in (LEARNER, VOLUNTEER)] == ["CANCELLED"] * 2
    row = await appointment_of(rig, case)
    receipt = await press(rig, LEARNER, "cannot", row.id, row.sequence - 1)
    assert receipt.toast is not None
    assert receipt.toast.key == "general.already_done"
    await propose(rig, case, TUESDAY)
    await rig.due()
    await tap_card(rig, "mom", LEARNER)
    assert (await appointment_of(rig, case)).wall_at == TUESDAY


async def test_a_volunteer_calls_it_off_after_one_more_question(rig: Rig) -> None:
    case = await planned_case(rig)
    await tap_card(rig, "pcan", VOLUNTEER)
    assert await status(rig, case.id) == ReferralStatus.APPOINTMENT_PLANNED
    await tap_card(rig, "pcanyes", VOLUNTEER)
    await rig.due()

    assert await status(rig, case.id) == ReferralStatus.MATCHED
    assert keys_of(card(rig, LEARNER)) == ["news.cancelled.again"]
    assert event_of(files(rig, LEARNER)[-1])["status"] == "CANCELLED"
    await press(rig, VOLUNTEER, "pcanyes", case.id)
    assert said(rig, LEARNER).count("news.cancelled.again") == 1


async def test_calling_off_at_night_what_is_in_the_morning_is_told_at_once(rig: Rig) -> None:
    case = await planned_case(rig, "2026-06-05T10:00")
    go_to(rig, "2026-06-04T23:00")
    await press(rig, VOLUNTEER, "pcanyes", case.id)
    await rig.due()

    assert keys_of(card(rig, LEARNER)) == ["news.cancelled.again"]


async def test_calling_off_at_night_what_is_next_week_waits_for_the_morning(rig: Rig) -> None:
    case = await planned_case(rig, TUESDAY)
    go_to(rig, "2026-06-04T23:00")
    await press(rig, VOLUNTEER, "pcanyes", case.id)
    await rig.due()
    assert "news.cancelled.again" not in said(rig, LEARNER)

    go_to(rig, "2026-06-05T09:00")
    await rig.due()
    assert "news.cancelled.again" in said(rig, LEARNER)


async def test_the_learner_can_look_up_the_appointment(rig: Rig) -> None:
    await planned_case(rig)
    await rig.hear(Command("afspraak"), address=LEARNER)

    assert keys_of(card(rig, LEARNER)) == ["news.planned", "news.place"]
    assert find_button(rig, "cannot", LEARNER)


async def test_who_has_no_appointment_hears_that(rig: Rig) -> None:
    await matched_case(rig)
    await press(rig, LEARNER, "myapp")

    assert keys_of(card(rig, LEARNER)) == ["appointment.nothing"]


async def test_when_the_referral_ends_everything_of_the_appointment_ends_with_it(rig: Rig) -> None:
    case = await planned_case(rig)
    await _cancel_all(rig, case.id, by="staff", tell=True)
    await rig.due()

    assert (await appointment_of(rig, case)).status == "cancelled"
    assert await open_timers(rig, "remind", "after", "moments", "unheard") == []
    assert keys_of(card(rig, LEARNER)) == ["news.cancelled"]
    told = card(rig, VOLUNTEER)
    assert keys_of(told) == ["volunteer.appointment.cancelled"]
    assert told.document is not None
    assert "Xanthippe" not in told.document.content
    assert event_of(told.document)["status"] == "CANCELLED"


async def test_it_can_end_without_a_word(rig: Rig) -> None:
    case = await planned_case(rig)
    before = (said(rig, LEARNER), said(rig, VOLUNTEER))
    await _cancel_all(rig, case.id, by="staff", tell=False)
    await rig.due()

    assert (said(rig, LEARNER), said(rig, VOLUNTEER)) == before
    assert await open_timers(rig, "remind", "after") == []


async def _cancel_all(rig: Rig, referral_id: int, *, by: str, tell: bool) -> None:
    """What a transfer or the end of a referral does."""
    codec: Codec = rig.codec
    case = await case_now(rig, referral_id)
    async with rig.database.transaction() as connection:
        outgoing = Outgoing(rig.rules, codec, rig.clock())
        scene = Scene(connection, rig.clock(), codec, outgoing, rig.conversations._worlds)
        await service.cancel_all(scene, case, by=by, why="test", tell=tell)


# ── What has begun ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("verb", "walls"),
    [
        ("prop", ()),
        ("pmove", ()),
        ("pw", (FRIDAY,)),
        ("pt", (FRIDAY,)),
        ("psend", ()),
        ("pagr", (FRIDAY,)),
        ("pcan", ()),
        ("pcanyes", ()),
    ],
)
async def test_of_what_has_been_it_is_asked_how_it_was_before_anything_else(
    rig: Rig, verb: str, walls: tuple[str, ...]
) -> None:
    case = await planned_case(rig, THURSDAY)
    await press(rig, VOLUNTEER, "pt", case.id, stamp(FRIDAY))
    before = said(rig, LEARNER)
    go_to(rig, "2026-06-04T10:30")
    row = await appointment_of(rig, case)
    timers = await open_timers(rig, "after")
    await press(rig, VOLUNTEER, verb, case.id, *map(stamp, walls))
    await rig.run("DELETE FROM timer WHERE kind = 'remind'")
    await rig.due()

    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.after.ask"]
    assert said(rig, LEARNER) == before
    assert (await appointment_of(rig, case), await open_timers(rig, "after")) == (row, timers)
    await tap_card(rig, "volunteer.after.came", VOLUNTEER)
    assert await status(rig, case.id) == ReferralStatus.INTAKE_DONE


async def test_a_volunteer_who_cannot_be_there_after_all_is_asked_how_it_was(rig: Rig) -> None:
    case = await planned_case(rig, THURSDAY)
    row = await appointment_of(rig, case)
    go_to(rig, "2026-06-04T12:30")
    await press(rig, VOLUNTEER, "vcannot", row.id, row.sequence)

    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.after.ask"]


async def test_a_learner_who_declines_what_has_been_hears_that_there_is_nothing_to_do(rig: Rig) -> None:
    case = await planned_case(rig, THURSDAY)
    row = await appointment_of(rig, case)
    go_to(rig, "2026-06-04T12:30")
    await press(rig, LEARNER, "cannot", row.id, row.sequence)

    assert keys_of(card(rig, LEARNER)) == ["appointment.old"]
    assert "volunteer.appointment.cannot" not in said(rig, VOLUNTEER)
    assert (await appointment_of(rig, case)).status == "planned"
    await press(rig, VOLUNTEER, "out", row.id, "came")
    assert await status(rig, case.id) == ReferralStatus.INTAKE_DONE


# ── Further appointments ───────────────────────────────────────────────────────────────────────────────────


async def test_who_goes_on_together_can_plan_more_and_the_referral_stays_where_it_is(rig: Rig) -> None:
    case = await matched_case(rig)
    await rig.run("UPDATE referral SET status = 'ongoing' WHERE id = :id", id=case.id)
    await propose(rig, case, MONDAY)
    await rig.due()
    await tap_card(rig, "mom", LEARNER)
    await rig.due()
    assert (await appointment_of(rig, case)).status == "planned"
    assert await status(rig, case.id) == ReferralStatus.ONGOING

    await tap_card(rig, "cannot", LEARNER)
    assert await status(rig, case.id) == ReferralStatus.ONGOING
