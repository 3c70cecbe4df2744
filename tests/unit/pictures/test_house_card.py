"""The card of a Taalhuis: what stands where, by facts of the picture and not by comparing pixels."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from babel import Locale
from PIL import Image

from bot.pictures import PictureBook
from bot.pictures.house_card import day_letters
from bot.pictures.paper import Sheet, fitted
from bot.pictures.sizes import size_of
from bot.resources import resource_dir
from flows.model import HouseCard

DATA = resource_dir("data")
FONT = DATA / "fonts" / "DejaVuSans-Bold-subset.ttf"
CLOSED: tuple[tuple[str, str], ...] = ()
CARD = HouseCard(
    name="Taalhuis Zwolle",
    street="Straat 1",
    town="Zwolle",
    km=1.24,
    bicycle_minutes=6,
    week=((("10:00", "17:00"),), CLOSED, (("09:00", "12:00"), ("13:00", "21:00")), *(CLOSED,) * 4),
    today=2,
)
LEARNER_LANGUAGES = ("nl", "en", "ar", "tr", "pl", "uk", "fa", "es")
TEAL, AMBER, PALE = (11, 122, 111), (244, 166, 42), (230, 220, 195)

Colour = tuple[int, int, int]


async def drawn(card: HouseCard, language: str = "nl") -> Image.Image:
    png = await PictureBook(DATA).house(card, language)
    return Image.open(io.BytesIO(png)).convert("RGB")


def near(image: Image.Image, x: int, y: int, colour: Colour) -> bool:
    """Shades may differ a little: a picture has few colours."""
    pixel = image.getpixel((x, y))
    assert isinstance(pixel, tuple)
    return all(abs(is_ - want) < 16 for is_, want in zip(pixel, colour, strict=True))


def middle(day: int) -> int:
    """The middle of the column of a day, for who reads from the left."""
    return 28 + day * 107 + 50


def open_at(image: Image.Image, x: int) -> set[int]:
    """The hours at which the column at `x` is a bar; beside its figures."""
    left = x - 46
    return {
        hour for hour in range(8, 21) if near(image, left, round(372 + (hour + 0.5 - 8) / 13 * 240), TEAL)
    }


async def test_open_hours_are_bars_from_eight_to_nine_in_the_evening() -> None:
    image = await drawn(CARD)

    assert image.size == size_of(CARD) == (800, 640)
    assert open_at(image, middle(0)) == set(range(10, 17))
    assert open_at(image, middle(2)) == {9, 10, 11, *range(13, 21)}


async def test_a_closed_day_is_light() -> None:
    image = await drawn(CARD)

    assert [open_at(image, middle(day)) for day in (1, 3, 4, 5, 6)] == [set()] * 5
    assert near(image, middle(1), 400, PALE)


@pytest.mark.parametrize("today", range(7))
async def test_today_has_a_frame_and_no_other_day_has(today: int) -> None:
    image = await drawn(replace(CARD, today=today))

    assert [near(image, middle(day) - 40, 328, AMBER) for day in range(7)] == [
        day == today for day in range(7)
    ]


@pytest.mark.parametrize("language", ["ar", "fa"])
async def test_who_reads_from_the_right_has_monday_there(language: str) -> None:
    image = await drawn(CARD, language)

    assert open_at(image, 800 - middle(0)) == set(range(10, 17))
    assert near(image, 800 - middle(2) - 40, 328, AMBER)


async def test_a_house_without_known_hours_has_no_week() -> None:
    unknown = replace(CARD, week=())

    assert (await drawn(unknown)).size == size_of(unknown) == (800, 316)


@pytest.mark.parametrize("language", LEARNER_LANGUAGES)
async def test_a_card_is_small_and_every_letter_is_in_the_font(language: str) -> None:
    png = await PictureBook(DATA).house(CARD, language)
    sheet = Sheet.empty(10, 10, FONT, from_right=False)
    nothing = sheet.font(40).getmask("\ue000").getbbox(), bytes(sheet.font(40).getmask("\ue000"))
    letters = {letter for day in range(7) for letter in day_letters(day, Locale(language))}

    assert len(png) < 40_000
    assert [
        letter
        for letter in letters
        if (sheet.font(40).getmask(letter).getbbox(), bytes(sheet.font(40).getmask(letter))) == nothing
    ] == []


def test_days_that_join_their_letters_have_one_letter() -> None:
    assert [day_letters(day, Locale("nl")) for day in (0, 6)] == ["ma", "zo"]
    assert {len(day_letters(day, Locale(language))) for day in range(7) for language in ("ar", "fa")} == {1}


async def test_odd_hours_do_no_harm() -> None:
    odd = (
        (("06:00", "07:30"),),
        (("22:00", "02:00"),),
        (("20:00", "00:00"),),
        (("00:00", "24:00"),),
        *(CLOSED,) * 3,
    )
    image = await drawn(replace(CARD, week=odd))

    assert [open_at(image, middle(day)) for day in range(4)] == [set(), set(), {20}, set(range(8, 21))]


@pytest.mark.parametrize(
    "name",
    ["", "Taalhuis", "Taalhuis Bibliotheek Kop van Overijssel in het oude stadhuis van Steenwijk", "W" * 90],
)
async def test_any_name_fits(name: str) -> None:
    image = await drawn(replace(CARD, name=name, street=name))

    # The margin at the end is free.
    assert all(near(image, 790, y, (255, 246, 223)) for y in range(0, 160, 4))


def test_a_name_breaks_between_words() -> None:
    sheet = Sheet.empty(10, 10, FONT, from_right=False)

    assert fitted("Taalhuis Zwolle", sheet, (44, 32), 600) == (["Taalhuis Zwolle"], 44)
    whole = "Taalhuis van Hasselt en Genemuiden"
    assert fitted(whole, sheet, (44, 32), 380) == (["Taalhuis van Hasselt", "en Genemuiden"], 32)
    assert fitted(whole, sheet, (44, 32), 300) == (["Taalhuis van", "Hasselt en Ge…"], 32)


async def test_the_same_card_is_drawn_once() -> None:
    book = PictureBook(DATA)

    assert await book.house(CARD, "nl") is await book.house(CARD, "nl")
    assert await book.house(CARD, "nl") != await book.house(CARD, "ar")


def test_pillow_is_not_loaded_before_the_first_card() -> None:
    script = "import sys, bot.app, bot.server; sys.exit('PIL' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], cwd=DATA.parent, check=False).returncode == 0


async def test_no_figures_stand_on_the_way_to_a_house_that_is_there() -> None:
    """A fraction that says nothing is not drawn."""
    (far, there) = await drawn(CARD), await drawn(replace(CARD, km=0.04))
    figures = (250, 200, 700, 262)

    assert len(far.crop(figures).getcolors(4096) or ()) > 1
    assert len(there.crop(figures).getcolors(4096) or ()) == 1
