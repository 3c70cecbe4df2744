"""The pictures of the screens in docs/screenshots, taken by the tests that look at the screens anyway.

`TAALWIJZER_WRITE_DOCS=1` takes them (`make screenshots`); without it nothing is taken, and a test only checks
that they are all there and small. 128 colours are enough for a page with few, and half of the bytes.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Page, ViewportSize

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WRITES = bool(os.environ.get("TAALWIJZER_WRITE_DOCS"))
MOST_BYTES = 60_000
_COLOURS = 128
_TO_THE_QUESTION = "document.querySelector('#now')?.scrollIntoView({block: 'start'})"


@dataclass(frozen=True, slots=True)
class Look:
    """One way of looking at screens; `name` begins the name of each picture, `letters` is a size in CSS."""

    name: str
    screens: tuple[str, ...]
    language: str = "nl"
    window: tuple[int, int] = (390, 844)
    scheme: Literal["light", "dark"] = "light"
    letters: str = ""
    forced: bool = False

    def pictures(self) -> list[str]:
        return [f"{self.name}-{screen}.png" for screen in self.screens]


LOOKS = (
    Look(
        "phone",
        (
            *("welcome", "language", "hello", "consent", "for_whom", "name", "keypad", "ticked", "purposes"),
            *("languages", "letter", "days", "how", "contact", "digits", "overview", "change", "stop"),
            *("taalhuis", "others", "home", "privacy", "next-person", "not-found"),
        ),
    ),
    Look("arabic", ("hello", "keypad", "ticked", "letter", "overview", "taalhuis"), language="ar"),
    Look("dark", ("ticked", "overview", "taalhuis"), scheme="dark"),
    Look("narrow", ("ticked", "days", "taalhuis"), window=(320, 640)),
    Look("double", ("ticked", "letter"), window=(640, 800), letters="250%"),
    Look("desk", ("ticked", "taalhuis"), window=(1280, 900)),
    Look("forced", ("ticked",), forced=True),
)
DEMO = ("offer", "appointment", "reminder")
CONSOLE = ("queue", "sign-up", "planning", "report", "map")


def expected() -> set[str]:
    """The name of every picture that should be there."""
    looks = {name for look in LOOKS for name in look.pictures()}
    return looks | {f"demo-{name}.png" for name in DEMO} | {f"console-{name}.png" for name in CONSOLE}


async def take(page: Page, language: str, screen: str) -> None:
    """Take every picture of this screen, if pictures are wanted; the page is left as it was."""
    if not WRITES:
        return
    before = page.viewport_size
    for look in LOOKS:
        if look.language == language and screen in look.screens:
            await page.set_viewport_size(ViewportSize(width=look.window[0], height=look.window[1]))
            await page.emulate_media(
                color_scheme=look.scheme, forced_colors="active" if look.forced else "none"
            )
            await page.evaluate("size => { document.documentElement.style.fontSize = size }", look.letters)
            await page.evaluate(_TO_THE_QUESTION)
            await write(page, f"{look.name}-{screen}.png")
    await page.emulate_media(forced_colors="none")
    await page.evaluate("document.documentElement.style.fontSize = ''")
    if before:
        await page.set_viewport_size(before)


async def write(page: Page, name: str, *, width: int = 0, colours: int = _COLOURS) -> None:
    """Write what the window shows, made smaller to so many pixels if that is told."""
    if not WRITES:
        return
    from PIL import Image  # only who takes pictures needs it

    picture = Image.open(io.BytesIO(await page.screenshot())).convert("RGB")
    if width:
        picture = picture.resize((width, picture.height * width // picture.width))
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture.quantize(colours, dither=Image.Dither.NONE).save(FOLDER / name, optimize=True)
