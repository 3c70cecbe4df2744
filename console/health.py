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
        age = (now - health.oldest_unsent_at).total_seconds() if health.oldest_unsent_at else 0.0
        return JSONResponse(
            {
                "database": "ok",
                "schema": health.schema,
                "last_update_at": health.last_update_at.isoformat() if health.last_update_at else None,
                "oldest_unsent_seconds": round(max(age, 0.0), 3),
                "taalhuizen": health.taalhuizen,
            }
        )

    async def prometheus(_request: Request) -> Response:
        try:
            health = await check.look()
        except StorageUnavailable:
            return Response(metrics.text(), media_type="text/plain; version=0.0.4")
        age = (clock() - health.oldest_unsent_at).total_seconds() if health.oldest_unsent_at else 0.0
        metrics.oldest_unsent(max(age, 0.0))
        return Response(metrics.text(), media_type="text/plain; version=0.0.4")

    return [
        Route("/healthz", healthz, methods=["GET"]),
        Route("/metrics", prometheus, methods=["GET"]),
    ]
