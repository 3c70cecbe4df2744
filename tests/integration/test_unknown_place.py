"""A name that nobody knows, or that is only like one, leads to places of the real table, each with a button
that is understood.
"""

from __future__ import annotations

from flows.replies import Typed
from tests.support.building import Rig, keys_of


async def test_a_name_that_is_unknown_twice_gets_big_places_to_tap(rig: Rig) -> None:
    await rig.start("7")
    await rig.taps("nl start yes self")
    for said in ("Fatma", "Qqqqxyz", "Qqqqxyz"):
        await rig.hear(Typed(said), address="7")
    rows = rig.question().prompt.rows
    assert [row[0].choice for row in rows] == [
        "t0:enschede",
        "t0:zwolle",
        "t0:deventer",
        "t0:almelo",
        "again",
    ]
    await rig.hear(Typed("2"), address="7")
    assert "intake.needs.ask" in keys_of(rig.question().prompt)


async def test_a_small_place_that_is_only_like_the_words_is_asked_and_not_taken(rig: Rig) -> None:
    await rig.start("7")
    await rig.taps("nl start yes self")
    for said in ("Fatma", "Zuidland"):
        await rig.hear(Typed(said), address="7")
    asked = rig.question().prompt
    assert "intake.place.which" in keys_of(asked)
    assert [row[0].choice for row in asked.rows] == ["t0:zuidzande", "again"]
    await rig.hear(Typed("2"), address="7")
    await rig.hear(Typed("Zwole"), address="7")
    assert "intake.needs.ask" in keys_of(rig.question().prompt)
