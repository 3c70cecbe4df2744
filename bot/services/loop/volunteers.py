"""What volunteers say of themselves, and what they do with the learners that they have.

The chat does it by taps, a page may do it too. Who gets a learner is in `bot.services.loop.offers`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.db.queries import cases, consents, timers, volunteers
from bot.db.queries.cases import Case
from bot.db.queries.chats import LockedChat
from bot.db.queries.members import MemberRow
from bot.db.queries.timers import DueTimer, new_timer
from bot.db.queries.volunteers import ProfileRow
from bot.domain.humane import humane
from bot.domain.referral_status import FinishReason, ReferralStatus
from bot.services.clockwork import Act
from bot.services.loop import appointments, fitting, members, news, referral
from bot.services.scene import Scene
from flows.cards.labels import DAY_PARTS, DAYS, NEEDS
from flows.cards.profile import FOR_NOW, LANGUAGES, MOST_LEARNERS, Term
from flows.events import ConsentGiven, Purpose

CONTACT = "contact"
"""The kind of the timer by which a helper hears of the contact."""

_TOLD_TEXT_VERSION = "2026-11"
"""Changes with every change of the meaning of `volunteer.contact.ask`."""

_TOLD_TO = "volunteer"
"""The channel of a consent that was not written here: the learner told their volunteer."""

KNOWN = {"needs": tuple(NEEDS), "languages": LANGUAGES, "day_parts": tuple(DAY_PARTS), "days": tuple(DAYS)}
"""What can be ticked in each list of a profile, in the order in which it is kept."""

_STARTED = frozenset({ReferralStatus.INTAKE_DONE, ReferralStatus.ONGOING})


# ── The profile ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Volunteer:
    """A volunteer with a profile. `learners`: how many they have now."""

    member: MemberRow
    profile: ProfileRow
    learners: int


async def begin_profile(scene: Scene, member: MemberRow) -> tuple[Volunteer, bool]:
    """The profile, made with "all fine" and one learner when there is none; and whether it is new."""
    found = await volunteers.profile(scene.connection, member.id)
    if found is None:
        lists: dict[str, list[str]] = {field: [] for field in KNOWN}
        first = {**lists, "capacity": fitting.FIRST_CAPACITY, "updated_at": scene.now}
        await volunteers.put_profile(scene.connection, member.id, first)
    return await profile_of(scene, member), found is None


async def profile_of(scene: Scene, member: MemberRow) -> Volunteer:
    """As it is now; "all fine" and one learner for whoever has none."""
    found = await volunteers.profile(scene.connection, member.id)
    empty = ProfileRow(member.id, [], [], [], [], fitting.FIRST_CAPACITY, scene.now)
    return Volunteer(member, found or empty, await volunteers.load(scene.connection, member.id))


async def tick(scene: Scene, member: MemberRow, field: str, code: str, *, on: bool) -> bool:
    """Put one thing into a list of the profile or take it out; `field` is a key of `KNOWN`. False when there
    is no such thing.
    """
    if code not in KNOWN.get(field, ()):
        return False
    before, _ = await begin_profile(scene, member)
    ticked = {*getattr(before.profile, field)} - {code} | ({code} if on else set())
    in_order = [known for known in KNOWN[field] if known in ticked]
    await _change(scene, member, {field: in_order})
    return True


async def set_capacity(scene: Scene, member: MemberRow, many: int) -> bool:
    """How many learners at a time; False when it is not from 1 to 6."""
    if not 1 <= many <= MOST_LEARNERS:
        return False
    await begin_profile(scene, member)
    await _change(scene, member, {"capacity": many})
    return True


@dataclass(frozen=True, slots=True)
class Filled:
    """A whole profile as somebody filled it in: `lists` as in `KNOWN`, and with `seen` the `mark` of the
    profile that they had before them.
    """

    lists: Mapping[str, Collection[str]]
    capacity: int
    seen: str


def mark(lists: Mapping[str, Sequence[str]], capacity: int) -> str:
    """The same for the same profile, and for no other."""
    words = json.dumps([[field, *lists[field]] for field in KNOWN] + [capacity])
    return hashlib.sha256(words.encode()).hexdigest()[:16]


async def fill(scene: Scene, member: MemberRow, filled: Filled) -> tuple[str, ...] | None:
    """All of the profile at once. Codes that nobody knows are left out, and a capacity that is not from 1 to
    6 stays what it is. Returns the fields that are other than before; None, and nothing is written, when the
    profile is not the one that was seen. Whoever calls holds the chat of the volunteer.
    """
    before, _ = await begin_profile(scene, member)
    known: dict[str, Sequence[str]] = {field: getattr(before.profile, field) for field in KNOWN}
    if mark(known, before.profile.capacity) != filled.seen:
        return None
    values: dict[str, object] = {
        field: [code for code in codes if code in filled.lists.get(field, ())]
        for field, codes in KNOWN.items()
    }
    if 1 <= filled.capacity <= MOST_LEARNERS:
        values["capacity"] = filled.capacity
    changed = tuple(field for field, value in values.items() if getattr(before.profile, field) != value)
    if changed:
        await _change(scene, member, values)
    return changed


async def _change(scene: Scene, member: MemberRow, values: dict[str, object]) -> None:
    await volunteers.put_profile(scene.connection, member.id, {**values, "updated_at": scene.now})


async def pause(scene: Scene, member: MemberRow, term: Term) -> None:
    """No new learners for a while, or again; learners that they have stay."""
    today = scene.now.astimezone(scene.zone).date()
    await members.pause(scene, member, last_day(term, today))


def last_day(term: Term, today: date) -> date | None:
    """The last day of a pause that begins today; None for no pause."""
    match term:
        case Term.THIS_WEEK:
            return today + timedelta(days=6 - today.weekday())
        case Term.TWO_WEEKS:
            return today + timedelta(days=14)
        case Term.MONTH:
            return _same_day_next_month(today)
        case Term.FOR_NOW:
            return date.fromisoformat(FOR_NOW)
        case Term.BACK:
            return None


def _same_day_next_month(day: date) -> date:
    """31 January → 28 or 29 February."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))


async def set_offer_mode(scene: Scene, taalhuis_id: int, mode: str) -> bool:
    """How the house asks from now on: "one" by one, or "all" at once. False for anything else."""
    if mode not in ("one", "all"):
        return False
    await volunteers.set_offer_mode(scene.connection, taalhuis_id, mode, scene.now)
    return True


# ── Their learners ─────────────────────────────────────────────────────────────────────────────────────────


async def learners_of(scene: Scene, held: Sequence[MemberRow]) -> Sequence[Case]:
    """Whom these volunteers have now."""
    ids = [member.id for member in held if member.role == "volunteer"]
    return await volunteers.learners(scene.connection, ids) if ids else ()


async def go_on(scene: Scene, case: Case, by: MemberRow) -> bool:
    """The first talk is done, and the lessons begin. The referral is held. False: not now."""
    if case.status != ReferralStatus.INTAKE_DONE:
        return False
    wish = referral.Move(to=ReferralStatus.ONGOING, by=by.role, why="goes_on", now=scene.now, member_id=by.id)
    await referral.move(scene.connection, case.id, ReferralStatus.INTAKE_DONE, wish)
    await news.going_on(scene, case, scene.name(by.name))
    return True


async def finish(scene: Scene, case: Case, by: MemberRow, why: FinishReason) -> bool:
    """The lessons end. The referral is held. False: they have not begun, or ended before."""
    here = ReferralStatus(case.status)
    if here not in _STARTED:
        return False
    await appointments.cancel_all(scene, case, by=by.role, why="finished", tell=True)
    changes = {"ended_why": why.value}
    wish = referral.Move(
        to=ReferralStatus.FINISHED, by=by.role, why=why.value, now=scene.now, member_id=by.id, changes=changes
    )
    await referral.move(scene.connection, case.id, here, wish)
    await news.finished(scene, case, why)
    return True


# ── A learner whom a helper signed up ──────────────────────────────────────────────────────────────────────


async def may_tell_helper(scene: Scene, case: Case) -> bool:
    """Did a helper sign them up, who has not heard of the contact? That is read from the consent, which lasts
    as long as the sign-up: timers that ended are cleared away.
    """
    if not case.by_helper:
        return False
    return not await consents.is_given(scene.connection, case.learner_id, Purpose.TELL_HELPER)


async def contact_had(scene: Scene, case: Case) -> bool:
    """There was contact, and the learner agrees that their helper hears of it. The referral is held. False:
    there is no helper, or they were told before.
    """
    if not await may_tell_helper(scene, case):
        return False
    await consents.give(
        scene.connection,
        ConsentGiven(Purpose.TELL_HELPER, _TOLD_TEXT_VERSION),
        chat_id=case.chat_id,
        learner_id=case.learner_id,
        channel=_TOLD_TO,
        now=scene.now,
    )
    due_at = humane(scene.now, scene.zone)
    timer = new_timer(
        key=f"{CONTACT}:{case.id}",
        kind=CONTACT,
        chat_id=case.chat_id,
        due_at=due_at,
        zone=scene.zone,
        referral_id=case.id,
        about=case.id,
    )
    await timers.add(scene.connection, [timer])
    scene.told_others = scene.told_others or due_at <= scene.now
    return True


async def tell_helper(scene: Scene, timer: DueTimer, _chat: LockedChat) -> str:
    """The helper hears of it, when they can be told."""
    case = await cases.get(scene.connection, timer.about)
    told = case is not None and await news.helper_hears_of_contact(scene, case)
    return "told" if told else "not told"


KINDS: Mapping[str, Act] = {CONTACT: tell_helper}
