"""Draw `data/pictures/*.svg` as PNG beside them, for Telegram, which shows no SVG.

    python -m tools.draw_pictures           draws what is missing or older than its SVG
    python -m tools.draw_pictures --check   says which those are, and fails

A PNG is wide and low, so that question and answers stay on the screen of a phone. Each notes of which SVG it
was made, so nothing has to be drawn to know that it is of today.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import resvg_py
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.resources import resource_dir

WIDTH, HEIGHT = 640, 256
PADDING = 8
COLOURS = 48
NOTE = "svg-sha256"
_GROUND = re.compile(r'<rect width="96" height="96" rx="16" fill="(#[0-9a-f]{6})"')


def drawn(svg: str) -> bytes:
    """The drawing in the middle of a wide ground of its own colour, as PNG with few colours."""
    side = HEIGHT - 2 * PADDING
    tile = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_string=svg, width=side, skip_system_fonts=True)))
    wide = Image.new("RGB", (WIDTH, HEIGHT), ground(svg))
    wide.paste(tile, ((WIDTH - side) // 2, PADDING), tile.convert("RGBA"))
    note = PngInfo()
    note.add_text(NOTE, fingerprint(svg))
    out = io.BytesIO()
    few = wide.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True, pnginfo=note)
    return out.getvalue()


def ground(svg: str) -> str:
    """The colour behind the drawing: that of its first shape.

    Raises:
        ValueError: it is not in our house style.
    """
    found = _GROUND.search(svg)
    if not found:
        raise ValueError("a drawing begins with its ground")
    return found[1]


def fingerprint(svg: str) -> str:
    """Names these very strokes."""
    return sha256(svg.encode()).hexdigest()


def is_of(png: Path, svg: str) -> bool:
    """Whether this PNG was made of this SVG."""
    if not png.is_file():
        return False
    with Image.open(png) as image:
        return image.info.get(NOTE) == fingerprint(svg)


def main(arguments: Sequence[str]) -> int:
    """Draw them all, or with --check only look."""
    stale = 0
    for path in sorted((resource_dir("data") / "pictures").glob("*.svg")):
        svg, png = path.read_text(encoding="utf-8"), path.with_suffix(".png")
        if is_of(png, svg):
            continue
        stale += 1
        print(path.name)
        if "--check" not in arguments:
            png.write_bytes(drawn(svg))
    return min(stale, 1) if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
