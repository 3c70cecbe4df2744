"""People who look at their phone now and then, and press what they see there.

Nobody here knows what the bot can do: a person presses a button of one of the newest messages, most often one
that has not been pressed yet, or types something when words were asked for. So whatever the bot learns to
show, people try it. `_LIKING` says what they like to press; what is not in it counts 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.working_days import is_working_day
from flows.deeds import deed_of
from flows.model import Button
from flows.replies import Command, Reply, Tap, Typed
from tests.simulation.outside import Message, Phone

LOOKED_AT = 8
"""Only the newest messages are looked at."""
# Something that was pressed already is pressed again this much less.
_BORED = 0.05


class Role(StrEnum):
    """What somebody is, for how they behave."""

    LEARNER = "learner"
    HELPER = "helper"
    VOLUNTEER = "volunteer"
    STAFF = "staff"
    REGIONAL = "regional"


@dataclass(slots=True, eq=False)
class Person:
    """Somebody with a phone. `token` is a name that nobody else has; `phone_number` too, or "". Those of a
    helper are of whom they sign up. `pressed` counts every button.
    """

    address: str
    role: Role
    token: str
    phone_number: str = ""
    chat_id: int = 0
    pressed: Counter[str] = field(default_factory=Counter)
    away: list[tuple[datetime, datetime]] = field(default_factory=list)
    """From when to when this person had blocked the bot."""

    def was_away(self, start: datetime, end: datetime) -> bool:
        """Had this person blocked the bot at some time between these?"""
        return any(start < back and left < end for left, back in self.away)


_WORDS = ("Dat is goed", "Ik bel u morgen", "Kunt u ook later komen?", "12", "morgen 10 uur", "Zwolle")

# By verb of a deed, and by choice in the conversation of a learner.
_LIKING: Mapping[str, float] = {
    **dict.fromkeys(("ok", "mom", "psend", "acc", "take", "out", "feel", "inacc"), 6.0),
    **dict.fromkeys(("prop", "pday", "pt", "come", "vcome", "lrn", "going", "done", "again"), 3.0),
    "cont": 6.0,
    "answers": 0.3,
    **dict.fromkeys(("pass", "nofit", "cannot", "vcannot", "pcan", "pcanyes", "pmove", "back", "rej"), 0.12),
    **dict.fromkeys(("pause", "mute", "role", "myname", "name", "inv", "invm", "invx", "talk"), 0.1),
    **dict.fromkeys(("team", "tmem", "tasks", "menu", "prof", "pn", "pl", "pd", "pc", "omode", "mine"), 0.1),
    **dict.fromkeys(("leave", "tend", "tpau", "wd", "wdy"), 0.03),
    **dict.fromkeys(("yes", "no"), 0.3),
}
# What else a learner's conversation offers after the sign-up: other houses, other languages, erasing all.
_ELSE_IN_A_CONVERSATION = 0.03

# (first hour, last hour, chance to look at the phone in an hour)
_LOOKS: Mapping[Role, tuple[int, int, float]] = {
    Role.LEARNER: (7, 22, 0.12),
    Role.HELPER: (7, 22, 0.12),
    Role.VOLUNTEER: (9, 21, 0.2),
    Role.STAFF: (9, 16, 0.5),
    Role.REGIONAL: (9, 16, 0.2),
}


def looks_now(person: Person, now: datetime, zone: ZoneInfo, dice: Random) -> bool:
    """Does this person look at the phone in this hour?"""
    if person.was_away(now, now + timedelta(seconds=1)):
        return False
    wall = now.astimezone(zone)
    first, last, chance = _LOOKS[person.role]
    if not first <= wall.hour <= last:
        return False
    if person.role in (Role.STAFF, Role.REGIONAL) and not is_working_day(wall.date()):
        return False
    return dice.random() < chance


def does(person: Person, phone: Phone, dice: Random, *, asked_for_words: bool) -> Reply | None:
    """What this person sends now, if anything."""
    if asked_for_words and dice.random() < 0.3:
        return Typed(dice.choice(_WORDS))
    wish = _wish(phone, dice)
    if wish is not None:
        message, button = wish
        message.tapped[button.choice] += 1
        person.pressed[button.choice] += 1
        return Tap(button.choice, message.prompt.serial, message.chat_id, message.ref)
    if person.role is Role.STAFF and dice.random() < 0.1:
        return Command("intakes")
    return None


def _wish(phone: Phone, dice: Random) -> tuple[Message, Button] | None:
    """A button of the newest messages; a message where everything was tried is left alone, mostly."""
    newest = [message for message in list(phone.messages.values())[-LOOKED_AT:] if message.buttons]
    if not newest:
        return None
    pairs = [(message, button) for message in newest for button in message.buttons if not button.native]
    weights = [_weight(message, button) for message, button in pairs]
    nothing = 0.5
    chosen: tuple[Message, Button] | None = dice.choices([*pairs, None], [*weights, nothing])[0]
    return chosen


def _weight(message: Message, button: Button) -> float:
    deed = deed_of(button.choice)
    name = deed.verb if deed else button.choice
    again: float = _BORED ** message.tapped[button.choice]
    touched = 0.2 if message.tapped else 1.0
    return _LIKING.get(name, 1.0 if deed else _ELSE_IN_A_CONVERSATION) * again * touched
