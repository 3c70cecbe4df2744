"""Deeds of the menu: what a role can do, acting in another role, counts of a region, and stopping."""

from __future__ import annotations

from collections.abc import Mapping

from bot.db.queries import members as rows
from bot.db.queries import volunteers
from bot.db.queries.members import MemberRow
from bot.domain.masking import SMALL
from bot.domain.referral_status import WITH_VOLUNTEER, Ball, ReferralStatus, ball
from bot.domain.reporting import Period, dutch_day, last_day_over
from bot.services.desk.model import MEMBERS, Doing, Role, Said, Verb, edited
from bot.services.desk.wearing import hat, menu_of, worn
from bot.services.loop import members
from flows import engine
from flows.cards import menu as cards
from flows.model import Prompt


async def menu(doing: Doing) -> Said:
    """What can be done in the role that is worn; who acted as a learner gets their first role back."""
    me = doing.me or doing.members[0]
    return Said((edited(doing, menu_of(doing, me)),), wears=me.id)


async def role(doing: Doing) -> Said:
    """Choose another role, or act as a learner: `role`, `role:<member>`, `role:0`."""
    if not doing.deed.args:
        worn_id = doing.me.id if doing.me else 0
        hats = tuple(hat(member) for member in doing.members)
        return Said((edited(doing, cards.roles_card(hats, worn_id)),))
    if doing.deed.word(0) == "0":
        return Said((edited(doing, cards.learner_now()),), wears=0)
    chosen = _held(doing, doing.deed.number(0))
    if chosen is None:
        return await menu(doing)
    return Said((edited(doing, menu_of(doing, chosen)),), wears=chosen.id)


async def leave(doing: Doing) -> Said:
    """Stop in one role, after asking once: `leave:<member>`, `leave:<member>:yes`."""
    member = _held(doing, doing.deed.number(0))
    if member is None:
        return Said(toast=engine.ALREADY_DONE)
    if doing.deed.word(1) != "yes":
        return Said((edited(doing, await _sure(doing, member)),))
    await members.end(doing.scene, member)
    others = [one for one in doing.members if one.id != member.id]
    done = edited(doing, cards.left_card(hat(member)))
    if not others:
        return Said((done,), wears=0)
    return Said((done, menu_of(doing, others[0])), wears=others[0].id)


async def _sure(doing: Doing, member: MemberRow) -> Prompt:
    connection = doing.scene.connection
    learners, is_last = 0, False
    if member.role == Role.VOLUNTEER:
        learners = await volunteers.load(connection, member.id)
    elif member.role == Role.STAFF and member.taalhuis_id is not None:
        is_last = len(await rows.of_house(connection, member.taalhuis_id, Role.STAFF)) == 1
    return cards.leave_card(hat(member), learners, is_last=is_last)


async def counts(doing: Doing) -> Said:
    """How many sign-ups of the region stand where."""
    me = worn(doing, Role.REGIONAL)
    until = last_day_over(dutch_day(doing.scene.now))
    _, before = Period(until, until).bounds
    by_status = await rows.counts_of_region(doing.scene.connection, me.region_id or 0, before)
    card = cards.counts_card(me.region, _counted(by_status), until.strftime("%d-%m-%Y"))
    return Said((edited(doing, card),))


def _counted(by_status: Mapping[str, int]) -> cards.Counts:
    found = {"staff": 0, "volunteer": 0, "together": 0, "waiting_list": 0, "closed": 0}
    for status, many in by_status.items():
        found[_group(ReferralStatus(status))] += many
    return cards.Counts(**{group: None if 0 < many < SMALL else many for group, many in found.items()})


def _group(status: ReferralStatus) -> str:
    if status in WITH_VOLUNTEER:
        return "together"
    if status is ReferralStatus.WAITING_LIST:
        return "waiting_list"
    return {Ball.STAFF: "staff", Ball.VOLUNTEER: "volunteer"}.get(ball(status), "closed")


def _held(doing: Doing, member_id: int) -> MemberRow | None:
    return next((member for member in doing.members if member.id == member_id), None)


VERBS = (
    Verb("menu", MEMBERS, menu),
    Verb("role", MEMBERS, role),
    Verb("leave", MEMBERS, leave),
    Verb("counts", frozenset({Role.REGIONAL}), counts),
)
