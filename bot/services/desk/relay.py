"""Deeds of the relay: write, stop, open again. The words are passed on by `bot.services.loop.relay`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.db.queries import taalhuizen
from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services import recordings
from bot.services.desk.model import EVERYBODY, Doing, Role, Said, Verb, edited, not_yours
from bot.services.loop import relay
from bot.services.loop.intake_view import seen_by
from bot.services.loop.relay import Bar, Stopped
from bot.services.loop.rights import case_of_learner, case_of_staff, case_of_worker
from flows import deeds, manners
from flows.bsn import holds_bsn
from flows.cards import relay as cards
from flows.model import Prompt, VoiceNote
from flows.replies import Spoken
from flows.validators import phone_shown, plain

AT_REST = "r"
"""The second argument of a `talk` that nobody pressed: a learner just wrote back."""

_NEVER_MIND = frozenset({"stop", "stoppen", "laat maar", "never mind", "cancel"})
_CAN_SPEAK = frozenset({"telegram", "web"})
_MOST_READ = 20
_WHY = {
    Bar.BY_LEARNER: cards.STOPPED_BY_LEARNER,
    Bar.NO_CHAT: cards.NO_CHAT,
    Bar.UNREACHABLE: cards.UNREACHABLE,
}


@dataclass(frozen=True, slots=True)
class Side:
    """Whose deed it is: of the learner, or of a member who has the case."""

    case: Case
    member: MemberRow | None


async def talk(doing: Doing) -> Said:
    """Ask for words, or pass them on."""
    side = await _side(doing)
    if side is None:
        return not_yours(doing)
    return await (_as_member(doing, side.case, side.member) if side.member else _as_learner(doing, side.case))


async def never_mind(doing: Doing) -> Said:
    """Nothing is written after all."""
    return Said((edited(doing, Prompt((cards.NEVER_MINDED,))),))


async def mute(doing: Doing) -> Said:
    """No more messages."""
    return await _switch(doing, on=False)


async def unmute(doing: Doing) -> Said:
    """Messages again."""
    return await _switch(doing, on=True)


async def messages(doing: Doing) -> Said:
    """What the two wrote, for staff of the house: `msgs:<referral>`. Reading it is written down."""
    mine = await case_of_staff(doing, doing.deed.number(0))
    if mine is None:
        return not_yours(doing)
    await seen_by(doing.scene, mine.case, mine.member)
    lines = await relay.history(doing.scene, mine.case, limit=_MOST_READ)
    return Said((edited(doing, cards.history(mine.case.id, doing.scene.name(mine.case.first_name), lines)),))


VERBS = (
    Verb("msgs", frozenset({Role.STAFF}), messages),
    Verb("talk", EVERYBODY, talk),
    Verb("tback", EVERYBODY, never_mind),
    Verb("mute", EVERYBODY, mute),
    Verb("unmute", EVERYBODY, unmute),
)


# ── The learner ────────────────────────────────────────────────────────────────────────────────────────────


async def _as_learner(doing: Doing, case: Case) -> Said:
    barred = relay.bar_of_learner(case)
    if barred is Bar.ENDED:
        return Said((Prompt((cards.ENDED,)),), relay=0)
    if barred is Bar.BY_MEMBER:
        return Said((cards.stopped_by_member(await _phone(doing, case)),), relay=0)
    if doing.deed.word(1) == AT_REST and not await relay.still_reads(doing.scene, case):
        return Said((cards.gone(case.id),), relay=0)
    if doing.reply is None:
        whom = await relay.reader(doing.scene, case)
        name = doing.scene.name(whom.name) if whom else None
        may_speak = doing.chat.channel in _CAN_SPEAK
        return _waits(doing, cards.asks_learner(case.id, name, may_speak=may_speak))
    said = _words(doing)
    refusal = _refused(doing, said, learner=True)
    if refusal is not None:
        return refusal
    name = await relay.from_learner(doing.scene, case, said)
    await recordings.keep_of_case(doing.scene, doing.reply, case, recordings.RELAY)
    return Said((cards.passed_to(name),), relay=case.id)


# ── Who has the case ───────────────────────────────────────────────────────────────────────────────────────


async def _as_member(doing: Doing, case: Case, member: MemberRow) -> Said:
    learner = doing.scene.name(case.first_name)
    barred = relay.bar_of_member(case)
    if barred is Bar.ENDED:
        return Said((Prompt((cards.ENDED_MEMBER,)),))
    if barred is not Bar.NONE:
        return Said((cards.not_passed(_WHY[barred], learner),))
    if doing.reply is None:
        return _waits(doing, cards.asks_member(case.id, learner))
    said = _words(doing)
    refusal = _refused(doing, said, learner=False)
    if refusal is not None:
        return refusal
    await relay.from_member(doing.scene, case, member, said)
    await recordings.keep_of_case(doing.scene, doing.reply, case, recordings.RELAY)
    return Said((cards.passed_to_learner(learner),))


# ── Both ───────────────────────────────────────────────────────────────────────────────────────────────────


async def _side(doing: Doing) -> Side | None:
    """The learner of the case, or who has it. A role that is worn comes first."""
    referral_id = doing.deed.number(0)
    if doing.me is None:
        case = await case_of_learner(doing, referral_id)
        if case is not None:
            return Side(case, None)
    mine = await case_of_worker(doing, referral_id)
    if mine is not None:
        return Side(mine.case, mine.member)
    case = await case_of_learner(doing, referral_id)
    return Side(case, None) if case else None


async def _switch(doing: Doing, *, on: bool) -> Said:
    side = await _side(doing)
    if side is None:
        return not_yours(doing)
    case = side.case
    if on:
        return await _opened(doing, side)
    if case.relay == Stopped.NOBODY:
        await relay.set_stopped(doing.scene, case, Stopped.MEMBER if side.member else Stopped.LEARNER)
    if side.member:
        return Said((cards.muted_by_member(case.id, doing.scene.name(case.first_name)),))
    return Said((cards.muted(case.id),), relay=0)


async def _opened(doing: Doing, side: Side) -> Said:
    """Who stopped it opens it; the other side hears why it stays as it is."""
    case, learner = side.case, doing.scene.name(side.case.first_name)
    if side.member:
        barred = relay.bar_of_member(case)
        if barred in _WHY:
            return Said((cards.not_passed(_WHY[barred], learner),))
        await relay.set_stopped(doing.scene, case, Stopped.NOBODY)
        return Said((edited(doing, cards.opened_by_member(case.id, learner)),))
    if case.relay == Stopped.MEMBER:
        return Said((cards.stopped_by_member(await _phone(doing, case)),))
    await relay.set_stopped(doing.scene, case, Stopped.NOBODY)
    return Said((edited(doing, cards.opened(case.id)),))


def _waits(doing: Doing, prompt: Prompt) -> Said:
    return Said((prompt,), waits=deeds.choice("talk", doing.deed.number(0)))


def _words(doing: Doing) -> str | VoiceNote:
    reply = doing.reply
    if isinstance(reply, Spoken):
        return reply.voice
    return reply.text.strip() if reply else ""


def _refused(doing: Doing, said: str | VoiceNote, *, learner: bool) -> Said | None:
    """What cannot be passed on is said kindly, and words are still waited for; None when it can."""
    if isinstance(said, VoiceNote):
        return None
    referral_id = doing.deed.number(0)
    if holds_bsn(said[: 2 * cards.LONGEST]):
        return _waits(doing, Prompt((manners.BSN,)))
    if len(said) > cards.LONGEST:
        return _waits(doing, cards.too_long(referral_id, learner=learner))
    if plain(said) in _NEVER_MIND:
        return Said((Prompt((cards.NEVER_MINDED,)),))
    return None


async def _phone(doing: Doing, case: Case) -> str:
    if case.taalhuis_id is None:
        return ""
    house = await taalhuizen.place_of(doing.scene.connection, case.taalhuis_id)
    return phone_shown(house.phone) if house and house.phone else ""
