"""The peer: the same sixteen questions as people write them with plain python-telegram-bot.

A `ConversationHandler` with one state a question, answers in `user_data`, `send_message` and friends of the
library, updates one after the other as its Application does by default. What a person sees is the same:
the button's little clock stops, the answered question keeps its answer and loses its buttons, the next
question comes, and at the end the Taalhuis on the map. With `Commits`, each update is also one transaction
of SQLAlchemy on SQLite with the same settings as ours; without it, everything is lost when the process ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import warnings
from collections.abc import AsyncIterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Column, Integer, MetaData, String, Table, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import create_async_engine
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
)
from telegram.warnings import PTBUserWarning

from bench.null_telegram import NullTelegram
from bench.pace import Pace, Watch
from bench.peer_questions import DONE, HERE, HOUSES, NO_PREVIEW, QUESTIONS, Question
from bench.support import TOKEN
from bot.domain.distance import distance_km


class Keeper(Protocol):
    """Where the peer puts what it knows after each update."""

    async def keep(self, chat_id: int, step: int, answers: dict[str, Any]) -> None:
        """Called once an update, before the answer goes out."""


class Memory:
    """Nowhere: it is in `user_data` already."""

    async def keep(self, chat_id: int, step: int, answers: dict[str, Any]) -> None:
        """Nothing to do."""


class Commits:
    """One row a chat, written and committed for each update, as safely as ours."""

    def __init__(self, path: Path) -> None:
        self._engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
        event.listen(self._engine.sync_engine, "connect", _prepare)
        self._table = Table(
            "conversation",
            MetaData(),
            Column("chat_id", Integer, primary_key=True),
            Column("step", Integer),
            Column("answers", String),
        )
        new = insert(self._table)
        self._upsert = new.on_conflict_do_update(
            index_elements=["chat_id"], set_={"step": new.excluded.step, "answers": new.excluded.answers}
        )

    async def open(self) -> None:
        """Make the table."""
        async with self._engine.begin() as connection:
            await connection.run_sync(self._table.metadata.create_all)

    async def close(self) -> None:
        """Let go of the file."""
        await self._engine.dispose()

    async def keep(self, chat_id: int, step: int, answers: dict[str, Any]) -> None:
        """Write and commit."""
        row = {"chat_id": chat_id, "step": step, "answers": json.dumps(answers)}
        async with self._engine.begin() as connection:
            await connection.execute(self._upsert, row)


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Peer:
    """The handlers."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def conversation(self) -> ConversationHandler[Any]:
        """One state a question."""
        with warnings.catch_warnings():
            # The library explains what per_message means; the default is what is wanted.
            warnings.simplefilter("ignore", PTBUserWarning)
            return ConversationHandler(
                entry_points=[CommandHandler("start", self.start)],
                states={i: [CallbackQueryHandler(self.answered)] for i in range(len(QUESTIONS))},
                fallbacks=[CommandHandler("start", self.start)],
            )

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        """The first question."""
        assert update.effective_chat
        assert context.user_data is not None
        context.user_data["step"] = 0
        await self._keeper.keep(update.effective_chat.id, 0, {})
        await _ask(update.effective_chat.id, 0, context)
        return 0

    async def answered(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
        """A button was pressed."""
        query, known = update.callback_query, context.user_data
        assert query
        assert query.data
        assert known is not None
        assert update.effective_chat
        step, pressed = known["step"], query.data
        question = QUESTIONS[step]
        chosen = _chosen(question, known, pressed)
        known["step"] = step if chosen is None else step + 1
        await self._keeper.keep(update.effective_chat.id, known["step"], known)
        await query.answer()
        if chosen is None:
            text = _shown(question, known)
            await query.edit_message_text(
                text,
                parse_mode="HTML",
                link_preview_options=NO_PREVIEW,
                reply_markup=_keyboard(question, known[question.name] if question.kind == "many" else ()),
            )
            return int(step)
        closed = f"{escape(question.text)}\n\n✅ <b>{escape(chosen)}</b>"
        await query.edit_message_text(closed, parse_mode="HTML", link_preview_options=NO_PREVIEW)
        await _ask(update.effective_chat.id, step + 1, context)
        return int(step) + 1


def _chosen(question: Question, known: dict[str, Any], pressed: str) -> str | None:
    """The whole answer, or None while the question goes on."""
    if question.kind == "one":
        known[question.name] = pressed
        return pressed
    if question.kind == "keypad":
        known[question.name] = known.get(question.name, "") + pressed
        return "Zwolle" if len(known[question.name]) == 4 else None
    ticked = known.setdefault(question.name, [])
    if pressed != DONE:
        ticked.append(pressed)
        return None
    return ", ".join(ticked)


def _shown(question: Question, known: dict[str, Any]) -> str:
    text = escape(question.text)
    if question.kind == "keypad":
        digits = str(known.get(question.name, "")).ljust(4, "_")
        return f"{text}\n👉 {' '.join(digits)}"
    if question.name == "overview":
        answers = [
            f"{name}: {escape(str(known.get(name, '')))}" for name in (q.name for q in QUESTIONS[3:16])
        ]
        return "\n".join((text, *answers))
    return text


def _keyboard(question: Question, ticked: Sequence[str] = ()) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(f"✅ {label}" if label in ticked else label, callback_data=label)
                for label in row
            ]
            for row in (*question.rows, *question.last)
        ]
    )


async def _ask(chat_id: int, step: int, context: ContextTypes.DEFAULT_TYPE) -> None:
    question = QUESTIONS[step]
    if question.name == "goodbye":
        await _show_house(chat_id, context)
    await context.bot.send_message(
        chat_id,
        _shown(question, context.user_data or {}),
        parse_mode="HTML",
        link_preview_options=NO_PREVIEW,
        reply_markup=_keyboard(question),
    )


async def _show_house(chat_id: int, context: ContextTypes.DEFAULT_TYPE) -> None:
    name, latitude, longitude = min(HOUSES, key=lambda house: distance_km(*HERE, house[1], house[2]))
    kilometres = distance_km(*HERE, latitude, longitude)
    text = f"Ik heb een Taalhuis gevonden.\n🏠 {name}\nHet is {kilometres:.1f} kilometer."
    await context.bot.send_venue(chat_id, latitude, longitude, name, "Demostraat 1, Zwolle")
    await context.bot.send_message(chat_id, text, parse_mode="HTML", link_preview_options=NO_PREVIEW)


@contextlib.asynccontextmanager
async def peer_bot(
    telegram: NullTelegram, keeper: Keeper
) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """The peer's Application, ready to process."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    builder = ApplicationBuilder().token(TOKEN).request(telegram).get_updates_request(telegram)
    application = builder.updater(None).job_queue(None).build()
    application.add_handler(Peer(keeper).conversation())
    async with application:
        yield application


async def walk_peer(telegram: NullTelegram, keeper: Keeper) -> Pace:
    """Let everybody walk the whole intake, update after update."""
    async with peer_bot(telegram, keeper) as application:
        watch = Watch(telegram)
        offset = 0
        while not telegram.all_done.is_set():
            updates = await application.bot.get_updates(offset=offset, limit=100, timeout=25)
            for update in updates:
                await application.process_update(update)
                offset = update.update_id + 1
                # The library's own loop lets others run between two updates.
                await asyncio.sleep(0)
    if telegram.failure:
        raise telegram.failure
    return watch.stop()
