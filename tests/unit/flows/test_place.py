"""Every way to say where somebody lives leads to that place, and to no other."""

from __future__ import annotations

import re

import pytest

from flows.intake_place import place_in
from flows.place_buttons import WHICH, place_on_button, which_place
from flows.replies import Typed
from flows.step import Flow
from tests.support.walks import Walker
from tests.support.worlds import PLACES, FakeWorld, make_place


@pytest.fixture
def walker(flow: Flow) -> Walker:
    walker = Walker(flow, FakeWorld())
    walker.tap("nl", "start", "yes", "self", "profile")
    return walker


@pytest.mark.parametrize("said", ["8011", "8011 AB", "8011ab", "postcode 8011", "8011 Zwolle", "٨٠١١"])
def test_a_postcode_in_any_writing_is_that_postcode(walker: Walker, said: str) -> None:
    assert place_in(walker.move(Typed(said)).state.answers["place"]).postcode == "8011"


@pytest.mark.parametrize("said", ["Zwolle", "ik woon in Zwolle", "zwolle.", "I live in Zwolle"])
def test_a_town_in_a_sentence_is_that_town(walker: Walker, said: str) -> None:
    place = place_in(walker.move(Typed(said)).state.answers["place"])
    assert (place.name, place.postcode) == ("Zwolle", "")


@pytest.mark.parametrize("said", ["801", "80111", "12e", "0000", "Nergens", "", "!!!"])
def test_what_is_no_place_is_asked_again(walker: Walker, said: str) -> None:
    turn = walker.move(Typed(said))
    assert turn.state.step == "place"
    assert "place" not in turn.state.answers


def test_a_place_that_is_only_a_guess_is_asked_and_can_be_refused(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld(guesses=("Zwole",)))
    walker.tap("nl", "start", "yes", "self", "profile")
    turn = walker.move(Typed("ik woon in Zwole"))
    assert "place" not in turn.state.answers
    assert turn.state.view == (WHICH, "t0:zwolle")
    assert "place" not in walker.tap("again").state.answers
    walker.move(Typed("Zwole"))
    assert place_in(walker.tap("t0:zwolle").state.answers["place"]).name == "Zwolle"


def test_a_slip_that_is_no_guess_costs_no_tap(walker: Walker) -> None:
    assert place_in(walker.move(Typed("Zwole")).state.answers["place"]).name == "Zwolle"


def test_a_guess_in_the_province_that_was_said_is_taken(flow: Flow) -> None:
    walker = Walker(flow, FakeWorld(guesses=("Zwole",)))
    walker.tap("nl", "start", "yes", "self", "profile")
    assert place_in(walker.move(Typed("Zwole, Overijssel")).state.answers["place"]).name == "Zwolle"


def test_the_button_of_each_place_leads_back_to_it() -> None:
    world = FakeWorld()
    towns = world.places_named("hengelo")
    for places in (PLACES[:4], PLACES[4:], towns):
        rows = which_place(WHICH, places, world).body.rows
        assert tuple(place_on_button(row[0].choice, world) for row in rows[:-1]) == places


def test_a_name_that_does_not_fit_on_a_button_is_carried_by_its_point() -> None:
    town = make_place("", "Gasselterboerveenschemond", at=(53.01, 6.88))
    world = FakeWorld(places=(town,))
    button = which_place(WHICH, (town,), world).body.rows[0][0]
    assert re.fullmatch(r"g:53\.0100:6\.8800", button.choice)
    assert place_on_button(button.choice, world) == town


@pytest.mark.parametrize("choice", ["p:0000", "p:", "t9:zwolle", "t0:nergens", "g:99.0:99.0", "x", ""])
def test_a_button_that_carries_no_place_gives_none(choice: str) -> None:
    assert place_on_button(choice, FakeWorld()) is None


def test_towns_of_one_name_are_told_apart_on_their_buttons() -> None:
    world = FakeWorld()
    rows = which_place(WHICH, world.places_named("hengelo"), world).body.rows
    shown = [world.label(row[0].label, "nl") for row in rows]
    assert shown == ["Hengelo, Overijssel", "Hengelo, Gelderland", "Geen van deze"]
