"""The golden conversations of several people in tests/chats/loop/ go as they are written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.building import Rig
from tests.support.loop_chats import loop_files, played, read_loop


@pytest.mark.parametrize("path", loop_files(), ids=lambda path: path.stem)
async def test_everybody_sees_what_is_written(path: Path, rig: Rig) -> None:
    chat = read_loop(path)

    assert await played(chat, rig) == chat["turns"]


def test_there_are_at_least_12_conversations() -> None:
    assert len(loop_files()) >= 12
