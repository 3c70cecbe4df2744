"""Sounds that a phone or a browser would send: a tone as Ogg Opus, and the same packets in a WebM."""

from __future__ import annotations

import io
import struct
from functools import lru_cache

import numpy as np
import soundfile


@lru_cache(maxsize=4)
def ogg(seconds: float = 1.0) -> bytes:
    """A tone of 440 Hz."""
    rate = 48_000
    at = np.arange(int(rate * seconds)) / rate
    out = io.BytesIO()
    soundfile.write(out, 0.3 * np.sin(2 * np.pi * 440 * at), rate, format="OGG", subtype="OPUS")
    return out.getvalue()


def heard_in(sound: bytes) -> tuple[float, float]:
    """What a player makes of an Ogg: its length in seconds, and how loud it is (0 is silence)."""
    samples, rate = soundfile.read(io.BytesIO(sound))
    return len(samples) / rate, float(np.sqrt(np.mean(samples**2)))


def packets_of(sound: bytes) -> list[bytes]:
    """The packets of an Ogg, the two of its head too."""
    packets, rest, at = [], b"", 0
    while at < len(sound):
        lacing = sound[at + 27 : at + 27 + sound[at + 26]]
        at += 27 + len(lacing)
        for size in lacing:
            rest += sound[at : at + size]
            at += size
            if size < 255:
                packets.append(rest)
                rest = b""
    return packets


_UNKNOWN = b"\x01\xff\xff\xff\xff\xff\xff\xff"


def webm(sound: bytes) -> bytes:
    """As Chrome records: a segment and clusters that do not know how long they are, a block for a packet."""
    head, _tags, *packets = packets_of(sound)
    track = _element(b"\xd7", b"\x01") + _element(b"\x86", b"A_OPUS") + _element(b"\x63\xa2", head)
    found = _element(b"\x1a\x45\xdf\xa3", _element(b"\x42\x82", b"webm"))
    found += b"\x18\x53\x80\x67" + _UNKNOWN + _element(b"\x16\x54\xae\x6b", _element(b"\xae", track))
    for number, packet in enumerate(packets):
        if number % 50 == 0:
            found += b"\x1f\x43\xb6\x75" + _UNKNOWN + _element(b"\xe7", struct.pack(">H", number * 20))
        found += _element(b"\xa3", b"\x81" + struct.pack(">h", number % 50 * 20) + b"\x80" + packet)
    return found


def _element(name: bytes, content: bytes) -> bytes:
    return name + struct.pack(">I", len(content) | 0x10000000) + content
