"""Draw three cards of a Taalhuis for docs/screenshots/cards: in Dutch, in Arabic, and of a closed house.

python -m tools.draw_house_cards
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from bot.pictures import PictureBook
from bot.resources import resource_dir
from flows.model import HouseCard

ROOT = Path(__file__).resolve().parent.parent
_WEEK = (
    (("10:00", "17:00"),),
    (("09:30", "12:00"), ("13:00", "17:30")),
    (("10:00", "20:00"),),
    (),
    (("09:00", "12:30"),),
    (("11:00", "13:00"),),
    (),
)
_OPEN = HouseCard("Taalhuis Zwolle (demo)", "Demostraat 1", "Zwolle", 1.24, 6, _WEEK, 2)
_LONG_NAME = "Taalhuis Bibliotheek Kop van Overijssel (demo)"
EXAMPLES: Mapping[str, tuple[HouseCard, str]] = {
    "house-dutch": (_OPEN, "nl"),
    "house-arabic": (_OPEN, "ar"),
    "house-closed": (HouseCard(_LONG_NAME, "", "Steenwijk", 12.3, 64, ((),) * 7, 6), "uk"),
}


async def draw_all(folder: Path) -> None:
    """Write them all here."""
    book = PictureBook(resource_dir("data"))
    for name, (card, language) in EXAMPLES.items():
        (folder / f"{name}.png").write_bytes(await book.house(card, language))


if __name__ == "__main__":
    asyncio.run(draw_all(ROOT / "docs" / "screenshots" / "cards"))
