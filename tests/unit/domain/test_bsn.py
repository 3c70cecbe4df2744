"""No citizen service number passes, however it is written; telephone numbers and postcodes do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.bsn import holds_bsn, mask

MASK = "•••••••••"
eight_digits = st.lists(st.integers(0, 9), min_size=8, max_size=8)


def bsn_from(digits: list[int]) -> str | None:
    """The nine digits that begin with these eight and pass the elfproef, or None when no ninth digit does."""
    last = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
    return None if last == 10 else "".join(map(str, digits)) + str(last)


@pytest.mark.parametrize(
    "written",
    [
        "111222333",
        "111.222.333",
        "111 222 333",
        "111-222-333",
        "1112.22.333",
        "1 1 1 2 2 2 3 3 3",
        "111,222,333",
        "111_222_333",
        "111/222/333",
        "111(222)333",
        "111 [222] 333",
        "111 - 222 - 333",
        "111—222—333",
        "١١١٢٢٢٣٣٣",
    ],
)
def test_a_bsn_is_masked_however_it_is_written(written: str) -> None:
    assert mask(f"mijn nummer is {written}, dank u") == f"mijn nummer is {MASK}, dank u"
    assert holds_bsn(written)


@pytest.mark.parametrize(
    "harmless",
    [
        "",
        "8011 AB",
        "111222334",  # fails the elfproef
        "06 12 34 56 78",
        "0612345678",
        "+31 6 12345671",  # its last nine digits would pass
        "0031 6 12345671",
        "+31 (0)6 12345671",
        "+31 (0) 6-1234 5671",
        "0031 (0)6 12345671",
        "(06) 12345671",
        "06 12345671, 06 12345671",
        "111    222    333",  # more than three signs apart
        "1112223330",
        "12345678",
    ],
)
def test_what_is_no_bsn_stays_as_it_is(harmless: str) -> None:
    assert mask(harmless) == harmless
    assert not holds_bsn(harmless)


def test_a_bsn_behind_a_postcode_is_masked_and_the_postcode_stays() -> None:
    assert mask("8011 123456782") == f"8011 {MASK}"


def test_two_numbers_in_one_text_are_both_masked() -> None:
    assert mask("111222333 en 123456782") == f"{MASK} en {MASK}"


def test_two_candidates_that_overlap_disappear_behind_one_mask() -> None:
    # 111222333 and 222333005, which shares six digits with it, both pass.
    assert mask("111 222 333 005") == MASK


@given(eight_digits, st.lists(st.sampled_from(["", " ", ".", "-", " - "]), min_size=8, max_size=8))
def test_every_number_that_passes_the_elfproef_is_masked(digits: list[int], between: list[str]) -> None:
    bsn = bsn_from(digits)
    if bsn is None:
        return
    written = bsn[0] + "".join(gap + digit for gap, digit in zip(between, bsn[1:], strict=True))
    assert mask(f"nr {written}!") == f"nr {MASK}!"


@given(st.text("0123456789 .-+a", min_size=9, max_size=40))
def test_masked_text_holds_no_bsn_any_more(text: str) -> None:
    assert not holds_bsn(mask(text))
