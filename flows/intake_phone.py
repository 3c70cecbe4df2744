"""The telephone number: by the phone's own button, by digits on a keypad, or in words.

The keypad stores nothing until the number is whole: each button carries all digits it leads to ("k0612"), as
on the keypad for the postcode (`flows.intake_place`). A Dutch number is whole with its tenth digit; one of
another country begins with 00 and is whole when its owner says so.
"""

from __future__ import annotations

import re

from flows import keypad, words, words_of_calling
from flows.facts import Answer
from flows.manners import PRESS
from flows.model import Button, Name, Native, State, Text
from flows.questions import NOTHING_SAID, Wording
from flows.replies import Reply, SharedContact, Tap, Typed
from flows.step import (
    FROM_ANSWERS,
    OFFERED,
    Body,
    Done,
    Go,
    Misunderstood,
    Offered,
    Outcome,
    Redrawn,
    Rows,
    Step,
    Summary,
    Understood,
    When,
)
from flows.validators import phone_in, phone_shown, plain
from flows.world import World

BY_PHONE = When("contact", frozenset({"call"}))
DIGITS = 10
_ABROAD = "00"
_MOST_ABROAD = 17
_KEY = re.compile(r"(?:k|kd:)(\d{1,17})|kd:")
_READY = re.compile(r"kok:(\d{10,17})")

_ASK = Wording(Text("intake.phone.ask"), "intake.phone.ask.other")
# Translators: no telephone number.
_UNCLEAR = Text("intake.phone.unclear")
# Translators: a contact of somebody else was sent.
_NOT_YOURS = Text("intake.phone.not_yours")
# Translators: the number was spoken; the keypad follows.
_UNHEARD = Text("intake.phone.voice")
# Translators: above the phone's own button.
_PRESS_SHARE = Text("intake.phone.press_share")
_OWN_NUMBER = Button("contact", Text("intake.phone.mine"), "📞")
# Translators: the phone's own button.
_SHARE = Button("contact", Text("intake.phone.share"), "📞", native=Native.CONTACT)
# Translators: button under the keypad: no number after all, choose another way.
_ANOTHER_WAY = Button("no_call", Text("intake.phone.no_call"), "↩️")
_WHOLE = Text("general.ready")


def phone_step() -> Step:
    """The question of the intake; its answer is the number as E.164."""
    return Step(
        name="phone",
        ask=_ask,
        read=_read,
        explain=Wording(Text("intake.phone.explain"), "intake.phone.explain.other"),
        says=lambda state, _world: (_ASK(state),),
        when=(BY_PHONE,),
        depends_on=("for_whom",),
        valid=lambda answer: isinstance(answer, str) and phone_in(answer) == answer,
        hears=(SharedContact,),
        unheard=lambda _state, _world: _UNHEARD,
        instead=_another_way,
        summary=Summary("📞", Text("intake.phone.label"), _shown),
    )


def _may_share(state: State, world: World) -> bool:
    """The phone's own button gives the number of who holds it: no use when it is about somebody else."""
    return world.capabilities.contact and state.answers.get("for_whom") != "other"


# ── The keypad ─────────────────────────────────────────────────────────────────────────────────────────────


def _ask(state: State, world: World) -> Body:
    return _keypad(state, world, "")


def _keypad(state: State, world: World, pressed: str) -> Body:
    share = ((_OWN_NUMBER,),) if _may_share(state, world) else ()
    # Translators: the digits that were pressed: "0 6 1 _ _".
    hint = Text("intake.place.digits", {"digits": Name(_spaced(pressed))})
    rows = (*share, *_keys(pressed), (_ANOTHER_WAY,))
    return Body((_ASK(state),), rows, (hint,), reads_numbers=True)


def _spaced(pressed: str) -> str:
    """As much of a number as there is, in pairs: "06 12 3_ __ __"."""
    shown = pressed.ljust(DIGITS, "_")
    return " ".join(shown[at : at + 2] for at in range(0, len(shown), 2))


def _keys(pressed: str) -> Rows:
    rows = keypad.upper_rows(pressed)
    delete = (keypad.delete(pressed),) if pressed else ()
    rows.append((*delete, keypad.key(pressed, "0")))
    if pressed.startswith(_ABROAD) and len(pressed) >= DIGITS:
        rows.append((Button(f"kok:{pressed}", _WHOLE, "✅"),))
    return tuple(rows)


# ── Reading ────────────────────────────────────────────────────────────────────────────────────────────────


def _read(state: State, reply: Reply, world: World) -> Outcome:
    match reply:
        case Tap(choice):
            return _tapped(state, choice, world)
        case SharedContact(phone, own) if own and _may_share(state, world):
            # Telegram leaves the plus away.
            return _numbered(phone if phone.startswith(("+", "0")) else f"+{phone}")
        case SharedContact():
            return Misunderstood(_NOT_YOURS)
        case Typed(text):
            return _typed(state, text, world)
        case _:
            return Misunderstood(PRESS)


def _tapped(state: State, choice: str, world: World) -> Outcome:
    if choice == _ANOTHER_WAY.choice:
        return _another_way(state)
    if choice == "contact" and _may_share(state, world):
        return Done() if state.draft == OFFERED else Offered(_PRESS_SHARE, _SHARE)
    if ready := _READY.fullmatch(choice):
        return _numbered(ready[1])
    key = _KEY.fullmatch(choice)
    if key is None:
        return Misunderstood(PRESS)
    pressed = key[1] or ""
    if len(pressed) < (_MOST_ABROAD if pressed.startswith(_ABROAD) else DIGITS):
        return Redrawn(_keypad(state, world, pressed), state.draft)
    return _numbered(pressed)


def _typed(state: State, text: str, world: World) -> Outcome:
    """A number; or words for none, with which another way of contact is chosen."""
    said = plain(text)
    labels = {plain(world.label(_ANOTHER_WAY.label, language)) for language in world.languages}
    if not phone_in(text) and said in words.BACK | words_of_calling.NO_NUMBER | labels:
        return _another_way(state)
    return _numbered(text)


def _another_way(state: State) -> Go:
    """Back to how the Taalhuis may reach the person: nobody has to have a telephone."""
    kept = {name: answer for name, answer in state.answers.items() if name not in ("contact", "phone")}
    return Go(FROM_ANSWERS, answers=kept, chosen=(_ANOTHER_WAY.label,))


def _numbered(text: str) -> Outcome:
    number = phone_in(text)
    return Understood(number, (Name(phone_shown(number)),)) if number else Misunderstood(_UNCLEAR)


def _shown(answer: Answer) -> Text | Name:
    return Name(phone_shown(answer)) if isinstance(answer, str) else NOTHING_SAID
