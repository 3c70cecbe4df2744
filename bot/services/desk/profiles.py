"""Deeds of a volunteer with their own profile: what they help with, when, with how many, and a pause.

Each page changes where it stands. A new volunteer is led through all of them once.
"""

from __future__ import annotations

from bot.db.queries import members as rows
from bot.db.queries.members import MemberRow
from bot.services.desk.model import Doing, Role, Said, Verb, edited, not_yours
from bot.services.desk.wearing import worn
from bot.services.loop import fitting, volunteers
from bot.services.loop.volunteers import Volunteer
from bot.services.scene import Scene
from flows import engine
from flows.cards import profile as cards
from flows.cards.profile import PAGES, Profile, Term
from flows.model import Prompt

_LED, _ALONE = "g", "e"
"""The way of whoever is led through all pages."""
_ORDER = tuple(PAGES)
_FIELDS = {"pn": ("needs",), "pl": ("languages",), "pd": ("day_parts", "days")}
"""The lists that a page fills in."""


async def profile(doing: Doing) -> Said:
    """The profile: `prof`, `prof:<member>`. Whoever has none is led through it."""
    member = _mine(doing)
    if member is None:
        return not_yours(doing)
    found, is_new = await volunteers.begin_profile(doing.scene, member)
    view = view_of(doing.scene, found)
    prompt = PAGES[_ORDER[0]](view, _LED) if is_new else cards.profile_card(view)
    return Said((edited(doing, prompt),))


async def page(doing: Doing) -> Said:
    """A page of lists: `pn:<member>:<way>`; with `:+reading` or `:-reading` it changes, `:ok` ends it."""
    member = _mine(doing)
    if member is None:
        return not_yours(doing)
    verb, what = doing.deed.verb, doing.deed.word(2)
    if what == "ok":
        return await _onward(doing, member)
    if what:
        for field in _FIELDS[verb]:
            await volunteers.tick(doing.scene, member, field, what[1:], on=what.startswith("+"))
    return await _shown(doing, member, verb)


async def capacity(doing: Doing) -> Said:
    """How many learners: `pc:<member>:<way>`, with `:1` to `:6` or `:ok`."""
    member = _mine(doing)
    if member is None:
        return not_yours(doing)
    if doing.deed.word(2) == "ok":
        return await _onward(doing, member)
    await volunteers.set_capacity(doing.scene, member, doing.deed.number(2))
    return await _shown(doing, member, doing.deed.verb)


async def pause(doing: Doing) -> Said:
    """No new learners for a while: `pause`, `pause:<member>:<term>`."""
    member = _mine(doing)
    if member is None:
        return not_yours(doing)
    word = doing.deed.word(1)
    if word not in list(Term):
        view = view_of(doing.scene, await volunteers.profile_of(doing.scene, member))
        return Said((edited(doing, cards.pause_card(view)),))
    term = Term(word)
    if term is Term.BACK and not fitting.is_paused(doing.scene, member):
        return Said(toast=engine.ALREADY_DONE)
    await volunteers.pause(doing.scene, member, term)
    now = await rows.get(doing.scene.connection, member.id)
    view = view_of(doing.scene, await volunteers.profile_of(doing.scene, now or member))
    return Said((edited(doing, cards.paused_card(view)),))


def view_of(scene: Scene, volunteer: Volunteer) -> Profile:
    """A profile as the cards show it."""
    member, row = volunteer.member, volunteer.profile
    until = member.paused_until if fitting.is_paused(scene, member) else None
    return Profile(
        member=member.id,
        house=member.taalhuis,
        needs=tuple(row.needs),
        languages=tuple(row.languages),
        day_parts=tuple(row.day_parts),
        days=tuple(row.days),
        capacity=row.capacity,
        learners=volunteer.learners,
        paused_until=until.isoformat() if until else "",
    )


async def _shown(doing: Doing, member: MemberRow, verb: str) -> Said:
    view = view_of(doing.scene, await volunteers.profile_of(doing.scene, member))
    way = _LED if doing.deed.word(1) == _LED else _ALONE
    return Said((edited(doing, PAGES[verb](view, way)),))


async def _onward(doing: Doing, member: MemberRow) -> Said:
    """To the next page of whoever is led, else back to the whole profile."""
    view = view_of(doing.scene, await volunteers.profile_of(doing.scene, member))
    at = _ORDER.index(doing.deed.verb) + 1
    is_led = doing.deed.word(1) == _LED
    prompt: Prompt
    if is_led and at < len(_ORDER):
        prompt = PAGES[_ORDER[at]](view, _LED)
    else:
        prompt = cards.profile_card(view, is_new=is_led)
    return Said((edited(doing, prompt),))


def _mine(doing: Doing) -> MemberRow | None:
    """The volunteer that the button names; without a name the one that is worn."""
    if not doing.deed.args:
        return worn(doing, Role.VOLUNTEER)
    wanted = doing.deed.number(0)
    return next((one for one in doing.members if one.id == wanted and one.role == Role.VOLUNTEER), None)


VOLUNTEERS = frozenset({Role.VOLUNTEER})
VERBS = (
    Verb("prof", VOLUNTEERS, profile),
    Verb("pn", VOLUNTEERS, page),
    Verb("pl", VOLUNTEERS, page),
    Verb("pd", VOLUNTEERS, page),
    Verb("pc", VOLUNTEERS, capacity),
    Verb("pause", VOLUNTEERS, pause),
)
