"""Default deny at the desk: every deed has its rule, and nobody reaches somebody else's sign-up by a button
that they make up, whoever they are and wherever they work.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.domain.referral_status import ReferralStatus
from bot.services.desk.model import EVERYBODY, Role, Verb
from bot.services.desk.verbs import COMMANDS, MENU, verbs
from flows.deeds import deed_of
from flows.replies import Tap
from tests.architecture.house import ROOT, name_of, package_files
from tests.support.building import Rig
from tests.support.made_up import asks_for_words, made_up
from tests.support.trespass import (
    LEARNER,
    STAFF,
    VOLUNTEER,
    Comes,
    another_learner,
    changed,
    nobody,
    plant,
    regional_staff,
    secrets_of,
    snapshot,
    staff_elsewhere,
    try_all,
    turn_to,
    volunteer_elsewhere,
    volunteer_of_the_house,
)

_S = ReferralStatus
_DESK = ROOT / "bot" / "services" / "desk"
# Thousands of buttons; some 10 s on a quiet machine.
SLOW = pytest.mark.timeout(600)
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_every_deed_has_a_name_for_buttons_and_somebody_who_may_try_it() -> None:
    for name, verb in verbs().items():
        assert verb.name == name
        assert deed_of(f"do:{name}") is not None
        assert verb.roles
        assert verb.roles <= EVERYBODY


def test_every_command_and_the_menu_stand_for_a_deed() -> None:
    deeds = [deed_of(choice) for choice in COMMANDS.values()]

    assert [deed.verb for deed in deeds if deed and deed.verb in verbs()] == [
        deed.verb if deed else "" for deed in deeds
    ]
    assert MENU in verbs()


def test_every_list_of_deeds_that_somebody_writes_is_in_the_one_list() -> None:
    """A deed outside the list could not be tried below."""
    listed = {verb.do.__module__.rsplit(".", 1)[1] for verb in verbs().values()}
    written = {path.stem for path in _DESK.glob("*.py") if _makes_deeds(path)}

    assert written
    assert written == listed


def _makes_deeds(path: Path) -> bool:
    return bool(re.search(r"^VERBS\b.*=", path.read_text(encoding="utf-8"), re.MULTILINE))


def _drawn(path: Path) -> Iterator[str]:
    """The verbs on the buttons that a module draws, and of the words that it waits for."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="card_button"), args=[_, _, ast.Constant(value=str(verb)), *_]):
                yield verb
            case ast.Call(func=ast.Name(id="choice"), args=[ast.Constant(value=str(verb)), *_]):
                yield verb


def test_every_button_that_is_drawn_has_its_deed() -> None:
    drawn = {(name_of(path), verb) for path in package_files() for verb in _drawn(path)}

    assert len(drawn) > 40
    assert sorted(one for one in drawn if one[1] not in verbs()) == []


async def test_what_hangs_on_the_planted_sign_up_is_all_that_can(rig: Rig) -> None:
    """A table that is added gets a row in `plant`, or the guard would not see it."""
    await plant(rig)

    assert [name for name, rows in (await snapshot(rig)).items() if not rows] == []


def _may_try(verb: Verb, roles: frozenset[Role]) -> bool:
    return not verb.roles.isdisjoint(roles)


async def _try_everything(rig: Rig, address: str, roles: frozenset[Role], own: int) -> dict[str, str]:
    """What was shown, by verb. A deed that this role may not try is not even begun: one button is enough."""
    shown = {}
    for name, verb in sorted(verbs().items()):
        choices = made_up(verb, own)
        tried = choices if _may_try(verb, roles) else choices[1:2]
        shown[name] = await try_all(rig, address, tried, talks=asks_for_words(verb))
    return shown


async def _nobody_gets_in(rig: Rig, comes: Comes, phases: Sequence[ReferralStatus]) -> None:
    await plant(rig)
    one = await comes(rig)
    secrets = await secrets_of(rig)
    for phase in phases:
        await turn_to(rig, phase)
        before = await snapshot(rig)
        shown = await _try_everything(rig, one.address, one.roles, one.own)
        await rig.due()

        leaks = [(verb, secret) for verb, text in shown.items() for secret in secrets if secret in text]
        assert leaks == [], f"{phase}: they read what is not theirs"
        assert changed(before, await snapshot(rig)) == [], f"{phase}: they change what is not theirs"
    heard = [envelope.prompt for envelope in rig.channel.delivered if envelope.address == one.address]
    assert [secret for secret in secrets if secret in str(heard)] == []


@SQLITE
@SLOW
@pytest.mark.parametrize(
    ("comes", "phases"),
    [
        (nobody, (_S.APPOINTMENT_PLANNED,)),
        (another_learner, (_S.MATCHED, _S.APPOINTMENT_PLANNED)),
        (volunteer_of_the_house, (_S.OFFERED, _S.MATCHED, _S.APPOINTMENT_PLANNED)),
        (volunteer_elsewhere, (_S.OFFERED, _S.APPOINTMENT_PLANNED)),
        (staff_elsewhere, (_S.SUBMITTED, _S.APPOINTMENT_PLANNED, _S.REJECTED)),
        (regional_staff, (_S.SUBMITTED, _S.APPOINTMENT_PLANNED)),
    ],
)
async def test_no_made_up_button_reaches_the_sign_up_of_somebody_else(
    rig: Rig, comes: Comes, phases: Sequence[ReferralStatus]
) -> None:
    await _nobody_gets_in(rig, comes, phases)


@pytest.mark.postgres
@SLOW
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_no_made_up_button_reaches_it_on_postgresql_either(rig: Rig) -> None:
    await _nobody_gets_in(rig, staff_elsewhere, [_S.APPOINTMENT_PLANNED])


@SQLITE
@SLOW
@pytest.mark.parametrize(
    ("phase", "who", "verbs_of_theirs", "sees"),
    [
        (_S.SUBMITTED, STAFF, {"intake", "inacc", "note", "rej"}, "Xanthippe"),
        (_S.OFFERED, VOLUNTEER, {"take", "pass"}, "Xanthippe"),
        (_S.APPOINTMENT_PLANNED, VOLUNTEER, {"lrn", "back", "mute", "pcanyes"}, "Xanthippe"),
        (_S.APPOINTMENT_PLANNED, LEARNER, {"my", "come", "mute"}, "Annabella"),
    ],
)
async def test_the_same_buttons_work_for_those_whose_sign_up_it_is(
    rig: Rig, phase: ReferralStatus, who: str, verbs_of_theirs: set[str], sees: str
) -> None:
    """Otherwise the guard above would guard nothing."""
    await plant(rig)
    worked, shown = set(), ""
    for name in sorted(verbs_of_theirs):
        verb = verbs()[name]
        await turn_to(rig, phase)
        before = await snapshot(rig)
        shown += await try_all(rig, who, made_up(verb, 1), talks=asks_for_words(verb))
        # What is only said to them is no change.
        if any(not one.startswith(("outbox:", "chat:")) for one in changed(before, await snapshot(rig))):
            worked.add(name)

    assert verbs_of_theirs - worked <= {"my", "intake", "lrn"}, "these only show"
    assert sees in shown


async def test_a_deed_that_does_not_exist_is_answered_as_one_that_is_not_yours(rig: Rig) -> None:
    await plant(rig)
    regional = await regional_staff(rig)
    answers = [
        await rig.hear(Tap(choice, 0, 0, "m1"), address=regional.address)
        for choice in ("do:nothing:1", "do:intake:1", "do:intake:999", "do:lrn:1")
    ]

    assert {str(answer.toast) for answer in answers} == {str(answers[0].toast)}
    assert answers[0].toast is not None
