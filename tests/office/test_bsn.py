"""A citizen service number is kept nowhere, by whatever way it comes in: every way in gets one, and then the
whole database is opened and searched for it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select
from starlette.routing import BaseRoute, Route

from bot.db.models import Base
from bot.db.types import EMPTIED, SEAL_VERSION, Sealed
from bot.db.vault import VaultError
from console.office import app as office
from flows.model import VoiceNote
from flows.replies import Command, Edited, SharedContact, Spoken, Typed, Unexpected
from tests.support.building import Rig
from tests.support.helped import LEARNER, VOLUNTEER, helped_case, press
from tests.support.loop import invited, make_staff
from tests.support.office import at_desk, office_site
from tests.support.signups import BSN

SPACED = "1112 22 333"
SHAPES = (BSN, SPACED, "111.222.333", "١١١٢٢٢٣٣٣")
_DIGITS = re.compile(r"111[\s.]?2[\s.]?2[\s.]?2[\s.]?333|١١١٢٢٢٣٣٣")
CONSOLE = Path(office.__file__).parent


async def kept(rig: Rig) -> list[str]:
    """Where the number is found: every column of every row, opened where it is sealed."""
    found: list[str] = []
    async with rig.database.reading() as connection:
        for table in Base.metadata.sorted_tables:
            for row in (await connection.execute(select(table))).mappings():
                for name, value in row.items():
                    if _DIGITS.search(_clear(rig, value)):
                        found.append(f"{table.name}.{name}")
    return found


def _clear(rig: Rig, value: object) -> str:
    if isinstance(value, bytes) and value[:1] == SEAL_VERSION and value != EMPTIED:
        try:
            return rig.codec.vault.open_bytes(Sealed(value)).decode("utf-8", "replace")
        except VaultError:
            return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


async def test_the_search_would_find_it(rig: Rig) -> None:
    await helped_case(rig)
    await rig.run("UPDATE learner SET first_name = :name", name=rig.codec.vault.seal(f"Kim {SPACED}"))

    assert await kept(rig) == ["learner.first_name"]


@pytest.mark.parametrize("shape", SHAPES)
async def test_not_in_any_question_of_the_conversation(shape: str, rig: Rig) -> None:
    await rig.with_houses()
    await rig.start()
    await rig.hear(Typed(shape))
    await rig.taps("nl start")
    await rig.hear(Typed(shape))
    await rig.taps("yes")
    await rig.hear(Typed(shape))
    await rig.taps("self")
    await rig.hear(Typed(f"ik heet Kim {shape}"))
    await rig.hear(Edited(f"Kim {shape}"))
    await rig.hear(SharedContact(BSN, own=True))
    await rig.hear(Unexpected("photo"))
    await rig.hear(Command("start", shape))
    await rig.hear(Command("gegevens", shape))
    await rig.hear(Typed(f"mijn gegevens {shape}"))

    assert await kept(rig) == []


async def test_not_behind_the_link_of_a_leaflet(rig: Rig) -> None:
    await rig.hear(Command("start", BSN))
    await rig.hear(Command("start", f"zwolle-{BSN}"), address="8")

    assert await kept(rig) == []


@pytest.mark.parametrize("shape", SHAPES)
async def test_not_in_what_people_write_to_each_other_or_note_down(shape: str, rig: Rig) -> None:
    await make_staff(rig)
    case = await helped_case(rig)
    words = f"Het nummer is {shape}"
    for address, verb, args in (
        (VOLUNTEER, "talk", (case.id,)),
        ("staff", "talk", (case.id,)),
        (LEARNER, "talk", (case.id,)),
        ("staff", "note", (case.id,)),
        ("staff", "ask", (case.id,)),
        ("staff", "write", (case.id,)),
        (LEARNER, "dfix", (case.id, "name")),
        (LEARNER, "dfix", (case.id, "phone")),
        (LEARNER, "dfix", (case.id, "other")),
    ):
        await press(rig, address, verb, *args)
        await rig.hear(Typed(words), address=address)
        await rig.hear(Edited(words), address=address)
        await rig.due()

    assert await kept(rig) == []


async def test_not_in_the_answer_to_a_question_of_staff(rig: Rig) -> None:
    await make_staff(rig)
    case = await helped_case(rig)
    await press(rig, "staff", "ask", case.id)
    await rig.hear(Typed("Wanneer kunt u?"), address="staff")
    ((note,),) = await rig.rows("SELECT id FROM referral_note")
    await press(rig, LEARNER, "answer", case.id, note)
    await rig.hear(Typed(f"Mijn nummer is {BSN}"))

    assert await kept(rig) == []


async def test_not_as_the_first_name_of_who_works_here(rig: Rig) -> None:
    invitation = await invited(rig)
    token = invitation.token
    await rig.hear(Command("start", token), address="new")
    await rig.hear(Typed(f"Anna {BSN}"), address="new")
    await rig.hear(Typed(BSN), address="new")

    assert await kept(rig) == []


async def test_not_as_the_name_of_a_file_that_was_spoken(rig: Rig) -> None:
    """What Telegram calls a sound is none of a person's words, and is sealed; nothing reads it to anybody."""
    await rig.with_houses()
    await rig.start()
    await rig.taps("nl start yes self")
    await rig.hear(Spoken(VoiceNote("telegram", "file-1", 2)))

    assert await kept(rig) == []


def _fields() -> set[str]:
    """Every name of a field that a page of the console reads."""
    found: set[str] = set()
    for path in CONSOLE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            first = node.args[0] if node.args else None
            if node.func.attr in {"text", "one", "many", "number"} and isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found


def _posts(routes: Sequence[BaseRoute], referral: int, member: int, house: int) -> list[str]:
    """Every address of the console that takes a form, with a row of the one who asks."""
    ids = {"referral": referral, "member": member, "house": house, "taalhuis": house}
    return [
        re.sub(r"{(\w+)(?::\w+)?}", lambda name: str(ids.get(name[1], 1)), route.path)
        for route in routes
        if isinstance(route, Route) and route.path.startswith("/console") and "POST" in (route.methods or ())
    ]


async def test_not_in_any_field_of_any_page_of_the_console(rig: Rig) -> None:
    staff = await make_staff(rig)
    case = await helped_case(rig)
    assert staff.taalhuis_id
    fields = sorted(_fields() - {"form"})
    posts = _posts(office.office_routes(office_site(rig)), case.id, staff.id, staff.taalhuis_id)
    statuses: dict[str, int] = {}
    async with at_desk(rig, staff) as desk:
        await desk.get(f"/intake/{case.id}/data")
        data = {"form": desk.form_token, **dict.fromkeys(fields, f"Kim {BSN}")}
        # Ending the session comes last, or the others would not be asked at all.
        for path in sorted(posts, key=lambda path: ("out" in path or "session" in path, "erase" in path)):
            statuses[path] = (await desk.http.post(path, data=data)).status_code

    assert len(posts) > 5
    assert len(fields) > 10
    assert 422 in statuses.values()
    assert 500 not in statuses.values()
    assert await kept(rig) == []
