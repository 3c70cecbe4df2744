"""Staff open a sign-up in the chat and decide: each deed is done once, everybody who has to hears of it, and a
foreign house sees nothing.
"""

from __future__ import annotations

import pytest

from flows.model import Command, Name, Prompt, Text
from tests.support.building import Rig, buttons_of
from tests.support.loop import (
    card,
    make_staff,
    submitted_case,
    tap_card,
)
from tests.support.signups import NAME

pytestmark = pytest.mark.usefixtures("rig")


def texts(prompt: Prompt) -> list[str]:
    return [line.key for line in prompt.lines]


async def opened(rig: Rig, address: str = "staff") -> Prompt:
    """The card of the only sign-up, from the list."""
    await rig.hear(Command("intakes"), address=address)
    await tap_card(rig, "intake", address)
    return card(rig, address)


async def test_the_card_shows_answers_signals_why_this_house_and_who_has_the_ball(rig: Rig) -> None:
    await make_staff(rig)
    case = await submitted_case(rig)
    shown = await opened(rig)

    assert shown.lines[0] == Text("staff.card.title", {"name": Name(NAME), "place": Name("Zwolle")})
    keys = texts(shown)
    for key in (
        "staff.card.state",
        "staff.card.ball",
        "overview.line",
        "staff.card.signals",
        "staff.card.house",
    ):
        assert key in keys
    choices = [button.choice.split(":")[1] for button in buttons_of(shown)]
    assert choices[:2] == ["inacc", "own"]
    assert len(choices) <= 8
    assert await rig.rows("SELECT referral_id, role FROM reading") == [(case.id, "staff")]
