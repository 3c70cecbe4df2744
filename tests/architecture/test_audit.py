"""Whoever works here leaves a trace: each deed of the chat that changes something, each page that opens a
transaction of a desk. And each code in the audit has words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.referral_status import ReferralStatus
from bot.services.desk.model import Role
from bot.services.desk.noting import PREFIX, QUIET, READS
from bot.services.desk.verbs import verbs
from console.office.audit_words import DEEDS, told
from tests.architecture.house import name_of, package_files
from tests.support.building import Rig
from tests.support.loop import make_regional
from tests.support.made_up import asks_for_words, made_up
from tests.support.trespass import STAFF, VOLUNTEER, changed, plant, snapshot, try_all, turn_to

_S = ReferralStatus
_CODE = re.compile(r"[a-z]+\.[a-z_]+")
_BESIDE = ("outbox", "chat:", "timer", "outbox_name")
"""What is said to somebody is no change of what is kept."""
_NOTES = re.compile(r"\baudit\.note\(|\bcarry_out\(|\bdecide\(")
_WITHOUT = {
    "bot/demo_people.py": "the people of the demo, who do not exist",
}
"""Modules that open a transaction of a desk and write nothing down themselves, with the reason."""


def _codes() -> Iterator[tuple[str, str]]:
    """(file, code) of each literal that is given to something that makes an entry."""
    for path in package_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            given = [keyword.value for keyword in node.keywords if keyword.arg == "what"]
            if name in {"act", "_act", "_note", "_noted", "note"}:
                given += node.args
            for value in given:
                if isinstance(value, ast.Constant) and _CODE.fullmatch(str(value.value)):
                    yield name_of(path), str(value.value)


def test_every_code_of_the_audit_has_words() -> None:
    codes = set(_codes())

    assert len(codes) > 15
    assert sorted(one for one in codes if told(one[1]) is None) == []
    assert sorted(one for one in codes if len(one[1]) > 24) == []


def test_every_deed_that_is_written_down_has_words() -> None:
    noted = {
        name
        for name, verb in verbs().items()
        if name not in QUIET | set(READS) and verb.roles - {Role.LEARNER}
    }
    only_learners = {name for name in noted if Role.LEARNER in verbs()[name].roles}

    assert sorted(noted - only_learners - set(DEEDS)) == []
    assert sorted(set(DEEDS) - set(verbs())) == [], "words for a deed that does not exist"
    assert all(len(PREFIX + name) <= 24 for name in noted)


def test_every_module_that_opens_a_transaction_of_a_desk_writes_down_what_is_done() -> None:
    opening = {
        name_of(path): path.read_text(encoding="utf-8")
        for path in package_files()
        if re.search(r"\.acting\(\)", path.read_text(encoding="utf-8"))
        and not name_of(path).startswith("console/")  # A room calls a service, which is looked at here.
    }
    silent = {name for name, text in opening.items() if not _NOTES.search(text) and "_note(" not in text}

    assert len(opening) > 5
    assert silent - set(_WITHOUT) == set()


async def _traces(rig: Rig) -> list[str]:
    return [what for (what,) in await rig.rows("SELECT what FROM audit_entry ORDER BY number")]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("who", "role", "phase"),
    [
        (VOLUNTEER, Role.VOLUNTEER, _S.APPOINTMENT_PLANNED),
        (STAFF, Role.STAFF, _S.SUBMITTED),
        ("regional", Role.REGIONAL, _S.SUBMITTED),
    ],
)
async def test_every_deed_of_a_member_that_changes_something_leaves_an_entry(
    rig: Rig, who: str, role: Role, phase: ReferralStatus
) -> None:
    await plant(rig)
    await make_regional(rig, address="regional")
    silent, changing = [], 0
    # Ending a role comes last, or there would be nobody left to try the rest.
    for name in sorted(verbs(), key=lambda name: (name in {"leave", "tend"}, name)):
        verb = verbs()[name]
        if role not in verb.roles or Role.LEARNER in verb.roles:
            continue
        await turn_to(rig, phase)
        before, traces = await snapshot(rig), len(await _traces(rig))
        await try_all(rig, who, made_up(verb, 1), talks=asks_for_words(verb))
        after = await snapshot(rig)
        if any(not one.startswith(_BESIDE) for one in changed(before, after)):
            changing += 1
            wanted = READS.get(name, PREFIX + name)
            if wanted not in (await _traces(rig))[traces:]:
                silent.append(name)

    assert silent == []
    assert changing or role is Role.REGIONAL


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_learners_own_turns_leave_no_entry(rig: Rig) -> None:
    """Thousands of people who answer questions would make the chain long and slow, and it is theirs."""
    await plant(rig)

    assert await _traces(rig) == []


def test_nothing_stands_in_the_list_of_exceptions_for_nothing() -> None:
    assert [name for name in _WITHOUT if not Path(name).exists()] == []
