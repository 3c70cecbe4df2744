"""A sign-up goes to another Taalhuis: because staff know a better one, or because the learner wants it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.db.queries import review
from bot.db.queries import tasks as task_rows
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.db.queries.review import HousePlace
from bot.domain.distance import distance_km
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus, may_move
from bot.geo.names import search_key
from bot.services.loop import news, promises, tasks
from bot.services.loop.referral import Move, move
from bot.services.loop.review import again, let_go, or_by_phone, received
from bot.services.scene import Scene
from flows.intake_place import place_in
from flows.model import Name

_S = ReferralStatus
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A house to which a sign-up can go; kilometres from where the learner lives."""

    house: HousePlace
    distance_km: float


async def candidates(scene: Scene, case: Case, words: str = "") -> list[Candidate]:
    """Other houses that are open, the nearest to the learner first: those of that name or in that town, else
    the nearest to the place that is meant. Without words the nearest of all.
    """
    houses = await review.open_houses(scene.connection, scene.now.astimezone(scene.zone).date())
    others = [house for house in houses if house.id != case.taalhuis_id]
    here = place_in(scene.codec.open_answers(case.answers)["place"])
    found = [
        Candidate(house, distance_km(here.latitude, here.longitude, house.latitude, house.longitude))
        for house in others
    ]
    key = search_key(words)
    if not key:
        return sorted(found, key=_nearest)[:MOST_SHOWN]
    named = [one for one in found if key in search_key(one.house.name) or key == search_key(one.house.town)]
    if named:
        return sorted(named, key=_nearest)[:MOST_SHOWN]
    places = scene.worlds.places.search(words)
    if not places:
        return []
    there = places[0].place

    def near_it(one: Candidate) -> tuple[float, str]:
        house = one.house
        return distance_km(there.latitude, there.longitude, house.latitude, house.longitude), house.code

    return sorted(found, key=near_it)[:MOST_SHOWN]


def _nearest(one: Candidate) -> tuple[float, str]:
    return one.distance_km, one.house.code


async def transfer(scene: Scene, case: Case, taalhuis_id: int, member: MemberRow) -> bool:
    """Staff hand it over: everything that was planned at the old house is cancelled, the learner is told and
    the other house hears of it. False when it cannot go there any more.
    """
    here = _S(case.status)
    if not may_move(here, _S.TRANSFERRED) or taalhuis_id == case.taalhuis_id:
        return False
    houses = await review.open_houses(scene.connection, scene.now.astimezone(scene.zone).date())
    house = next((one for one in houses if one.id == taalhuis_id), None)
    if house is None:
        return False
    wish = Move(
        to=ReferralStatus.TRANSFERRED,
        by=member.role,
        why="changed_by_staff",
        now=scene.now,
        member_id=member.id,
    )
    await _go(scene, case, wish, house, reason="changed_by_staff")
    moved = await again(scene, case)
    told = await news.transferred(scene, moved, Name(house.name))
    await or_by_phone(scene, moved, "transferred", told=told)
    await received(scene, case.id, kind="moved_in")
    return True


async def chosen_by_learner(scene: Scene, case: Case, taalhuis_id: int, kilometres: float) -> bool:
    """The learner prefers another house; also when the one before could not help. False when somebody of the
    present one has begun already: then it stays there, and only staff can hand it over. False as well when it
    is over, or goes on as another sign-up.
    """
    here = _S(case.status)
    if here is not _S.REJECTED and (here in WITH_VOLUNTEER or not may_move(here, _S.TRANSFERRED)):
        return False
    found = await review.house_place(scene.connection, taalhuis_id)
    if here in (_S.SUBMITTED, _S.REJECTED):
        # Who took it at the house before works there, and does not look after it here.
        changes = {**_at(found, kilometres, "chosen_by_learner"), "staff_id": None, "ended_why": ""}
        wish = Move(
            to=ReferralStatus.SUBMITTED, by="learner", why="chosen_by_learner", now=scene.now, changes=changes
        )
        await move(scene.connection, case.id, here, wish)
        # Nobody has to tell by telephone any more that there is no help.
        await task_rows.end_step(scene.connection, case.id, "rejected", scene.now)
        await tasks.move_house(scene, case.id, taalhuis_id)
    else:
        wish = Move(to=ReferralStatus.TRANSFERRED, by="learner", why="chosen_by_learner", now=scene.now)
        await _go(scene, case, wish, found, reason="chosen_by_learner", kilometres=kilometres)
    # The goodbye is shown again, with the other house.
    await promises.of_goodbye(scene, case)
    await received(scene, case.id)
    return True


async def _go(
    scene: Scene,
    case: Case,
    wish: Move,
    house: HousePlace,
    *,
    reason: str,
    kilometres: float | None = None,
) -> None:
    """Out of the old house and into the other, in two moves."""
    if kilometres is None:
        here = place_in(scene.codec.open_answers(case.answers)["place"])
        kilometres = distance_km(here.latitude, here.longitude, house.latitude, house.longitude)
    await let_go(scene, case, by=wish.by, why=wish.why)
    await move(scene.connection, case.id, _S(case.status), wish)
    arrives = Move(
        to=ReferralStatus.SUBMITTED,
        by=wish.by,
        why=wish.why,
        now=scene.now,
        member_id=wish.member_id,
        changes={**_at(house, kilometres, reason), "volunteer_id": None, "staff_id": None, "ended_why": ""},
    )
    await move(scene.connection, case.id, _S.TRANSFERRED, arrives)
    await tasks.move_house(scene, case.id, house.id)


def _at(house: HousePlace, kilometres: float, reason: str) -> Mapping[str, Any]:
    return {"taalhuis_id": house.id, "distance_km": kilometres, "reason": reason}
