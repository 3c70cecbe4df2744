"""A whole sign-up through the services, with words that may be found nowhere in the clear."""

from __future__ import annotations

from flows.replies import Typed
from tests.support.building import Rig

NAME = "Xanthippe"
PHONE = "0612345678"
PHONE_STORED = "+31612345678"
HELPER = "Quirinius"
# Nine digits that pass the elfproef: a citizen service number, made up.
BSN = "111222333"
FREE = "walvisvaart"
PLANTED = (NAME, PHONE, PHONE_STORED, "612345678", "612 345 678", HELPER, BSN, FREE)


async def sign_up(rig: Rig, address: str = "7", *, name: str = NAME, keypad: str = "8011") -> None:
    """From the question for whom to the goodbye."""
    await answer_all(rig, address, name=name, keypad=keypad)
    await rig.tap("ok", address)


async def answer_all(rig: Rig, address: str = "7", *, name: str = NAME, keypad: str = "8011") -> None:
    """From the question for whom to the overview: reading and numbers, not born with Dutch, by telephone."""
    await rig.tap("self", address)
    await rig.hear(Typed(name), address=address)
    for length in range(1, 5):
        await rig.tap(f"k{keypad[:length]}", address)
    await rig.taps("+reading +numbers ok +work +money_post ok no tr unsure", address)
    # Letter, form and message, then the sweater and the money.
    await rig.taps("s2 s1 sx s0 s1", address)
    await rig.taps("+morning ok +mon +thu ok group call", address)
    await rig.hear(Typed(PHONE), address=address)


async def signed_up(rig: Rig, address: str = "7", *, name: str = NAME) -> None:
    """Somebody new, up to the goodbye."""
    await rig.start(address)
    await rig.taps("nl start yes", address)
    await sign_up(rig, address, name=name)


async def signed_up_by_a_helper(rig: Rig, address: str = "7") -> None:
    """Somebody of the library signs up somebody who agreed."""
    await rig.start(address)
    await rig.taps("nl start yes other", address)
    await rig.hear(Typed(HELPER), address=address)
    await rig.taps("library yes", address)
    await rig.hear(Typed(NAME), address=address)
    await rig.hear(Typed("8011"), address=address)
    await rig.taps("+reading ok skip yes s0 s0 s0 skip skip any walk_in ok", address)
