"""Deeds with words: a note, a question, a message, the name that was spoken; and the talk stopped or opened.

A BSN is refused before words come here (`console.office.form.Form.text`), and here once more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.db.queries.cases import Case
from bot.db.queries.members import MemberRow
from bot.services.loop import naming, notes, relay
from bot.services.loop.notes import Flaw
from bot.services.loop.relay import Bar, Stopped
from bot.services.office.deciding_wish import Do, Wish
from bot.services.scene import Scene
from flows import manners
from flows.cards import relay as cards
from flows.cards.heard import UNCLEAR
from flows.model import Text
from flows.validators import name_in

# Translators: to staff: nothing was typed.
_EMPTY = Text("console.sheet.wrong.empty")
_FLAWS: Mapping[Flaw, Text] = {
    Flaw.EMPTY: _EMPTY,
    # Translators: to staff: the words are longer than 1000 letters.
    Flaw.TOO_LONG: Text("staff.words.too_long"),
    Flaw.BSN: manners.BSN,
}
_BARS: Mapping[Bar, str] = {
    Bar.BY_LEARNER: cards.STOPPED_BY_LEARNER,
    Bar.NO_CHAT: cards.NO_CHAT,
    Bar.UNREACHABLE: cards.UNREACHABLE,
}
_LONGEST_NAME = 200


async def _note(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    flaw = notes.flaw(wish.words)
    if flaw is not Flaw.NONE:
        return _FLAWS[flaw]
    await notes.write(scene, case, member, wish.words)
    return True


async def _ask(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    flaw = notes.flaw(wish.words)
    return _FLAWS[flaw] if flaw is not Flaw.NONE else await notes.ask(scene, case, member, wish.words)


async def _write(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    flaw = notes.flaw(wish.words)
    if flaw is not Flaw.NONE:
        return _FLAWS[flaw]
    barred = relay.bar_of_member(case)
    if barred is Bar.ENDED:
        return cards.ENDED_MEMBER
    if barred is not Bar.NONE:
        return Text(_BARS[barred], {"name": scene.name(case.first_name)})
    await relay.from_member(scene, case, member, wish.words)
    return True


async def _mute(scene: Scene, case: Case, _member: MemberRow, _wish: Wish) -> bool:
    if case.relay != Stopped.NOBODY:
        return False
    await relay.set_stopped(scene, case, Stopped.MEMBER)
    return True


async def _unmute(scene: Scene, case: Case, _member: MemberRow, _wish: Wish) -> bool:
    """Who stopped it opens it: what the learner stopped stays so."""
    if relay.bar_of_member(case) is not Bar.NONE:
        return False
    await relay.set_stopped(scene, case, Stopped.NOBODY)
    return True


async def _spell(scene: Scene, case: Case, member: MemberRow, wish: Wish) -> bool | Text:
    if "first_name" not in naming.spoken_of(scene, case):
        return False
    name = name_in(wish.words[:_LONGEST_NAME])
    if name is None:
        return UNCLEAR
    await naming.write_down(scene, case, member, name)
    return True


WORDS: Final[Mapping[str, Do]] = {
    "note": _note,
    "ask": _ask,
    "write": _write,
    "mute": _mute,
    "unmute": _unmute,
    "spell": _spell,
}
