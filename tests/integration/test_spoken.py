"""A first name that was spoken: kept sealed with the sign-up, heard by who may, written down, and erased with
everything else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import text

from bot.db.session import Database
from bot.errors import DeliveryError, Permanent, Retry
from bot.services.recordings import MOST_BYTES, Fetching, Recordings
from flows.model import Command, Name, Silence, Spoken, Typed, VoiceNote
from flows.spoken import UNWRITTEN
from tests.support.building import FakeChannel, Rig, keys_of
from tests.support.helped import helped_case
from tests.support.loop import card, make_staff, make_volunteer, newest_case
from tests.support.rigs import Rigs
from tests.support.signups import HELPER
from tests.support.staffing import opened, press
from tests.support.worlds import WEB

VOICE = VoiceNote("telegram", "AwACAgQAAxkBAAIB", 2)
SOUND = b"OggS" + b"een gesproken naam" * 9
TO_NAME = "nl start yes self"
AFTER_NAME = "+reading ok skip yes s0 s0 s0 skip skip any walk_in ok"


@dataclass
class Tape:
    """A channel that keeps sounds. `answers` come first, an error each. `database` is written to while it is
    asked.
    """

    database: Database | None = None
    answers: list[DeliveryError] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def bring(self, voice: VoiceNote, *, most_bytes: int) -> bytes:
        assert most_bytes == MOST_BYTES
        self.asked.append(voice.file)
        if self.database is not None:
            # With a session open meanwhile, this would wait for itself.
            async with self.database.transaction() as connection:
                await connection.execute(text("UPDATE chat SET messages = messages"))
        if self.answers:
            raise self.answers.pop(0)
        return SOUND

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        return None


def fetching(rig: Rig, tape: Tape) -> Fetching:
    return Fetching(rig.database, rig.codec, {"telegram": tape}, rig.clock)


def recordings(rig: Rig) -> Recordings:
    return Recordings(rig.database, rig.codec, {})


async def say(rig: Rig, voice: VoiceNote = VOICE, *, sound: bytes = b"", nameless: bool = False) -> None:
    """Speak; `nameless` by somebody whose phone knows no name."""
    inbound = rig.inbound(Spoken(voice, sound))
    if nameless:
        inbound = replace(inbound, actor=replace(inbound.actor, profile_name=""))
    await rig.take(inbound)


async def signs_up(rig: Rig, *, nameless: bool = False) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.taps(TO_NAME)
    await say(rig, nameless=nameless)
    await rig.hear(Typed("8011"))
    await rig.taps(AFTER_NAME)


async def kept(rig: Rig) -> int:
    ((many,),) = await rig.rows("SELECT count(*) FROM recording")
    return int(many)


# ── Kept ───────────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_name_may_be_spoken_and_the_phones_name_is_shown_until_somebody_heard_it(rig: Rig) -> None:
    await signs_up(rig)
    case = await newest_case(rig, "7")
    answer = rig.codec.open_answers(case.answers)["first_name"]

    assert rig.codec.vault.open(case.first_name) == "Fatma"
    assert answer == {"voice": VOICE.file, "channel": "telegram", "seconds": 2, "shown": "Fatma"}
    assert await rig.rows("SELECT learner_id, step FROM recording") == [(case.learner_id, "first_name")]


async def test_without_a_name_on_the_phone_nothing_that_looks_like_a_name_is_kept(rig: Rig) -> None:
    await make_staff(rig)
    await signs_up(rig, nameless=True)
    shown = await opened(rig)

    assert shown.lines[0].params["name"] == Name(UNWRITTEN)
    assert "staff.name.spoken" in keys_of(shown)
    assert VOICE.file not in repr(shown)


async def test_the_sound_is_fetched_after_the_commit_and_kept_sealed(rig: Rig) -> None:
    await signs_up(rig)
    before = await recordings(rig).fetch(VOICE)
    came = await fetching(rig, Tape(rig.database)).tick()
    ((file, sound),) = await rig.rows("SELECT file, sound FROM recording")

    assert (before, came) == (None, 1)
    assert await recordings(rig).fetch(VOICE) == SOUND
    assert b"gesproken" not in bytes(sound)
    assert VOICE.file.encode() not in bytes(file)
    assert await recordings(rig).fetch(VoiceNote("web", VOICE.file, 2)) is None


async def test_what_is_recorded_in_the_web_chat_is_there_at_once(rigs: Rigs) -> None:
    rig = rigs(channel=FakeChannel("web", WEB))
    await rig.start()
    await rig.taps(TO_NAME)
    voice = VoiceNote("web", "0" * 32, 2)
    await say(rig, voice, sound=SOUND)

    assert await recordings(rig).fetch(voice) == SOUND
    assert await fetching(rig, Tape()).tick() == 0


async def test_a_name_that_is_said_again_or_typed_after_all_leaves_nothing_of_the_first(rig: Rig) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.taps(TO_NAME)
    await say(rig)
    await rig.hear(Typed("8011"))
    await rig.taps("+reading ok skip yes s0 s0 s0 skip skip any walk_in more:0 e:first_name")
    await say(rig, VoiceNote("telegram", "again", 3))
    again = await rig.rows("SELECT seconds FROM recording")
    await rig.taps("more:0 e:first_name")
    await rig.hear(Typed("Zebedeus"))
    await rig.tap("ok")

    assert again == [(3,)]
    assert await kept(rig) == 0
    assert rig.codec.vault.open((await newest_case(rig, "7")).first_name) == "Zebedeus"


async def test_what_is_said_between_two_people_is_kept_with_the_sign_up(rig: Rig) -> None:
    case = await helped_case(rig)
    await press(rig, "talk", case.id, address="7")
    await rig.hear(Spoken(VOICE), address="7")

    assert await rig.rows("SELECT learner_id, step FROM recording") == [(case.learner_id, "relay")]


# ── Fetched later, or never ────────────────────────────────────────────────────────────────────────────────


async def test_who_does_not_answer_is_asked_again_and_in_the_end_left_alone(rig: Rig) -> None:
    await signs_up(rig)
    tape = Tape(answers=[Retry("away")] * 20)
    for _ in range(12):
        await fetching(rig, tape).tick()
        rig.clock.forward(days=1)

    assert len(tape.asked) == 8
    assert await rig.rows("SELECT fetch_at, sound FROM recording") == [(None, None)]


async def test_a_process_that_dies_while_fetching_leaves_it_to_the_next(rig: Rig) -> None:
    await signs_up(rig)

    class Killed(BaseException):
        pass

    class Dying(Tape):
        async def bring(self, voice: VoiceNote, *, most_bytes: int) -> bytes:
            raise Killed

    with pytest.raises(Killed):
        await fetching(rig, Dying()).tick()
    at_once = await fetching(rig, Tape()).tick()
    rig.clock.forward(minutes=2)

    assert at_once == 0
    assert await fetching(rig, Tape()).tick() == 1
    assert await recordings(rig).fetch(VOICE) == SOUND


async def test_staff_see_that_it_cannot_be_heard(rig: Rig) -> None:
    await make_staff(rig)
    await signs_up(rig)
    case = await newest_case(rig, "7")
    await fetching(rig, Tape(answers=[Permanent("gone")])).tick()
    await press(rig, "voice", case.id)

    assert keys_of(card(rig, "staff")) == ["volunteer.name.unheard"]
    assert card(rig, "staff").voice is None


# ── Heard and written down ─────────────────────────────────────────────────────────────────────────────────


async def test_staff_hear_it_and_that_is_written_down(rig: Rig) -> None:
    await make_staff(rig)
    await signs_up(rig)
    case = await newest_case(rig, "7")
    await press(rig, "voice", case.id)

    assert card(rig, "staff").voice == VOICE
    assert await rig.rows("SELECT role FROM reading") == [("staff",)]


async def test_a_volunteer_hears_it_after_the_yes_and_not_before(rig: Rig) -> None:
    await make_staff(rig)
    volunteer = await make_volunteer(rig)
    await signs_up(rig)
    case = await newest_case(rig, "7")
    before = await press(rig, "voice", case.id, address="anna")
    await rig.run(
        "UPDATE referral SET status = 'matched', volunteer_id = :member, staff_id = NULL", member=volunteer.id
    )
    await press(rig, "lrn", case.id, address="anna")
    buttons = repr(card(rig, "anna").rows)
    await press(rig, "voice", case.id, address="anna")

    assert before == "desk.not_yours"
    assert "do:voice" in buttons
    assert card(rig, "anna").voice == VOICE
    assert ("volunteer",) in await rig.rows("SELECT role FROM reading")


async def test_staff_write_down_the_name_and_everything_after_shows_it(rig: Rig) -> None:
    await make_staff(rig)
    await signs_up(rig, nameless=True)
    case = await newest_case(rig, "7")
    await press(rig, "spell", case.id)
    await rig.hear(Typed("123"), address="staff")
    unclear = keys_of(card(rig, "staff"))
    await rig.hear(Typed("Özlem"), address="staff")
    now = await newest_case(rig, "7")

    assert unclear == ["staff.name.unclear"]
    assert card(rig, "staff").lines[0].params["name"] == Name("Özlem")
    assert "staff.note.name" in keys_of(card(rig, "staff"))
    assert rig.codec.vault.open(now.first_name) == "Özlem"
    assert now.first_name_hash == rig.codec.vault.hash("Özlem")
    await press(rig, "voice", case.id)
    assert card(rig, "staff").voice == VOICE


async def test_a_name_that_was_typed_is_not_written_down_by_others(rig: Rig) -> None:
    await make_staff(rig)
    await rig.start()
    await rig.taps(TO_NAME)
    await rig.hear(Typed("Xanthippe"))
    await rig.hear(Typed("8011"))
    await rig.taps(AFTER_NAME)
    case = await newest_case(rig, "7")

    assert await press(rig, "spell", case.id) == "desk.not_yours"
    assert await press(rig, "voice", case.id) == "desk.not_yours"


async def test_two_whose_names_are_not_known_are_not_taken_for_one(rig: Rig) -> None:
    await make_staff(rig)
    await signs_up(rig, nameless=True)
    await rig.hear(Command("start"))
    await rig.taps("done another yes self")
    await say(rig, VoiceNote("telegram", "second", 2), nameless=True)
    await rig.hear(Typed("8011"))
    await rig.taps(AFTER_NAME)

    assert "staff.card.alike" not in keys_of(await opened(rig))
    assert await kept(rig) == 2


async def test_a_helper_may_speak_both_names(rig: Rig) -> None:
    await make_staff(rig)
    await rig.start()
    await rig.taps("nl start yes other")
    await say(rig, VoiceNote("telegram", HELPER, 2), nameless=True)
    await rig.taps("library yes")
    await say(rig, nameless=True)
    await rig.hear(Typed("8011"))
    await rig.taps(AFTER_NAME)
    case = await newest_case(rig, "7")
    await press(rig, "voice", case.id, "h")

    assert card(rig, "staff").voice == VoiceNote("telegram", HELPER, 2)
    assert await rig.rows("SELECT step FROM recording ORDER BY id") == [("helper_name",), ("first_name",)]


# ── Erased ─────────────────────────────────────────────────────────────────────────────────────────────────


async def stopped(rig: Rig) -> None:
    await rig.taps("stop erase")


async def begun_again(rig: Rig) -> None:
    await rig.start()
    await rig.tap("again")


async def expired(rig: Rig) -> None:
    rig.clock.forward(days=7)
    await rig.hear(Silence(7))


async def left_the_screen(rig: Rig) -> None:
    await rig.transcripts().forget("7")


@pytest.mark.parametrize("way", [stopped, begun_again, expired, left_the_screen])
async def test_what_was_said_goes_with_the_draft(rig: Rig, way: Callable[[Rig], Awaitable[None]]) -> None:
    await rig.start()
    await rig.taps(TO_NAME)
    await say(rig)
    before = await kept(rig)
    await way(rig)

    assert (before, await kept(rig)) == (1, 0)


async def test_before_consent_and_without_agreement_nothing_is_kept(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start")
    await say(rig)
    before_consent = await kept(rig)
    await rig.taps("yes other")
    await say(rig)
    agreed = await kept(rig)
    await rig.taps("library no")

    assert (before_consent, agreed, await kept(rig)) == (0, 1, 0)


async def withdrawn(rig: Rig) -> None:
    case = await newest_case(rig, "7")
    await press(rig, "wdy", case.id, address="7")


async def all_erased(rig: Rig) -> None:
    await rig.taps("done more erase yes")


async def never_began(rig: Rig) -> None:
    rig.clock.forward(days=200)
    await rig.housekeeping.tidy()


@pytest.mark.parametrize("way", [withdrawn, all_erased, never_began])
async def test_what_was_said_goes_with_the_sign_up(rig: Rig, way: Callable[[Rig], Awaitable[None]]) -> None:
    await signs_up(rig)
    before = await kept(rig)
    await way(rig)

    assert (before, await kept(rig)) == (1, 0)
    assert await rig.rows("SELECT count(*) FROM learner") == [(0,)]


async def test_what_comes_after_it_was_erased_is_not_kept(rig: Rig) -> None:
    await signs_up(rig)

    class Late(Tape):
        async def bring(self, voice: VoiceNote, *, most_bytes: int) -> bytes:
            await withdrawn(rig)
            return SOUND

    await fetching(rig, Late()).tick()

    assert await kept(rig) == 0
