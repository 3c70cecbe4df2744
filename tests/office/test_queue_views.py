"""Lists of the queue that somebody keeps by a name."""

from __future__ import annotations

import re

from tests.support.building import Rig
from tests.support.loop import make_staff, submitted_case
from tests.support.office import at_desk


async def test_a_list_is_kept_by_a_name_opened_renamed_put_first_and_removed(rig: Rig) -> None:
    await submitted_case(rig)
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes?show=new")
        query = "show=all&staff=me&find=secret&after=1.2.3"
        await desk.post("/intakes/views", name="Van mij", query=query)
        assert desk.page.headers["location"].endswith("&show=all&staff=me")
        await desk.get("/intakes/views")
        number = re.search(r"/console/intakes/views/(\d+)/name", desk.page.text)
        assert number
        await desk.post(f"/intakes/views/{number[1]}/name", name="Mijn lijst")
        assert "Mijn lijst" in desk.page.text
        await desk.post(f"/intakes/views/{number[1]}/first")
        begins = await desk.get("/intakes")
        assert begins.headers["location"] == f"/console/intakes?view={number[1]}&show=all&staff=me"
        await desk.get("/intakes/views")
        await desk.post(f"/intakes/views/{number[1]}/remove")
        assert "Mijn lijst" not in desk.page.text
        assert (await desk.get("/intakes")).status_code == 200


async def test_a_kept_list_is_nobody_elses(rig: Rig) -> None:
    async with at_desk(rig, await make_staff(rig)) as desk:
        await desk.get("/intakes?show=new")
        await desk.post("/intakes/views", name="Van mij", query="show=wait")
        number = re.search(r"view=(\d+)", desk.page.headers["location"])
    assert number
    async with at_desk(rig, await make_staff(rig, address="second")) as other:
        assert (await other.get(f"/intakes/views/{number[1]}")).status_code == 404
        await other.get("/intakes?show=new")
        for change_ in ("name", "first", "remove"):
            answer = await other.post(f"/intakes/views/{number[1]}/{change_}", name="Gepikt")
            assert answer.status_code == 404
            await other.get("/intakes?show=new")
