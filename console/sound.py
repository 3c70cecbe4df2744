"""Sound as an answer, whole or the part that is asked for: a player that seeks asks for parts, and Safari
plays nothing of a server that does not know them (RFC 9110, section 14).
"""

from __future__ import annotations

import re
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

OGG = "audio/ogg"
# For no proxy. A browser may keep what is the same for everybody, and asks whether it still is.
KEPT_WHILE_SAME = "private, no-cache"
NOT_KEPT = "private, no-store"

_ONE_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")


def sound_response(
    request: Request, sound: bytes, *, media_type: str = OGG, caching: str = NOT_KEPT
) -> Response:
    """The sound, or the one part of it that is asked for. Several parts at once are answered with all of it,
    as a server may.
    """
    tag = f'"{sha256(sound).hexdigest()[:20]}"'
    headers = {"Accept-Ranges": "bytes", "ETag": tag, "Cache-Control": caching}
    if caching != NOT_KEPT and request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    wanted = request.headers.get("range", "")
    if request.headers.get("if-range", tag) != tag:
        wanted = ""
    match = _ONE_RANGE.fullmatch(wanted.strip())
    if match is None or not (match[1] or match[2]):
        return Response(sound, media_type=media_type, headers=headers)
    part = _part(match[1], match[2], len(sound))
    if part is None:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(sound)}"})
    first, last = part
    headers["Content-Range"] = f"bytes {first}-{last}/{len(sound)}"
    return Response(sound[first : last + 1], 206, media_type=media_type, headers=headers)


def _part(first: str, last: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte; None when there is nothing there. Without a first it is the end."""
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else None
    begin = int(first)
    end = min(int(last), size - 1) if last else size - 1
    return (begin, end) if begin <= end and begin < size else None
