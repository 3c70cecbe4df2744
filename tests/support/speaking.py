"""Somebody who says their name, and a channel that keeps the sound, for tests of what is spoken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlalchemy import text

from bot.db.session import Database
from bot.errors import DeliveryError
from bot.services.recordings import MOST_BYTES, Fetching, Recordings
from flows.model import VoiceNote
from flows.replies import Spoken, Typed
from tests.support.building import Rig

VOICE = VoiceNote("telegram", "AwACAgQAAxkBAAIB", 2)
SOUND = b"OggS" + b"een gesproken naam" * 9
TO_NAME = "nl start yes self"
AFTER_NAME = "+reading ok skip yes s0 s0 s0 skip skip any walk_in ok"


@dataclass
class Tape:
    """A channel that keeps sounds. `answers` come first, an error each. `database` is written to while it is
    asked.
    """

    database: Database | None = None
    answers: list[DeliveryError] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def bring(self, voice: VoiceNote, *, most_bytes: int) -> bytes:
        assert most_bytes == MOST_BYTES
        self.asked.append(voice.file)
        if self.database is not None:
            # With a session open meanwhile, this would wait for itself.
            async with self.database.transaction() as connection:
                await connection.execute(text("UPDATE chat SET messages = messages"))
        if self.answers:
            raise self.answers.pop(0)
        return SOUND

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        return None


def fetching(rig: Rig, tape: Tape) -> Fetching:
    return Fetching(rig.database, rig.codec, {"telegram": tape}, rig.clock)


def recordings(rig: Rig) -> Recordings:
    return Recordings(rig.database, rig.codec, {})


async def say(rig: Rig, voice: VoiceNote = VOICE, *, sound: bytes = b"", nameless: bool = False) -> None:
    """Speak; `nameless` by somebody whose phone knows no name."""
    inbound = rig.inbound(Spoken(voice, sound))
    if nameless:
        inbound = replace(inbound, actor=replace(inbound.actor, profile_name=""))
    await rig.take(inbound)


async def signs_up(rig: Rig, *, nameless: bool = False) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.taps(TO_NAME)
    await say(rig, nameless=nameless)
    await rig.hear(Typed("8011"))
    await rig.taps(AFTER_NAME)


async def kept(rig: Rig) -> int:
    """How many recordings there are."""
    ((many,),) = await rig.rows("SELECT count(*) FROM recording")
    return int(many)
