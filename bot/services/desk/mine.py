"""Deeds of a learner with their own sign-up: look at it again, take it back."""

from __future__ import annotations

from bot.db.queries import erasure
from bot.services.desk.model import EVERYBODY, Doing, Said, Verb, edited, not_yours
from bot.services.loop import mine
from bot.services.loop.rights import case_of_learner
from bot.services.loop.withdrawing import forget_words, withdraw
from flows.cards import mine as cards
from flows.model import Prompt


async def look(doing: Doing) -> Said:
    """Where it stands now, in the place of the card."""
    case = await case_of_learner(doing, doing.deed.number(0))
    if case is None:
        return not_yours(doing)
    return Said((edited(doing, await mine.card(doing.scene, case)),), names=(case.id,))


async def ask(doing: Doing) -> Said:
    """Ask whether they are sure."""
    case = await case_of_learner(doing, doing.deed.number(0))
    if case is None:
        return not_yours(doing)
    return Said((edited(doing, cards.sure(case.id)),), names=(case.id,))


async def take_back(doing: Doing) -> Said:
    """Erase it, and go on from there: with the question that was open, with the other sign-ups, or not."""
    await erasure.hold_timers(doing.scene.connection, doing.deed.number(0))
    case = await case_of_learner(doing, doing.deed.number(0))
    if case is None:
        return not_yours(doing)
    await withdraw(doing.scene, case)
    others = await forget_words(doing.scene, doing.chat)
    done = edited(doing, Prompt((cards.WITHDRAWN,)))
    return Said((done,), relay=0, goes="here" if doing.chat.draft else "home" if others else "ended")


VERBS = (
    Verb("my", EVERYBODY, look),
    Verb("wd", EVERYBODY, ask),
    Verb("wdy", EVERYBODY, take_back),
)
