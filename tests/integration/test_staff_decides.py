"""Staff open a sign-up in the chat and decide: each deed is done once, everybody who has to hears of it, and
a foreign house sees nothing.
"""

from __future__ import annotations

import asyncio

import pytest

from flows.model import Name, Prompt, Text
from flows.replies import Command, Typed
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    case_now,
    house_id,
    make_regional,
    make_staff,
    make_volunteer,
    submitted_case,
    tap_card,
)
from tests.support.signups import NAME, PHONE
from tests.support.staffing import further, opened, press, said_to, status

DEEDS = ("inacc", "own", "reopen", "seek", "wl", "rej", "dup", "assign", "move", "find")
LOOKS = ("intake", "hist", "notes", "hear", "note", "ask")


# ── Looking ────────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_card_shows_answers_signals_why_this_house_and_who_has_the_ball(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    shown = await opened(rig)

    assert shown.lines[0] == Text("staff.card.title", {"name": Name(NAME), "place": Name("Zwolle")})
    parts = ("state", "ball", "signals", "house")
    assert {"overview.line", *(f"staff.card.{part}" for part in parts)} <= set(keys_of(shown))
    choices = [button.choice.split(":")[1] for button in buttons_of(shown)]
    assert choices[:2] == ["inacc", "own"]
    assert len(choices) <= 8
    assert await rig.rows("SELECT referral_id, role FROM reading") == [(case.id, "staff")]


async def test_somebody_whose_first_language_is_not_dutch_gets_a_signal_and_no_level(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)
    shown = await opened(rig)

    assert "staff.card.signal" in keys_of(shown)
    assert "staff.card.signal.level" not in keys_of(shown)


async def test_the_list_is_oldest_first_four_a_page_with_filters(rig: Rig) -> None:
    await make_staff(rig)
    for number in range(5):
        await submitted_case(rig, f"1{number}")
        rig.clock.forward(minutes=1)
    await rig.hear(Command("intakes"), address="staff")
    first = card(rig, "staff")
    ages = [line.params["age"] for line in first.lines if line.key == "staff.queue.line"]
    assert [age.params["count"] for age in ages if isinstance(age, Text)] == [5, 4, 3, 2]
    await tap_card(rig, "staff.queue.on", "staff")
    assert keys_of(card(rig, "staff")).count("staff.queue.line") == 1
    await tap_card(rig, "do:queue:vol", "staff")
    assert keys_of(card(rig, "staff"))[1:] == ["staff.queue.none"]


async def test_what_is_closed_stands_last_in_the_whole_list_and_nowhere_else(rig: Rig) -> None:
    await make_staff(rig)
    first = await submitted_case(rig, "7")
    rig.clock.forward(minutes=1)
    await submitted_case(rig, "8")
    await press(rig, "rej", first.id, "other")
    await rig.hear(Command("intakes"), address="staff")
    assert shown_states(card(rig, "staff")) == ["staff.state.submitted"]
    await tap_card(rig, "do:queue:all", "staff")
    assert shown_states(card(rig, "staff")) == ["staff.state.submitted", "staff.state.rejected"]


def shown_states(listed: Prompt) -> list[str]:
    states = [line.params["state"] for line in listed.lines if line.key.startswith("staff.queue.line")]
    return [state.key for state in states if isinstance(state, Text)]


@pytest.mark.parametrize(
    ("name", "phone", "why"),
    [("Yvonne", PHONE, ["phone"]), (NAME, "0687654321", ["name"]), ("Yvonne", "0687654321", [])],
)
async def test_who_may_be_a_double_is_shown_with_why(rig: Rig, name: str, phone: str, why: list[str]) -> None:
    await make_staff(rig)
    await submitted_case(rig, "7")
    await rig.start("8")
    await rig.taps("nl start yes self", "8")
    await rig.hear(Typed(name), address="8")
    await rig.hear(Typed("8011"), address="8")
    await rig.taps("+reading ok skip yes s0 s0 s0 skip skip any call", "8")
    await rig.hear(Typed(phone), address="8")
    await rig.tap("ok", "8")
    told = [line.params["why"] for line in (await opened(rig)).lines if line.key == "staff.card.alike"]
    assert told == [Text(f"staff.alike.{same}") for same in why]


async def test_a_foreign_house_a_volunteer_and_the_region_see_nothing_and_can_do_nothing(rig: Rig) -> None:
    await make_staff(rig, OTHER_HOUSE, address="foreign", name="Femke")
    await make_volunteer(rig)
    await make_regional(rig)
    case = await submitted_case(rig)
    taalhuis = await house_id(rig, OTHER_HOUSE)
    before = await rig.rows("SELECT status, version, taalhuis_id, staff_id FROM referral")

    for address in ("foreign", "anna", "regional", "7"):
        for verb in (*DEEDS, *LOOKS):
            assert await press(rig, verb, case.id, taalhuis, address=address) == "desk.not_yours"
    await rig.hear(Command("intakes"), address="foreign")
    assert keys_of(card(rig, "foreign"))[1:] == ["staff.queue.none"]
    assert await rig.rows("SELECT status, version, taalhuis_id, staff_id FROM referral") == before
    assert await rig.rows("SELECT count(*) FROM reading") == [(0,)]
    everything = repr([envelope.prompt for envelope in rig.channel.delivered if envelope.address != "7"])
    assert NAME not in everything


async def test_the_history_tells_who_did_what_and_how_long_it_took(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    rig.clock.forward(hours=3)
    await opened(rig)
    await tap_card(rig, "inacc", "staff")
    await press(rig, "hist", case.id)

    shown = card(rig, "staff")
    assert keys_of(shown) == ["staff.history.title", "staff.history.line.first", "staff.history.line"]
    accepted = shown.lines[2].params
    assert accepted["who"] == Name("Sanne")
    assert accepted["age"] == Text("staff.age.hours", {"count": 3})


# ── Deciding ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_accepting_asks_a_volunteer_tells_the_learner_and_is_done_once(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    case = await submitted_case(rig)
    await opened(rig)
    await tap_card(rig, "inacc", "staff")
    toast = await press(rig, "inacc", case.id)
    await rig.due()

    assert toast == "general.already_done"
    assert await status(rig, case.id) == "offered"
    assert said_to(rig).count("news.accepted") == 1
    assert "volunteer.offer.title" in said_to(rig, "anna")


async def test_who_decides_first_looks_after_it(rig: Rig) -> None:
    staff = await make_staff(rig)
    other = await make_staff(rig, address="second", name="Bram")
    case = await submitted_case(rig)
    await press(rig, "inacc", case.id)
    assert (await case_now(rig, case.id)).staff_id == staff.id
    await press(rig, "own", case.id, address="second")
    assert (await case_now(rig, case.id)).staff_id == other.id


@pytest.mark.parametrize(
    ("verb", "why", "after", "news"),
    [
        ("wl", "full", "waiting_list", "news.waiting"),
        ("rej", "no_offer", "rejected", "news.rejected"),
        ("rej", "not_wanted", "rejected", "news.rejected.wish"),
    ],
)
async def test_a_reason_is_asked_kept_and_told_kindly(
    rig: Rig, verb: str, why: str, after: str, news: str
) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await further(rig, verb)
    await tap_card(rig, f"do:{verb}:{case.id}:{why}", "staff")
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.ended_why) == (after, why)
    assert news in said_to(rig)
    assert await press(rig, verb, case.id, why) == "general.already_done"
    assert await rig.rows("SELECT why FROM referral_move WHERE to_status = :to", to=after) == [(why,)]


async def test_what_was_closed_can_be_opened_again_and_the_house_hears_of_it(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "rej", case.id, "other")
    await press(rig, "reopen", case.id)
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.ended_why) == ("submitted", "")
    assert said_to(rig)[-2] == "news.put_back"
    assert await rig.rows("SELECT kind FROM alert WHERE done_at IS NULL") == [("new",)]


async def test_a_double_is_closed_and_points_to_the_other(rig: Rig) -> None:
    await make_staff(rig)
    first = await submitted_case(rig, "7")
    second = await submitted_case(rig, "8")
    await press(rig, "dup", second.id)
    await tap_card(rig, f"do:dup:{second.id}:{first.id}", "staff")

    now = await case_now(rig, second.id)
    assert (now.status, now.duplicate_of) == ("duplicate", first.id)
    assert await press(rig, "dup", first.id, 9999) == "general.already_done"
    assert await status(rig, first.id) == "submitted"


@pytest.mark.parametrize("ended", ["rejected", "finished"])
async def test_a_sign_up_is_no_double_of_one_with_which_nobody_goes_on(rig: Rig, ended: str) -> None:
    await make_staff(rig)
    first = await submitted_case(rig, "7")
    open_one = await submitted_case(rig, "8")
    third = await submitted_case(rig, "9")
    await rig.run("UPDATE referral SET status = :to WHERE id = :id", to=ended, id=first.id)
    assert await press(rig, "dup", third.id, first.id) == "general.already_done"
    assert await status(rig, third.id) == "submitted"
    assert "news.duplicate" not in said_to(rig, "9")

    await press(rig, "dup", third.id)
    shown = card(rig, "staff")
    choices = [button.choice for button in buttons_of(shown) if button.choice.startswith("do:dup:")]
    assert choices == [f"do:dup:{third.id}:{open_one.id}"]
    (line,) = [line for line in shown.lines if line.key == "staff.card.alike"]
    assert line.params["state"] == Text("staff.state.submitted")


async def test_where_all_that_is_alike_is_closed_no_double_is_offered(rig: Rig) -> None:
    await make_staff(rig)
    first = await submitted_case(rig, "7")
    second = await submitted_case(rig, "8")
    await rig.run("UPDATE referral SET status = 'rejected' WHERE id = :id", id=first.id)
    choices = []
    for page in (0, 1, 2):
        await press(rig, "intake", second.id, page)
        choices += [button.choice for button in buttons_of(card(rig, "staff"))]

    assert f"do:rej:{second.id}" in choices
    assert f"do:dup:{second.id}" not in choices


async def test_staff_give_a_learner_to_a_volunteer_by_hand(rig: Rig) -> None:
    await make_staff(rig)
    volunteer = await make_volunteer(rig)
    case = await submitted_case(rig)
    await opened(rig)
    await tap_card(rig, "assign", "staff")
    assert "staff.assign.line.why" in keys_of(card(rig, "staff"))
    await tap_card(rig, "staff.assign.to", "staff")
    await rig.due()

    now = await case_now(rig, case.id)
    assert (now.status, now.volunteer_id) == ("matched", volunteer.id)
    assert any(key.startswith("news.matched") for key in said_to(rig))


async def test_a_volunteer_of_another_house_cannot_be_given_a_learner(rig: Rig) -> None:
    await make_staff(rig)
    foreign = await make_volunteer(rig, OTHER_HOUSE, address="far", name="Far")
    case = await submitted_case(rig)
    await press(rig, "assign", case.id, foreign.id)

    assert (await case_now(rig, case.id)).volunteer_id is None


async def test_two_of_the_staff_who_accept_together_accept_once(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await make_volunteer(rig)
    case = await submitted_case(rig)
    toasts = await asyncio.gather(*(press(rig, "inacc", case.id, address=who) for who in ("staff", "second")))
    await rig.due()

    assert sorted(toasts) == ["", "general.already_done"]
    moves = await rig.rows("SELECT to_status FROM referral_move ORDER BY id")
    assert moves == [("submitted",), ("accepted",), ("offered",)]
    assert said_to(rig).count("news.accepted") == 1


async def test_what_a_colleague_who_leaves_looked_after_is_nobodys_again(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    case = await submitted_case(rig)
    await press(rig, "own", case.id)
    await press(rig, "leave", staff.id, "yes")

    assert (await case_now(rig, case.id)).staff_id is None
    assert await press(rig, "own", case.id) == "desk.not_yours"
    assert "staff.card.staff" not in keys_of(await opened(rig, "second"))
