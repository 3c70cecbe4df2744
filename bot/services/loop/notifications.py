"""Staff hear of what needs them, in one message for all that happened within ten minutes.

    alert ─▶ a row, and for each staff chat of the house a digest that is due in ten minutes, if none is
    digest due ─▶ humane hour? ─▶ what is still open ─▶ one message, or none when all was dealt with

Where a house has nobody whom we can reach, the regional staff hear how many wait there, and no more. Who left
or blocked us in the meantime hears nothing: what was gathered for them goes to who hears it now.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.db.models import Priority
from bot.db.queries import alerts, cases, members, review, timers
from bot.db.queries.alerts import OpenAlert
from bot.db.queries.chats import LockedChat
from bot.db.queries.members import MemberRow
from bot.db.queries.timers import DueTimer, new_timer
from bot.domain.humane import wall_text
from bot.domain.referral_status import WAITS_FOR_STAFF, ReferralStatus
from bot.domain.working_days import add_working_days
from bot.services.clockwork import Act, Later, by_day
from bot.services.loop.alerting import DIGEST, TOLD, pass_on, raise_alert
from bot.services.scene import Scene
from flows.cards.digest import Colleague, Item, digest_card, late_for_region, waiting_for_region

ESCALATION = "escal"
LATE_AFTER_DAYS = 2
"""Working days after which a sign-up that waits for staff is late."""
_MOST_TOLD = 500


async def alert(
    scene: Scene, *, taalhuis_id: int, kind: str, referral_id: int | None = None, task_id: int | None = None
) -> None:
    """Let the staff of a house hear of something, unless somebody deals with it first. Of a referral: alert
    after moving it, for a move settles what was open. A referral that waits for staff is watched from then
    on: after two working days all of them hear of it again, and the regional staff.

    `kind` is one of the texts "staff.digest.…", at most 16 letters.
    """
    await raise_alert(
        scene.connection,
        scene.now,
        taalhuis_id=taalhuis_id,
        kind=kind,
        referral_id=referral_id,
        task_id=task_id,
    )
    if referral_id is not None:
        await _watch(scene, referral_id)


# ── Telling ────────────────────────────────────────────────────────────────────────────────────────────────


async def digest(scene: Scene, timer: DueTimer, chat: LockedChat) -> str:
    """Tell a chat what is open since the first alert that was gathered for it."""
    connection = scene.connection
    # First the timers and then the alerts: what comes in between has a timer of its own, which stays.
    gathered = await alerts.open_digests(connection, DIGEST, chat.id, timer.about)
    # Its own first alert too is read anew: another one, a moment ago, may have told of it.
    first = min((one.first_alert for one in gathered), default=timer.version)
    found = await alerts.open_since(connection, timer.about, first, limit=_MOST_TOLD)
    last = max([first - 1, *(one.id for one in found)])
    for other in gathered:
        if other.timer_id != timer.id:
            await alerts.tell_from(connection, other.timer_id, max(other.first_alert, last + 1))
    if not found:
        return "settled"
    if chat.unreachable_at is None and await _tell(scene, chat, timer.about, found):
        return TOLD
    await pass_on(connection, scene.now, timer.about, found)
    return "left" if chat.unreachable_at is None else "unreachable"


async def _tell(scene: Scene, chat: LockedChat, taalhuis_id: int, found: list[OpenAlert]) -> bool:
    """False when nobody in this chat is to hear of the house any more."""
    roles = await members.of_chat(scene.connection, chat.id)
    if any(one.role == "staff" and one.taalhuis_id == taalhuis_id for one in roles):
        await _tell_staff(scene, chat, taalhuis_id, found)
        return True
    return _is_regional(roles) and await _tell_region(scene, chat, taalhuis_id, found)


def _is_regional(roles: list[MemberRow]) -> bool:
    return any(one.role == "regional" for one in roles)


async def _tell_staff(scene: Scene, chat: LockedChat, taalhuis_id: int, found: list[OpenAlert]) -> None:
    house = await review.house(scene.connection, taalhuis_id)
    loads = await review.load_of_staff(scene.connection, taalhuis_id)
    staff = tuple(Colleague(load.member_id, scene.name(load.name), load.open_cases) for load in loads)
    items = tuple(
        Item(
            kind=one.kind,
            referral=one.referral_id or 0,
            task=one.task_id or 0,
            place=one.place,
            day=wall_text(one.submitted_at, scene.zone) if one.submitted_at else "",
            staff=one.staff_id or 0,
        )
        for one in found
    )
    names = [one.referral for one in items if one.referral]
    scene.outgoing.say(chat, [digest_card(house.name, items, staff)], Priority.NOTICE, names=names)


async def _tell_region(scene: Scene, chat: LockedChat, taalhuis_id: int, found: list[OpenAlert]) -> bool:
    """How many wait at a house, and nothing of a person. False: it is of another region."""
    regional = {one.chat_id for one in await members.of_region_of(scene.connection, taalhuis_id)}
    if chat.id not in regional:
        return False
    house = await review.house(scene.connection, taalhuis_id)
    late = len({one.referral_id for one in found if one.kind == "overdue"})
    say = late_for_region(house.name, late) if late else waiting_for_region(house.name, len(found))
    scene.outgoing.say(chat, [say], Priority.NOTICE)
    return True


# ── Escalation ─────────────────────────────────────────────────────────────────────────────────────────────


async def _watch(scene: Scene, referral_id: int) -> None:
    """Set the escalation of a referral that waits for staff, once for each state that it is in."""
    case = await cases.get(scene.connection, referral_id)
    if case is None or ReferralStatus(case.status) not in WAITS_FOR_STAFF:
        return
    key = f"{ESCALATION}:{case.id}:{case.version}"
    if await timers.known(scene.connection, key):
        return
    due_at = add_working_days(scene.now, LATE_AFTER_DAYS, scene.zone)
    timer = new_timer(
        key=key,
        kind=ESCALATION,
        chat_id=case.chat_id,
        due_at=due_at,
        zone=scene.zone,
        referral_id=case.id,
        about=case.id,
        version=case.version,
    )
    await timers.add(scene.connection, [timer])


async def escalate(scene: Scene, timer: DueTimer, _chat: LockedChat) -> str | Later:
    """Nobody moved it in two working days: whoever of the house is notified hears that it is late, and the
    regional staff how many are; and again every two working days for as long as that lasts.
    """
    case = await cases.lock(scene.connection, timer.about)
    if case is None or case.version != timer.version or case.taalhuis_id is None:
        return "moved"
    if ReferralStatus(case.status) not in WAITS_FOR_STAFF:
        return "settled"
    await raise_alert(
        scene.connection,
        scene.now,
        taalhuis_id=case.taalhuis_id,
        kind="overdue",
        referral_id=case.id,
        task_id=None,
    )
    return Later(add_working_days(scene.now, LATE_AFTER_DAYS, scene.zone))


KINDS: Mapping[str, Act] = {DIGEST: by_day(digest), ESCALATION: escalate}
