"""Deeds with words: a note, a question to the learner, and the learner's answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.services import recordings
from bot.services.desk.intakes import STAFF, card_of
from bot.services.desk.model import EVERYBODY, Doing, Said, Verb, edited, not_yours
from bot.services.loop import notes
from bot.services.loop.notes import Flaw
from bot.services.loop.rights import Mine, case_of_learner, case_of_staff
from flows import deeds, manners
from flows.cards import question as learner_cards
from flows.cards import staff_choices as cards
from flows.model import Prompt, Text, VoiceNote
from flows.replies import Spoken

Keep = Callable[[Mine, str | VoiceNote], Awaitable[bool]]
_CAN_SPEAK = frozenset({"telegram", "web"})
# Translators: to staff: nothing was typed.
_EMPTY = Text("staff.words.empty")
# Translators: to staff: the words are longer than 1000 letters.
_TOO_LONG = Text("staff.words.too_long")
# Translators: to staff: this learner cannot be asked in the chat, only by telephone.
_NOT_ASKED = Text("staff.ask.cannot")
# Translators: to staff: the question is on its way to the learner.
_ASKED = Text("staff.ask.sent")
# Translators: to staff: the note is kept.
_NOTED = Text("staff.note.kept")
# Translators: to the learner: the answer is longer than 1000 letters.
_TOO_LONG_ANSWER = Text("question.too_long")


async def note(doing: Doing) -> Said:
    """Keep a note: `note:<referral>`."""

    async def keep(mine: Mine, said: str | VoiceNote) -> bool:
        await notes.write(doing.scene, mine.case, mine.member, said)
        return True

    return await _words_of_staff(doing, keep, _NOTED)


async def ask(doing: Doing) -> Said:
    """Ask the learner something: `ask:<referral>`."""

    async def keep(mine: Mine, said: str | VoiceNote) -> bool:
        return await notes.ask(doing.scene, mine.case, mine.member, said)

    return await _words_of_staff(doing, keep, _ASKED)


async def answer(doing: Doing) -> Said:
    """The learner answers a question: `answer:<referral>:<note>`, `answer:<referral>:<note>:no`."""
    case = await case_of_learner(doing, doing.deed.number(0))
    if case is None:
        return not_yours(doing)
    if doing.deed.word(2) == "no":
        return Said((edited(doing, Prompt((learner_cards.LATER,))),))
    question = doing.deed.number(1)
    if not await notes.is_question(doing.scene, case, question):
        return not_yours(doing)
    waits = deeds.choice("answer", case.id, question)
    if doing.reply is None:
        may_speak = doing.chat.channel in _CAN_SPEAK
        return Said((learner_cards.asks_answer(case.id, question, may_speak=may_speak),), waits=waits)
    said = _said(doing)
    wrong = {Flaw.BSN: manners.BSN, Flaw.TOO_LONG: _TOO_LONG_ANSWER, Flaw.EMPTY: manners.PRESS}
    flaw = notes.flaw(said)
    if flaw is not Flaw.NONE:
        return Said((Prompt((wrong[flaw],)),), waits=waits)
    await notes.answer(doing.scene, case, question, said)
    await recordings.keep_of_case(doing.scene, doing.reply, case, recordings.NOTE)
    return Said((Prompt((learner_cards.THANKS,)),))


async def _words_of_staff(doing: Doing, keep: Keep, done: Text) -> Said:
    """Ask for words, look at them, keep them, and show the card with them."""
    mine = await case_of_staff(doing, doing.deed.number(0))
    if mine is None:
        return not_yours(doing)
    verb = doing.deed.verb
    waits = deeds.choice(verb, mine.case.id)
    if doing.reply is None:
        return Said((edited(doing, cards.asks_words(verb, mine.case.id)),), waits=waits)
    said = _said(doing)
    wrong = {Flaw.BSN: manners.BSN, Flaw.TOO_LONG: _TOO_LONG, Flaw.EMPTY: _EMPTY}
    flaw = notes.flaw(said)
    if flaw is not Flaw.NONE:
        return Said((Prompt((wrong[flaw],), rows=((cards.back_to(mine.case.id),),)),), waits=waits)
    kept = await keep(mine, said)
    if kept:
        await recordings.keep_of_case(doing.scene, doing.reply, mine.case, recordings.NOTE)
    return Said((Prompt((done if kept else _NOT_ASKED,)), await card_of(doing, mine)))


def _said(doing: Doing) -> str | VoiceNote:
    if isinstance(doing.reply, Spoken):
        return doing.reply.voice
    return doing.reply.text.strip() if doing.reply else ""


VERBS = (Verb("note", STAFF, note), Verb("ask", STAFF, ask), Verb("answer", EVERYBODY, answer))
