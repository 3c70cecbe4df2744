"""What may not be kept goes by itself, and what is in use stays."""

from __future__ import annotations

from dataclasses import replace

from flows.model import Typed
from tests.support.building import Rig
from tests.support.signups import signed_up


async def test_old_notes_and_messages_go_and_what_waits_stays(rig: Rig) -> None:
    await rig.start("7")
    await rig.start("8")
    await rig.run("UPDATE outbox SET status = 'created' WHERE chat_id = (SELECT max(id) FROM chat)")
    rig.clock.forward(days=6)
    early = await rig.housekeeping.tidy()
    rig.clock.forward(days=3)
    late = await rig.housekeeping.tidy()
    again = await rig.housekeeping.tidy()

    assert not any(early.values())
    assert late == {"learners": 0, "chats": 0, "updates": 2, "messages": 1, "timers": 0}
    assert not any(again.values())
    assert await rig.statuses("8") == ["created"]


async def test_messages_that_died_with_their_chat_go_too(rig: Rig) -> None:
    await rig.start()
    await rig.run("UPDATE outbox SET status = 'created', sent_at = NULL")
    await rig.take(replace(rig.inbound(None), gone=True))
    rig.clock.forward(days=9)

    assert (await rig.housekeeping.tidy())["messages"] == 1


async def test_who_says_no_is_forgotten_within_the_hour_and_nothing_was_kept_of_them(rig: Rig) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.taps("nl start no k8 k80 k801 k8011")
    kept = [
        await rig.rows(f"SELECT count(*) FROM {table}")
        for table in ("learner", "intake", "consent", "task", "referral")
    ]
    (state,) = [rig.codec.open_state(sealed) for (sealed,) in await rig.rows("SELECT state FROM chat")]
    rig.clock.forward(minutes=59)
    await rig.housekeeping.tidy()
    before = await rig.rows("SELECT count(*) FROM chat")
    rig.clock.forward(minutes=2)
    await rig.housekeeping.tidy()

    assert kept == [[(0,)]] * 5
    assert "8011" not in repr(state)
    assert before == [(1,)]
    for table in ("chat", "outbox", "timer"):
        assert await rig.rows(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_a_message_that_is_still_on_its_way_keeps_its_chat_a_little_longer(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start no")
    await rig.run("UPDATE outbox SET status = 'created' WHERE number = (SELECT max(number) FROM outbox)")
    rig.clock.forward(hours=2)
    await rig.housekeeping.tidy()
    waiting = await rig.rows("SELECT count(*) FROM chat")
    await rig.run("UPDATE outbox SET status = 'sent'")
    await rig.housekeeping.tidy()

    assert waiting == [(1,)]
    assert await rig.rows("SELECT count(*) FROM chat") == [(0,)]


async def test_who_says_no_and_then_yes_is_not_forgotten(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start no")
    await rig.hear(Typed("8011"))
    await rig.taps("restart start yes")
    rig.clock.forward(hours=2)
    await rig.housekeeping.tidy()

    assert await rig.rows("SELECT forget_at, draft FROM chat") == [(None, 2)]


async def test_a_sign_up_that_never_started_goes_after_six_months_and_its_chat_with_it(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    rig.clock.forward(days=180)
    early = await rig.housekeeping.tidy()
    rig.clock.forward(days=10)
    late = await rig.housekeeping.tidy()

    assert (early["learners"], late["learners"]) == (0, 1)
    for table in ("learner", "intake", "referral", "consent", "chat"):
        assert await rig.rows(f"SELECT count(*) FROM {table}") == [(0,)]


async def test_a_sign_up_that_went_further_stays(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.run("UPDATE referral SET status = 'accepted'")
    rig.clock.forward(days=400)
    await rig.housekeeping.tidy()

    assert await rig.rows("SELECT count(*) FROM learner") == [(1,)]


async def test_whoever_writes_again_has_had_contact(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    rig.clock.forward(days=180)
    await rig.tap("done")
    rig.clock.forward(days=10)
    early = await rig.housekeeping.tidy()
    rig.clock.forward(days=174)
    late = await rig.housekeeping.tidy()

    assert (early["learners"], late["learners"]) == (0, 1)


async def test_who_is_in_the_middle_of_a_new_sign_up_keeps_their_place(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)
    await rig.taps("done another yes self")
    # So long away that the first sign-up is too old, while nothing has ended the second one yet.
    rig.clock.forward(days=190)
    gone = await rig.housekeeping.tidy()
    await rig.hear(Typed("Zebedeus"))

    assert gone["learners"] == 1
    assert await rig.rows("SELECT forget_at, draft FROM chat") == [(None, 2)]
    ((state,),) = await rig.rows("SELECT state FROM chat")
    assert rig.codec.open_state(state).step == "place"
