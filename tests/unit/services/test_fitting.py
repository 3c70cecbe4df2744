"""What of a case and of a volunteer decides who fits."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.db.queries.cases import Case
from bot.services.loop.fitting import languages_of, wish_of

NOW = datetime(2026, 6, 3, 10, tzinfo=UTC)


def make_case(**changes: Any) -> Case:
    """A learner who grew up with Turkish, talks to us in English, and wants to read on Monday mornings."""
    nothing: dict[str, Any] = {field.name: "" for field in fields(Case)}
    case = Case(**nothing)
    return replace(
        case,
        needs=["reading"],
        day_parts=["morning"],
        days=["mon"],
        dutch_first=False,
        first_language="tr",
        language="en",
        by_helper=False,
        created_at=NOW,
        **changes,
    )


def test_a_learner_speaks_their_first_language_and_that_of_their_chat() -> None:
    assert wish_of(make_case()).languages == {"tr", "en"}


def test_the_language_of_a_helper_says_nothing_of_the_learner() -> None:
    case = replace(make_case(), by_helper=True)

    assert wish_of(case).languages == {"tr"}


@pytest.mark.parametrize(
    ("dutch_first", "first", "shown"),
    [(True, "", ("nl",)), (False, "tr", ("tr",)), (False, "other", ("other",)), (False, "", ("other",))],
)
def test_a_volunteer_reads_one_language(dutch_first: bool, first: str, shown: tuple[str, ...]) -> None:
    case = replace(make_case(), dutch_first=dutch_first, first_language=first)

    assert languages_of(case) == shown


def test_what_was_ticked_is_what_is_asked_for() -> None:
    wish = wish_of(make_case())

    assert [set(wish.needs), set(wish.day_parts), set(wish.days)] == [{"reading"}, {"morning"}, {"mon"}]
