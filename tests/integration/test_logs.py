"""Logs hold ids and reasons, never words of a person, whatever goes wrong while they talk."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from typing import Literal

import pytest
import structlog

from bot.errors import Permanent, RecipientGone, Retry, Unsure
from bot.logging import set_up_logging
from flows.intake import intake_flow
from flows.model import State
from flows.replies import Edited, Reply, SharedContact, Typed
from flows.step import Flow, Outcome
from flows.world import World
from tests.support.building import Rig
from tests.support.rigs import Rigs
from tests.support.signups import BSN, FREE, NAME, PLANTED, signed_up


@pytest.fixture(params=["pretty", "json"])
def log(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Logging as the bot sets it up, with everything that libraries would say; and taken back afterwards."""
    wanted: Literal["pretty", "json"] = request.param
    written = StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    set_up_logging(wanted)
    root.setLevel(logging.DEBUG)
    logging.getLogger("somewhere").debug("libraries are heard")
    yield written
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def easily_confused() -> Flow:
    """The real conversation with a defect: it cannot read these words, and its error repeats them."""
    flow = intake_flow()

    def confused(step_reads: object) -> object:
        def reads(state: State, reply: Reply, world: World) -> Outcome:
            if isinstance(reply, Typed) and FREE in reply.text:
                raise ValueError(f"cannot read {reply.text} of {NAME}")
            outcome: Outcome = step_reads(state, reply, world)  # type: ignore[operator]
            return outcome

        return reads

    return replace(
        flow,
        order=tuple(replace(step, read=confused(step.read)) for step in flow.order),  # type: ignore[arg-type]
    )


async def talk(rig: Rig) -> None:
    """A sign-up in which all that can go wrong goes wrong."""
    await rig.with_houses()
    await rig.start("8")
    await rig.taps("nl start yes self", "8")
    for reply in (
        Typed(f"{NAME} {FREE}"),
        Typed(BSN),
        Edited(f"{NAME} {BSN}"),
        SharedContact("0612345678", own=False),
    ):
        await rig.hear(reply, address="8")
    rig.channel.by_address["8"] = [
        Retry("ConnectError"),
        Unsure("TimedOut"),
        Permanent("BadRequest"),
        ValueError(f"cannot show {NAME}"),
        RecipientGone("Forbidden"),
    ]
    await rig.hear(Typed(NAME), address="8")
    for _ in range(10):
        rig.clock.forward(minutes=1)
        await rig.sweeper.sweep()
        await rig.settle()
    await signed_up(rig)


async def test_nothing_that_a_person_said_is_logged(
    rigs: Rigs, log: StringIO, request: pytest.FixtureRequest
) -> None:
    rig = rigs(flow=easily_confused())
    await talk(rig)
    await rig.conversations.refuse(rig.inbound(Typed(f"{NAME} {FREE}")), "DataError")
    await rig.run("UPDATE chat SET state = :broken", broken=b"\x01" + NAME.encode())
    await rig.hear(Typed(NAME))
    await rig.settle()

    logged = log.getvalue()
    assert "libraries are heard" in logged
    for event in ("turn_defect", "delivery_defect", "message_refused", "update_failed", "state_unreadable"):
        assert event in logged
    assert ('"event"' in logged) == ("json" in request.node.name)
    assert [word for word in PLANTED if word.lower() in logged.lower()] == []
