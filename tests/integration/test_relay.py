"""A learner and whoever helps them write to each other through the bot, and neither sees the other's
account.
"""

from __future__ import annotations

from flows.model import Name, Text, VoiceNote
from flows.replies import Spoken, Typed
from tests.support.building import Rig, keys_of
from tests.support.helped import LEARNER, VOLUNTEER, press
from tests.support.loop import (
    OTHER_HOUSE,
    card,
    cards,
    case_now,
    make_staff,
    make_volunteer,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)
from tests.support.relaying import HELLO, VOICE, at_rest, everything, kept, say, words_of, write
from tests.support.signups import NAME

# ── There and back ─────────────────────────────────────────────────────────────────────────────────────────


async def test_words_of_the_volunteer_arrive_with_a_name_and_two_buttons(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)

    shown = card(rig, LEARNER)
    assert shown.lines[0] == Text("relay.from", {"name": Name("Anna")})
    assert words_of(shown) == [HELLO]
    assert [button.choice.split(":")[1] for row in shown.rows for button in row] == ["talk", "mute"]
    assert keys_of(card(rig, VOLUNTEER)) == ["volunteer.relay.passed"]


async def test_a_learner_at_rest_just_writes_back(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    await say(rig, Typed("Ja hoor,\ndat is goed"), LEARNER)

    assert card(rig, LEARNER).lines == (Text("relay.passed", {"name": Name("Anna")}),)
    assert card(rig, VOLUNTEER).lines[0] == Text("volunteer.relay.from", {"name": Name(NAME)})
    assert words_of(card(rig, VOLUNTEER)) == ["Ja hoor,", "dat is goed"]


async def test_a_learner_at_rest_just_speaks_back(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    voice = VoiceNote("telegram", "voice-of-learner", 7)
    await say(rig, Spoken(voice), LEARNER)

    assert card(rig, VOLUNTEER).voice == voice
    assert card(rig, VOLUNTEER).lines == (Text("volunteer.relay.from", {"name": Name(NAME)}),)


async def test_a_voice_note_is_passed_on_by_its_name_at_telegram(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, VOICE)

    assert card(rig, LEARNER).voice == VOICE
    assert await kept(rig) == [("volunteer", {"channel": "telegram", "file": VOICE.file, "seconds": 4})]


async def test_words_that_mean_something_here_are_not_passed_on(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    for said in ("Mijn antwoorden", "help", "stop", "mens", "privacy", "wissen"):
        await say(rig, Typed(said), LEARNER)

    assert [by for by, _ in await kept(rig)] == ["volunteer"]


async def test_a_learner_who_is_being_asked_something_answers_that(rig: Rig) -> None:
    case = await at_rest(rig)
    await rig.taps("another yes self", LEARNER)
    await write(rig, case, HELLO)
    await say(rig, Typed("Zebedeus"), LEARNER)

    assert words_of(card(rig, LEARNER)) == [HELLO]
    assert [by for by, _ in await kept(rig)] == ["volunteer"]
    ((state,),) = await rig.rows("SELECT state FROM chat WHERE address = :address", address=LEARNER)
    assert rig.codec.open_state(state).answers["first_name"] == "Zebedeus"


async def test_the_question_that_is_open_can_still_be_answered_by_its_button(rig: Rig) -> None:
    case = await at_rest(rig)
    await rig.taps("another yes", LEARNER)
    await write(rig, case, HELLO)
    await rig.tap("self", LEARNER)

    ((state,),) = await rig.rows("SELECT state FROM chat WHERE address = :address", address=LEARNER)
    assert rig.codec.open_state(state).step == "first_name"


async def test_a_press_on_a_question_ends_the_waiting_for_words(rig: Rig) -> None:
    case = await at_rest(rig)
    await press(rig, LEARNER, "talk", case.id)
    await rig.taps("another yes self", LEARNER)
    await say(rig, Typed("Zebedeus"), LEARNER)

    assert await kept(rig) == []


async def test_never_mind_passes_nothing_on(rig: Rig) -> None:
    case = await at_rest(rig)
    await press(rig, LEARNER, "talk", case.id)
    await tap_card(rig, "tback", LEARNER)
    await say(rig, Typed("hallo daar"), LEARNER)

    assert await kept(rig) == []


async def test_at_night_a_message_arrives_at_once(rig: Rig) -> None:
    case = await at_rest(rig)
    rig.clock.forward(hours=11)
    await write(rig, case, HELLO)

    assert words_of(card(rig, LEARNER)) == [HELLO]


# ── Nobody's account ───────────────────────────────────────────────────────────────────────────────────────


async def test_neither_sees_the_account_or_number_of_the_other(rig: Rig) -> None:
    case = await at_rest(rig)
    before = {LEARNER: len(everything(rig, LEARNER)), VOLUNTEER: len(everything(rig, VOLUNTEER))}
    await write(rig, case, HELLO)
    await say(rig, Typed("Ja"), LEARNER)
    new = {address: everything(rig, address)[size - 1 :] for address, size in before.items()}

    assert VOLUNTEER not in new[LEARNER]
    assert "612345678" not in new[VOLUNTEER]
    assert "telegram" not in new[VOLUNTEER]


async def test_what_was_written_is_kept_sealed_for_staff(rig: Rig) -> None:
    case = await at_rest(rig)
    await write(rig, case, HELLO)
    await say(rig, Typed("tot dan"), LEARNER)
    bodies = await rig.rows("SELECT body FROM relay_message")

    assert await kept(rig) == [("volunteer", {"text": HELLO}), ("learner", {"text": "tot dan"})]
    assert all(b"donderdag" not in body and b"tot dan" not in body for (body,) in bodies)


async def test_somebody_else_can_neither_write_nor_stop_it(rig: Rig) -> None:
    case = await at_rest(rig)
    of_helper = await submitted_by_a_helper(rig, "helper")
    await make_volunteer(rig, address="volunteer")
    await make_staff(rig, OTHER_HOUSE, address="staff")
    await submitted_case(rig, "learner")
    for who in ("volunteer", "staff", "learner", "helper"):
        about = of_helper if who == "helper" else case
        for verb in ("talk", "mute", "unmute"):
            await press(rig, who, verb, about.id)
            assert keys_of(card(rig, who)) == ["desk.not_yours"], (who, verb)

    assert (await case_now(rig, case.id)).relay == "open"


async def test_staff_write_as_somebody_of_the_house_and_read_the_answer(rig: Rig) -> None:
    case = await at_rest(rig)
    await make_staff(rig)
    await write(rig, case, "Wilt u ons bellen?", "staff")
    await say(rig, Typed("dat doe ik"), LEARNER)

    assert cards(rig, LEARNER)[1].prompt.lines[0] == Text("relay.from.house", {"name": Name("Sanne")})
    assert words_of(card(rig, "staff")) == ["dat doe ik"]
    assert "dat doe ik" not in everything(rig, VOLUNTEER)


async def test_before_there_is_a_volunteer_the_learner_writes_to_the_house(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await write(rig, case, "wanneer hoor ik iets?", LEARNER)

    assert card(rig, LEARNER).lines == (Text("relay.passed.house"),)
    assert words_of(card(rig, "staff")) == ["wanneer hoor ik iets?"]


async def test_where_nobody_can_read_it_a_person_is_asked_to_look(rig: Rig) -> None:
    case = await submitted_case(rig)
    await write(rig, case, "wanneer hoor ik iets?", LEARNER)

    assert await rig.rows("SELECT kind, step FROM task") == [("person_asked", "relay")]
    assert [by for by, _ in await kept(rig)] == ["learner"]
