"""A referral cannot get lost: from every open state somebody must act, and there is always a way on."""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.referral_status import (
    CLOSED,
    MOVES,
    NEVER_STARTED,
    OPEN,
    REASONS_FINISHED,
    REASONS_REJECTED,
    REASONS_WAITING,
    REOPENED_BY_STAFF,
    STARTED,
    SUCCESS,
    WAITS_FOR_STAFF,
    WITH_VOLUNTEER,
    Ball,
    ball,
    may_move,
)
from bot.domain.referral_status import ReferralStatus as S

HAPPY_PATH = [
    S.DRAFT,
    S.SUBMITTED,
    S.ACCEPTED,
    S.OFFERED,
    S.MATCHED,
    S.APPOINTMENT_PLANNED,
    S.INTAKE_DONE,
    S.ONGOING,
    S.FINISHED,
]


def reachable(first: S) -> Set[S]:
    found, ahead = {first}, [first]
    while ahead:
        new = set(MOVES[ahead.pop()]) - found
        found |= new
        ahead += new
    return found


def test_the_happy_path_leads_from_the_first_answer_to_the_last_lesson() -> None:
    assert all(may_move(here, there) for here, there in pairwise(HAPPY_PATH))


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (S.SUBMITTED, S.SUBMITTED),  # another house, right after sending
        (S.SUBMITTED, S.TRANSFERRED),
        (S.TRANSFERRED, S.SUBMITTED),
        (S.ACCEPTED, S.MATCHED),  # assigned by staff
        (S.OFFERED, S.ACCEPTED),  # nobody left to ask
        (S.MATCHED, S.ACCEPTED),  # the volunteer left
        (S.APPOINTMENT_PLANNED, S.MATCHED),  # no-show or cancelled
        (S.APPOINTMENT_PLANNED, S.ACCEPTED),  # the volunteer left
        (S.WAITING_LIST, S.ACCEPTED),
        (S.WAITING_LIST, S.SUBMITTED),
        (S.INTAKE_DONE, S.FINISHED),
        (S.INTAKE_DONE, S.MATCHED),
        (S.ONGOING, S.MATCHED),
        (S.REJECTED, S.SUBMITTED),
        (S.DUPLICATE, S.SUBMITTED),
        (S.FINISHED, S.SUBMITTED),
    ],
)
def test_what_happens_beside_the_happy_path_is_a_move(here: S, there: S) -> None:
    assert may_move(here, there)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (S.SUBMITTED, S.OFFERED),  # through accepted, also when the house accepts by itself
        (S.SUBMITTED, S.MATCHED),
        (S.MATCHED, S.INTAKE_DONE),  # without an appointment nobody met
        (S.ONGOING, S.REJECTED),  # who started can only finish
        (S.INTAKE_DONE, S.REJECTED),
        (S.WITHDRAWN, S.SUBMITTED),
        (S.REJECTED, S.ACCEPTED),
        (S.SUBMITTED, S.DRAFT),
    ],
)
def test_what_would_skip_or_undo_a_step_is_no_move(here: S, there: S) -> None:
    assert not may_move(here, there)


def test_from_every_open_state_somebody_can_come_to_the_last_lesson() -> None:
    assert [status for status in OPEN if S.FINISHED not in reachable(status)] == []


def test_a_learner_can_withdraw_from_everything_that_was_sent() -> None:
    assert [s for s in S if s not in (S.DRAFT, S.WITHDRAWN) and not may_move(s, S.WITHDRAWN)] == []


def test_nothing_leads_out_of_withdrawn_and_nothing_back_to_a_draft() -> None:
    assert MOVES[S.WITHDRAWN] == frozenset()
    assert [status for status in S if may_move(status, S.DRAFT)] == []


def test_somebody_has_the_ball_exactly_while_a_referral_is_open() -> None:
    assert {status for status in S if ball(status) is Ball.NOBODY} == CLOSED
    assert {status for status in S if ball(status) is not Ball.NOBODY} == OPEN | {S.DRAFT}


def test_once_it_is_sent_the_learner_never_has_to_carry_it() -> None:
    assert [status for status in S if ball(status) is Ball.LEARNER] == [S.DRAFT]


def test_the_groups_agree_with_who_has_the_ball() -> None:
    assert {ball(status) for status in WAITS_FOR_STAFF} == {Ball.STAFF}
    assert {ball(status) for status in WITH_VOLUNTEER} == {Ball.VOLUNTEER}


def test_every_state_that_was_sent_is_open_or_closed_and_started_or_not() -> None:
    assert OPEN | CLOSED | {S.DRAFT} == set(S)
    assert not OPEN & CLOSED
    assert NEVER_STARTED | STARTED | {S.DRAFT, S.WITHDRAWN} == set(S)
    assert not NEVER_STARTED & STARTED


def test_what_staff_may_reopen_goes_back_to_their_own_queue() -> None:
    assert [s for s in REOPENED_BY_STAFF if MOVES[s] & OPEN != {S.SUBMITTED}] == []
    assert {S.WITHDRAWN} == CLOSED - REOPENED_BY_STAFF


@given(st.lists(st.integers(min_value=0), max_size=40))
def test_any_walk_through_the_machine_meets_the_start_before_the_end(turns: list[int]) -> None:
    status, been = S.DRAFT, {S.DRAFT}
    for turn in turns:
        ahead = sorted(MOVES[status])
        if not ahead:
            break
        status = ahead[turn % len(ahead)]
        been.add(status)

    if been & STARTED:
        assert {S.SUBMITTED, S.ACCEPTED, S.MATCHED, S.APPOINTMENT_PLANNED, S.INTAKE_DONE} <= been


@pytest.mark.parametrize("reasons", [REASONS_REJECTED, REASONS_FINISHED, REASONS_WAITING])
def test_reasons_are_short_codes_that_fit_on_a_button(reasons: tuple[StrEnum, ...]) -> None:
    assert [reason for reason in reasons if len(reason) > 12 or not reason.replace("_", "").isalpha()] == []
    assert reasons[-1] == "other"


def test_success_is_some_of_the_ways_to_finish_and_not_all() -> None:
    assert set(REASONS_FINISHED) > SUCCESS
