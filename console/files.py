"""What goes with a message and is no text: a file to keep, a voice note to hear, a Taalhuis to see.

All are looked up in the conversation of the one who asks, so that a number of somebody else's message is
only a page that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.base import Pictures, media_type
from bot.domain.sound import Kind, kind_of
from bot.errors import StorageUnavailable
from bot.services.transcripts import Transcript
from console.pages import Pages
from console.ports import Sounds, Transcripts
from console.sound import sound_response
from flows.model import Document, Prompt


@dataclass(frozen=True, slots=True)
class Files:
    """`sounds` by the channel that keeps them; `pictures` draws, or nobody does."""

    transcripts: Transcripts
    pages: Pages
    sounds: Mapping[str, Sounds]
    pictures: Pictures | None = None

    async def file(self, request: Request) -> Response:
        """The file of a message, to be kept."""
        try:
            prompt = await self._prompt(request)
        except StorageUnavailable:
            return self.pages.problem(request, 503)
        if prompt is None or prompt.document is None:
            return self.pages.problem(request, 404)
        return kept(prompt.document)

    async def voice(self, request: Request) -> Response:
        """The sound of a voice note, fetched now and not kept."""
        try:
            prompt = await self._prompt(request)
        except StorageUnavailable:
            return self.pages.problem(request, 503)
        voice = prompt.voice if prompt else None
        sounds = self.sounds.get(voice.channel) if voice else None
        sound = await sounds.fetch(voice) if sounds and voice else None
        if sound is None:
            return self.pages.problem(request, 404)
        return sound_response(request, sound, media_type=kind_of(sound) or Kind.OGG)

    async def picture(self, request: Request) -> Response:
        """The Taalhuis of a message, drawn now, for who reads in the language of this conversation."""
        try:
            transcript = await self._transcript(request)
        except StorageUnavailable:
            return self.pages.problem(request, 503)
        prompt = _numbered(request, transcript)
        if transcript is None or prompt is None or prompt.house is None or self.pictures is None:
            return self.pages.problem(request, 404)
        picture = await self.pictures.house(prompt.house, transcript.language)
        return Response(picture, media_type="image/png")

    async def _transcript(self, request: Request) -> Transcript | None:
        """The conversation of this very session."""
        session = self.pages.cookies.session(request)
        return await self.transcripts.of(session.address) if session else None

    async def _prompt(self, request: Request) -> Prompt | None:
        """The message with this number in the conversation of this very session."""
        return _numbered(request, await self._transcript(request))


def _numbered(request: Request, transcript: Transcript | None) -> Prompt | None:
    if transcript is None:
        return None
    number: int = request.path_params["number"]
    return next((shown.prompt for shown in transcript.messages if shown.outbox_id == number), None)


def kept(document: Document) -> Response:
    """An answer that a browser keeps as a file and never shows as a page of ours."""
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in document.name)
    ascii_name = plain.encode("ascii", "replace").decode().replace("?", "_")
    disposition = f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(plain)}"
    return Response(
        document.content.encode(),
        media_type=media_type(document),
        headers={"Content-Disposition": disposition},
    )
