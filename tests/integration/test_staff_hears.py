"""Staff hear of what needs them: in one message for ten minutes, at humane hours, and not when it was dealt
with meanwhile.
"""

from __future__ import annotations

from tests.support.building import Rig, keys_of
from tests.support.loop import OTHER_HOUSE, cards, make_staff, submitted_case


def told(rig: Rig, address: str) -> list[list[str]]:
    """The keys of every message that came to this chat, the oldest first."""
    return [keys_of(envelope.prompt) for envelope in reversed(cards(rig, address))]


async def test_what_happens_within_ten_minutes_is_one_message_to_each_of_the_staff(rig: Rig) -> None:
    await make_staff(rig)
    await make_staff(rig, address="second", name="Bram")
    await make_staff(rig, OTHER_HOUSE, address="foreign", name="Femke")
    await submitted_case(rig, "7")
    rig.clock.forward(minutes=6)
    await submitted_case(rig, "8")
    rig.clock.forward(minutes=5)
    await rig.due()

    (message,) = told(rig, "staff")
    assert message[:2] == ["staff.digest.title", "staff.digest.new"]
    assert cards(rig, "staff")[0].prompt.lines[1].params["count"] == 2
    assert told(rig, "second") == [message]
    assert told(rig, "foreign") == []
