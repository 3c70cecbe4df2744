"""The keypad for a telephone number: nothing is typed, nothing kept until it is whole."""

from __future__ import annotations

import pytest

from flows.replies import Tap, Typed
from flows.step import Flow
from tests.support.walks import Walker
from tests.support.worlds import WEB, FakeWorld


@pytest.fixture
def caller(flow: Flow) -> Walker:
    """Somebody on the web chat, where no phone can send its number, who wants to be called."""
    walker = Walker(flow, FakeWorld(capabilities=WEB, profile_name=""))
    while walker.state.step != "phone":
        if walker.state.step == "contact":
            walker.tap("call")
        else:
            walker.walk_a_step()
    return walker


def _press(walker: Walker, digits: str) -> None:
    walker.tap(*(f"k{digits[:length]}" for length in range(1, len(digits) + 1)))


def test_the_tenth_digit_makes_a_dutch_number_whole(caller: Walker) -> None:
    _press(caller, "061234567")
    assert caller.state.step == "phone"
    assert "phone" not in caller.state.answers
    caller.tap("k0612345678")
    assert caller.state.answers["phone"] == "+31612345678"


def test_a_number_from_abroad_is_whole_when_its_owner_says_so(caller: Walker) -> None:
    _press(caller, "0032470123456")
    assert caller.state.step == "phone"
    assert "kok:0032470123456" in [button.choice for button in caller.buttons()]
    caller.tap("kok:0032470123456")
    assert caller.state.answers["phone"] == "+32470123456"


def test_a_digit_can_be_taken_back(caller: Walker) -> None:
    _press(caller, "061")
    caller.tap("kd:06", "k062")
    assert "06 2_" in caller.world.label(caller.screen[-1].lines[1], "nl")


def test_a_second_tap_of_the_same_digit_changes_nothing(caller: Walker) -> None:
    _press(caller, "06")
    shown = caller.screen[-1]
    caller.tap("k06")
    assert caller.screen[-1] == shown


@pytest.mark.parametrize("wrong", ["1234567890", "0999999999"])
def test_a_number_that_cannot_be_is_asked_again_kindly(caller: Walker, wrong: str) -> None:
    _press(caller, wrong)
    assert caller.state.step == "phone"
    assert "phone" not in caller.state.answers


@pytest.mark.parametrize("choice", ["k", "kx", "k06123456789012345678", "kok:06", "contact"])
def test_made_up_buttons_press_nothing(caller: Walker, choice: str) -> None:
    caller.move(Tap(choice, caller.state.serial))
    assert caller.state.step == "phone"


def test_who_can_type_may_type(caller: Walker) -> None:
    caller.move(Typed("06 12345678"))
    assert caller.state.answers["phone"] == "+31612345678"
