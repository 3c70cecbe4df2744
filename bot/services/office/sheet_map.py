"""What the small map of a sign-up shows: the learner's postcode area, its Taalhuis, and others near it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.db.queries import review
from bot.db.queries.cases import Case
from bot.domain.distance import distance_km
from bot.services.loop.transfer import Candidate
from bot.services.office.map_of import Drawing, Spot, drawn
from bot.services.scene import Scene
from flows.intake_place import place_in

_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A Taalhuis on the map, by the number of its mark; kilometres from the learner."""

    number: int
    name: str
    town: str
    km: float


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The map, and the same in words: `houses` are numbered as on the drawing, number 1 has the sign-up."""

    drawing: Drawing
    place: str
    postcode: str
    houses: tuple[Neighbour, ...]


def knows_place(scene: Scene, case: Case) -> bool:
    """Is there an answer that says where they live? Every sign-up that was sent has one."""
    return "place" in scene.codec.open_answers(case.answers)


async def neighbourhood(scene: Scene, case: Case, near: Sequence[Candidate]) -> Neighbourhood | None:
    """The map of a sign-up, with the nearest of `near`; None without a Taalhuis or a place."""
    if case.taalhuis_id is None or not knows_place(scene, case):
        return None
    here = place_in(scene.codec.open_answers(case.answers)["place"])
    own = await review.house_place(scene.connection, case.taalhuis_id)
    shown = [own, *(one.house for one in near[:_OTHERS])]
    houses = tuple(
        Neighbour(
            number=number,
            name=house.name,
            town=house.town,
            km=distance_km(here.latitude, here.longitude, house.latitude, house.longitude),
        )
        for number, house in enumerate(shown, 1)
    )
    spots = [Spot(here.latitude, here.longitude), *(Spot(one.latitude, one.longitude) for one in shown)]
    return Neighbourhood(drawn(spots), here.name, here.postcode, houses)
