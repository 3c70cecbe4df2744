"""Four digits are recognised inside what people type; telephone numbers are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.geo.postcode import find_postcode, is_postcode


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("8011", "8011"),
        ("8011 AB", "8011"),
        ("8011ab", "8011"),
        ("8011-AB", "8011"),
        ("postcode 8011", "8011"),
        ("mijn postcode is 8011 AB.", "8011"),
        ("8011 AB Zwolle", "8011"),
        ("8011, 8011 AB", "8011"),
        ("٨٠١١", "8011"),
        ("८०११", "8011"),
        ("８０１１", "8011"),
    ],
)
def test_a_postcode_is_found_in_a_sentence(text: str, digits: str) -> None:
    assert find_postcode(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Zwolle",
        "801",
        "80111",
        "0612345678",
        "06 1234 5678",
        "06-1234-5678",
        "0123",
        "8011 of 8021",
        "8011abc",
        "x²",
    ],
)
def test_other_digits_are_no_postcode(text: str) -> None:
    assert find_postcode(text) is None


@given(st.integers(1000, 9999), st.text(alphabet="abcdefgh ,.!?", max_size=20))
def test_a_code_with_words_around_it_is_found(code: int, words: str) -> None:
    assert find_postcode(f"{words} {code}, {words}") == str(code)


@given(st.text())
def test_whatever_is_found_is_a_postcode(text: str) -> None:
    found = find_postcode(text)
    assert found is None or is_postcode(found)
