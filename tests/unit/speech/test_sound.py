"""Sound as files: small, whole, and not fooled by damage."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
import soundfile

from bot.speech.sound import (
    RATE,
    Sound,
    SoundDamaged,
    clip_decoded,
    decoded,
    encoded,
    is_silent,
    joined,
    levelled,
    resampled,
)
from tests.unit.speech.builders import tone


def _pitch(sound: Sound) -> float:
    """The loudest frequency, in hertz."""
    spectrum = np.abs(np.fft.rfft(sound.samples))
    return float(np.argmax(spectrum) * sound.rate / len(sound.samples))


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 24_000, 44_100, 48_000])
def test_another_rate_changes_neither_length_nor_pitch(rate: int) -> None:
    sound = resampled(tone(1.3, pitch=440, rate=rate), RATE)

    assert sound.rate == RATE
    assert sound.seconds == pytest.approx(1.3, abs=0.001)
    assert _pitch(sound) == pytest.approx(440, abs=2)


def test_a_clip_is_mono_opus_of_some_24_kbit_a_second() -> None:
    content = encoded(tone(4))

    info = soundfile.info(io.BytesIO(content))
    assert (info.format, info.subtype, info.channels, info.samplerate) == ("OGG", "OPUS", 1, RATE)
    assert len(content) * 8 / 4 < 32_000


def test_a_clip_sounds_like_what_went_into_it() -> None:
    sound = clip_decoded(encoded(tone(1.5, pitch=330)))

    assert sound.seconds == pytest.approx(1.5, abs=0.03)
    assert _pitch(sound) == pytest.approx(330, abs=3)


@pytest.mark.parametrize(
    "damage",
    [
        lambda clip: b"",
        lambda clip: b"no sound at all",
        lambda clip: clip[: len(clip) // 2],
        lambda clip: clip[:-7],
        lambda clip: clip[:9_000] + bytes(40) + clip[9_040:],
        lambda clip: bytes(100) + clip[100:],
    ],
    ids=["empty", "other", "half", "end missing", "middle changed", "beginning changed"],
)
def test_a_damaged_clip_is_recognised(damage: Callable[[bytes], bytes]) -> None:
    broken = damage(encoded(tone(6)))

    with pytest.raises(SoundDamaged):
        clip_decoded(broken)


def test_other_kinds_of_files_are_read_and_mixed_to_one_channel() -> None:
    file = io.BytesIO()
    soundfile.write(file, np.tile(tone(0.5).samples[:, None], (1, 2)), 22_050, format="FLAC")

    sound = decoded(file.getvalue())

    assert sound.samples.ndim == 1
    assert sound.seconds == pytest.approx(0.5, abs=0.001)


def test_loud_and_soft_voices_become_equally_loud_without_the_silence_around_them() -> None:
    soft = Sound((tone(1).samples * 0.1).astype(np.float32), 22_050)
    around = joined([(Sound(np.zeros(22_050, dtype=np.float32), 22_050), 0.0), (soft, 1.0)])

    one, other = levelled(around), levelled(tone(1))

    assert one.seconds == pytest.approx(1.0, abs=0.02)
    assert np.sqrt(np.mean(one.samples**2)) == pytest.approx(np.sqrt(np.mean(other.samples**2)), rel=0.05)


def test_silence_is_told_from_speech() -> None:
    assert is_silent(Sound(np.full(1_000, 0.001, dtype=np.float32), RATE))
    assert not is_silent(tone(0.1))


def test_joined_sounds_have_their_rests_between_them() -> None:
    sound = joined([(tone(1), 0.5), (tone(1, rate=48_000), 0.25)])

    assert sound.seconds == pytest.approx(2.75, abs=0.01)
    assert is_silent(Sound(sound.samples[int(1.1 * RATE) : int(1.4 * RATE)], RATE))
