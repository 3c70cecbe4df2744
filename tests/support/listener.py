"""A learner who reads nothing: knows questions by how they sound and answers by their pictures.

What they hear is what a channel would send them: clips made by the real voices, known by their name, which is
that of the words in one language and voice. What they see is the picture on a button. The words on the screen
are never looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.channels.base import Envelope
from bot.i18n import Catalogues
from bot.speech.said import Piece, piece, pieces_of
from bot.speech.workshop import Workshop
from flows.aloud import speech_of, spoken_choices
from flows.model import Button, Native, Prompt, Speech, Text
from flows.replies import SharedLocation, Tap
from tests.support.building import Rig

ZWOLLE = SharedLocation(52.516, 6.083)
_LOUDSPEAKER, _PLACE = "🔊", "📍"
_MOST_QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Ear:
    """Hears clips. The name of one is all that is told of it."""

    workshop: Workshop
    catalogues: Catalogues

    def hears(self, speech: Speech, language: str) -> list[str]:
        """The clips of a message in their order, each with a sound in it."""
        pieces = pieces_of(speech, language, self.catalogues, self.workshop.speaks)
        return [self._clip(one, language) for one in pieces]

    def knows(self, text: Text, language: str) -> str:
        """What a text sounds like, told to them beforehand by somebody who reads."""
        said = piece(text, language, self.catalogues, self.workshop.speaks, pause=0.0)
        assert said is not None, text
        return self._clip(said, language)

    def _clip(self, one: Piece, language: str) -> str:
        alone = Piece(one.words, one.runs, one.kept, 0.0)
        clip = self.workshop.clip((alone,), language)
        assert clip.sound.startswith(b"OggS"), "nothing can be heard"
        return clip.key


@dataclass(slots=True)
class Listener:
    """`means` gives for the sound of a question the pictures to press, in order; `tongues` are the sounds of
    the names of languages, by the question that asks for one.
    """

    rig: Rig
    ear: Ear
    means: Mapping[str, tuple[str, ...]]
    tongues: Mapping[str, str]
    address: str = "7"
    answered: list[str] = field(default_factory=list)
    taps: int = 0

    async def walk(self, until: str) -> None:
        """Answer what is heard, until the question with this sound has been answered."""
        await self.rig.start(self.address)
        for _ in range(_MOST_QUESTIONS):
            heard = await self._listen()
            question = next((one for one in heard if one in self.means or one in self.tongues), "")
            assert question, f"after {len(self.answered)} answers nothing that was heard means anything"
            self.answered.append(question)
            if question in self.tongues:
                await self._choose_by_ear(self.tongues[question], heard)
            else:
                for picture in self.means[question]:
                    await self._press(picture)
            if question == until:
                return
        raise AssertionError("there is no end to it")

    async def _listen(self) -> list[str]:
        """Everything is read aloud, or the loudspeaker is pressed."""
        envelope = self.rig.question(self.address)
        if envelope.aloud:
            new = self._since_last_answer(envelope)
            return [clip for prompt in new for clip in self.ear.hears(speech_of(prompt), envelope.language)]
        await self._press(_LOUDSPEAKER)
        spoken = self.rig.channel.last(self.address)
        assert spoken.speech is not None
        assert spoken.lines == ()
        return self.ear.hears(spoken.speech, envelope.language)

    def _since_last_answer(self, question: Envelope) -> list[Prompt]:
        """The question, with what was said right before it."""
        mine = [one.prompt for one in self.rig.channel.delivered if one.address == self.address]
        at = max(at for at, prompt in enumerate(mine) if prompt is question.prompt)
        closed = max((earlier for earlier in range(at) if mine[earlier].replaces), default=-1)
        return mine[closed + 1 : at + 1]

    async def _choose_by_ear(self, tongue: str, heard: list[str]) -> None:
        """The answer that sounds like it: the so-manieth that was heard."""
        envelope = self.rig.question(self.address)
        sounds = {
            clip: choice
            for choice in spoken_choices(envelope.prompt.rows)
            for clip in self.ear.hears(Speech((), (choice,)), envelope.language)
        }
        assert tongue in heard, "my language was not heard"
        await self._tap(sounds[tongue])

    async def _press(self, picture: str) -> None:
        prompt = self.rig.question(self.address).prompt
        if picture == _PLACE and await self._shares_place():
            return
        shown = [button for row in (*prompt.rows, *prompt.always) for button in row]
        found = [button for button in shown if button.picture == picture and not button.selected]
        assert found, f"no {picture}; there were {[button.picture for button in shown]}"
        await self._tap(found[0])

    async def _shares_place(self) -> bool:
        newest = [one.prompt for one in self.rig.channel.delivered if one.address == self.address][-2:]
        offered = [button for prompt in newest for button in (*prompt.native, *sum(prompt.rows, ()))]
        if not any(button.native is Native.LOCATION and button.picture == _PLACE for button in offered):
            return False
        self.taps += 1
        await self.rig.hear(ZWOLLE, address=self.address)
        return True

    async def _tap(self, button: Button) -> None:
        self.taps += 1
        question = self.rig.question(self.address)
        tap = Tap(button.choice, question.prompt.serial, question.conversation)
        await self.rig.hear(tap, address=self.address)
