"""The signal of each domain is scored as agreed; worse answers never make it weaker."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.screening import ITEMS, Domain, Indication, Level, Signal, indications, signals

ORDER = list(Signal)
ALL_ITEMS = tuple(item for items in ITEMS.values() for item in items)
some_answers = st.dictionaries(st.sampled_from(ALL_ITEMS), st.sampled_from([0, 1, 2, None]))


def strength(signal: Signal) -> int:
    return ORDER.index(signal)


@pytest.mark.parametrize(
    ("domain", "answers", "signal"),
    [
        (Domain.LANGUAGE, {}, Signal.UNKNOWN),
        (Domain.LANGUAGE, {"l1": None, "l2": None, "l3": None}, Signal.UNKNOWN),
        (Domain.LANGUAGE, {"l1": 0}, Signal.NO_SIGNAL),
        (Domain.LANGUAGE, {"l1": 0, "l2": 0, "l3": 0}, Signal.NO_SIGNAL),
        (Domain.LANGUAGE, {"l1": 0, "l2": 1, "l3": 0}, Signal.LIGHT),
        (Domain.LANGUAGE, {"l1": 0, "l2": 1, "l3": 1}, Signal.LIGHT),  # s = 1/3
        (Domain.LANGUAGE, {"l1": 0, "l2": 2, "l3": 0}, Signal.LIGHT),
        (Domain.LANGUAGE, {"l1": 1, "l2": 1, "l3": 1}, Signal.STRONG),  # s = 0.5 exactly
        (Domain.LANGUAGE, {"l1": 0, "l2": 1, "l3": 2}, Signal.STRONG),  # s = 0.5 exactly
        (Domain.LANGUAGE, {"l1": 2, "l2": 0, "l3": 0}, Signal.STRONG),  # L1 decides
        (Domain.LANGUAGE, {"l2": 1}, Signal.STRONG),
        (Domain.NUMBERS, {"r1": 2, "r2": 0}, Signal.STRONG),
        (Domain.NUMBERS, {"r1": 1, "r2": 0}, Signal.LIGHT),
        (Domain.NUMBERS, {"r1": None, "r2": 0}, Signal.NO_SIGNAL),
        (Domain.DIGITAL, {"d1": 2, "d2": 0, "d3": 0}, Signal.LIGHT),  # no item of this domain decides alone
        (Domain.DIGITAL, {"d1": 2, "d2": 1, "d3": 0}, Signal.STRONG),
        (Domain.DIGITAL, {"d1": 1}, Signal.STRONG),
    ],
)
def test_a_domain_is_scored_as_agreed(domain: Domain, answers: dict[str, int | None], signal: Signal) -> None:
    assert signals(answers)[domain] is signal


def test_a_domain_that_was_not_asked_stays_unknown() -> None:
    assert signals({"l1": 2}) == {
        Domain.LANGUAGE: Signal.STRONG,
        Domain.NUMBERS: Signal.UNKNOWN,
        Domain.DIGITAL: Signal.UNKNOWN,
    }


@pytest.mark.parametrize("answer", [3, -1, 7])
def test_an_answer_that_does_not_exist_is_a_defect(answer: int) -> None:
    with pytest.raises(ValueError, match="0, 1, 2 or None"):
        signals({"l1": answer})


@given(some_answers, st.sampled_from(ALL_ITEMS))
def test_a_worse_answer_never_weakens_a_signal(answers: dict[str, int | None], item: str) -> None:
    # One step worse; an item that was skipped becomes "sometimes hard".
    worse = min(2, (answers.get(item) or 0) + 1)
    before, after = signals(answers), signals({**answers, item: worse})
    assert all(strength(after[domain]) >= strength(before[domain]) for domain in Domain)


@given(some_answers)
def test_skipping_is_the_same_as_not_being_asked(answers: dict[str, int | None]) -> None:
    assert signals(answers) == signals({item: a for item, a in answers.items() if a is not None})


@given(some_answers)
def test_the_signal_is_strong_from_a_half_on(answers: dict[str, int | None]) -> None:
    for domain, items in ITEMS.items():
        given_answers = [a for item in items if (a := answers.get(item)) is not None]
        if given_answers:
            s = sum(given_answers) / (2 * len(given_answers))
            strong = s >= 0.5 or (domain is Domain.LANGUAGE and answers.get("l1") == 2)
            assert (signals(answers)[domain] is Signal.STRONG) == strong


def test_staff_see_levels_of_people_with_dutch_as_first_language() -> None:
    seen = indications({"l1": 0, "l2": 1, "r1": 2, "d1": 1, "d2": 0}, first_language_is_dutch=True)
    assert seen == {
        Domain.LANGUAGE: Indication(Signal.LIGHT, Level.BELOW_2F),
        Domain.NUMBERS: Indication(Signal.STRONG, Level.BELOW_1F),
        Domain.DIGITAL: Indication(Signal.LIGHT, Level.BELOW_BASIC_2),
    }


def test_there_is_no_level_without_a_signal() -> None:
    seen = indications({"l1": 0}, first_language_is_dutch=True)
    assert {indication.level for indication in seen.values()} == {None}


@pytest.mark.parametrize("first_language_is_dutch", [False, None])
def test_staff_see_only_the_signal_of_everybody_else(first_language_is_dutch: bool | None) -> None:
    seen = indications({"l1": 2, "r1": 1, "d1": 2}, first_language_is_dutch=first_language_is_dutch)
    assert {indication.signal for indication in seen.values()} == {Signal.STRONG}
    assert {indication.level for indication in seen.values()} == {None}
