"""What staff do in the chat, for tests of review: open a card, press a deed, and see who was told what."""

from __future__ import annotations

from flows.deeds import choice
from flows.model import Prompt
from flows.replies import Command, Tap
from tests.support.building import Rig, keys_of
from tests.support.loop import card, cards, case_now, tap_card


async def opened(rig: Rig, address: str = "staff") -> Prompt:
    """The card of the oldest sign-up, from the list."""
    await rig.hear(Command("intakes"), address=address)
    await tap_card(rig, "intake", address)
    return card(rig, address)


async def further(rig: Rig, verb: str, address: str = "staff") -> None:
    """Press a deed that stands on the second page of the card."""
    await opened(rig, address)
    await tap_card(rig, "general.more", address)
    await tap_card(rig, verb, address)


async def press(rig: Rig, verb: str, *args: int | str, address: str = "staff") -> str:
    """Press a button that may not be on the screen; the key of the toast."""
    receipt = await rig.hear(Tap(choice(verb, *args), 0, 0, "m1"), address=address)
    return receipt.toast.key if receipt.toast else ""


def said_to(rig: Rig, address: str = "7") -> list[str]:
    """The keys of every card and piece of news that came to this chat, the oldest first."""
    return [key for envelope in reversed(cards(rig, address)) for key in keys_of(envelope.prompt)]


async def status(rig: Rig, referral: int) -> str:
    return (await case_now(rig, referral)).status


def told(rig: Rig, address: str) -> list[Prompt]:
    """Every message that came to this chat, the oldest first."""
    return [envelope.prompt for envelope in reversed(cards(rig, address))]


def kinds(prompt: Prompt) -> dict[str, object]:
    """What a digest tells of, with how many."""
    return {
        line.key.removeprefix("staff.digest."): line.params["count"]
        for line in prompt.lines
        if line.key.startswith("staff.digest.") and "count" in line.params and "name" not in line.params
    }


async def later(rig: Rig, **passed: float) -> None:
    """So much time passes, and what falls due is done."""
    rig.clock.forward(**passed)
    await rig.due()
