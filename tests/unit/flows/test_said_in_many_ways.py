"""People say what they can and cannot do in many ways; each of them is an answer, and none is a wrong one."""

from __future__ import annotations

import pytest

from flows.replies import Typed
from flows.step import Flow
from tests.support.walks import Walker
from tests.support.worlds import FakeWorld

TO_PLACE = ("nl", "start", "yes", "self", "profile")
TO_NEEDS = (*TO_PLACE, "k8", "k80", "k801", "k8011")
TO_SCALE = (*TO_NEEDS, "+reading", "ok", "skip", "yes")


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ("ik kan niet lezen", ["reading"]),
        ("Ik kan niet goed lezen en schrijven", ["reading", "writing"]),
        ("I can't read very well", ["reading"]),
        ("i cannot write", ["writing"]),
        ("mijn computer", ["digital"]),
    ],
)
def test_who_says_what_they_cannot_do_says_what_they_want_to_learn(
    flow: Flow, said: str, needs: list[str]
) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_NEEDS)
    walker.move(Typed(said))
    assert walker.state.answers["needs"] == needs


@pytest.mark.parametrize(
    ("said", "value"),
    [
        *(
            (said, 0)
            for said in ("lukt goed", "makkelijk", "geen probleem", "kan ik", "جيد", "dobrze", "bien")
        ),
        *(
            (said, 1)
            for said in ("gaat wel", "een beetje", "ja soms", "niet zo goed", "biraz", "трохи", "کمی")
        ),
        *((said, 2) for said in ("dat lukt niet", "nee", "kan ik niet", "ik heb hulp nodig", "niet goed")),
        *(
            (said, 2)
            for said in ("hayır", "okuyamıyorum", "صعب", "nie umiem", "ні", "سخت", "no", "best moeilijk")
        ),
    ],
)
def test_how_it_goes_is_said_in_many_ways(flow: Flow, said: str, value: int) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_SCALE)
    step = walker.state.step
    walker.move(Typed(said))
    assert walker.state.answers[step] == value


@pytest.mark.parametrize("said", ["goed?", "is dat moeilijk", "niet lukt", "ben okuma yazma bilmiyorum"])
def test_what_may_mean_two_things_is_asked_again(flow: Flow, said: str) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_SCALE)
    step = walker.state.step
    walker.move(Typed(said))
    assert walker.state.step == step


TO_DAYS = (*TO_SCALE, "s0", "s0", "s0", "+morning", "ok")


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("ma di en do", ["mon", "tue", "thu"]),
        ("maandag dinsdag", ["mon", "tue"]),
        ("ma-wo", ["mon", "tue", "wed"]),
        ("door de week", ["mon", "tue", "wed", "thu", "fri"]),
        ("in het weekend", ["sat", "sun"]),
    ],
)
def test_days_are_said_in_many_ways(flow: Flow, said: str, days: list[str]) -> None:
    walker = Walker(flow, FakeWorld())
    walker.tap(*TO_DAYS)
    assert walker.state.step == "days"
    walker.move(Typed(said))
    assert walker.state.answers["days"] == days
