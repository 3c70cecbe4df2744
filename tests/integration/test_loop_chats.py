"""The golden conversations of several people in tests/chats/loop/ go as they are written down.

What learners get in them is no more at once than they can read.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from tests.support.as_shown import faults
from tests.support.building import Rig
from tests.support.loop_chats import loop_files, played, read_loop
from tests.support.worlds import catalogues


@pytest.mark.parametrize("path", loop_files(), ids=lambda path: path.stem)
async def test_everybody_sees_what_is_written(path: Path, rig: Rig) -> None:
    chat = read_loop(path)

    assert await played(chat, rig) == chat["turns"]
    assert _too_much_at_once(chat["people"], rig) == []


def _too_much_at_once(people: Mapping[str, str], rig: Rig) -> list[str]:
    learners = {str(at) for at, part in enumerate(people.values(), start=1) if part == "learner"}
    return [
        fault
        for envelope in rig.channel.delivered
        if envelope.address in learners
        for fault in faults(envelope.prompt, partial(catalogues().render, language=envelope.language))
    ]


def test_there_are_at_least_12_conversations() -> None:
    assert len(loop_files()) >= 12
