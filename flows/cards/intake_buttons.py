"""What staff can do with a sign-up in each of its states: the buttons of its card, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping

from flows.cards.appointment import propose_button
from flows.cards.digest import QUEUE, TASKS
from flows.cards.heard import staff_buttons
from flows.cards.intake_card import IntakeFacts
from flows.cards.news import write_button
from flows.deeds import card_button
from flows.model import Button, Text
from flows.questions import rows_of

PER_PAGE = 6

# Translators: buttons of the card of a sign-up.
_LABELS: Mapping[str, tuple[Text, str]] = {
    "inacc": (Text("staff.do.accept"), "✅"),
    "own": (Text("staff.do.own"), "🙋"),
    "ask": (Text("staff.do.ask"), "❓"),
    "note": (Text("staff.do.note"), "📝"),
    "assign": (Text("staff.do.assign"), "👤"),
    "seek": (Text("staff.do.seek"), "📣"),
    "move": (Text("staff.do.move"), "🏠"),
    "wl": (Text("staff.do.wait"), "⏳"),
    "dup": (Text("staff.do.duplicate"), "👯"),
    "rej": (Text("staff.do.reject"), "✖️"),
    "reopen": (Text("staff.do.reopen"), "🔓"),
    "notes": (Text("staff.do.notes"), "🗒️"),
    "msgs": (Text("staff.do.messages"), "💬"),
    "hist": (Text("staff.do.history"), "🕐"),
}
_BEFORE_THE_START = ("move", "wl", "dup", "rej")
_BY_STATE: Mapping[str, tuple[str, ...]] = {
    "submitted": ("inacc", "own", "ask", "note", "assign", *_BEFORE_THE_START),
    "accepted": ("assign", "seek", "own", "ask", "note", *_BEFORE_THE_START),
    "offered": ("assign", "own", "ask", "note", *_BEFORE_THE_START),
    "matched": ("prop", "ask", "note", "own", "assign", *_BEFORE_THE_START),
    "appointment_planned": ("prop", "ask", "note", "own", "assign", *_BEFORE_THE_START),
    "intake_done": ("ask", "note", "own", "assign"),
    "ongoing": ("ask", "note", "own", "assign"),
    "waiting_list": ("inacc", "ask", "note", "own", "assign", "reopen", "move", "dup", "rej"),
    "finished": ("reopen", "note"),
    "rejected": ("reopen", "note"),
    "duplicate": ("reopen", "note"),
}


def able(facts: IntakeFacts) -> tuple[str, ...]:
    """What staff can decide about a sign-up as it stands now, by verb, in the order of their use; the same in
    the chat and on a page.
    """
    found = [verb for verb in _BY_STATE.get(facts.status, ()) if _can(verb, facts)]
    if "first_name" in facts.spoken:
        found.append("spell")
    if facts.can_chat and facts.ball != "nobody":
        found.append("talk")
    return tuple(found)


def buttons(facts: IntakeFacts, page: int) -> tuple[tuple[Button, ...], ...]:
    """Six deeds, then "meer" (which comes round to the first), and back to the list."""
    able = _able(facts)
    pages = max(1, -(-len(able) // PER_PAGE))
    at = page % pages * PER_PAGE
    last = [card_button(QUEUE, "📋", "queue")]
    if pages > 1:
        last.insert(0, card_button(Text("general.more"), "🔽", "intake", facts.referral, (page + 1) % pages))
    return (*rows_of(able[at : at + PER_PAGE], 2), tuple(last))


def _able(facts: IntakeFacts) -> list[Button]:
    found = [_button(verb, facts.referral) for verb in _BY_STATE.get(facts.status, ()) if _can(verb, facts)]
    found += staff_buttons(facts.referral, facts.spoken)
    if facts.can_chat and facts.ball != "nobody":
        found.append(write_button(facts.referral))
    if facts.tasks:
        found.append(card_button(TASKS, "📞", "tasks"))
    if facts.notes:
        found.append(_button("notes", facts.referral))
    if facts.relayed:
        found.append(_button("msgs", facts.referral))
    return [*found, _button("hist", facts.referral)]


def _can(verb: str, facts: IntakeFacts) -> bool:
    match verb:
        case "own":
            return not facts.mine
        case "ask":
            return facts.can_chat
        case "dup":
            return any(one.goes_on for one in facts.alike)
        case _:
            return True


def _button(verb: str, referral: int) -> Button:
    if verb == "prop":
        return propose_button(referral)
    label, picture = _LABELS[verb]
    return card_button(label, picture, verb, referral)
