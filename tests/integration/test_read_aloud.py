"""Who wants that hears every message, also those that come later; a card can be heard for as long as we have
its words.
"""

from __future__ import annotations

from datetime import timedelta

from bot.services.desk.reading import TOO_OLD
from bot.services.housekeeping import CLIPS_KEPT, MESSAGES_KEPT
from bot.services.spoken_files import NOTED_AGAIN_AFTER, SpokenFiles
from flows.aloud import NO_VOICE, OFF, ON
from flows.model import Prompt
from flows.replies import Command, Tap, Typed
from tests.support.building import Rig, keys_of
from tests.support.helped import LEARNER, MONDAY, VOLUNTEER, helped_case, with_appointment
from tests.support.loop import card, cards, make_volunteer, tap_card
from tests.support.meetings import let_time_pass, propose
from tests.support.relaying import write


def heard(rig: Rig, address: str = LEARNER) -> list[bool]:
    """Of each message that came since the last look: whether it is read aloud."""
    found = [one.aloud for one in rig.channel.delivered if one.address == address]
    rig.channel.delivered.clear()
    return found


def read_out(rig: Rig, address: str = LEARNER) -> Prompt:
    """The newest message that is only heard."""
    return next(one.prompt for one in cards(rig, address) if one.prompt.speech)


async def wants_all(rig: Rig, address: str = LEARNER) -> bool:
    [(aloud,)] = await rig.rows("SELECT aloud FROM chat WHERE address = :address", address=address)
    return bool(aloud)


# ── Everything ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_is_chosen_at_the_hello_holds_for_the_chat_and_for_all_that_follows(rig: Rig) -> None:
    await rig.start()
    await rig.tap("nl")
    assert not any(heard(rig))
    rig.channel.delivered.clear()
    await rig.hear(Tap("hear", 0))

    assert await wants_all(rig)
    assert all(heard(rig))


async def test_a_reminder_of_next_week_is_read_aloud_to_who_wants_that_by_then(rig: Rig) -> None:
    await with_appointment(rig, MONDAY)
    await rig.hear(Command("voorlezen"), address=LEARNER)
    heard(rig)
    await let_time_pass(rig, "2026-06-08T09:00")
    reminders = [one for one in rig.channel.delivered if keys_of(one.prompt)[0].startswith("reminder.")]

    assert [one.address for one in reminders if one.aloud] != []
    assert all(one.aloud == (one.address == LEARNER) for one in rig.channel.delivered)


async def test_what_waits_for_the_sweeper_is_read_aloud_as_its_chat_wants_it_then(rig: Rig) -> None:
    await rig.start()
    await rig.run("UPDATE chat SET stalled_until = :later", later=rig.moment(seconds=60))
    await rig.tap("nl")
    await rig.hear(Typed("altijd voorlezen"))
    heard(rig)
    rig.clock.forward(minutes=2)
    while await rig.sweeper.sweep():
        await rig.settle()

    assert heard(rig) != []
    assert await wants_all(rig)


async def test_who_works_here_hears_nothing_of_it_on_the_same_phone(rig: Rig) -> None:
    await make_volunteer(rig, address=VOLUNTEER)
    await rig.run("UPDATE chat SET aloud = :yes WHERE address = :address", yes=True, address=VOLUNTEER)
    await rig.hear(Command("menu"), address=VOLUNTEER)

    assert heard(rig, VOLUNTEER) == [False]


async def test_the_chat_knows_it_when_the_conversation_does_not(rig: Rig) -> None:
    """It was switched beside the conversation, and the state is older."""
    await rig.start()
    await rig.run("UPDATE chat SET aloud = :yes", yes=True)
    await rig.tap("nl")

    assert [button.choice for row in rig.question().prompt.rows for button in row] == ["start", "quiet"]
    assert await wants_all(rig)


# ── Cards ──────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_card_is_read_aloud_with_its_answers_and_stays_as_it_is(rig: Rig) -> None:
    await with_appointment(rig, MONDAY)
    await rig.hear(Command("afspraak"), address=LEARNER)
    shown = card(rig, LEARNER)
    await tap_card(rig, "read", LEARNER)
    speech = read_out(rig).speech

    assert speech is not None
    assert speech.lines == shown.lines
    assert [one.choice for one in speech.choices] == [one.choice for row in shown.rows for one in row]


async def test_from_there_everything_is_heard_and_nothing_again(rig: Rig) -> None:
    await with_appointment(rig, MONDAY)
    await rig.hear(Command("afspraak"), address=LEARNER)
    await tap_card(rig, "read", LEARNER)
    await tap_card(rig, "aloud", LEARNER)
    assert await wants_all(rig)
    assert ON in [line for one in cards(rig, LEARNER) for line in one.prompt.lines]
    assert rig.channel.delivered[-1].aloud
    assert rig.channel.delivered[-1].prompt.serial

    await rig.tap("aloud", LEARNER)
    await tap_card(rig, "aloud", LEARNER)
    assert not await wants_all(rig)
    assert OFF in card(rig, LEARNER).lines
    assert not rig.channel.delivered[-1].aloud


async def test_a_card_of_which_the_words_are_gone_says_so(rig: Rig) -> None:
    await with_appointment(rig, MONDAY)
    await rig.hear(Command("afspraak"), address=LEARNER)
    rig.clock.forward(days=MESSAGES_KEPT.days + 1)
    await rig.housekeeping.tidy()
    await tap_card(rig, "read", LEARNER)

    assert card(rig, LEARNER).lines == (TOO_OLD,)


async def test_nobody_hears_the_message_of_somebody_else(rig: Rig) -> None:
    await with_appointment(rig, MONDAY)
    await rig.start("stranger")
    await rig.hear(Tap("do:read:5", 0, 0, "m1"), address="stranger")

    assert card(rig, "stranger").lines == (TOO_OLD,)


async def test_a_language_without_a_voice_says_so(rig: Rig) -> None:
    await with_appointment(rig, MONDAY)
    await rig.hear(Command("afspraak"), address=LEARNER)
    await rig.run("UPDATE chat SET language = 'ti' WHERE address = :address", address=LEARNER)
    await tap_card(rig, "read", LEARNER)

    assert card(rig, LEARNER).lines == (NO_VOICE,)


async def test_who_is_writing_an_answer_may_hear_the_message_first(rig: Rig) -> None:
    case = await helped_case(rig)
    await write(rig, case, "Hoe gaat het?")
    await tap_card(rig, "talk", LEARNER)
    await tap_card(rig, "read", LEARNER)
    await rig.hear(Typed("Goed, dank u."), address=LEARNER)
    await rig.due()

    assert "Goed, dank u." in str([one.prompt for one in cards(rig, VOLUNTEER)])


async def test_what_was_read_aloud_is_erased_with_the_sign_up_that_it_tells_of(rig: Rig) -> None:
    case = await helped_case(rig)
    await propose(rig, case, MONDAY)
    await rig.due()
    await tap_card(rig, "read", LEARNER)
    [(newest,)] = await rig.rows(
        "SELECT referral_id FROM outbox o JOIN chat c ON c.id = o.chat_id"
        " WHERE c.address = :address ORDER BY o.number DESC LIMIT 1",
        address=LEARNER,
    )

    assert read_out(rig).speech is not None
    assert newest == case.id


# ── What channels keep ─────────────────────────────────────────────────────────────────────────────────────


async def test_a_clip_is_known_by_its_channel_and_the_newest_name_counts(rig: Rig) -> None:
    files = SpokenFiles(rig.database, rig.clock)
    await files.remember("nl:hello", "telegram", "AwAC1")
    await files.remember("nl:hello", "telegram", "AwAC2")

    assert await files.file_of("nl:hello", "telegram") == "AwAC2"
    assert await files.file_of("nl:hello", "elsewhere") == ""
    assert await files.file_of("nl:other", "telegram") == ""


async def test_what_fits_into_no_row_is_not_remembered(rig: Rig) -> None:
    files = SpokenFiles(rig.database, rig.clock)
    for key, file in (
        ("", "AwAC"),
        ("nl:hello", ""),
        ("k" * 161, "AwAC"),
        ("nl:hello", "f" * 301),
        ("k", "a\0"),
    ):
        await files.remember(key, "telegram", file)

    assert await rig.rows("SELECT key FROM spoken_file") == []


async def test_a_clip_that_nobody_wants_is_forgotten_and_one_in_use_is_not(rig: Rig) -> None:
    files = SpokenFiles(rig.database, rig.clock)
    for key in ("used", "unused"):
        await files.remember(key, "telegram", "AwAC")
    rig.clock.forward(days=NOTED_AGAIN_AFTER.days + 1)
    assert await files.file_of("used", "telegram") == "AwAC"
    rig.clock.forward(seconds=(CLIPS_KEPT - timedelta(days=2)).total_seconds())
    gone = await rig.housekeeping.tidy()

    assert gone["clips"] == 1
    assert await rig.rows("SELECT key FROM spoken_file") == [("used",)]
