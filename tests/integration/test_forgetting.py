"""What is told to be gone is gone: the messages that repeat the answers go with the draft they belong to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.db.types import EMPTIED
from bot.errors import Retry
from flows.replies import Silence, Typed
from tests.support.building import FakeChannel, Rig, keys_of
from tests.support.rigs import Rigs
from tests.support.signups import NAME, signed_up
from tests.support.worlds import WEB

SECOND = "Zebedeus"
LOST = Retry("ConnectError")
TO_NAME = "nl start yes self"


async def told_and_kept(rig: Rig) -> str:
    """All that can still be opened of a conversation: its messages and its state."""
    messages = await rig.rows("SELECT prompt FROM outbox")
    states = await rig.rows("SELECT state FROM chat")
    opened = [repr(rig.codec.open_prompt(prompt)) for (prompt,) in messages]
    return "".join([*opened, *(repr(rig.codec.open_state(state)) for (state,) in states)])


async def begin(rig: Rig, *, earlier: bool) -> None:
    """Up to the question after the name, with or without a sign-up that was sent before."""
    if earlier:
        await rig.with_houses()
        await signed_up(rig)
        await rig.taps("done another yes self")
    else:
        await rig.start()
        await rig.taps(TO_NAME)
    await rig.hear(Typed(SECOND))
    await rig.hear(Typed("8011"))


async def erase_on_stopping(rig: Rig) -> None:
    await rig.taps("stop erase")


async def begin_again(rig: Rig) -> None:
    await rig.start()
    await rig.tap("again")


async def expire(rig: Rig) -> None:
    rig.clock.forward(days=7)
    await rig.hear(Silence(7))


@pytest.mark.parametrize("earlier", [False, True], ids=["first", "second"])
@pytest.mark.parametrize(
    "way", [erase_on_stopping, begin_again, expire], ids=["stopped", "begun_again", "expired"]
)
async def test_nothing_of_an_erased_draft_is_left(
    rig: Rig, way: Callable[[Rig], Awaitable[None]], earlier: bool
) -> None:
    await begin(rig, earlier=earlier)
    before = await told_and_kept(rig)
    await way(rig)
    after = await told_and_kept(rig)

    assert SECOND in before
    assert SECOND not in after
    assert NAME not in after
    assert "8011" not in after
    assert await rig.rows("SELECT count(*) FROM intake") == [(int(earlier),)]


async def test_an_overview_that_expires_is_closed_without_its_answers(rig: Rig) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.taps("nl start yes")
    await to_the_overview(rig)
    overview = await told_and_kept(rig)
    question = rig.question()
    await expire(rig)
    closed = next(
        envelope
        for envelope in rig.channel.delivered
        if envelope.replaces_ref == ref_of(rig, question.outbox_id)
    )

    assert "overview.line" in overview
    assert keys_of(closed.prompt) == ["general.question_gone"]
    assert "overview.line" not in await told_and_kept(rig)
    assert NAME not in await told_and_kept(rig)


async def to_the_overview(rig: Rig) -> None:
    await rig.tap("self")
    await rig.hear(Typed(NAME))
    await rig.hear(Typed("8011"))
    await rig.taps("+reading ok skip yes s0 s0 s0 skip skip any walk_in")


def ref_of(rig: Rig, number: int) -> str:
    """The channel's name of a message: the how-manieth it delivered."""
    place = next(i for i, envelope in enumerate(rig.channel.delivered, 1) if envelope.outbox_id == number)
    return f"m{place}"


@pytest.mark.parametrize("earlier", [False, True], ids=["first", "second"])
async def test_who_does_not_agree_leaves_no_message_behind_but_what_is_said_then(
    rig: Rig, earlier: bool
) -> None:
    if earlier:
        await rig.with_houses()
        await signed_up(rig)
        await rig.taps("done another")
    else:
        await rig.start()
        await rig.taps("nl start")
    question = rig.question()
    before = await rig.rows("SELECT max(number) FROM outbox")
    await rig.tap("no")

    left = await rig.rows("SELECT min(number), count(*) FROM outbox")
    assert left[0][0] > before[0][0]
    assert left[0][1] > 0
    assert NAME not in await told_and_kept(rig)
    assert question.outbox_id == before[0][0]


async def test_the_question_that_is_closed_is_still_changed_in_its_place(rig: Rig) -> None:
    await begin(rig, earlier=False)
    await rig.tap("stop")
    question = rig.question()
    await rig.tap("erase")

    closed = [envelope for envelope in rig.channel.delivered if envelope.prompt.replaces][-1]
    assert closed.prompt.serial == question.prompt.serial
    assert closed.replaces_ref == ref_of(rig, question.outbox_id)
    assert await rig.rows("SELECT count(*) FROM outbox WHERE number = :nr", nr=question.outbox_id) == [(0,)]


async def test_it_is_changed_in_its_place_also_when_that_must_be_tried_again(rig: Rig) -> None:
    await begin(rig, earlier=False)
    await rig.tap("stop")
    question = rig.question()
    rig.channel.answers = [LOST]
    await rig.tap("erase")
    before = len(rig.channel.delivered)
    for _ in range(4):
        rig.clock.forward(minutes=2)
        await rig.sweeper.sweep()
        await rig.settle()

    first, *others = rig.channel.delivered[before:]
    assert first.replaces_ref == ref_of(rig, question.outbox_id)
    assert others
    assert set(await rig.statuses()) == {"sent"}


async def at_the_last_question(rig: Rig) -> int:
    """Somebody saw their answers and is asked now whether all may go: the number of that question."""
    await rig.with_houses()
    await signed_up(rig)
    await rig.taps("done answers more erase")
    return rig.question().outbox_id


async def test_what_waits_to_be_tried_again_is_not_said_after_all_is_erased(rig: Rig) -> None:
    question = await at_the_last_question(rig)
    later = rig.moment(seconds=3600)
    await rig.run(
        "UPDATE outbox SET status = 'created', due_at = :later WHERE number < :nr", later=later, nr=question
    )
    before = len(rig.channel.delivered)
    await rig.tap("yes")
    for _ in range(3):
        await rig.sweeper.sweep()
        await rig.settle()
    said = [key for envelope in rig.channel.delivered[before:] for key in keys_of(envelope.prompt)]
    rig.clock.forward(hours=1)
    await rig.housekeeping.tidy()

    assert said[:2] == ["erase.ask", "erase.done"]
    assert "answers.sent" not in said
    assert await rig.rows("SELECT count(*) FROM chat") == [(0,)]


async def test_after_delete_everything_only_the_goodbye_is_left_of_a_chat(rig: Rig) -> None:
    question = await at_the_last_question(rig)
    await rig.tap("yes")
    if rig.database.is_sqlite:
        await rig.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    rows = await rig.rows("SELECT number, prompt FROM outbox ORDER BY number")
    ((state,),) = await rig.rows("SELECT state FROM chat")

    assert [keys_of(rig.codec.open_prompt(prompt)) for _, prompt in rows][:2] == [
        ["erase.ask"],
        ["erase.done"],
    ]
    assert all(number > question for number, _ in rows)
    assert len(rows) == 3
    assert dict(rig.codec.open_state(state).answers) == {}
    assert NAME not in await told_and_kept(rig)


async def test_a_message_on_the_wire_loses_its_words_and_keeps_its_place(rig: Rig) -> None:
    question = await at_the_last_question(rig)
    await rig.run(
        "UPDATE outbox SET status = 'claimed', claimed_by = 'elsewhere:1:x', claim_until = :later"
        " WHERE number = :nr",
        later=rig.moment(seconds=30),
        nr=question - 1,
    )
    await rig.tap("yes")
    ((number, prompt),) = await rig.rows("SELECT number, prompt FROM outbox WHERE status = 'claimed'")
    shown = await rig.transcripts().of("7")
    rig.clock.forward(minutes=1)
    before = len(rig.channel.tried)
    for _ in range(5):
        await rig.sweeper.sweep()
        await rig.settle()

    assert (number, bytes(prompt)) == (question - 1, EMPTIED)
    assert shown is not None
    assert NAME not in repr(shown.messages)
    assert [keys_of(envelope.prompt)[0] for envelope in rig.channel.tried[before:]][:2] == [
        "erase.ask",
        "erase.done",
    ]
    assert await rig.statuses() == ["failed", "sent", "sent", "sent"]


async def test_three_things_in_one_breath_leave_nothing_of_the_first(rig: Rig) -> None:
    await rig.start()
    await rig.taps(TO_NAME)
    breath = [rig.inbound(Typed(word)) for word in (SECOND, "stop", "wissen")]
    await rig.conversations.take_in(breath)
    await rig.settle()

    assert SECOND not in await told_and_kept(rig)
    assert "stop.erased" in await told_and_kept(rig)
    assert SECOND not in repr(rig.channel.delivered)


async def test_the_page_of_somebody_who_erased_their_answers_shows_none_of_them(rigs: Rigs) -> None:
    rig = rigs(channel=FakeChannel("web", WEB))
    await begin(rig, earlier=False)
    before = await rig.transcripts().of("7")
    await erase_on_stopping(rig)
    after = await rig.transcripts().of("7")

    assert SECOND in repr(before)
    assert after is not None
    assert SECOND not in repr(after)
    assert "stop.erased" in repr(after)
    assert len(after.messages) == 3


async def test_the_hour_begins_anew_with_every_tap_of_somebody_who_said_no(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start no")
    rig.clock.forward(minutes=50)
    await rig.hear(Typed("8011"))
    rig.clock.forward(minutes=50)
    await rig.housekeeping.tidy()
    still_here = await rig.rows("SELECT count(*) FROM chat")
    rig.clock.forward(minutes=10)
    await rig.housekeeping.tidy()

    assert still_here == [(1,)]
    assert await rig.rows("SELECT count(*) FROM chat") == [(0,)]
