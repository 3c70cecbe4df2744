"""The same message for where a picture cannot be shown."""

from __future__ import annotations

from dataclasses import replace

from flows.model import Prompt


def has_picture(prompt: Prompt) -> bool:
    """Whether one goes with the words."""
    return bool(prompt.picture or prompt.house)


def without_picture(prompt: Prompt) -> Prompt:
    """The words alone."""
    return replace(prompt, picture="", house=None)
