"""The day before which a learner hears more is kept, also when nobody does anything; on both databases."""

from __future__ import annotations

import pytest

from bot.services.loop import news, promises
from flows.model import Day, Prompt, Text
from tests.support.building import Rig, keys_of
from tests.support.loop import (
    cards,
    case_now,
    make_staff,
    make_volunteer,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)
from tests.support.meetings import LEARNER, go_to, press
from tests.support.offering import accepted_case, scene

LONGER = {"news.longer", "news.looking"}
# Sent on Wednesday 3 June, noon: the house has until Monday, so the learner hears more on Friday.
FRIDAY, NEXT_THURSDAY = "2026-06-05T17:00", "2026-06-11T17:00"


async def until(rig: Rig, *walls: str) -> None:
    """Let what falls due until then happen, in the order in which it does."""
    for wall in walls:
        go_to(rig, wall)
        await rig.due()


def told(rig: Rig) -> list[Prompt]:
    """What the learner heard about time that passes, the first one first."""
    newest_first = [envelope.prompt for envelope in cards(rig, LEARNER)]
    return [prompt for prompt in reversed(newest_first) if LONGER & set(keys_of(prompt))]


def _day(prompt: Prompt) -> str:
    day = prompt.lines[-1].params["day"]
    assert isinstance(day, Day)
    return day.day


async def test_who_hears_nothing_is_told_before_the_promised_day_that_it_takes_longer(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)

    await until(rig, "2026-06-05T16:59")
    assert told(rig) == []

    await until(rig, FRIDAY)
    assert [keys_of(prompt) for prompt in told(rig)] == [["news.longer.house", "news.longer", "news.before"]]
    assert [_day(prompt) for prompt in told(rig)] == ["2026-06-12"]


@pytest.mark.parametrize(
    ("sent", "before", "then"),
    [
        ("2026-06-04T12:00", "2026-06-07T10:59", "2026-06-07T11:00"),
        ("2026-06-04T21:30", "2026-06-07T16:59", "2026-06-07T17:00"),
        ("2026-06-05T03:00", "2026-06-07T16:59", "2026-06-07T17:00"),
    ],
)
async def test_within_three_days_as_the_goodbye_says_saturday_and_sunday_too(
    rig: Rig, sent: str, before: str, then: str
) -> None:
    await make_staff(rig)
    go_to(rig, sent)
    await submitted_case(rig)

    await until(rig, before)
    assert told(rig) == []
    await until(rig, then)
    assert len(told(rig)) == 1


async def test_who_goes_to_the_house_themselves_was_promised_nothing(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig, contact="walk_in")

    await until(rig, FRIDAY, NEXT_THURSDAY)

    assert told(rig) == []


async def test_but_a_day_that_they_were_told_is_kept(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig, contact="walk_in")
    async with scene(rig) as at:
        await news.put_back(at, case)

    await until(rig, FRIDAY)

    assert len(told(rig)) == 1


async def test_who_stood_on_the_list_hears_that_the_house_looks_again_and_that_day_is_kept(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, "staff", "wl", case.id, "no_volunteer")
    go_to(rig, "2026-06-08T12:00")
    await press(rig, "staff", "reopen", case.id)
    await rig.due()
    assert keys_of(cards(rig, LEARNER)[0].prompt) == ["news.put_back", "news.before"]
    await press(rig, LEARNER, "my", case.id)
    assert Text("news.before", {"day": Day("2026-06-11")}) in cards(rig, LEARNER)[0].prompt.lines

    await until(rig, "2026-06-10T16:59")
    assert told(rig) == []
    await until(rig, "2026-06-10T17:00")
    assert len(told(rig)) == 1


async def test_the_new_day_is_kept_as_well_for_as_long_as_it_lasts(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)

    await until(rig, FRIDAY, NEXT_THURSDAY, "2026-06-17T16:59")

    assert [_day(prompt) for prompt in told(rig)] == ["2026-06-12", "2026-06-18"]


async def test_where_it_stands_names_the_day_that_was_told_last(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await until(rig, FRIDAY)
    go_to(rig, "2026-06-09T12:00")

    async with scene(rig) as at:
        assert await promises.told_last(at, await case_now(rig, case.id)) == Day("2026-06-12")


async def test_a_search_for_somebody_that_takes_long_is_told(rig: Rig) -> None:
    await accepted_case(rig)
    case_id = (await rig.rows("SELECT id FROM referral"))[0][0]
    async with scene(rig) as at:
        await promises.of_search(at, await case_now(rig, case_id))

    await until(rig, FRIDAY, "2026-06-09T16:59")
    assert told(rig) == []
    await until(rig, "2026-06-09T17:00")
    assert [keys_of(prompt) for prompt in told(rig)] == [["news.looking", "news.before"]]


async def test_who_is_helped_by_somebody_hears_of_that_and_no_more(rig: Rig) -> None:
    await make_staff(rig)
    await make_volunteer(rig)
    await rig.run("UPDATE taalhuis SET auto_accept = :yes", yes=True)
    await submitted_case(rig)
    await rig.due()
    await tap_card(rig, "take", "anna")

    await until(rig, FRIDAY, NEXT_THURSDAY)

    assert told(rig) == []


async def test_who_took_it_back_hears_nothing(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    await press(rig, LEARNER, "wd", case.id)
    await press(rig, LEARNER, "wdy", case.id)

    await until(rig, FRIDAY)

    assert told(rig) == []


async def test_a_helper_hears_nothing_of_it(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_by_a_helper(rig)

    await until(rig, FRIDAY, NEXT_THURSDAY)

    assert told(rig) == []


async def test_after_a_standstill_it_is_told_in_the_morning(rig: Rig) -> None:
    await make_staff(rig)
    await submitted_case(rig)

    await until(rig, "2026-06-05T22:30")
    assert told(rig) == []
    await until(rig, "2026-06-06T09:00")
    assert len(told(rig)) == 1


async def test_what_waits_for_the_morning_still_names_the_promised_day(rig: Rig) -> None:
    case = await accepted_case(rig)
    async with scene(rig) as at:
        assert await promises.of_search(at, case) == Day("2026-06-10")

    await until(rig, "2026-06-09T22:30")

    async with scene(rig) as at:
        assert await promises.told_last(at, await case_now(rig, case.id)) == Day("2026-06-10")
