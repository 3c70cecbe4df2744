"""What stands on a card's button comes back as it was written, and nothing else is taken for a deed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.deeds import Deed, card_button, choice, deed_of
from flows.model import Text

VERBS = st.from_regex(r"[a-z]{2,6}", fullmatch=True)
NUMBERS = st.integers(min_value=0, max_value=36**6)


@given(verb=VERBS, first=NUMBERS, second=NUMBERS)
def test_what_is_written_is_read_back(verb: str, first: int, second: int) -> None:
    deed = deed_of(choice(verb, first, second))

    assert deed is not None
    assert (deed.verb, deed.number(0), deed.number(1)) == (verb, first, second)


def test_a_word_is_read_back_as_it_is() -> None:
    deed = deed_of(choice("pt", 5, "2606031000"))

    assert deed == Deed("pt", ("5", "2606031000"))
    assert deed.word(1) == "2606031000"


@pytest.mark.parametrize(
    "pressed",
    [
        "yes",
        "k801",
        "+reading",
        "do",
        "do:",
        "do:a",
        "do:Acc",
        "do:acc:",
        "do:acc:é",
        "done:acc",
        "do:acc:1 ",
    ],
)
def test_the_answer_to_a_question_is_no_deed(pressed: str) -> None:
    assert deed_of(pressed) is None


def test_an_argument_that_is_no_number_is_the_number_of_no_row() -> None:
    deed = Deed("acc", ("-", "", "z" * 14, "é"))

    assert [deed.number(at) for at in range(5)] == [0, 0, 0, 0, 0]


def test_a_choice_that_no_button_can_carry_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="cannot be the choice"):
        choice("verb", 36**13, 36**13)


def test_a_button_of_a_card_carries_its_deed() -> None:
    button = card_button(Text("general.ready"), "✅", "acc", 100, selected=True)

    assert (button.choice, button.picture, button.selected) == ("do:acc:2s", "✅", True)
