"""The test server as its own process, and the client for its control API.

For tests in which the bot is killed, or in which the server must not share the event loop with what is
measured.
"""

import asyncio
import contextlib
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
from pydantic import TypeAdapter

from tests.support.bot_api.control import fault_to_json
from tests.support.bot_api.faults import Fault
from tests.support.bot_api.model import JsonDict
from tests.support.bot_api.screen import Screen
from tests.support.bot_api.server import DEFAULT_TOKEN

_ROOT = Path(__file__).parents[3]
_START_TIMEOUT_S = 60
_STOP_TIMEOUT_S = 10


class RemoteBotApi:
    """The server behind `url`. Raises AssertionError with the server's words when it refuses a request."""

    def __init__(self, client: httpx.AsyncClient, *, url: str, token: str, process: Process) -> None:
        self.url = url
        self.token = token
        self.process = process
        self._client = client

    @property
    def base_url(self) -> str:
        """`base_url` of python-telegram-bot."""
        return f"{self.url}/bot"

    async def ask(self, verb: str, path: str, body: JsonDict | None = None) -> Any:
        """One request to /control/`path`; returns its JSON."""
        answer = await self._client.request(verb, f"{self.url}/control/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def phone(self, *, chat_id: int, **details: object) -> "RemotePhone":
        """A person with a phone; `details` as for `BotApiServer.phone`."""
        await self.ask("POST", "phones", {"chat_id": chat_id} | details)
        return RemotePhone(self, chat_id)

    async def calls(self, method: str = "", *, since: int = 0) -> list[JsonDict]:
        """The calls of `method` ("": all) among those from number `since` on."""
        found: list[JsonDict] = await self.ask("GET", f"calls?method={method}&since={since}")
        return found

    async def violations(self) -> list[JsonDict]:
        """Every call that the Bot API does not allow."""
        found: list[JsonDict] = await self.ask("GET", "violations")
        return found

    async def defects(self) -> list[JsonDict]:
        """The violations that no crash, lost answer or double delivery can excuse."""
        found: list[JsonDict] = await self.ask("GET", "violations?defects=1")
        return found

    async def pending(self) -> list[JsonDict]:
        """The updates nobody has confirmed."""
        found: list[JsonDict] = await self.ask("GET", "updates")
        return found

    async def deliver_twice(self, update_id: int) -> None:
        """Gives the bot an update once more."""
        await self.ask("POST", "deliver_twice", {"update_id": update_id})

    async def next_fault(self, fault: Fault, **where: object) -> None:
        """As `Faults.next`."""
        await self.ask("POST", "faults", {"fault": fault_to_json(fault)} | where)

    async def random_faults(self, *, seed: int, rate: float, kinds: Sequence[Fault]) -> None:
        """As `Faults.random`."""
        body = {"seed": seed, "rate": rate, "kinds": [fault_to_json(kind) for kind in kinds]}
        await self.ask("POST", "faults/random", body)

    async def clear_faults(self) -> None:
        """No more faults."""
        await self.ask("DELETE", "faults")


class RemotePhone:
    """A phone on the other side; `act` takes the names and arguments of `Phone`."""

    def __init__(self, server: RemoteBotApi, chat_id: int) -> None:
        self.chat_id = chat_id
        self._server = server

    async def act(self, name: str, **arguments: object) -> int | None:
        """`await phone.act("tap", what="Ja")`: the id of the update, None where there is none."""
        answer = await self._server.ask("POST", f"phones/{self.chat_id}/{name}", arguments)
        update_id: int | None = answer["update_id"]
        return update_id

    async def send(self, text: str) -> int | None:
        """Types a text."""
        return await self.act("send", text=text)

    async def tap(self, what: str | tuple[int, int, int]) -> int | None:
        """Presses a button."""
        return await self.act("tap", what=what)

    async def screen(self) -> Screen:
        """What the person sees now."""
        body = await self._server.ask("GET", f"phones/{self.chat_id}/screen")
        return TypeAdapter(Screen).validate_python(body)

    async def wait_for(self, predicate: Callable[[Screen], object], timeout_s: float = 5.0) -> Screen:
        """As `Seat.wait_for`; asks 20 times a second."""
        deadline = asyncio.get_running_loop().time() + timeout_s
        while True:
            screen = await self.screen()
            with contextlib.suppress(LookupError):
                if predicate(screen):
                    return screen
            late = asyncio.get_running_loop().time() > deadline
            assert not late, f"not seen within {timeout_s} s\n{screen.describe()}"
            await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def bot_api_process(*, token: str = DEFAULT_TOKEN, port: int = 0) -> AsyncIterator[RemoteBotApi]:
    """Starts the server as its own process; ends it with SIGTERM, then SIGKILL."""
    arguments = ("-m", "tests.support.bot_api", "--port", str(port), "--token", token)
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=_ROOT, stdout=PIPE)
    try:
        assert process.stdout is not None, "stdout is a pipe"
        async with asyncio.timeout(_START_TIMEOUT_S):
            line = await process.stdout.readline()
        assert line, "the test server ended before it served"
        async with httpx.AsyncClient(trust_env=False) as client:
            yield RemoteBotApi(client, url=json.loads(line)["url"], token=token, process=process)
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.terminate()
    try:
        async with asyncio.timeout(_STOP_TIMEOUT_S):
            await process.communicate()
    except TimeoutError:
        process.kill()
        await process.communicate()
