"""Whoever of the staff left or blocked us before a message was told: somebody else hears of it, once."""

from __future__ import annotations

import pytest

from bot.errors import RecipientGone
from flows.model import Name, Text
from tests.support.building import Rig, keys_of
from tests.support.helped import LEARNER, helped_case, press
from tests.support.loop import OTHER_HOUSE, card, make_regional, make_staff, submitted_case, tap_card
from tests.support.staffing import kinds, later, told


async def test_what_was_gathered_for_who_then_blocked_us_goes_to_a_colleague(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await make_staff(rig, OTHER_HOUSE, address="foreign", name="Femke")
    await make_regional(rig)
    await rig.run("UPDATE member SET notified = :no WHERE id <> :id", no=False, id=staff.id)
    await submitted_case(rig)
    await blocks(rig, "staff")
    await later(rig, minutes=11)
    await later(rig, minutes=11)

    assert told(rig, "staff") == told(rig, "foreign") == told(rig, "regional") == []
    assert [kinds(message) for message in told(rig, "second")] == [{"new": 1}]


async def test_when_the_last_of_a_house_blocks_us_the_region_hears_how_many_wait(rig: Rig) -> None:
    await make_staff(rig)
    await make_regional(rig)
    await submitted_case(rig)
    await blocks(rig, "staff")
    await later(rig, minutes=11)
    await later(rig, minutes=11)

    (message,) = told(rig, "regional")
    assert keys_of(message) == ["staff.region.nobody"]


async def test_what_was_gathered_for_who_then_left_goes_to_the_region(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_regional(rig)
    await submitted_case(rig)
    await rig.run("UPDATE member SET ended_at = :now WHERE id = :id", now=rig.moment(), id=staff.id)
    await later(rig, minutes=11)
    await later(rig, minutes=11)

    assert [keys_of(message) for message in told(rig, "regional")] == [["staff.region.nobody"]]


@pytest.mark.parametrize("gone", ["staff", "second"])
async def test_a_colleague_who_hears_it_anyway_does_not_hear_it_twice(rig: Rig, gone: str) -> None:
    await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await submitted_case(rig)
    await blocks(rig, gone)
    await later(rig, minutes=11)
    await later(rig, minutes=11)

    stayed = "second" if gone == "staff" else "staff"
    assert [kinds(message) for message in told(rig, stayed)] == [{"new": 1}]


async def blocks(rig: Rig, address: str) -> None:
    """Somebody blocks us; what was gathered for them is still to be told."""
    await rig.run("UPDATE chat SET unreachable_at = :now WHERE address = :who", now=rig.moment(), who=address)


async def test_of_a_sign_up_that_was_taken_back_a_colleague_hears_when_who_has_it_blocked_us(
    rig: Rig,
) -> None:
    staff = await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    case = await helped_case(rig)
    await rig.run("UPDATE referral SET staff_id = :id", id=staff.id)
    await blocks(rig, "staff")
    await press(rig, LEARNER, "wd", case.id)
    await tap_card(rig, "wdy", LEARNER)
    await rig.due()

    assert card(rig, "second").lines == (Text("staff.withdrawn", {"place": Name("Zwolle")}),)


async def test_what_was_told_in_vain_is_told_to_a_colleague_who_did_not_hear_it(rig: Rig) -> None:
    staff = await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await rig.run("UPDATE member SET notified = :no WHERE id <> :id", no=False, id=staff.id)
    await submitted_case(rig)
    rig.channel.by_address["staff"] = [RecipientGone("Forbidden")]
    await later(rig, minutes=11)
    assert told(rig, "staff") == []

    await later(rig, minutes=11)

    assert [kinds(message) for message in told(rig, "second")] == [{"new": 1}]


async def test_what_a_colleague_heard_too_is_not_told_again_when_somebody_blocks_us(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await submitted_case(rig)
    await later(rig, minutes=11)
    await rig.block("staff")
    await later(rig, minutes=11)

    assert [kinds(message) for message in told(rig, "second")] == [{"new": 1}]


async def test_when_the_last_of_a_house_was_told_in_vain_the_region_hears_how_many_wait(rig: Rig) -> None:
    await make_staff(rig)
    await make_regional(rig)
    await submitted_case(rig)
    rig.channel.by_address["staff"] = [RecipientGone("Forbidden")]
    await later(rig, minutes=11)
    await later(rig, minutes=11)

    assert [keys_of(message) for message in told(rig, "regional")] == [["staff.region.nobody"]]
