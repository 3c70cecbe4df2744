"""Deeds of a learner with what is kept of them: see it, take it along, put it right, have it erased."""

from __future__ import annotations

from bot.db.queries.cases import Case
from bot.services import privacy
from bot.services.desk.model import EVERYBODY, Doing, Said, Verb, edited, not_yours
from bot.services.loop import notes, withdrawing
from bot.services.loop.notes import Flaw
from bot.services.loop.rights import case_of_learner
from bot.services.rights import correcting
from flows import deeds, manners
from flows.bsn import holds_bsn
from flows.cards import mine as learner_cards
from flows.cards import own_data as cards
from flows.model import Prompt, Text
from flows.replies import Typed

_FIELDS = frozenset({"name", "phone", "other"})
# Translators: after everything was erased.
_ALL_GONE = Text("erase.done")


async def menu(doing: Doing) -> Said:
    """What can be done about it, in the place of the card."""
    return Said((edited(doing, await privacy.menu(doing.scene, doing.chat.id)),), names=await _own(doing))


async def as_file(doing: Doing) -> Said:
    """Everything as a file."""
    made = await privacy.as_file(doing.scene, doing.chat)
    if made is None:
        return not_yours(doing)
    prompt, names = made
    return Said((prompt,), names=names)


async def seen(doing: Doing) -> Said:
    """Who looked: `dseen:<place of the first line>`."""
    looked = await privacy.looked(doing.scene, doing.chat.id)
    return Said((edited(doing, cards.seen(looked, doing.deed.number(0))),), names=await _own(doing))


async def fix(doing: Doing) -> Said:
    """Something is wrong: `dfix:<referral>`, and `dfix:<referral>:<what>` with the words for it."""
    case = await case_of_learner(doing, doing.deed.number(0))
    if case is None:
        return not_yours(doing)
    what = doing.deed.word(1)
    if what not in _FIELDS:
        return Said((edited(doing, cards.what_is_wrong(case.id)),), names=(case.id,))
    waits = deeds.choice("dfix", case.id, what)
    if doing.reply is None:
        return Said((edited(doing, cards.asks(what)),), waits=waits, names=(case.id,))
    words = doing.reply.text.strip() if isinstance(doing.reply, Typed) else ""
    if holds_bsn(words):
        return Said((Prompt((manners.BSN,)), cards.asks(what)), waits=waits, names=(case.id,))
    done = await _put_right(doing, case, what, words)
    if done is None:
        return Said((cards.asks(what),), waits=waits, names=(case.id,))
    return Said((Prompt((done,)),), names=(case.id,))


async def _put_right(doing: Doing, case: Case, what: str, words: str) -> Text | None:
    """What is said of it; None when these words cannot be what was asked for."""
    if what == "name":
        return cards.FIXED if await correcting.set_name(doing.scene, case, words) else None
    if what == "phone":
        return cards.FIXED if await correcting.set_phone(doing.scene, case, words) else None
    if notes.flaw(words) is not Flaw.NONE:
        return None
    await correcting.ask_staff(doing.scene, case, words)
    return cards.PASSED_ON


async def ask_consent(doing: Doing) -> Said:
    """Take the consent back: are they sure?"""
    return Said((edited(doing, cards.consent_sure()),), names=await _own(doing))


async def ask_all(doing: Doing) -> Said:
    """Erase everything: are they sure?"""
    return Said((edited(doing, cards.all_sure()),), names=await _own(doing))


async def take_consent_back(doing: Doing) -> Said:
    """Without it nothing may be kept."""
    return await _erase(doing, withdrawing.CONSENT)


async def erase_all(doing: Doing) -> Said:
    """The second tap: done at once."""
    return await _erase(doing, withdrawing.ALL)


async def _erase(doing: Doing, why: str) -> Said:
    works = await withdrawing.erase_all(doing.scene, doing.chat, why=why)
    stays = (Prompt((learner_cards.ROLE_STAYS,)),) if works else ()
    done = edited(doing, Prompt((_ALL_GONE,)))
    return Said((done, *stays), relay=0, goes="ended")


async def _own(doing: Doing) -> tuple[int, ...]:
    return tuple(case.id for case in await privacy.own_cases(doing.scene, doing.chat.id))


VERBS = (
    Verb("dmenu", EVERYBODY, menu),
    Verb("dfile", EVERYBODY, as_file),
    Verb("dseen", EVERYBODY, seen),
    Verb("dfix", EVERYBODY, fix),
    Verb("dcon", EVERYBODY, ask_consent),
    Verb("dcony", EVERYBODY, take_consent_back),
    Verb("dall", EVERYBODY, ask_all),
    Verb("dally", EVERYBODY, erase_all),
)
