"""Sound as numbers, and as the small files that phones play: mono Ogg Opus of some 24 kbit/s.

numpy and soundfile (libsndfile, libopus) come in on first use: they are large, and many processes never
speak.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import TaalwijzerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

RATE = 24_000
"""Samples a second of every clip: speech has nothing above 12 kHz, and Opus takes this rate as it is."""
# libsndfile counts 0 (256 kbit/s) to 1 (6 kbit/s); measured: 0.92 gives 25 kbit/s of speech.
_COMPRESSION = 0.92
# The last page of a whole Ogg file says that it is the last; byte 5 of a page holds its flags.
_OGG_PAGE, _FLAGS, _IS_LAST = b"OggS", 5, 4
# What Opus puts before the first sample, and a frame: at most, in samples of 1/48000 s.
_OPUS_SLACK = 4_800
# Quieter than this is no speech: −46 dB of full scale.
_SILENT = 0.005
# Every voice and recording is brought to the same loudness: root mean square, with room for the peaks.
_LOUDNESS, _PEAK = 0.1, 0.95
_BLOCK = 64


class SoundDamaged(TaalwijzerError):
    """These bytes are no whole sound file."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Mono samples between −1 and 1, `rate` a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


def encoded(sound: Sound) -> bytes:
    """The sound as Ogg Opus. About 35 ms of one core for each second of sound."""
    import soundfile

    at_rate = resampled(sound, RATE)
    file = io.BytesIO()
    soundfile.write(file, at_rate.samples, RATE, format="OGG", subtype="OPUS", compression_level=_COMPRESSION)
    return file.getvalue()


def decoded(content: bytes) -> Sound:
    """Any file that libsndfile reads (Ogg, WAV, FLAC, MP3 …), channels mixed to one.

    Raises:
        SoundDamaged: it cannot be read, or there is nothing in it.
    """
    import soundfile

    try:
        samples, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError) as error:
        raise SoundDamaged(str(error)) from None
    if not len(samples):
        raise SoundDamaged("there is no sound in it")
    return Sound(samples.mean(axis=1), int(rate))


def clip_decoded(content: bytes) -> Sound:
    """One of our own clips, if it is still whole.

    Raises:
        SoundDamaged: a part is missing or changed.
    """
    page = content.rfind(_OGG_PAGE)
    if page < 0 or len(content) <= page + _FLAGS or not content[page + _FLAGS] & _IS_LAST:
        raise SoundDamaged("the end is missing")
    sound = decoded(content)
    # A changed page is left out by the decoder: what is heard is then shorter than the last page says.
    if len(sound.samples) * 48_000 // sound.rate + _OPUS_SLACK < _length_told(content, page):
        raise SoundDamaged("a part is missing")
    return sound


def _length_told(content: bytes, last_page: int) -> int:
    """The granule position of the last page: samples of 1/48000 s (RFC 7845, section 4)."""
    return int.from_bytes(content[last_page + 6 : last_page + 14], "little", signed=True)


def resampled(sound: Sound, rate: int) -> Sound:
    """The same sound with another number of samples a second, by its spectrum."""
    import math

    import numpy as np

    if sound.rate == rate or not len(sound.samples):
        return Sound(sound.samples, rate)
    # A length with small factors that comes out whole at the other rate, with silence between the ends.
    unit = sound.rate // math.gcd(sound.rate, rate) * _BLOCK
    before = (len(sound.samples) // unit + 1) * unit
    after = before * rate // sound.rate
    spectrum = np.fft.rfft(np.pad(sound.samples, (0, before - len(sound.samples))))
    fitted = np.zeros(after // 2 + 1, dtype=np.complex128)
    kept = min(len(spectrum), len(fitted))
    fitted[:kept] = spectrum[:kept]
    samples = np.fft.irfft(fitted, after)[: len(sound.samples) * rate // sound.rate] * (after / before)
    return Sound(samples.astype(np.float32), rate)


def is_silent(sound: Sound) -> bool:
    """Whether nothing can be heard in it."""
    return len(sound.samples) == 0 or float(abs(sound.samples).max()) < _SILENT


def levelled(sound: Sound) -> Sound:
    """Without the silence around it, as loud as all other clips. Silence stays as it is."""
    import numpy as np

    if is_silent(sound):
        return sound
    heard = np.flatnonzero(np.abs(sound.samples) >= _SILENT)
    samples = sound.samples[heard[0] : heard[-1] + 1]
    loudness = float(np.sqrt(np.mean(samples**2)))
    factor = min(_LOUDNESS / loudness, _PEAK / float(np.abs(samples).max()))
    return Sound((samples * factor).astype(np.float32), sound.rate)


def joined(parts: Sequence[tuple[Sound, float]]) -> Sound:
    """Sounds one after the other, each with so many seconds of silence behind it. At `RATE`."""
    import numpy as np

    pieces: list[Samples] = []
    for sound, pause in parts:
        pieces.append(resampled(sound, RATE).samples)
        pieces.append(np.zeros(int(pause * RATE), dtype=np.float32))
    return Sound(np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.float32), RATE)
