"""The first page of the console: for who is signed in, and for nobody else."""

from __future__ import annotations

from tests.support.building import Rig
from tests.support.loop import make_regional, make_staff
from tests.support.office import Desk, at_desk


async def test_staff_regional_staff_and_the_operator_each_begin_at_the_first_page(rig: Rig) -> None:
    for who in (await make_staff(rig), await make_regional(rig), None):
        async with at_desk(rig, who) as desk:
            page = await desk.get()

            assert page.status_code == 200
            assert "<h1>" in page.text


async def test_who_is_not_signed_in_is_sent_to_the_page_for_that(stranger: Desk) -> None:
    page = await stranger.get()

    assert page.is_redirect
    assert page.headers["location"] == "/console/in"
