"""The 64 bytes of a button: everything fits, comes back unchanged, and nothing else is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.callback_data import LARGEST_NUMBER, LIMIT_BYTES, CallbackData, pack, unpack

numbers = st.integers(0, LARGEST_NUMBER)
choices = st.text("abcdefghijklmnopqrstuvwxyz0123456789_:+.-", min_size=1, max_size=24)


@given(numbers, numbers, choices)
def test_what_is_packed_comes_back_unchanged(conversation: int, serial: int, choice: str) -> None:
    assert unpack(pack(conversation, serial, choice)) == CallbackData(conversation, serial, choice)


@given(numbers, numbers, choices)
def test_every_button_fits(conversation: int, serial: int, choice: str) -> None:
    assert len(pack(conversation, serial, choice).encode()) <= LIMIT_BYTES


def test_the_longest_button_fits() -> None:
    assert len(pack(LARGEST_NUMBER, LARGEST_NUMBER, "a" * 24)) == 54


@given(st.text(max_size=64))
def test_what_somebody_made_up_never_raises(data: str) -> None:
    read = unpack(data)
    assert read is None or pack(read.conversation, read.serial, read.choice).encode()


@pytest.mark.parametrize(
    "data",
    [
        "",
        "yes",
        "0:1:1:yes",
        "2:1:1:yes",
        "1:1:1:",
        "1:1:yes",
        "1:-1:1:yes",
        "1:1:1:YES",
        "1:1:1:" + "a" * 25,
        "1:1:1:yes\n",
        "1:zzzzzzzzzzzzz:1:yes",
        "1:1:zzzzzzzzzzzzz:yes",
        "1:١:1:yes",
    ],
)
def test_another_version_or_garbage_is_no_answer(data: str) -> None:
    assert unpack(data) is None


@pytest.mark.parametrize("choice", ["", "Ja", "a" * 25, "a b", "é"])
def test_a_choice_outside_the_alphabet_cannot_be_packed(choice: str) -> None:
    with pytest.raises(ValueError, match="choice"):
        pack(1, 1, choice)


@pytest.mark.parametrize("number", [-1, LARGEST_NUMBER + 1])
def test_a_number_that_no_row_has_cannot_be_packed(number: int) -> None:
    with pytest.raises(ValueError, match="number"):
        pack(number, 1, "yes")
    with pytest.raises(ValueError, match="number"):
        pack(1, number, "yes")
