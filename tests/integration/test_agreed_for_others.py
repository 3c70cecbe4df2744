"""What was agreed to for somebody else has a row of its own, and none once nobody else is signed up."""

from __future__ import annotations

from flows.replies import Typed
from tests.support.building import Rig
from tests.support.signups import HELPER, NAME, signed_up, signed_up_by_a_helper

_GIVEN = "SELECT purpose, channel, learner_id FROM consent ORDER BY id"


async def test_that_the_person_wants_it_is_kept_beside_the_yes_of_the_helper(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up_by_a_helper(rig)
    ((learner,),) = await rig.rows("SELECT id FROM learner")
    channel = rig.channel.name

    assert await rig.rows(_GIVEN) == [("referral", channel, learner), ("signed_up", channel, learner)]
    assert await rig.rows("SELECT what, sum(amount) FROM privacy_event GROUP BY what") == [
        ("consent.given", 1)
    ]


async def test_before_it_is_sent_it_belongs_to_nobody_and_a_no_takes_it_along(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start yes other")
    await rig.hear(Typed(HELPER))
    await rig.taps("library no")

    assert await rig.rows(_GIVEN) == []


async def test_who_turns_out_to_sign_up_for_themselves_agreed_for_nobody_else(rig: Rig) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.taps("nl start yes other")
    await rig.hear(Typed(HELPER))
    await rig.taps("library yes")
    await rig.hear(Typed(NAME))
    await rig.hear(Typed("8011"))
    await rig.taps("+reading ok skip yes s0 s0 s0 skip skip any walk_in more:0 e:for_whom self")
    await rig.hear(Typed(NAME))
    await rig.taps("walk_in ok")

    assert await rig.rows("SELECT by_helper FROM intake") in ([(False,)], [(0,)])
    assert [purpose for purpose, *_ in await rig.rows(_GIVEN)] == ["referral"]


async def test_who_signs_up_alone_agrees_to_one_thing(rig: Rig) -> None:
    await rig.with_houses()
    await signed_up(rig)

    assert [purpose for purpose, *_ in await rig.rows(_GIVEN)] == ["referral"]
