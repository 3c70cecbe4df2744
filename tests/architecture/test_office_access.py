"""Default deny at the desk: every page of the console × everybody who could ask × own and foreign rows.

The pages come from the rooms themselves, so a new room is tried from the day it is in the list.
"""

from __future__ import annotations

import pytest

from bot.domain.referral_status import ReferralStatus
from bot.services.office.viewer import Viewer
from console.office.guard import form_token_of
from console.office.table import EVERYBODY, Page
from tests.support.building import Rig
from tests.support.trespass import changed, plant, secrets_of, snapshot, turn_to
from tests.support.visitors import (
    OF_THE_OPERATOR,
    PARAMETERS,
    Answer,
    Visitor,
    all_pages,
    app_of,
    get_all,
    outsiders,
    parameters,
    post_all,
    staff_of_the_house,
)

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SLOW = pytest.mark.timeout(600)
_SENT_AWAY, _NO_SESSION, _NOT_FOR_YOU, _NOT_YOURS = 303, 401, 403, 404


async def _planted(rig: Rig) -> None:
    await plant(rig)
    await turn_to(rig, ReferralStatus.MATCHED)


def _by_path(rig: Rig) -> dict[str, Page]:
    return {f"{page.method} {page.path}": page for page in all_pages(rig)}


def _told(answers: list[Answer], words: tuple[str, ...]) -> list[str]:
    return [f"{one.page}: {word}" for one in answers for word in words if word in one.text]


# ── The table ───────────────────────────────────────────────────────────────────────────────────────────


@SQLITE
async def test_every_page_says_who_may_try_it_and_each_address_is_there_once(rig: Rig) -> None:
    pages = all_pages(rig)

    assert [page.path for page in pages if not page.roles or not page.roles <= EVERYBODY] == []
    assert {page.method for page in pages} == {"GET", "POST"}
    assert len({(page.method, page.path) for page in pages}) == len(pages)
    assert [page.path for page in pages if page.path.split("/")[1:2] == ["in"]] == []
    assert [page.path for page in pages if page.uploads and page.method != "POST"] == []


@SQLITE
async def test_the_guard_knows_a_planted_row_for_whatever_stands_in_a_path(rig: Rig) -> None:
    """A parameter that is not known here could not be tried below: plant a row, and name it there."""
    named = {name for page in all_pages(rig) for name in parameters(page)}

    assert named
    assert sorted(named - set(PARAMETERS)) == []
    assert [page.path for page in all_pages(rig) if len(parameters(page)) != page.path.count(":int}")] == []


# ── Looking ─────────────────────────────────────────────────────────────────────────────────────────────


@SLOW
@SQLITE
async def test_who_has_no_right_gets_no_page_and_reads_no_planted_word(rig: Rig) -> None:
    await _planted(rig)
    words, app = await secrets_of(rig), app_of(rig)
    for who in await outsiders(rig):
        answers = await get_all(rig, app, who)

        assert _told(answers, words) == [], who.name
        assert _wrong(_by_path(rig), who, answers) == [], who.name


def _wrong(pages: dict[str, Page], who: Visitor, answers: list[Answer]) -> list[str]:
    """Answers that say something else than that this is not for them."""
    found = []
    for one in answers:
        page = pages[one.page]
        named = set(parameters(page))
        if not who.roles:
            right = {_SENT_AWAY, _NO_SESSION}
        elif not page.roles & who.roles:
            right = {_NOT_FOR_YOU}
        elif named and not (who.name == "operator" and named <= OF_THE_OPERATOR):
            right = {_NOT_YOURS}
        else:
            continue
        if one.status not in right:
            found.append(f"{one.page}: {one.status}")
    return found


@SLOW
@SQLITE
async def test_the_same_pages_show_it_to_the_staff_of_the_house(rig: Rig) -> None:
    """Otherwise the guard above would guard nothing."""
    await _planted(rig)
    words, app = await secrets_of(rig), app_of(rig)
    answers = await get_all(rig, app, await staff_of_the_house(rig))

    told = {told.partition(": ")[2] for told in _told(answers, words)}
    assert {words[0], words[1]} <= told
    assert [one.page for one in answers if one.status >= 500] == []


@SLOW
@SQLITE
async def test_a_page_that_forgets_to_look_whose_it_is_would_be_found(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _planted(rig)
    [elsewhere] = [one for one in await outsiders(rig) if one.name == "staff elsewhere"]
    monkeypatch.setattr(Viewer, "staff_of", lambda self, _case: next(iter(self.houses.values())))
    answers = await get_all(rig, app_of(rig), elsewhere)

    assert _told(answers, await secrets_of(rig)) != []
    assert _wrong(_by_path(rig), elsewhere, answers) != []


@SQLITE
async def test_asking_for_the_head_of_a_page_tells_no_more(rig: Rig) -> None:
    await _planted(rig)
    answers = await get_all(rig, app_of(rig), Visitor("stranger", "", frozenset()), method="HEAD")

    assert {(one.status, one.text) for one in answers} == {(_SENT_AWAY, "")}


# ── Changing ────────────────────────────────────────────────────────────────────────────────────────────


@SLOW
@SQLITE
async def test_nobody_else_changes_anything_of_the_planted_sign_up(rig: Rig) -> None:
    await _planted(rig)
    words, app = await secrets_of(rig), app_of(rig)
    for who in await outsiders(rig):
        before = await snapshot(rig)
        answers = await post_all(rig, app, who)
        after = await snapshot(rig)

        ours = {"taalhuis", "taalhuis_coverage", "invite"} if who.name == "operator" else set()
        assert [one for one in changed(before, after) if one.partition(":")[0] not in ours] == [], who.name
        assert _told(answers, words) == [], who.name
        assert [one.page for one in answers if one.status >= 500] == [], who.name
        if not who.roles:
            assert {one.status for one in answers} == {_NO_SESSION}


@SLOW
@SQLITE
async def test_a_form_that_is_not_of_this_session_changes_nothing_not_even_for_staff_of_the_house(
    rig: Rig,
) -> None:
    await _planted(rig)
    app, staff = app_of(rig), await staff_of_the_house(rig)
    other = await staff_of_the_house(rig)
    before = await snapshot(rig)
    tried = [
        *await post_all(rig, app, staff, token=""),
        *await post_all(rig, app, staff, token=form_token_of(other.cookie)),
        *await post_all(rig, app, staff, origin="https://elsewhere.example"),
        *await post_all(rig, app, staff, **{"sec-fetch-site": "cross-site"}),
        *await post_all(rig, app, staff, **{"sec-fetch-site": "same-site"}),
    ]

    assert changed(before, await snapshot(rig)) == []
    assert {one.status for one in tried} == {_NOT_FOR_YOU}


@SLOW
@SQLITE
async def test_the_same_forms_with_their_own_token_do_something(rig: Rig) -> None:
    """Otherwise the two guards above would guard nothing."""
    await _planted(rig)
    before = await snapshot(rig)
    answers = await post_all(rig, app_of(rig), await staff_of_the_house(rig))

    assert changed(before, await snapshot(rig)) != []
    assert [one.page for one in answers if one.status >= 500] == []
