"""A page that lies open learns for little whether anything came, on both databases."""

from __future__ import annotations

import pytest

from tests.support.building import Rig


async def test_the_version_changes_with_what_is_said_and_only_then(rig: Rig) -> None:
    pages = rig.transcripts()
    await rig.start()
    first = await pages.version("7")
    transcript = await pages.of("7")
    assert transcript is not None
    assert (first, await pages.version("7")) == (transcript.version, first)
    await rig.tap("nl")
    assert await pages.version("7") not in (first, None)


@pytest.mark.parametrize("address", ["7", "8"])
async def test_who_was_never_there_or_was_forgotten_has_no_version(rig: Rig, address: str) -> None:
    await rig.start()
    await rig.transcripts().forget("7")
    assert await rig.transcripts().version(address) is None
