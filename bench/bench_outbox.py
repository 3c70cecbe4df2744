"""How fast a backlog leaves under the real limit of 28 messages a second, and whether it ever leaves faster.

Telegram allows about 30 a second. The peer is python-telegram-bot's AIORateLimiter with its defaults.
"""

from __future__ import annotations

import asyncio
import bisect
import itertools
from collections.abc import Sequence

from telegram.ext import AIORateLimiter, ApplicationBuilder

from bench.null_telegram import NullTelegram
from bench.ours import our_bot
from bench.support import TOKEN, Aim, size, tell, workshop
from bot.domain.sending import Limits
from handlers.inbound import read_update


async def ours(messages: int) -> list[float]:
    """Everybody says hello at once; when each answer left."""
    telegram = NullTelegram(messages)
    with workshop() as path:
        async with our_bot(path, telegram, limits=Limits()) as bot:
            updates = [read_update(raw, bot.application.bot) for raw in telegram.take(messages)]
            await asyncio.gather(*(bot.application.process_update(update) for update in updates))
            while len(telegram.sent_at) < messages:  # noqa: ASYNC110 - the wire has no event for it
                await asyncio.sleep(0.1)
    return telegram.sent_at


async def limited_by_the_library(messages: int) -> list[float]:
    """The same number of messages through the library's limiter."""
    telegram = NullTelegram(messages)
    builder = ApplicationBuilder().token(TOKEN).request(telegram).get_updates_request(telegram)
    application = builder.rate_limiter(AIORateLimiter()).updater(None).job_queue(None).build()
    async with application:
        await asyncio.gather(*(application.bot.send_message(chat, "Hallo") for chat in telegram.people))
    return telegram.sent_at


def _told(moments: Sequence[float]) -> dict[str, float]:
    """Messages a second overall, the most in any second, and how many in the first second."""
    ordered = sorted(moments)
    ends = [bisect.bisect_left(ordered, moment + 1.0) for moment in ordered]
    most = max(end - start for start, end in zip(itertools.count(), ends, strict=False))
    lasted = ordered[-1] - ordered[0]
    return {
        "per_second": round((len(ordered) - 1) / lasted, 2) if lasted else 0.0,
        "most_in_a_second": most,
        "first_second": ends[0],
    }


def main() -> None:
    """Measure and tell."""
    messages = size("MESSAGES", 300)
    mine = _told(asyncio.run(ours(messages)))
    peer = _told(asyncio.run(limited_by_the_library(messages)))
    tell(
        "outbox",
        ours=mine,
        peers={"AIORateLimiter": peer},
        ratios={name: mine[name] / peer[name] for name in mine},
        aims=[
            Aim("never more than 28 in any second", mine["most_in_a_second"] <= 28),
            Aim("at least 95% of 28 a second", mine["per_second"] >= 28 * 0.95),
        ],
        messages=messages,
        chats=messages,
    )


if __name__ == "__main__":
    main()
