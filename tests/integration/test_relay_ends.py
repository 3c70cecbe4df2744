"""What is not passed on between two people, how either of them stops it, and what staff see of it."""

from __future__ import annotations

import pytest

from flows.model import Name, Text
from flows.replies import Command, Tap, Typed
from tests.support.building import Rig, keys_of
from tests.support.helped import LEARNER, VOLUNTEER, helped_case, press
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    case_now,
    find_button,
    make_staff,
    make_volunteer,
    tap_card,
)
from tests.support.relaying import HELLO, VOICE, at_rest, everything, kept, say, words_of, write
from tests.support.signups import BSN, NAME

# ── What cannot be passed on ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("address", [LEARNER, VOLUNTEER])
async def test_a_bsn_is_neither_passed_on_nor_kept(address: str, rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, f"mijn nummer is {BSN}", address)

    assert keys_of(card(rig, address)) == ["general.bsn"]
    assert await kept(rig) == []
    assert BSN not in everything(rig, LEARNER) + everything(rig, VOLUNTEER)


@pytest.mark.parametrize("address", [LEARNER, VOLUNTEER])
async def test_a_page_is_passed_on_and_five_are_refused_kindly(address: str, rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, "a" * 5000, address)
    refused = keys_of(card(rig, address))
    await say(rig, Typed("a" * 1000), address)

    assert refused in (["relay.too_long"], ["volunteer.relay.too_long"])
    assert [len(str(body)) - len(str({"text": ""})) for _, body in await kept(rig)] == [1000]


async def test_a_learner_without_a_chat_of_their_own_cannot_be_written_to(rig: Rig) -> None:
    case = await helped_case(rig, by_a_helper=True)
    await press(rig, VOLUNTEER, "talk", case.id)

    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.relay.no_chat"]


async def test_a_learner_who_blocked_us_cannot_be_written_to(rig: Rig) -> None:
    case = await at_rest(rig)
    await press(rig, VOLUNTEER, "talk", case.id)
    await rig.run("UPDATE chat SET unreachable_at = :now WHERE address = :who", now=rig.moment(), who=LEARNER)
    await say(rig, Typed(HELLO), VOLUNTEER)

    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.relay.unreachable"]
    assert await kept(rig) == []


async def test_while_the_volunteer_cannot_be_reached_the_house_reads_it(rig: Rig) -> None:
    case = await at_rest(rig)
    await make_staff(rig)
    await rig.run(
        "UPDATE chat SET unreachable_at = :now WHERE address = :who", now=rig.moment(), who=VOLUNTEER
    )
    await write(rig, case, "bent u daar?", LEARNER)

    assert card(rig, LEARNER).lines == (Text("relay.passed.house"),)
    assert words_of(card(rig, "staff")) == ["bent u daar?"]


# ── Stopping ───────────────────────────────────────────────────────────────────────────────────────────────


async def test_the_learner_stops_it_and_opens_it_again(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    await tap_card(rig, "mute", LEARNER)
    stopped = keys_of(card(rig, LEARNER))
    await press(rig, VOLUNTEER, "talk", case.id)
    told = keys_of(card(rig, VOLUNTEER))
    await tap_card(rig, "unmute", LEARNER)
    await write(rig, case, "Welkom terug")

    assert stopped == ["relay.muted"]
    assert told == ["volunteer.relay.stopped"]
    assert words_of(card(rig, LEARNER)) == ["Welkom terug"]


async def test_after_stopping_words_of_the_learner_are_for_the_conversation_again(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    await tap_card(rig, "mute", LEARNER)
    await say(rig, Typed("nog iets"), LEARNER)

    assert [by for by, _ in await kept(rig)] == ["volunteer"]


@pytest.mark.parametrize(("phone", "road"), [("+31384217278", "phone"), ("", "visit")])
async def test_the_volunteer_stops_it_and_the_learner_hears_where_to_ask(
    phone: str, road: str, rig: Rig
) -> None:
    case = await at_rest(rig)
    await rig.run("UPDATE taalhuis SET phone = :phone", phone=phone)
    await write(rig, case, HELLO)
    await say(rig, Typed("hallo"), LEARNER)
    await tap_card(rig, "mute", VOLUNTEER)
    await say(rig, Typed("bent u daar?"), LEARNER)
    told = card(rig, LEARNER)
    stopped = keys_of(told)
    await tap_card(rig, "unmute", VOLUNTEER)
    await write(rig, case, "bent u daar?", LEARNER)

    assert stopped == ["relay.stopped", f"relay.stopped.{road}"]
    assert told.lines[1].params == ({"phone": Name("038 421 7278")} if phone else {})
    assert words_of(card(rig, VOLUNTEER)) == ["bent u daar?"]


async def test_one_side_cannot_open_what_the_other_stopped(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    await tap_card(rig, "mute", LEARNER)
    await press(rig, VOLUNTEER, "unmute", case.id)

    assert (await case_now(rig, case.id)).relay == "learner"
    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.relay.stopped"]


async def test_it_ends_with_the_referral(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    await rig.run("UPDATE referral SET status = 'finished'")
    await say(rig, Typed("bent u daar?"), LEARNER)
    learner = keys_of(card(rig, LEARNER))
    await press(rig, VOLUNTEER, "talk", case.id)

    assert learner == ["relay.ended"]
    assert keys_of(card(rig, VOLUNTEER)) == ["desk.not_yours"]
    assert [by for by, _ in await kept(rig)] == ["volunteer"]


async def test_words_for_a_volunteer_who_stopped_do_not_go_to_the_next(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    other = await make_volunteer(rig, address="bert", name="Bert")
    await rig.run("UPDATE referral SET volunteer_id = :other", other=other.id)
    await say(rig, Typed("dag Anna"), LEARNER)
    told = keys_of(card(rig, LEARNER))
    await tap_card(rig, "talk", LEARNER)
    await say(rig, Typed("dag Bert"), LEARNER)

    assert told == ["relay.gone"]
    assert "dag Anna" not in everything(rig, "bert") + everything(rig, VOLUNTEER)
    assert words_of(card(rig, "bert")) == ["dag Bert"]


async def test_a_message_on_its_way_does_not_arrive_after_the_learner_stopped_it(rig: Rig) -> None:
    case = await at_rest(rig)
    await press(rig, VOLUNTEER, "talk", case.id)
    await rig.hear(Typed(HELLO), address=VOLUNTEER)
    await rig.run("UPDATE referral SET relay = 'learner'")
    await rig.due()

    assert HELLO not in everything(rig, LEARNER)


async def test_who_is_both_writes_in_the_role_that_is_worn(rig: Rig) -> None:
    case = await at_rest(rig)
    await make_staff(rig, address=LEARNER)
    await press(rig, LEARNER, "talk", case.id)
    as_staff = keys_of(card(rig, LEARNER))
    await press(rig, LEARNER, "role", "0")
    await press(rig, LEARNER, "talk", case.id)

    assert as_staff == ["volunteer.relay.ask"]
    assert keys_of(card(rig, LEARNER)) == ["relay.ask"]


async def test_contact_is_remembered_for_as_long_as_things_are_kept(rig: Rig) -> None:
    case = await at_rest(rig)
    rig.clock.forward(days=30)
    await write(rig, case, HELLO)
    ((at,),) = await rig.rows("SELECT last_contact_at FROM learner")

    assert str(at)[:10] == str(rig.clock())[:10]


async def test_a_button_of_an_old_message_can_be_pressed_twice(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    envelope, button = find_button(rig, "mute", LEARNER)
    for _ in range(2):
        await rig.hear(Tap(button.choice, 0, envelope.conversation), address=LEARNER)

    assert (await case_now(rig, case.id)).relay == "learner"


async def test_a_command_ends_the_waiting_for_words(rig: Rig) -> None:
    case = await at_rest(rig)
    await press(rig, LEARNER, "talk", case.id)
    await rig.hear(Command("start"), address=LEARNER)
    await say(rig, Typed("hallo daar"), LEARNER)

    assert await kept(rig) == []


async def test_staff_of_the_house_can_read_it_and_that_is_written_down(rig: Rig) -> None:
    case = await at_rest(rig)
    await make_staff(rig)
    await make_staff(rig, OTHER_HOUSE, address="elsewhere")
    await write(rig, case, HELLO)
    await write(rig, case, VOICE)
    await say(rig, Typed("goed zo"), LEARNER)
    for address in ("staff", "elsewhere", VOLUNTEER, LEARNER):
        await press(rig, address, "msgs", case.id)
    shown = card(rig, "staff")

    assert keys_of(shown) == [f"staff.relay.{kind}" for kind in ("title", "line", "voice", "line")]
    assert [line.params["name"] for line in shown.lines[1:]] == [Name("Anna"), Name("Anna"), Name(NAME)]
    for address in ("elsewhere", VOLUNTEER, LEARNER):
        assert keys_of(card(rig, address)) == ["desk.not_yours"]
    assert await rig.rows("SELECT role FROM reading") == [("staff",)]


async def test_of_long_messages_staff_see_the_newest_that_fit(rig: Rig) -> None:
    case = await at_rest(rig)
    await make_staff(rig)
    for letter in "abcde":
        await write(rig, case, letter * 900)
    await press(rig, "staff", "msgs", case.id)
    shown = [line.params["words"] for line in card(rig, "staff").lines[1:]]

    assert shown == [Name(letter * 900) for letter in "cde"]
