"""Deeds of a volunteer with learners: yes or no to an offer, whom they have, giving back, going on, ending;
and of staff: how their house asks.
"""

from __future__ import annotations

from bot.db.queries import appointments, members, review
from bot.db.queries import volunteers as queries
from bot.db.queries.cases import Case
from bot.domain.referral_status import FinishReason
from bot.services.desk.model import Doing, Role, Said, Verb, edited, not_yours
from bot.services.desk.wearing import worn
from bot.services.loop import fitting, naming, news, offering, offers, rights, volunteers
from bot.services.loop.offers import Answered, Outcome
from bot.services.loop.rights import Mine
from bot.services.scene import Scene
from flows import engine
from flows.cards import offer as offer_cards
from flows.cards import volunteer as cards
from flows.cards.offer import Closed, WhyNot
from flows.cards.volunteer import BackWhy, Learner, Reach
from flows.model import Prompt
from flows.validators import phone_shown

# ── Offers ─────────────────────────────────────────────────────────────────────────────────────────────────


async def take(doing: Doing) -> Said:
    """Yes to an offer: `take:<offer>`."""
    answered = await offers.accept(doing.scene, doing.deed.number(0), doing.members)
    if answered is None:
        return not_yours(doing)
    rights.answered_for(doing, answered.case)
    if answered.outcome is Outcome.CLOSED:
        return _over(doing, answered)
    first = answered.outcome is Outcome.YOURS
    shown = await _shown(doing, answered.case, just_accepted=first)
    return Said((shown,), toast=None if first else engine.ALREADY_DONE, names=(answered.case.id,))


async def decline(doing: Doing) -> Said:
    """No to an offer: `pass:<offer>`, and who wants says why: `pass:<offer>:<reason>`."""
    offer_id, why = doing.deed.number(0), doing.deed.word(1)
    if why in list(WhyNot):
        if not await offers.say_why(doing.scene, offer_id, doing.members, WhyNot(why)):
            return not_yours(doing)
        return Said((edited(doing, offer_cards.thanked_card()),))
    answered = await offers.decline(doing.scene, offer_id, doing.members)
    if answered is None:
        return not_yours(doing)
    rights.answered_for(doing, answered.case)
    if answered.outcome is Outcome.YOURS_ALREADY:
        shown = await _shown(doing, answered.case)
        return Said((shown,), toast=engine.ALREADY_DONE, names=(answered.case.id,))
    if answered.outcome is Outcome.CLOSED:
        return _over(doing, answered)
    return Said((edited(doing, offer_cards.declined_card(offer_id)),))


def _over(doing: Doing, answered: Answered) -> Said:
    """Kindly: there is nothing to take any more."""
    return Said((edited(doing, offer_cards.closed_card(answered.closed or Closed.NOT_NEEDED)),))


# ── Their learners ─────────────────────────────────────────────────────────────────────────────────────────


async def mine(doing: Doing) -> Said:
    """All learners of this volunteer, at every house."""
    found = await volunteers.learners_of(doing.scene, doing.members)
    doing.touched.extend(case.id for case in found)
    return Said((edited(doing, cards.mine_card([await learner_of(doing.scene, case) for case in found])),))


async def learner(doing: Doing) -> Said:
    """One of them: `lrn:<referral>`."""
    found = await _case(doing)
    return Said((await _shown(doing, found.case),)) if found else not_yours(doing)


async def give_back(doing: Doing) -> Said:
    """Give a learner back: `back:<referral>`, and with the reason it is done: `back:<referral>:<reason>`."""
    found = await _case(doing)
    if found is None:
        return not_yours(doing)
    name, why = doing.scene.name(found.case.first_name), doing.deed.word(1)
    if why not in list(BackWhy):
        return Said((edited(doing, cards.back_card(found.case.id, name)),))
    await offers.give_back(doing.scene, found.case, found.member, why)
    return Said((edited(doing, cards.given_back_card(name)),))


async def going(doing: Doing) -> Said:
    """After the first talk the lessons begin: `going:<referral>`."""
    found = await _case(doing)
    if found is None:
        return not_yours(doing)
    done = await volunteers.go_on(doing.scene, found.case, found.member)
    return Said((await _shown(doing, found.case),), toast=None if done else engine.ALREADY_DONE)


async def done(doing: Doing) -> Said:
    """The lessons end: `done:<referral>`, and with the reason they have ended: `done:<referral>:<reason>`."""
    found = await _case(doing)
    if found is None:
        return not_yours(doing)
    name, why = doing.scene.name(found.case.first_name), doing.deed.word(1)
    if why not in list(FinishReason):
        return Said((edited(doing, cards.finish_card(found.case.id, name)),))
    if not await volunteers.finish(doing.scene, found.case, found.member, FinishReason(why)):
        return Said((await _shown(doing, found.case),))
    return Said((edited(doing, cards.finished_card(name)),))


async def contact(doing: Doing) -> Said:
    """There was contact with somebody whom a helper signed up: `cont:<referral>`, and may the helper hear of
    it: `cont:<referral>:yes`.
    """
    found = await _case(doing)
    if found is None:
        return not_yours(doing)
    answer = doing.deed.word(1)
    if not await volunteers.may_tell_helper(doing.scene, found.case):
        return Said((await _shown(doing, found.case),), toast=engine.ALREADY_DONE)
    if not answer:
        name = doing.scene.name(found.case.first_name)
        return Said((edited(doing, cards.contact_card(found.case.id, name)),))
    if answer == "yes":
        await volunteers.contact_had(doing.scene, found.case)
    await news.contacted(doing.scene, found.case)
    return Said((await _shown(doing, found.case),))


async def _case(doing: Doing) -> Mine | None:
    return await rights.case_of_volunteer(doing, doing.deed.number(0))


async def _shown(doing: Doing, case: Case, *, just_accepted: bool = False) -> Prompt:
    """The card of a learner as it is now; that it was seen is kept."""
    now = await offering.again(doing.scene, case)
    reading = {"member_id": now.volunteer_id, "role": Role.VOLUNTEER.value, "read_at": doing.scene.now}
    await review.add_reading(doing.scene.connection, {"referral_id": now.id, **reading})
    view = await learner_of(doing.scene, now)
    return edited(doing, cards.learner_card(view, just_accepted=just_accepted))


async def learner_of(scene: Scene, case: Case) -> Learner:
    """A learner as their volunteer sees them."""
    volunteer = await members.get(scene.connection, case.volunteer_id or 0)
    planned = await appointments.planned_of(scene.connection, [case.id])
    phone = phone_shown(scene.codec.vault.open(case.phone)) if case.phone else ""
    return Learner(
        referral=case.id,
        status=case.status,
        name=scene.name(case.first_name),
        place=case.place,
        house=volunteer.taalhuis if volunteer else "",
        needs=tuple(case.needs),
        languages=fitting.languages_of(case),
        day_parts=tuple(case.day_parts),
        days=tuple(case.days),
        reach=_reach(case),
        phone=phone if case.contact == "call" else "",
        meeting=planned[0].wall_at if planned else "",
        writes=case.can_be_told,
        may_tell_helper=await volunteers.may_tell_helper(scene, case),
        spoken="first_name" in naming.spoken_of(scene, case),
    )


def _reach(case: Case) -> Reach:
    if case.contact == "call" and case.phone is not None:
        return Reach.PHONE
    if case.contact == "walk_in":
        return Reach.WALK_IN
    return Reach.CHAT if case.can_be_told else Reach.HOUSE


# ── How a house asks ───────────────────────────────────────────────────────────────────────────────────────


async def offer_mode(doing: Doing) -> Said:
    """Volunteers are asked one by one, or all at once: `omode`, `omode:one`, `omode:all`."""
    staff = worn(doing, Role.STAFF)
    house_id = staff.taalhuis_id or 0
    if doing.deed.args:
        await volunteers.set_offer_mode(doing.scene, house_id, doing.deed.word(0))
    mode = await queries.offer_mode(doing.scene.connection, house_id)
    return Said((edited(doing, cards.mode_card(staff.taalhuis, mode)),))


VOLUNTEERS = frozenset({Role.VOLUNTEER})
VERBS = (
    Verb("take", VOLUNTEERS, take),
    Verb("pass", VOLUNTEERS, decline),
    Verb("mine", VOLUNTEERS, mine),
    Verb("lrn", VOLUNTEERS, learner),
    Verb("back", VOLUNTEERS, give_back),
    Verb("going", VOLUNTEERS, going),
    Verb("done", VOLUNTEERS, done),
    Verb("cont", VOLUNTEERS, contact),
    Verb("omode", frozenset({Role.STAFF}), offer_mode),
)
