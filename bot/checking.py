"""`taalwijzer check`: what is wrong, on one screen.

    ✓ it is well   ! look at it some day   ✗ it is wrong, and what to do   – something else first

In the order in which things are mended: what the machine gives, then the database, then what stands in it.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot import auditing
from bot.app import load_catalogues, load_places
from bot.backups import newest_backup
from bot.db.migrations import check_schema
from bot.db.queries import members
from bot.db.queries.waiting import MOST_COUNTED, Waiting
from bot.db.session import Database
from bot.errors import TaalwijzerError
from bot.services.directory import Directory
from bot.services.health import HealthService
from bot.settings import Settings, secret_keys

Say = Callable[[str], None]
Look = Callable[[], Awaitable[str]]
_MOST_NAMED = 5
_LEAST_FREE_MB = 500
_UNSENT_TOO_LONG = timedelta(minutes=15)
_PROMISED = timedelta(days=3)
"""Within so long people were promised an answer."""
_BACKUP_TOO_OLD = timedelta(days=2)


class Worth(Exception):
    """Worth a look, and nothing that keeps the bot from working."""


async def check(settings: Settings, say: Say) -> bool:
    """Look at everything that the bot needs, one line each; True when nothing is wrong."""
    database = Database(settings.database)
    looks = Looks(settings, database, say)
    wrong: list[str] = []
    try:
        for name, look in looks.in_order().items():
            if wrong and name in looks.in_the_database and "database" in wrong:
                say(f"– {name}: not looked at; the database first")
            elif not await _line(say, name, look):
                wrong.append(name)
    finally:
        await database.close()
    say(f"Wrong: {', '.join(wrong)}." if wrong else "Nothing is wrong.")
    return not wrong


class Looks:
    """What `check` looks at. Each returns what it found, or raises what is wrong or worth a look."""

    in_the_database = frozenset({"audit", "taalhuizen", "staff", "outbox", "people who wait"})

    def __init__(self, settings: Settings, database: Database, say: Say) -> None:
        self._settings = settings
        self._database = database
        self._say = say

    def in_order(self) -> Mapping[str, Look]:
        return {
            "keys": self.keys,
            "disk": self.disk,
            "texts": self.texts,
            "places": self.places,
            "database": self.schema,
            "audit": self.audit,
            "taalhuizen": self.houses,
            "staff": self.staff,
            "outbox": self.waiting,
            "people who wait": self.people,
            "telegram": self.telegram,
            "web": self.web,
            "backup": self.backup,
        }

    # ── The machine ────────────────────────────────────────────────────────────────────────────────────

    async def keys(self) -> str:
        many = len(secret_keys(self._settings))
        if self._settings.secret_key.get_secret_value():
            return f"{_many(many, 'key')} in TAALWIJZER_SECRET_KEY"
        path = self._settings.data_dir / "secret.key"
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise TaalwijzerError(f"others on this machine can read {path}: `chmod 600 {path}`")
        return f"{_many(many, 'key')} in {path}"

    async def disk(self) -> str:
        folder = self._settings.data_dir
        free = shutil.disk_usage(folder if folder.is_dir() else folder.absolute().parent).free // 2**20
        if free < _LEAST_FREE_MB:
            raise TaalwijzerError(
                f"only {free:,} MB are free for {folder}: make room, or nothing is kept soon"
            )
        return f"{free:,} MB free for {folder}"

    async def texts(self) -> str:
        catalogues = load_catalogues(self._settings)
        languages = ", ".join(catalogues.languages)
        unread = ", ".join(catalogues.unreviewed)
        return f"{languages} (not read by a native speaker: {unread})" if unread else languages

    async def places(self) -> str:
        return f"{len(load_places(self._settings).postcodes)} postcodes"

    # ── The database ───────────────────────────────────────────────────────────────────────────────────

    async def schema(self) -> str:
        await check_schema(self._database)
        return str(self._database.url.render_as_string(hide_password=True))

    async def audit(self) -> str:
        return await auditing.check_chain(self._settings, self._database, self._say)

    async def houses(self) -> str:
        directory = Directory(self._database)
        await directory.refresh()
        if not len(directory):
            raise TaalwijzerError("there is no Taalhuis yet: run `taalwijzer import-taalhuizen FILE`")
        return f"{len(directory)} Taalhuizen"

    async def staff(self) -> str:
        async with self._database.reading() as connection:
            without = await members.houses_without_staff(connection)
        if not without:
            return "every Taalhuis with sign-ups has staff"
        named = ", ".join(f"{code} ({_many(count, 'sign-up')})" for code, count in without[:_MOST_NAMED])
        more = f" and {len(without) - _MOST_NAMED} more" if len(without) > _MOST_NAMED else ""
        raise TaalwijzerError(
            f"nobody hears of the sign-ups of {named}{more}: run `taalwijzer invite staff --taalhuis CODE`"
        )

    async def waiting(self) -> str:
        health = await HealthService(self._database, Directory(self._database)).look()
        oldest = health.oldest_unsent_at
        if oldest is None:
            return "nothing waits to be sent"
        waits = datetime.now(UTC) - oldest
        if waits > _UNSENT_TOO_LONG:
            raise TaalwijzerError(
                f"a message has waited for {_long(waits)}: is the bot running? `systemctl status taalwijzer`"
            )
        return f"the oldest message that waits is from {_long(waits)} ago"

    async def people(self) -> str:
        health = await HealthService(self._database, Directory(self._database)).look()
        now = datetime.now(UTC)
        told = f"{_waits(health.sign_ups, 'sign-up', now)}, {_waits(health.tasks, 'task', now)}"
        oldest = health.sign_ups.oldest_at
        if oldest is not None and now - oldest > _PROMISED:
            raise Worth(f"{told}: they were promised an answer within 3 working days; ask the Taalhuis")
        return told

    # ── Outside ────────────────────────────────────────────────────────────────────────────────────────

    async def telegram(self) -> str:
        if not self._settings.telegram_token.get_secret_value():
            return "no token set: the web chat works, Telegram does not"
        return f"a token is set, for {self._settings.telegram_api_url}"

    async def web(self) -> str:
        here = f"{self._settings.web_host}:{self._settings.web_port}"
        if not self._settings.public_url:
            return f"on {here}; TAALWIJZER_PUBLIC_URL is not set: for this machine only"
        if not self._settings.public_url.startswith("https://"):
            raise Worth(f"on {here} as {self._settings.public_url}: without https others can read along")
        return f"on {here}, as {self._settings.public_url}"

    async def backup(self) -> str:
        if not self._database.is_sqlite:
            return "PostgreSQL: by pg_dump, see docs/operations.md"
        newest = newest_backup(self._settings)
        if newest is None:
            raise Worth(f"none in {self._settings.data_dir / 'backup'}: run `taalwijzer backup` every night")
        age = datetime.now(UTC) - newest
        if age > _BACKUP_TOO_OLD:
            raise Worth(f"the newest is {_long(age)} old: does the timer run? `systemctl list-timers`")
        return f"the newest is {_long(age)} old"


def _waits(waiting: Waiting, noun: str, now: datetime) -> str:
    """ "3 sign-ups (oldest 2 days)"."""
    more = " or more" if waiting.count >= MOST_COUNTED else ""
    told = f"{_many(waiting.count, noun)}{more}"
    if waiting.oldest_at is None:
        return told
    return f"{told} (oldest {_many(max((now - waiting.oldest_at).days, 0), 'day')})"


def _long(time: timedelta) -> str:
    """ "3 days", "5 hours", "2 minutes"."""
    minutes = max(int(time.total_seconds() // 60), 0)
    if minutes >= 2880:
        return _many(minutes // 1440, "day")
    return _many(minutes // 60, "hour") if minutes >= 120 else _many(minutes, "minute")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


async def _line(say: Say, name: str, look: Look) -> bool:
    try:
        found = await look()
    except Worth as worth:
        say(f"! {name}: {worth}")
        return True
    except (TaalwijzerError, SQLAlchemyError, OSError, ValueError) as error:
        say(f"✗ {name}: {error}")
        return False
    say(f"✓ {name}: {found}")
    return True
