"""The server as a process of its own, steered over its control API."""

import asyncio

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import NetworkError

from tests.support.bot_api import ServerError
from tests.support.bot_api.remote import bot_api_process


async def test_a_conversation_over_two_processes() -> None:
    async with bot_api_process() as server, Bot(server.token, base_url=server.base_url) as bot:
        phone = await server.phone(chat_id=1, first_name="Amina")
        sent = await phone.send("/start")
        assert [update["update_id"] for update in await server.pending()] == [sent]
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("Ja", callback_data="j")]])
        message = await bot.send_message(1, "<b>Mag het?</b>", parse_mode="HTML", reply_markup=markup)
        screen = await phone.wait_for(lambda seen: seen.question.text == "Mag het?")
        assert screen.question.labels == ["Ja"]
        await phone.tap((message.message_id, 0, 0))
        with pytest.raises(AssertionError, match="no button"):
            await phone.tap("Nee")
        with pytest.raises(AssertionError, match="KeyError"):
            await phone.act("explode")
        await bot.send_voice(1, b"OggS")
        assert [call["params"].get("voice") for call in await server.calls("sendVoice")] == [
            {"upload": "application.octet-stream", "bytes": 4}
        ]
        await server.next_fault(ServerError(502), method="sendMessage", times=1)
        with pytest.raises(NetworkError):
            await bot.send_message(1, "x")
        await server.random_faults(seed=1, rate=1.0, kinds=[ServerError(503)])
        with pytest.raises(NetworkError):
            await bot.send_message(1, "x")
        await server.clear_faults()
        updates = await bot.get_updates()
        assert [update.update_id for update in await bot.get_updates(offset=updates[-1].update_id + 1)] == []
        await server.deliver_twice(updates[0].update_id)
        assert [update.update_id for update in await bot.get_updates(offset=-1)] == [sent]
        limits = await server.ask("POST", "limits", {"enforce": True})
        assert (limits["enforce"], limits["refused"]) == (True, 0)
        assert await server.ask("GET", "attempts") == []
        assert await server.defects() == await server.violations() == []


async def test_the_process_ends_cleanly_on_sigterm_even_while_somebody_polls() -> None:
    async with bot_api_process(token="1:other") as server, httpx.AsyncClient(trust_env=False) as client:
        root = f"{server.base_url}1:other"
        assert (await client.get(f"{root}/getMe")).json()["ok"]
        assert (await client.get(f"{server.base_url}1:wrong/getMe")).status_code == 401
        poll = asyncio.create_task(client.get(f"{root}/getUpdates?timeout=50", timeout=20))
        while not await server.calls("getUpdates"):  # noqa: ASYNC110 — it is another process
            await asyncio.sleep(0.02)
        server.process.terminate()
        assert (await poll).json() == {"ok": True, "result": []}
        assert await server.process.wait() == 0
