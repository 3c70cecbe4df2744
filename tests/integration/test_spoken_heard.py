"""A first name that was spoken is heard by who may, and written down by staff."""

from __future__ import annotations

from flows.model import Name, VoiceNote
from flows.replies import Command, Typed
from tests.support.building import Rig, keys_of
from tests.support.loop import card, make_staff, make_volunteer, newest_case
from tests.support.signups import HELPER
from tests.support.speaking import AFTER_NAME, TO_NAME, VOICE, kept, say, signs_up
from tests.support.staffing import opened, press


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
