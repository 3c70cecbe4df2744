"""Our own drawings: in one style, small, each PNG of its SVG, and all that is asked for is there."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from bot.pictures import PictureBook
from bot.resources import resource_dir
from console.drawings import DRAWN
from flows.intake import intake_flow
from flows.picture_names import picture_name
from tools.draw_pictures import HEIGHT, WIDTH, drawn, ground, is_of

DATA = resource_dir("data")
PICTURES = DATA / "pictures"
SVGS = sorted(PICTURES.glob("*.svg"))
MOST_BYTES_SVG, MOST_BYTES_PNG = 2_500, 15_000
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_FLAG = {"#c8102e", "#1e4785"}
PALETTE = {"#1b2a32", "#0b7a6f", "#f4a62a", "#ffffff", "#fff6df", "#12343f"}


def by_name(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", SVGS, ids=by_name)
def test_a_drawing_is_in_the_house_style(path: Path) -> None:
    svg = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}

    assert root.attrib["viewBox"] == "0 0 96 96"
    assert tags <= {"svg", "rect", "g", "path", "circle", "ellipse"}, (
        "no letters, no scripts, nothing from outside"
    )
    assert set(_COLOUR.findall(svg)) <= PALETTE | (_FLAG if path.stem == "dutch" else set())
    assert len(svg) <= MOST_BYTES_SVG


@pytest.mark.parametrize("path", SVGS, ids=by_name)
def test_a_png_is_of_its_svg_and_small(path: Path) -> None:
    svg, png = path.read_text(encoding="utf-8"), path.with_suffix(".png")

    assert is_of(png, svg), "python -m tools.draw_pictures"
    with Image.open(png) as image:
        assert (image.size, image.mode) == ((WIDTH, HEIGHT), "P")
        assert "#%02x%02x%02x" % image.convert("RGB").getpixel((2, 2)) == ground(svg)  # type: ignore[str-format]  # noqa: UP031
    assert png.stat().st_size <= MOST_BYTES_PNG


def test_drawing_again_gives_what_is_there() -> None:
    svg = (PICTURES / "letter.svg").read_text(encoding="utf-8")

    assert drawn(svg) == (PICTURES / "letter.png").read_bytes()


def test_a_changed_drawing_is_seen() -> None:
    svg = (PICTURES / "letter.svg").read_text(encoding="utf-8")

    assert not is_of(PICTURES / "letter.png", svg.replace("26", "27", 1))
    assert not is_of(PICTURES / "absent.png", svg)


def test_what_does_not_begin_with_its_ground_is_no_drawing_of_ours() -> None:
    with pytest.raises(ValueError, match="ground"):
        ground("<svg/>")


def test_every_drawing_that_is_asked_for_is_there_and_none_is_left_over() -> None:
    flow = intake_flow()
    asked = {step.picture for step in flow.steps.values() if step.picture} | set(DRAWN.values())

    assert asked == {path.stem for path in SVGS}


def test_what_is_seen_on_a_drawing_can_be_said() -> None:
    shown = {step.picture for step in intake_flow().steps.values() if step.picture}

    assert [name for name in shown if picture_name(name) is None] == []
    assert [emoji for emoji in DRAWN if picture_name(emoji) is None] == []


async def test_a_drawing_comes_from_the_disk() -> None:
    book = PictureBook(DATA)

    assert await book.drawing("letter") == (PICTURES / "letter.png").read_bytes()


@pytest.mark.parametrize("name", ["", "absent", "../fonts/LICENSE", "letter.svg", "LETTER"])
async def test_what_is_no_drawing_is_none(name: str) -> None:
    assert await PictureBook(DATA).drawing(name) is None
