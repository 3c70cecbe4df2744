"""Deeds around a first name that was spoken: hear it, and write it down as it was heard."""

from __future__ import annotations

from bot.db.queries import cases
from bot.services import recordings
from bot.services.desk.intakes import STAFF, card_of
from bot.services.desk.model import WORKERS, Doing, Role, Said, Verb, edited, not_yours
from bot.services.loop import naming
from bot.services.loop.intake_view import seen_by
from bot.services.loop.rights import Mine, case_of_staff, case_of_worker
from flows import deeds, manners
from flows.bsn import holds_bsn
from flows.cards import heard as cards
from flows.cards import staff_choices
from flows.model import Prompt
from flows.replies import Typed
from flows.validators import name_in


async def hear(doing: Doing) -> Said:
    """Hear the name of a learner: `voice:<referral>`, or for staff that of who helped: `voice:<referral>:h`.
    A volunteer hears it who has the learner, and not before. That somebody listened is written down.
    """
    mine = await case_of_worker(doing, doing.deed.number(0))
    if mine is None:
        return not_yours(doing)
    of_helper = doing.deed.word(1) == cards.HELPER
    if of_helper and mine.member.role != Role.STAFF:
        return not_yours(doing)
    voice = naming.spoken_of(doing.scene, mine.case).get("helper_name" if of_helper else "first_name")
    if voice is None:
        return not_yours(doing)
    await seen_by(doing.scene, mine.case, mine.member)
    name = doing.scene.name(mine.case.first_name)
    if await recordings.cannot_be_heard(doing.scene, voice):
        return Said((cards.unheard(name),))
    return Said((cards.heard(name, voice, of_helper=of_helper),))


async def spell(doing: Doing) -> Said:
    """Write down the name that was spoken: `spell:<referral>`."""
    mine = await case_of_staff(doing, doing.deed.number(0))
    if mine is None or "first_name" not in naming.spoken_of(doing.scene, mine.case):
        return not_yours(doing)
    waits = deeds.choice("spell", mine.case.id)
    if doing.reply is None:
        return Said((edited(doing, staff_choices.asks_words("spell", mine.case.id)),), waits=waits)
    text = doing.reply.text if isinstance(doing.reply, Typed) else ""
    name = name_in(text)
    if name is None:
        line = manners.BSN if holds_bsn(text) else cards.UNCLEAR
        return Said((Prompt((line,), rows=((staff_choices.back_to(mine.case.id),),)),), waits=waits)
    await naming.write_down(doing.scene, mine.case, mine.member, name)
    now = await cases.get(doing.scene.connection, mine.case.id)
    return Said((await card_of(doing, Mine(now or mine.case, mine.member)),))


VERBS = (Verb("voice", WORKERS, hear), Verb("spell", STAFF, spell))
