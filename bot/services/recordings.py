"""What people say instead of type: kept with their sign-up, and heard by who may hear it.

    turn, commit ─▶ a row without its sound ─▶ `Fetching` claims it ─▶ the channel ─▶ sealed, in the row
                                                    ▲   (no session is open meanwhile)      │
                                                    └── later, by the table of delays ◀─────┘

Who recorded here, in the web chat, brings the sound along: it is in the row from the beginning. A row belongs
to the draft of its chat until the sign-up is sent, and to the learner from then on; it goes with either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.db.queries import recordings as rows
from bot.db.queries.cases import Case
from bot.db.queries.recordings import Kept, ToFetch
from bot.db.session import Database
from bot.db.types import Sealed
from bot.db.vault import Vault, VaultError
from bot.errors import DeliveryError, Permanent
from bot.services.codec import Codec
from bot.services.scene import Scene
from flows.model import VoiceNote
from flows.replies import Spoken

log = structlog.get_logger()

MOST_BYTES = 1_000_000
"""Some five minutes of speech. What is longer is passed on between two people, and not kept."""
RELAY, NOTE = "relay", "note"
WEB = "web"
"""What is spoken in the web chat is kept by us alone."""
_DELAYS_SECONDS = (10, 60, 300, 1_800, 7_200, 28_800, 86_400)
_LEASE = timedelta(minutes=2)
_AT_ONCE = 5


# ── Keeping ────────────────────────────────────────────────────────────────────────────────────────────────


async def keep_of_draft(scene: Scene, said: Spoken, *, chat_id: int, step: str) -> None:
    """Keep what was said in answer to this question, in the place of what was said before."""
    await rows.forget_draft(scene.connection, chat_id, step)
    await _keep(scene, said, chat_id=chat_id, learner_id=None, step=step)


async def keep_of_case(scene: Scene, said: object, case: Case, step: str) -> None:
    """Keep what was spoken with a sign-up that was sent; what was typed is kept elsewhere."""
    if isinstance(said, Spoken):
        await _keep(scene, said, chat_id=case.chat_id, learner_id=case.learner_id, step=step)


async def _keep(scene: Scene, said: Spoken, *, chat_id: int, learner_id: int | None, step: str) -> None:
    vault, voice = scene.codec.vault, said.voice
    await rows.add(
        scene.connection,
        {
            "chat_id": chat_id,
            "learner_id": learner_id,
            "step": step,
            "channel": voice.channel,
            "file": vault.seal(voice.file),
            "file_hash": hash_of(vault, voice),
            "seconds": voice.seconds,
            "sound": vault.seal(said.sound) if said.sound else None,
            "created_at": scene.now,
            "fetch_at": None if said.sound else scene.now,
        },
    )


def hash_of(vault: Vault, voice: VoiceNote) -> bytes:
    """How a recording is found by the channel's name of it."""
    return vault.hash(f"{voice.channel}:{voice.file}")


async def cannot_be_heard(scene: Scene, voice: VoiceNote) -> bool:
    """Whether the sound of this could never be fetched: nobody should be kept waiting for it."""
    found = await rows.of_file(scene.connection, hash_of(scene.codec.vault, voice))
    return not any(kept.sound is not None or kept.fetch_at is not None for kept in found)


# ── Hearing ────────────────────────────────────────────────────────────────────────────────────────────────


class Elsewhere(Protocol):
    """A channel that itself keeps what was spoken in it, and gives it to us."""

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        """The sound, to be heard now; None when it cannot be had."""

    async def bring(self, voice: VoiceNote, *, most_bytes: int) -> bytes:
        """The sound, to be kept.

        Raises:
            DeliveryError: `Permanent` when it will never be had; anything else may be tried again.
        """


class Recordings:
    """The sounds that are kept, for whoever may hear them: asked by page and channel, not by people. What is
    not here is asked of the channel where it was spoken.
    """

    def __init__(self, database: Database, codec: Codec, elsewhere: Mapping[str, Elsewhere]) -> None:
        self._database = database
        self._codec = codec
        self._elsewhere = elsewhere

    @property
    def channels(self) -> frozenset[str]:
        """Whose voice notes can be heard."""
        return frozenset({WEB, *self._elsewhere})

    async def fetch(self, voice: VoiceNote) -> bytes | None:
        """The sound of a voice note of any channel; None when it cannot be had."""
        async with self._database.reading() as connection:
            found = await rows.of_file(connection, hash_of(self._codec.vault, voice))
        for kept in found:
            sound = self._opened(kept)
            if sound is not None:
                return sound
        live = self._elsewhere.get(voice.channel)
        return await live.fetch(voice) if live else None

    def _opened(self, kept: Kept) -> bytes | None:
        if kept.sound is None:
            return None
        try:
            return self._codec.vault.open_bytes(kept.sound)
        except VaultError:
            log.error("recording_unreadable", recording=kept.id)
            return None


# ── Fetching ───────────────────────────────────────────────────────────────────────────────────────────────


class Fetching:
    """Fetches for one process; any number of processes may do so. Whoever is killed while fetching leaves a
    row that is anybody's again two minutes later.
    """

    def __init__(
        self,
        database: Database,
        codec: Codec,
        sources: Mapping[str, Elsewhere],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._codec = codec
        self._sources = sources
        self._clock = clock

    async def tick(self) -> int:
        """Fetch what is due; returns how many sounds came.

        Raises:
            StorageUnavailable: the database is away; what came so far is kept.
        """
        channels = tuple(self._sources)
        if not channels:
            return 0
        came = 0
        while True:
            now = self._clock()
            async with self._database.reading() as connection:
                if not await rows.any_to_fetch(connection, now, channels):
                    return came
            async with self._database.transaction() as connection:
                due = await rows.claim(connection, now, channels, until=now + _LEASE, limit=_AT_ONCE)
            for one in due:
                came += await self._fetch(one)

    async def _fetch(self, one: ToFetch) -> int:
        sound, again = await self._brought(one)
        async with self._database.transaction() as connection:
            if sound is not None:
                await rows.came(connection, one.id, sound)
            else:
                await rows.fetch_again(connection, one.id, again)
        return int(sound is not None)

    async def _brought(self, one: ToFetch) -> tuple[Sealed | None, datetime | None]:
        """The sound, or when to try again; neither when it cannot be had."""
        try:
            voice = VoiceNote(one.channel, self._codec.vault.open(one.file), one.seconds)
            sound = await self._sources[one.channel].bring(voice, most_bytes=MOST_BYTES)
        except (Permanent, VaultError) as error:
            log.warning("recording_lost", recording=one.id, reason=str(error)[:80])
            return None, None
        except DeliveryError as error:
            again = self._later(one.attempts)
            log.warning("recording_waits", recording=one.id, reason=str(error)[:80], lost=again is None)
            return None, again
        return self._codec.vault.seal(sound), None

    def _later(self, attempts: int) -> datetime | None:
        if attempts >= len(_DELAYS_SECONDS):
            return None
        return self._clock() + timedelta(seconds=_DELAYS_SECONDS[attempts])
