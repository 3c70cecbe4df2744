"""Volunteers are asked in the order in which they fit, and nobody is asked who cannot."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fit import DAY_PARTS, DAYS, Candidate, Why, Wish, rank
from flows.choice_order import FIRST_LANGUAGES
from flows.intake_contact import contact_steps
from flows.intake_learning import learning_steps
from flows.step import Step

NEEDS = ("reading", "writing", "speaking", "numbers", "digital")
few_needs = st.frozensets(st.sampled_from(NEEDS))
few_languages = st.frozensets(st.sampled_from(("nl", "en", "tr", "ar", "other")))
few_parts = st.frozensets(st.sampled_from(sorted(DAY_PARTS)))
few_days = st.frozensets(st.sampled_from(sorted(DAYS)))
any_wish = st.builds(Wish, needs=few_needs, languages=few_languages, day_parts=few_parts, days=few_days)
any_candidates = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 999),
        needs=few_needs,
        languages=few_languages,
        day_parts=few_parts,
        days=few_days,
        capacity=st.integers(0, 3),
        open_learners=st.integers(0, 3),
        paused=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda candidate: candidate.id,
)


def make_wish(
    needs: Collection[str] = ("reading",),
    languages: Collection[str] = ("tr",),
    day_parts: Collection[str] = (),
    days: Collection[str] = (),
) -> Wish:
    return Wish(
        needs=frozenset(needs),
        languages=frozenset(languages),
        day_parts=frozenset(day_parts),
        days=frozenset(days),
    )


def make_candidate(candidate_id: int, **known: object) -> Candidate:
    free = Candidate(
        id=candidate_id,
        needs=frozenset(),
        languages=frozenset(),
        day_parts=frozenset(),
        days=frozenset(),
        capacity=2,
        open_learners=0,
        paused=False,
    )
    return replace(free, **{k: frozenset(v) if isinstance(v, set) else v for k, v in known.items()})  # type: ignore[arg-type]


def order(wish: Wish, *candidates: Candidate) -> list[int]:
    return [fit.candidate_id for fit in rank(wish, candidates)]


def reasons(wish: Wish, candidate: Candidate) -> tuple[str, ...]:
    return rank(wish, [candidate])[0].reasons


# ── Who is never asked ─────────────────────────────────────────────────────────────────────────────────────


def test_who_pauses_or_is_full_is_not_asked() -> None:
    paused = make_candidate(1, paused=True)
    full = make_candidate(2, capacity=1, open_learners=1)
    wants_nobody = make_candidate(3, capacity=0)

    assert order(make_wish(), paused, full, wants_nobody) == []


def test_who_helps_with_nothing_of_what_is_asked_is_not_asked() -> None:
    assert order(make_wish(needs=["reading", "writing"]), make_candidate(1, needs={"digital"})) == []


def test_who_ticked_nothing_helps_with_everything() -> None:
    assert reasons(make_wish(needs=NEEDS), make_candidate(1))[0] == Why.NEEDS_ALL


def test_a_learner_who_ticked_nothing_is_helped_by_anybody() -> None:
    assert order(make_wish(needs=[]), make_candidate(1, needs={"digital"})) == [1]


# ── The order ──────────────────────────────────────────────────────────────────────────────────────────────


def test_more_of_the_needs_goes_before_a_language_in_common() -> None:
    speaks = make_candidate(1, needs={"reading"}, languages={"tr"})
    helps = make_candidate(2, needs={"reading", "numbers"}, languages={"fr"})

    assert order(make_wish(needs=["reading", "numbers"]), speaks, helps) == [2, 1]


def test_a_language_in_common_goes_before_one_left_open_and_that_before_none() -> None:
    other, unsaid, same = (
        make_candidate(1, languages={"fr"}),
        make_candidate(2),
        make_candidate(3, languages={"fr", "tr"}),
    )

    assert order(make_wish(languages=["tr"]), other, unsaid, same) == [3, 2, 1]


def test_dutch_is_a_language_that_every_volunteer_shares() -> None:
    assert Why.LANGUAGE in reasons(make_wish(languages=["nl"]), make_candidate(1, languages={"fr"}))


def test_another_language_is_no_language_in_common() -> None:
    wish = make_wish(languages=["other"])

    assert Why.LANGUAGE not in reasons(wish, make_candidate(1, languages={"other"}))


def test_a_choice_of_moments_goes_before_one_moment_and_that_before_none() -> None:
    wish = make_wish(day_parts=["morning"], days=["mon", "tue", "wed", "thu"])
    evenings = make_candidate(1, day_parts={"evening"})
    one_day = make_candidate(2, days={"mon"})
    three_days = make_candidate(3, days={"mon", "tue", "wed", "sun"})

    assert order(wish, evenings, one_day, three_days) == [3, 2, 1]


def test_the_only_moment_of_a_learner_is_enough() -> None:
    wish = make_wish(day_parts=["morning"], days=["mon"])

    assert Why.TIMES_ENOUGH in reasons(wish, make_candidate(1, days={"mon"}))


def test_times_go_before_few_learners() -> None:
    wish = make_wish(days=["mon"])
    busy, idle = make_candidate(1, open_learners=1), make_candidate(2, days={"tue"})

    assert order(wish, idle, busy) == [1, 2]


def test_among_equals_it_is_who_has_fewest_learners_and_then_the_lower_number() -> None:
    busy, first, second = make_candidate(1, open_learners=1), make_candidate(2), make_candidate(3)

    assert order(make_wish(), second, busy, first) == [2, 3, 1]


@given(any_wish, any_candidates, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_in_which_they_were_found(
    wish: Wish, candidates: list[Candidate], chance: Random
) -> None:
    shuffled = list(candidates)
    chance.shuffle(shuffled)

    assert rank(wish, shuffled) == rank(wish, candidates)


@given(any_wish, any_candidates)
def test_everybody_is_asked_once_unless_there_is_a_reason_not_to(
    wish: Wish, candidates: list[Candidate]
) -> None:
    asked = [fit.candidate_id for fit in rank(wish, candidates)]
    left_out = [candidate for candidate in candidates if candidate.id not in asked]

    assert len(set(asked)) == len(asked) == len(candidates) - len(left_out)
    for candidate in left_out:
        no_need = bool(wish.needs and candidate.needs) and not wish.needs & candidate.needs
        assert candidate.paused or candidate.open_learners >= candidate.capacity or no_need


@given(any_wish, any_candidates)
def test_the_reasons_say_the_same_as_the_order(wish: Wish, candidates: list[Candidate]) -> None:
    for fit in rank(wish, candidates):
        assert (Why.NEEDS_ALL in fit.reasons) is (fit.needs == len(wish.needs))
        assert (Why.NEEDS_SOME in fit.reasons) is not (Why.NEEDS_ALL in fit.reasons)
        assert (Why.LANGUAGE in fit.reasons) is (fit.languages == 2)
        assert [Why.TIMES_ENOUGH in fit.reasons, Why.TIMES_SOME in fit.reasons] == [
            fit.times == 2,
            fit.times == 1,
        ]


# ── The words are those of the intake ──────────────────────────────────────────────────────────────────────


def values(steps: tuple[Step, ...], name: str) -> frozenset[str | bool]:
    return next(step.values for step in steps if step.name == name)


def test_the_values_are_those_that_learners_give() -> None:
    assert values(contact_steps(), "days") == DAYS
    assert values(contact_steps(), "day_parts") == DAY_PARTS
    assert values(learning_steps(), "needs") == set(NEEDS)
    assert "other" in FIRST_LANGUAGES
