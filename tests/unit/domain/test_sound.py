"""What a browser records is told by its bytes, and becomes what every phone plays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sound import Kind, NoSound, kind_of, playable
from tests.support.sounds import heard_in, ogg, packets_of, webm

MP4 = b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00"


def test_a_webm_of_a_browser_becomes_an_ogg_of_the_same_packets_that_sounds_as_long() -> None:
    said = ogg(2.5)
    made, seconds = playable(webm(said))

    assert kind_of(made) is Kind.OGG
    assert packets_of(made)[2:] == packets_of(said)[2:]
    length, loudness = heard_in(made)
    assert abs(length - 2.5) < 0.1
    assert abs(seconds - 2.5) < 0.1
    assert loudness > 0.1


def test_an_ogg_and_an_mp4_stay_as_they_are() -> None:
    said = ogg(1.0)

    assert playable(said)[0] == said
    assert abs(playable(said)[1] - 1.0) < 0.1
    assert playable(MP4) == (MP4, 0.0)


@pytest.mark.parametrize("bytes_", [b"", b"RIFF", b"<html>", b"OggS", webm(ogg(1.0))[:60]])
def test_what_is_no_sound_is_refused(bytes_: bytes) -> None:
    with pytest.raises(NoSound):
        playable(bytes_)


@given(st.binary(max_size=400), st.integers(min_value=0, max_value=400))
def test_nothing_that_a_stranger_sends_breaks_it(strange: bytes, at: int) -> None:
    whole = webm(ogg(1.0))
    for sent in (b"\x1a\x45\xdf\xa3" + strange, whole[:at] + strange + whole[at:], b"OggS" + strange):
        try:
            made, seconds = playable(sent)
        except NoSound:
            continue
        assert made.startswith(b"OggS")
        assert seconds >= 0
