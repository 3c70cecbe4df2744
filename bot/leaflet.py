"""Draws the leaflet of a Taalhuis: for a wall, to be understood by its pictures, with a code for the phone.

One drawing serves A4 and A5, left-to-right and right-to-left: all lengths are millimetres on A4, from the
side where reading begins. The PDF consists of lines and letters; the PNG is that same page.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from fpdf import FPDF

WIDTHS = {"a4": 210.0, "a5": 148.0}
"""Millimetres; the height follows."""
_A4_WIDTH = 210.0
_MARGIN = 14.0
_INK, _ACCENT, _PAPER = (27, 42, 50), (11, 122, 111), (255, 246, 223)
_FONT = "leaflet"
_LEAST_POINTS = 7.0
_PNG_DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72
_SPEAKER = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">
<g fill="none" stroke="#1b2a32" stroke-width="6" stroke-linecap="round" stroke-linejoin="round">
<path d="M14 36 L14 60 L30 60 L52 78 L52 18 L30 36 Z" fill="#f5a62a"/>
<path d="M64 36 C 70 43 70 53 64 60 M74 25 C 88 39 88 57 74 71"/></g></svg>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaflet:
    """What stands on it, in the reader's language. `needs` are (name of a drawing, label). `link` is what the
    code opens; `phone` may be "".
    """

    title: str
    help: str
    needs: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    heard: str
    choose: str
    languages: tuple[str, ...]
    come: str
    house: str
    address: str
    call: str
    phone: str
    link: str
    right_to_left: bool = False


def draw(leaflet: Leaflet, *, size: str, data: Path) -> bytes:
    """The leaflet as a PDF of one page. `size` is a key of `WIDTHS`; `data` holds drawings and the font."""
    page = _Page(leaflet, size, data)
    page.head()
    page.needs()
    page.way_in()
    page.languages()
    page.house()
    return page.pdf_bytes()


def as_png(pdf: bytes) -> bytes:
    """The first page of a PDF, 200 dots to the inch."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[0].render(scale=_PNG_DOTS_PER_INCH / _POINTS_PER_INCH).to_pil()
    finally:
        document.close()
    written = BytesIO()
    image.convert("RGB").quantize(64).save(written, "PNG", optimize=True)
    return written.getvalue()


class _Page:
    """One page in the making."""

    def __init__(self, leaflet: Leaflet, size: str, data: Path) -> None:
        self._leaflet = leaflet
        self._scale = WIDTHS[size] / _A4_WIDTH
        self._pictures = data / "pictures"
        self._pdf = _blank(size, leaflet.title, data / "fonts" / "DejaVuSans-Bold-subset.ttf")

    def pdf_bytes(self) -> bytes:
        return bytes(self._pdf.output())

    def head(self) -> None:
        """What it is about, on a band of colour."""
        self._box(0, 0, _A4_WIDTH, 58, _ACCENT)
        self._picture("taalhuis", _MARGIN, 9, 40)
        self._text(self._leaflet.title, 60, 14, 136, 16, points=40, colour=(255, 255, 255))
        self._text(self._leaflet.help, 60, 34, 136, 10, points=20, colour=(255, 255, 255))

    def needs(self) -> None:
        """What can be learnt, in pictures."""
        width = (_A4_WIDTH - 2 * _MARGIN) / len(self._leaflet.needs)
        for at, (picture, label) in enumerate(self._leaflet.needs):
            left = _MARGIN + at * width
            self._picture(picture, left + (width - 31) / 2, 66, 31)
            self._text(label, left, 98, width, 8, points=13, centred=True)

    def way_in(self) -> None:
        """The code, and how to use it, step by step."""
        self._box(0, 112, _A4_WIDTH, 112, _PAPER)
        self._code(_MARGIN, 120, 96)
        for at, step in enumerate(self._leaflet.steps):
            top = 121 + at * 18
            self._disc(116, top, 12)
            self._text(str(at + 1), 116, top, 12, 12, points=20, colour=(255, 255, 255), centred=True)
            self._text(step, 132, top, 66, 12, points=17)
        self._image(BytesIO(_SPEAKER), 114, 198, 16)
        self._text(self._leaflet.heard, 132, 200, 66, 12, points=17)

    def languages(self) -> None:
        """What each language calls itself: everybody finds their own."""
        self._text(self._leaflet.choose, _MARGIN, 230, _A4_WIDTH - 2 * _MARGIN, 8, points=13, colour=_ACCENT)
        names = self._leaflet.languages
        columns = max(1, min(4, len(names)))
        width = (_A4_WIDTH - 2 * _MARGIN) / columns
        for at, name in enumerate(names):
            row, column = divmod(at, columns)
            self._text(name, _MARGIN + column * width, 239 + row * 8, width, 8, points=15)

    def house(self) -> None:
        """Where it is, for who has no phone."""
        leaflet, wide = self._leaflet, _A4_WIDTH - 2 * _MARGIN
        self._box(_MARGIN, 258, wide, 0.8, _ACCENT)
        left = 112 if leaflet.phone else wide
        self._text(leaflet.come, _MARGIN, 262, left, 6, points=12, colour=_ACCENT)
        self._text(leaflet.house, _MARGIN, 269, left, 9, points=19)
        self._text(leaflet.address, _MARGIN, 279, left, 8, points=15)
        if leaflet.phone:
            self._picture("call", 132, 264, 20)
            self._text(leaflet.call, 155, 264, 41, 6, points=12, colour=_ACCENT)
            self._text(leaflet.phone, 155, 272, 41, 10, points=18)

    # ── pieces, in millimetres on A4 ───────────────────────────────────────────────────────────────────

    def _left(self, x: float, width: float) -> float:
        """From the side where reading begins to the left side of the paper."""
        begins = _A4_WIDTH - x - width if self._leaflet.right_to_left else x
        return begins * self._scale

    def _box(self, x: float, y: float, width: float, height: float, colour: tuple[int, int, int]) -> None:
        self._pdf.set_fill_color(*colour)
        scale = self._scale
        self._pdf.rect(self._left(x, width), y * scale, width * scale, height * scale, style="F")

    def _disc(self, x: float, y: float, width: float) -> None:
        self._pdf.set_fill_color(*_ACCENT)
        scale = self._scale
        self._pdf.ellipse(self._left(x, width), y * scale, width * scale, width * scale, style="F")

    def _picture(self, name: str, x: float, y: float, width: float) -> None:
        self._image(BytesIO((self._pictures / f"{name}.svg").read_bytes()), x, y, width)

    def _image(self, svg: BytesIO, x: float, y: float, width: float) -> None:
        self._pdf.image(svg, x=self._left(x, width), y=y * self._scale, w=width * self._scale)

    def _code(self, x: float, y: float, width: float) -> None:
        """The QR code in squares of ink, with its quiet zone on white."""
        matrix = segno.make(self._leaflet.link, error="m", micro=False).matrix
        quiet = 4
        module = width / (len(matrix) + 2 * quiet)
        self._box(x, y, width, width, (255, 255, 255))
        left = self._left(x, width) / self._scale
        self._pdf.set_fill_color(0, 0, 0)
        for row, line in enumerate(matrix):
            for column, dark in enumerate(line):
                if dark:
                    place = left + (column + quiet) * module, y + (row + quiet) * module
                    # A hair wider, or a printer shows a white line between two squares.
                    side = module * 1.02 * self._scale
                    self._pdf.rect(place[0] * self._scale, place[1] * self._scale, side, side, style="F")

    def _text(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        points: float,
        colour: tuple[int, int, int] = _INK,
        centred: bool = False,
    ) -> None:
        """Words in a box, on one line; smaller letters where they would not fit, two lines when that is not
        enough.
        """
        scale = self._scale
        lines = self._fit(words, width * scale, points * scale)
        side = "C" if centred else "R" if self._leaflet.right_to_left else "L"
        self._pdf.set_text_color(*colour)
        for at, line in enumerate(lines):
            self._pdf.set_xy(self._left(x, width), (y + at * height / len(lines)) * scale)
            self._pdf.cell(w=width * scale, h=height / len(lines) * scale, text=line, align=side)

    def _fit(self, words: str, width: float, points: float) -> list[str]:
        for part in (1.0, 0.9, 0.8, 0.7):
            self._pdf.set_font(_FONT, size=points * part)
            if self._pdf.get_string_width(words) <= width:
                return [words]
        lines = _halves(words)
        size = points * 0.7
        while size > _LEAST_POINTS and max(map(self._pdf.get_string_width, lines)) > width:
            size *= 0.95
            self._pdf.set_font(_FONT, size=size)
        return lines


def _halves(words: str) -> list[str]:
    """Two lines of about the same length; one when there is nothing to cut."""
    parts = words.split(" ")
    cuts = [(" ".join(parts[:at]), " ".join(parts[at:])) for at in range(1, len(parts))]
    best = min(cuts, key=lambda cut: max(map(len, cut)), default=None)
    return list(best) if best else [words]


def _blank(size: str, title: str, font: Path) -> FPDF:
    # 40 ms to import, and only this command draws.
    from fpdf import FPDF

    width = WIDTHS[size]
    pdf = FPDF(format=(width, width * 297 / 210))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.set_title(title)
    pdf.add_font(_FONT, fname=font)
    pdf.set_font(_FONT, size=12)
    pdf.set_text_shaping(True)
    pdf.add_page()
    return pdf
