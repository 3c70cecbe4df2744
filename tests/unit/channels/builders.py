"""Prompts and envelopes to send, and a renderer that shows keys."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bot.channels.base import Envelope
from flows.model import Button, Items, Name, Native, Prompt, Text

CHAT = 4_200_000_001


class KeyRenderer:
    """Shows a text as its key and a name as itself, escaped where that is asked for."""

    def __init__(self, texts: dict[str, str] | None = None) -> None:
        self.texts = texts or {}

    def render(self, text: Text | Name | Items, language: str, *, html: bool = False) -> str:
        shown = self._plain(text, language)
        return escape(shown) if html else shown

    def _plain(self, text: Text | Name | Items, language: str) -> str:
        if isinstance(text, Items):
            return ", ".join(self._plain(item, language) for item in text.items)
        if isinstance(text, Name):
            return text.name
        shown = self.texts.get(text.key, text.key)
        names = [param.name for param in text.params.values() if isinstance(param, Name)]
        return " ".join([shown, *names])


def make_button(choice: str = "yes", *, picture: str = "", selected: bool = False) -> Button:
    return Button(choice, Text(f"label.{choice}"), picture, selected)


def make_native(native: Native = Native.LOCATION) -> Button:
    return Button("share", Text(f"label.{native}"), native=native)


def make_prompt(*keys: str, rows: tuple[tuple[Button, ...], ...] = (), serial: int = 0) -> Prompt:
    return Prompt(tuple(Text(key) for key in keys or ("question",)), rows=rows, serial=serial)


def make_envelope(
    prompt: Prompt, *, address: str = str(CHAT), replaces_ref: str = "", conversation: int = 7
) -> Envelope:
    envelope = Envelope(1, address, conversation, "nl", "Europe/Amsterdam", prompt)
    return replace(envelope, replaces_ref=replaces_ref)
