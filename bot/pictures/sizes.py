"""How large a card is, for who leaves room for it without drawing it."""

from __future__ import annotations

from flows.model import HouseCard

WIDTH, HEIGHT, WITHOUT_WEEK = 800, 640, 316


def size_of(card: HouseCard) -> tuple[int, int]:
    """Width and height in pixels. Without known hours there is no week on it."""
    return WIDTH, HEIGHT if card.week else WITHOUT_WEEK
