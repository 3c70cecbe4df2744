"""What can be heard on the page: which messages, and their sound when it is asked for.

A page needs no message to make a sound: each has its own loudspeaker, so the buttons that ask other channels
for one are left out here, and the one that reads everything aloud takes their place.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass, field, replace

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.base import Clip, Voices
from bot.errors import StorageUnavailable
from bot.services.transcripts import Shown, Transcript
from console.limits import RateLimiter
from console.pages import Pages
from console.ports import Texts, Transcripts
from console.sound import KEPT_WHILE_SAME, NOT_KEPT, sound_response
from console.view import Bubble, Choice, Conversation, Row
from flows.aloud import WISHES, is_for_learner, speech_of, switch_for
from flows.deeds import deed_of
from flows.model import Prompt, Speech

BURST, PER_SECOND = 90, 1.5
"""To speak costs more than to show: a classroom that begins at once, and then a message every second."""
_HELD = 24
"""Clips in memory, for the parts in which a player asks for one."""


def with_sound(
    conversation: Conversation, transcript: Transcript, texts: Texts, *, spoken: Container[str]
) -> Conversation:
    """The page with a loudspeaker at each message of a learner, where there is a voice for the language."""
    if conversation.language not in spoken:
        return conversation
    heard = {shown.outbox_id for shown in transcript.messages if _speech(shown.prompt)}
    question = conversation.question
    if question is not None:
        at = _open(transcript, question.serial)
        always = tuple(one for one in question.always if one.choice not in WISHES)
        if at is not None and at.outbox_id in heard:
            turn = switch_for(aloud=transcript.aloud)
            label = texts.render(turn.label, conversation.language)
            always = (Choice(turn.choice, label, turn.picture, None, ""), *always)
            question = replace(question, hear=at.outbox_id)
        question = replace(question, always=always)
    return replace(
        conversation,
        log=tuple(_bubble(bubble, heard) for bubble in conversation.log),
        fresh=tuple(_bubble(bubble, heard) for bubble in conversation.fresh),
        question=question,
        aloud=transcript.aloud,
    )


def _open(transcript: Transcript, serial: int) -> Shown | None:
    """The message that asks the present question."""
    asked = (shown for shown in reversed(transcript.messages) if shown.prompt.serial == serial)
    return next(asked, None) if serial else None


def _bubble(bubble: Bubble, heard: Container[int]) -> Bubble:
    rows = (tuple(one for one in row.choices if not _asks_for_sound(one)) for row in bubble.rows)
    kept = tuple(Row(row, old.layout) for row, old in zip(rows, bubble.rows, strict=True) if row)
    return replace(bubble, rows=kept, hear=bubble.outbox_id in heard)


def _asks_for_sound(choice: Choice) -> bool:
    deed = deed_of(choice.choice)
    return deed is not None and deed.verb == "read"


def _speech(prompt: Prompt) -> Speech | None:
    """What is heard of a message; None of those that are not for learners, or say nothing."""
    if prompt.speech:
        return prompt.speech
    speech = speech_of(prompt)
    return speech if is_for_learner(prompt) and (speech.lines or speech.choices) else None


@dataclass(frozen=True, slots=True)
class Aloud:
    """The route of sounds. Each is looked up in the conversation of the one who asks."""

    transcripts: Transcripts
    pages: Pages
    voices: Voices
    limiter: RateLimiter
    _held: OrderedDict[tuple[str, str, str], Clip] = field(default_factory=OrderedDict)

    async def speech(self, request: Request) -> Response:
        """The sound of a message. 404 when there is none: not ours, not for the ear, or no voice."""
        if not self.limiter.allows(request.client.host if request.client else ""):
            return self.pages.problem(request, 429)
        session = self.pages.cookies.session(request)
        try:
            transcript = await self.transcripts.of(session.address) if session else None
        except StorageUnavailable:
            return self.pages.problem(request, 503)
        number: int = request.path_params["number"]
        messages = transcript.messages if transcript else ()
        prompt = next((shown.prompt for shown in messages if shown.outbox_id == number), None)
        speech = _speech(prompt) if prompt else None
        if session is None or transcript is None or speech is None:
            return self.pages.problem(request, 404)
        clip = await self._clip(session.address, speech, transcript.language)
        if clip is None:
            return self.pages.problem(request, 404)
        caching = KEPT_WHILE_SAME if clip.key else NOT_KEPT
        return sound_response(request, clip.sound, caching=caching)

    async def _clip(self, address: str, speech: Speech, language: str) -> Clip | None:
        """The parts of one sound have to fit together, so it is made once."""
        asked = (address, language, str(speech))
        clip = self._held.get(asked) or await self.voices.clip(speech, language)
        if clip is not None:
            self._held[asked] = clip
            self._held.move_to_end(asked)
        while len(self._held) > _HELD:
            self._held.popitem(last=False)
        return clip
