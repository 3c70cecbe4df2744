"""The first page of the console, in a browser."""

from __future__ import annotations

import pytest

from tests.browser.desks import Desks
from tests.support.axe import findings
from tests.support.loop import make_staff

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_first_page_has_a_heading_and_nothing_that_axe_finds(desks: Desks) -> None:
    page = await desks.sit(await make_staff(desks.rig))

    assert await page.locator("h1").count() == 1
    assert await findings(page) == []
