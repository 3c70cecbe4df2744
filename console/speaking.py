"""An answer that was recorded on the page: its bytes, checked for what they are and how many, and a `Reply`.

It comes as the plain body of a request with headers of our own, which no form of another site can send.
Nothing is written to a disk on the way.
"""

from __future__ import annotations

import asyncio
import re
import secrets

from starlette.requests import Request

from bot.domain.sound import NoSound, playable
from bot.services.recordings import MOST_BYTES
from console.forms import Answer, FormTooLarge, FormUnreadable
from console.sessions import is_nonce
from flows.model import VoiceNote
from flows.replies import Spoken

SOURCE = "web"
_TYPES = frozenset({"audio/webm", "audio/ogg", "audio/mp4"})
_DIGITS = re.compile(r"[0-9]{1,19}")
_LONGEST_SECONDS = 3600
_SILENT_SECONDS = 0.3


def form_token(request: Request) -> str:
    """The proof that the page was made for this session."""
    return request.headers.get("x-form", "")


async def read_spoken(request: Request) -> Answer:
    """Read the body, never more than `MOST_BYTES`.

    Raises:
        FormTooLarge, FormUnreadable: it is too long, or no sound that a browser of ours records.
    """
    nonce = _number(request, "x-nonce")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TYPES or not is_nonce(nonce):
        raise FormUnreadable
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise FormTooLarge
    try:
        # A megabyte is a fifth of a second of work: others should not wait for it.
        sound, seconds = await asyncio.to_thread(playable, bytes(body))
    except NoSound:
        raise FormUnreadable from None
    # Only an MP4 does not say how long it is; then the page does.
    heard = seconds or float(min(_number(request, "x-seconds"), _LONGEST_SECONDS))
    whole = max(1, round(heard)) if heard >= _SILENT_SECONDS else 0
    return Answer(nonce, Spoken(VoiceNote(SOURCE, secrets.token_hex(16), whole), sound))


def _number(request: Request, name: str) -> int:
    value = request.headers.get(name, "")
    if not _DIGITS.fullmatch(value):
        raise FormUnreadable
    return int(value)
