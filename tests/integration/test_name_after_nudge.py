"""A friendly word asks the question for a first name again as it was: with the name that the phone knows."""

from __future__ import annotations

import pytest

from flows.model import Name, State
from flows.replies import Typed
from tests.support.building import Rig, buttons_of

TO_NAME = "nl start yes self"


async def nudged(rig: Rig, days: int) -> None:
    rig.clock.forward(days=days)
    await rig.nudges.tick()
    await rig.settle()


async def state_of(rig: Rig) -> State:
    ((sealed,),) = await rig.rows("SELECT state FROM chat")
    return rig.codec.open_state(sealed)


@pytest.mark.parametrize("beside", ["", "explain", "stop"])
async def test_the_button_with_the_own_name_is_there_after_every_friendly_word(rig: Rig, beside: str) -> None:
    rig.receiver.start()
    await rig.start()
    await rig.taps(f"{TO_NAME} {beside}")
    for days in (1, 2):
        await nudged(rig, days)
        (own,) = [button for button in buttons_of(rig.question().prompt) if button.choice == "profile"]
        assert own.label.params["name"] == Name("Fatma")
    await rig.tap("profile")
    await rig.receiver.stop()

    assert (await state_of(rig)).answers["first_name"] == "Fatma"


async def test_the_name_of_the_phone_is_kept_while_its_button_is_shown_and_no_longer(rig: Rig) -> None:
    await rig.start()
    await rig.taps("nl start yes")
    before = await state_of(rig)
    await rig.tap("self")
    shown = await state_of(rig)
    await rig.hear(Typed("Zebedeus"))

    assert "Fatma" not in repr(before)
    assert shown.own_name == "Fatma"
    assert "Fatma" not in repr(await state_of(rig))


async def test_the_name_of_the_phone_goes_with_the_draft(rig: Rig) -> None:
    await rig.start()
    await rig.taps(f"{TO_NAME} stop erase")

    assert "Fatma" not in repr(await state_of(rig))
