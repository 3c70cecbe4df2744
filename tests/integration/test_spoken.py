"""What was spoken is kept sealed with the sign-up, fetched after the commit, and erased with all the rest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.errors import Permanent, Retry
from flows.model import Name, VoiceNote
from flows.replies import Silence, Spoken, Typed
from flows.spoken import UNWRITTEN
from tests.support.building import FakeChannel, Rig, keys_of
from tests.support.helped import helped_case
from tests.support.loop import card, make_staff, newest_case
from tests.support.rigs import Rigs
from tests.support.speaking import SOUND, TO_NAME, VOICE, Tape, fetching, kept, recordings, say, signs_up
from tests.support.staffing import opened, press
from tests.support.worlds import WEB

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
