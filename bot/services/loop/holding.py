"""Who has a learner: a volunteer gets one, gives one back, or goes; and where the referral stands after it.

Whatever was planned with the volunteer who had the learner before ends in the same transaction, and who
counted on it hears that it is off.
"""

from __future__ import annotations

from bot.db.queries import cases, members, offers, volunteers
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.domain.referral_status import WITH_VOLUNTEER, ReferralStatus
from bot.services.loop import appointments, news, notifications, offering, referral
from bot.services.scene import Scene, tell_kindly
from flows.cards.offer import Closed, assigned_card, taken_over_card

VOLUNTEER = "volunteer"
_S = ReferralStatus
_ASKABLE = frozenset({_S.ACCEPTED, _S.OFFERED})


async def assign(scene: Scene, case: Case, volunteer: MemberRow, by: MemberRow) -> bool:
    """Staff give a learner to a volunteer of the house, also instead of another. Both and the learner are
    told. False: it cannot be given now, or not to them, or is theirs already.
    """
    now = await cases.lock(scene.connection, case.id)
    if now is None or not _can_have(now, volunteer):
        return False
    await offering.close(scene, now.id, Closed.TAKEN)
    before = _holder(now)
    if before is not None:
        await hush(scene, now)
        await appointments.cancel_all(scene, now, by=by.role, why="reassigned", tell=True)
        await _tell_former(scene, now, before)
    matched = await match(scene, now, volunteer, by=by, why="assigned")
    await _note_assigned(scene, matched, volunteer)
    await tell_kindly(
        scene, volunteer.chat_id, assigned_card(now.id, scene.name(now.first_name)), referral_id=now.id
    )
    tell = news.matched if before is None else news.volunteer_changed
    await tell(scene, matched, scene.name(volunteer.name))
    return True


async def give_back(scene: Scene, case: Case, volunteer: MemberRow, why: str) -> bool:
    """A volunteer cannot go on with a learner: staff look for another, and the learner is told. `why` is a
    code of at most 40 letters. False: not theirs.
    """
    now = await cases.lock(scene.connection, case.id)
    if now is None or now.volunteer_id != volunteer.id or _S(now.status) not in WITH_VOLUNTEER:
        return False
    await _to_staff(scene, now, volunteer, by=VOLUNTEER, why=why)
    return True


async def volunteer_left(scene: Scene, member: MemberRow, *, why: str = "left") -> int:
    """A volunteer goes, or cannot be reached: they are not asked any more, and each of their learners goes
    back to staff. Returns how many learners that were. Call it after `ended_at` is written.
    """
    await offering.pass_over(scene, member)
    theirs = await volunteers.learners(scene.connection, [member.id])
    count = 0
    for one in sorted(theirs, key=lambda case: case.id):
        now = await cases.lock(scene.connection, one.id)
        if now is None or now.volunteer_id != member.id or _S(now.status) not in WITH_VOLUNTEER:
            continue
        await _to_staff(scene, now, member, by=offering.SYSTEM, why=why)
        count += 1
    return count


async def hush(scene: Scene, case: Case) -> None:
    """What waits for the morning is about a learner whom this volunteer does not have any more: it is not
    said. Before they are told so, for that is.
    """
    former = await members.get(scene.connection, case.volunteer_id) if case.volunteer_id else None
    if former is not None:
        await members.hush(scene.connection, former.chat_id, scene.now, referral_id=case.id)


def can_help(case: Case, volunteer: MemberRow) -> bool:
    """Is this a volunteer of the house who is there? Who blocked us would never hear of a learner."""
    here = volunteer.ended_at is None and not volunteer.unreachable
    return here and volunteer.role == VOLUNTEER and volunteer.taalhuis_id == case.taalhuis_id


def _can_have(case: Case, volunteer: MemberRow) -> bool:
    now = _S(case.status) in _ASKABLE | WITH_VOLUNTEER
    return now and can_help(case, volunteer) and volunteer.id != _holder(case)


def _holder(case: Case) -> int | None:
    """Who has the learner now: what ended keeps whoever had it, also when it is opened again."""
    return case.volunteer_id if _S(case.status) in WITH_VOLUNTEER else None


async def match(scene: Scene, case: Case, volunteer: MemberRow, *, by: MemberRow, why: str) -> Case:
    """To MATCHED with this volunteer, by the moves that the machine has; returns the case after it."""
    here = _S(case.status)
    if here in (_S.MATCHED, _S.APPOINTMENT_PLANNED):
        here = await _go(scene, case.id, here, _S.ACCEPTED, by=by.role, why=why, member_id=by.id, holder=None)
    await _go(scene, case.id, here, _S.MATCHED, by=by.role, why=why, member_id=by.id, holder=volunteer.id)
    await offering.pass_over_when_full(scene, volunteer)
    return await offering.again(scene, case)


async def _to_staff(scene: Scene, case: Case, volunteer: MemberRow, *, by: str, why: str) -> None:
    """Back to ACCEPTED, without a volunteer. Who had begun goes by way of MATCHED, as with another person."""
    await hush(scene, case)
    await appointments.cancel_all(scene, case, by=by, why=why, tell=True)
    here = _S(case.status)
    if here in (_S.INTAKE_DONE, _S.ONGOING):
        here = await _go(
            scene, case.id, here, _S.MATCHED, by=by, why=why, member_id=volunteer.id, holder=volunteer.id
        )
    await _go(scene, case.id, here, _S.ACCEPTED, by=by, why=why, member_id=volunteer.id, holder=None)
    await news.volunteer_changed(scene, await offering.again(scene, case))
    if case.taalhuis_id is not None:
        await notifications.alert(
            scene, taalhuis_id=case.taalhuis_id, kind="volunteer_gone", referral_id=case.id
        )


async def _go(
    scene: Scene,
    referral_id: int,
    here: ReferralStatus,
    to: ReferralStatus,
    *,
    by: str,
    why: str,
    member_id: int,
    holder: int | None,
) -> ReferralStatus:
    changes = {"volunteer_id": holder}
    wish = referral.Move(to=to, by=by, why=why, now=scene.now, member_id=member_id, changes=changes)
    await referral.move(scene.connection, referral_id, here, wish)
    return to


async def _note_assigned(scene: Scene, case: Case, volunteer: MemberRow) -> None:
    """Keep that this volunteer had the learner: whoever gives one back is not asked for them again."""
    number = max(await offers.last_round(scene.connection, case.id), 1)
    before = await offers.of_referral(scene.connection, case.id)
    same = next((one for one in before if (one.member_id, one.round) == (volunteer.id, number)), None)
    answer = {"status": offers.ACCEPTED, "answered_at": scene.now}
    if same is not None:
        await offers.change(scene.connection, same.id, answer)
        return
    values = {"referral_id": case.id, "member_id": volunteer.id, "round": number, "place": 0}
    times = {"offered_at": scene.now, "expires_at": scene.now}
    await offers.add(scene.connection, {**values, **times, **answer, "reasons": ["assigned"]})


async def _tell_former(scene: Scene, case: Case, member_id: int) -> None:
    former = await members.get(scene.connection, member_id)
    if former is not None:
        name = scene.name(case.first_name)
        await tell_kindly(scene, former.chat_id, taken_over_card(name), referral_id=case.id)
