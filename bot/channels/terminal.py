"""A terminal as a channel: messages as calm plain text, buttons as numbers to type.

Somebody who reads along sees what a learner sees, without a telephone. The numbers belong to the latest
question; on a keypad each digit is typed as itself. A card has numbers of its own from 101 on, which stay
good whatever is asked next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, TextIO

from rich.console import Console
from rich.text import Text as Styled

from bot.channels.base import VOICE_NOT_HERE, Envelope, heard_first
from bot.errors import RecipientGone
from flows.facts import Capabilities
from flows.model import Button, Items, Name, Native, Prompt, Speech, Text, Venue
from flows.replies import Command, Reply, SharedLocation, Tap, Typed

TERMINAL = Capabilities(push=False, location=True, contact=False, typing=True)
LOCATION_EXAMPLE = "@52.5,6.1"

_LOCATION = re.compile(r"@\s*(-?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)")
_COMMAND = re.compile(r"/([A-Za-z][A-Za-z0-9_]*)(?:\s+(.*))?", re.DOTALL)
# A name must not move the cursor or colour the screen; line ends are our own.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_ISOLATES = "\u2068\u2069\u200f"
_SELECTED, _CHOSEN, _MAP, _FILE, _VOICE = "✓", "→", "📍", "📎", "🔊"
_KEYPAD_DIGITS = 10
# Where the numbers of each card begin; the tenth takes over those of the first.
_CARD_NUMBERS = 100
_CARDS = 9


class Renderer(Protocol):
    """What `bot.i18n.Catalogues` does for us."""

    def render(self, text: Text | Name | Items, language: str, *, html: bool = False) -> str:
        """The text for this reader."""


@dataclass(frozen=True, slots=True)
class _Question:
    """The latest question: what each handle that can be typed stands for."""

    conversation: int = 0
    serial: int = 0
    choices: dict[str, str] = field(default_factory=dict)


class _Screen(Console):
    """A console that leaves it to us what a closed pipe means; its own answer is to end the process."""

    def on_broken_pipe(self) -> None:
        raise RecipientGone("the terminal was closed")


class TerminalChannel:
    """Satisfies `bot.channels.base.Channel` for the one person at the terminal."""

    def __init__(self, renderer: Renderer, out: TextIO) -> None:
        """Colour, and lines broken to the width, only when `out` is a terminal."""
        self.name = "terminal"
        self.capabilities = TERMINAL
        self._renderer = renderer
        self._console = _Screen(file=out, markup=False, emoji=False, highlight=False)
        self._question = _Question()
        self._cards: dict[str, Tap] = {}
        self._cards_shown = 0

    async def deliver(self, envelope: Envelope) -> str:
        """Print the message and return the outbox id.

        Raises:
            RecipientGone: nobody reads any more, the pipe is closed.
        """
        handles = self._handles(envelope) if envelope.prompt.serial else self._card_handles(envelope)
        self._print(envelope, handles)
        self._remember(envelope, handles)
        return str(envelope.outbox_id)

    def reply_for(self, line: str) -> Reply:
        """What a typed line means: the number of a button, "/command words", "@52.5,6.1", or words."""
        words = line.strip()
        if pressed := self._cards.get(words):
            return pressed
        if choice := self._question.choices.get(words):
            return Tap(choice, self._question.serial, self._question.conversation)
        if command := _COMMAND.fullmatch(words):
            return Command(command[1].lower(), (command[2] or "").strip())
        return _location(words) or Typed(words)

    def _remember(self, envelope: Envelope, handles: dict[str, Button]) -> None:
        serial = envelope.prompt.serial
        older = envelope.conversation == self._question.conversation and serial < self._question.serial
        # A notice (0) leaves the question as it is, and so does an older question that only loses its
        # buttons.
        if serial and not older:
            choices = {handle: button.choice for handle, button in handles.items()}
            self._question = _Question(envelope.conversation, serial, choices)

    def _handles(self, envelope: Envelope) -> dict[str, Button]:
        """What to type for each button: its own digit on a keypad, otherwise 1, 2, 3 … in reading order."""
        buttons = list(_numbered(envelope.prompt))
        labels = [self._words(button, envelope.language) for button in buttons]
        own = {label for label in labels if _is_digit(label)}
        is_keypad = len(own) == _KEYPAD_DIGITS
        free = iter(range(_KEYPAD_DIGITS if is_keypad else 1, len(buttons) + _KEYPAD_DIGITS + 1))
        return {
            label if is_keypad and label in own else str(next(free)): button
            for button, label in zip(buttons, labels, strict=True)
        }

    def _card_handles(self, envelope: Envelope) -> dict[str, Button]:
        """Numbers of a hundred of their own, and what each will mean."""
        buttons = list(_numbered(envelope.prompt))
        if not buttons:
            return {}
        first = _CARD_NUMBERS * (self._cards_shown % _CARDS + 1)
        self._cards_shown += 1
        handles = {str(first + at): button for at, button in enumerate(buttons, start=1)}
        gone = [handle for handle in self._cards if int(handle) // _CARD_NUMBERS * _CARD_NUMBERS == first]
        for handle in gone:
            del self._cards[handle]
        self._cards |= {
            handle: Tap(button.choice, 0, envelope.conversation) for handle, button in handles.items()
        }
        return handles

    def _spoken(self, speech: Speech, language: str) -> str:
        answers = [self._words(button, language) for button in speech.choices]
        return " · ".join([*(self._shown(line, language) for line in speech.lines), *answers])

    def _words(self, button: Button, language: str) -> str:
        return self._shown(button.label, language).strip(_ISOLATES)

    def _shown(self, text: Text | Name | Items, language: str) -> str:
        return _CONTROLS.sub("", self._renderer.render(text, language))

    def _print(self, envelope: Envelope, handles: dict[str, Button]) -> None:
        prompt, language = envelope.prompt, envelope.language
        if heard := prompt.speech or heard_first(envelope):
            # A terminal has no voice; who reads along sees what a learner hears.
            self._say(f"[{_VOICE} {self._spoken(heard, language)}]", "dim")
        if prompt.chosen:
            # The question itself still stands above; only the answer is new.
            self._say(f"{_CHOSEN} {self._shown(Items(prompt.chosen), language)}", "green")
        elif prompt.lines:
            self._say("")
            for line in prompt.lines:
                self._say(self._shown(line, language), "bold" if prompt.serial else "")
        if prompt.venue:
            self._say(_venue(prompt.venue))
        if prompt.document:
            self._say(f"{_FILE} {_CONTROLS.sub('', prompt.document.name)}")
        if prompt.voice:
            self._say(f"{_VOICE} {self._shown(VOICE_NOT_HERE, language)}")
        self._print_buttons(envelope, handles)

    def _print_buttons(self, envelope: Envelope, handles: dict[str, Button]) -> None:
        prompt, language = envelope.prompt, envelope.language
        handle_of = {id(button): handle for handle, button in handles.items()}
        for row in prompt.rows:
            self._print_row([button for button in row if not button.native], handle_of, language)
        for button in _by_location(prompt):
            self._say(f"  {LOCATION_EXAMPLE}  {self._label(button, language)}", "cyan")
        for button in _plain(prompt.native):
            self._print_row([button], handle_of, language)
        always = [
            f"{handle_of[id(button)]} {self._label(button, language)}"
            for row in prompt.always
            for button in _plain(row)
        ]
        if always:
            self._say("  " + " · ".join(always), "dim")

    def _print_row(self, row: list[Button], handle_of: dict[int, str], language: str) -> None:
        """A row of digits on one line, every other button on a line of its own."""
        digits = [handle_of[id(button)] for button in row if self._is_key(button, handle_of, language)]
        if digits:
            self._say("  " + "  ".join(digits), "cyan")
        for button in row:
            if not self._is_key(button, handle_of, language):
                self._say(f"  {handle_of[id(button)]}  {self._label(button, language)}", "cyan")

    def _is_key(self, button: Button, handle_of: dict[int, str], language: str) -> bool:
        return not button.picture and self._words(button, language) == handle_of[id(button)]

    def _label(self, button: Button, language: str) -> str:
        selected = _SELECTED if button.selected else ""
        return " ".join(filter(None, (selected, button.picture, self._shown(button.label, language))))

    def _say(self, line: str, style: str = "") -> None:
        self._console.print(Styled(line, style), soft_wrap=not self._console.is_terminal)


def _numbered(prompt: Prompt) -> Iterator[Button]:
    """Every button that a number can stand for."""
    for row in (*prompt.rows, prompt.native, *prompt.always):
        yield from _plain(row)


def _plain(row: tuple[Button, ...]) -> Iterator[Button]:
    return (button for button in row if not button.native)


def _by_location(prompt: Prompt) -> Iterator[Button]:
    rows = (*prompt.rows, prompt.native)
    return (button for row in rows for button in row if button.native is Native.LOCATION)


def _is_digit(label: str) -> bool:
    return len(label) == 1 and label in "0123456789"


def _venue(venue: Venue) -> str:
    words = _CONTROLS.sub("", f"{venue.name}, {venue.address}")
    return f"{_MAP} {words} ({venue.latitude:.5f}, {venue.longitude:.5f})"


def _location(words: str) -> SharedLocation | None:
    match = _LOCATION.fullmatch(words)
    if match is None:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    return SharedLocation(latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
