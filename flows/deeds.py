"""The buttons of cards: each names a deed and what it is done to, and stays good whatever else is going on.

    do:<verb>[:<argument>…]        e.g. "do:acc:2s", "do:mom:2s:2606031000"

A question is answered once, where it stands in its conversation. A card is another thing: an offer, a
reminder, an intake on a volunteer's or staff member's screen. Its deed is looked up, its doer's rights are
checked, and it is done or was done already; `bot.services.desk` does all of that. Numbers are written in
base 36, so that a choice keeps within the 24 characters of `flows.model.Button`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.model import Button, Text

PREFIX = "do"
LONGEST = 24

_DEED = re.compile(r"do:([a-z]{2,8})((?::[a-z0-9_+.\-]+)*)")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb of the desk, and its arguments as they stand on the button."""

    verb: str
    args: tuple[str, ...] = ()

    def number(self, at: int) -> int:
        """The argument at this place as a number; 0, which no row has, when there is none."""
        if at >= len(self.args) or not self.args[at].isalnum() or len(self.args[at]) > 13:
            return 0
        try:
            return int(self.args[at], 36)
        except ValueError:
            return 0

    def word(self, at: int) -> str:
        """The argument at this place, or ""."""
        return self.args[at] if at < len(self.args) else ""


def choice(verb: str, *args: int | str) -> str:
    """The choice of a button.

    Raises:
        ValueError: longer than a choice may be; a defect.
    """
    written = ":".join((PREFIX, verb, *(base36(arg) if isinstance(arg, int) else arg for arg in args)))
    if len(written) > LONGEST or not _DEED.fullmatch(written):
        raise ValueError(f"{written!r} cannot be the choice of a card's button")
    return written


def deed_of(pressed: str) -> Deed | None:
    """What a choice asks for; None when it is the answer to a question."""
    match = _DEED.fullmatch(pressed)
    if match is None:
        return None
    return Deed(match[1], tuple(match[2].split(":")[1:]))


def card_button(label: Text, picture: str, verb: str, *args: int | str, selected: bool = False) -> Button:
    """A button of a card."""
    return Button(choice(verb, *args), label, picture, selected)


def base36(number: int) -> str:
    """A number as it stands on a button."""
    digits = ""
    while number >= 36:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return _DIGITS[number] + digits
