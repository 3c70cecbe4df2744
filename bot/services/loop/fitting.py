"""Who fits: a referral and the volunteers of its house, as `bot.domain.fit` wants them."""

from __future__ import annotations

from collections.abc import Collection

from bot.db.queries import members, volunteers
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.db.queries.volunteers import ProfileRow
from bot.domain.fit import Candidate, Fit, Wish, rank
from bot.services.scene import Scene

FIRST_CAPACITY = 1
"""Of a volunteer who did not fill in a profile yet."""


async def ranked(scene: Scene, case: Case, without: Collection[int] = ()) -> tuple[Fit, ...]:
    """The volunteers of the house who can be asked, best fit first, without these members."""
    if case.taalhuis_id is None:
        return ()
    profiles = await volunteers.profiles(scene.connection, case.taalhuis_id)
    loads = await volunteers.loads(scene.connection, case.taalhuis_id)
    here = [
        candidate(scene, member, profiles.get(member.id), loads.get(member.id, 0))
        for member in await members.of_house(scene.connection, case.taalhuis_id, "volunteer")
        if member.id not in without and not member.unreachable and not _is_the_learner(case, member)
    ]
    return rank(wish_of(case), here)


def wish_of(case: Case) -> Wish:
    """What the learner asks for. The language of a helper's chat says nothing of the learner."""
    spoken = set(languages_of(case))
    if not case.by_helper:
        spoken.add(case.language)
    return Wish(
        needs=frozenset(case.needs),
        languages=frozenset(spoken),
        day_parts=frozenset(case.day_parts),
        days=frozenset(case.days),
    )


def languages_of(case: Case) -> tuple[str, ...]:
    """The language that the learner grew up with."""
    return ("nl",) if case.dutch_first else (case.first_language or "other",)


def candidate(scene: Scene, member: MemberRow, profile: ProfileRow | None, load: int) -> Candidate:
    """A volunteer as `bot.domain.fit` wants them; without a profile all is fine, with one learner."""
    return Candidate(
        id=member.id,
        needs=frozenset(profile.needs if profile else ()),
        languages=frozenset(profile.languages if profile else ()),
        day_parts=frozenset(profile.day_parts if profile else ()),
        days=frozenset(profile.days if profile else ()),
        capacity=profile.capacity if profile else FIRST_CAPACITY,
        open_learners=load,
        paused=is_paused(scene, member),
    )


def is_paused(scene: Scene, member: MemberRow) -> bool:
    """`paused_until` is the last day of the pause."""
    today = scene.now.astimezone(scene.zone).date()
    return member.paused_until is not None and member.paused_until >= today


def _is_the_learner(case: Case, member: MemberRow) -> bool:
    return member.chat_id == case.chat_id and not case.by_helper


async def is_full(scene: Scene, member_id: int) -> bool:
    """Does this volunteer have as many learners as they want?"""
    profile = await volunteers.profile(scene.connection, member_id)
    capacity = profile.capacity if profile else FIRST_CAPACITY
    return await volunteers.load(scene.connection, member_id) >= capacity
