"""A Taalhuis on the pages: who may change it, the rules of the import, and two people at the same time."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from bot.services.loop import notifications, volunteers
from tests.support.building import Rig
from tests.support.loop import HOUSE, OTHER_HOUSE, house_id, make_regional, make_staff, make_volunteer
from tests.support.offering import scene as a_scene
from tests.support.office import Desk, at_desk

FILLED: dict[str, Any] = {
    "active": "yes",
    "offers": ["reading", "speaking"],
    "forms": ["group"],
    "offer_mode": "one",
}


def boxes(page: str) -> dict[str, str | list[str]]:
    """Every field of the form as the browser would send it."""
    found: dict[str, list[str]] = {}
    form = page[page.index('id="house"') :]
    for tag in re.findall(r"<input[^>]*>", form):
        parts = {name: unescape(value) for name, value in re.findall(r'([a-z]+)="([^"]*)"', tag)}
        if parts.get("type") != "checkbox" or " checked" in tag:
            found.setdefault(parts["name"], []).append(parts.get("value", ""))
    mode = re.search(r'<option value="(\w+)" selected', form)
    found["offer_mode"] = [mode[1] if mode else "one"]
    found.pop("form")
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


async def save(desk: Desk, house: int, do: str = "save", **changes: str | list[str]) -> int:
    """Open the form, fill in something else, and press a button."""
    page = await desk.get(f"/houses/{house}")
    fields: dict[str, Any] = {**boxes(page.text), **changes, "do": do}
    return (await desk.post(f"/houses/{house}", **fields)).status_code


async def column(rig: Rig, name: str, code: str = HOUSE) -> object:
    return (await rig.rows(f"SELECT {name} FROM taalhuis WHERE code = :code", code=code))[0][0]


async def test_each_sees_the_houses_that_are_theirs(rig: Rig) -> None:
    await rig.with_houses()
    seen = {}
    for role, who in (
        ("staff", await make_staff(rig)),
        ("region", await make_regional(rig)),
        ("operator", None),
    ):
        async with at_desk(rig, who) as desk:
            page = (await desk.get("/houses")).text
            seen[role] = ("Zwolle" in page, "Demo-Taalhuis Almelo" in page, "/console/houses/" in page)

    assert seen == {
        "staff": (True, False, True),
        "region": (True, False, False),
        "operator": (True, True, True),
    }


async def test_a_house_of_somebody_else_is_not_there(rig: Rig) -> None:
    staff = await make_staff(rig)
    other = await house_id(rig, OTHER_HOUSE)
    async with at_desk(rig, staff) as desk:
        assert (await desk.get(f"/houses/{other}")).status_code == 404
        assert (await desk.get(f"/houses/{other}/picture")).status_code == 404
        await desk.get(f"/houses/{staff.taalhuis_id}")
        assert (await desk.post(f"/houses/{other}", **FILLED, do="save")).status_code == 404
    async with at_desk(rig, await make_regional(rig)) as desk:
        assert (await desk.get(f"/houses/{staff.taalhuis_id}")).status_code == 403


async def test_saving_what_is_there_changes_nothing(rig: Rig) -> None:
    staff = await make_staff(rig)
    before = await rig.rows("SELECT * FROM taalhuis ORDER BY id")
    async with at_desk(rig, staff) as desk:
        assert await save(desk, staff.taalhuis_id or 0) == 303

    assert await rig.rows("SELECT * FROM taalhuis ORDER BY id") == before
    assert await rig.rows("SELECT 1 FROM audit_entry WHERE what = 'house.change'") == []


async def test_new_hours_are_kept_written_down_and_seen_by_the_next_learner(rig: Rig) -> None:
    staff = await make_staff(rig)
    new: dict[str, Any] = {
        "opening_hours-0-0-from": "11:00",
        "opening_hours-0-0-to": "12:30",
        "opening_hours-more": "",
    }
    async with at_desk(rig, staff) as desk:
        assert await save(desk, staff.taalhuis_id or 0, **new) == 303
        assert "Bewaard." in desk.page.text

    kept = str(await column(rig, "opening_hours"))
    assert kept.startswith("Mo 11:00-12:30; Tu-")
    (house,) = [one for one in rig.directory._houses if one.code == HOUSE]
    assert house.opening_hours == kept
    ((detail,),) = await rig.rows("SELECT detail FROM audit_entry WHERE what = 'house.change'")
    assert json.loads(detail) == {"fields": ["opening_hours"]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"opening_hours-0-0-to": ""}, 'Vul bij elke tijd "van" én "tot" in.'),
        ({"opening_hours-more": "nonsense"}, "Deze tijden kan de computer niet lezen."),
        ({"phone": "12"}, "Dit is geen telefoonnummer"),
        ({"email": "nope"}, "Dit is geen e-mailadres."),
        ({"website": "javascript:alert(1)"}, "Dit is geen webadres"),
        ({"coverage": "8011-8010"}, "Het laatste getal is kleiner"),
        ({"closed_until": "2026-02-30"}, "Dit is geen datum"),
        ({"offers": []}, "Dit ontbreekt."),
        ({"email": "111222333@x.nl"}, "een BSN kan zijn"),
        ({"notified": []}, "minstens één medewerker"),
    ],
)
async def test_what_the_import_refuses_is_refused_here(rig: Rig, changes: dict[str, Any], said: str) -> None:
    staff = await make_staff(rig)
    before = await rig.rows("SELECT * FROM taalhuis ORDER BY id")
    async with at_desk(rig, staff) as desk:
        assert await save(desk, staff.taalhuis_id or 0, **changes) == 422

        assert said in unescape(desk.page.text)
        assert "111222333" not in desk.page.text
    assert await rig.rows("SELECT * FROM taalhuis ORDER BY id") == before


async def test_two_people_at_once_overwrite_nothing_and_choose(rig: Rig) -> None:
    staff = await make_staff(rig)
    house = staff.taalhuis_id or 0
    async with at_desk(rig, staff) as one, at_desk(rig, None) as other:
        mine: dict[str, Any] = boxes((await one.get(f"/houses/{house}")).text)
        assert await save(other, house, phone="038 421 88 88") == 303

        refused = await one.post(f"/houses/{house}", **{**mine, "email": "huis@example.nl", "do": "save"})
        assert refused.status_code == 409
        assert "Iemand anders heeft dit Taalhuis net veranderd" in refused.text
        assert "+31384218888" in refused.text
        assert (await column(rig, "phone"), await column(rig, "email")) == ("+31384218888", "")

        chosen: dict[str, Any] = {**boxes(refused.text), "do": "save"}
        assert (await one.post(f"/houses/{house}", **chosen)).status_code == 303

    assert (await column(rig, "phone"), await column(rig, "email")) == ("", "huis@example.nl")


async def test_the_way_of_asking_that_was_set_in_the_chat_meanwhile_is_not_lost(rig: Rig) -> None:
    staff = await make_staff(rig)
    house = staff.taalhuis_id or 0
    async with at_desk(rig, staff) as desk:
        mine: dict[str, Any] = boxes((await desk.get(f"/houses/{house}")).text)
        rig.clock.forward(seconds=5)
        async with a_scene(rig) as scene:
            assert await volunteers.set_offer_mode(scene, house, "all")
        refused = await desk.post(f"/houses/{house}", **{**mine, "phone": "0384218888", "do": "save"})

    assert refused.status_code == 409
    assert await column(rig, "offer_mode") == "all"


async def test_looking_first_shows_the_words_of_the_learner_and_keeps_nothing(rig: Rig) -> None:
    staff = await make_staff(rig)
    house = staff.taalhuis_id or 0
    async with at_desk(rig, staff) as desk:
        assert await save(desk, house, do="look", phone="038 421 88 88") == 200

        assert "Zo ziet een deelnemer het" in desk.page.text
        assert "038 421 8888" in desk.page.text.replace("\u2068", "").replace("\u2069", "")
        assert f"/console/houses/{house}/picture?hours=" in desk.page.text
        found = re.search(rf'src="/console(/houses/{house}/picture[^"]*)"', desk.page.text)
        assert found
        picture = await desk.get(unescape(found[1]))
    assert picture.content.startswith(b"\x89PNG")
    assert await column(rig, "phone") == ""


async def test_a_house_that_is_closed_for_a_while_is_shown_to_nobody(rig: Rig) -> None:
    staff = await make_staff(rig)
    house = staff.taalhuis_id or 0
    async with at_desk(rig, staff) as desk:
        await save(desk, house, do="look", closed_until="2099-01-01")
        assert "Deelnemers zien dit Taalhuis nu niet." in desk.page.text
        assert await save(desk, house, closed_until="2099-01-01") == 303

        assert "Gesloten tot en met" in (await desk.get("/houses")).text
    assert str(await column(rig, "closed_until")) == "2099-01-01"


# ── Who hears of it ─────────────────────────────────────────────────────────────────────────────────────


async def _digests(rig: Rig) -> list[str]:
    found = await rig.rows(
        "SELECT c.address FROM timer t JOIN chat c ON c.id = t.chat_id WHERE t.kind = 'digest'"
        " AND t.done_at IS NULL ORDER BY c.address"
    )
    return [str(address) for (address,) in found]


async def _alert(rig: Rig, house: int) -> None:
    async with a_scene(rig) as scene:
        await notifications.alert(scene, taalhuis_id=house, kind="new")


async def test_only_who_is_chosen_hears_of_what_happens(rig: Rig) -> None:
    sanne = await make_staff(rig)
    tom = await make_staff(rig, address="tom", name="Tom")
    house = sanne.taalhuis_id or 0
    async with at_desk(rig, sanne) as desk:
        assert await save(desk, house, notified=str(tom.id)) == 303
    await _alert(rig, house)

    assert await _digests(rig) == ["tom"]


async def test_where_none_of_the_chosen_can_be_reached_the_others_hear_of_it(rig: Rig) -> None:
    sanne = await make_staff(rig)
    tom = await make_staff(rig, address="tom", name="Tom")
    house = sanne.taalhuis_id or 0
    async with at_desk(rig, sanne) as desk:
        await save(desk, house, notified=str(tom.id))
    await rig.block("tom")
    await _alert(rig, house)

    assert await _digests(rig) == ["staff"]


async def test_the_operator_changes_a_house_without_seeing_who_works_there(rig: Rig) -> None:
    sanne = await make_staff(rig)
    await make_volunteer(rig)
    house = sanne.taalhuis_id or 0
    async with at_desk(rig, None) as desk:
        page = (await desk.get(f"/houses/{house}")).text
        assert await save(desk, house, auto_accept="yes") == 303

    assert "Sanne" not in page
    assert await column(rig, "auto_accept") in (1, True)
    assert await rig.rows("SELECT 1 FROM member WHERE NOT notified") == []
