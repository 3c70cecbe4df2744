"""Can this process do its work? Asked by `/healthz`, `/metrics` and `taalwijzer check`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.db.migrations import current_revision
from bot.db.queries import outbox, updates, waiting
from bot.db.queries.waiting import Waiting
from bot.db.session import Database
from bot.services.directory import Directory


@dataclass(frozen=True, slots=True)
class Health:
    """`schema` is the revision of the database; `oldest_unsent_at` when the oldest message that waits was
    due; `sign_ups` and `tasks` are what people wait for.
    """

    schema: str
    last_update_at: datetime | None
    oldest_unsent_at: datetime | None
    taalhuizen: int
    sign_ups: Waiting
    tasks: Waiting


class HealthService:
    """Looks with a few small queries."""

    def __init__(self, database: Database, directory: Directory) -> None:
        self._database = database
        self._directory = directory

    async def look(self) -> Health:
        """Raises StorageUnavailable when the database does not answer."""
        schema = await current_revision(self._database)
        async with self._database.reading() as connection:
            last = await updates.last_received_at(connection)
            oldest = await outbox.oldest_unsent_at(connection)
            sign_ups = await waiting.sign_ups(connection)
            tasks = await waiting.open_tasks(connection)
        return Health(schema, last, oldest, len(self._directory), sign_ups, tasks)
