"""Deeds of staff with the people of their own house: see who has how many learners, pause, end."""

from __future__ import annotations

from datetime import date, timedelta

from bot.db.queries import members as rows
from bot.db.queries import review, volunteers
from bot.db.queries.members import MemberRow
from bot.services.desk.model import Doing, Role, Said, Verb, edited, not_yours
from bot.services.desk.wearing import worn
from bot.services.loop import team as people
from flows import engine
from flows.cards import team as cards
from flows.model import Prompt


async def team(doing: Doing) -> Said:
    """Everybody of the house: `team`, `team:<page>`."""
    staff = worn(doing, Role.STAFF)
    everybody = await _people(doing, staff.taalhuis_id or 0)
    last = max(0, (len(everybody) - 1) // cards.A_PAGE)
    page = min(doing.deed.number(0), last)
    return Said((edited(doing, cards.team_card(staff.taalhuis, everybody, page)),))


async def person(doing: Doing) -> Said:
    """One of them: `tmem:<member>`."""
    found = await _of_my_house(doing)
    return Said((edited(doing, await _card(doing, found)),)) if found else not_yours(doing)


async def pause(doing: Doing) -> Said:
    """No new learners for so many days, or again: `tpau:<member>:<days>`. The volunteer hears of it."""
    found = await _of_my_house(doing)
    days = doing.deed.number(1)
    if found is None or found.role != Role.VOLUNTEER or (days and days not in cards.PAUSES):
        return not_yours(doing)
    today = doing.scene.now.astimezone(doing.scene.zone).date()
    until = today + timedelta(days=days) if days else None
    if not await people.pause(doing.scene, found, until, by_chat=doing.chat.id):
        return Said((edited(doing, await _card(doing, found)),), toast=engine.ALREADY_DONE)
    now = await rows.get(doing.scene.connection, found.id)
    return Said((edited(doing, await _card(doing, now or found)),))


async def end(doing: Doing) -> Said:
    """Somebody does not work here any more, after asking once: `tend:<member>`, `tend:<member>:yes`. They
    hear of it. Oneself one ends from one's own menu.
    """
    found = await _of_my_house(doing)
    if found is None or found.chat_id == doing.chat.id:
        return not_yours(doing)
    if doing.deed.word(1) != "yes":
        one = await _person(doing, found)
        return Said((edited(doing, cards.end_card(one, found.taalhuis)),))
    await people.end(doing.scene, found)
    return await team(doing)


# ── Finding ─────────────────────────────────────────────────────────────────────────────────────────────


async def _of_my_house(doing: Doing) -> MemberRow | None:
    """The member that the button names, if they work now where the doer is staff."""
    return await people.of_my_house(doing.scene, doing.members, doing.deed.number(0))


async def _people(doing: Doing, taalhuis_id: int) -> list[cards.Person]:
    """Everybody who works at this house now, the staff first."""
    connection, zone = doing.scene.connection, doing.scene.zone
    today = doing.scene.now.astimezone(zone).date()
    colleagues = await rows.of_house(connection, taalhuis_id, Role.STAFF)
    helpers = await rows.of_house(connection, taalhuis_id, Role.VOLUNTEER)
    profiles = await volunteers.profiles(connection, taalhuis_id)
    loads = await volunteers.loads(connection, taalhuis_id)
    loads |= {one.member_id: one.open_cases for one in await review.load_of_staff(connection, taalhuis_id)}
    return [
        cards.Person(
            id=one.id,
            role=one.role,
            name=doing.scene.name(one.name),
            load=loads.get(one.id, 0),
            capacity=profiles[one.id].capacity if one.id in profiles else 0,
            paused_until=_day(one.paused_until, today),
            unreachable=one.unreachable,
        )
        for one in (*colleagues, *helpers)
    ]


def _day(paused_until: date | None, today: date) -> str:
    return paused_until.isoformat() if paused_until and paused_until >= today else ""


async def _person(doing: Doing, member: MemberRow) -> cards.Person:
    everybody = await _people(doing, member.taalhuis_id or 0)
    return next(one for one in everybody if one.id == member.id)


async def _card(doing: Doing, member: MemberRow) -> Prompt:
    return cards.person_card(await _person(doing, member), member.taalhuis)


STAFF = frozenset({Role.STAFF})
VERBS = (
    Verb("team", STAFF, team),
    Verb("tmem", STAFF, person),
    Verb("tpau", STAFF, pause),
    Verb("tend", STAFF, end),
)
