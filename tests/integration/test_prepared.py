"""The prepared sign-up that most tests of the loop begin with is what the conversation comes to."""

from __future__ import annotations

from tests.support.building import Rig
from tests.support.prepared import signed_up_at_once, state_of
from tests.support.signups import NAME, signed_up

_KEPT = (
    "SELECT i.needs, i.purposes, i.dutch_first, i.first_language, i.inburgering, i.day_parts, i.days, i.form,"
    " i.contact, i.postcode, i.place, i.signal_language, i.signal_numbers, i.signal_digital,"
    " r.status, r.reason, r.taalhuis_id"
    " FROM intake i JOIN referral r ON r.intake_id = i.id ORDER BY i.id"
)


async def test_a_prepared_sign_up_is_that_of_the_whole_conversation(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig, "7")
    await signed_up_at_once(rig, "8", name=NAME)
    played, prepared = await state_of(rig, "7"), await state_of(rig, "8")
    assert prepared.answers == played.answers
    assert (prepared.step, prepared.draft, prepared.editing) == (played.step, played.draft, played.editing)
    of_the_conversation, of_the_prepared = await rig.rows(_KEPT)
    assert of_the_prepared == of_the_conversation
    assert rig.channel.last("8").lines == rig.channel.last("7").lines
