"""What somebody who signed up sees of it: where it stands, who has it, and who looked at it."""

from __future__ import annotations

from bot.services.loop import news
from flows.model import Name, Text
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.helped import LEARNER, MONDAY, helped_case, press, with_appointment
from tests.support.loop import (
    card,
    cards,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)
from tests.support.offering import scene

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


# ── Where it stands ────────────────────────────────────────────────────────────────────────────────────────


async def test_my_answers_say_where_it_stands_who_has_it_and_until_when(rig: Rig) -> None:
    case = await submitted_case(rig)
    await rig.taps("done answers")
    standing = card(rig, LEARNER)

    assert standing.lines[0] == Text("my.submitted")
    assert standing.lines[1].key == "my.house"
    assert keys_of(standing)[2] == "news.before"
    assert [button.choice.split(":")[1] for button in buttons_of(standing)] == ["talk", "wd"]
    assert keys_of(cards(rig, LEARNER)[1].prompt)[0] == "answers.sent"
    assert case.status == "submitted"


async def test_when_the_promised_day_is_past_it_is_not_promised_again(rig: Rig) -> None:
    await submitted_case(rig)
    rig.clock.forward(days=6)
    await rig.taps("done answers")

    assert keys_of(card(rig, LEARNER))[2] == "my.soon"


async def test_who_goes_there_themselves_was_promised_no_day_and_reads_none(rig: Rig) -> None:
    case = await submitted_case(rig, contact="walk_in")
    await rig.taps("done answers")
    assert keys_of(card(rig, LEARNER)) == ["my.submitted", "my.house"]
    rig.clock.forward(days=6)
    await rig.tap("answers")
    assert keys_of(card(rig, LEARNER)) == ["my.submitted", "my.house"]

    async with scene(rig) as at:
        await news.put_back(at, case)
    await rig.tap("answers")
    assert keys_of(card(rig, LEARNER)) == ["my.submitted", "my.house", "news.before"]


async def test_an_appointment_is_shown_with_what_can_be_done_about_it(rig: Rig) -> None:
    await with_appointment(rig, MONDAY)
    await rig.taps("done answers")
    standing = card(rig, LEARNER)

    assert keys_of(standing) == ["news.planned", "my.house"]
    assert standing.lines[0].params["name"] == Name("Anna")
    assert [button.choice.split(":")[1] for button in buttons_of(standing)] == [
        *("come", "cannot"),
        *("talk", "wd"),
    ]


async def test_every_state_has_its_sentence(rig: Rig) -> None:
    await helped_case(rig)
    await rig.taps("done")
    for status, key in SENTENCES.items():
        await rig.run("UPDATE referral SET status = :status", status=status)
        await rig.tap("answers")
        assert keys_of(card(rig, LEARNER))[0] == key, status


async def test_before_there_is_a_volunteer_every_state_has_its_sentence_too(rig: Rig) -> None:
    await submitted_case(rig)
    await rig.taps("done")
    for status, key in WITHOUT_ANYBODY.items():
        await rig.run("UPDATE referral SET status = :status", status=status)
        await rig.tap("answers")
        assert keys_of(card(rig, LEARNER))[0] == key, status


async def test_a_helper_sees_only_whom_they_signed_up_and_where(rig: Rig) -> None:
    case = await submitted_by_a_helper(rig)
    await rig.taps("done answers")

    assert keys_of(card(rig, LEARNER)) == ["answers.sent", "overview.line", "overview.line"]
    await press(rig, LEARNER, "my", case.id)
    assert keys_of(card(rig, LEARNER)) == ["desk.not_yours"]


async def test_my_data_say_which_role_read_them_each_time(rig: Rig) -> None:
    case = await helped_case(rig)
    for role in ("staff", "staff", "volunteer"):
        await rig.run(
            "INSERT INTO reading (referral_id, role, read_at) VALUES (:id, :role, :now)",
            id=case.id,
            role=role,
            now=rig.moment(),
        )
        rig.clock.forward(seconds=60)
    await rig.taps("done more data")
    await tap_card(rig, "dseen", LEARNER)

    assert keys_of(card(rig, LEARNER)) == ["data.seen.volunteer", "data.seen.house", "data.seen.house"]
