"""`/healthz` and `/metrics`: for machines that watch over this one. No person's data, no database address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import StorageUnavailable
from bot.services.health import Health
from bot.services.metrics import Metrics


class HealthCheck(Protocol):
    """Looks whether this process can do its work."""

    async def look(self) -> Health:
        """Raises StorageUnavailable when the database is away."""


def health_routes(check: HealthCheck, metrics: Metrics, *, clock: Callable[[], datetime]) -> list[BaseRoute]:
    """The two routes. `clock` gives now, aware UTC."""

    async def healthz(_request: Request) -> Response:
        try:
            health = await check.look()
        except StorageUnavailable as error:
            return JSONResponse({"database": "unavailable", "reason": str(error)}, status_code=503)
        now = clock()
        return JSONResponse(
            {
                "database": "ok",
                "schema": health.schema,
                "last_update_at": health.last_update_at.isoformat() if health.last_update_at else None,
                "oldest_unsent_seconds": _age(health.oldest_unsent_at, now),
                "taalhuizen": health.taalhuizen,
                "sign_ups_waiting": health.sign_ups.count,
                "oldest_sign_up_seconds": _age(health.sign_ups.oldest_at, now),
                "tasks_open": health.tasks.count,
                "oldest_task_seconds": _age(health.tasks.oldest_at, now),
            }
        )

    async def prometheus(_request: Request) -> Response:
        try:
            health = await check.look()
        except StorageUnavailable:
            return Response(metrics.text(), media_type="text/plain; version=0.0.4")
        now = clock()
        metrics.oldest_unsent(_age(health.oldest_unsent_at, now))
        for kind, waiting in (("sign_ups", health.sign_ups), ("tasks", health.tasks)):
            metrics.people_waiting(kind, waiting.count, oldest_seconds=_age(waiting.oldest_at, now))
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")

    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/metrics", prometheus, methods=["GET"]),
    ]


def _age(since: datetime | None, now: datetime) -> float:
    """Seconds; 0.0 when there is nothing."""
    return round(max((now - since).total_seconds(), 0.0), 3) if since else 0.0
