"""The golden conversations of tests/chats/ go as they are written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.step import Flow
from tests.support.chats import chat_files, played, read_chat, written


@pytest.mark.parametrize("path", chat_files(), ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path, flow: Flow) -> None:
    chat = read_chat(path)
    assert written(chat, played(chat, flow)) == path.read_text(encoding="utf-8")


def test_there_are_at_least_25_conversations() -> None:
    assert len(chat_files()) >= 25
