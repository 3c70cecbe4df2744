"""Offers in tests: a case that waits for volunteers, who is asked, and how they answer."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from bot.db.queries import cases, members
from bot.db.queries import offers as rows
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.db.queries.offers import OfferRow
from bot.domain.referral_status import ReferralStatus
from bot.services.loop import offers, referral
from bot.services.outgoing import Outgoing
from bot.services.scene import Scene
from tests.support.building import Rig, buttons_of
from tests.support.loop import (
    HOUSE,
    cards,
    case_now,
    house_id,
    submitted_by_a_helper,
    submitted_case,
    tap_card,
)

STATES = {
    "matched": (),
    "appointment_planned": ("appointment_planned",),
    "intake_done": ("appointment_planned", "intake_done"),
    "ongoing": ("appointment_planned", "intake_done", "ongoing"),
}
"""The moves that lead from a match to each state in which a volunteer has a learner."""


@contextlib.asynccontextmanager
async def scene(rig: Rig) -> AsyncIterator[Scene]:
    """A transaction in which services can be called. What it tells others is due after it."""
    async with rig.database.transaction() as connection:
        outgoing = Outgoing(rig.rules, rig.codec, rig.clock())
        yield Scene(connection, rig.clock(), rig.codec, outgoing, rig.conversations._worlds)


async def accepted_case(rig: Rig, address: str = "7", *, by_helper: bool = False) -> Case:
    """Somebody whom the house accepted, and for whom nobody was asked yet."""
    sign_up = submitted_by_a_helper if by_helper else submitted_case
    case = await sign_up(rig, address)
    async with scene(rig) as at:
        wish = referral.Move(to=ReferralStatus.ACCEPTED, by="staff", why="accepted", now=at.now)
        await referral.move(at.connection, case.id, ReferralStatus.SUBMITTED, wish)
    return await case_now(rig, case.id)


async def asked_case(rig: Rig, address: str = "7", *, by_helper: bool = False) -> Case:
    """Somebody for whom the volunteers of the house are being asked, and what fell due by it is done."""
    case = await accepted_case(rig, address, by_helper=by_helper)
    await begin(rig, case)
    return await case_now(rig, case.id)


async def begin(rig: Rig, case: Case) -> bool:
    """Ask the volunteers; what falls due by it is done."""
    async with scene(rig) as at:
        begun = await offers.start(at, case)
    await rig.due()
    return begun


async def ask_all_at_once(rig: Rig, code: str = HOUSE) -> None:
    """This house asks everybody at the same time."""
    await rig.run("UPDATE taalhuis SET offer_mode = 'all' WHERE id = :id", id=await house_id(rig, code))


async def offers_of(rig: Rig, case: Case) -> list[OfferRow]:
    """Everybody who was asked, in order."""
    async with rig.database.reading() as connection:
        return await rows.of_referral(connection, case.id)


async def asked(rig: Rig, case: Case) -> list[tuple[int, str]]:
    """(member, status) of each offer, in order."""
    return [(offer.member_id, offer.status) for offer in await offers_of(rig, case)]


async def member_now(rig: Rig, member_id: int) -> MemberRow:
    """A member as they are now."""
    async with rig.database.reading() as connection:
        found = await members.get(connection, member_id)
    assert found is not None
    return found


async def move_to(rig: Rig, case: Case, status: ReferralStatus) -> Case:
    """The next move of the machine, as another service makes it."""
    async with scene(rig) as at:
        now = await cases.lock(at.connection, case.id)
        assert now is not None
        wish = referral.Move(to=status, by="staff", why="test", now=at.now)
        await referral.move(at.connection, case.id, ReferralStatus(now.status), wish)
    return await case_now(rig, case.id)


def heard(rig: Rig, address: str) -> list[list[str]]:
    """The catalogue keys of every card and notice in a chat, the newest first."""
    return [[line.key for line in envelope.prompt.lines] for envelope in cards(rig, address)]


def offered(rig: Rig, address: str) -> bool:
    """Was this volunteer ever shown an offer?"""
    return any(
        button.choice.startswith("do:take:")
        for envelope in cards(rig, address)
        for button in buttons_of(envelope.prompt)
    )


async def alerts(rig: Rig, case: Case) -> list[str]:
    """What staff still have to hear of this case."""
    found = await rig.rows(
        "SELECT kind FROM alert WHERE referral_id = :id AND done_at IS NULL ORDER BY id", id=case.id
    )
    return [str(kind) for (kind,) in found]


async def matched(rig: Rig, *, by_helper: bool = False, until: str = "matched") -> int:
    """A learner whom Anna has, moved on to this state; returns the referral."""
    case = await asked_case(rig, by_helper=by_helper)
    await tap_card(rig, "take", "anna")
    await rig.due()
    for status in STATES[until]:
        await move_to(rig, case, ReferralStatus(status))
    return case.id


async def history(rig: Rig, referral_id: int) -> list[tuple[str, str]]:
    """(status, why) of each move."""
    found = await rig.rows(
        "SELECT to_status, why FROM referral_move WHERE referral_id = :id ORDER BY id", id=referral_id
    )
    return [(str(status), str(why)) for status, why in found]
