"""A learner sees where their sign-up stands, and can take it back at any time; then nothing of it is left."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from bot.db.queries.cases import Case
from bot.db.types import EMPTIED
from flows.model import Name, Text
from flows.replies import Typed
from tests.support.building import Rig, keys_of
from tests.support.helped import LEARNER, MONDAY, VOLUNTEER, helped_case, press, with_appointment
from tests.support.loop import (
    card,
    cards,
    case_now,
    make_staff,
    make_volunteer,
    newest_case,
    submitted_case,
    tap_card,
)
from tests.support.signups import NAME, sign_up

OF_A_CASE = (
    *("learner", "intake", "referral", "referral_move", "referral_note", "relay_message", "reading"),
    *("offer", "appointment", "consent", "alert"),
)
# One of each kind: asked, waiting, planned, begun, over.
STATES = ["submitted", "offered", "waiting_list", "appointment_planned", "ongoing", "finished"]

SENTENCES = {
    "matched": "my.matched",
    "intake_done": "my.learning",
    "ongoing": "my.learning",
    "finished": "my.finished",
    "rejected": "my.rejected",
    "duplicate": "my.duplicate",
}
WITHOUT_ANYBODY = {"accepted": "my.looking", "offered": "my.looking", "waiting_list": "my.waiting"}


async def withdraw(rig: Rig, case: Case, address: str = LEARNER) -> None:
    """Take it back, and say yes to the question."""
    await press(rig, address, "wd", case.id)
    await tap_card(rig, "wdy", address)
    await rig.due()


async def left(rig: Rig) -> dict[str, int]:
    """How many rows there still are of what hangs on a case."""
    counted = {table: await rig.rows(f"SELECT count(*) FROM {table}") for table in OF_A_CASE}
    return {table: int(rows[0][0]) for table, rows in counted.items() if rows[0][0]}


async def told(rig: Rig, address: str) -> str:
    """All that the database still holds of what was or is to be said in a chat."""
    stored = await rig.rows(
        "SELECT prompt FROM outbox JOIN chat ON chat.id = outbox.chat_id WHERE address = :address",
        address=address,
    )
    waiting = await rig.rows("SELECT body FROM timer WHERE body IS NOT NULL")
    opened = [rig.codec.open_prompt(body) for (body,) in (*stored, *waiting) if body != EMPTIED]
    return json.dumps([asdict(prompt) for prompt in opened], default=str)


# ── Taking it back ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", STATES)
async def test_from_any_state_it_can_be_taken_back_and_nothing_is_left(status: str, rig: Rig) -> None:
    case = await helped_case(rig)
    await rig.run("UPDATE referral SET status = :status", status=status)
    await withdraw(rig, case)

    assert await left(rig) == {}
    assert NAME not in await told(rig, LEARNER)
    assert NAME not in await told(rig, VOLUNTEER)
    assert "my.withdrawn" in [key for one in cards(rig, LEARNER)[:2] for key in keys_of(one.prompt)]


async def test_nothing_is_taken_back_before_the_second_tap(rig: Rig) -> None:
    case = await helped_case(rig)
    await press(rig, LEARNER, "wd", case.id)
    asked = keys_of(card(rig, LEARNER))
    await tap_card(rig, "my", LEARNER)

    assert asked == ["my.withdraw.ask"]
    assert keys_of(card(rig, LEARNER))[0] == "my.matched"
    assert (await case_now(rig, case.id)).status == "matched"


async def test_the_volunteer_and_the_staff_hear_of_it_without_a_name(rig: Rig) -> None:
    await make_staff(rig)
    case = await helped_case(rig)
    await withdraw(rig, case)

    assert card(rig, VOLUNTEER).lines == (Text("volunteer.withdrawn", {"place": Name("Zwolle")}),)
    assert card(rig, "staff").lines == (Text("staff.withdrawn", {"place": Name("Zwolle")}),)


async def test_a_volunteer_with_an_appointment_hears_of_it_by_its_moment_only(rig: Rig) -> None:
    case = await with_appointment(rig, MONDAY)
    before = len(cards(rig, VOLUNTEER))
    await withdraw(rig, case)
    new = cards(rig, VOLUNTEER)[: len(cards(rig, VOLUNTEER)) - before]

    assert len(new) == 1
    assert MONDAY in json.dumps(asdict(new[0].prompt))
    assert NAME not in json.dumps(asdict(new[0].prompt))
    assert await rig.rows("SELECT count(*) FROM timer WHERE done_at IS NULL AND kind <> 'say'") == [(0,)]


async def test_a_volunteer_who_was_asked_is_not_asked_any_more(rig: Rig) -> None:
    volunteer = await make_volunteer(rig)
    case = await submitted_case(rig)
    await rig.run("UPDATE referral SET status = 'offered'")
    await rig.run(
        "INSERT INTO offer (referral_id, member_id, round, place, reasons, status, offered_at, expires_at)"
        " VALUES (:case, :member, 1, 1, '[]', 'open', :now, :now)",
        case=case.id,
        member=volunteer.id,
        now=rig.moment(),
    )
    await withdraw(rig, case)

    assert await left(rig) == {}


async def test_a_message_on_the_wire_loses_its_words_and_one_that_waits_goes(rig: Rig) -> None:
    case = await helped_case(rig)
    await press(rig, VOLUNTEER, "talk", case.id)
    await rig.hear(Typed("Dag Xanthippe"), address=VOLUNTEER)
    await rig.due()
    await rig.run("UPDATE outbox SET status = 'claimed' WHERE referral_id = :id", id=case.id)
    await press(rig, VOLUNTEER, "talk", case.id)
    await rig.hear(Typed("Tot maandag"), address=VOLUNTEER)
    await press(rig, LEARNER, "wdy", case.id)
    prompts = await rig.rows("SELECT prompt FROM outbox WHERE referral_id = :id", id=case.id)

    assert prompts
    assert all(prompt == EMPTIED for (prompt,) in prompts)
    assert "Tot maandag" not in await told(rig, LEARNER)
    assert await rig.rows("SELECT count(*) FROM timer WHERE kind = 'relay'") == [(0,)]


async def test_a_list_that_names_them_goes_wherever_it_is_and_what_names_only_others_stays(rig: Rig) -> None:
    case, staff = await helped_case(rig), "staff"
    await make_staff(rig, address=staff)
    other = await submitted_case(rig, "other", name="Ysbrand")
    await press(rig, staff, "queue", "all")
    await press(rig, VOLUNTEER, "mine")
    await press(rig, staff, "hist", other.id)
    before = await told(rig, staff), await told(rig, VOLUNTEER)
    await withdraw(rig, case)

    assert [NAME in words for words in before] == [True, True]
    assert NAME not in await told(rig, staff) + await told(rig, VOLUNTEER)
    assert "Ysbrand" in await told(rig, staff)


async def test_after_the_only_one_the_conversation_ends_and_the_chat_goes_within_the_hour(rig: Rig) -> None:
    case = await helped_case(rig)
    await withdraw(rig, case)
    ((state,),) = await rig.rows("SELECT state FROM chat WHERE address = :address", address=LEARNER)
    rig.clock.forward(minutes=61)
    await rig.housekeeping.tidy()

    assert rig.codec.open_state(state).step == "ended"
    assert rig.codec.open_state(state).answers == {}
    assert await rig.rows("SELECT count(*) FROM chat WHERE address = :address", address=LEARNER) == [(0,)]


async def test_of_two_only_the_one_that_is_taken_back_goes(rig: Rig) -> None:
    first = await submitted_case(rig)
    await rig.taps("done another yes")
    await sign_up(rig, name="Zebedeus")
    second = await newest_case(rig)
    await withdraw(rig, first)

    assert (await newest_case(rig)).id == second.id
    assert await rig.rows("SELECT count(*) FROM learner") == [(1,)]
    assert rig.question().prompt.lines[0].key == "home.ask"
    assert await rig.rows("SELECT forget_at FROM chat") == [(None,)]


async def test_who_is_in_the_middle_of_another_sign_up_goes_on_with_it(rig: Rig) -> None:
    case = await submitted_case(rig)
    await rig.taps("done another yes self")
    await withdraw(rig, case)
    asked = rig.question().prompt
    await rig.hear(Typed("Zebedeus"))
    ((state,),) = await rig.rows("SELECT state FROM chat")

    assert asked.lines[0].key.startswith("intake.first_name")
    assert rig.codec.open_state(state).answers["first_name"] == "Zebedeus"
    assert rig.codec.open_state(state).step == "place"


async def test_nobody_else_can_take_it_back(rig: Rig) -> None:
    await make_staff(rig)
    case = await helped_case(rig)
    await submitted_case(rig, "9")
    for who in (VOLUNTEER, "staff", "9"):
        for verb in ("my", "wd", "wdy"):
            await press(rig, who, verb, case.id)
            assert keys_of(card(rig, who)) == ["desk.not_yours"], (who, verb)

    assert (await case_now(rig, case.id)).status == "matched"


async def test_a_second_tap_finds_nothing_left(rig: Rig) -> None:
    case = await helped_case(rig)
    await withdraw(rig, case)
    await press(rig, LEARNER, "wdy", case.id)

    assert keys_of(card(rig, LEARNER)) == ["desk.not_yours"]


# ── Erasing everything ─────────────────────────────────────────────────────────────────────────────────────


async def test_erasing_everything_takes_every_sign_up_back(rig: Rig) -> None:
    await make_staff(rig)
    await with_appointment(rig, MONDAY)
    await rig.taps("done another yes")
    await sign_up(rig, name="Zebedeus")
    await rig.taps("done more erase yes")
    await rig.due()

    assert await left(rig) == {}
    assert NAME not in await told(rig, VOLUNTEER)
    assert MONDAY in json.dumps(asdict(card(rig, VOLUNTEER)))
    assert keys_of(card(rig, "staff")) == ["staff.withdrawn"]


async def test_a_helper_who_erases_everything_takes_back_whom_they_signed_up(rig: Rig) -> None:
    await helped_case(rig, by_a_helper=True)
    await rig.taps("done more erase yes")
    await rig.due()

    assert await left(rig) == {}
    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.withdrawn"]


async def test_who_works_here_keeps_the_role_and_what_comes_with_it(rig: Rig) -> None:
    await submitted_case(rig, VOLUNTEER)
    other = await with_appointment(rig, MONDAY)
    reminders = await rig.rows("SELECT count(*) FROM timer WHERE done_at IS NULL AND kind = 'remind'")
    assert reminders > [(1,)]
    await rig.taps("done more erase yes", VOLUNTEER)
    rig.clock.forward(minutes=61)
    await rig.housekeeping.tidy()

    assert "volunteer.role_stays" in [key for one in cards(rig, VOLUNTEER)[:3] for key in keys_of(one.prompt)]
    assert await rig.rows("SELECT count(*) FROM member WHERE ended_at IS NULL") == [(1,)]
    assert await rig.rows("SELECT id FROM referral") == [(other.id,)]
    assert await rig.rows("SELECT count(*) FROM timer WHERE done_at IS NULL AND kind = 'remind'") == reminders
