"""Hands out pictures: drawings from the disk, cards of a Taalhuis drawn when they are asked for."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from pathlib import Path

from flows.model import HouseCard

MOST_KEPT = 64
"""Cards of some 15 kB: who looks again gets the same one without drawing."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")


class PictureBook:
    """Satisfies `bot.channels.base.Pictures`. `data` is the folder with `pictures/` and `fonts/`."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._cards: OrderedDict[tuple[HouseCard, str], bytes] = OrderedDict()
        # Pillow has enough of one thread, and two cores have other work.
        self._drawing = asyncio.Lock()

    async def drawing(self, name: str) -> bytes | None:
        """Our own drawing of this name as PNG; None when there is none."""
        if not _NAME.fullmatch(name):
            return None
        path = self._data / "pictures" / f"{name}.png"
        return await asyncio.to_thread(_read, path)

    async def house(self, card: HouseCard, language: str) -> bytes:
        """A Taalhuis, its way and its week, as PNG."""
        key = (card, language)
        async with self._drawing:
            if key not in self._cards:
                self._cards[key] = await asyncio.to_thread(self._drawn, card, language)
                while len(self._cards) > MOST_KEPT:
                    self._cards.popitem(last=False)
            self._cards.move_to_end(key)
            return self._cards[key]

    def _drawn(self, card: HouseCard, language: str) -> bytes:
        from bot.pictures.house_card import draw

        return draw(card, language, self._data)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
