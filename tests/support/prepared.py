"""A sign-up that stands at its last question, for tests of what comes after it.

The first questions are asked and answered as ever, so the consent and its moment are stored. Then the answers
of `signups.sign_up` are written into the state of the chat at once: 6 things to take in, not 33. That the
conversation comes to the very same is shown by tests/integration/test_prepared.py.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from flows.facts import Answer
from flows.model import State
from flows.replies import Tap
from tests.support.building import Rig
from tests.support.signups import PHONE_STORED

ANSWERS: MappingProxyType[str, Answer] = MappingProxyType(
    {
        "place": {
            "postcode": "8011",
            "name": "Zwolle",
            "gemeente": "Zwolle",
            "gemeente_code": "GM0193",
            "province": "Overijssel",
            "latitude": 52.5116,
            "longitude": 6.0921,
        },
        "needs": ["reading", "numbers"],
        "purposes": ["work", "money_post"],
        "dutch_first": False,
        "first_language": "tr",
        "inburgering": "unsure",
        "l1": 2,
        "l2": 1,
        "l3": None,
        "r1": 0,
        "r2": 1,
        "day_parts": ["morning"],
        "days": ["mon", "thu"],
        "form": "group",
        "contact": "call",
        "phone": PHONE_STORED,
    }
)
"""What is answered after the name."""


async def signed_up_at_once(rig: Rig, address: str, *, name: str, contact: str = "call") -> None:
    """Somebody new, up to the goodbye, with the answers of `signups.sign_up`; or with another way of
    contact.
    """
    await rig.start(address)
    await rig.taps("nl start yes self", address)
    state = await _all_answered(rig, address, name, contact)
    conversation = rig.question(address).conversation
    await rig.hear(Tap("ok", state.serial, conversation), address=address)


async def _all_answered(rig: Rig, address: str, name: str, contact: str) -> State:
    begun = await state_of(rig, address)
    answers = {**begun.answers, "first_name": name, **ANSWERS, "contact": contact}
    if contact != "call":
        del answers["phone"]
    state = replace(begun, step="overview", answers=answers)
    await rig.run(
        "UPDATE chat SET state = :state WHERE address = :address",
        state=rig.codec.seal_state(state),
        address=address,
    )
    return state


async def state_of(rig: Rig, address: str = "7") -> State:
    """Where the conversation of this chat is."""
    ((state,),) = await rig.rows("SELECT state FROM chat WHERE address = :address", address=address)
    return rig.codec.open_state(state)
