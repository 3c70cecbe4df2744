"""Who lives here: houses, staff and volunteers at the start, and learners who come along.

A learner comes with all questions answered and presses "good" under the overview: the last tap of a sign-up
goes through everything that is real. Playing all thirty taps of 2,000 people would show nothing more. One in
six is a helper, who signs up somebody else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import insert

from bot.db.models import Chat
from bot.db.queries import consents
from bot.services.imports import import_taalhuizen
from flows.choice_order import FIRST_LANGUAGES
from flows.events import ConsentGiven, Purpose
from flows.model import State
from flows.replies import Tap, Typed
from tests.simulation.people import Person, Role
from tests.support import loop
from tests.support.building import Rig, demo_rows, place_table
from tests.support.plans import DAY_PARTS, DAYS, NEEDS

TEMPLATE = "template"
ZONE = "Europe/Amsterdam"
HELPERS = 1 / 6
"""The share of those who sign up somebody else."""


@dataclass(frozen=True, slots=True)
class Size:
    """How many houses, and people at each of them."""

    houses: int
    staff: int
    volunteers: int


async def template(rig: Rig) -> State:
    """The conversation of somebody who has answered everything and sees the overview."""
    await rig.start(TEMPLATE)
    await rig.taps("nl start yes self", TEMPLATE)
    await rig.hear(Typed("Zomaar"), address=TEMPLATE)
    for length in range(1, 5):
        await rig.tap(f"k{'8011'[:length]}", TEMPLATE)
    await rig.taps("+reading ok skip no tr unsure s2 s1 sx +morning ok +mon ok any chat", TEMPLATE)
    ((sealed,),) = await rig.rows("SELECT state FROM chat WHERE address = :address", address=TEMPLATE)
    state = rig.codec.open_state(sealed)
    assert state.step == "overview", state.step
    return state


async def settle_in(rig: Rig, size: Size, dice: Random) -> list[Person]:
    """Houses with staff and volunteers, as if they had joined by an invite, and regional staff. Some houses
    accept by themselves, some ask all volunteers at once.
    """
    rows = demo_rows()[: size.houses]
    await import_taalhuizen(rig.database, rows, rig.clock())
    await rig.directory.refresh()
    people: list[Person] = []
    for place, row in enumerate(rows):
        await rig.run(
            "UPDATE taalhuis SET auto_accept = :auto, offer_mode = :mode WHERE code = :code",
            auto=place % 3 == 0,
            mode="all" if place % 4 == 1 else "one",
            code=row.code,
        )
        people += [await _staff(rig, row.code, len(people) + n) for n in range(size.staff)]
        people += [await _volunteer(rig, row.code, len(people) + n, dice) for n in range(size.volunteers)]
    regions = sorted({await loop.region_of(rig, row.code) for row in rows})
    for number, region in enumerate(regions):
        person = Person(f"regional{number}", Role.REGIONAL, f"Reg{number:05}")
        member = await loop.make_regional(rig, region, address=person.address, name=person.token)
        person.chat_id = member.chat_id
        people.append(person)
    return people


async def _staff(rig: Rig, code: str, number: int) -> Person:
    person = Person(f"staff{number}", Role.STAFF, f"Staf{number:05}")
    member = await loop.make_staff(rig, code, address=person.address, name=person.token)
    person.chat_id = member.chat_id
    return person


async def _volunteer(rig: Rig, code: str, number: int, dice: Random) -> Person:
    person = Person(f"volunteer{number}", Role.VOLUNTEER, f"Maat{number:05}")
    member = await loop.make_volunteer(
        rig,
        code,
        address=person.address,
        name=person.token,
        needs=_some(NEEDS, dice, least=1),
        languages=_some(("en", "tr", "ar", "uk"), dice, least=0),
        day_parts=_some(DAY_PARTS, dice, least=0),
        days=_some(DAYS, dice, least=0),
        capacity=dice.randint(2, 8),
    )
    person.chat_id = member.chat_id
    return person


async def arrive(rig: Rig, known: State, number: int, dice: Random) -> tuple[Person, Tap]:
    """A new learner or helper, and the tap that sends the sign-up."""
    role = Role.HELPER if dice.random() < HELPERS else Role.LEARNER
    person = Person(
        address=f"{role}{number}",
        role=role,
        token=f"Naam{number:05}",
        phone_number=f"+316{number:08}" if dice.random() < 0.5 else "",
    )
    state = replace(known, answers={**known.answers, **_answers(person, dice)})
    async with rig.database.transaction() as connection:
        values = {**_chat(person, rig.clock()), "state": rig.codec.seal_state(state), "messages": 40}
        made = await connection.execute(insert(Chat).values(values).returning(Chat.id))
        person.chat_id = made.scalar_one()
        given = ConsentGiven(Purpose.REFERRAL, "1")
        await consents.give(
            connection,
            given,
            chat_id=person.chat_id,
            learner_id=None,
            channel="telegram",
            now=rig.clock(),
        )
    return person, Tap("ok", state.serial, person.chat_id)


def _answers(person: Person, dice: Random) -> dict[str, Any]:
    place = None
    while place is None:
        place = place_table().by_postcode(str(dice.randint(7400, 8199)))
    dutch = dice.random() < 0.3
    foreign = {} if dutch else {"first_language": dice.choice(FIRST_LANGUAGES), "inburgering": "no"}
    return {
        "first_name": person.token,
        "place": {
            "postcode": place.postcode,
            "name": place.name,
            "gemeente": place.gemeente,
            "gemeente_code": place.gemeente_code,
            "province": place.province,
            "latitude": place.latitude,
            "longitude": place.longitude,
        },
        "needs": _some(NEEDS, dice, least=1),
        "dutch_first": dutch,
        **foreign,
        "day_parts": _some(DAY_PARTS, dice, least=0),
        "days": _some(DAYS, dice, least=0),
        **_contact(person),
        **(_of_helper(person) if person.role is Role.HELPER else {}),
    }


def _contact(person: Person) -> dict[str, Any]:
    if person.phone_number:
        return {"contact": "call", "phone": person.phone_number}
    return {"contact": "walk_in" if person.role is Role.HELPER else "chat"}


def _of_helper(person: Person) -> dict[str, Any]:
    """Who signs them up: the name of a helper has the digits of whom they sign up."""
    return {
        "for_whom": "other",
        "helper_name": f"Help{person.token[-5:]}",
        "helper_organisation": "library",
        "helper_agreed": True,
    }


def _some(values: Sequence[str], dice: Random, *, least: int) -> list[str]:
    chosen = set(dice.sample(values, dice.randint(least, len(values))))
    return [value for value in values if value in chosen]


def _chat(person: Person, now: datetime) -> dict[str, Any]:
    return {
        "channel": "telegram",
        "address": person.address,
        "language": "nl",
        "timezone": ZONE,
        "created_at": now,
        "last_heard_at": now,
    }
