"""What a leaflet's link says, there and back; everything else says nothing."""

from __future__ import annotations

import re

import pytest

from bot.domain.origin import LONGEST, Origin, Wall, origin_of


@pytest.mark.parametrize("wall", Wall)
def test_what_a_link_carries_is_read_back(wall: Wall) -> None:
    origin = Origin(wall, "demo-zwolle-1")

    assert origin_of(str(origin)) == origin


@pytest.mark.parametrize("wall", Wall)
def test_the_longest_code_of_a_taalhuis_fits_in_a_link_of_telegram(wall: Wall) -> None:
    payload = str(Origin(wall, "x" * 40))

    assert len(payload) <= LONGEST
    assert re.fullmatch(r"[A-Za-z0-9_-]+", payload)
    assert origin_of(payload) is not None


@pytest.mark.parametrize(
    "words",
    [
        "",
        "th",
        "th_library",
        "th_library_",
        "th_moon_demo-zwolle-1",
        "th_library_demo_zwolle",
        "TH_library_demo-zwolle-1",
        "th_library_demo-zwolle-1\n",
        "th_library_" + "x" * 60,
        "th_library_مرحبا",
    ],
)
def test_anything_else_is_no_leaflet(words: str) -> None:
    assert origin_of(words) is None
