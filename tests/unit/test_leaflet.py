"""The leaflet: its code opens the chat, its words are there and fit, in each language and on both sizes."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from bot.leaflet import WIDTHS, Leaflet, as_png, draw
from bot.resources import resource_dir

LINK = "https://t.me/taalwijzer_bot?start=th_library_demo-zwolle-1"
LEAFLET = Leaflet(
    title="Wilt u iets leren?",
    help="Het Taalhuis helpt u. Dat is gratis.",
    needs=(
        ("reading", "lezen"),
        ("writing", "schrijven"),
        ("talking", "praten"),
        ("numbers", "rekenen"),
        ("digital", "computer en telefoon"),
    ),
    steps=("Pak uw telefoon.", "Open de camera.", "Richt op dit vak.", "Druk op de link."),
    heard="U kunt alles ook horen.",
    choose="Kies uw taal:",
    languages=("Nederlands", "English", "Türkçe", "Polski", "Українська", "Español", "العربية", "فارسی"),
    come="Of kom langs:",
    house="Taalhuis Zwolle",
    address="Zeven Alleetjes 1a, Zwolle",
    call="Of bel:",
    phone="038 123 45 67",
    link=LINK,
)
LONG = replace(
    LEAFLET,
    house="Taalhuis en Digitaal Plein in de Bibliotheek Kulturhus De Bijenkorf te Borne",
    address="Burgemeester van Nispen van Sevenaerstraat 123-bis, Sint Anna ter Muiden",
    title="Would you perhaps like to learn something new?",
)


def words_on(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return str(document[0].get_textpage().get_text_range())
    finally:
        document.close()


def edges_of(pdf: bytes) -> tuple[float, float]:
    """How far the words reach to the left and to the right, as part of the width."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        text = page.get_textpage()
        boxes = [text.get_rect(at) for at in range(text.count_rects())]
        return min(box[0] for box in boxes) / page.get_width(), max(
            box[2] for box in boxes
        ) / page.get_width()
    finally:
        document.close()


@pytest.mark.parametrize("size", WIDTHS)
def test_a_phone_reads_the_code_on_the_wall(size: str) -> None:
    image = Image.open(BytesIO(as_png(draw(LEAFLET, size=size, data=resource_dir("data")))))

    assert [found.text for found in zxingcpp.read_barcodes(image)] == [LINK]


@pytest.mark.parametrize("size", WIDTHS)
def test_all_words_stand_on_one_page_of_the_right_size(size: str) -> None:
    pdf = draw(LEAFLET, size=size, data=resource_dir("data"))
    shown = words_on(pdf)

    for words in (*LEAFLET.steps, LEAFLET.title, LEAFLET.house, LEAFLET.address, LEAFLET.phone, "lezen"):
        assert words in shown
    width = Image.open(BytesIO(as_png(pdf))).width
    assert width / 200 * 25.4 == pytest.approx(WIDTHS[size], abs=0.5)


@pytest.mark.parametrize("size", WIDTHS)
def test_long_names_become_smaller_and_never_leave_the_page(size: str) -> None:
    pdf = draw(LONG, size=size, data=resource_dir("data"))
    left, right = edges_of(pdf)

    assert left > 0.04
    assert right < 0.96


def test_who_reads_from_the_right_finds_the_beginning_there() -> None:
    data = resource_dir("data")
    from_left = Image.open(BytesIO(as_png(draw(LEAFLET, size="a4", data=data))))
    from_right = Image.open(BytesIO(as_png(draw(replace(LEAFLET, right_to_left=True), size="a4", data=data))))
    middle = from_left.width / 2

    (here,) = zxingcpp.read_barcodes(from_left)
    (there,) = zxingcpp.read_barcodes(from_right)

    assert here.position.top_left.x < middle < there.position.top_left.x


def test_a_house_without_a_telephone_offers_no_call() -> None:
    shown = words_on(draw(replace(LEAFLET, phone=""), size="a4", data=resource_dir("data")))

    assert LEAFLET.call not in shown
    assert LEAFLET.address in shown
