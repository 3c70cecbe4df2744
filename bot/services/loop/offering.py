"""How volunteers are asked: who is next, when the question goes out, and what happens when none answers.

    ask next ─▶ a row, and a timer `ask` for the next humane hour
    `ask` due ─▶ still open, and can the volunteer still be asked? ─▶ the card, and a timer `offer`
    `offer` due, after 24 hours of working days ─▶ timed out ─▶ ask next
    nobody left ─▶ the referral is accepted again, staff and learner hear of it
    `full` due, right after a volunteer got a learner and wants no more ─▶ what they are asked is asked of the
    next

An offer ends under the lock of its referral. The timers of an offer that has ended are left as they are: they
find it closed. Ending them from here would wait for whoever holds them, who may be waiting for us.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from bot.db.models import Priority
from bot.db.queries import cases, members, offers, outbox, timers, volunteers
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.members import MemberRow
from bot.db.queries.offers import OfferRow
from bot.db.queries.timers import DueTimer, new_timer
from bot.domain.fit import Fit
from bot.domain.humane import humane, wall_text
from bot.domain.referral_status import ReferralStatus
from bot.domain.working_days import working_hours_later
from bot.services.clockwork import Later
from bot.services.loop import fitting, news, notifications, referral
from bot.services.scene import Scene, tell, tell_kindly
from flows.cards.offer import Closed, Wanted, closed_card, offer_card

ASK = "ask"
ANSWER = "offer"
FULL = "full"
HOURS_TO_ANSWER = 24
"""Of working days."""
ALL = "all"
SYSTEM = "machine"
"""Who moves a referral when nobody did: the clock."""


# ── Asking ─────────────────────────────────────────────────────────────────────────────────────────────────


async def ask_next(scene: Scene, case: Case, number: int) -> bool:
    """Ask whoever is next in this round, or everybody at once, as the house wants; False: nobody is left.

    Not again in this round whoever was asked in it, and never whoever gave this learner back.
    """
    before = await offers.of_referral(scene.connection, case.id)
    asked = {offer.member_id for offer in before if offer.round == number}
    gave_back = {offer.member_id for offer in before if offer.status == offers.ACCEPTED}
    fits = await fitting.ranked(scene, case, asked | gave_back)
    if not fits or case.taalhuis_id is None:
        return False
    mode = await volunteers.offer_mode(scene.connection, case.taalhuis_id)
    chosen = fits if mode == ALL else fits[:1]
    for place, fit in enumerate(chosen, len(asked) + 1):
        await _ask(scene, case, fit, number, place)
    return True


async def _ask(scene: Scene, case: Case, fit: Fit, number: int, place: int) -> None:
    member = await members.get(scene.connection, fit.candidate_id)
    if member is None:
        raise ValueError(f"volunteer {fit.candidate_id} is gone within the transaction")
    shown_at = humane(scene.now, scene.zone)
    offer_id = await offers.add(
        scene.connection,
        {
            "referral_id": case.id,
            "member_id": member.id,
            "round": number,
            "place": place,
            "reasons": list(fit.reasons),
            "status": offers.OPEN,
            "offered_at": scene.now,
            "expires_at": working_hours_later(shown_at, HOURS_TO_ANSWER, scene.zone),
        },
    )
    await _set(scene, ASK, offer_id, case.id, member.chat_id, shown_at)


async def carry_on(scene: Scene, case: Case) -> None:
    """An offer of this referral, which is held, ended without a yes: ask the next, when nobody is being asked
    any more; when there is no next, staff have to look.
    """
    if case.status != ReferralStatus.OFFERED or await offers.open_of_referral(scene.connection, case.id):
        return
    if await ask_next(scene, case, await offers.last_round(scene.connection, case.id)):
        return
    wish = referral.Move(to=ReferralStatus.ACCEPTED, by=SYSTEM, why="exhausted", now=scene.now)
    await referral.move(scene.connection, case.id, ReferralStatus.OFFERED, wish)
    await news.looking(scene, case)
    await nobody_left(scene, case)


async def nobody_left(scene: Scene, case: Case) -> None:
    """Staff hear that there is nobody to ask."""
    if case.taalhuis_id is not None:
        await notifications.alert(scene, taalhuis_id=case.taalhuis_id, kind="exhausted", referral_id=case.id)


async def withdraw(scene: Scene, ended: Sequence[OfferRow], why: Closed) -> None:
    """These offers are over, and the volunteers who saw them are told kindly, where the question stood."""
    ids = [offer.id for offer in ended]
    if not ids:
        return
    await offers.end(scene.connection, ids, offers.WITHDRAWN, scene.now)
    for shown in await offers.cards(scene.connection, ids, ANSWER):
        say = tell if shown.ref else tell_kindly
        await say(scene, shown.chat_id, closed_card(why, ref=shown.ref))


async def close(scene: Scene, referral_id: int, why: Closed = Closed.NOT_NEEDED) -> None:
    """Nobody is asked any more. The referral is held; whoever calls moves it on in this transaction."""
    open_now = await offers.open_of_referral(scene.connection, referral_id)
    await withdraw(scene, open_now, why)


async def pass_over(scene: Scene, member: MemberRow, why: Closed = Closed.NOT_NEEDED) -> None:
    """A volunteer pauses, goes or is full: what they are being asked now is asked of the next. Call it after
    that is written.
    """
    for offer in await offers.open_of_member(scene.connection, member.id):
        found = await held(scene, offer.id)
        if found is None or found[0].status != offers.OPEN:
            continue
        await withdraw(scene, [found[0]], why)
        await carry_on(scene, found[1])


async def pass_over_when_full(scene: Scene, member: MemberRow) -> None:
    """A volunteer got a learner: what they cannot say yes to any more is not to wait until they answer. It is
    done by the clock at once, for this transaction holds a referral and must not wait for others.
    """
    waits = await offers.open_of_member(scene.connection, member.id)
    if not waits or not await fitting.is_full(scene, member.id):
        return
    timer = new_timer(
        key=f"{FULL}:{secrets.token_hex(12)}",
        kind=FULL,
        chat_id=member.chat_id,
        due_at=scene.now,
        zone=scene.zone,
        about=member.id,
    )
    await timers.add(scene.connection, [timer])
    scene.told_others = True


async def again(scene: Scene, case: Case) -> Case:
    """A case, whose referral is held, as it stands now."""
    found = await cases.get(scene.connection, case.id)
    if found is None:
        raise ValueError(f"referral {case.id} is gone while it is held")
    return found


async def held(scene: Scene, offer_id: int) -> tuple[OfferRow, Case] | None:
    """An offer and its case, whose referral is locked from now on; None when one is gone."""
    offer = await offers.get(scene.connection, offer_id)
    case = await cases.lock(scene.connection, offer.referral_id) if offer else None
    offer = await offers.get(scene.connection, offer_id) if case else None
    return (offer, case) if offer and case else None


# ── What falls due ─────────────────────────────────────────────────────────────────────────────────────────


async def ask(scene: Scene, timer: DueTimer, chat: LockedChat) -> str:
    """Show the offer to its volunteer, or pass them over when they cannot be asked any more."""
    found = await held(scene, timer.about)
    if found is None or found[0].status != offers.OPEN:
        return "closed"
    offer, case = found
    if case.status != ReferralStatus.OFFERED:
        return "not offered"
    if not await _can_still_be_asked(scene, offer, chat):
        await offers.end(scene.connection, [offer.id], offers.WITHDRAWN, scene.now)
        await carry_on(scene, case)
        return "passed"
    expires_at = working_hours_later(scene.now, HOURS_TO_ANSWER, scene.zone)
    await offers.change(scene.connection, offer.id, {"expires_at": expires_at})
    scene.outgoing.say(
        chat, [offer_card(_wanted(scene, offer, case, expires_at))], Priority.NOTICE, names=(case.id,)
    )
    await _set(scene, ANSWER, offer.id, case.id, chat.id, expires_at, number=chat.messages)
    return "asked"


async def time_out(scene: Scene, timer: DueTimer, chat: LockedChat) -> str | Later:
    """No answer came in time: the next is asked."""
    found = await held(scene, timer.about)
    if found is None or found[0].status != offers.OPEN:
        return "closed"
    offer, case = found
    if offer.expires_at > scene.now:
        return Later(offer.expires_at)
    await offers.end(scene.connection, [offer.id], offers.TIMED_OUT, scene.now)
    ref = await outbox.ref_of(scene.connection, chat.id, timer.version)
    if ref:
        # Without a sound, where the question stood: this may be at night.
        scene.outgoing.say(chat, [closed_card(Closed.TIMED_OUT, ref=ref)], Priority.NOTICE)
    await carry_on(scene, case)
    return "timed out"


async def full(scene: Scene, timer: DueTimer, _chat: LockedChat) -> str:
    """A volunteer has as many learners as they want, unless they made room meanwhile."""
    member = await members.get(scene.connection, timer.about)
    if member is None or not await fitting.is_full(scene, member.id):
        return "room"
    await pass_over(scene, member, Closed.FULL)
    return "full"


async def _can_still_be_asked(scene: Scene, offer: OfferRow, chat: LockedChat) -> bool:
    member = await members.get(scene.connection, offer.member_id)
    if member is None or member.ended_at is not None or chat.unreachable_at is not None:
        return False
    return not fitting.is_paused(scene, member) and not await fitting.is_full(scene, member.id)


def _wanted(scene: Scene, offer: OfferRow, case: Case, before: datetime) -> Wanted:
    return Wanted(
        offer=offer.id,
        name=scene.name(case.first_name),
        place=case.place,
        needs=tuple(case.needs),
        languages=fitting.languages_of(case),
        day_parts=tuple(case.day_parts),
        days=tuple(case.days),
        before=wall_text(before, scene.zone),
    )


async def _set(
    scene: Scene,
    kind: str,
    offer_id: int,
    referral_id: int,
    chat_id: int,
    due_at: datetime,
    *,
    number: int = 0,
) -> None:
    timer = new_timer(
        key=f"{kind}:{offer_id}",
        kind=kind,
        chat_id=chat_id,
        due_at=due_at,
        zone=scene.zone,
        referral_id=referral_id,
        about=offer_id,
        version=number,
    )
    await timers.add(scene.connection, [timer])
    scene.told_others = scene.told_others or due_at <= scene.now
