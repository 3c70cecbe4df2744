"""What the benchmarks compare is the same conversation on both sides, and it can be walked to its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.null_telegram import UPDATES_EACH, NullTelegram
from bench.ours import walk_ours
from bench.peer import Commits, Memory, walk_peer

KEYPAD = "1"


class Watching(NullTelegram):
    """One person, whose every screen is written down: text and labels."""

    def __init__(self) -> None:
        super().__init__(1)
        self.screens: list[tuple[str, list[list[str]]]] = []

    def take(self, most: int) -> Iterator[dict[str, Any]]:
        shown = self._ready[0].shown if self._ready else {}
        if shown:
            rows = json.loads(shown["reply_markup"])["inline_keyboard"]
            self.screens.append((shown["text"], [[key["text"] for key in row] for row in rows]))
        yield from super().take(most)


def of_questions(screens: list[tuple[str, list[list[str]]]]) -> list[tuple[str, list[list[str]]]]:
    """The first line of each screen and its labels. The peer's keypad always has all its keys."""
    return [(text.partition("\n")[0], [] if rows[0][0] == KEYPAD else rows) for text, rows in screens if rows]


async def test_our_side_and_the_peer_ask_the_same_questions_with_the_same_buttons(tmp_path: Path) -> None:
    ours, peer = Watching(), Watching()
    await walk_ours(tmp_path, ours)
    await walk_peer(peer, Memory())

    assert len(ours.screens) == UPDATES_EACH - 1
    assert of_questions(peer.screens) == of_questions(ours.screens)


async def test_the_peer_that_commits_walks_to_the_end_too(tmp_path: Path) -> None:
    keeper, telegram = Commits(tmp_path / "peer.db"), NullTelegram(1)
    await keeper.open()
    try:
        await walk_peer(telegram, keeper)
    finally:
        await keeper.close()

    assert telegram.all_done.is_set()
    assert telegram.failure is None
