"""A sheet to draw on: colours, letters, and a left that is a right for who reads from right to left.

All places are given as for a reader from the left; a sheet of the other hand turns them round, and never
the letters themselves. Letters are set one by one, so no library for the joining of Arabic is needed: what
is written on a card is a Dutch name, figures, and one letter for a day.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

PAPER, INK, TEAL, AMBER, WHITE, PALE = "#fff6df", "#1b2a32", "#0b7a6f", "#f4a62a", "#ffffff", "#e6dcc3"
COLOURS = 48
FINE = 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of `width` pixels, drawn `FINE` times as large, so that no edge is jagged when it is shrunk.
    `from_right`: for who reads from right to left.
    """

    width: int
    image: Image.Image
    brush: ImageDraw.ImageDraw
    letters: Path
    from_right: bool

    @classmethod
    def empty(cls, width: int, height: int, letters: Path, *, from_right: bool) -> Sheet:
        image = Image.new("RGB", (width * FINE, height * FINE), PAPER)
        return cls(width, image, ImageDraw.Draw(image), letters, from_right)

    def png(self) -> bytes:
        """In its own size, with few colours."""
        small = self.image.reduce(FINE)
        out = io.BytesIO()
        few = small.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
        return out.getvalue()

    def at(self, point: Point) -> Point:
        """Where this stands in the large image."""
        return (self.width - point[0] if self.from_right else point[0]) * FINE, point[1] * FINE

    def line(self, *points: Point, colour: str = INK, width: int = 6) -> None:
        """Round at its ends and corners."""
        turned = [self.at(point) for point in points]
        self.brush.line(turned, fill=colour, width=width * FINE, joint="curve")
        half = (width * FINE - 1) / 2
        for x, y in turned:
            self.brush.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def circle(self, at: Point, radius: float, *, fill: str | None = None, width: int = 6) -> None:
        (x, y), far = self.at(at), radius * FINE
        self.brush.ellipse((x - far, y - far, x + far, y + far), fill=fill, outline=INK, width=width * FINE)

    def flag(self, *points: Point) -> None:
        turned = [self.at(point) for point in points]
        self.brush.polygon(turned, fill=AMBER, outline=INK, width=4 * FINE)

    def box(self, corner: Point, size: Point, *, fill: str, edge: str | None = None, radius: int = 8) -> None:
        """`corner` is the upper one where reading begins."""
        one, other = self.at(corner), self.at((corner[0] + size[0], corner[1] + size[1]))
        self.brush.rounded_rectangle(
            (min(one[0], other[0]), one[1], max(one[0], other[0]), other[1]),
            radius=radius * FINE,
            fill=fill,
            outline=edge,
            width=4 * FINE,
        )

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self.letters, size * FINE, layout_engine=ImageFont.Layout.BASIC)

    def words(self, at: Point, words: str, size: int, *, colour: str = INK, anchor: str = "l") -> None:
        """`anchor` is "l" where reading begins, "m" the middle, "r" the end; `at` is at half their height."""
        if self.from_right and anchor in "lr":
            anchor = "r" if anchor == "l" else "l"
        self.brush.text(self.at(at), words, font=self.font(size), fill=colour, anchor=f"{anchor}m")

    def length(self, words: str, size: int) -> float:
        """Pixels that these words take."""
        return self.font(size).getlength(words) / FINE

    def paste(self, picture: Image.Image, corner: Point, side: int) -> None:
        """A square picture; `corner` is the upper one where reading begins."""
        left = min(self.at(corner)[0], self.at((corner[0] + side, 0))[0])
        large = picture.resize((side * FINE, side * FINE), Image.Resampling.LANCZOS)
        self.image.paste(large, (round(left), round(corner[1] * FINE)))


def fitted(words: str, sheet: Sheet, sizes: Sequence[int], room: float) -> tuple[list[str], int]:
    """These words on one line, or on two in the smallest of these sizes, with their size in pixels."""
    for size in sizes:
        if sheet.length(words, size) <= room:
            return [words], size
    size = sizes[-1]
    first, rest = "", words.split()
    while rest and sheet.length(f"{first} {rest[0]}".strip(), size) <= room:
        first = f"{first} {rest.pop(0)}".strip()
    second = " ".join(rest)
    if not first:
        return [cut(words, sheet, size, room)], size
    return [first, cut(second, sheet, size, room)], size


def cut(words: str, sheet: Sheet, size: int, room: float) -> str:
    """As much as there is room for."""
    if sheet.length(words, size) <= room:
        return words
    while words and sheet.length(f"{words}…", size) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"
