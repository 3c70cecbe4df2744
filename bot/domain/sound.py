"""What a sound is by its first bytes, and the Opus of a browser's WebM put into Ogg, which every phone plays.

A browser records Opus in a WebM (Chrome, Edge) or in an Ogg (Firefox), or AAC in an MP4 (Safari). Telegram
takes Ogg Opus and MP4 as a voice note, and no WebM; so the packets are taken out of one box and put into the
other, unchanged. Formats: RFC 8794 (EBML), RFC 9559 (Matroska), RFC 3533 (Ogg), RFC 7845 (Opus in Ogg),
RFC 6716 section 3.1 (the first byte of a packet).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache

RATE = 48_000
"""Opus counts in these samples a second, whatever was recorded."""


class Kind(StrEnum):
    """The box that a sound comes in, with its media type."""

    OGG = "audio/ogg"
    WEBM = "audio/webm"
    MP4 = "audio/mp4"


class NoSound(Exception):
    """These bytes are no sound that we know, or are cut off before anything is heard."""


def kind_of(sound: bytes) -> Kind | None:
    """What it is, whatever the sender calls it; None when it is no sound of ours."""
    if sound.startswith(b"OggS"):
        return Kind.OGG
    if sound.startswith(b"\x1a\x45\xdf\xa3"):
        return Kind.WEBM
    return Kind.MP4 if sound[4:8] == b"ftyp" else None


def playable(sound: bytes) -> tuple[bytes, float]:
    """The sound as every phone plays it, and its length in seconds; 0 where only a player could tell.

    Raises:
        NoSound: it is no sound, or holds none.
    """
    kind = kind_of(sound)
    if kind is Kind.WEBM:
        return _ogg_of(sound)
    if kind is Kind.OGG:
        return sound, _seconds(sound)
    if kind is Kind.MP4:
        return sound, 0.0
    raise NoSound


# ── Ogg ────────────────────────────────────────────────────────────────────────────────────────────────────

_HEAD = b"OpusHead"
# A name of the maker, and no comments.
_TAGS = b"OpusTags" + struct.pack("<I", 10) + b"taalwijzer" + struct.pack("<I", 0)
_PACKETS_A_PAGE = 50
_SERIAL = 1
_FIRST, _LAST = 2, 4


def _seconds(ogg: bytes) -> float:
    """The position at the end of the last page."""
    at = ogg.rfind(b"OggS")
    if at < 0 or len(ogg) < at + 14:
        raise NoSound
    samples: int = struct.unpack_from("<q", ogg, at + 6)[0]
    return max(samples, 0) / RATE


def _ogg_of(webm: bytes) -> tuple[bytes, float]:
    head, packets = _opus_in(webm)
    if not packets:
        raise NoSound
    pages = [_page([head], 0, 0, _FIRST), _page([_TAGS], 0, 1, 0)]
    samples = 0
    for first in range(0, len(packets), _PACKETS_A_PAGE):
        group = packets[first : first + _PACKETS_A_PAGE]
        samples += sum(_samples(packet) for packet in group)
        last = first + _PACKETS_A_PAGE >= len(packets)
        pages.append(_page(group, samples, len(pages), _LAST if last else 0))
    return b"".join(pages), samples / RATE


def _page(packets: Sequence[bytes], position: int, number: int, flags: int) -> bytes:
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    if len(lacing) > 255:
        # More than fits in one page: only a stranger's packets are so large.
        raise NoSound
    head = struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, _SERIAL, number, 0, len(lacing))
    page = head + lacing + b"".join(packets)
    return page[:22] + struct.pack("<I", _checksum(page)) + page[26:]


@cache
def _table() -> tuple[int, ...]:
    found = []
    for byte in range(256):
        rest = byte << 24
        for _ in range(8):
            rest = ((rest << 1) ^ 0x04C11DB7 if rest & 0x80000000 else rest << 1) & 0xFFFFFFFF
        found.append(rest)
    return tuple(found)


def _checksum(page: bytes) -> int:
    """The CRC of RFC 3533: not the one of zlib, which turns its bits around."""
    table = _table()
    rest = 0
    for byte in page:
        rest = ((rest << 8) & 0xFFFFFFFF) ^ table[(rest >> 24) ^ byte]
    return rest


def _samples(packet: bytes) -> int:
    """How long a packet sounds."""
    if not packet:
        return 0
    config, frames = packet[0] >> 3, packet[0] & 3
    if config < 12:
        each = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        each = (480, 960)[config & 1]
    else:
        each = (120, 240, 480, 960)[config & 3]
    if frames == 3:
        return each * (packet[1] & 63) if len(packet) > 1 else 0
    return each * (1 if frames == 0 else 2)


# ── WebM ───────────────────────────────────────────────────────────────────────────────────────────────────

_SEGMENT, _TRACKS, _ENTRY, _CLUSTER, _GROUP = 0x18538067, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA0
_PRIVATE, _SIMPLE, _BLOCK = 0x63A2, 0xA3, 0xA1
_INSIDE = frozenset({_SEGMENT, _TRACKS, _ENTRY, _CLUSTER, _GROUP})
_LACED = 0x06


def _opus_in(webm: bytes) -> tuple[bytes, list[bytes]]:
    """The head of the stream, and its packets."""
    head = b""
    packets = []
    for name, content in _elements(webm):
        if name == _PRIVATE and content.startswith(_HEAD):
            head = content
        elif name in (_SIMPLE, _BLOCK) and len(content) > 4:
            _, length = _number(content, 0)
            # A track, two bytes of time, and flags go before the packet; browsers put one in each.
            if content[length + 2] & _LACED:
                raise NoSound
            packets.append(content[length + 3 :])
    if not head:
        raise NoSound
    return head, packets


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """All elements that hold something themselves, in their order. What holds others is looked into, and
    need not say how long it is: a live recording does not know.
    """
    at = 0
    while at < len(data):
        name, at = _name(data, at)
        size, length = _number(data, at)
        at += length
        if name in _INSIDE:
            continue
        content = data[at : at + size]
        at += size
        yield name, content


def _name(data: bytes, at: int) -> tuple[int, int]:
    length = _length(data, at, longest=4)
    return int.from_bytes(data[at : at + length], "big"), at + length


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A size without the bit that tells its length, and that length."""
    length = _length(data, at, longest=8)
    return int.from_bytes(data[at : at + length], "big") & ((1 << 7 * length) - 1), length


def _length(data: bytes, at: int, *, longest: int) -> int:
    if at >= len(data):
        raise NoSound
    length = 9 - data[at].bit_length()
    if length > longest or at + length > len(data):
        raise NoSound
    return length
