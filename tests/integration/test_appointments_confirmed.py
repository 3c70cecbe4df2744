""" "Ik kom" on the card of an appointment, long before a reminder, and the house that is named there; on both
databases.
"""

from __future__ import annotations

import pytest

from bot.db.queries.cases import Case
from flows.cards.calendar import stamp
from flows.model import Name, Prompt, Text
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import OTHER_HOUSE, card, case_now, make_staff, make_volunteer, tap_card
from tests.support.meetings import (
    LEARNER,
    MONDAY,
    TUESDAY,
    VOLUNTEER,
    appointment_of,
    go_to,
    last_with,
    make_case,
    matched_case,
    planned_case,
    press,
    propose,
    said,
)

PLANNED = "volunteer.appointment.planned"
REMINDED = (("2026-06-06T14:30", "later"), ("2026-06-08T14:30", "tomorrow"), ("2026-06-09T12:30", "today"))


def verbs(prompt: Prompt) -> list[str]:
    """What can be done with a card, in the order of its buttons."""
    return [button.choice.split(":")[1] for button in buttons_of(prompt)]


def house_on(prompt: Prompt) -> object:
    return next(line for line in prompt.lines if line.key == "volunteer.appointment.place").params["house"]


async def says(rig: Rig, case: Case) -> tuple[str, str]:
    row = await appointment_of(rig, case)
    return row.learner_says, row.member_says


# ── The learner ────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_learner_says_to_come_on_the_appointment_itself(rig: Rig) -> None:
    case = await planned_case(rig)
    planned = card(rig, LEARNER)
    assert verbs(planned) == ["come", "cannot"]

    await tap_card(rig, "come", LEARNER)

    assert await says(rig, case) == ("yes", "")
    answer = card(rig, LEARNER)
    assert answer.replaces
    assert keys_of(answer) == ["reminder.see_you", "news.planned", "news.place"]
    assert verbs(answer) == ["cannot"]
    await press(rig, VOLUNTEER, "prop", case.id)
    assert "volunteer.appointment.comes" in keys_of(card(rig, VOLUNTEER))


async def test_who_said_to_come_is_not_asked_on_the_appointment_again(rig: Rig) -> None:
    case = await planned_case(rig)
    row = await appointment_of(rig, case)
    await tap_card(rig, "come", LEARNER)

    await press(rig, LEARNER, "myapp")
    assert verbs(last_with(rig, LEARNER, "news.place")) == ["cannot"]

    receipt = await press(rig, LEARNER, "come", row.id, row.sequence)
    assert receipt.toast == Text("general.already_done")
    assert await says(rig, case) == ("yes", "")


async def test_who_said_to_come_can_still_say_that_they_cannot(rig: Rig) -> None:
    case = await planned_case(rig)
    await tap_card(rig, "come", LEARNER)
    await tap_card(rig, "cannot", LEARNER)

    assert (await appointment_of(rig, case)).status == "cancelled"


async def test_who_is_late_may_still_say_to_come_but_not_when_it_is_over(rig: Rig) -> None:
    case = await planned_case(rig)
    row = await appointment_of(rig, case)
    go_to(rig, "2026-06-08T12:00")
    await press(rig, LEARNER, "come", row.id, row.sequence)
    assert keys_of(card(rig, LEARNER)) == ["appointment.old"]
    assert await says(rig, case) == ("", "")

    go_to(rig, "2026-06-08T11:59")
    await press(rig, LEARNER, "come", row.id, row.sequence)
    assert keys_of(card(rig, LEARNER))[0] == "reminder.see_you"
    assert await says(rig, case) == ("yes", "")


# ── The volunteer ──────────────────────────────────────────────────────────────────────────────────────────


async def test_a_volunteer_says_to_come_on_the_appointment_itself(rig: Rig) -> None:
    case = await planned_case(rig)
    assert verbs(last_with(rig, VOLUNTEER, PLANNED)) == ["vcome", "pmove", "pcan"]

    await tap_card(rig, "vcome", VOLUNTEER)

    assert await says(rig, case) == ("", "yes")
    answer = card(rig, VOLUNTEER)
    assert answer.replaces
    assert keys_of(answer) == [PLANNED, "volunteer.appointment.place", "volunteer.appointment.you_come"]
    assert verbs(answer) == ["pmove", "pcan"]
    await press(rig, VOLUNTEER, "prop", case.id)
    assert verbs(card(rig, VOLUNTEER)) == ["pmove", "pcan"]


async def test_staff_cannot_say_it_for_the_volunteer(rig: Rig) -> None:
    case = await planned_case(rig)
    await make_staff(rig)

    await press(rig, "staff", "prop", case.id)
    assert verbs(card(rig, "staff")) == ["pmove", "pcan"]

    await tap_card(rig, "vcome", VOLUNTEER)
    await press(rig, "staff", "prop", case.id)
    assert "volunteer.appointment.you_come" not in keys_of(card(rig, "staff"))


async def test_once_it_has_begun_the_volunteer_is_asked_how_it_was(rig: Rig) -> None:
    case = await planned_case(rig)
    row = await appointment_of(rig, case)
    go_to(rig, MONDAY)

    await press(rig, VOLUNTEER, "vcome", row.id, row.sequence)

    assert verbs(card(rig, VOLUNTEER)) == ["out", "out", "out"]
    assert await says(rig, case) == ("", "")


async def test_a_moved_appointment_asks_both_anew(rig: Rig) -> None:
    case = await planned_case(rig)
    await tap_card(rig, "come", LEARNER)
    await tap_card(rig, "vcome", VOLUNTEER)
    await press(rig, VOLUNTEER, "pmove", case.id)
    await propose(rig, case, TUESDAY)
    await rig.due()
    await tap_card(rig, "mom", LEARNER)
    await rig.due()

    assert await says(rig, case) == ("", "")
    assert verbs(last_with(rig, LEARNER, "news.place")) == ["come", "cannot"]
    assert verbs(last_with(rig, VOLUNTEER, PLANNED)) == ["vcome", "pmove", "pcan"]


# ── Where ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_house_stands_on_the_appointment_and_on_every_reminder(rig: Rig) -> None:
    await planned_case(rig, TUESDAY)
    assert house_on(last_with(rig, VOLUNTEER, PLANNED)) == Name("Demo-Taalhuis Zwolle")

    for moment, day in REMINDED:
        go_to(rig, moment)
        await rig.due()
        assert said(rig, VOLUNTEER)[-1] == f"volunteer.reminder.{day}"
        assert house_on(card(rig, VOLUNTEER)) == Name("Demo-Taalhuis Zwolle")


async def test_a_volunteer_of_two_houses_reads_in_which_of_them(rig: Rig) -> None:
    await planned_case(rig)
    there = await make_volunteer(rig, OTHER_HOUSE, address=VOLUNTEER)
    async with rig.database.transaction() as connection:
        referral_id = await make_case(rig, connection, "8", there)
    other = await case_now(rig, referral_id)

    await press(rig, VOLUNTEER, "pagr", other.id, stamp(TUESDAY))

    assert (await appointment_of(rig, other)).wall_at == TUESDAY
    assert house_on(last_with(rig, VOLUNTEER, PLANNED)) == Name("Demo-Taalhuis Almelo")


# ── When the house is open ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hours", "line"),
    [
        ("Mo-Su 10:00-17:00", "Open van 10.00 uur tot 17.00 uur."),
        ("Mo-Su 09:15-12:00,13:00-16:45", "Open van 9.15 uur tot 12.00 uur en van 13.00 uur tot 16.45 uur."),
        ("24/7", "De hele dag open."),
        ("", "De openingstijden zijn niet bekend."),
    ],
)
async def test_a_day_of_the_calendar_says_when_the_house_is_open(rig: Rig, hours: str, line: str) -> None:
    case = await matched_case(rig)
    await rig.run(
        "UPDATE taalhuis SET opening_hours = :hours WHERE id = :id", hours=hours, id=case.taalhuis_id
    )

    await press(rig, VOLUNTEER, "pday", case.id, "260608")

    shown = [rig.worlds.catalogues.render(one, "nl") for one in card(rig, VOLUNTEER).lines]
    assert shown[:2] == ["Hoe laat op maandag 8 juni?", line]
    assert verbs(card(rig, VOLUNTEER)).count("pt") >= 5
