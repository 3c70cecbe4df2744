"""A sign-up for which there was no Taalhuis: one is looked for until there is, without anybody having to.

    sent without a house ─▶ a timer `house`, every hour: is there one now?
    there is ─▶ the sign-up stands there like any other, and the learner hears which house has it
    there is none before the promised day ─▶ the learner hears that it takes longer (`promises`)

That happens only where no house is open at all: nobody imported any yet, or all are closed for a while.
`taalwijzer check` counts who waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.db.queries import cases, taalhuizen, timers
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.timers import DueTimer, new_timer
from bot.domain.referral_status import ReferralStatus
from bot.services.clockwork import Act, Later
from bot.services.loop import news, promises, tasks
from bot.services.loop.referral import Move, move
from bot.services.loop.review import MACHINE, received
from bot.services.scene import Scene
from flows.facts import TaalhuisFact
from flows.intake_place import place_in
from flows.model import Name

HOUSE = "house"
_EVERY = timedelta(hours=1)


async def arrived(scene: Scene, referral_id: int) -> None:
    """A sign-up came in: with a house its staff hear of it, else one is looked for from now on. The learner
    reads the goodbye.
    """
    case = await cases.lock(scene.connection, referral_id)
    if case is None:
        return
    await promises.of_goodbye(scene, case)
    if case.taalhuis_id is not None:
        await received(scene, referral_id)
        return
    timer = new_timer(
        key=f"{HOUSE}:{case.id}",
        kind=HOUSE,
        chat_id=case.chat_id,
        due_at=scene.now + _EVERY,
        zone=scene.zone,
        referral_id=case.id,
        about=case.id,
    )
    await timers.add(scene.connection, [timer])


async def look_again(scene: Scene, timer: DueTimer, _chat: LockedChat) -> str | Later:
    """Is there a house for it now?"""
    case = await cases.lock(scene.connection, timer.about)
    if case is None or case.taalhuis_id is not None or case.status != ReferralStatus.SUBMITTED:
        return "settled"
    place = place_in(scene.codec.open_answers(case.answers)["place"])
    wall = scene.now.astimezone(scene.zone)
    for found in scene.worlds.directory.near(place, tuple(case.needs), wall)[:1]:
        house_id = await taalhuizen.id_of(scene.connection, found.code)
        if house_id is not None:
            await _stands_at(scene, case, found, house_id)
            return "found"
    return Later(scene.now + _EVERY)


async def _stands_at(scene: Scene, case: Case, house: TaalhuisFact, house_id: int) -> None:
    changes = {"taalhuis_id": house_id, "distance_km": house.distance_km, "reason": house.reason}
    wish = Move(to=ReferralStatus.SUBMITTED, by=MACHINE, why="house_found", now=scene.now, changes=changes)
    await move(scene.connection, case.id, ReferralStatus(case.status), wish)
    await tasks.move_house(scene, case.id, house_id)
    await news.received(scene, case, Name(house.name))
    await received(scene, case.id)


KINDS: Mapping[str, Act] = {HOUSE: look_again}
