"""A sign-up for which there is no Taalhuis finds one as soon as there is; nobody is left without a word; on
both databases.
"""

from __future__ import annotations

from bot.services.loop import promises
from flows.model import Day, Name
from tests.support.building import Rig, keys_of
from tests.support.loop import cards, make_staff, newest_case
from tests.support.meetings import LEARNER, go_to, press, said
from tests.support.offering import scene
from tests.support.prepared import signed_up_at_once
from tests.support.signups import NAME, signed_up


async def until(rig: Rig, *walls: str) -> None:
    for wall in walls:
        go_to(rig, wall)
        await rig.due()


async def test_as_soon_as_there_is_a_house_the_sign_up_stands_there_and_the_learner_hears_which(
    rig: Rig,
) -> None:
    await signed_up(rig)
    await until(rig, "2026-06-03T14:00", "2026-06-04T09:00")
    assert (await newest_case(rig)).taalhuis_id is None

    await rig.with_houses()
    await until(rig, "2026-06-04T10:01")

    case = await newest_case(rig)
    ((house, name),) = await rig.rows("SELECT id, name FROM taalhuis WHERE code = 'demo-zwolle-1'")
    assert (case.taalhuis_id, case.status, case.reason) == (house, "submitted", "coverage")
    heard = cards(rig, LEARNER)[0].prompt
    assert keys_of(heard) == ["news.received", "news.before"]
    assert heard.lines[0].params["house"] == Name(name)


async def test_its_staff_hear_of_it_and_see_who_moved_it(rig: Rig) -> None:
    await signed_up(rig)
    await make_staff(rig)
    await until(rig, "2026-06-03T14:00", "2026-06-03T14:11")

    assert "staff.digest.new" in [key for one in cards(rig, "staff") for key in keys_of(one.prompt)]
    assert await rig.rows('SELECT "by", why FROM referral_move ORDER BY id') == [
        ("learner", "sent"),
        ("machine", "house_found"),
    ]


async def test_a_house_that_accepts_by_itself_does_so(rig: Rig) -> None:
    await signed_up(rig)
    await rig.with_houses()
    await rig.run("UPDATE taalhuis SET auto_accept = :yes", yes=True)
    await until(rig, "2026-06-03T14:00")

    assert (await newest_case(rig)).status == "accepted"


async def test_as_long_as_there_is_none_the_learner_hears_before_the_promised_day_that_it_takes_longer(
    rig: Rig,
) -> None:
    await signed_up(rig)
    await until(rig, "2026-06-05T17:00")

    assert keys_of(cards(rig, LEARNER)[0].prompt) == ["my.no_house", "news.longer", "news.before"]


async def test_the_day_that_was_told_with_the_house_is_the_one_that_counts(rig: Rig) -> None:
    await signed_up(rig)
    await rig.with_houses()
    await until(rig, "2026-06-04T12:00")
    told = cards(rig, LEARNER)[0].prompt.lines[-1].params["day"]

    async with scene(rig) as at:
        assert await promises.told_last(at, await newest_case(rig)) == told == Day("2026-06-09")


async def test_who_asks_in_the_library_was_promised_nothing(rig: Rig) -> None:
    await signed_up_at_once(rig, LEARNER, name=NAME, contact="walk_in")
    await until(rig, "2026-06-05T17:00", "2026-06-12T17:00")

    assert said(rig, LEARNER) == []


async def test_who_took_it_back_is_not_looked_for_any_more(rig: Rig) -> None:
    await signed_up(rig)
    case = await newest_case(rig)
    await press(rig, LEARNER, "wd", case.id)
    await press(rig, LEARNER, "wdy", case.id)
    await rig.with_houses()
    await until(rig, "2026-06-04T10:00")

    assert await rig.rows("SELECT id FROM referral WHERE taalhuis_id IS NOT NULL") == []


async def test_what_was_asked_of_a_person_is_asked_of_the_staff_who_come(rig: Rig) -> None:
    await signed_up(rig)
    await make_staff(rig)
    await until(rig, "2026-06-03T14:00", "2026-06-03T14:11")

    case = await newest_case(rig)
    assert await rig.rows("SELECT kind, taalhuis_id FROM task WHERE done_at IS NULL") == [
        ("person_asked", case.taalhuis_id)
    ]
