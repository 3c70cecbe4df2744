"""What stands before several processes: it gives each request to the next that listens, as a proxy."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.support.browser import serving

_KEPT = ("content-type", "x-telegram-bot-api-secret-token")


class Balancer:
    """Round robin over ports of 127.0.0.1. A process that does not listen is passed over; one that dies with
    a request in hand costs that request (502), which is not given to another: it may have been done.
    """

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = tuple(ports)
        self._turn = itertools.count()
        self.served = dict.fromkeys(ports, 0)
        self.lost = 0

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/{path:path}", self._pass_on, methods=["POST"])])

    async def _pass_on(self, request: Request) -> Response:
        body = await request.body()
        headers = {name: request.headers[name] for name in _KEPT if name in request.headers}
        first = next(self._turn)
        async with httpx.AsyncClient(timeout=30.0, trust_env=False) as client:
            for step in range(len(self._ports)):
                port = self._ports[(first + step) % len(self._ports)]
                url = f"http://127.0.0.1:{port}{request.url.path}"
                try:
                    answer = await client.post(url, content=body, headers=headers)
                except httpx.ConnectError:
                    continue
                except httpx.HTTPError:
                    self.lost += 1
                    return Response(status_code=502)
                self.served[port] += 1
                return Response(status_code=answer.status_code)
        return Response(status_code=503)


@contextlib.asynccontextmanager
async def balanced(ports: Sequence[int]) -> AsyncIterator[tuple[Balancer, str]]:
    """A balancer before these ports, and its address."""
    balancer = Balancer(ports)
    with serving(balancer.app()) as url:
        yield balancer, url
