"""Deeds that decide about a sign-up: each asks whose it is, does it, and shows the card as it is now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.db.queries import cases, members
from bot.db.queries import review as rows
from bot.domain.referral_status import REASONS_REJECTED, REASONS_WAITING, RejectReason, WaitReason
from bot.services.desk.intakes import STAFF, card_of
from bot.services.desk.model import Do, Doing, Said, Verb, edited, not_yours
from bot.services.loop import offers, review, transfer
from bot.services.loop.intake_view import alike_of
from bot.services.loop.rights import Mine, case_of_staff
from bot.services.loop.transfer import candidates
from flows import deeds, engine
from flows.cards import staff_choices as cards
from flows.cards.digest import QUEUE
from flows.deeds import card_button
from flows.model import Name, Prompt, Text
from flows.replies import Typed

Decide = Callable[[Doing, Mine], Awaitable[Said]]


def _of_staff(decide: Decide) -> Do:
    """Only about a sign-up of the doer's own house, which is locked then."""

    async def do(doing: Doing) -> Said:
        mine = await case_of_staff(doing, doing.deed.number(0))
        return not_yours(doing) if mine is None else await decide(doing, mine)

    return do


async def _done(doing: Doing, mine: Mine, *, did: bool) -> Said:
    """The card as it is now; what was done before is said kindly."""
    fresh = await cases.get(doing.scene.connection, mine.case.id)
    card = await card_of(doing, replace(mine, case=fresh or mine.case))
    return Said((edited(doing, card),), toast=None if did else engine.ALREADY_DONE)


async def accept(doing: Doing, mine: Mine) -> Said:
    return await _done(doing, mine, did=await review.accept(doing.scene, mine.case, mine.member))


async def own(doing: Doing, mine: Mine) -> Said:
    return await _done(doing, mine, did=await review.own(doing.scene, mine.case, mine.member))


async def reopen(doing: Doing, mine: Mine) -> Said:
    return await _done(doing, mine, did=await review.reopen(doing.scene, mine.case, mine.member))


async def seek(doing: Doing, mine: Mine) -> Said:
    """Ask the volunteers, again or for the first time."""
    return await _done(doing, mine, did=await offers.start(doing.scene, mine.case))


async def wait(doing: Doing, mine: Mine) -> Said:
    """`wl:<referral>`, `wl:<referral>:<reason>`."""
    why = next((one for one in REASONS_WAITING if one == doing.deed.word(1)), None)
    if why is None:
        return Said((edited(doing, cards.which_reason("wl", mine.case.id, REASONS_WAITING)),))
    return await _done(
        doing, mine, did=await review.wait(doing.scene, mine.case, mine.member, WaitReason(why))
    )


async def reject(doing: Doing, mine: Mine) -> Said:
    """`rej:<referral>`, `rej:<referral>:<reason>`."""
    why = next((one for one in REASONS_REJECTED if one == doing.deed.word(1)), None)
    if why is None:
        return Said((edited(doing, cards.which_reason("rej", mine.case.id, REASONS_REJECTED)),))
    return await _done(
        doing, mine, did=await review.reject(doing.scene, mine.case, mine.member, RejectReason(why))
    )


async def duplicate(doing: Doing, mine: Mine) -> Said:
    """`dup:<referral>`, `dup:<referral>:<other>`."""
    scene, of = doing.scene, doing.deed.number(1)
    if of:
        return await _done(doing, mine, did=await review.duplicate(scene, mine.case, mine.member, of))
    alike = [one for one in await alike_of(scene, mine.case) if one.goes_on]
    doing.touched.extend(one.referral for one in alike)
    return Said((edited(doing, cards.which_same(mine.case.id, alike)),))


async def assign(doing: Doing, mine: Mine) -> Said:
    """`assign:<referral>`, `assign:<referral>:<member>`, `assign:<referral>:0:<page>`."""
    scene, chosen = doing.scene, doing.deed.number(1)
    if chosen:
        volunteer = await members.get(scene.connection, chosen)
        did = volunteer is not None and await review.assign(scene, mine.case, volunteer, mine.member)
        return await _done(doing, mine, did=did)
    return Said((edited(doing, await _volunteers(doing, mine)),))


async def _volunteers(doing: Doing, mine: Mine) -> Prompt:
    found = await offers.choices(doing.scene, mine.case)
    return cards.which_volunteer(mine.case.id, found, doing.deed.number(2))


async def move(doing: Doing, mine: Mine) -> Said:
    """To another house: `move:<referral>` shows the nearest, `move:<referral>:<house>` hands it over. Then it
    is nothing that this house may see.
    """
    house = doing.deed.number(1)
    if not house:
        return Said((edited(doing, await _houses(doing, mine, "")),))
    if not await transfer.transfer(doing.scene, mine.case, house, mine.member):
        return await _done(doing, mine, did=False)
    there = await rows.house(doing.scene.connection, house)
    # Translators: staff handed a sign-up over to another Taalhuis.
    done = Text("staff.moved", {"name": doing.scene.name(mine.case.first_name), "house": Name(there.name)})
    return Said((edited(doing, Prompt((done,), rows=((card_button(QUEUE, "📋", "queue"),),))),))


async def find(doing: Doing, mine: Mine) -> Said:
    """Search a house by words: `find:<referral>`."""
    if doing.reply is None:
        prompt = cards.asks_words("find", mine.case.id)
        return Said((edited(doing, prompt),), waits=deeds.choice("find", mine.case.id))
    words = doing.reply.text if isinstance(doing.reply, Typed) else ""
    return Said((await _houses(doing, mine, words),))


async def _houses(doing: Doing, mine: Mine, words: str) -> Prompt:
    found = await candidates(doing.scene, mine.case, words)
    houses = [cards.HouseChoice(one.house.id, one.house.name, one.distance_km) for one in found]
    return cards.which_house(mine.case.id, houses, searched=bool(words))


VERBS = tuple(
    Verb(name, STAFF, _of_staff(decide))
    for name, decide in {
        "inacc": accept,
        "own": own,
        "reopen": reopen,
        "seek": seek,
        "wl": wait,
        "rej": reject,
        "dup": duplicate,
        "assign": assign,
        "move": move,
        "find": find,
    }.items()
)
