"""Whose brake it is behind a proxy: FORWARDED_ALLOW_IPS of docs/operations.md, under the real server.

The test comes from 127.0.0.1, as a proxy on the same machine does.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest

from bot.server import serving
from bot.settings import Settings
from console.app import Site, create_app
from console.limits import BURST
from tests.console.fakes import Chats, KeysAsTexts

_FORM = {"begin": "1", "nonce": "0"}


async def _after_somebody_hammered(path: Path) -> list[int]:
    """What the next form gets: from who hammered, then from somebody else behind the same proxy."""
    settings = Settings(data_dir=path, web_port=0, _env_file=None)
    chats = Chats()
    site = Site(inbox=chats, transcripts=chats, catalogues=KeysAsTexts(), public_url="", clock=lambda: 0.0)
    web = create_app(site)
    async with (
        serving(settings, web, asyncio.Event()) as server,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as proxy,
    ):

        async def come_from(address: str) -> int:
            answer = await proxy.post("/start", data=_FORM, headers={"x-forwarded-for": address})
            return answer.status_code

        for _ in range(BURST):
            await come_from("192.0.2.1")
        return [await come_from("192.0.2.1"), await come_from("192.0.2.2")]


async def test_behind_a_proxy_on_this_machine_each_visitor_has_a_brake_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)

    assert await _after_somebody_hammered(tmp_path) == [429, 400]


async def test_what_a_stranger_says_of_where_it_comes_from_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "203.0.113.7")

    assert await _after_somebody_hammered(tmp_path) == [429, 429]


async def test_the_proxy_that_the_operator_names_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "203.0.113.7,127.0.0.1")

    assert await _after_somebody_hammered(tmp_path) == [429, 400]
