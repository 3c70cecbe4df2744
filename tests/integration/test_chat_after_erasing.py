"""A chat that stays when one of its people is erased remembers nothing of them, and is kind to the others."""

from __future__ import annotations

from bot.db.queries.rights import TERM, Erased
from bot.services.office.office import Office
from bot.services.rights import erasing
from flows.model import State
from flows.replies import Command, Reply, Tap, Typed
from tests.support.building import Rig, keys_of
from tests.support.loop import submitted_case
from tests.support.signups import PHONE_STORED, sign_up, signed_up

ERASED = "Zebedeus"


async def two_from_one_phone(rig: Rig) -> None:
    """The first is learning; of the second the goodbye is still open, with every answer."""
    await rig.with_houses()
    await signed_up(rig)
    await rig.run("UPDATE referral SET status = 'ongoing'")
    await rig.taps("done another yes")
    await sign_up(rig, name=ERASED)


async def remembered(rig: Rig) -> State | None:
    ((state,),) = await rig.rows("SELECT state FROM chat")
    return rig.codec.open_state(state) if state else None


async def next_said(rig: Rig, reply: Reply) -> list[str]:
    """The keys of all that is said to this."""
    before = len(rig.channel.delivered)
    await rig.hear(reply)
    return [key for envelope in rig.channel.delivered[before:] for key in keys_of(envelope.prompt)]


async def test_who_goes_by_their_term_is_forgotten_by_a_chat_in_which_somebody_learns(rig: Rig) -> None:
    await two_from_one_phone(rig)
    before = await remembered(rig)
    rig.clock.forward(days=190)
    gone = await rig.housekeeping.tidy()

    assert before is not None
    assert (before.step, before.answers["first_name"]) == ("goodbye", ERASED)
    assert PHONE_STORED in repr(before.answers)
    assert gone["learners"] == 1
    assert await rig.rows("SELECT count(*) FROM learner") == [(1,)]
    assert await remembered(rig) is None
    assert await rig.rows("SELECT forget_at FROM chat") == [(None,)]


async def test_who_is_erased_again_after_a_restore_is_forgotten_by_such_a_chat_too(rig: Rig) -> None:
    await two_from_one_phone(rig)
    ((learner,),) = await rig.rows("SELECT max(id) FROM learner")
    async with Office(rig.process).acting() as scene:
        there = await erasing.again(scene, [Erased("learner", learner, rig.clock(), TERM)])

    assert there == 1
    assert await remembered(rig) is None
    assert await rig.rows("SELECT count(*), count(forget_at) FROM chat, learner") == [(1, 0)]


async def test_who_is_in_the_middle_of_a_sign_up_keeps_what_they_told(rig: Rig) -> None:
    await two_from_one_phone(rig)
    await rig.taps("done another yes self")
    await rig.hear(Typed("Kim"))
    rig.clock.forward(days=190)
    gone = await rig.housekeeping.tidy()
    state = await remembered(rig)

    assert gone["learners"] == 1
    assert state is not None
    assert state.answers["first_name"] == "Kim"


async def test_an_old_button_leads_to_the_menu_and_not_to_the_first_question(rig: Rig) -> None:
    await two_from_one_phone(rig)
    question = rig.question()
    rig.clock.forward(days=190)
    await rig.housekeeping.tidy()

    said = await next_said(rig, Tap("done", question.prompt.serial, question.conversation))
    before = len(rig.channel.delivered)
    rig.clock.forward(days=2)
    await rig.nudges.tick()
    await rig.settle()

    assert said == ["home.ask"]
    assert len(rig.channel.delivered) == before, "nobody is reminded of a sign-up that was not begun"
    assert await rig.rows("SELECT draft FROM chat") == [(0,)]
    # The buttons of the menu do what they say.
    await rig.tap("another")
    state = await remembered(rig)
    assert state is not None
    assert state.step == "consent"


async def test_words_are_understood_as_at_rest(rig: Rig) -> None:
    await two_from_one_phone(rig)
    rig.clock.forward(days=190)
    await rig.housekeeping.tidy()
    said = await next_said(rig, Typed("mijn gegevens"))

    assert "data.kept" in said
    assert "home.ask" in said
    assert "intake.language.ask" not in said


async def test_beginning_again_is_still_possible(rig: Rig) -> None:
    await two_from_one_phone(rig)
    rig.clock.forward(days=190)
    await rig.housekeeping.tidy()
    await next_said(rig, Command("start"))

    assert rig.question().prompt.serial > 1


async def test_who_has_nothing_left_here_is_greeted_as_new(rig: Rig) -> None:
    await submitted_case(rig)
    await rig.run("UPDATE chat SET state = NULL, forget_at = :now", now=rig.moment(seconds=3600))
    said = await next_said(rig, Typed("hallo"))

    assert said == ["intake.language.ask"]
