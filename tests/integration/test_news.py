"""Whoever signed up hears each change once, in plain words, with a day; a helper hears of one thing only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.db.queries.cases import Case
from bot.domain.referral_status import FinishReason, RejectReason
from bot.services.loop import news
from bot.services.scene import Scene
from flows.cards.news import Meeting
from flows.model import Day, Name, Prompt
from tests.support.building import Rig, buttons_of, keys_of
from tests.support.helped import LEARNER, helped_case
from tests.support.loop import cards, case_now, make_staff, submitted_by_a_helper, submitted_case
from tests.support.offering import scene
from tests.support.worlds import catalogues

ANNA, HOUSE = Name("Anna"), Name("Taalhuis Zwolle")
MEETING = Meeting(ANNA, "2026-06-08T10:00", HOUSE)
# The clock of tests begins on Wednesday 3 June, noon.
MONDAY, WEDNESDAY, IN_A_MONTH = Day("2026-06-08"), Day("2026-06-10"), Day("2026-07-01")

Tell = Callable[[Scene, Case], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Change:
    """What happens, the keys that the learner then reads, and the day that is promised."""

    tell: Tell
    keys: list[str]
    day: Day | None = None


CHANGES = {
    "received": Change(
        lambda at, case: news.received(at, case, HOUSE), ["news.received", "news.before"], MONDAY
    ),
    "put back": Change(news.put_back, ["news.put_back", "news.before"], MONDAY),
    "accepted": Change(news.accepted, ["news.accepted", "news.before"], WEDNESDAY),
    "looking": Change(news.looking, ["news.looking", "news.before"], WEDNESDAY),
    "matched": Change(lambda at, case: news.matched(at, case, ANNA), ["news.matched.call"], MONDAY),
    "another": Change(
        lambda at, case: news.volunteer_changed(at, case, ANNA), ["news.matched.new.call"], MONDAY
    ),
    "left": Change(news.volunteer_changed, ["news.changed", "news.before"], WEDNESDAY),
    "transferred": Change(
        lambda at, case: news.transferred(at, case, HOUSE), ["news.transferred", "news.before"], MONDAY
    ),
    "waiting": Change(news.waiting, ["news.waiting", "news.before"], IN_A_MONTH),
    "rejected": Change(lambda at, case: news.rejected(at, case, RejectReason.NO_OFFER), ["news.rejected"]),
    "not wanted": Change(
        lambda at, case: news.rejected(at, case, RejectReason.NOT_WANTED), ["news.rejected.wish"]
    ),
    "duplicate": Change(news.duplicate, ["news.duplicate"]),
    "going on": Change(lambda at, case: news.going_on(at, case, ANNA), ["news.going_on"]),
    "done": Change(
        lambda at, case: news.finished(at, case, FinishReason.GOAL_REACHED), ["news.finished.well"]
    ),
    "stopped": Change(lambda at, case: news.finished(at, case, FinishReason.STOPPED), ["news.finished"]),
    "planned": Change(lambda at, case: news.planned(at, case, MEETING), ["news.planned", "news.place"]),
    "moved": Change(lambda at, case: news.moved(at, case, MEETING), ["news.moved", "news.place"]),
    "cancelled": Change(lambda at, case: news.cancelled(at, case, MEETING, again=False), ["news.cancelled"]),
    "planned again": Change(
        lambda at, case: news.cancelled(at, case, MEETING, again=True), ["news.cancelled.again"]
    ),
}


async def tell(rig: Rig, case: Case, tell: Tell) -> bool:
    """Let it happen, and what follows arrive."""
    async with scene(rig) as at:
        told = await tell(at, case)
    await rig.due()
    return told


def days_in(prompt: Prompt) -> list[Day]:
    return [value for line in prompt.lines for value in line.params.values() if isinstance(value, Day)]


async def test_each_change_is_one_short_message_with_the_day_that_is_promised(rig: Rig) -> None:
    case = await submitted_case(rig)
    seen = len(cards(rig, LEARNER))
    for name, change in CHANGES.items():
        assert await tell(rig, case, change.tell), name
        seen += 1
        assert len(cards(rig, LEARNER)) == seen, name
        shown = cards(rig, LEARNER)[0].prompt
        assert keys_of(shown) == change.keys
        assert days_in(shown) == ([change.day] if change.day else []), name
        for language in ("nl", "en"):
            said = " ".join(catalogues().render(line, language) for line in shown.lines)
            assert len(said.split()) <= 30, said
            assert sum(said.count(end) for end in ".!?") <= 4, said


async def test_nothing_of_it_is_told_in_the_chat_of_a_helper(rig: Rig) -> None:
    case = await submitted_by_a_helper(rig)
    before = len(cards(rig, LEARNER))
    told = {name: await tell(rig, case, change.tell) for name, change in CHANGES.items()}

    assert not any(told.values())
    assert len(cards(rig, LEARNER)) == before


async def test_who_cannot_be_reached_is_not_told_and_whoever_asks_hears_that(rig: Rig) -> None:
    case = await submitted_case(rig)
    left, blocked = replace(case, chat_left=True), replace(case, unreachable_at=rig.clock())

    assert not await tell(rig, left, news.accepted)
    assert not await tell(rig, blocked, news.accepted)


async def test_who_asked_for_no_call_gets_a_message(rig: Rig) -> None:
    case = replace(await submitted_case(rig), contact="chat")
    await tell(rig, case, lambda at, case: news.matched(at, case, ANNA))

    shown = cards(rig, LEARNER)[0].prompt
    assert keys_of(shown) == ["news.matched.chat"]
    assert [button.choice for button in buttons_of(shown)] == [f"do:talk:{case.id}"]


async def test_in_the_evening_news_waits_for_the_morning(rig: Rig) -> None:
    case = await submitted_case(rig)
    before = len(cards(rig, LEARNER))
    rig.clock.forward(hours=9)
    await tell(rig, case, news.accepted)
    evening = len(cards(rig, LEARNER))
    rig.clock.forward(hours=12)
    await rig.due()

    assert (evening, len(cards(rig, LEARNER))) == (before, before + 1)


async def test_news_in_the_middle_of_another_sign_up_leaves_its_question_open(rig: Rig) -> None:
    case = await submitted_case(rig)
    await rig.taps("done another yes")
    await tell(rig, case, news.accepted)
    await rig.tap("self")
    ((state,),) = await rig.rows("SELECT state FROM chat")

    assert rig.codec.open_state(state).step == "first_name"


async def test_the_map_of_the_new_house_comes_with_it(rig: Rig) -> None:
    case = await submitted_case(rig)
    ((house, name),) = await rig.rows("SELECT id, name FROM taalhuis WHERE code = 'demo-almelo-1'")
    await rig.run("UPDATE referral SET taalhuis_id = :house", house=house)
    await tell(rig, case, lambda at, case: news.transferred(at, case, Name(name)))
    venue = cards(rig, LEARNER)[0].prompt.venue

    assert venue is not None
    assert venue.name == name


async def test_news_counts_as_contact_also_for_who_cannot_be_told(rig: Rig) -> None:
    case = await submitted_by_a_helper(rig)
    rig.clock.forward(days=20)
    await tell(rig, case, news.accepted)
    ((at,),) = await rig.rows("SELECT last_contact_at FROM learner")

    assert str(at)[:10] == str(rig.clock())[:10]


# ── The waiting list ───────────────────────────────────────────────────────────────────────────────────────


async def on_the_list(rig: Rig) -> Case:
    await make_staff(rig)
    case = await submitted_case(rig)
    await rig.run("UPDATE referral SET status = 'waiting_list', version = version + 1")
    await tell(rig, case, news.waiting)
    return await case_now(rig, case.id)


async def test_who_waits_hears_again_before_the_promised_day_and_so_do_staff(rig: Rig) -> None:
    await on_the_list(rig)
    rig.clock.forward(days=27)
    await rig.due()
    rig.clock.forward(minutes=11)
    await rig.due()

    assert rig.clock().date().isoformat() < IN_A_MONTH.day
    assert keys_of(cards(rig, LEARNER)[0].prompt) == ["news.still_waiting", "news.before"]
    assert "staff.digest.waiting" in keys_of(cards(rig, "staff")[0].prompt)


async def test_who_got_a_place_hears_nothing_of_the_list_any_more(rig: Rig) -> None:
    await on_the_list(rig)
    await rig.run("UPDATE referral SET status = 'accepted', version = version + 1")
    rig.clock.forward(days=40)
    await rig.due()

    assert "news.still_waiting" not in [keys_of(one.prompt)[0] for one in cards(rig, LEARNER)]


# ── The helper ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_helper_hears_of_the_contact_by_the_first_name_and_nothing_more(rig: Rig) -> None:
    case = await submitted_by_a_helper(rig)

    assert await tell(rig, case, news.helper_hears_of_contact)
    shown = cards(rig, LEARNER)[0].prompt
    assert keys_of(shown) == ["news.helper.contact"]
    assert not buttons_of(shown)


async def test_a_learner_hears_nothing_of_their_own_contact(rig: Rig) -> None:
    case = await helped_case(rig)

    assert not await tell(rig, case, news.helper_hears_of_contact)
