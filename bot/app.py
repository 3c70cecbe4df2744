"""The composition root: the one place where everything is put together, and the order in which it starts and
stops.

Stopping goes against the stream: first nothing new comes in, then what came in is committed, then what is in
hand is sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.channels.base import Channel
from bot.db.migrations import check_schema
from bot.db.queries import pace
from bot.db.session import Database
from bot.db.vault import Vault
from bot.domain.retention import Terms
from bot.domain.sending import Limits
from bot.geo.places import PlaceTable
from bot.i18n import Catalogues
from bot.jobs import Jobs, build_ticker
from bot.pictures import PictureBook
from bot.resources import resource_dir
from bot.services.bell import Bell
from bot.services.clockwork import Clockwork
from bot.services.codec import Codec
from bot.services.conversations import Conversations
from bot.services.directory import Directory
from bot.services.dispatch import Dispatcher
from bot.services.housekeeping import Housekeeping
from bot.services.kinds import kinds
from bot.services.metrics import Metrics
from bot.services.nudges import Nudges
from bot.services.office.office import Office
from bot.services.outgoing import SendingRules
from bot.services.owners import new_owner
from bot.services.process import Process
from bot.services.receiver import Receiver
from bot.services.recordings import Elsewhere, Fetching, Recordings
from bot.services.spoken_files import SpokenFiles
from bot.services.sweeper import Sweeper
from bot.services.world import Site, Worlds
from bot.services.zones import Zones
from bot.settings import Settings, secret_keys
from bot.speech.building import build_voices
from bot.speech.script import fixed_keys
from bot.speech.voices import ReadAloud
from flows.intake import intake_flow

CLAIM_SECONDS = 30

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock of a real process."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Core:
    """Everything below the channels' own servers, put together for one process."""

    settings: Settings
    worlds: Worlds
    database: Database
    codec: Codec
    dispatcher: Dispatcher
    sweeper: Sweeper
    receiver: Receiver
    metrics: Metrics
    nudges: Nudges
    clockwork: Clockwork
    housekeeping: Housekeeping
    zones: Zones
    limits: Mapping[str, Limits]
    pictures: PictureBook
    voices: ReadAloud
    recordings: Recordings
    fetching: Fetching
    office: Office

    @property
    def directory(self) -> Directory:
        return self.worlds.directory

    @property
    def catalogues(self) -> Catalogues:
        return self.worlds.catalogues

    @property
    def clock(self) -> Clock:
        return self.worlds.clock

    @contextlib.asynccontextmanager
    async def running(self, *, ticking: bool = True) -> AsyncIterator[Core]:
        """Take in and send for as long as this lasts. `ticking`: also do what falls due in the meantime.

        Raises:
            SchemaOutdated: the database is not the one that this program needs.
        """
        await check_schema(self.database)
        async with self.database.transaction() as connection:
            await pace.open_queue(connection, tuple(self.limits))
        await self.zones.keep_true()
        await self.directory.refresh()
        self.dispatcher.start()
        self.receiver.start()
        work = (self.sweeper.run(), self.clockwork.run(), self._speak_ahead())
        tasks = [asyncio.create_task(one) for one in work]
        ticker = build_ticker(
            Jobs(
                self.nudges,
                self.clockwork,
                self.directory,
                self.housekeeping,
                self.zones,
                self.fetching,
                utc_now,
            )
        )
        if ticking:
            ticker.start()
        try:
            with rare_collection():
                yield self
        finally:
            if ticking:
                ticker.shutdown(wait=False)
            await self.receiver.stop()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.dispatcher.stop()
            self.voices.close()

    async def _speak_ahead(self) -> None:
        """Make the clips of all fixed texts before anybody asks, if the settings say so."""
        if self.settings.speech_ahead:
            keys = fixed_keys(self.catalogues.reader(self.catalogues.default).forms)
            await self.voices.make_ahead(keys, self.catalogues.languages)


@contextlib.contextmanager
def rare_collection() -> Iterator[None]:
    """Let the garbage collector leave alone what was loaded at the start, and look after 10,000 new objects
    instead of 700: at full load it took a sixth of the processor's time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def build_core(
    settings: Settings,
    channels: Sequence[Channel],
    *,
    limits: Mapping[str, Limits],
    catalogues: Catalogues | None = None,
    bot_link: str = "",
    clock: Clock = utc_now,
    elsewhere: Mapping[str, Elsewhere] | None = None,
) -> Core:
    """Put the services together, none started. `elsewhere`: channels that keep what is spoken there."""
    database = Database(settings.database)
    metrics = Metrics()
    by_name = {channel.name: channel for channel in channels}
    catalogues = catalogues or load_catalogues(settings)
    voices = build_voices(settings.speech, settings.data_dir, catalogues, SpokenFiles(database, clock))
    worlds = _worlds(settings, database, catalogues, voices, by_name, bot_link=bot_link, clock=clock)
    process = _process(settings, database, worlds, metrics, channels=by_name, limits=limits)
    codec, rules, dispatcher = process.codec, process.rules, process.dispatcher
    receiver = Receiver(Conversations(process, intake_flow(), metrics), metrics)
    return Core(
        settings=settings,
        worlds=worlds,
        database=database,
        codec=codec,
        dispatcher=dispatcher,
        sweeper=Sweeper(database, codec, rules, channels=by_name, dispatcher=dispatcher, clock=clock),
        receiver=receiver,
        metrics=metrics,
        nudges=Nudges(database=database, inbox=receiver, me=rules.me, clock=clock),
        clockwork=Clockwork(process, kinds()),
        housekeeping=Housekeeping(database, clock, worlds.terms, zone=worlds.zone),
        zones=Zones(database),
        limits=limits,
        pictures=PictureBook(resource_dir("data")),
        voices=voices,
        recordings=Recordings(database, codec, elsewhere or {}),
        fetching=Fetching(database, codec, elsewhere or {}, clock),
        office=Office(process),
    )


def _process(
    settings: Settings,
    database: Database,
    worlds: Worlds,
    metrics: Metrics,
    *,
    channels: Mapping[str, Channel],
    limits: Mapping[str, Limits],
) -> Process:
    codec, clock = Codec(Vault(secret_keys(settings))), worlds.clock
    rules = SendingRules(new_owner(secrets.token_hex(4)), CLAIM_SECONDS, limits, worlds.spoken)
    dispatcher = Dispatcher(database=database, channels=channels, limits=limits, metrics=metrics, clock=clock)
    return Process(database, codec, rules, dispatcher, worlds, Bell())


def _worlds(
    settings: Settings,
    database: Database,
    catalogues: Catalogues,
    voices: ReadAloud,
    channels: Mapping[str, Channel],
    *,
    bot_link: str,
    clock: Clock,
) -> Worlds:
    return Worlds(
        places=load_places(settings),
        directory=Directory(database),
        catalogues=catalogues,
        capabilities={name: channel.capabilities for name, channel in channels.items()},
        zone=settings.zone,
        help_phone=settings.help_phone,
        bot_link=bot_link,
        clock=clock,
        spoken=frozenset(filter(voices.speaks, catalogues.languages)),
        site=Site(settings.public_url),
        terms=terms_of(settings),
    )


def terms_of(settings: Settings) -> Terms:
    """How long sign-ups are kept here."""
    return Terms(
        never_started=timedelta(days=settings.keep_unstarted_days),
        finished=timedelta(days=settings.keep_finished_days),
    )


def load_catalogues(settings: Settings) -> Catalogues:
    """The texts, with the default language first."""
    return Catalogues(resource_dir("locale"), settings.default_language)


def load_places(settings: Settings) -> PlaceTable:
    """The place table, with the exact coordinates that were imported, if any."""
    return PlaceTable.load(resource_dir("data"), settings.data_dir)
