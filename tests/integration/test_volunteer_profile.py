"""The profile of a volunteer by taps: led through once, changed in place, paused; and how a house asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.db.queries import volunteers
from bot.db.queries.volunteers import ProfileRow
from bot.services.imports import import_taalhuizen
from bot.services.loop.volunteers import last_day
from flows.cards.profile import LANGUAGES, PAGES, Profile, Term, pause_card, profile_card
from flows.replies import Command, Tap
from tests.support.building import Rig, buttons_of, demo_rows
from tests.support.loop import card, cards, make_staff, make_volunteer, tap_card
from tests.support.offering import heard, member_now


async def profile(rig: Rig, member_id: int) -> ProfileRow | None:
    async with rig.database.reading() as connection:
        return await volunteers.profile(connection, member_id)


async def new_volunteer(rig: Rig) -> int:
    """Somebody who has joined and told nothing yet."""
    anna = await make_volunteer(rig)
    await rig.run("DELETE FROM volunteer_profile")
    return anna.id


async def test_a_new_volunteer_is_led_through_four_pages_without_typing(rig: Rig) -> None:
    member_id = await new_volunteer(rig)
    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "prof", "anna")
    first = len(cards(rig, "anna"))

    for wanted in ("intake.needs.reading", "intake.needs.numbers", "general.ready"):
        await tap_card(rig, wanted, "anna")
    for wanted in ("language.tr", "general.ready"):
        await tap_card(rig, wanted, "anna")
    for wanted in ("intake.day_parts.evening", "intake.days.mon", "intake.days.thu", "general.ready"):
        await tap_card(rig, wanted, "anna")
    await tap_card(rig, f"do:pc:{member_id}:g:3", "anna")
    await tap_card(rig, "general.ready", "anna")

    found = await profile(rig, member_id)
    assert found is not None
    assert (found.needs, found.languages) == (["reading", "numbers"], ["tr"])
    assert (found.day_parts, found.days, found.capacity) == (["evening"], ["mon", "thu"], 3)
    assert heard(rig, "anna")[0][0] == "volunteer.profile.complete"
    # All of it in the place of one message.
    assert {envelope.replaces_ref for envelope in cards(rig, "anna")[:-first]} == {"m1"}


async def test_pressing_only_ready_means_that_all_is_fine(rig: Rig) -> None:
    member_id = await new_volunteer(rig)
    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "prof", "anna")

    for _ in range(4):
        await tap_card(rig, "general.ready", "anna")

    found = await profile(rig, member_id)
    assert found is not None
    assert (found.needs, found.languages, found.day_parts, found.days) == ([], [], [], [])
    assert found.capacity == 1


async def test_a_tick_pressed_again_goes_and_a_double_tap_changes_nothing(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    await rig.hear(Tap(f"do:pn:{anna.id}:e:+reading", 0, 0, "m1"), address="anna")
    await rig.hear(Tap(f"do:pn:{anna.id}:e:+reading", 0, 0, "m1"), address="anna")
    assert (await profile(rig, anna.id)).needs == ["reading"]  # type: ignore[union-attr]

    await tap_card(rig, "intake.needs.reading", "anna")

    assert (await profile(rig, anna.id)).needs == []  # type: ignore[union-attr]


async def test_a_page_opened_from_the_profile_leads_back_to_it(rig: Rig) -> None:
    await make_volunteer(rig)
    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "prof", "anna")
    await tap_card(rig, "pl", "anna")

    await tap_card(rig, "general.ready", "anna")

    assert heard(rig, "anna")[0][0] == "volunteer.profile.title"


@pytest.mark.parametrize("what", ["+flying", "-flying", "+", "zz", "+monday"])
async def test_what_is_not_in_the_list_cannot_be_ticked(rig: Rig, what: str) -> None:
    anna = await make_volunteer(rig)

    await rig.hear(Tap(f"do:pd:{anna.id}:e:{what}", 0, 0, "m1"), address="anna")

    found = await profile(rig, anna.id)
    assert found is not None
    assert (found.day_parts, found.days) == ([], [])


@pytest.mark.parametrize("many", ["0", "7", "z", "3x"])
async def test_a_number_of_learners_that_nobody_offered_is_not_taken(rig: Rig, many: str) -> None:
    anna = await make_volunteer(rig, capacity=2)

    await rig.hear(Tap(f"do:pc:{anna.id}:e:{many}", 0, 0, "m1"), address="anna")

    found = await profile(rig, anna.id)
    assert found is not None
    assert found.capacity == 2


async def test_nobody_changes_the_profile_of_somebody_else(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    await make_volunteer(rig, address="b")

    receipt = await rig.hear(Tap(f"do:pn:{anna.id}:e:+reading", 0, 0, "m1"), address="b")

    assert receipt.toast is not None
    assert receipt.toast.key == "desk.not_yours"
    assert (await profile(rig, anna.id)).needs == []  # type: ignore[union-attr]


async def test_a_pause_and_its_end_are_two_taps_each(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    await rig.hear(Command("menu"), address="anna")

    await tap_card(rig, "pause", "anna")
    await tap_card(rig, "volunteer.pause.week", "anna")
    assert (await member_now(rig, anna.id)).paused_until == date(2026, 6, 7)
    assert heard(rig, "anna")[0] == ["volunteer.pause.until"]

    await tap_card(rig, "volunteer.pause.back", "anna")
    assert (await member_now(rig, anna.id)).paused_until is None
    assert heard(rig, "anna")[0] == ["volunteer.pause.over"]


async def test_a_pause_without_an_end_lasts_until_the_volunteer_says_so(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    await rig.hear(Tap(f"do:pause:{anna.id}:stay", 0, 0, "m1"), address="anna")
    rig.clock.forward(days=400)

    await rig.hear(Command("menu"), address="anna")
    await tap_card(rig, "prof", "anna")

    assert heard(rig, "anna")[0][-1] == "volunteer.pause.for_now"


@pytest.mark.parametrize(
    ("term", "today", "last"),
    [
        (Term.THIS_WEEK, date(2026, 6, 1), date(2026, 6, 7)),
        (Term.THIS_WEEK, date(2026, 6, 7), date(2026, 6, 7)),
        (Term.TWO_WEEKS, date(2026, 12, 25), date(2027, 1, 8)),
        (Term.MONTH, date(2027, 1, 31), date(2027, 2, 28)),
        (Term.MONTH, date(2026, 12, 31), date(2027, 1, 31)),
        (Term.BACK, date(2026, 6, 1), None),
    ],
)
def test_a_pause_has_a_last_day(term: Term, today: date, last: date | None) -> None:
    assert last_day(term, today) == last


def test_every_button_of_a_profile_fits_whatever_the_number_of_the_member() -> None:
    far = Profile(
        member=36**5 - 1,
        house="Taalhuis",
        needs=(),
        languages=LANGUAGES,
        day_parts=(),
        days=(),
        capacity=6,
        learners=2,
        paused_until="2026-06-07",
    )

    prompts = [*(page(far, "g") for page in PAGES.values()), profile_card(far), pause_card(far)]

    assert all(len(button.choice) <= 24 for prompt in prompts for button in buttons_of(prompt))


async def test_staff_choose_how_their_house_asks(rig: Rig) -> None:
    sanne = await make_staff(rig)
    assert sanne.taalhuis_id is not None
    await rig.hear(Tap("do:omode", 0, 0, ""), address="staff")

    await tap_card(rig, "staff.offers.all", "staff")

    async with rig.database.reading() as connection:
        assert await volunteers.offer_mode(connection, sanne.taalhuis_id) == "all"
    assert [button.selected for button in buttons_of(card(rig, "staff"))] == [False, True, False]


async def test_a_volunteer_cannot_choose_how_the_house_asks(rig: Rig) -> None:
    anna = await make_volunteer(rig)
    assert anna.taalhuis_id is not None

    await rig.hear(Tap("do:omode:all", 0, 0, "m1"), address="anna")

    async with rig.database.reading() as connection:
        assert await volunteers.offer_mode(connection, anna.taalhuis_id) == "one"


async def test_an_import_changes_how_a_house_asks_only_when_it_says_so(rig: Rig) -> None:
    sanne = await make_staff(rig)
    assert sanne.taalhuis_id is not None
    await rig.hear(Tap("do:omode:all", 0, 0, ""), address="staff")

    await rig.with_houses()
    async with rig.database.reading() as connection:
        assert await volunteers.offer_mode(connection, sanne.taalhuis_id) == "all"

    one_by_one = [replace(row, offer_mode="one") for row in demo_rows()]
    await import_taalhuizen(rig.database, one_by_one, rig.clock())
    async with rig.database.reading() as connection:
        assert await volunteers.offer_mode(connection, sanne.taalhuis_id) == "one"
